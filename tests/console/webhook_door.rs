//! The address that Meta is given: its question whether it is ours, and what is
//! taken in there.

use axum::body::Body;
use channels::webhook::signature;
use rstest::rstest;
use service::webhooks::intake::MAX_BYTES;
use store::{Engine, on};

use crate::support::{Answer, Client, TestApp};

const DOOR: &str = "/api/v1/whatsapp/webhook";

/// An empty delivery with spaces behind it, up to this length.
fn padded(length: usize) -> Vec<u8> {
    let mut body = br#"{"object":"whatsapp_business_account","entry":[]}"#.to_vec();
    body.resize(length, b' ');
    body
}

async fn post(mut client: Client, signed: Option<&str>, body: Vec<u8>) -> Answer {
    if let Some(signed) = signed {
        client = client.with("x-hub-signature-256", signed);
    }
    client
        .send("POST", DOOR, Some("application/json"), Body::from(body))
        .await
}

async fn kept(app: &TestApp) -> i64 {
    let mut tx = app.svc.svc.db.read().await.unwrap();
    on!(&mut tx, |c| sqlx::query_scalar(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM webhook_deliveries"
    )
    .fetch_one(c)
    .await)
    .unwrap()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn four_megabytes_are_taken_and_one_byte_more_is_not(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    assert_eq!(MAX_BYTES, 4 * 1024 * 1024);
    for (length, announced) in [
        (MAX_BYTES, true),
        (MAX_BYTES, false),
        (MAX_BYTES + 1, true),
        (MAX_BYTES + 1, false),
    ] {
        let before = kept(&app).await;
        let body = padded(length);
        let signed = signature(sandbox::APP_SECRET.as_bytes(), &body);
        let mut client = app.browser();
        if announced {
            client = client.with("content-length", &length.to_string());
        }
        let answer = post(client, Some(&signed), body).await;
        if length > MAX_BYTES {
            answer.is_problem(413, "too_large");
            assert_eq!(kept(&app).await, before, "announced: {announced}");
        } else {
            assert_eq!(answer.status, 200, "announced: {announced}: {}", answer.body);
            assert_eq!(kept(&app).await, before + 1, "announced: {announced}");
        }
    }
}

#[rstest]
#[case::missing(None, "signature_missing")]
#[case::empty(Some(""), "signature_missing")]
#[case::another_kind(Some("sha1=00"), "signature_malformed")]
#[case::too_short(Some("sha256=00"), "signature_malformed")]
#[case::wrong(
    Some("sha256=0000000000000000000000000000000000000000000000000000000000000000"),
    "signature_wrong"
)]
#[tokio::test]
async fn what_is_not_signed_is_refused(#[case] signed: Option<&str>, #[case] code: &str) {
    let app = TestApp::new(Engine::Sqlite).await;
    post(app.browser(), signed, padded(100))
        .await
        .is_problem(401, code);
    assert_eq!(kept(&app).await, 0);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn without_an_app_secret_nothing_is_believed_and_the_page_says_so(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    let account = app.account().await.id;
    let now = app.svc.svc.clock.now();
    let mut tx = app.svc.svc.db.write().await.unwrap();
    store::accounts::set_app_secret(&mut tx, account.as_str(), None, now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let body = padded(100);
    for secret in [sandbox::APP_SECRET, ""] {
        let signed = signature(secret.as_bytes(), &body);
        post(app.browser(), Some(&signed), body.clone())
            .await
            .is_problem(503, "no_app_secret");
    }
    post(app.browser(), None, body)
        .await
        .is_problem(503, "no_app_secret");
    assert_eq!(kept(&app).await, 0);
    let page = app.admin().await.get("/app/admin/whatsapp/webhooks").await;
    assert!(
        page.body.contains("Nothing is believed") || page.body.contains("No se cree nada"),
        "{}",
        page.body
    );
}

#[rstest]
#[case::a_number("1158201444", "1158201444")]
#[case::text("%3Cb%3E1%20%2B%201%3C%2Fb%3E", "<b>1 + 1</b>")]
#[tokio::test]
async fn the_challenge_comes_back_as_it_was(#[case] asked: &str, #[case] answered: &str) {
    let app = TestApp::new(Engine::Sqlite).await;
    let answer = app
        .browser()
        .get(&format!(
            "{DOOR}?hub.mode=subscribe&hub.challenge={asked}&hub.verify_token=verify"
        ))
        .await;
    assert_eq!((answer.status, answer.body.as_str()), (200, answered));
    assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
}

#[rstest]
#[case::wrong_token("hub.mode=subscribe&hub.challenge=1&hub.verify_token=verifi")]
#[case::longer_token("hub.mode=subscribe&hub.challenge=1&hub.verify_token=verify1")]
#[case::empty_token("hub.mode=subscribe&hub.challenge=1&hub.verify_token=")]
#[case::no_token("hub.mode=subscribe&hub.challenge=1")]
#[case::wrong_mode("hub.mode=unsubscribe&hub.challenge=1&hub.verify_token=verify")]
#[case::no_mode("hub.challenge=1&hub.verify_token=verify")]
#[case::no_challenge("hub.mode=subscribe&hub.verify_token=verify")]
#[case::twice("hub.mode=subscribe&hub.challenge=1&hub.verify_token=verify&hub.verify_token=verify")]
#[case::nothing("")]
#[tokio::test]
async fn a_question_that_is_not_metas_is_refused(#[case] query: &str) {
    let app = TestApp::new(Engine::Sqlite).await;
    app.browser()
        .get(&format!("{DOOR}?{query}"))
        .await
        .is_problem(403, "handshake_refused");
}

#[tokio::test]
async fn without_a_token_of_ours_no_question_is_answered() {
    let app = TestApp::new(Engine::Sqlite).await;
    for token in ["verify", ""] {
        Client::new(app.without_verify_token())
            .get(&format!(
                "{DOOR}?hub.mode=subscribe&hub.challenge=1&hub.verify_token={token}"
            ))
            .await
            .is_problem(503, "no_verify_token");
    }
}
