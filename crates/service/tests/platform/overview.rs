//! The first page: nothing is green without evidence, and trouble shows.

use domain::{person::Role, time::DAY};
use rstest::rstest;
use sandbox::{Fault, FaultEffect};
use secrecy::SecretString;
use service::{
    ServiceError,
    accounts::{connect::set_app_secret, sync},
    messages::{outbox::Outbox, send_test::send_test},
    overview::{AttentionKind as Kind, Evidence, Overview, StepKey, Urgency, get},
    platform::{set_default_number, set_switch},
    templates,
    tenants::{edit::set_suspended, own},
};
use store::{Engine, webhooks::refusals};

use crate::{input, person, world, world_with};

fn has(page: &Overview, wanted: impl Fn(&Kind) -> bool) -> bool {
    page.attention.iter().any(|attention| wanted(&attention.kind))
}

fn step(page: &Overview, key: StepKey) -> (bool, Option<Evidence>) {
    let step = page.checklist.iter().find(|step| step.key == key).unwrap();
    (step.done, step.evidence.clone())
}

fn done(page: &Overview, key: StepKey) -> bool {
    step(page, key).0
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_empty_console_has_done_nothing(#[case] engine: Engine) {
    let w = world(engine).await;
    let page = get(&w, &w.admin).await.unwrap();
    assert_eq!(page.checklist.len(), 12);
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
    assert!(!has(&page, |kind| matches!(kind, Kind::TenantsToAssign(..))));
    assert_eq!(page.ready_tenants, 0);
    assert!(done(&page, StepKey::AccountConnected) && done(&page, StepKey::NumbersConnected));
    assert!(
        !done(&page, StepKey::BusinessVerified),
        "one of two is not verified"
    );
    assert!(done(&page, StepKey::TokenPermanent) && !done(&page, StepKey::WebhooksSubscribed));
    let tokens = step(&page, StepKey::TokenPermanent).1;
    assert_eq!(tokens, Some(Evidence::Count(2, 2)));
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
async fn quality_that_meta_has_not_rated_is_not_called_high(#[case] engine: Engine) {
    let w = world(engine).await;
    w.connected().await;
    let quality = async || step(&get(&w, &w.admin).await.unwrap(), StepKey::QualityHigh);
    let rated = |high| {
        Some(Evidence::Rated {
            high,
            unrated: 1,
            of: 10,
        })
    };
    assert_eq!(quality().await, (false, rated(8)));
    w.db.sql("UPDATE numbers SET quality = 'GREEN' WHERE quality = 'YELLOW'")
        .await;
    assert_eq!(quality().await, (false, rated(9)));
    w.db.sql("UPDATE numbers SET quality = 'NA' WHERE quality = 'UNKNOWN'")
        .await;
    assert_eq!(quality().await, (false, rated(9)));
    w.db.sql("UPDATE numbers SET quality = 'GREEN'").await;
    assert_eq!(quality().await, (true, Some(Evidence::Count(10, 10))));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_template_of_the_orders_and_a_test_message_are_steps_with_proof(#[case] engine: Engine) {
    let w = world(engine).await;
    let account = w.connected().await;
    let one = w.tenant("Horno Uno").await;
    assert_eq!(get(&w, &w.admin).await.unwrap().trial_at, None);
    w.give(&w.number("678").await, &one).await;
    own::set_enabled(&w, &w.admin, &one, true).await.unwrap();
    templates::sync::one(&w, &w.admin, &account).await.unwrap();
    let page = get(&w, &w.admin).await.unwrap();
    assert_eq!(page.trial_at, Some(one.clone()));
    let (approved, evidence) = step(&page, StepKey::TemplateApproved);
    assert!(
        approved && matches!(evidence, Some(Evidence::Since(..))),
        "{evidence:?}"
    );
    assert_eq!(step(&page, StepKey::TestSent), (false, None));

    let order = ("po_notification", "es");
    send_test(&w, &w.admin, &one, "+34622334455", order)
        .await
        .unwrap();
    // It waits; nothing is proven yet.
    assert!(!done(&get(&w, &w.admin).await.unwrap(), StepKey::TestSent));
    assert_eq!(Outbox::new(&w.t.svc).turn().await.unwrap(), 1);
    let word = async || match step(&get(&w, &w.admin).await.unwrap(), StepKey::TestSent) {
        (true, Some(Evidence::Meta(word, _))) => Some(word),
        (false, None) => None,
        other => panic!("{other:?}"),
    };
    assert_eq!(word().await.as_deref(), Some("accepted"));
    w.db.sql("UPDATE messages SET delivered_at = accepted_at + 2000, state = 8")
        .await;
    assert_eq!(word().await.as_deref(), Some("delivered"));
    w.db.sql("UPDATE messages SET delivered_at = NULL, failed_at = accepted_at + 2000, state = 7")
        .await;
    assert_eq!(word().await, None);

    w.db.sql("UPDATE templates SET status = 'PAUSED' WHERE name = 'po_notification'")
        .await;
    let page = get(&w, &w.admin).await.unwrap();
    let (approved, evidence) = step(&page, StepKey::TemplateApproved);
    assert!(!approved);
    assert!(
        matches!(&evidence, Some(Evidence::Meta(word, _)) if word == "PAUSED"),
        "{evidence:?}"
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn bakeries_without_a_number_are_planned_for_while_their_switch_is_off(#[case] engine: Engine) {
    let w = world(engine).await;
    w.connected().await;
    let one = w.tenant("Horno Uno").await;
    w.tenant("Horno Dos").await;
    let given = w.tenant("Horno Tres").await;
    w.give(&w.number("678").await, &given).await;
    let gone = w.tenant("Horno Cuatro").await;
    set_suspended(&w, &w.admin, &gone, true).await.unwrap();
    let planned = |page: &Overview| {
        page.attention.iter().find_map(|attention| match &attention.kind {
            Kind::TenantsToAssign(n, _, first) => Some((attention.urgency, *n, first.clone())),
            _ => None,
        })
    };
    let page = get(&w, &w.admin).await.unwrap();
    assert_eq!(planned(&page), Some((Urgency::Plan, 2, "Horno Dos".to_owned())));
    assert!(!has(&page, |kind| matches!(kind, Kind::TenantsWithoutNumber(..))));

    // One that wants to send is no longer a plan.
    own::set_enabled(&w, &w.admin, &one, true).await.unwrap();
    let page = get(&w, &w.admin).await.unwrap();
    assert_eq!(planned(&page), Some((Urgency::Plan, 1, "Horno Dos".to_owned())));
    assert!(has(
        &page,
        |kind| matches!(kind, Kind::TenantsWithoutNumber(1, id, _) if *id == one)
    ));

    set_default_number(&w, &w.admin, Some(&w.number("684").await))
        .await
        .unwrap();
    assert_eq!(planned(&get(&w, &w.admin).await.unwrap()), None);
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
