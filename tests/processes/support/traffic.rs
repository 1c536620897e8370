//! Messages in both directions, and what is left of them.

use std::{collections::BTreeMap, net::SocketAddr, time::Instant};

use sandbox::Wrote;
use serde_json::{Value, json};

use super::{LOOK, PATIENCE, World, meta::address, recipient, writer};

impl World {
    /// Asks a console to send the `n`th message, until it says that it has
    /// taken it. Answers our id.
    pub(crate) async fn send(&self, console: &str, n: usize) -> String {
        let address = format!("{console}/api/v1/whatsapp/send");
        let started = Instant::now();
        loop {
            let asked = self
                .http
                .post(&address)
                .bearer_auth(&self.key)
                .header("idempotency-key", format!("order-{n}"))
                .header("content-type", "application/json")
                .body(self.order(n).to_string())
                .send()
                .await;
            if let Ok(answer) = asked {
                let status = answer.status().as_u16();
                let Ok(body) = answer.text().await else { continue };
                match status {
                    202 => {
                        let taken: Value = serde_json::from_str(&body).unwrap();
                        return taken["id"].as_str().unwrap().to_owned();
                    }
                    429 | 503 => {}
                    other => panic!("{other}: {body}"),
                }
            }
            assert!(started.elapsed() < PATIENCE, "message {n} was never taken");
            tokio::time::sleep(LOOK).await;
        }
    }

    fn order(&self, n: usize) -> Value {
        let value = |text: &str| json!({"type": "text", "text": text});
        json!({
            "tenant_id": self.tenants[n % self.tenants.len()].to_string(),
            "recipient_phone": recipient(n), "recipient_name": "Juan García",
            "message_type": "template", "user_authorized": true,
            "template": {"template_name": "po_notification", "language": "es", "components": [
                {"type": "body", "parameters": [value("Juan García"), value("PO-TEST-001"), value("€150.00")]},
            ]},
        })
    }

    /// The `n`th customer writes; answers Meta's id of the message.
    pub(crate) fn customer_writes(&self, n: usize) -> String {
        let first: usize = sandbox::FIRST_PHONE.parse().unwrap();
        let wrote = Wrote {
            number: (first + n % self.tenants.len()).to_string(),
            from: Some(writer(n)),
            text: Some(format!("¿Tenéis {n} panes de centeno?")),
            ..Wrote::default()
        };
        self.sandbox.sandbox.state().customer_writes(&wrote).unwrap()
    }

    /// Where Meta posts from now on.
    pub(crate) fn post_to(&self, console: SocketAddr) {
        let mut state = self.sandbox.sandbox.state();
        for subscription in &mut state.waba_mut(sandbox::WABA).unwrap().subscriptions {
            subscription.override_callback_uri = Some(address(console));
        }
    }

    /// The first column of a query's only row.
    pub(crate) async fn count(&self, sql: &'static str) -> i64 {
        let mut tx = self.svc.db.read().await.unwrap();
        store::on!(&mut tx, |c| sqlx::query_scalar(sql).fetch_one(c).await).unwrap()
    }

    /// Pairs of texts.
    pub(crate) async fn pairs(&self, sql: &'static str) -> BTreeMap<String, String> {
        let mut tx = self.svc.db.read().await.unwrap();
        let rows: Vec<(String, String)> =
            store::on!(&mut tx, |c| sqlx::query_as(sql).fetch_all(c).await).unwrap();
        rows.into_iter().collect()
    }

    /// Digits of everybody who takes part must be in no log.
    pub(crate) fn assert_logs_name_nobody(&self, people: usize) {
        let logs = self.logs();
        assert!(
            logs.iter().any(|log| log.contains("answered")),
            "nothing was logged"
        );
        for log in logs {
            // Durations have as many digits as anybody's number.
            let told = |line: &str| line.split("took_ms").next().unwrap_or_default().to_owned();
            let log: Vec<String> = log.lines().map(told).collect();
            for n in 0..people {
                for digits in [recipient(n).trim_start_matches("+34").to_owned(), writer(n)] {
                    let line = log.iter().find(|line| line.contains(&digits));
                    assert_eq!(line, None, "{digits}");
                }
            }
        }
    }
}
