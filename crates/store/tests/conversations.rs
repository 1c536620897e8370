//! The list of conversations on both databases: whatever the order in which
//! messages come, fail, arrive after all, are merged, taken apart and
//! forgotten, it says what the messages say.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use domain::{
    message::{delivery::State, id::MessageId},
    time::{HOUR, Millis},
};
use rstest::rstest;
use sqlx::AssertSqlSafe;
use store::{
    Engine, Tx, contact_book,
    conversations::{self, ConversationFilter},
    messages::log::Reach,
    on,
    testing::{Dice, TestDb},
};

const START: Millis = Millis(1_800_000_000_000);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Row {
    id: i64,
    contact: i64,
    out: bool,
    kind: &'static str,
    state: State,
}

fn rows(dice: &mut Dice, n: i64) -> Vec<Row> {
    (0..n)
        .map(|i| {
            let out = dice.below(2) == 0;
            let kinds = if out {
                ["text", "template"]
            } else {
                ["text", "reaction"]
            };
            Row {
                id: MessageId::first_of(START.plus(i * HOUR)).0,
                contact: 1 + dice.below(6),
                out,
                kind: dice.pick(&kinds),
                state: if out {
                    dice.pick(&State::ALL[..10])
                } else {
                    State::Received
                },
            }
        })
        .collect()
}

async fn run(tx: &mut Tx, sql: String) {
    on!(tx, |c| {
        sqlx::query(AssertSqlSafe(sql)).execute(c).await.unwrap();
    });
}

/// Contacts 1 to 6 of bakery 1 or 2, by their number.
async fn world(engine: Engine) -> TestDb {
    let db = TestDb::new(engine).await;
    let mut tx = db.db.write().await.unwrap();
    for id in 1..=6 {
        let sql = format!(
            "INSERT INTO contacts (id, tenant, match_key, name, created_at, updated_at)
             VALUES ({id}, {}, 'k{id}', 'c{id}', 0, 0)",
            tenant_of(id)
        );
        run(&mut tx, sql).await;
    }
    tx.commit().await.unwrap();
    db
}

const fn tenant_of(contact: i64) -> i64 {
    if contact <= 4 { 1 } else { 2 }
}

async fn insert(tx: &mut Tx, row: &Row) {
    let sql = format!(
        "INSERT INTO messages (id, tenant, number, contact, direction, state, kind, wamid, at, content)
         VALUES ({}, {}, 10, {}, {}, {}, '{}', 'wamid.{}', 0, '{{}}') ON CONFLICT (wamid) DO NOTHING",
        row.id,
        tenant_of(row.contact),
        row.contact,
        i64::from(row.out),
        row.state.code(),
        row.kind,
        row.id
    );
    run(tx, sql).await;
}

/// (contact, newest, newest that says something, newest answer), newest first.
fn brute(rows: &[Row], root: impl Fn(i64) -> i64) -> Vec<(i64, i64, i64, i64)> {
    let mut by: BTreeMap<i64, (i64, i64, i64)> = BTreeMap::new();
    for row in rows {
        let entry = by.entry(root(row.contact)).or_default();
        entry.0 = entry.0.max(row.id);
        if !row.out && row.kind != "reaction" {
            entry.1 = entry.1.max(row.id);
        }
        if row.out && row.kind != "template" && !matches!(row.state, State::Failed | State::Dropped) {
            entry.2 = entry.2.max(row.id);
        }
    }
    let mut all: Vec<_> = by.into_iter().map(|(c, (last, i, o))| (c, last, i, o)).collect();
    all.sort_by_key(|row| std::cmp::Reverse(row.1));
    all
}

async fn found(tx: &mut Tx, filter: &ConversationFilter) -> Vec<(i64, i64, i64, i64)> {
    let (mut all, mut before) = (Vec::new(), None);
    loop {
        let page = conversations::page(tx, filter, before, 2).await.unwrap();
        let Some(last) = page.last() else { break };
        before = Some(MessageId(last.last_message));
        all.extend(
            page.iter()
                .map(|r| (r.contact, r.last_message, r.last_in, r.last_out)),
        );
    }
    all
}

async fn agrees(db: &TestDb, rows: &[Row], root: impl Fn(i64) -> i64 + Copy) {
    let mut tx = db.db.read().await.unwrap();
    let everybody = brute(rows, root);
    assert_eq!(
        found(&mut tx, &ConversationFilter::all(Reach::Everyone)).await,
        everybody
    );
    for tenant in [1, 2] {
        let filter = ConversationFilter {
            waiting: true,
            ..ConversationFilter::all(Reach::Tenant(tenant))
        };
        let waiting: Vec<_> = everybody
            .iter()
            .filter(|(contact, _, last_in, last_out)| tenant_of(*contact) == tenant && last_in > last_out)
            .copied()
            .collect();
        assert_eq!(found(&mut tx, &filter).await, waiting);
        let n = i64::try_from(waiting.len()).unwrap();
        assert_eq!(conversations::count(&mut tx, &filter, 100).await.unwrap(), n);
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn any_order_and_repetition_of_messages_ends_in_the_same_list(#[case] engine: Engine) {
    for seed in 1..4 {
        let mut dice = Dice::new(seed);
        let db = world(engine).await;
        let mut rows = rows(&mut dice, 60);
        let mut deliveries: Vec<Row> = rows.iter().chain(&rows[..20]).copied().collect();
        dice.shuffle(&mut deliveries);
        for piece in deliveries.chunks(7) {
            let mut tx = db.db.write().await.unwrap();
            for row in piece {
                insert(&mut tx, row).await;
            }
            tx.commit().await.unwrap();
        }
        agrees(&db, &rows, |contact| contact).await;

        // Answers fail, and some arrive after all.
        let mut tx = db.db.write().await.unwrap();
        for _ in 0..80 {
            let at = dice.index(rows.len());
            if rows[at].out {
                rows[at].state = dice.pick(&State::ALL[..10]);
                let (id, state) = (rows[at].id, rows[at].state.code());
                run(
                    &mut tx,
                    format!("UPDATE messages SET state = {state} WHERE id = {id}"),
                )
                .await;
            }
        }
        tx.commit().await.unwrap();
        agrees(&db, &rows, |contact| contact).await;
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn merged_records_are_one_conversation_and_two_again_when_that_is_undone(#[case] engine: Engine) {
    let mut dice = Dice::new(9);
    let db = world(engine).await;
    let mut rows = rows(&mut dice, 50);
    let late = rows.split_off(40);
    let mut tx = db.db.write().await.unwrap();
    for row in &rows {
        insert(&mut tx, row).await;
    }
    contact_book::merge(&mut tx, MessageId(7), 1, 2, START, "Marta")
        .await
        .unwrap();
    conversations::rebuild(&mut tx, &[1, 2], 1).await.unwrap();
    tx.commit().await.unwrap();
    let merged = |contact| if contact == 2 { 1 } else { contact };
    agrees(&db, &rows, merged).await;

    // What still comes for the record that was merged belongs to the other.
    let mut tx = db.db.write().await.unwrap();
    for row in &late {
        insert(&mut tx, row).await;
    }
    tx.commit().await.unwrap();
    rows.extend(late);
    agrees(&db, &rows, merged).await;

    let mut tx = db.db.write().await.unwrap();
    contact_book::unmerge(&mut tx, MessageId(7), START).await.unwrap();
    conversations::rebuild(&mut tx, &[1, 2], 1).await.unwrap();
    tx.commit().await.unwrap();
    agrees(&db, &rows, |contact| contact).await;
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_was_settled_waits_again_when_the_customer_writes(#[case] engine: Engine) {
    let db = world(engine).await;
    let at = |hour: i64| MessageId::first_of(START.plus(hour * HOUR)).0;
    let from = |hour: i64| Row {
        id: at(hour),
        contact: 1,
        out: false,
        kind: "text",
        state: State::Received,
    };
    let mut tx = db.db.write().await.unwrap();
    insert(&mut tx, &from(0)).await;
    let newest = conversations::waits(&mut tx, 1).await.unwrap().unwrap();
    assert_eq!(newest, MessageId(at(0)));
    let before = MessageId(newest.0 - 1);
    assert!(
        !conversations::settle(&mut tx, 1, before).await.unwrap(),
        "something newer than that waits"
    );
    assert!(conversations::settle(&mut tx, 1, newest).await.unwrap());
    assert_eq!(conversations::waits(&mut tx, 1).await.unwrap(), None);
    assert!(
        !conversations::settle(&mut tx, 1, newest).await.unwrap(),
        "nobody waits"
    );
    insert(&mut tx, &from(1)).await;
    assert!(conversations::waits(&mut tx, 1).await.unwrap().is_some());

    // A conversation goes with its last message.
    run(&mut tx, "DELETE FROM messages".to_owned()).await;
    assert_eq!(
        conversations::forget(&mut tx, MessageId(at(0)), 10)
            .await
            .unwrap(),
        0,
        "its newest message is not that old"
    );
    assert_eq!(
        conversations::forget(&mut tx, MessageId(at(2)), 10)
            .await
            .unwrap(),
        1
    );
    tx.commit().await.unwrap();
}
