//! Who sees what: messages, customers and their numbers.

use domain::{message::id::MessageId, time::MINUTE};
use rstest::rstest;
use store::{
    Engine, Tx,
    messages::{detail, log::Reach, people, retention, reveals},
    on,
    testing::TestDb,
};

use super::{START, filled};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_message_beyond_reach_does_not_exist(#[case] engine: Engine) {
    let (db, rows) = filled(engine, 6).await;
    let mut tx = db.db.read().await.unwrap();
    for row in rows.iter().take(20) {
        for no in 0..4 {
            let found = detail::get(&mut tx, Reach::Tenant(no), MessageId(row.id))
                .await
                .unwrap();
            assert_eq!(found.is_some(), no == row.tenant);
        }
        assert!(
            detail::get(&mut tx, Reach::Everyone, MessageId(row.id))
                .await
                .unwrap()
                .is_some()
        );
        assert!(
            detail::get(&mut tx, Reach::NOBODY, MessageId(row.id))
                .await
                .unwrap()
                .is_none()
        );
    }
}

async fn contact(tx: &mut Tx, id: i64, tenant: i64, phone: &str, merged: Option<i64>) {
    let sql = "INSERT INTO contacts (id, tenant, match_key, phone, tail, user_id, created_at, updated_at, merged_into)
               VALUES ($1, $2, $3, $4, $5, $6, 0, 0, $7)";
    on!(tx, |c| {
        sqlx::query(sql)
            .bind(id)
            .bind(tenant)
            .bind(&phone[1..])
            .bind(phone)
            .bind(&phone[phone.len() - 4..])
            .bind(format!("ES.{id}"))
            .bind(merged)
            .execute(c)
            .await
            .unwrap();
    });
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn customers_are_found_by_their_last_digits_within_reach(#[case] engine: Engine) {
    let db = TestDb::new(engine).await;
    let mut tx = db.db.write().await.unwrap();
    contact(&mut tx, 1, 1, "+34600111412", None).await;
    contact(&mut tx, 2, 2, "+34600222412", None).await;
    contact(&mut tx, 3, 1, "+34600333999", None).await;
    contact(&mut tx, 4, 1, "+34600444000", Some(3)).await;
    let (all, one) = (Reach::Everyone, Reach::Tenant(1));
    assert_eq!(
        people::by_last_digits(&mut tx, all, "412", 10).await.unwrap(),
        [2, 1]
    );
    assert_eq!(people::by_last_digits(&mut tx, all, "412", 1).await.unwrap(), [2]);
    assert_eq!(
        people::by_last_digits(&mut tx, one, "1412", 10).await.unwrap(),
        [1]
    );
    assert_eq!(
        people::by_last_digits(&mut tx, all, "34600222412", 10)
            .await
            .unwrap(),
        [2]
    );
    assert_eq!(
        people::by_last_digits(&mut tx, all, "600222412", 10)
            .await
            .unwrap(),
        [2]
    );
    assert!(
        people::by_last_digits(&mut tx, all, "12", 10)
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(people::by_user_id(&mut tx, all, "ES.2").await.unwrap(), [2]);
    assert!(people::by_user_id(&mut tx, one, "ES.2").await.unwrap().is_empty());
    assert_eq!(
        people::customer(&mut tx, one, 4).await.unwrap().unwrap().id,
        3,
        "merged into 3"
    );
    assert!(
        people::customer(&mut tx, one, 2).await.unwrap().is_none(),
        "somebody else's"
    );
    assert_eq!(people::merged(&mut tx, 3).await.unwrap(), [3, 4]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_number_is_revealed_to_one_person_for_a_while(#[case] engine: Engine) {
    let db = TestDb::new(engine).await;
    let mut tx = db.db.write().await.unwrap();
    let end = START.plus(15 * MINUTE);
    reveals::insert(&mut tx, MessageId(1), 7, "iker", "asked to call", START, end)
        .await
        .unwrap();
    assert_eq!(
        reveals::until(&mut tx, 7, "iker", START).await.unwrap(),
        Some(end)
    );
    assert_eq!(reveals::until(&mut tx, 7, "ana", START).await.unwrap(), None);
    assert_eq!(reveals::until(&mut tx, 8, "iker", START).await.unwrap(), None);
    assert_eq!(reveals::until(&mut tx, 7, "iker", end).await.unwrap(), None);
    assert_eq!(retention::reveals(&mut tx, end, 10).await.unwrap(), 0);
    assert_eq!(retention::reveals(&mut tx, end.plus(1), 10).await.unwrap(), 1);
}
