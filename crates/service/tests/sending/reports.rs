//! What Meta reports about a message whose call ended without an answer.

use std::collections::BTreeMap;

use domain::{
    message::{delivery::State, id::MessageId},
    time::SECOND,
};
use rstest::rstest;
use sandbox::{Fault, FaultEffect};
use serde_json::json;
use service::{
    consent::{record, standing::Standing},
    messages::outbox::{perform, stops},
    webhooks::worker,
};
use store::{
    Engine,
    messages::progress::Progress,
    webhooks::deliveries::{self, NewDelivery},
};

use crate::{JUAN, World, order, world};

/// Meta's way to say that it does not know either.
fn no_answer() -> FaultEffect {
    FaultEffect::Answer {
        status: 503,
        body: json!({"error": {"message": "no", "type": "OAuthException", "code": 2}}),
        headers: BTreeMap::default(),
    }
}

impl World {
    /// Meta reports that a message failed, by the id that travels with it.
    async fn failed(&self, id: MessageId, code: i64) {
        let now = self.t.clock.clock().now();
        let report = json!({
            "id": format!("wamid.{id}"), "status": "failed", "timestamp": (now.0 / SECOND).to_string(),
            "recipient_id": JUAN.trim_start_matches('+'), "biz_opaque_callback_data": id.to_string(),
            "errors": [{"code": code, "title": "no", "error_data": {"details": "as Meta said it"}}],
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
            self.failed(id, code).await;
            outbox.record(&[ended]).await.unwrap();
        } else {
            outbox.record(&[ended]).await.unwrap();
            assert_eq!(self.state(id).await, State::Unknown);
            self.failed(id, code).await;
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
