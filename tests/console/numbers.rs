//! Numbers that are given and taken through the console's forms.

use domain::ids::PhoneNumberId;
use rstest::rstest;
use service::{
    Call,
    numbers::{assign::assign_by_phone_number_id, detail},
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
