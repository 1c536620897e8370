//! The database goes away under a running console.

use rstest::rstest;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use store::Engine;

use crate::support::TestApp;

/// Takes the database away: on PostgreSQL the server drops it with everybody
/// who is connected, on SQLite its connections are gone.
async fn take_away(app: &TestApp, engine: Engine) {
    match engine {
        Engine::Sqlite => app.svc.db.db.close().await,
        Engine::Postgres => drop_database(&app.svc.db.url).await,
    }
}

async fn drop_database(url: &str) {
    let (_, name) = url.rsplit_once('/').unwrap();
    let admin = std::env::var("TAHONA_TEST_POSTGRES_URL").unwrap();
    let mut connection = PgConnection::connect(&admin).await.unwrap();
    let statement = AssertSqlSafe(format!("DROP DATABASE {name} WITH (FORCE)"));
    sqlx::query(statement).execute(&mut connection).await.unwrap();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_process_lives_and_says_what_is_wrong(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    let mut admin = app.admin().await;
    assert_eq!(app.browser().get("/readyz").await.status, 200);
    take_away(&app, engine).await;

    assert_eq!(app.browser().get("/healthz").await.status, 200);
    app.platform().get("/readyz").await.is_problem(503, "unavailable");
    app.platform().get("/api/v1/admin/whatsapp/tenants").await.is_problem(503, "unavailable");

    let page = admin.get("/app/account").await;
    assert_eq!(page.status, 503, "{}", page.body);
    assert!(page.body.contains("<html"), "a browser gets a page");
    assert!(page.body.contains(page.header("x-request-id")));
    assert!(!page.header("set-cookie").contains("Max-Age=0"), "the session must survive");

    let mut browser = app.browser();
    let answer = browser.post("/do/sign-in", &[("email", "admin@demo.test"), ("password", "tahona-demo")]).await;
    assert_eq!(answer.status, 503, "{} {}", answer.status, answer.location());
    assert_eq!(app.browser().get("/login").await.status, 200, "the way in is still drawn");
}
