//! Finding messages, and the wall between bakeries.

use domain::{
    message::{delivery::State, id::MessageId},
    time::{DAY, MINUTE},
};
use rstest::rstest;
use service::{
    ServiceError,
    messages::{
        conversation, detail,
        list::{self, MessageQuery, Range},
    },
    testing::START,
};
use store::Engine;

use crate::support::{GOIKO, Message, RUIZ, World, admin, helper, key, number, owner, store, tenant};

async fn ids(world: &World, call: &service::Call, query: MessageQuery) -> Vec<MessageId> {
    list::list(&world.test, call, &query)
        .await
        .unwrap()
        .rows
        .iter()
        .map(|row| row.id)
        .collect()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn everybody_sees_the_messages_that_are_theirs_and_nobody_elses(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let all = [world.failed, world.read, world.received];
    let goikos = [world.failed, world.received];
    assert_eq!(
        ids(&world, &admin(), MessageQuery::default()).await,
        all,
        "the last seven days"
    );
    assert_eq!(ids(&world, &helper(), MessageQuery::default()).await, all);
    assert_eq!(ids(&world, &owner(), MessageQuery::default()).await, goikos);
    assert_eq!(
        ids(&world, &key(RUIZ), MessageQuery::default()).await,
        [world.read]
    );
    let of = |id| MessageQuery {
        tenant: Some(tenant(id)),
        ..MessageQuery::default()
    };
    assert_eq!(ids(&world, &admin(), of(GOIKO)).await, goikos);
    assert!(matches!(
        list::list(&world.test, &owner(), &of(RUIZ)).await,
        Err(ServiceError::NotFound)
    ));
    assert!(matches!(
        list::list(&world.test, &key(RUIZ), &of(GOIKO)).await,
        Err(ServiceError::NotFound)
    ));
    for theirs in [world.read, world.old] {
        assert!(matches!(
            detail::get(&world.test, &owner(), None, theirs).await,
            Err(ServiceError::NotFound)
        ));
        assert!(matches!(
            detail::get(&world.test, &key(GOIKO), None, theirs).await,
            Err(ServiceError::NotFound)
        ));
    }
    let jon = MessageId(20);
    assert!(matches!(
        conversation::get(&world.test, &owner(), None, jon, None).await,
        Err(ServiceError::NotFound)
    ));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_message_is_found_by_digits_and_by_either_id_however_old_it_is(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let find = |q: &str| MessageQuery {
        q: Some(q.to_owned()),
        ..MessageQuery::default()
    };
    let everything = [world.failed, world.read, world.received, world.old];
    assert_eq!(ids(&world, &helper(), find("412")).await, everything);
    assert_eq!(
        ids(&world, &helper(), find(" +34 600 222 412 ")).await,
        [world.read, world.old]
    );
    assert_eq!(
        ids(&world, &owner(), find("412")).await,
        [world.failed, world.received]
    );
    assert!(ids(&world, &owner(), find("2412")).await.is_empty());
    assert!(
        ids(&world, &helper(), find("12")).await.is_empty(),
        "two digits are everybody"
    );
    assert_eq!(
        ids(&world, &helper(), find(&world.old.to_string())).await,
        [world.old]
    );
    assert!(
        ids(&world, &owner(), find(&world.old.to_string()))
            .await
            .is_empty()
    );
    let wamid = format!("wamid.HBgLMzQ2MDAxMTE0MTIVAgARGBI{}", world.read);
    assert_eq!(ids(&world, &helper(), find(&wamid)).await, [world.read]);
    assert!(
        ids(&world, &helper(), find("'; DROP TABLE messages; --"))
            .await
            .is_empty()
    );
    let recent = MessageQuery {
        range: Range::Between(Some(START.plus(-DAY)), None),
        ..find("412")
    };
    assert_eq!(ids(&world, &helper(), recent).await, everything[..3]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn counts_obey_every_filter_but_that_of_the_state(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let query = MessageQuery {
        state: Some(State::Failed),
        ..MessageQuery::default()
    };
    let found = list::list(&world.test, &admin(), &query).await.unwrap();
    assert_eq!(found.rows.len(), 1);
    assert_eq!(
        found.counts,
        Some(vec![(State::Failed, 1), (State::Read, 1), (State::Received, 1)])
    );
    assert_eq!(found.total(), Some(3));
    let template = MessageQuery {
        template: Some("po_notification".into()),
        range: Range::All,
        ..MessageQuery::default()
    };
    let found = list::list(&world.test, &admin(), &template).await.unwrap();
    assert_eq!(
        found.counts,
        Some(vec![(State::Failed, 1), (State::Delivered, 1), (State::Read, 1)])
    );
    let own = list::list(&world.test, &owner(), &MessageQuery::default())
        .await
        .unwrap();
    assert_eq!(own.counts, Some(vec![(State::Failed, 1), (State::Received, 1)]));
    assert!(
        own.tenants.is_empty() && own.numbers.is_empty(),
        "an owner has nothing to choose from"
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn pages_follow_one_another_also_for_filters_without_an_index(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let mut tx = world.test.svc.db.write().await.unwrap();
    for n in 0..40 {
        let message = Message {
            at: START.plus(-n * DAY - 90 * MINUTE),
            tenant: 1,
            contact: 10,
            state: State::Sent,
            text: "x",
        };
        store(&world.test, &mut tx, message).await;
    }
    tx.commit().await.unwrap();
    let query = |before| MessageQuery {
        template: Some("po_notification".into()),
        number: Some(number()),
        range: Range::All,
        before,
        size: Some(7),
        ..MessageQuery::default()
    };
    let (mut seen, mut before) = (Vec::new(), None);
    loop {
        let page = list::list(&world.test, &admin(), &query(before)).await.unwrap();
        seen.extend(page.rows.iter().map(|row| row.id));
        before = page.next;
        if before.is_none() {
            break;
        }
    }
    assert_eq!(seen.len(), 43, "40 and three of the world's four");
    assert!(seen.windows(2).all(|pair| pair[0] > pair[1]));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_conversation_has_its_words_and_its_window(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let talk = conversation::get(&world.test, &owner(), None, MessageId(10), None)
        .await
        .unwrap();
    let words: Vec<_> = talk.bubbles.iter().map(|bubble| bubble.text.as_deref()).collect();
    assert_eq!(words, [Some("llama al 600 111 412"), Some("Hola")]);
    assert_eq!(talk.number, "+34 600 111 412");
    assert!(!talk.window.is_open(), "the customer wrote exactly 24 hours ago");
    world.test.clock.advance(-1);
    let talk = conversation::get(&world.test, &owner(), None, MessageId(10), None)
        .await
        .unwrap();
    assert_eq!(talk.window.left(START.plus(-1)), 1);
}
