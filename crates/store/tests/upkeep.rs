//! Forgetting what has had its time, in pieces and oldest first.
#![expect(clippy::unwrap_used, reason = "tests")]

use domain::{
    message::id::MessageId,
    time::{MINUTE, Millis},
};
use rstest::rstest;
use store::{
    Engine, Tx, idempotency, leases, messages::trials, nudges, on, outbox, recipients, testing::TestDb,
    webhooks::refusals,
};

const START: Millis = Millis(1_800_000_000_000);

async fn run(tx: &mut Tx, sql: &'static str) {
    on!(tx, |c| sqlx::query(sql).execute(c).await.map(|_| ())).unwrap();
}

async fn left(tx: &mut Tx, sql: &'static str) -> Vec<i64> {
    on!(tx, |c| sqlx::query_scalar(sql).fetch_all(c).await).unwrap()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn keys_and_people_are_forgotten_oldest_first(#[case] engine: Engine) {
    let test = TestDb::new(engine).await;
    let mut tx = test.db.write().await.unwrap();
    // Written in another order than that of their age.
    for n in [3, 1, 4, 2] {
        let (at, message) = (START.plus(n), MessageId(n));
        let name = format!("k{n}");
        let noted = idempotency::note(&mut tx, "till", &name, "hash", message, at).await;
        assert!(noted.unwrap());
        recipients::note(&mut tx, "p", &name, 1, message, at, START)
            .await
            .unwrap();
    }
    let before = START.plus(4);
    let keys = "SELECT message FROM idempotency ORDER BY message";
    assert_eq!(idempotency::forget(&mut tx, before, 2).await.unwrap(), 2);
    assert_eq!(left(&mut tx, keys).await, [3, 4]);
    assert_eq!(idempotency::forget(&mut tx, before, 2).await.unwrap(), 1);
    assert_eq!(left(&mut tx, keys).await, [4]);
    let before = START.plus(3);
    let people = "SELECT message FROM daily_recipients ORDER BY message";
    assert_eq!(recipients::forget(&mut tx, before, 2).await.unwrap(), 2);
    assert_eq!(left(&mut tx, people).await, [3, 4]);
    assert_eq!(recipients::forget(&mut tx, before, 2).await.unwrap(), 1);
    assert_eq!(left(&mut tx, people).await, [4]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_waited_too_long_is_taken_out_oldest_first(#[case] engine: Engine) {
    let test = TestDb::new(engine).await;
    let mut tx = test.db.write().await.unwrap();
    run(
        &mut tx,
        "INSERT INTO outbox (message, tenant, number, contact, due_at, taken_by) VALUES
         (1, 1, 1, 1, 0, NULL), (2, 1, 1, 1, 0, 'a sender'), (3, 1, 1, 1, 0, NULL), (4, 1, 1, 1, 0, NULL),
         (5, 1, 1, 1, 0, NULL)",
    )
    .await;
    let before = MessageId(5);
    let mut taken = outbox::take_expired(&mut tx, before, 2).await.unwrap();
    taken.sort_unstable();
    assert_eq!(taken, [1, 3], "what is being sent is left");
    assert_eq!(outbox::take_expired(&mut tx, before, 2).await.unwrap(), [4]);
    run(
        &mut tx,
        "INSERT INTO nudges (message, number, contact, nudge, expires_at) VALUES
         (1, 1, 1, 9, 30), (2, 1, 1, 9, 10), (3, 1, 1, 9, 40)",
    )
    .await;
    let now = Millis(30);
    assert_eq!(nudges::take_expired(&mut tx, now, 1).await.unwrap(), [2]);
    assert_eq!(nudges::take_expired(&mut tx, now, 9).await.unwrap(), [1]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn nothing_grows_for_ever(#[case] engine: Engine) {
    let test = TestDb::new(engine).await;
    let mut tx = test.db.write().await.unwrap();
    let next = START.plus(MINUTE);
    for (at, why) in [(START, "wrong"), (START, "missing"), (next, "wrong")] {
        refusals::add(&mut tx, at, why, 1).await.unwrap();
    }
    assert_eq!(refusals::forget(&mut tx, next, 1).await.unwrap(), 1);
    assert_eq!(refusals::forget(&mut tx, next, 9).await.unwrap(), 1);
    let counted = refusals::since(&mut tx, START).await.unwrap();
    assert_eq!(counted, [("wrong".to_owned(), 1)]);

    for (name, until) in [
        ("outbox:a", 10),
        ("outbox:b", 20),
        ("assignments", 0),
        ("outbox_c", 0),
    ] {
        let taken = leases::take(&mut tx, name, "x", Millis(0), Millis(until)).await;
        assert!(taken.unwrap());
    }
    let forgotten = leases::forget(&mut tx, "outbox:", Millis(20), 9).await;
    assert_eq!(forgotten.unwrap(), 1);
    let until = "SELECT until FROM leases ORDER BY until";
    assert_eq!(left(&mut tx, until).await, [0, 0, 20]);

    run(
        &mut tx,
        "INSERT INTO messages (id, tenant, number, direction, state, kind, at, content)
         VALUES (2, 1, 1, 1, 1, 'text', 1, '{}')",
    )
    .await;
    for message in [1, 2, 3] {
        trials::note(&mut tx, MessageId(message)).await.unwrap();
    }
    assert_eq!(trials::forget(&mut tx, MessageId(3), 9).await.unwrap(), 1);
    let tests = "SELECT message FROM test_messages ORDER BY message";
    assert_eq!(left(&mut tx, tests).await, [2, 3]);
}
