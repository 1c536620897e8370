//! Whom a goodbye to the whole platform reaches, on both databases.
#![expect(clippy::unwrap_used, reason = "tests")]

use rstest::rstest;
use sqlx::AssertSqlSafe;
use store::{Engine, Tx, consents, on, testing::TestDb};

async fn run(tx: &mut Tx, sql: String) {
    on!(tx, |c| {
        sqlx::query(AssertSqlSafe(sql)).execute(c).await.unwrap();
    });
}

/// A record of a bakery, by its phone or its user id.
async fn contact(tx: &mut Tx, id: i64, tenant: i64, who: (&str, &str), merged_into: &str) {
    let (phone, user) = who;
    let sql = format!(
        "INSERT INTO contacts (id, tenant, match_key, user_id, created_at, updated_at, merged_into)
         VALUES ({id}, {tenant}, NULLIF('{phone}', ''), NULLIF('{user}', ''), 0, 0, {merged_into})"
    );
    run(tx, sql).await;
}

async fn stop(tx: &mut Tx, id: i64, contact: i64, platform: bool) {
    let platform = if platform { "TRUE" } else { "FALSE" };
    let sql = format!(
        "INSERT INTO consents (id, contact, category, given, platform, at, source)
         VALUES ({id}, {contact}, 'all', FALSE, {platform}, {id}, 'stop_word')"
    );
    run(tx, sql).await;
}

/// Who of these is known to have said stop; both ways of asking agree.
async fn silent(tx: &mut Tx, contacts: &[i64]) -> Vec<i64> {
    let mut silent = Vec::new();
    for contact in contacts {
        if consents::about(tx, *contact)
            .await
            .unwrap()
            .iter()
            .any(|s| !s.given)
        {
            silent.push(*contact);
        }
    }
    let mut goodbyes: Vec<_> = consents::with_goodbyes(tx, contacts)
        .await
        .unwrap()
        .into_iter()
        .collect();
    goodbyes.sort_unstable();
    assert_eq!(goodbyes, silent);
    silent
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_goodbye_to_everybody_is_found_through_merges_at_either_bakery(#[case] engine: Engine) {
    let db = TestDb::new(engine).await;
    let mut tx = db.db.write().await.unwrap();
    // Said under a phone; here that phone's record is part of one with a user id.
    contact(&mut tx, 10, 1, ("k1", ""), "11").await;
    contact(&mut tx, 11, 1, ("", "u1"), "NULL").await;
    contact(&mut tx, 12, 2, ("k1", ""), "NULL").await;
    stop(&mut tx, 1, 12, true).await;
    assert_eq!(silent(&mut tx, &[10, 11]).await, [10, 11]);

    // Merged there: it is noted with the record that is kept, which has no phone.
    contact(&mut tx, 20, 2, ("k2", ""), "21").await;
    contact(&mut tx, 21, 2, ("", "u2"), "NULL").await;
    contact(&mut tx, 22, 1, ("k2", ""), "NULL").await;
    stop(&mut tx, 2, 21, true).await;
    assert_eq!(silent(&mut tx, &[22]).await, [22]);

    // Said there before the merge; here the person is known by the other mark.
    contact(&mut tx, 30, 2, ("k3", ""), "31").await;
    contact(&mut tx, 31, 2, ("", "u3"), "NULL").await;
    contact(&mut tx, 32, 1, ("", "u3"), "NULL").await;
    stop(&mut tx, 3, 30, true).await;
    assert_eq!(silent(&mut tx, &[32]).await, [32]);

    // Two records there lead to one statement: it is told once.
    contact(&mut tx, 40, 1, ("k4", "u4"), "NULL").await;
    contact(&mut tx, 41, 2, ("k4", ""), "42").await;
    contact(&mut tx, 42, 2, ("", "u4"), "NULL").await;
    stop(&mut tx, 4, 42, true).await;
    assert_eq!(consents::about(&mut tx, 40).await.unwrap().len(), 1);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_goodbye_to_one_bakery_stays_there_and_strangers_are_left_alone(#[case] engine: Engine) {
    let db = TestDb::new(engine).await;
    let mut tx = db.db.write().await.unwrap();
    contact(&mut tx, 10, 1, ("k1", ""), "11").await;
    contact(&mut tx, 11, 1, ("", "u1"), "NULL").await;
    contact(&mut tx, 12, 2, ("k1", ""), "13").await;
    contact(&mut tx, 13, 2, ("", "u9"), "NULL").await;
    contact(&mut tx, 14, 2, ("k8", ""), "NULL").await;
    stop(&mut tx, 1, 13, false).await;
    stop(&mut tx, 2, 14, true).await;
    assert_eq!(silent(&mut tx, &[10, 11, 12, 13]).await, [12, 13]);
    // Said to the record that was merged, it is the person's.
    stop(&mut tx, 3, 10, false).await;
    assert_eq!(silent(&mut tx, &[10, 11]).await, [10, 11]);
}
