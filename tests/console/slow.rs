//! Meta takes its time while somebody waits for a page.

use std::time::Duration;

use axum::Router;
use domain::ids::AccountId;
use rstest::rstest;
use sandbox::{Fault, FaultEffect};
use service::{Call, accounts::list};
use store::Engine;
use tahona::state::Limits;

use crate::support::{Client, TestApp};

/// From now on Meta answers nothing.
fn fall_silent(app: &TestApp) {
    app.sandbox
        .sandbox
        .state()
        .add_fault(Fault::always(FaultEffect::Delay).after_ms(60_000));
}

async fn account(app: &TestApp) -> AccountId {
    list::list(&app.svc, &Call::system("test"))
        .await
        .unwrap()
        .remove(0)
        .id
}

/// The admin's browser at another console on the same database.
async fn admin_at(app: &TestApp, router: Router) -> Client {
    Client {
        cookies: app.admin().await.cookies,
        ..Client::new(router)
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_page_shows_in_time_what_meta_did_not_answer(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    let id = account(&app).await;
    fall_silent(&app);
    let limits = Limits {
        asking: Duration::from_millis(500),
        ..Limits::default()
    };
    let mut admin = admin_at(&app, app.within(limits)).await;
    let page = format!("/app/admin/whatsapp/wabas/{id}");
    let fields = [("account", id.as_str()), ("back", page.as_str())];
    let answer = admin.post("/do/sync", &fields).await;
    assert_eq!((answer.status, answer.location()), (303, page.as_str()));
    let row = list::get(&app.svc, &Call::system("test"), &id).await.unwrap().row;
    assert!(!row.sync_problems.is_empty());
    assert!(
        row.sync_problems.iter().all(|p| p.class == "unreachable"),
        "{:?}",
        row.sync_problems
    );
    // A check that could not be made comes back as a finding, not as an error.
    let fields = [
        ("waba_id", sandbox::OTHER_WABA),
        ("token", sandbox::TOKEN_OTHER),
        ("save", "1"),
    ];
    let answer = admin.post("/do/connect-account", &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert_eq!(admin.get(answer.location()).await.status, 200);
}

#[tokio::test]
async fn a_request_that_takes_too_long_blames_nobody_and_claims_nothing() {
    let app = TestApp::new(Engine::Sqlite).await;
    let id = account(&app).await;
    fall_silent(&app);
    let limits = Limits {
        answer: Duration::from_millis(500),
        ..Limits::default()
    };
    let router = app.within(limits);
    for (lang, title, claim) in [
        ("es", "Esto ha tardado demasiado", "No se ha cambiado nada"),
        ("en", "This took too long", "Nothing was changed"),
    ] {
        let mut admin = admin_at(&app, router.clone()).await.with("accept-language", lang);
        let page = admin.post("/do/check-health", &[("account", id.as_str())]).await;
        assert_eq!(page.status, 504, "{}", page.body);
        assert!(page.body.contains(title), "{}", page.body);
        assert!(!page.body.contains(claim), "{}", page.body);
        assert!(page.body.contains(page.header("x-request-id")));
    }
    let mut program = admin_at(&app, router).await.with("accept", "application/json");
    let problem = program
        .post("/do/check-health", &[("account", id.as_str())])
        .await;
    problem.is_problem(504, "timeout");
    assert!(!problem.body.contains("Nothing was changed"), "{}", problem.body);
}
