//! Putting reports into what is known about a message, whatever their order.

use channels::webhook::envelope::{Pricing, StatusReport};
use domain::{message::delivery::ReportedStatus, time::Millis};
use serde_json::value::RawValue;
use store::messages::progress::Progress;

use super::found::LONGEST_ID;

/// Puts a report into a message's facts. What Meta says once (errors, price) is
/// kept verbatim, and never overwritten by a later report without it. Of reports
/// that say different things always the same one is left, whatever their order.
pub(super) fn fold(message: &mut Progress, report: &StatusReport<'_>, at: Millis) -> bool {
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
    if let Some(category) = category(pricing) {
        message.category = Some(category.to_owned());
    }
    true
}

/// The category; a word that is too long for the ledger's keys is none.
fn category<'r>(pricing: &'r Pricing<'_>) -> Option<&'r str> {
    pricing
        .category
        .as_deref()
        .filter(|word| word.len() <= LONGEST_ID)
}

/// The smaller one counts.
fn rank<'a>(pricing: &Pricing<'a>) -> (bool, bool, &'a str) {
    (
        category(pricing).is_none(),
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
