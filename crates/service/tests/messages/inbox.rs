//! The list of conversations: who sees which, who waits, and until when.

use domain::{
    message::{delivery::State, id::MessageId, window::Window},
    time::{DAY, HOUR, MINUTE},
};
use rstest::rstest;
use service::{
    Call, ServiceError,
    messages::inbox::{self, Inbox, InboxQuery, Show},
    testing::START,
};
use store::{Engine, on};

use crate::support::{GOIKO, LEAKS, Message, RUIZ, World, admin, helper, key, owner, store, tenant};

async fn list(world: &World, call: &Call, query: InboxQuery) -> Inbox {
    inbox::list(&world.test, call, &query).await.unwrap()
}

fn contacts(found: &Inbox) -> Vec<i64> {
    found.rows.iter().map(|row| row.contact.0).collect()
}

async fn writes(world: &World, contact: i64, ago: i64) -> MessageId {
    let mut tx = world.test.svc.db.write().await.unwrap();
    let message = Message {
        at: START.plus(-ago),
        tenant: contact / 10,
        contact,
        state: State::Received,
        text: "¿Hay roscón?",
    };
    let id = store(&world.test, &mut tx, message).await;
    tx.commit().await.unwrap();
    id
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn everybody_sees_the_conversations_that_are_theirs_the_newest_message_first(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let all = list(&world, &admin(), InboxQuery::default()).await;
    assert_eq!(contacts(&all), [10, 20]);
    assert_eq!(
        (all.rows[0].last, all.rows[0].state),
        (world.failed, State::Failed)
    );
    assert_eq!(
        contacts(&list(&world, &owner(), InboxQuery::default()).await),
        [10]
    );
    assert_eq!(
        contacts(&list(&world, &key(RUIZ), InboxQuery::default()).await),
        [20]
    );
    let ruizs = InboxQuery {
        tenant: Some(tenant(RUIZ)),
        ..InboxQuery::default()
    };
    assert!(matches!(
        inbox::list(&world.test, &owner(), &ruizs).await,
        Err(ServiceError::NotFound)
    ));
    let by_digits = InboxQuery {
        q: Some("1412".into()),
        ..InboxQuery::default()
    };
    assert_eq!(contacts(&list(&world, &admin(), by_digits).await), [10]);

    let masked = format!("{:?}", list(&world, &helper(), InboxQuery::default()).await.rows);
    for leak in LEAKS {
        assert!(!masked.contains(leak), "{leak}: {masked}");
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn who_was_not_answered_waits_and_who_has_little_time_left_is_found(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let waiting = |show| InboxQuery {
        show,
        ..InboxQuery::default()
    };
    // Amaia wrote a day ago; the template that failed since is no answer.
    let found = list(&world, &admin(), waiting(Show::Waiting)).await;
    assert_eq!((contacts(&found), found.waiting, found.closing), (vec![10], 1, 0));
    assert!(found.rows[0].waits);

    writes(&world, 20, 21 * HOUR).await;
    let found = list(&world, &admin(), waiting(Show::ClosesSoon)).await;
    assert_eq!((contacts(&found), found.waiting, found.closing), (vec![20], 2, 1));

    // Only those who may write for the bakery decide that nothing has to be answered.
    assert!(
        inbox::settle(&world.test, &helper(), MessageId(20), MessageId(i64::MAX))
            .await
            .is_err()
    );
    assert!(matches!(
        inbox::settle(&world.test, &owner(), MessageId(20), MessageId(i64::MAX)).await,
        Err(ServiceError::NotFound)
    ));
    inbox::settle(&world.test, &admin(), MessageId(20), MessageId(i64::MAX))
        .await
        .unwrap();
    assert!(matches!(
        inbox::settle(&world.test, &admin(), MessageId(20), MessageId(i64::MAX)).await,
        Err(ServiceError::Conflict(_))
    ));
    assert_eq!(
        contacts(&list(&world, &admin(), waiting(Show::Waiting)).await),
        [10]
    );
    let mut tx = world.test.svc.db.read().await.unwrap();
    let logged: i64 = on!(&mut tx, |c| {
        sqlx::query_scalar("SELECT CAST(COUNT(*) AS BIGINT) FROM audit WHERE action = 'conversation.settle'")
            .fetch_one(c)
            .await
    })
    .unwrap();
    assert_eq!(logged, 1);
    drop(tx);

    writes(&world, 20, MINUTE).await;
    let found = list(&world, &admin(), waiting(Show::Waiting)).await;
    assert_eq!(contacts(&found), [20, 10], "who writes again waits again");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_window_is_that_of_the_number_that_would_answer_now(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let of = |found: &Inbox| found.rows.iter().find(|row| row.contact.0 == 10).unwrap().window;
    // Without a number of its own or a shared one, nobody can answer.
    assert_eq!(
        of(&list(&world, &owner(), InboxQuery::default()).await),
        Window::Never
    );
    world
        .sql(
            "INSERT INTO settings (name, value, updated_at, updated_by)
             VALUES ('default_number', '0192a7c0-0000-7000-8000-000000000011', 1, 'x')",
        )
        .await;
    world
        .sql("UPDATE windows SET last_inbound_at = 1799996400000")
        .await;
    let open = Window::Open {
        until: START.plus(DAY - HOUR),
    };
    let goikos = InboxQuery {
        tenant: Some(tenant(GOIKO)),
        ..InboxQuery::default()
    };
    assert_eq!(of(&list(&world, &admin(), goikos).await), open);
    // A record that was merged brings its window along.
    world
        .sql("UPDATE contacts SET merged_into = 10, tenant = 1 WHERE id = 20")
        .await;
    world.sql("UPDATE windows SET contact = 20").await;
    assert_eq!(of(&list(&world, &owner(), InboxQuery::default()).await), open);
}
