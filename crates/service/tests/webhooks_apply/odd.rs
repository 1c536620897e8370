//! Deliveries that are signed and odd: nested deeply, of other types than
//! expected, very many changes in one, clocks that are days off.

use domain::{
    message::{delivery::State, id::MessageId},
    time::{DAY, HOUR},
};
use rstest::rstest;
use service::{Call, messages::detail, webhooks::list};
use store::{Engine, webhooks::events::EventState};

use crate::world::{NUMBER, World, inbound, message_change, status};

/// A list in a list, 200 levels deep.
fn deep() -> String {
    format!("{}1{}", "[".repeat(200), "]".repeat(200))
}

/// What the page shows of each event in this state, newest first.
async fn shown(world: &World, state: EventState) -> Vec<String> {
    let mut shown = Vec::new();
    for row in world.rows(state).await {
        let found = list::event(&world.test.svc, &Call::system("test"), MessageId(row.id))
            .await
            .unwrap();
        shown.push(found.raw.unwrap());
    }
    shown
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_nested_deeply_is_kept_and_shown_as_it_came(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let deep = deep();
    let text = format!(
        r#"{{"from":"34600000118","id":"wamid.DEEP","timestamp":"{}","type":"text","text":{{"body":"hola"}},"x":{deep}}}"#,
        world.now().0 / 1_000
    );
    world
        .deliver(&[
            format!(r#"{{"field":"brand_new_thing","value":{{"a":{deep}}}}}"#),
            format!(r#"{{"field":"messages","value":{deep}}}"#),
            message_change(NUMBER, "messages", &text),
        ])
        .await;
    let unknown = shown(&world, EventState::Unknown).await;
    assert_eq!(unknown.len(), 2);
    assert!(unknown.iter().all(|raw| raw.contains(&deep)), "{unknown:?}");
    // The message is one like any other.
    assert_eq!(world.state_of("wamid.DEEP").await, State::Received);
    let message = world.id_of("wamid.DEEP").await;
    let found = detail::get(&world.test.svc, &Call::system("test"), None, message)
        .await
        .unwrap();
    assert_eq!(found.text.as_deref(), Some("hola"));
    assert!(
        matches!(&found.events[0].json, detail::RawJson::Shown(json) if json.contains(&deep)),
        "{:?}",
        found.events[0].json
    );
    // Deep from the start it is no envelope, and dead.
    world.deliver_raw(deep.as_bytes()).await;
    assert_eq!(world.dead_deliveries().await, 1);
    assert_eq!(shown(&world, EventState::Dead).await, [deep]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn other_types_than_expected_are_read_or_kept_and_shown(#[case] engine: Engine) {
    let world = World::new(engine).await;
    world.sent("1002").await;
    let seconds = world.now().0 / 1_000;
    // Numbers where texts are expected say the same.
    let message = format!(
        r#"{{"from":34600000118,"id":1001,"timestamp":{seconds},"type":"text","text":{{"body":12}}}}"#
    );
    let report =
        format!(r#"{{"id":1002,"status":"delivered","timestamp":{seconds},"recipient_id":34600000118}}"#);
    // What has no id that can be read is dead; what is no list of objects is unknown.
    let dead = [
        message_change(
            NUMBER,
            "messages",
            r#"{"from":"34600000118","id":{},"type":"text"}"#,
        ),
        message_change(NUMBER, "statuses", r#"{"id":true,"status":"sent"}"#),
    ];
    let unknown = [
        message_change(NUMBER, "messages", "5"),
        r#"{"field":"messages","value":{"messages":"none"}}"#.to_owned(),
        r#"{"field":"messages","value":7}"#.to_owned(),
        r#"{"field":8,"value":{"a":1}}"#.to_owned(),
        r#"{"field":["messages"],"value":{"b":1}}"#.to_owned(),
        r#""a change""#.to_owned(),
    ];
    let all: Vec<String> = [
        message_change(NUMBER, "messages", &message),
        message_change(NUMBER, "statuses", &report),
    ]
    .into_iter()
    .chain(dead)
    .chain(unknown)
    .collect();
    for _ in 0..2 {
        world.deliver(&all).await;
        assert_eq!((world.dead_deliveries().await, world.waiting().await), (0, 0));
        assert_eq!(world.events(EventState::Processed).await, 2);
        assert_eq!(shown(&world, EventState::Dead).await.len(), 2);
        assert_eq!(shown(&world, EventState::Unknown).await.len(), 6);
    }
    assert_eq!(world.state_of("1001").await, State::Received);
    assert_eq!(world.preview_of("1001").await, "12");
    assert_eq!(world.state_of("1002").await, State::Delivered);
    // A list of entries that is none is no envelope.
    world
        .deliver_raw(br#"{"object":"whatsapp_business_account","entry":9}"#)
        .await;
    assert_eq!(world.dead_deliveries().await, 1);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_thousand_changes_in_one_delivery_all_have_their_effect_once(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let now = world.now().0;
    for n in 0..10 {
        world.sent(&format!("wamid.OUT{n}")).await;
    }
    let mut changes: Vec<String> = (0..900)
        .map(|n| {
            let from = format!("34600000{:03}", n % 50);
            inbound(&format!("wamid.IN{n}"), NUMBER, &from, now, "hola")
        })
        .collect();
    for n in 0..10 {
        for word in ["read", "sent", "delivered"] {
            changes.push(status(&format!("wamid.OUT{n}"), word, now, None));
        }
    }
    // Reports that wait, each of them twice, and what nobody knows.
    for n in 0..30 {
        changes.push(status(&format!("wamid.LATE{n}"), "sent", now, None));
        changes.push(status(&format!("wamid.LATE{n}"), "sent", now, None));
    }
    for n in 0..10 {
        changes.push(format!(r#"{{"field":"brand_new_thing","value":{{"n":{n}}}}}"#));
    }
    assert_eq!(changes.len(), 1_000);
    for _ in 0..2 {
        world.deliver(&changes).await;
        assert_eq!((world.dead_deliveries().await, world.waiting().await), (0, 0));
        assert_eq!((world.received().await, world.contacts().await), (900, 50));
        assert_eq!(world.events(EventState::Processed).await, 930);
        assert_eq!(world.events(EventState::Parked).await, 30);
        assert_eq!(world.events(EventState::Unknown).await, 10);
    }
    for n in 0..10 {
        assert_eq!(world.state_of(&format!("wamid.OUT{n}")).await, State::Read);
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn reports_by_clocks_that_are_days_off_are_believed_up_to_their_arrival(#[case] engine: Engine) {
    let world = World::new(engine).await;
    world.pass(10 * DAY);
    let came = world.now();
    let (behind, ahead) = (came.plus(-5 * DAY), came.plus(5 * DAY));
    world.sent("wamid.SKEW").await;
    world
        .deliver(&[
            status("wamid.SKEW", "read", behind.0, None),
            status("wamid.SKEW", "delivered", ahead.0, None),
            status("wamid.SKEW", "sent", ahead.0, None),
        ])
        .await;
    let facts = world.facts_of("wamid.SKEW").await;
    assert_eq!(
        (facts.sent_at, facts.delivered_at, facts.read_at),
        (Some(came), Some(came), Some(behind))
    );
    assert_eq!(facts.state(), State::Read);
    // Told again later, nothing moves.
    world.pass(HOUR);
    world
        .deliver(&[
            status("wamid.SKEW", "delivered", ahead.0, None),
            status("wamid.SKEW", "read", behind.0, None),
        ])
        .await;
    assert_eq!(world.facts_of("wamid.SKEW").await, facts);
}
