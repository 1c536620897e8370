//! The way in for webhooks: what is believed, and what is on disk when it is answered.
#![expect(clippy::unwrap_used, reason = "tests")]

use channels::webhook::signature;
use domain::time::SECOND;
use rstest::rstest;
use secrecy::SecretString;
use service::{
    events::Topic,
    testing::TestServices,
    webhooks::{
        backlog::{self, ToDo},
        intake::{Intake, Refusal},
    },
};
use store::{Engine, accounts, webhooks::deliveries};
use tokio_util::sync::CancellationToken;

const SECRET: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
const OTHER: &str = "f0e1d2c3b4a5968778695a4b3c2d1e0f";
const WABA: &str = "987654321098765";
const BODY: &[u8] = br#"{"object":"whatsapp_business_account","entry":[]}"#;

struct Open {
    test: TestServices,
    intake: Intake,
    taken: ToDo,
    stop: CancellationToken,
    task: tokio::task::JoinHandle<()>,
}

async fn open(engine: Engine, with_secret: bool) -> Open {
    let test = TestServices::new(engine).await;
    let id = test.random.uuid(test.clock.clock().now());
    let sealed = test
        .vault
        .seal(&format!("account:{id}:app_secret"), &SecretString::from(SECRET))
        .unwrap();
    let mut tx = test.db.db.write().await.unwrap();
    let secret = with_secret.then_some(sealed.as_str());
    let now = test.clock.clock().now();
    accounts::connect(&mut tx, &id, WABA, "Tahona Pilot ES", "sealed", secret, now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let stop = CancellationToken::new();
    let (send, taken) = backlog::open(&test.svc);
    let (intake, work) = Intake::open(test.svc.clone(), send, stop.clone());
    let task = tokio::spawn(work);
    Open {
        test,
        intake,
        taken,
        stop,
        task,
    }
}

/// Gives the account another app secret, without telling anybody.
async fn change_secret(open: &Open, secret: &str) {
    let mut tx = open.test.db.db.write().await.unwrap();
    let account = accounts::by_waba_id(&mut tx, WABA).await.unwrap().unwrap();
    let place = format!("account:{}:app_secret", account.id);
    let sealed = open.test.vault.seal(&place, &SecretString::from(secret)).unwrap();
    let now = open.test.clock.clock().now();
    accounts::set_app_secret(&mut tx, &account.id, Some(sealed.as_str()), now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn stored(open: &Open) -> usize {
    let mut tx = open.test.db.db.read().await.unwrap();
    let later = open.test.clock.clock().now().plus(1);
    deliveries::waiting(&mut tx, later, 10_000).await.unwrap().len()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_answered_yes_is_on_disk(#[case] engine: Engine) {
    let mut open = open(engine, true).await;
    let signed = signature(SECRET.as_bytes(), BODY);
    let id = open.intake.take(Some(&signed), BODY.to_vec()).await.unwrap();
    assert_eq!(stored(&open).await, 1);
    let handed = open.taken.next().await.unwrap();
    assert_eq!((handed.id, handed.body.as_deref()), (id, Some(BODY)));
}

#[rstest]
#[case(None, Refusal::Missing)]
#[case(Some(""), Refusal::Missing)]
#[case(Some("sha1=abc"), Refusal::Malformed)]
#[case(Some("sha256=abc"), Refusal::Malformed)]
#[case(
    Some("sha256=zz00000000000000000000000000000000000000000000000000000000000000"),
    Refusal::Malformed
)]
#[case(
    Some("sha256=0000000000000000000000000000000000000000000000000000000000000000"),
    Refusal::Wrong
)]
#[tokio::test]
async fn what_is_not_signed_is_not_kept(#[case] given: Option<&str>, #[case] expected: Refusal) {
    let open = open(Engine::Sqlite, true).await;
    assert_eq!(open.intake.take(given, BODY.to_vec()).await, Err(expected));
    assert_eq!(stored(&open).await, 0);
}

#[tokio::test]
async fn a_signature_of_another_body_is_wrong() {
    let open = open(Engine::Sqlite, true).await;
    let signed = signature(SECRET.as_bytes(), b"{}");
    assert_eq!(
        open.intake.take(Some(&signed), BODY.to_vec()).await,
        Err(Refusal::Wrong)
    );
}

#[tokio::test]
async fn without_a_secret_nothing_is_believed() {
    let open = open(Engine::Sqlite, false).await;
    let signed = signature(b"", BODY);
    assert_eq!(
        open.intake.take(Some(&signed), BODY.to_vec()).await,
        Err(Refusal::NoSecret)
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_new_secret_counts_at_once_and_the_old_one_no_more(#[case] engine: Engine) {
    let open = open(engine, true).await;
    let [old, new] = [SECRET, OTHER].map(|secret| signature(secret.as_bytes(), BODY));
    open.intake.take(Some(&old), BODY.to_vec()).await.unwrap();
    change_secret(&open, OTHER).await;
    open.test.events.publish(Topic::Accounts);
    assert_eq!(
        open.intake.take(Some(&old), BODY.to_vec()).await,
        Err(Refusal::Wrong)
    );
    open.intake.take(Some(&new), BODY.to_vec()).await.unwrap();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_secret_that_nobody_told_us_of_is_found_by_its_signature(#[case] engine: Engine) {
    let open = open(engine, true).await;
    let [old, new] = [SECRET, OTHER].map(|secret| signature(secret.as_bytes(), BODY));
    open.intake.take(Some(&old), BODY.to_vec()).await.unwrap();
    change_secret(&open, OTHER).await;
    // Read a moment ago: whoever guesses does not keep the database busy.
    assert_eq!(
        open.intake.take(Some(&new), BODY.to_vec()).await,
        Err(Refusal::Wrong)
    );
    open.test.clock.advance(SECOND);
    open.intake.take(Some(&new), BODY.to_vec()).await.unwrap();
    assert_eq!(
        open.intake.take(Some(&old), BODY.to_vec()).await,
        Err(Refusal::Wrong)
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn many_at_once_are_all_kept_and_stopping_serves_who_waits(#[case] engine: Engine) {
    let open = open(engine, true).await;
    let requests: Vec<_> = (0..500_u32)
        .map(|n| {
            let intake = open.intake.clone();
            tokio::spawn(async move {
                let body = format!("{{\"n\":{n}}}").into_bytes();
                let signed = signature(SECRET.as_bytes(), &body);
                intake.take(Some(&signed), body).await
            })
        })
        .collect();
    let mut kept = 0;
    for request in requests {
        kept += usize::from(request.await.unwrap().is_ok());
    }
    assert_eq!(kept, 500);
    assert_eq!(stored(&open).await, 500);
    open.stop.cancel();
    let late = open
        .intake
        .take(Some(&signature(SECRET.as_bytes(), BODY)), BODY.to_vec())
        .await;
    let after = stored(&open).await;
    assert_eq!(after, 500 + usize::from(late.is_ok()));
    drop(open.intake);
    open.task.await.unwrap();
}

#[tokio::test]
async fn while_the_database_is_away_the_answer_is_no() {
    let open = open(Engine::Sqlite, true).await;
    let signed = signature(SECRET.as_bytes(), BODY);
    open.intake.take(Some(&signed), BODY.to_vec()).await.unwrap();
    open.test.db.db.close().await;
    assert_eq!(
        open.intake.take(Some(&signed), BODY.to_vec()).await,
        Err(Refusal::NotStored)
    );
}
