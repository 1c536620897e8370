//! What a long outage or a first start leaves behind: very many notes at once.

use domain::{
    message::{delivery::Facts, id::MessageId},
    time::{DAY, MINUTE},
};
use rstest::rstest;
use service::{Call, billing::follow, messages::retention};
use store::{Engine, on};

use crate::support::{NOW, Sent, World};

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

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_persons_other_record_that_is_noted_earlier_keeps_its_entries(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let sent = |who, contact, at| Sent {
        who,
        contact,
        category: Some("utility"),
        at,
    };
    // The same person at two bakeries, with more customers between the records
    // than are read at a time.
    let long_ago = world.delivered(&sent(1, 0, NOW.plus(-50 * DAY))).await;
    let recent: Vec<Sent> = (0..40).map(|contact| sent(0, contact, NOW.plus(-DAY))).collect();
    let recent = world.all_delivered(&recent).await;
    assert_eq!(world.follow().await.priced, 41);

    let mut tx = world.write().await;
    for id in recent.iter().chain([&long_ago]) {
        world.note(&mut tx, *id).await;
    }
    tx.commit().await.unwrap();
    let again = world.follow().await;
    assert_eq!((again.notes, again.corrected), (41, 0));
    assert_eq!(world.proved("2026-10").await, 40 * 16_600);
    assert!(world.proved("2026-08").await > 0);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_entry_stays_when_what_its_price_rested_on_has_gone_from_the_log_by_age(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let admin = Call::system("test");
    retention::set_days(&world.test.svc, &admin, "62").await.unwrap();
    let opened = NOW.plus(-61 * DAY);
    let question = world.wrote(0, 1, opened, false).await;
    let inside = world
        .delivered(&Sent {
            who: 0,
            contact: 1,
            category: Some("utility"),
            at: opened.plus(MINUTE),
        })
        .await;
    world.follow().await;
    assert_eq!(world.proved("2026-08").await, 0);

    let mut tx = world.write().await;
    on!(&mut tx, |c| sqlx::query("DELETE FROM messages WHERE id = $1")
        .bind(question.0)
        .execute(c)
        .await
        .map(|_| ()))
    .unwrap();
    world.note(&mut tx, inside).await;
    tx.commit().await.unwrap();
    assert_eq!(world.follow().await.corrected, 0);
    let proof = world.prove("2026-08").await;
    assert!(proof.holds() && proof.forgotten == 1, "{proof:#?}");
}
