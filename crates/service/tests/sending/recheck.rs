//! What waits is looked at once more before it leaves.

use domain::{
    message::{delivery::State, gate::Gate},
    time::{DAY, HOUR, MINUTE, SECOND},
};
use rstest::rstest;
use service::messages::detail;
use store::Engine;

use crate::{JUAN, order, phone, template, text, world};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn who_says_stop_while_a_message_waits_gets_nothing(#[case] engine: Engine) {
    let w = world(engine).await;
    let to_juan = w.send(&order(&w.tenant, JUAN)).await.unwrap().id;
    let to_other = w.send(&order(&w.tenant, &phone(1))).await.unwrap().id;
    let (_, contact) = w.customer_writes(JUAN, "BAJA").await;
    w.pass(SECOND);
    let mut tx = w.t.db.db.write().await.unwrap();
    let now = w.t.clock.clock().now();
    store::consents::add(
        &mut tx,
        &store::consents::NewConsent {
            id: w.t.random.message_id(now),
            contact,
            category: "all",
            given: false,
            platform: false,
            at: now,
            source: "stop_word",
            wording: "BAJA",
            by_name: "",
        },
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(w.outbox().turn().await.unwrap(), 1);
    assert_eq!(w.accepted(), [to_other.to_string()]);
    assert_eq!(w.state(to_juan).await, State::Dropped);
    let shown = detail::get(&w, &w.admin, None, to_juan).await.unwrap();
    assert_eq!(shown.turned_away, Some(Gate::OptOut), "and it is said why");
    assert_eq!(w.count("SELECT CAST(COUNT(*) AS BIGINT) FROM outbox").await, 0);
    assert_eq!(
        w.count("SELECT CAST(COUNT(*) AS BIGINT) FROM daily_recipients")
            .await,
        1,
        "who gets nothing uses up no limit"
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn free_text_that_waits_beyond_the_24_hours_is_withdrawn(#[case] engine: Engine) {
    let w = world(engine).await;
    w.customer_writes(JUAN, "¿Tenéis roscón?").await;
    let late = w.send(&text(&w.tenant, JUAN, "Sí")).await.unwrap().id;
    w.pass(DAY + MINUTE);
    w.outbox().turn().await.unwrap();
    assert_eq!(w.state(late).await, State::Dropped);
    assert!(w.accepted().is_empty());
    let shown = detail::get(&w, &w.admin, None, late).await.unwrap();
    assert_eq!(shown.turned_away, Some(Gate::Window));

    w.customer_writes(JUAN, "¿Hola?").await;
    let now = w.send(&text(&w.tenant, JUAN, "Sí, claro")).await.unwrap().id;
    w.pass(HOUR);
    w.outbox().turn().await.unwrap();
    assert_eq!(w.state(now).await, State::Accepted);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_template_that_cannot_be_used_meanwhile_waits_until_it_can(#[case] engine: Engine) {
    let w = world(engine).await;
    let id = w.send(&order(&w.tenant, JUAN)).await.unwrap().id;
    w.sql("UPDATE templates SET status = 'PAUSED' WHERE name = 'po_notification'")
        .await;
    let mut outbox = w.outbox();
    assert_eq!(outbox.turn().await.unwrap(), 0);
    assert_eq!(w.state(id).await, State::Queued);
    w.sql("UPDATE templates SET status = 'APPROVED' WHERE name = 'po_notification'")
        .await;
    assert_eq!(
        outbox.turn().await.unwrap(),
        0,
        "it is left alone for some minutes"
    );
    w.pass(5 * MINUTE);
    assert_eq!(outbox.turn().await.unwrap(), 1);
    assert_eq!(w.state(id).await, State::Accepted);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_long_queue_of_a_paused_template_does_not_hold_up_another(#[case] engine: Engine) {
    let w = world(engine).await;
    for n in 0..200 {
        w.send(&order(&w.tenant, &phone(n))).await.unwrap();
    }
    let other = w
        .send(&template(&w.tenant, &phone(999), "nudge_reply", &[]))
        .await
        .unwrap()
        .id;
    w.sql("UPDATE templates SET status = 'PAUSED' WHERE name = 'po_notification'")
        .await;
    let mut outbox = w.outbox();
    for _ in 0..2 {
        outbox.turn().await.unwrap();
        w.pass(SECOND);
    }
    assert_eq!(w.state(other).await, State::Accepted);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_hard_stop_and_a_suspension_hold_what_waits_untouched(#[case] engine: Engine) {
    use service::billing::budgets::{BudgetInput, clear, set};
    let w = world(engine).await;
    let other = w.bakery("Goiko", 1).await;
    let held = w.send(&order(&w.tenant, JUAN)).await.unwrap().id;
    let free = w.send(&order(&other, &phone(1))).await.unwrap().id;
    let input = BudgetInput {
        limit: "10".into(),
        currency: "EUR".into(),
        thresholds: String::new(),
        hard_stop: true,
    };
    set(&w, &w.admin, Some(&w.tenant), &input).await.unwrap();
    // All of it is spent by now.
    w.sql(
        "INSERT INTO billing_months (month, tenant, number, account_id, charge, of_month, regime, reason, market,
             category, card, currency, rate_micros, messages, unpriced, amount_micros)
         SELECT 202701, s.no, 0, '', 0, 202701, '', '', 'ES', 'marketing', '', 'EUR', 1, 1, 0, 10000000
         FROM short_ids s JOIN tenants t ON t.id = s.id WHERE t.name = 'San Juan'",
    )
    .await;
    let mut outbox = w.outbox();
    assert_eq!(outbox.turn().await.unwrap(), 1);
    assert_eq!(
        (w.state(held).await, w.state(free).await),
        (State::Queued, State::Accepted)
    );

    clear(&w, &w.admin, Some(&w.tenant)).await.unwrap();
    w.sql("UPDATE tenants SET status = 'suspended' WHERE name = 'San Juan'")
        .await;
    assert_eq!(outbox.turn().await.unwrap(), 0);
    w.sql("UPDATE tenants SET status = 'active' WHERE name = 'San Juan'")
        .await;
    assert_eq!(outbox.turn().await.unwrap(), 1);
    assert_eq!(w.state(held).await, State::Accepted);
}
