//! What is known of a message: when it arrived or failed, and what Meta said
//! about its category and price.

use domain::{
    billing::category::Rated,
    time::{DAY, Millis},
};
use serde::Deserialize;
use store::billing::facts::Fact;

/// A report that claims a delivery later than this after the message was asked
/// for is dated by a wrong clock: Meta gives up after 30 days.
pub(super) const LATEST: i64 = 30 * DAY;
/// The same for a delivery before the message was asked for; seconds of
/// difference between two clocks are nothing unusual.
const EARLIEST: i64 = DAY;

/// When a message to a customer arrived: the earliest proof of it, within what
/// is possible. `None` while there is no proof.
pub(super) fn arrived(fact: &Fact) -> Option<Millis> {
    let earliest = [fact.delivered_at, fact.read_at, fact.played_at]
        .into_iter()
        .flatten()
        .min()?;
    Some(possible(fact, earliest))
}

/// When anything happened: a customer wrote, a message arrived, or it failed. A
/// message that arrived has not failed, whatever another of the customer's
/// devices reported.
pub(in crate::billing) fn happened(fact: &Fact) -> Option<Millis> {
    if fact.direction == 0 {
        Some(Millis(fact.at))
    } else {
        arrived(fact).or_else(|| Some(possible(fact, fact.failed_at?)))
    }
}

/// Whether this is a message of ours that failed and never arrived.
pub(in crate::billing) fn lost(fact: &Fact) -> bool {
    fact.direction != 0 && fact.failed_at.is_some() && arrived(fact).is_none()
}

/// An instant that a report claims, within what is possible.
fn possible(fact: &Fact, claimed: i64) -> Millis {
    Millis(claimed.clamp(fact.at - EARLIEST, fact.at + LATEST))
}

/// What a status report said about the price (sources §2.3).
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub(in crate::billing) struct Said {
    #[serde(default, rename = "pricing_model")]
    pub(in crate::billing) model: Option<String>,
    #[serde(default, rename = "type")]
    pub(in crate::billing) kind: Option<String>,
    #[serde(default)]
    pub(in crate::billing) category: Option<String>,
    #[serde(default)]
    pub(in crate::billing) billable: Option<bool>,
}

/// Reads what a report said; something unreadable says nothing.
pub(in crate::billing) fn said(fact: &Fact) -> Option<Said> {
    serde_json::from_str(fact.pricing.as_deref()?).ok()
}

/// The category that a message is charged in: Meta's word once it is there,
/// until then the template's.
pub(in crate::billing) fn category(fact: &Fact) -> String {
    let own = || {
        fact.asked_category
            .clone()
            .or_else(|| fact.category.clone())
            .unwrap_or_default()
    };
    let word = said(fact)
        .and_then(|said| said.category)
        .filter(|word| {
            fact.kind == "template" && Rated::parse(word).is_some_and(|rated| rated != Rated::Service)
        })
        .unwrap_or_else(own);
    let word = word.to_lowercase().replace('-', "_");
    // Which of the two rates applies follows from the account; a report that
    // says otherwise is kept as a difference.
    if Rated::parse(&word) == Some(Rated::AuthenticationInternational) {
        return Rated::Authentication.as_str().to_owned();
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact() -> Fact {
        Fact {
            id: 1,
            tenant: 1,
            number: 2,
            contact: Some(3),
            direction: 1,
            kind: "template".to_owned(),
            at: 1_800_000_000_000,
            template: Some("po_notification".to_owned()),
            asked_category: Some("utility".to_owned()),
            category: Some("marketing".to_owned()),
            pricing: None,
            delivered_at: None,
            read_at: None,
            played_at: None,
            failed_at: None,
            who: Some("34600111222".to_owned()),
            entry: 0,
        }
    }

    #[test]
    fn the_earliest_proof_of_arrival_counts_and_wrong_clocks_do_not() {
        let mut it = fact();
        assert_eq!(arrived(&it), None);
        it.read_at = Some(it.at + 5_000);
        it.delivered_at = Some(it.at + 9_000);
        assert_eq!(arrived(&it), Some(Millis(it.at + 5_000)));
        it.read_at = None;
        it.delivered_at = Some(it.at + 400 * DAY);
        assert_eq!(arrived(&it), Some(Millis(it.at + LATEST)));
        it.delivered_at = Some(0);
        assert_eq!(arrived(&it), Some(Millis(it.at - EARLIEST)));
    }

    #[test]
    fn what_arrived_has_not_failed_whatever_another_device_said() {
        let mut it = fact();
        it.failed_at = Some(it.at + 1_000);
        assert!(lost(&it));
        assert_eq!(happened(&it), Some(Millis(it.at + 1_000)));
        it.delivered_at = Some(it.at + 9_000);
        assert!(!lost(&it));
        assert_eq!(happened(&it), Some(Millis(it.at + 9_000)));
    }

    #[test]
    fn meta_s_word_on_the_category_counts_once_it_is_there() {
        let mut it = fact();
        assert_eq!(category(&it), "utility");
        it.pricing = Some(r#"{"pricing_model":"PMP","type":"regular","category":"MARKETING"}"#.to_owned());
        assert_eq!(category(&it), "marketing");
        // A word that nobody knows, or nonsense, does not change what was asked for.
        it.pricing = Some(r#"{"category":"teleport"}"#.to_owned());
        assert_eq!(category(&it), "utility");
        it.pricing = Some("[]".to_owned());
        assert_eq!(category(&it), "utility");
    }
}
