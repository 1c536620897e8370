//! What happens when the database is in trouble, and afterwards.

use store::{Engine, StoreError, Tx, testing::TestDb};

async fn run(tx: &mut Tx, sql: &'static str) -> Result<(), sqlx::Error> {
    match tx {
        Tx::Sqlite(tx) => sqlx::query(sql).execute(&mut **tx).await.map(|_| ()),
        Tx::Postgres(tx) => sqlx::query(sql).execute(&mut **tx).await.map(|_| ()),
    }
}

const INSERT: &str = "INSERT INTO webhook_refusals (minute, why, count)
    VALUES ((SELECT COALESCE(MAX(minute), 0) + 1 FROM webhook_refusals), 'missing', 1)";

#[tokio::test]
async fn writing_goes_on_when_a_full_disk_has_room_again() {
    let test = TestDb::new(Engine::Sqlite).await;
    let mut tx = test.db.write().await.unwrap();
    // The limit belongs to the connection, as the full disk does to its transaction.
    run(&mut tx, "PRAGMA max_page_count = 1").await.unwrap();
    let mut refused = None;
    for _ in 0..10_000 {
        if let Err(error) = run(&mut tx, INSERT).await {
            refused = Some(StoreError::from(error));
            break;
        }
    }
    let refused = refused.unwrap();
    assert!(
        matches!(&refused, StoreError::Away(why) if why.contains("full")),
        "{refused:?}"
    );
    drop(tx);

    let mut tx = test.db.write().await.unwrap();
    run(&mut tx, INSERT).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_statement_that_took_too_long_or_may_not_write_now_may_be_tried_again() {
    let test = TestDb::new(Engine::Postgres).await;
    for (setting, statement) in [
        ("SET LOCAL statement_timeout = '20ms'", "SELECT pg_sleep(5)"),
        ("SET TRANSACTION READ ONLY", INSERT),
    ] {
        let mut tx = test.db.write().await.unwrap();
        run(&mut tx, setting).await.unwrap();
        let refused = StoreError::from(run(&mut tx, statement).await.unwrap_err());
        assert!(matches!(refused, StoreError::Away(_)), "{statement}: {refused:?}");
    }
}
