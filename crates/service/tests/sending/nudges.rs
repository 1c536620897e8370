//! Text that waits for an answer.

use domain::{
    contact::Wish,
    message::{delivery::State, gate::Gate},
    time::{DAY, HOUR, MINUTE},
};
use rstest::rstest;
use service::{
    ServiceError, consent,
    messages::{
        detail,
        nudge::{self, EXPIRES_AFTER, NudgeInput, Nudged},
        outbox::decide,
        send::{SendTo, TemplateContent},
    },
};
use store::Engine;

use crate::{JUAN, World, world};

impl World {
    async fn hold(&self, body: &str) -> Result<Nudged, ServiceError> {
        let input = NudgeInput {
            tenant: self.tenant.clone(),
            to: SendTo::Phone {
                phone: JUAN.into(),
                name: String::new(),
            },
            body: body.into(),
            template: TemplateContent {
                name: "nudge_reply".into(),
                language: "es".into(),
                components: None,
            },
            authorized: None,
        };
        nudge::send_or_hold(&self.t, &self.admin, &input).await
    }

    /// The customer answers, as the webhook's worker notes it.
    async fn answers(&self, text: &str) -> usize {
        let (number, contact) = self.customer_writes(JUAN, text).await;
        let now = self.t.clock.clock().now();
        let mut tx = self.t.db.db.write().await.unwrap();
        if domain::contact::wish(text) == Some(Wish::Stop) {
            consent::note_wish(&self.t, &mut tx, contact, Wish::Stop, now, text)
                .await
                .unwrap();
        }
        let out = nudge::on_inbound(&self.t, &mut tx, number, contact, now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        out
    }

    /// Somebody who has written before, long ago.
    async fn known_customer(&self) {
        let (_, contact) = self.customer_writes(JUAN, "Hola").await;
        let now = self.t.clock.clock().now();
        let mut tx = self.t.db.db.write().await.unwrap();
        consent::note_wish(&self.t, &mut tx, contact, Wish::Start, now, "alta")
            .await
            .unwrap();
        tx.commit().await.unwrap();
        self.pass(2 * DAY);
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_held_text_goes_out_once_when_the_customer_answers(#[case] engine: Engine) {
    let w = world(engine).await;
    w.known_customer().await;
    let first = w.hold("El pan está listo.").await.unwrap();
    assert_eq!(first.text.state, State::Held);
    assert!(first.asked.is_some());
    let second = w.hold("Y las magdalenas.").await.unwrap();
    assert_eq!(second.asked, None);
    let mut outbox = w.outbox();
    assert_eq!(outbox.turn().await.unwrap(), 1);
    w.pass(HOUR);
    assert_eq!(outbox.turn().await.unwrap(), 0);
    assert_eq!(w.answers("Dime").await, 2);
    assert_eq!(w.answers("¿Sí?").await, 0);
    for _ in 0..3 {
        outbox.turn().await.unwrap();
        w.pass(MINUTE);
    }
    assert_eq!(w.state(first.text.id).await, State::Accepted);
    assert_eq!(w.state(second.text.id).await, State::Accepted);
    assert_eq!(w.accepted().len(), 3);
    // The window is open now: nothing has to be held.
    let third = w.hold("Hasta luego.").await.unwrap();
    assert_eq!((third.text.state, third.asked), (State::Queued, None));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_held_text_expires_or_is_withdrawn_or_stopped(#[case] engine: Engine) {
    let w = world(engine).await;
    w.known_customer().await;
    let mut outbox = w.outbox();
    let old = w.hold("Uno").await.unwrap();
    w.pass(EXPIRES_AFTER);
    outbox.turn().await.unwrap();
    assert_eq!(w.state(old.text.id).await, State::Dropped);

    let withdrawn = w.hold("Dos").await.unwrap();
    decide::withdraw(&w, &w.admin, withdrawn.text.id).await.unwrap();
    assert_eq!(w.state(withdrawn.text.id).await, State::Dropped);
    assert_eq!(w.answers("Hola").await, 0);

    w.pass(2 * DAY);
    let stopped = w.hold("Tres").await.unwrap();
    assert_eq!(w.answers("BAJA").await, 0);
    assert_eq!(w.state(stopped.text.id).await, State::Dropped);
    let shown = detail::get(&w, &w.admin, None, stopped.text.id).await.unwrap();
    assert_eq!(shown.turned_away, Some(Gate::OptOut), "and it is said why");
    w.pass(2 * DAY);
    match w.hold("Cuatro").await {
        Err(ServiceError::Refused(report)) => {
            assert!(report.lines.iter().any(
                |line| line.gate == Gate::OptOut && line.verdict == domain::message::gate::Verdict::Stops
            ));
        }
        other => panic!("{other:?}"),
    }
}
