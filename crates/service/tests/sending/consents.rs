//! Who agreed, who took it back, and whom that concerns.

use domain::{contact::Wish, message::gate::Gate, time::MINUTE};
use rstest::rstest;
use service::{consent, messages::send::SendInput};
use store::Engine;

use crate::{JUAN, World, order, text, world};

impl World {
    async fn wish(&self, contact: i64, wish: Wish) {
        let now = self.t.clock.clock().now();
        let mut tx = self.t.db.db.write().await.unwrap();
        consent::note_wish(&self.t, &mut tx, contact, wish, now, "x").await.unwrap();
        tx.commit().await.unwrap();
        self.pass(MINUTE);
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn stop_is_for_one_bakery_and_stop_all_for_every_one(#[case] engine: Engine) {
    let w = world(engine).await;
    let other = w.bakery("Goiko", 1).await;
    let (_, contact) = w.customer_writes(JUAN, "Hola").await;
    w.wish(contact, Wish::Stop).await;
    // A statement of the bakery does not undo what the customer said.
    assert_eq!(w.refusal(&order(&w.tenant, JUAN)).await.code(), Gate::OptOut.key());
    w.send(&order(&other, JUAN)).await.unwrap();
    w.wish(contact, Wish::StopAll).await;
    assert_eq!(w.refusal(&order(&other, JUAN)).await.code(), Gate::OptOut.key());
    // Starting again with one bakery starts again with that one alone.
    w.wish(contact, Wish::Start).await;
    w.send(&SendInput { authorized: None, ..order(&w.tenant, JUAN) }).await.unwrap();
    assert_eq!(w.refusal(&order(&other, JUAN)).await.code(), Gate::OptOut.key());
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn who_writes_again_after_a_goodbye_gets_an_answer_and_no_template(#[case] engine: Engine) {
    let w = world(engine).await;
    let (_, contact) = w.customer_writes(JUAN, "STOP").await;
    w.wish(contact, Wish::Stop).await;
    assert_eq!(w.refusal(&text(&w.tenant, JUAN, "Vale")).await.code(), Gate::OptOut.key());
    w.customer_writes(JUAN, "¿A qué hora abrís?").await;
    w.send(&text(&w.tenant, JUAN, "A las siete.")).await.unwrap();
    assert_eq!(w.refusal(&order(&w.tenant, JUAN)).await.code(), Gate::OptOut.key());
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn no_advertising_is_not_no_orders(#[case] engine: Engine) {
    let w = world(engine).await;
    w.customer_writes(JUAN, "Hola").await;
    let now = w.t.clock.clock().now();
    let mut tx = w.t.db.db.write().await.unwrap();
    let digits = JUAN.trim_start_matches('+');
    consent::note_preference(&w.t, &mut tx, (Some(digits), None), Wish::Stop, now).await.unwrap();
    tx.commit().await.unwrap();
    w.send(&order(&w.tenant, JUAN)).await.unwrap();
    w.sql("UPDATE templates SET category = 'MARKETING' WHERE name = 'po_notification'").await;
    assert_eq!(w.refusal(&order(&w.tenant, JUAN)).await.code(), Gate::OptOut.key());
}
