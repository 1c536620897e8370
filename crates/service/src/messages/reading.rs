//! What stored JSON says: the text, the cause of a failure, the price.

use domain::message::{delivery::State, gate::Gate};
use serde_json::{Value, json};

/// Why a message failed, in Meta's words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cause {
    /// Meta's code.
    pub code: i64,
    /// Meta's finer code, where it sends one.
    pub subcode: Option<i64>,
    /// Meta's heading.
    pub title: String,
    /// Meta's details, when they say more than the heading.
    pub details: Option<String>,
}

/// Whether Meta charges for a message (sources §2.3: on delivery, and only when
/// the price is of type `regular`). What it costs is billing's to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charge {
    /// It is, in this category if Meta names it.
    Charged,
    /// It was delivered and is free.
    Free,
    /// It is not, because it did not arrive or came from the customer.
    Not,
    /// Not decided yet.
    Open,
    /// It was delivered and Meta has not said.
    Unsaid,
}

/// Reads the price of a message.
pub(super) fn charge(state: State, pricing: Option<&str>) -> Charge {
    match state.charged() {
        None => Charge::Open,
        Some(false) => Charge::Not,
        Some(true) => {
            let kind = pricing.and_then(|text| serde_json::from_str::<Value>(text).ok());
            match kind
                .as_ref()
                .and_then(|pricing| pricing.get("type"))
                .and_then(Value::as_str)
            {
                Some("regular") => Charge::Charged,
                Some(_) => Charge::Free,
                None => Charge::Unsaid,
            }
        }
    }
}

/// Reads the first reason of a failure: a status's `errors` list, or the
/// `error` of a refused request. `code` is what is stored beside it.
pub(super) fn cause(code: Option<i64>, errors: Option<&str>) -> Option<Cause> {
    let parsed = errors.and_then(|text| serde_json::from_str::<Value>(text).ok());
    let first = parsed.as_ref().and_then(|value| match value {
        Value::Array(items) => items.first(),
        Value::Object(fields) => fields.get("error").or(Some(value)),
        _ => None,
    });
    let text = |value: Option<&Value>| {
        value
            .and_then(Value::as_str)
            .map(str::to_owned)
            .filter(|text| !text.is_empty())
    };
    let int = |value: Option<&Value>| value.and_then(Value::as_i64);
    let code = int(first.and_then(|e| e.get("code"))).or(code)?;
    let title =
        text(first.and_then(|e| e.get("title"))).or_else(|| text(first.and_then(|e| e.get("message"))));
    let details = text(first.and_then(|e| e.pointer("/error_data/details")))
        .or_else(|| text(first.and_then(|e| e.get("message"))))
        .filter(|details| Some(details) != title.as_ref());
    Some(Cause {
        code,
        subcode: int(first.and_then(|e| e.get("error_subcode"))),
        title: title.unwrap_or_default(),
        details,
    })
}

/// Where the gate that turned a waiting message away stands in its reasons.
const GATE: &str = "tahona_gate";

/// The reasons of a message that a gate turned away while it waited.
pub(super) fn turned_away_by(gate: Gate) -> String {
    json!([{ GATE: gate.key() }]).to_string()
}

/// Reads [`turned_away_by`].
pub(super) fn turned_away(errors: Option<&str>) -> Option<Gate> {
    let reasons: Value = serde_json::from_str(errors?).ok()?;
    Gate::from_key(reasons.get(0)?.get(GATE)?.as_str()?)
}

/// Where the words are in each kind of message, as sent or received.
const TEXTS: [&str; 12] = [
    "/text/body",
    "/image/caption",
    "/video/caption",
    "/document/caption",
    "/document/filename",
    "/button/text",
    "/interactive/button_reply/title",
    "/interactive/list_reply/title",
    "/interactive/body/text",
    "/reaction/emoji",
    "/location/name",
    "/system/body",
];

/// The words of a message; its preview where the JSON has none.
pub(super) fn text(content: &str, preview: &str) -> Option<String> {
    let parsed = serde_json::from_str::<Value>(content).ok();
    let found = parsed.as_ref().and_then(|value| {
        TEXTS.iter().find_map(|at| {
            value
                .pointer(at)
                .and_then(Value::as_str)
                .filter(|text| !text.is_empty())
        })
    });
    found
        .or(Some(preview))
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cause_is_read_from_a_status_and_from_a_refusal() {
        let status = r#"[{"code":131026,"title":"Message undeliverable","message":"Message undeliverable","error_data":{"details":"Not on WhatsApp."}}]"#;
        let found = cause(None, Some(status)).unwrap();
        assert_eq!(
            (found.code, found.title.as_str(), found.details.as_deref()),
            (131_026, "Message undeliverable", Some("Not on WhatsApp."))
        );
        let refusal =
            r#"{"error":{"message":"(#100) Invalid parameter","code":100,"error_subcode":2388299}}"#;
        let found = cause(Some(100), Some(refusal)).unwrap();
        assert_eq!(
            (found.code, found.subcode, found.details),
            (100, Some(2_388_299), None)
        );
        assert_eq!(cause(Some(1), Some("not json")).unwrap().code, 1);
        assert_eq!(cause(None, None), None);
    }

    #[test]
    fn only_a_delivered_message_of_the_regular_type_is_charged() {
        let regular = Some(r#"{"billable":true,"type":"regular","category":"utility"}"#);
        assert_eq!(charge(State::Read, regular), Charge::Charged);
        assert_eq!(charge(State::Sent, regular), Charge::Open);
        assert_eq!(charge(State::Failed, regular), Charge::Not);
        assert_eq!(
            charge(State::Delivered, Some(r#"{"type":"free_customer_service"}"#)),
            Charge::Free
        );
        assert_eq!(charge(State::Delivered, None), Charge::Unsaid);
        assert_eq!(charge(State::Received, None), Charge::Not);
    }

    #[test]
    fn the_words_are_found_in_any_kind_of_message() {
        assert_eq!(text(r#"{"text":{"body":"Hola"}}"#, "H").as_deref(), Some("Hola"));
        assert_eq!(
            text(r#"{"interactive":{"list_reply":{"title":"Lunes"}}}"#, "").as_deref(),
            Some("Lunes")
        );
        assert_eq!(
            text(r#"{"template":{"name":"x"}}"#, "Hola Amaia").as_deref(),
            Some("Hola Amaia")
        );
        assert_eq!(text("{}", ""), None);
    }
}
