//! What a long outage or a first start leaves behind: very many notes at once.

use domain::{
    message::{delivery::Facts, id::MessageId},
    time::{DAY, MINUTE},
};
use rstest::rstest;
use service::billing::follow;
use store::{Engine, on};

use crate::support::{NOW, World};

impl World {
    /// Writes delivered templates of many customers, a minute apart, and notes
    /// each of them.
    async fn backlog(&self, customers: i64, each: i64) -> i64 {
        let begun = NOW.plus(-10 * DAY);
        let delivered = Facts {
            delivered_at: Some(begun),
            ..Facts::default()
        };
        let mut tx = self.write().await;
        for customer in 0..customers {
            self.contact(&mut tx, 0, customer).await;
        }
        let sql = "INSERT INTO messages (id, tenant, number, contact, direction, state, kind, at, content, template,
                                         category, asked_category, accepted_at, delivered_at)
             WITH RECURSIVE n(i) AS (SELECT CAST(0 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i + 1 < $1)
             SELECT $2 + i * $3, $4, $5, 1000 + i % $6, 1, $7, 'template', $8 + i * 60000, '{}', 'po_notification',
                    'utility', 'utility', $8 + i * 60000, $8 + i * 60000 FROM n";
        let apart = MessageId::first_of(begun.plus(MINUTE)).0 - MessageId::first_of(begun).0;
        on!(&mut tx, |c| sqlx::query(sql)
            .bind(customers * each)
            .bind(MessageId::first_of(begun).0)
            .bind(apart)
            .bind(self.tenant_nos[0])
            .bind(self.numbers[0])
            .bind(customers)
            .bind(delivered.state().code())
            .bind(begun.0)
            .execute(c)
            .await
            .map(|_| ()))
        .unwrap();
        let noted = "INSERT INTO billing_due (id, message) SELECT id, id FROM messages";
        on!(&mut tx, |c| sqlx::query(noted).execute(c).await.map(|_| ())).unwrap();
        tx.commit().await.unwrap();
        customers * each
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_long_conversation_that_waits_is_priced_once_whatever_number_of_notes_it_has(
    #[case] engine: Engine,
) {
    let world = World::new(engine).await;
    let all = u64::try_from(world.backlog(1, 3_000).await).unwrap();
    let done = follow::step(&world.test.svc).await.unwrap();
    assert_eq!((done.notes, done.priced), (all, all));
    assert!(!follow::waits(&world.test.svc).await.unwrap());
    assert_eq!(world.proved("2026-10").await, 16_600 * 3_000);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn more_customers_than_one_piece_takes_are_left_for_the_next_one(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let all = u64::try_from(world.backlog(48, 300).await).unwrap();
    let first = follow::step(&world.test.svc).await.unwrap();
    assert!(first.more && first.priced < all, "{first:?}");
    assert_eq!(first.notes, first.priced);
    let rest = world.follow().await;
    assert_eq!((first.priced + rest.priced, rest.corrected), (all, 0));
    assert_eq!(world.proved("2026-10").await, 16_600 * 48 * 300);
}
