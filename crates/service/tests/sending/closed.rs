//! What waits behind a closed gate.

use domain::{
    message::{delivery::State, gate::Gate},
    time::{MINUTE, SECOND},
};
use rstest::rstest;
use store::Engine;

use crate::{JUAN, order, phone, text, world};

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

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_restricted_number_answers_and_keeps_the_rest_until_it_may_write_first_again(
    #[case] engine: Engine,
) {
    let w = world(engine).await;
    w.customer_writes(JUAN, "¿Está mi pedido?").await;
    let first = w.send(&order(&w.tenant, &phone(1))).await.unwrap().id;
    let answer = w.send(&text(&w.tenant, JUAN, "Sí")).await.unwrap().id;
    w.sql("UPDATE numbers SET status = 'RESTRICTED'").await;
    let mut outbox = w.outbox();
    assert_eq!(outbox.turn().await.unwrap(), 1);
    assert_eq!(
        (w.state(first).await, w.state(answer).await),
        (State::Queued, State::Accepted)
    );
    // The same holds for what is asked for now.
    assert_eq!(
        w.refusal(&order(&w.tenant, &phone(2))).await.code(),
        Gate::NumberLimit.key()
    );
    w.pass(MINUTE);
    w.send(&text(&w.tenant, JUAN, "Ven cuando quieras"))
        .await
        .unwrap();
    w.send(&order(&w.tenant, JUAN)).await.unwrap();

    w.sql("UPDATE numbers SET status = 'CONNECTED'").await;
    w.pass(5 * MINUTE);
    outbox.turn().await.unwrap();
    assert_eq!(w.state(first).await, State::Accepted);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_long_queue_of_a_restricted_number_does_not_hold_up_who_wrote(#[case] engine: Engine) {
    let w = world(engine).await;
    w.customer_writes(JUAN, "¿Está mi pedido?").await;
    for n in 0..200 {
        w.send(&order(&w.tenant, &phone(n))).await.unwrap();
    }
    let late = w.send(&order(&w.tenant, JUAN)).await.unwrap().id;
    w.sql("UPDATE numbers SET status = 'RESTRICTED'").await;
    let mut outbox = w.outbox();
    for _ in 0..2 {
        outbox.turn().await.unwrap();
        w.pass(SECOND);
    }
    assert_eq!(w.accepted(), [late.to_string()]);
}
