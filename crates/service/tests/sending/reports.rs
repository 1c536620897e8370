//! What Meta reports about a message whose call ended without an answer.

use std::collections::BTreeMap;

use domain::{
    contact::Wish,
    message::{delivery::State, id::MessageId},
    time::{HOUR, Millis, SECOND},
};
use rstest::rstest;
use sandbox::{Fault, FaultEffect};
use serde_json::{Value, json};
use service::{
    accounts::health,
    consent::{record, standing::Standing},
    messages::outbox::{perform, stops},
    webhooks::worker,
};
use store::{
    Engine,
    messages::progress::Progress,
    webhooks::deliveries::{self, NewDelivery},
};

use crate::{JUAN, World, order, phone, world};

/// Meta's way to say that it does not know either.
fn no_answer() -> FaultEffect {
    FaultEffect::Answer {
        status: 503,
        body: json!({"error": {"message": "no", "type": "OAuthException", "code": 2}}),
        headers: BTreeMap::default(),
    }
}

impl World {
    fn now(&self) -> Millis {
        self.t.clock.clock().now()
    }

    /// Meta reports that a message failed at `at`.
    async fn failed(&self, id: MessageId, code: i64, at: Millis) {
        let errors = json!([{"code": code, "title": "no", "error_data": {"details": "as Meta said it"}}]);
        self.reported(id, "failed", at, &errors).await;
    }

    /// Meta reports on a message: by its own id, or, while we do not know that,
    /// by ours, which travels with the message.
    async fn reported(&self, id: MessageId, word: &str, at: Millis, errors: &Value) {
        let now = self.now();
        let wamid = self.message(id).await.wamid;
        let report = json!({
            "id": wamid.unwrap_or_else(|| format!("wamid.{id}")), "status": word,
            "timestamp": (at.0 / SECOND).to_string(), "recipient_id": JUAN.trim_start_matches('+'),
            "biz_opaque_callback_data": id.to_string(), "errors": errors,
        });
        let value = json!({"messaging_product": "whatsapp", "statuses": [report]});
        let body = json!({
            "object": "whatsapp_business_account",
            "entry": [{"id": sandbox::WABA, "changes": [{"field": "messages", "value": value}]}],
        });
        let delivery = NewDelivery {
            id: self.t.random.message_id(now),
            received_at: now,
            body: body.to_string().into_bytes(),
        };
        let mut tx = self.t.db.db.write().await.unwrap();
        deliveries::insert(&mut tx, &[delivery]).await.unwrap();
        tx.commit().await.unwrap();
        worker::recover(&self.t.svc, 0).await.unwrap();
    }

    /// A message whose call is not answered, and of which Meta reports that it
    /// failed: after the call has ended, or while it is under way.
    async fn unanswered_and_failed(&self, code: i64, report_first: bool) -> Progress {
        let fault = Fault::next(1, no_answer()).on(format!("/{}/messages", sandbox::FIRST_PHONE));
        self.sandbox.sandbox.state().add_fault(fault);
        let id = self.send(&order(&self.tenant, JUAN)).await.unwrap().id;
        let mut outbox = self.outbox();
        outbox.upkeep().await.unwrap();
        let job = outbox.claim(1).await.unwrap().pop().unwrap();
        let ended = perform(self.t.svc.clone(), job).await;
        if report_first {
            self.failed(id, code, self.now()).await;
            outbox.record(&mut vec![ended]).await.unwrap();
        } else {
            outbox.record(&mut vec![ended]).await.unwrap();
            assert_eq!(self.state(id).await, State::Unknown);
            self.failed(id, code, self.now()).await;
        }
        self.message(id).await
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_reason_that_meta_reports_takes_the_place_of_ours(#[case] engine: Engine) {
    for report_first in [false, true] {
        let w = world(engine).await;
        let message = w.unanswered_and_failed(131_050, report_first).await;
        assert_eq!(
            (message.facts.state(), message.error_code),
            (State::Failed, Some(131_050)),
            "report first: {report_first}"
        );
        assert!(message.errors.unwrap().contains("as Meta said it"));
        // The customer does not want advertising; that counts however the call ended.
        let contact = message.contact.unwrap();
        let (_, _, adverts) = record::list(&w, &w.admin, &w.tenant, contact).await.unwrap();
        assert!(
            matches!(&adverts, Standing::Stopped { source, .. } if source == "error_131050"),
            "report first: {report_first}: {adverts:?}"
        );
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_report_that_concerns_everything_stops_it_however_the_call_ended(#[case] engine: Engine) {
    for report_first in [false, true] {
        let w = world(engine).await;
        w.unanswered_and_failed(131_042, report_first).await;
        let stopped = stops::list(&w, &w.admin).await.unwrap();
        assert_eq!(stopped.len(), 1, "report first: {report_first}");
        assert_eq!(stopped[0].code, 131_042);
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_stop_that_was_ended_is_not_raised_by_what_is_older(#[case] engine: Engine) {
    let w = world(engine).await;
    let mut sent = Vec::new();
    for n in 0..3 {
        sent.push(w.send(&order(&w.tenant, &phone(n))).await.unwrap().id);
    }
    let mut outbox = w.outbox();
    while outbox.turn().await.unwrap() > 0 {
        w.pass(SECOND);
    }
    let then = w.now();
    w.pass(HOUR);
    w.failed(sent[0], 131_042, then).await;
    let stopped = stops::list(&w, &w.admin).await.unwrap();
    assert_eq!((stopped.len(), stopped[0].since), (1, then), "since the failure");
    stops::resume(&w, &w.admin, &stopped[0].scope).await.unwrap();
    w.pass(HOUR);
    // Said again, said of another message, and more news of the same one.
    w.failed(sent[0], 131_042, then).await;
    w.failed(sent[1], 131_042, then.plus(SECOND)).await;
    w.reported(sent[0], "sent", then, &Value::Null).await;
    assert_eq!(stops::list(&w, &w.admin).await.unwrap(), []);
    // A failure of after that is news.
    let since = w.now();
    w.failed(sent[2], 131_042, since).await;
    let stopped = stops::list(&w, &w.admin).await.unwrap();
    assert_eq!((stopped.len(), stopped[0].since), (1, since));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_stop_whose_cause_is_known_to_be_over_is_not_raised(#[case] engine: Engine) {
    let w = world(engine).await;
    let sent = w.send(&order(&w.tenant, JUAN)).await.unwrap().id;
    w.outbox().turn().await.unwrap();
    let then = w.now();
    w.pass(HOUR);
    // Meta says that the account is well.
    health::refresh(&w, &w.admin, &w.account).await.unwrap();
    w.failed(sent, 131_042, then).await;
    assert_eq!(stops::list(&w, &w.admin).await.unwrap(), []);
    w.pass(SECOND);
    w.failed(sent, 131_042, w.now()).await;
    assert_eq!(stops::list(&w, &w.admin).await.unwrap().len(), 1);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_refusal_that_is_told_late_does_not_outdo_what_the_customer_said_since(#[case] engine: Engine) {
    let w = world(engine).await;
    let (_, contact) = w.customer_writes(JUAN, "Hola").await;
    let id = w.send(&order(&w.tenant, JUAN)).await.unwrap().id;
    w.outbox().turn().await.unwrap();
    let then = w.now();
    let adverts = async || record::list(&w, &w.admin, &w.tenant, contact).await.unwrap().2;
    w.pass(HOUR);
    w.wish(contact, Wish::Start).await;
    w.failed(id, 131_050, then).await;
    assert!(matches!(adverts().await, Standing::Agreed { .. }));
    // More news of the same message says nothing about the customer.
    w.reported(id, "sent", then, &Value::Null).await;
    assert!(matches!(adverts().await, Standing::Agreed { .. }));
    // A refusal of after that counts, at its own time, however often it is told.
    let since = w.now();
    w.pass(HOUR);
    for _ in 0..2 {
        w.failed(id, 131_050, since).await;
    }
    assert!(matches!(adverts().await, Standing::Stopped { at, .. } if at == since));
    let goodbyes = w
        .count("SELECT CAST(COUNT(*) AS BIGINT) FROM consents WHERE source = 'error_131050'")
        .await;
    assert_eq!(goodbyes, 1);
}
