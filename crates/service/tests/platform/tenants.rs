//! Bakeries: making, changing, finding; the owner's switch; the platform's.

use domain::{
    ids::{ApiKeyId, TenantId},
    permission::Actor,
    person::Role,
    tenant::TenantStatus,
};
use rstest::rstest;
use service::{
    Call, Problem, ServiceError,
    platform::{set_default_number, set_switch, switch},
    tenants::{
        choose::choices,
        edit::{TenantInput, create, set_suspended, update},
        list::{TenantQuery, TenantSort, by_cursor, get, list},
        own,
    },
};
use store::Engine;

use crate::{invalid, person, world};

fn named(name: &str, city: &str, own: &str) -> TenantInput {
    TenantInput {
        name: name.into(),
        city: city.into(),
        external_ref: own.into(),
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn every_problem_of_a_form_is_named_and_nothing_is_made(#[case] engine: Engine) {
    let w = world(engine).await;
    create(&w, &w.admin, &named("Panadería Goiko", "Getxo", "b-1"))
        .await
        .unwrap();
    let problems = async |input: TenantInput| invalid(create(&w, &w.admin, &input).await);
    assert_eq!(
        problems(named(" ", "a\u{7}b", &"x".repeat(101))).await,
        [
            ("name", Problem::Required),
            ("city", Problem::ControlCharacters),
            ("external_ref", Problem::TooLong { max: 100 })
        ]
    );
    assert_eq!(
        problems(named("PANADERIA  goiko", "", "b-1")).await,
        [("name", Problem::Taken), ("external_ref", Problem::Taken)]
    );
    assert_eq!(
        problems(named("=1+1", "", "")).await,
        [("name", Problem::Formula)]
    );
    assert_eq!(list(&w, &w.admin, &TenantQuery::default()).await.unwrap().all, 1);
    assert_eq!(w.audited("tenant.create").await, 1);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn bakeries_are_found_without_accents_and_counted_by_pill(#[case] engine: Engine) {
    let w = world(engine).await;
    w.connected().await;
    for (name, city) in [
        ("Panadería Núñez", "Bilbao"),
        ("Horno 100%", "Ávila"),
        ("Obrador Ruiz", "Bilbao"),
    ] {
        create(&w, &w.admin, &named(name, city, "")).await.unwrap();
    }
    let all = list(&w, &w.admin, &TenantQuery::default()).await.unwrap();
    let id = |name: &str| {
        all.page
            .rows
            .iter()
            .find(|row| row.name.contains(name))
            .unwrap()
            .id
            .clone()
    };
    w.give(&w.number("678").await, &id("Ruiz")).await;
    own::set_enabled(&w, &w.admin, &id("Ruiz"), true).await.unwrap();
    set_suspended(&w, &w.admin, &id("100"), true).await.unwrap();
    let find = async |q: &str| {
        let query = TenantQuery {
            q: Some(q.into()),
            sort: TenantSort::NameDesc,
            ..TenantQuery::default()
        };
        list(&w, &w.admin, &query)
            .await
            .unwrap()
            .page
            .rows
            .into_iter()
            .map(|row| row.name)
            .collect::<Vec<_>>()
    };
    assert_eq!(find("nunez").await, ["Panadería Núñez"]);
    assert_eq!(find("BILBAO").await, ["Panadería Núñez", "Obrador Ruiz"]);
    assert_eq!(find("avila").await, ["Horno 100%"]);
    assert_eq!(find("0%").await, ["Horno 100%"]);
    assert!(find("%").await.len() == 1 && find("_").await.is_empty());
    let query = TenantQuery {
        status: Some(TenantStatus::Active),
        ..TenantQuery::default()
    };
    let active = list(&w, &w.admin, &query).await.unwrap();
    assert_eq!(
        (
            active.page.total,
            active.all,
            active.with_number,
            active.without_number,
            active.enabled,
            active.suspended
        ),
        (2, 3, 1, 1, 1, 1)
    );
    let query = TenantQuery {
        has_number: Some(false),
        enabled: Some(false),
        ..TenantQuery::default()
    };
    let idle = list(&w, &w.admin, &query).await.unwrap();
    assert_eq!(
        (idle.page.total, idle.with_number, idle.disabled, idle.suspended),
        (2, 0, 2, 1)
    );
    let offered = choices(&w, &w.admin).await.unwrap();
    assert_eq!(offered.listed().map(<[_]>::len), Some(2));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn nobody_reaches_another_bakery(#[case] engine: Engine) {
    let w = world(engine).await;
    let (mine, theirs) = (w.tenant("Horno Uno").await, w.tenant("Horno Dos").await);
    let owner = person(Role::Owner, vec![mine.clone()]);
    let support = person(Role::Support, vec![]);
    assert!(matches!(
        own::get(&w, &owner, &theirs).await,
        Err(ServiceError::NotFound)
    ));
    assert!(matches!(
        own::set_enabled(&w, &owner, &theirs, true).await,
        Err(ServiceError::NotFound)
    ));
    assert!(matches!(
        get(&w, &owner, &theirs).await,
        Err(ServiceError::NotFound)
    ));
    assert!(matches!(
        get(&w, &owner, &mine).await,
        Err(ServiceError::Forbidden)
    ));
    assert!(matches!(
        update(&w, &owner, &theirs, &named("X", "", "")).await,
        Err(ServiceError::NotFound)
    ));
    assert!(matches!(
        own::set_enabled(&w, &support, &mine, true).await,
        Err(ServiceError::Forbidden)
    ));
    assert!(matches!(
        create(&w, &support, &named("X", "", "")).await,
        Err(ServiceError::Forbidden)
    ));
    assert!(matches!(
        list(&w, &owner, &TenantQuery::default()).await,
        Err(ServiceError::Forbidden)
    ));
    let gone = TenantId::parse("0192a7c0-0000-7000-8000-00000000dead").unwrap();
    assert!(matches!(
        get(&w, &w.admin, &gone).await,
        Err(ServiceError::NotFound)
    ));
    assert!(matches!(
        set_suspended(&w, &w.admin, &gone, true).await,
        Err(ServiceError::NotFound)
    ));

    let id = ApiKeyId::parse("0192a7c0-0000-7000-8000-0000000000fe").unwrap();
    let actor = Actor::TenantKey {
        id,
        name: "till".into(),
        tenant: theirs.clone(),
    };
    let till = Call {
        actor,
        ip: None,
        request_id: None,
    };
    let (rows, next) = by_cursor(&w, &till, None, 50).await.unwrap();
    assert_eq!(
        (rows.into_iter().map(|row| row.id).collect::<Vec<_>>(), next),
        (vec![theirs], None)
    );
    assert!(matches!(
        by_cursor(&w, &owner, None, 50).await,
        Err(ServiceError::Forbidden)
    ));
    let (rows, next) = by_cursor(&w, &support, None, 1).await.unwrap();
    let (more, end) = by_cursor(&w, &support, next.as_deref(), 1).await.unwrap();
    assert!(rows.len() == 1 && more.len() == 1 && rows[0].id != more[0].id && end.is_none());
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_owners_switch_works_at_once_and_their_page_says_what_is_true(#[case] engine: Engine) {
    let w = world(engine).await;
    w.connected().await;
    let mine = w.tenant("Panadería San Juan").await;
    let owner = person(Role::Owner, vec![mine.clone()]);
    let page = async || own::get(&w, &owner, &mine).await.unwrap();
    assert!(page().await.number.is_none());
    set_default_number(&w, &w.admin, Some(&w.number("684").await))
        .await
        .unwrap();
    let shared = page().await.number.unwrap();
    assert!(shared.shared && shared.qr_svg.is_none() && shared.works == Some(true));
    w.give(&w.number("678").await, &mine).await;
    let number = page().await.number.unwrap();
    assert_eq!(
        (number.display.as_str(), number.shared),
        ("+34 612 345 678", false)
    );
    assert!(number.qr_svg.unwrap().contains("<svg"));

    own::set_enabled(&w, &owner, &mine, true).await.unwrap();
    own::set_enabled(&w, &owner, &mine, true).await.unwrap();
    assert_eq!(w.audited("tenant.switch").await, 1);
    assert!(page().await.enabled);
    let seen = get(&w, &w.admin, &mine).await.unwrap().row;
    assert!(seen.whatsapp_enabled && seen.switched.is_some());

    assert!(matches!(
        set_switch(&w, &owner, Some(false)).await,
        Err(ServiceError::Forbidden)
    ));
    set_switch(&w, &w.admin, Some(false)).await.unwrap();
    assert!(!page().await.platform_on);
    assert_eq!(switch(&w).await.unwrap().overridden.unwrap().0, "Marta");
    set_switch(&w, &w.admin, None).await.unwrap();
    set_switch(&w, &w.admin, None).await.unwrap();
    assert!(switch(&w).await.unwrap().overridden.is_none() && page().await.platform_on);
    assert_eq!(w.audited("platform.switch").await, 2);
}
