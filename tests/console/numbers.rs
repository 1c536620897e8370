//! Numbers that are given and taken through the console's forms.

use domain::{ids::PhoneNumberId, number::NumberUse};
use rstest::rstest;
use service::{
    Call,
    numbers::{
        assign::assign_by_phone_number_id,
        detail,
        list::{NumberQuery, list},
    },
    people::api_keys,
    tenants::import,
};
use store::Engine;

use crate::support::{Answer, Client, TestApp};

/// Where the release of the first number is confirmed.
fn page(app: &TestApp) -> String {
    format!("/app/admin/whatsapp/numbers/{}/release", app.number)
}

/// Confirms it on a page that speaks of this bakery.
async fn confirm(app: &TestApp, admin: &mut Client, tenant: &str) -> Answer {
    let (number, back) = (app.number.to_string(), page(app));
    let fields = [
        ("number", number.as_str()),
        ("tenant", tenant),
        ("digits", "678"),
        ("back", back.as_str()),
    ];
    admin.post("/do/release-number", &fields).await
}

/// The bakery that has the first number.
async fn holder(app: &TestApp) -> Option<String> {
    let detail = detail::get(&app.svc, &Call::system("test"), &app.number)
        .await
        .unwrap();
    detail.row.holder.map(|holder| holder.name)
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_release_page_that_is_out_of_date_takes_the_number_from_nobody(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    let mut admin = app.admin().await;
    let (page, named) = (page(&app), app.bakery.to_string());
    assert!(
        admin
            .get(&page)
            .await
            .body
            .contains(&format!("value=\"{named}\""))
    );

    // Somebody else moves the number while the page is open.
    let phone = PhoneNumberId::parse(sandbox::FIRST_PHONE).unwrap();
    assign_by_phone_number_id(
        &app.svc,
        &Call::system("test"),
        &app.other,
        &phone,
        Some(&app.bakery),
    )
    .await
    .unwrap();
    for wrong in [named.as_str(), "", "pan"] {
        let answer = confirm(&app, &mut admin, wrong).await;
        assert_eq!(
            (answer.status, answer.location()),
            (303, page.as_str()),
            "{wrong}"
        );
        let shown = admin.get(&page).await;
        assert!(shown.body.contains("data-error-summary"), "{}", shown.body);
        assert!(shown.body.contains("Panadería Goiko"), "{}", shown.body);
        assert_eq!(holder(&app).await.as_deref(), Some("Panadería Goiko"));
    }
    let answer = confirm(&app, &mut admin, app.other.as_str()).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert_eq!(holder(&app).await, None);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_bakery_among_very_many_is_named_instead_of_picked(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    let system = Call::system("test");
    let lines: Vec<String> = (0..1_000).map(|i| format!("Horno {i},r-{i}")).collect();
    let csv = format!("name,external_ref\n{}", lines.join("\n"));
    let seen = import::dry_run(&app.svc, &system, csv.as_bytes()).await.unwrap();
    import::apply(&app.svc, &system, &seen.id).await.unwrap();
    let free = NumberQuery {
        used: Some(NumberUse::Free),
        ..NumberQuery::default()
    };
    let free = list(&app.svc, &system, &free)
        .await
        .unwrap()
        .page
        .rows
        .remove(0)
        .id;

    let mut admin = app.admin().await;
    let page = format!("/app/admin/whatsapp/numbers?sel={free}");
    let pages = [
        page.as_str(),
        "/app/admin/team",
        "/app/admin/team/keys",
        "/app/admin/whatsapp/billing/budgets",
    ];
    for page in pages {
        let shown = admin.get(page).await;
        assert_eq!(shown.status, 200, "{page}");
        assert!(!shown.body.contains("Horno 500"), "{page} lists bakeries");
    }
    let number = free.to_string();
    let fields = |tenant| {
        [
            ("number", number.as_str()),
            ("tenant", tenant),
            ("back", page.as_str()),
        ]
    };
    let wrong = admin.post("/do/assign-number", &fields("nobody at all")).await;
    assert_eq!((wrong.status, wrong.location()), (303, page.as_str()));
    let shown = admin.get(&page).await;
    assert!(
        shown.body.contains("error-text") && shown.body.contains("nobody at all"),
        "{}",
        shown.body
    );
    let done = admin.post("/do/assign-number", &fields("r-7")).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let row = detail::get(&app.svc, &system, &free).await.unwrap().row;
    assert_eq!(row.holder.map(|holder| holder.name).as_deref(), Some("Horno 7"));

    let key = [("name", "till 9"), ("tenant", "HORNO 9")];
    assert_eq!(admin.post("/do/create-key", &key).await.status, 303);
    let keys = api_keys::list(&app.svc, &system).await.unwrap();
    let made = keys.into_iter().find(|key| key.name == "till 9").unwrap();
    assert_eq!(made.tenant.map(|(_, name)| name).as_deref(), Some("Horno 9"));
}
