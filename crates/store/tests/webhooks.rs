//! Deliveries and events of webhooks on both databases.
#![expect(clippy::unwrap_used, reason = "tests")]

use domain::{message::id::MessageId, time::Millis};
use rstest::rstest;
use store::{
    Engine, Tx, on,
    testing::TestDb,
    webhooks::{
        deliveries::{self, NewDelivery, Waiting},
        events::{self, EventState, NewEvent},
    },
};

const START: Millis = Millis(1_800_000_000_000);

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_waits_tells_its_length_before_it_is_read(#[case] engine: Engine) {
    let test = TestDb::new(engine).await;
    let mut tx = test.db.write().await.unwrap();
    // Bytes count, not characters: the second is 'ñ' and something that is no text.
    let bodies: [&[u8]; 3] = [b"{}", b"\xC3\xB1\xFF", b"x"];
    let rows: Vec<NewDelivery> = (1..)
        .zip(bodies)
        .map(|(id, body)| NewDelivery {
            id: MessageId(id),
            received_at: START,
            body: body.to_vec(),
        })
        .collect();
    deliveries::insert(&mut tx, &rows).await.unwrap();
    let waiting = deliveries::waiting(&mut tx, START.plus(1), 10).await.unwrap();
    let want = [(1, 2), (2, 3), (3, 1)].map(|(id, bytes)| Waiting { id, bytes });
    assert_eq!(waiting, want);
    let read = deliveries::bodies(&mut tx, &[2, 1]).await.unwrap();
    let read: Vec<(i64, &[u8])> = read.iter().map(|one| (one.id, one.body.as_slice())).collect();
    assert_eq!(read, [(1, bodies[0]), (2, bodies[1])]);
}

async fn parked(tx: &mut Tx, id: i64, wamid: &str) {
    let event = NewEvent {
        id: MessageId(id),
        delivery: id,
        pointer: String::new(),
        received_at: START,
        at: START,
        field: "messages".to_owned(),
        what: "status:sent".to_owned(),
        key: wamid.to_owned(),
        waba_id: None,
        phone_number_id: None,
        wamid: Some(wamid.to_owned()),
        state: EventState::Parked,
        outcome: String::new(),
        problem: None,
    };
    assert_eq!(events::insert_new(tx, &[event]).await.unwrap().len(), 1);
}

async fn became(tx: &mut Tx) -> Vec<(String, i64, String)> {
    on!(tx, |c| sqlx::query_as(
        "SELECT key, state, outcome FROM webhook_events ORDER BY id"
    )
    .fetch_all(c)
    .await)
    .unwrap()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_report_waits_for_a_message_that_is_known_or_may_still_come(#[case] engine: Engine) {
    let test = TestDb::new(engine).await;
    let mut tx = test.db.write().await.unwrap();
    for (id, wamid) in [
        (1, "another system's"),
        (2, "ours"),
        (3, "another's, too"),
        (4, "new"),
    ] {
        parked(&mut tx, id, wamid).await;
    }
    on!(&mut tx, |c| sqlx::query(
        "INSERT INTO messages (id, tenant, number, direction, state, kind, wamid, at, content)
         VALUES (9, 1, 1, 1, 1, 'text', 'ours', 1, '{}')"
    )
    .execute(c)
    .await
    .map(|_| ()))
    .unwrap();
    let before = MessageId(4);
    assert_eq!(events::settle_foreign(&mut tx, before, 1).await.unwrap(), 1);
    assert_eq!(events::settle_foreign(&mut tx, before, 10).await.unwrap(), 1);
    assert_eq!(events::settle_foreign(&mut tx, before, 10).await.unwrap(), 0);
    let want = [
        ("another system's", 1, "noted"),
        ("ours", 2, ""),
        ("another's, too", 1, "noted"),
        ("new", 2, ""),
    ]
    .map(|(key, state, outcome)| (key.to_owned(), state, outcome.to_owned()));
    assert_eq!(became(&mut tx).await, want);
    let known = events::parked_and_known(&mut tx, 10).await.unwrap();
    assert_eq!(known.len(), 1);
    assert_eq!(known[0].wamid, "ours");
}
