//! Ids that cannot be right.

use domain::{message::delivery::State, time::Millis};
use rstest::rstest;
use store::{Engine, webhooks::events::EventState};

use crate::world::{NUMBER, World, inbound};

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
