//! Ids that cannot be right.

use domain::{message::delivery::State, time::Millis};
use rstest::rstest;
use store::{Engine, messages::detail, webhooks::events::EventState};

use crate::world::{NUMBER, World, inbound, message_change, status};

/// Text that cannot be compressed, so that an index has to take all of it.
fn noise(seed: u64) -> String {
    let mut state = seed;
    (0..4_000)
        .map(|_| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            char::from_digit(u32::try_from((state >> 33) % 36).unwrap(), 36).unwrap()
        })
        .collect()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_customers_message_with_the_id_of_ours_is_a_dead_event_and_says_nothing(#[case] engine: Engine) {
    let world = World::new(engine).await;
    world.sent("wamid.OURS").await;
    let stop = inbound("wamid.OURS", NUMBER, "34600000118", world.now().0, "STOP");
    world.deliver(std::slice::from_ref(&stop)).await;
    world.deliver(&[stop]).await;
    let dead = world.rows(EventState::Dead).await;
    assert_eq!(dead.len(), 1, "kept, and said once");
    assert_eq!(dead[0].outcome, "own_message");
    assert_eq!(world.events(EventState::Processed).await, 0);
    assert_eq!(world.state_of("wamid.OURS").await, State::Accepted);
    assert_eq!(world.last_inbound().await, Millis(0), "no window opens");
    assert_eq!(world.consents().await, 0, "nobody has said stop");
    // It is nothing that happened to our message, which may be another bakery's.
    let mut tx = world.test.db.db.read().await.unwrap();
    assert_eq!(detail::events(&mut tx, "wamid.OURS", 30).await.unwrap(), []);
    drop(tx);
    // What came with it has its effect.
    world
        .deliver(&[
            inbound("wamid.THEIRS", NUMBER, "34600000118", world.now().0, "STOP"),
            inbound("wamid.OURS", NUMBER, "34600000118", world.now().0, "STOP"),
        ])
        .await;
    assert_eq!(world.state_of("wamid.THEIRS").await, State::Received);
    assert_eq!(
        (world.last_inbound().await, world.consents().await),
        (world.now(), 1)
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_id_that_is_too_long_costs_its_own_event_and_no_other(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let now = world.now().0;
    world.sent("wamid.OURS").await;
    let hidden = format!(
        r#"{{"from_user_id":"ES.{}","id":"wamid.HIDDEN","timestamp":"{}","type":"text","text":{{"body":"hola"}}}}"#,
        noise(1),
        now / 1_000
    );
    let delivery = [
        inbound("wamid.BEFORE", NUMBER, "34600000118", now, "hola"),
        inbound(&noise(2), NUMBER, "34600000118", now, "hola"),
        message_change(NUMBER, "messages", &hidden),
        inbound("wamid.NUMBER", &noise(3), "34600000118", now, "hola"),
        status(&noise(4), "delivered", now, None),
        format!(r#"{{"field":"{}","value":{{"a":1}}}}"#, noise(5)),
        format!(
            r#"{{"field":"user_preferences","value":{{"user_preferences":[
                {{"user_id":"ES.{}","category":"marketing_messages","value":"stop","timestamp":{}}}]}}}}"#,
            noise(6),
            now / 1_000
        ),
        format!(
            r#"{{"field":"message_template_status_update","value":{{"event":"APPROVED","message_template_id":1,
                "message_template_name":"{}","message_template_language":"es"}}}}"#,
            noise(7)
        ),
        // Not an id: a word that nobody knows, of a message that we do.
        status("wamid.OURS", &noise(8), now, None),
        inbound("wamid.AFTER", NUMBER, "34600000118", now, "hola"),
    ];
    for _ in 0..2 {
        world.deliver(&delivery).await;
        assert_eq!(world.dead_deliveries().await, 0);
        assert_eq!(world.waiting().await, 0);
        let dead = world.rows(EventState::Dead).await;
        assert_eq!(dead.len(), 7, "{dead:?}");
        for event in dead {
            assert_eq!(event.outcome, "too_long");
            assert!(
                event
                    .problem
                    .is_some_and(|problem| problem.ends_with("is too long"))
            );
            assert!(event.field.len() <= 255);
        }
        assert_eq!(world.events(EventState::Processed).await, 3);
        assert_eq!(world.contacts().await, 1);
    }
    for wamid in ["wamid.BEFORE", "wamid.AFTER"] {
        assert_eq!(world.state_of(wamid).await, State::Received);
    }
    // The longest that is taken is taken on both engines.
    let longest = noise(9)[..255].to_owned();
    world
        .deliver(&[inbound(&longest, NUMBER, "34600000118", now, "hola")])
        .await;
    assert_eq!(world.state_of(&longest).await, State::Received);
}
