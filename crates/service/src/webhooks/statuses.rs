//! Status reports: folded into what is known about a message, or parked until
//! the message is known.

use std::collections::{HashMap, HashSet};

use channels::webhook::envelope::{Pricing, StatusReport};
use domain::{
    message::{delivery::ReportedStatus, id::MessageId},
    time::Millis,
};
use serde_json::value::RawValue;
use store::{
    Engine, Tx,
    messages::{
        outgoing,
        progress::{self, Progress},
    },
};

use super::failures::{self, Failure};
use crate::{Services, billing::follow, error::ServiceResult};

/// The messages that the reports of one batch are about.
#[derive(Debug, Default)]
pub(super) struct Reported {
    by_id: HashMap<i64, Progress>,
    by_wamid: HashMap<String, i64>,
    changed: HashSet<i64>,
    failures: Vec<Failure>,
}

impl Reported {
    /// Reads them: by Meta's id, or, while we have not learnt that yet, by our
    /// own id, which travels with each message.
    pub(super) async fn read(tx: &mut Tx, reports: &[&StatusReport<'_>]) -> ServiceResult<Self> {
        let mut wamids: Vec<String> = reports
            .iter()
            .filter_map(|r| r.wamid.as_deref().map(str::to_owned))
            .collect();
        wamids.sort_unstable();
        wamids.dedup();
        let mut found = progress::by_wamids(tx, &wamids).await?;
        let known: HashSet<&str> = found.iter().filter_map(|p| p.wamid.as_deref()).collect();
        let mut ids: Vec<i64> = reports
            .iter()
            .filter(|r| r.wamid.as_deref().is_none_or(|w| !known.contains(w)))
            .filter_map(|r| MessageId::parse(r.tracking.as_deref()?).ok())
            .map(|id| id.0)
            .collect();
        ids.sort_unstable();
        ids.dedup();
        // Never a message that already has another of Meta's ids: the report
        // would be about something else.
        let by_tracking = progress::by_ids(tx, &ids).await?;
        found.extend(by_tracking.into_iter().filter(|p| p.wamid.is_none()));
        if tx.engine() == Engine::Postgres && !found.is_empty() {
            // The sender may be writing an outcome into the same rows: wait for
            // it, and fold into what it wrote. SQLite has one writer anyway.
            let ids: Vec<i64> = found.iter().map(|p| p.id).collect();
            outgoing::lock(tx, &ids).await?;
            found = progress::by_ids(tx, &ids).await?;
        }
        let by_wamid = found
            .iter()
            .filter_map(|p| Some((p.wamid.clone()?, p.id)))
            .collect();
        Ok(Self {
            by_id: found.into_iter().map(|p| (p.id, p)).collect(),
            by_wamid,
            changed: HashSet::new(),
            failures: Vec::new(),
        })
    }

    /// Notes a report; answers the message's id, or `None` when it has to wait.
    pub(super) fn note(&mut self, report: &StatusReport<'_>, at: Millis) -> Option<MessageId> {
        let wamid = report.wamid.as_deref()?;
        let id = if let Some(id) = self.by_wamid.get(wamid) {
            *id
        } else {
            let id = MessageId::parse(report.tracking.as_deref()?).ok()?.0;
            let message = self.by_id.get_mut(&id).filter(|m| m.wamid.is_none())?;
            message.wamid = Some(wamid.to_owned());
            self.by_wamid.insert(wamid.to_owned(), id);
            self.changed.insert(id);
            id
        };
        let message = self.by_id.get_mut(&id)?;
        if fold(message, report, at) {
            self.changed.insert(id);
        }
        if report.status == ReportedStatus::Failed
            && let Some(code) = report.errors.code()
        {
            self.failures.push(Failure {
                number: message.number,
                contact: message.contact,
                code,
                at,
            });
        }
        Some(MessageId(id))
    }

    /// Writes what changed, and does what failures ask for. What messages cost
    /// that have arrived is worked out by a job that follows.
    pub(super) async fn save(&self, svc: &Services, tx: &mut Tx) -> ServiceResult<()> {
        let changed: Vec<&Progress> = self.changed.iter().filter_map(|id| self.by_id.get(id)).collect();
        let rows: Vec<Progress> = changed.iter().map(|p| (*p).clone()).collect();
        progress::save(tx, &rows).await?;
        let arrived: Vec<i64> = changed
            .iter()
            .filter(|message| message.facts.state().charged() == Some(true))
            .map(|message| message.id)
            .collect();
        follow::note(svc, tx, &arrived).await?;
        failures::act(svc, tx, &self.failures).await
    }
}

/// Puts a report into a message's facts. What Meta says once (errors, price) is
/// kept verbatim, and never overwritten by a later report without it. Of reports
/// that say different things always the same one is left, whatever their order.
fn fold(message: &mut Progress, report: &StatusReport<'_>, at: Millis) -> bool {
    let reported = match report.status {
        ReportedStatus::Failed => fail(message, report, at),
        _ => message.facts.report(&report.status, at),
    };
    let priced = report
        .pricing
        .as_ref()
        .is_some_and(|pricing| price(message, pricing));
    reported || priced
}

/// Notes a failure. Of several reports one that gives a reason counts, of these
/// the earliest, of two at the same instant the one whose text sorts first.
/// `failed_at` is the time of the report that counts, and once it is set the
/// errors are that report's: how a call ended, or who gave the message up, is
/// not why it failed.
fn fail(message: &mut Progress, report: &StatusReport<'_>, at: Millis) -> bool {
    let said = report.errors.raw.map(RawValue::get);
    if let Some(known_at) = message.facts.failed_at {
        let known = message.errors.as_deref();
        if (known.is_none(), known_at, known) <= (said.is_none(), at, said) {
            return false;
        }
    }
    message.facts.failed_at = Some(at);
    message.errors = said.map(str::to_owned);
    message.error_code = report.errors.code();
    true
}

/// Notes a price. Meta repeats it unchanged. Should two differ, one that names a
/// category counts, then one that names a type, then the one whose text sorts
/// first: what they say decides alone, because from which report a price is, the
/// message does not tell.
fn price(message: &mut Progress, pricing: &Pricing<'_>) -> bool {
    let said = pricing.raw.get();
    if let Some(known) = message.pricing.as_deref() {
        // The usual case, without reading it again.
        if known == said {
            return false;
        }
        let known = serde_json::from_str::<&RawValue>(known).map(Pricing::read);
        if known.is_ok_and(|known| rank(&known) <= rank(pricing)) {
            return false;
        }
    }
    message.pricing = Some(said.to_owned());
    if let Some(category) = pricing.category.as_deref() {
        message.category = Some(category.to_owned());
    }
    true
}

/// The smaller one counts.
fn rank<'a>(pricing: &Pricing<'a>) -> (bool, bool, &'a str) {
    (
        pricing.category.is_none(),
        pricing.kind.is_none(),
        pricing.raw.get(),
    )
}

#[cfg(test)]
mod tests {
    use channels::webhook::envelope::{self, Event};
    use domain::message::delivery::Facts;
    use proptest::prelude::*;

    use super::*;

    /// Folds these reports, in this order, into a message whose call had no answer.
    fn folded(reports: &[String]) -> Progress {
        let mut message = Progress {
            id: 1,
            tenant: 1,
            number: 1,
            contact: None,
            wamid: Some("wamid.A".to_owned()),
            facts: Facts::default(),
            error_code: Some(2),
            errors: Some(r#"[{"title":"no answer"}]"#.to_owned()),
            pricing: None,
            category: Some("utility".to_owned()),
        };
        let body = format!(
            r#"{{"object":"whatsapp_business_account","entry":[{{"id":"1","changes":[
                {{"field":"messages","value":{{"statuses":[{}]}}}}]}}]}}"#,
            reports.join(",")
        );
        let envelope = envelope::parse(body.as_bytes()).unwrap();
        for item in &envelope.items {
            if let Event::Status(report) = &item.event {
                fold(&mut message, report, item.at.unwrap());
            }
        }
        message
    }

    fn report(status: &str, at: i64, rest: &str) -> String {
        format!(r#"{{"id":"wamid.A","status":"{status}","timestamp":"{at}"{rest}}}"#)
    }

    #[test]
    fn the_earliest_failure_with_a_reason_counts() {
        let bare = report("failed", 10, "");
        let early = report("failed", 20, r#","errors":[{"code":131050}]"#);
        let late = report("failed", 30, r#","errors":[{"code":131026}]"#);
        let message = folded(&[late, bare, early]);
        assert_eq!(
            (message.facts.failed_at, message.error_code),
            (Some(Millis(20_000)), Some(131_050))
        );
    }

    #[test]
    fn a_failure_without_a_reason_is_not_explained_by_the_call() {
        let message = folded(&[report("failed", 10, "")]);
        assert_eq!((message.error_code, message.errors), (None, None));
    }

    #[test]
    fn a_price_with_a_category_counts_more_than_one_without() {
        let bare = report("sent", 10, r#","pricing":{"billable":true}"#);
        let full = report(
            "delivered",
            20,
            r#","pricing":{"type":"regular","category":"marketing"}"#,
        );
        for reports in [[bare.clone(), full.clone()], [full, bare]] {
            let message = folded(&reports);
            assert_eq!(message.category.as_deref(), Some("marketing"));
            assert!(message.pricing.unwrap().contains("regular"));
        }
    }

    fn any_report() -> impl Strategy<Value = String> {
        let words = ["sent", "delivered", "read", "played", "failed"];
        let errors = [
            "",
            r#","errors":[{"code":131026}]"#,
            r#","errors":[{"code":131050}]"#,
            r#","errors":[{"title":"no"}]"#,
        ];
        let prices = [
            "",
            r#","pricing":{"type":"regular","category":"utility"}"#,
            r#","pricing":{"category":"marketing","type":"regular"}"#,
            r#","pricing":{"category":5}"#,
            r#","pricing":{"type":"free_customer_service"}"#,
            r#","pricing":{"billable":true}"#,
        ];
        (0..words.len(), 1..4_i64, 0..errors.len(), 0..prices.len()).prop_map(
            move |(word, at, error, price)| {
                report(words[word], at, &format!("{}{}", errors[error], prices[price]))
            },
        )
    }

    proptest! {
        #[test]
        fn any_order_and_repetition_of_reports_ends_the_same(
            (reports, shuffled) in prop::collection::vec(any_report(), 1..7)
                .prop_flat_map(|reports| (Just(reports.clone()), Just(reports).prop_shuffle())),
        ) {
            let once = folded(&reports);
            prop_assert_eq!(&folded(&shuffled), &once);
            prop_assert_eq!(&folded(&[shuffled, reports].concat()), &once);
        }
    }
}
