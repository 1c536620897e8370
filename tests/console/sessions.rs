//! Cookies, and what they are worth.

use std::collections::HashMap;

use rstest::rstest;
use service::people::sign_in::{self, Origin, Step};
use store::Engine;
use tahona::session::DbSessions;
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
};

use crate::support::{Client, PASSWORD, TestApp};

const COOKIE: &str = "tahona";

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn signing_in_gives_a_new_id_so_that_a_planted_one_is_worth_nothing(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    let mut browser = app.browser();
    browser
        .post(
            "/do/sign-in",
            &[("email", "admin@demo.test"), ("password", "wrong")],
        )
        .await;
    let planted = browser.cookies[COOKIE].clone();
    browser
        .post(
            "/do/sign-in",
            &[("email", "admin@demo.test"), ("password", "tahona-demo")],
        )
        .await;
    assert_ne!(browser.cookies[COOKIE], planted);
    let mut thief = app.browser();
    thief.cookies.insert(COOKIE.to_owned(), planted);
    assert_eq!(thief.get("/app/account").await.status, 303);
    assert_eq!(browser.get("/app/account").await.status, 200);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_cookie_from_before_a_password_change_is_refused(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    let mut elsewhere = app.other_owner().await;
    let mut here = app.other_owner().await;
    let fields = [
        ("current", crate::support::PASSWORD),
        ("password", "una masa muy larga"),
        ("repeat", "una masa muy larga"),
    ];
    let before = here.clone();
    let answer = here.post("/do/change-password", &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert_eq!(
        elsewhere.get("/app/account").await.status,
        303,
        "another browser is still in"
    );
    assert_eq!(
        before.clone().get("/app/account").await.status,
        303,
        "the old cookie still works"
    );
    assert_eq!(
        here.get("/app/account").await.status,
        200,
        "whoever changed it was thrown out"
    );
}

#[tokio::test]
async fn a_session_ends_when_it_is_not_used_and_when_its_time_is_over() {
    let app = TestApp::new(Engine::Sqlite).await;
    let mut idle = app.admin().await;
    app.svc.clock.advance(service::people::sessions::IDLE + 1);
    assert_eq!(idle.get("/app/account").await.status, 303);

    let mut busy = app.admin().await;
    let step = service::people::sessions::IDLE / 2;
    let mut used = 0;
    while used + step < service::people::sessions::ABSOLUTE {
        app.svc.clock.advance(step);
        used += step;
        assert_eq!(
            busy.get("/app/account").await.status,
            200,
            "after {used} ms of use"
        );
    }
    app.svc.clock.advance(step);
    assert_eq!(busy.get("/app/account").await.status, 303);
}

#[tokio::test]
async fn signing_out_ends_the_session_on_the_server_too() {
    let app = TestApp::new(Engine::Sqlite).await;
    let mut admin = app.admin().await;
    let mut copy = admin.clone();
    assert_eq!(admin.post("/do/sign-out", &[]).await.location(), "/login");
    assert_eq!(copy.get("/app/account").await.status, 303);
}

#[tokio::test]
async fn the_table_does_not_hold_what_a_cookie_holds() {
    let app = TestApp::new(Engine::Sqlite).await;
    let admin = app.admin().await;
    let id: tower_sessions::session::Id = admin.cookies[COOKIE].parse().unwrap();
    let stored = tahona::session::hash_of(&id);
    assert_ne!(stored, admin.cookies[COOKIE]);
    let mut tx = app.svc.db.db.read().await.unwrap();
    let now = app.svc.svc.clock.now();
    let found = store::sessions::load(&mut tx, &stored, now, service::people::sessions::IDLE)
        .await
        .unwrap()
        .unwrap();
    assert!(!found.data.contains(&admin.cookies[COOKIE]));
    assert_eq!(found.ip.as_deref(), Some("127.0.0.1"));
}

#[rstest]
#[case("")]
#[case("AAAA")]
#[case("AAAAAAAAAAAAAAAAAAAAAA")]
#[case("%00%ff")]
#[tokio::test]
async fn a_made_up_cookie_is_nobody(#[case] value: &str) {
    let app = TestApp::new(Engine::Sqlite).await;
    let mut browser = app.browser();
    browser.cookies.insert(COOKIE.to_owned(), value.to_owned());
    let answer = browser.get("/app/account").await;
    assert_eq!(answer.status, 303);
    assert!(
        answer.location().starts_with("/login?next=%2Fapp%2Faccount"),
        "{}",
        answer.location()
    );
}

#[tokio::test]
async fn reading_pages_writes_no_session() {
    let app = TestApp::new(Engine::Sqlite).await;
    let answer = app.browser().get("/login").await;
    assert_eq!(answer.header("set-cookie"), "");
    let answer = app.admin().await.get("/app/account").await;
    assert_eq!(answer.header("set-cookie"), "");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn no_session_begins_with_a_password_that_has_changed_meanwhile(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    let email = "other@bakery.test";
    let given = sign_in::password(&app.svc, &Origin::default(), email, PASSWORD).await;
    let Ok(Step::Done(right)) = given else {
        panic!("{given:?}")
    };
    // The password was right, the session is not stored yet.
    let begin = || async {
        let mut record = Record {
            id: Id::default(),
            data: HashMap::from([
                ("user_id".to_owned(), serde_json::to_value(&right.user).unwrap()),
                ("right_password".to_owned(), serde_json::to_value(&right).unwrap()),
            ]),
            expiry_date: time::OffsetDateTime::UNIX_EPOCH,
        };
        let sessions = DbSessions::new(app.svc.svc.clone());
        sessions.create(&mut record).await.unwrap();
        sessions.load(&record.id).await.unwrap().is_some()
    };
    assert!(begin().await);
    app.svc.clock.advance(1);
    let mut owner = app.other_owner().await;
    let fields = [
        ("current", PASSWORD),
        ("password", "una miga de pan tierno"),
        ("repeat", "una miga de pan tierno"),
    ];
    assert_eq!(owner.post("/do/change-password", &fields).await.status, 303);
    assert!(!begin().await);
    assert_eq!(
        owner.get("/app/account").await.status,
        200,
        "whoever changed it stays in"
    );
}

#[tokio::test]
async fn admins_without_a_second_factor_are_led_to_set_one_up() {
    let app = TestApp::new(Engine::Sqlite).await;
    let admin = app.admin().await;
    let strict = app.strict();
    let mut admin = Client {
        cookies: admin.cookies,
        ..Client::new(strict.clone())
    };
    for page in ["/app", "/app/account", "/app/admin/whatsapp/numbers"] {
        let answer = admin.get(page).await;
        assert_eq!(
            (answer.status, answer.location()),
            (303, "/app/account/second-factor"),
            "{page}"
        );
    }
    assert_eq!(admin.get("/app/account/second-factor").await.status, 200);
    let answer = admin.post("/do/rename", &[("name", "Eva")]).await;
    assert_eq!(answer.status, 403, "{}", answer.location());
    assert_eq!(admin.post("/do/sign-out", &[]).await.location(), "/login");
    // Owners may do without.
    let owner = app.owner().await;
    let mut owner = Client {
        cookies: owner.cookies,
        ..Client::new(strict)
    };
    assert_eq!(owner.get("/app/account").await.status, 200);
}

/// What the session of this browser holds in the database.
async fn held(app: &TestApp, browser: &Client) -> String {
    let id: Id = browser.cookies[COOKIE].parse().unwrap();
    let mut tx = app.svc.db.db.read().await.unwrap();
    let now = app.svc.svc.clock.now();
    let found = store::sessions::load(
        &mut tx,
        &tahona::session::hash_of(&id),
        now,
        service::people::sessions::IDLE,
    )
    .await
    .unwrap();
    found.unwrap().data
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn whoever_is_not_signed_in_cannot_fill_the_database(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    let long = "a".repeat(500_000);
    for (path, fields) in [
        ("/do/sign-in", [("email", long.as_str()), ("password", "wrong")]),
        ("/do/request-reset", [("email", long.as_str()), ("more", "")]),
        ("/do/accept-link", [("name", long.as_str()), ("token", "none")]),
    ] {
        let mut browser = app.browser();
        let answer = browser.post(path, &fields).await;
        assert_eq!(answer.status, 303, "{path}: {}", answer.body);
        let kept = held(&app, &browser).await;
        assert!(kept.len() < 2_000, "{path} left {} bytes", kept.len());
    }
    // A value that somebody may have meant is still there to be corrected.
    let fields = [("email", "ana@obrador.example"), ("password", "wrong")];
    let mut first = app.browser();
    first.post("/do/sign-in", &fields).await;
    assert!(held(&app, &first).await.contains("ana@obrador.example"));
    for _ in 1..5 {
        assert_eq!(app.browser().post("/do/sign-in", &fields).await.status, 303);
    }
    // One too many keeps nothing, and begins no session.
    let mut stranger = app.browser();
    let answer = stranger.post("/do/sign-in", &fields).await;
    assert_eq!(answer.status, 429, "{}", answer.body);
    assert!(stranger.cookies.is_empty(), "{:?}", stranger.cookies);
    let answer = first.post("/do/sign-in", &fields).await;
    assert_eq!(answer.status, 303);
    assert!(answer.location().starts_with("/login"), "{}", answer.location());
    assert!(!held(&app, &first).await.contains("ana@obrador.example"));
}

#[tokio::test]
async fn whoever_is_signed_in_gets_long_texts_back_as_they_were_typed() {
    let app = TestApp::new(Engine::Sqlite).await;
    let mut admin = app.admin().await;
    let long = "x".repeat(5_000);
    let answer = admin.post("/do/rename", &[("name", long.as_str())]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert!(held(&app, &admin).await.contains(&long));
}
