//! The first page: nothing is green without evidence, and trouble shows.

use domain::{person::Role, time::DAY};
use rstest::rstest;
use sandbox::{Fault, FaultEffect};
use secrecy::SecretString;
use service::{
    ServiceError,
    accounts::{connect::set_app_secret, sync},
    overview::{AttentionKind as Kind, Evidence, Overview, StepKey, Urgency, get},
    platform::{set_default_number, set_switch},
    tenants::own,
};
use store::{Engine, webhooks::refusals};

use crate::{input, person, world, world_with};

fn has(page: &Overview, wanted: impl Fn(&Kind) -> bool) -> bool {
    page.attention.iter().any(|attention| wanted(&attention.kind))
}

fn done(page: &Overview, key: StepKey) -> bool {
    page.checklist.iter().find(|step| step.key == key).unwrap().done
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_empty_console_has_done_nothing(#[case] engine: Engine) {
    let w = world(engine).await;
    let page = get(&w, &w.admin).await.unwrap();
    assert_eq!(page.checklist.len(), 10);
    assert!(
        page.checklist
            .iter()
            .all(|step| !step.done && step.evidence.is_none()),
        "{:?}",
        page.checklist
    );
    assert!(page.attention.is_empty() && page.read_at.is_none());
    assert!(get(&w, &person(Role::Support, vec![])).await.is_ok());
    assert!(matches!(
        get(&w, &person(Role::Owner, vec![])).await,
        Err(ServiceError::Forbidden)
    ));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn every_trouble_is_listed_with_the_urgent_first(#[case] engine: Engine) {
    let w = world(engine).await;
    let id = w.connected().await;
    service::accounts::connect::connect(&w, &w.admin, &input(sandbox::OTHER_WABA, sandbox::TOKEN_OTHER))
        .await
        .unwrap()
        .unwrap();
    let (one, two) = (w.tenant("Horno Uno").await, w.tenant("Horno Dos").await);
    for tenant in [&one, &two] {
        own::set_enabled(&w, &w.admin, tenant, true).await.unwrap();
    }
    // Meta says that this one is disconnected.
    w.give(&w.number("686").await, &one).await;
    let page = get(&w, &w.admin).await.unwrap();
    assert!(has(
        &page,
        |kind| matches!(kind, Kind::NumberDown(_, display, ..) if display.ends_with("686"))
    ));
    assert!(has(
        &page,
        |kind| matches!(kind, Kind::QualityLow(_, display, ..) if display.ends_with("685"))
    ));
    assert!(has(
        &page,
        |kind| matches!(kind, Kind::NameDeclined(_, display, _) if display.ends_with("683"))
    ));
    assert!(has(
        &page,
        |kind| matches!(kind, Kind::NumberTwice(display) if display.ends_with("680"))
    ));
    assert!(has(&page, |kind| matches!(kind, Kind::NotSubscribed(..))));
    assert!(has(
        &page,
        |kind| matches!(kind, Kind::TenantsWithoutNumber(1, id, _) if *id == two)
    ));
    assert!(page.attention.is_sorted_by_key(|attention| attention.urgency));
    assert_eq!(page.ready_tenants, 0);
    assert!(done(&page, StepKey::AccountConnected) && done(&page, StepKey::NumbersConnected));
    assert!(
        !done(&page, StepKey::BusinessVerified),
        "one of two is not verified"
    );
    assert!(done(&page, StepKey::TokenPermanent) && !done(&page, StepKey::WebhooksSubscribed));
    let tokens = page
        .checklist
        .iter()
        .find(|step| step.key == StepKey::TokenPermanent)
        .unwrap();
    assert_eq!(tokens.evidence, Some(Evidence::Count(2, 2)));
    assert!(!done(&page, StepKey::TenantsAssigned) && !done(&page, StepKey::QualityHigh));

    set_default_number(&w, &w.admin, Some(&w.number("684").await))
        .await
        .unwrap();
    let page = get(&w, &w.admin).await.unwrap();
    assert!(!has(&page, |kind| matches!(kind, Kind::TenantsWithoutNumber(..))));
    assert!(done(&page, StepKey::DefaultNumber) && done(&page, StepKey::TenantsAssigned));
    assert_eq!((page.ready_tenants, page.tenants), (1, (2, 2, 2)));

    set_switch(&w, &w.admin, Some(false)).await.unwrap();
    w.sandbox.sandbox.state().remove_phone("123456789012353");
    w.sandbox.sandbox.state().remove_phone("123456789012351");
    w.sandbox
        .sandbox
        .state()
        .waba_mut(sandbox::WABA)
        .unwrap()
        .payment_method = false;
    w.t.clock.advance(61 * DAY);
    sync::one(&w, &w.admin, &id).await.unwrap();
    let page = get(&w, &w.admin).await.unwrap();
    assert!(has(
        &page,
        |kind| matches!(kind, Kind::PlatformOff(Some(name)) if name == "Marta")
    ));
    assert!(has(
        &page,
        |kind| matches!(kind, Kind::NumberVanished(_, _, Some(name)) if name == "Horno Uno")
    ));
    assert!(has(&page, |kind| matches!(kind, Kind::TokenOld(..))));
    assert!(has(&page, |kind| matches!(kind, Kind::Health(..))));
    // The default number is gone too, and with it what two steps stood on.
    assert!(!done(&page, StepKey::DefaultNumber) && !done(&page, StepKey::PaymentWorks));
    assert_eq!(
        (page.attention[0].urgency, page.ready_tenants),
        (Urgency::Stopped, 0)
    );

    w.sandbox
        .sandbox
        .state()
        .add_fault(Fault::always(FaultEffect::ExpiredToken));
    sync::all(&w, &w.admin).await.unwrap();
    let page = get(&w, &w.admin).await.unwrap();
    assert!(has(&page, |kind| matches!(kind, Kind::TokenRefused(..))));
    assert!(!done(&page, StepKey::TokenPermanent));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn webhooks_that_nobody_can_check_are_an_alarm(#[case] engine: Engine) {
    let w = world_with(engine, |settings| settings.demo = true).await;
    let id = w.connected().await;
    let found = async || {
        let page = get(&w, &w.admin).await.unwrap();
        page.attention.into_iter().find_map(|one| match one.kind {
            Kind::NoAppSecret(account, refused) => Some((account, refused, one.urgency)),
            _ => None,
        })
    };
    assert_eq!(found().await, Some((id.clone(), 0, Urgency::Soon)));
    let mut tx = w.t.db.db.write().await.unwrap();
    let now = w.t.clock.clock().now();
    for (why, count) in [("no_secret", 3), ("wrong", 5)] {
        refusals::add(&mut tx, now, why, count).await.unwrap();
    }
    tx.commit().await.unwrap();
    assert_eq!(found().await, Some((id.clone(), 3, Urgency::Stopped)));
    set_app_secret(&w, &w.admin, &id, &SecretString::from(sandbox::APP_SECRET))
        .await
        .unwrap();
    assert_eq!(found().await, None);
}
