//! The database goes away under a running console.

use axum::Router;
use rstest::rstest;
use service::{Inner, Services};
use store::{Db, Engine};
use tahona::{
    router,
    state::{AppState, WebSettings},
};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    task::JoinSet,
};
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::support::{Client, TestApp};

/// A line to PostgreSQL that can be cut.
struct Line {
    url: String,
    cut: CancellationToken,
    ended: tokio::task::JoinHandle<()>,
}

impl Line {
    async fn to(url: &str) -> Self {
        let mut url = Url::parse(url).unwrap();
        let server = format!("{}:{}", url.host_str().unwrap(), url.port().unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        url.set_port(Some(listener.local_addr().unwrap().port())).unwrap();
        let cut = CancellationToken::new();
        let forward = async move {
            let mut connections = JoinSet::new();
            loop {
                let (mut near, _) = listener.accept().await.unwrap();
                let mut far = TcpStream::connect(&server).await.unwrap();
                connections.spawn(async move { copy_bidirectional(&mut near, &mut far).await });
            }
        };
        let ended = tokio::spawn({
            let cut = cut.clone();
            // Dropping the future closes the listener and every connection.
            async move { _ = cut.run_until_cancelled_owned(forward).await }
        });
        Self {
            url: url.into(),
            cut,
            ended,
        }
    }

    async fn cut(self) {
        self.cut.cancel();
        self.ended.await.unwrap();
    }
}

/// The same console over another way to its database.
fn console(app: &TestApp, db: Db) -> Router {
    let svc = &app.svc.svc;
    let services = Services::new(Inner {
        db,
        clock: svc.clock.clone(),
        random: svc.random.clone(),
        vault: svc.vault.clone(),
        graph: svc.graph.clone(),
        settings: svc.settings.clone(),
        events: svc.events.clone(),
        mailer: None,
    });
    let web = WebSettings {
        base_url: svc.settings.base_url.clone(),
        trusted_proxies: Vec::new(),
        time_zone: "Europe/Madrid".to_owned(),
        metrics_token: None,
    };
    router::build(AppState::new(services, web, CancellationToken::new()))
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_process_lives_and_says_what_is_wrong(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    let line = match engine {
        Engine::Sqlite => None,
        Engine::Postgres => Some(Line::to(&app.svc.db.url).await),
    };
    let db = match &line {
        None => app.svc.db.db.clone(),
        Some(line) => Db::open(&line.url).await.unwrap(),
    };
    let router = console(&app, db.clone());
    let browser = || Client::new(router.clone());
    let program = || {
        browser()
            .with("accept", "application/json")
            .with("authorization", "Bearer tk_demo_platform")
    };
    let mut admin = Client {
        cookies: app.admin().await.cookies,
        ..browser()
    };
    assert_eq!(browser().get("/readyz").await.status, 200);
    assert_eq!(admin.get("/app/account").await.status, 200);
    match line {
        None => db.close().await,
        Some(line) => line.cut().await,
    }

    assert_eq!(browser().get("/healthz").await.status, 200);
    program().get("/readyz").await.is_problem(503, "unavailable");
    program()
        .get("/api/v1/admin/whatsapp/tenants")
        .await
        .is_problem(503, "unavailable");

    let page = admin.get("/app/account").await;
    assert_eq!(page.status, 503, "{}", page.body);
    assert!(page.body.contains("<html"), "a browser gets a page");
    assert!(page.body.contains(page.header("x-request-id")));
    assert_eq!(page.header("set-cookie"), "", "the session must survive");

    let answer = browser()
        .post(
            "/do/sign-in",
            &[("email", "admin@demo.test"), ("password", "tahona-demo")],
        )
        .await;
    assert_eq!(answer.status, 503, "{} {}", answer.location(), answer.body);
    assert_eq!(
        browser().get("/login").await.status,
        200,
        "the way in is still drawn"
    );
}
