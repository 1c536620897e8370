//! Sending that stands still: seen by everybody concerned, ended by admins.

use rstest::rstest;
use service::{Call, messages::outbox::stops};
use store::{
    Engine,
    stops::{self as rows, StopRecord},
};

use crate::support::TestApp;

/// Meta says that payment is missing, for the whole account.
async fn raise(app: &TestApp) -> String {
    let account = app.account().await.id;
    let stop = StopRecord {
        scope: format!("account:{account}"),
        account_id: account.to_string(),
        since: app.svc.svc.clock.now().0,
        code: 131_042,
        detail: "Business eligibility payment issue".to_owned(),
        trace: None,
    };
    let mut tx = app.svc.svc.db.write().await.unwrap();
    assert!(rows::raise(&mut tx, &stop).await.unwrap());
    tx.commit().await.unwrap();
    stop.scope
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_stop_is_told_where_it_is_felt_and_ended_by_an_admin(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    let scope = raise(&app).await;
    let places = [
        "/app".to_owned(),
        "/app/admin/whatsapp/messages".to_owned(),
        format!("/app/admin/whatsapp/numbers/{}", app.number),
        format!("/app/admin/whatsapp/checks/{}", app.bakery),
    ];
    let (mut admin, mut support) = (app.admin().await, app.support().await);
    for place in &places {
        let seen = admin.get(place).await;
        assert!(seen.body.contains("/do/resume-sending"), "{place}: {}", seen.body);
        assert!(seen.body.contains(&scope), "{place}");
    }
    for place in ["/app", "/app/support/messages"] {
        let seen = support.get(place).await;
        assert!(
            seen.body.contains("131042") || place == "/app",
            "support is not told at {place}"
        );
        assert!(!seen.body.contains("/do/resume-sending"), "{place}");
    }
    let refused = support.post("/do/resume-sending", &[("scope", &scope)]).await;
    assert_eq!(refused.status, 403);
    let done = admin
        .post("/do/resume-sending", &[("scope", &scope), ("back", "/app")])
        .await;
    assert_eq!((done.status, done.location()), (303, "/app"));
    let left = stops::list(&app.svc, &Call::system("test")).await.unwrap();
    assert_eq!(left, []);
    let log = admin.get("/app/admin/audit?kind=account").await;
    assert!(log.body.contains("stopped_since"), "{}", log.body);
    assert!(!admin.get("/app").await.body.contains("/do/resume-sending"));
}
