//! Trouble that no message is to blame for costs no message.

use std::collections::BTreeMap;

use domain::{message::delivery::State, time::MINUTE};
use rstest::rstest;
use sandbox::FaultEffect;
use serde_json::json;
use store::Engine;

use crate::{JUAN, order, outcomes::refusal, phone, world};

/// Something on the way refuses: Meta never sees the call.
fn no_way_through() -> FaultEffect {
    FaultEffect::Answer {
        status: 403,
        body: json!("<html>"),
        headers: BTreeMap::default(),
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_outage_costs_no_message(#[case] engine: Engine) {
    let w = world(engine).await;
    let mut sent = Vec::new();
    for n in 0..3 {
        sent.push(w.send(&order(&w.tenant, &phone(n))).await.unwrap().id);
    }
    w.trouble(10_000, no_way_through());
    let mut outbox = w.outbox();
    assert_eq!(outbox.turn().await.unwrap(), 3);
    let mut calls = 0;
    for _ in 0..120 {
        w.pass(MINUTE);
        calls += outbox.turn().await.unwrap();
    }
    // One at a time shows whether it is over.
    assert!((40..=120).contains(&calls), "{calls}");
    assert!(w.count("SELECT MAX(no) FROM message_attempts").await > 10);
    for id in &sent {
        assert_eq!(w.state(*id).await, State::Queued);
    }
    w.sandbox.sandbox.state().clear_faults();
    w.pass(10 * MINUTE);
    assert_eq!(outbox.turn().await.unwrap(), 1);
    assert_eq!(outbox.turn().await.unwrap(), 2);
    for id in &sent {
        assert_eq!(w.state(*id).await, State::Accepted);
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn trouble_at_meta_is_waited_for_and_trouble_of_one_message_ends(#[case] engine: Engine) {
    for (code, then) in [(131_016, State::Queued), (131_000, State::Failed)] {
        let w = world(engine).await;
        let sent = w.send(&order(&w.tenant, JUAN)).await.unwrap().id;
        w.trouble(10_000, refusal(400, code));
        let mut outbox = w.outbox();
        for _ in 0..5 {
            outbox.turn().await.unwrap();
            w.pass(10 * MINUTE);
        }
        assert_eq!(w.state(sent).await, State::Queued, "{code}");
        for _ in 0..10 {
            outbox.turn().await.unwrap();
            w.pass(10 * MINUTE);
        }
        assert_eq!(w.state(sent).await, then, "{code}");
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_answer_that_cannot_be_written_holds_up_no_other(#[case] engine: Engine) {
    let w = world(engine).await;
    let mut sent = Vec::new();
    for n in 0..3 {
        sent.push(w.send(&order(&w.tenant, &phone(n))).await.unwrap().id);
    }
    // Two messages with one id of Meta's.
    let same = FaultEffect::Answer {
        status: 200,
        body: json!({"messaging_product": "whatsapp", "messages": [{"id": "wamid.SAME"}]}),
        headers: BTreeMap::default(),
    };
    w.trouble(2, same);
    let mut outbox = w.outbox();
    assert_eq!(outbox.turn().await.unwrap(), 3);
    let mut states = Vec::new();
    for id in &sent {
        let message = w.message(*id).await;
        let state = message.facts.state();
        if state == State::Unknown {
            assert!(message.errors.unwrap().contains("could not be written"));
            // A person may decide about it.
            assert!(message.facts.unanswered_at.is_some());
        }
        states.push(state);
    }
    states.sort_unstable();
    assert_eq!(states, [State::Unknown, State::Accepted, State::Accepted]);
    w.pass(MINUTE);
    assert_eq!(outbox.turn().await.unwrap(), 0);
    assert_eq!(w.count("SELECT CAST(COUNT(*) AS BIGINT) FROM outbox").await, 0);
}
