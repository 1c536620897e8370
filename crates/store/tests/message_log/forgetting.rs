//! What is forgotten, and what is not yet.

use domain::message::id::MessageId;
use rstest::rstest;
use store::{
    Engine,
    messages::{
        counts,
        log::{self, LogFilter, Reach},
        retention,
    },
};

use super::{filled, run};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn forgetting_removes_the_oldest_but_nothing_that_still_waits_to_go(#[case] engine: Engine) {
    let (db, rows) = filled(engine, 7).await;
    let mut tx = db.db.write().await.unwrap();
    let oldest = rows.last().unwrap();
    let sql = format!(
        "INSERT INTO outbox (message, tenant, number, contact, due_at) VALUES ({}, 1, 1, 1, 0)",
        oldest.id
    );
    run(&mut tx, &sql).await;
    let cut = MessageId(rows[100].id);
    let mut removed = 0;
    loop {
        let n = retention::messages(&mut tx, cut, 64).await.unwrap();
        removed += n;
        if n == 0 {
            break;
        }
    }
    assert_eq!(removed, u64::try_from(rows.len()).unwrap() - 102);
    let left = log::page(&mut tx, &LogFilter::all(Reach::Everyone), None, 1_000)
        .await
        .unwrap();
    assert_eq!(left.last().unwrap().id, oldest.id);
    assert_eq!(left.len(), 102);
    let summed = counts::summed(&mut tx, &LogFilter::all(Reach::Everyone))
        .await
        .unwrap();
    assert_eq!(
        summed.iter().map(|(_, n)| n).sum::<i64>(),
        102,
        "the summary forgets with the messages"
    );
}
