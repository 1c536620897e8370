//! What becomes of webhook events, whatever their order and however often they come.
#![expect(clippy::unwrap_used, reason = "tests")]

mod ids;
mod odd;
mod people;
mod reports;
mod together;
mod world;

use domain::{message::delivery::State, time::HOUR};
use rstest::rstest;
use service::webhooks::worker;
use store::{Engine, webhooks::events::EventState};
use world::{GOIKO, NUMBER, World, inbound, status};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_customers_message_goes_to_who_held_the_number_then(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let before = world.now();
    world.pass(HOUR);
    world.move_number_to(GOIKO).await;
    world.pass(HOUR);
    // Written before the move, delivered after it.
    world
        .deliver(&[inbound(
            "wamid.A",
            NUMBER,
            "34600000118",
            before.0 + 1_000,
            "¿Tenéis pan de centeno?",
        )])
        .await;
    world
        .deliver(&[inbound(
            "wamid.B",
            NUMBER,
            "34600000118",
            world.now().0,
            "Otra cosa",
        )])
        .await;
    assert_eq!(
        world.tenant_of("wamid.A").await.as_deref(),
        Some("Panadería San Juan")
    );
    assert_eq!(
        world.tenant_of("wamid.B").await.as_deref(),
        Some("Panadería Goiko")
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_late_reply_to_a_resting_number_still_reaches_who_used_it(#[case] engine: Engine) {
    let world = World::new(engine).await;
    world.release_number().await;
    world.pass(29 * 24 * HOUR);
    world
        .deliver(&[inbound(
            "wamid.A",
            NUMBER,
            "34600000118",
            world.now().0,
            "Gracias",
        )])
        .await;
    world.pass(2 * 24 * HOUR);
    world
        .deliver(&[inbound("wamid.B", NUMBER, "34600000118", world.now().0, "¿Hola?")])
        .await;
    assert_eq!(
        world.tenant_of("wamid.A").await.as_deref(),
        Some("Panadería San Juan")
    );
    assert_eq!(world.tenant_of("wamid.B").await, None);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn any_order_and_repetition_of_statuses_ends_the_same(#[case] engine: Engine) {
    let orders: [&[&str]; 6] = [
        &["sent", "delivered", "read"],
        &["read", "delivered", "sent"],
        &["delivered", "sent", "read", "sent", "delivered"],
        &["read", "read", "read", "sent", "delivered"],
        &["failed", "delivered", "sent", "read"],
        &["sent", "read", "failed", "delivered"],
    ];
    let world = World::new(engine).await;
    for (n, order) in orders.into_iter().enumerate() {
        let wamid = format!("wamid.OUT{n}");
        world.sent(&wamid).await;
        for word in order {
            world.deliver(&[status(&wamid, word, world.now().0, None)]).await;
        }
        assert_eq!(world.state_of(&wamid).await, State::Read, "{order:?}");
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_report_finds_its_message_before_we_know_metas_id(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let id = world.handed_over().await;
    let tracking = id.to_string();
    world
        .deliver(&[status("wamid.NEW", "delivered", world.now().0, Some(&tracking))])
        .await;
    assert_eq!(world.state_of("wamid.NEW").await, State::Delivered);
    // Somebody else's report with the same tracking does not move it to another id.
    world
        .deliver(&[status("wamid.OTHER", "read", world.now().0, Some(&tracking))])
        .await;
    assert_eq!(world.state_of("wamid.NEW").await, State::Delivered);
    assert_eq!(world.events(EventState::Parked).await, 1);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_status_of_an_unknown_message_is_parked_and_joined_later(#[case] engine: Engine) {
    let world = World::new(engine).await;
    world
        .deliver(&[status("wamid.LATE", "sent", world.now().0, None)])
        .await;
    world
        .deliver(&[status("wamid.LATE", "delivered", world.now().0, None)])
        .await;
    assert_eq!(world.events(EventState::Parked).await, 2);
    world.sent("wamid.LATE").await;
    worker::recover(&world.test.svc, 0).await.unwrap();
    assert_eq!(world.state_of("wamid.LATE").await, State::Delivered);
    assert_eq!(world.events(EventState::Parked).await, 0);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_meta_says_once_is_kept(#[case] engine: Engine) {
    let world = World::new(engine).await;
    world.sent("wamid.F").await;
    let failed = r#"{"id":"wamid.F","status":"failed","timestamp":"1800000001","recipient_id":"34600000118",
        "errors":[{"code":131026,"title":"Message undeliverable","error_data":{"details":"why"}}]}"#;
    world
        .deliver(&[world::message_change(NUMBER, "statuses", failed)])
        .await;
    // The same once more, without the reason.
    world
        .deliver(&[status("wamid.F", "sent", world.now().0, None)])
        .await;
    let (code, errors) = world.errors_of("wamid.F").await;
    assert_eq!(code, Some(131_026));
    assert!(errors.is_some_and(|e| e.contains("error_data")));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn nothing_that_was_signed_is_dropped(#[case] engine: Engine) {
    let world = World::new(engine).await;
    // Another field, another product, a number that nobody knows, no JSON, no UTF-8.
    world
        .deliver(&[r#"{"field":"brand_new_thing","value":{"a":[1,2]}}"#.to_owned()])
        .await;
    world.deliver_raw(br#"{"object":"page","entry":[]}"#).await;
    world
        .deliver(&[inbound(
            "wamid.X",
            "999999999999999",
            "34600000118",
            world.now().0,
            "hola",
        )])
        .await;
    world.deliver_raw(b"not json").await;
    world.deliver_raw(b"\xff\xfe\x00").await;
    assert_eq!(world.events(EventState::Unknown).await, 1);
    assert_eq!(world.dead_deliveries().await, 3);
    assert_eq!(world.tenant_of("wamid.X").await, None);
    assert_eq!(world.waiting().await, 0);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn customers_without_a_phone_and_variants_of_a_phone_are_one_person(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let now = world.now().0;
    world
        .deliver(&[inbound("wamid.1", NUMBER, "5511987654321", now, "oi")])
        .await;
    world
        .deliver(&[inbound("wamid.2", NUMBER, "551187654321", now, "oi de novo")])
        .await;
    let hidden = r#"{"from_user_id":"ES.1349120865530274","id":"wamid.3","timestamp":"1800000001","type":"text","text":{"body":"hola"}}"#;
    world
        .deliver(&[world::message_change(NUMBER, "messages", hidden)])
        .await;
    assert_eq!(
        world.contact_of("wamid.1").await,
        world.contact_of("wamid.2").await
    );
    assert!(world.contact_of("wamid.3").await.is_some());
    assert_eq!(world.contacts().await, 2);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_character_that_postgresql_cannot_keep_costs_no_message(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let text = r"dos\u0000 panes";
    world
        .deliver(&[inbound("wamid.NUL", NUMBER, "34600000118", world.now().0, text)])
        .await;
    assert_eq!(world.dead_deliveries().await, 0);
    assert_eq!(world.preview_of("wamid.NUL").await, "dos\u{FFFD} panes");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_clock_that_runs_ahead_by_days_keeps_no_window_open(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let ahead = world.now().plus(5 * 24 * HOUR);
    world
        .deliver(&[inbound("wamid.AHEAD", NUMBER, "34600000118", ahead.0, "Hola")])
        .await;
    assert_eq!(world.last_inbound().await, world.now());
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_id_that_comes_for_two_numbers_is_one_message_and_a_dead_event(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let (one, other) = (
        inbound("wamid.TWICE", NUMBER, "34600000118", world.now().0, "Hola"),
        inbound(
            "wamid.TWICE",
            "999888777666555",
            "34600000118",
            world.now().0,
            "Hola",
        ),
    );
    // In one delivery and again in others, in either order.
    world.deliver(&[one.clone(), other.clone()]).await;
    world.deliver(&[other]).await;
    world.deliver(&[one]).await;
    assert_eq!(
        world.tenant_of("wamid.TWICE").await.as_deref(),
        Some("Panadería San Juan")
    );
    assert_eq!(world.events(EventState::Dead).await, 1, "kept, and said once");
    assert_eq!(world.events(EventState::Processed).await, 1);
}
