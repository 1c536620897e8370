//! What waits behind a closed gate.

use domain::{message::delivery::State, time::MINUTE};
use rstest::rstest;
use store::Engine;

use crate::{order, phone, world};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_waits_behind_a_closed_gate_stays_and_leaves_when_it_opens(#[case] engine: Engine) {
    let w = world(engine).await;
    let gates = [
        (
            "UPDATE numbers SET status = 'DISCONNECTED'",
            "UPDATE numbers SET status = 'CONNECTED'",
        ),
        (
            "UPDATE numbers SET status = 'BANNED'",
            "UPDATE numbers SET status = 'FLAGGED'",
        ),
        (
            "UPDATE accounts SET token_problem = '{}', token_checked_at = 1",
            "UPDATE accounts SET token_problem = NULL",
        ),
        (
            r#"UPDATE accounts SET health_at = 1, health = '{"can_send":"BLOCKED","entities":[]}'"#,
            r#"UPDATE accounts SET health_at = 2, health = '{"can_send":"LIMITED","entities":[]}'"#,
        ),
    ];
    let mut outbox = w.outbox();
    for (n, (close, open)) in (0..).zip(gates) {
        let id = w.send(&order(&w.tenant, &phone(n))).await.unwrap().id;
        w.sql(close).await;
        for _ in 0..2 {
            assert_eq!(outbox.turn().await.unwrap(), 0, "{close}");
            w.pass(MINUTE);
        }
        assert_eq!(w.state(id).await, State::Queued, "{close}");
        w.sql(open).await;
        assert_eq!(outbox.turn().await.unwrap(), 1, "{open}");
        assert_eq!(w.state(id).await, State::Accepted, "{open}");
    }
}
