//! Hiding customers' numbers: in a number, in a text, in Meta's ids and events.

use domain::phone::{E164, mask_in_text};
use serde_json::Value;

/// How a customer is named in a list: a masked number, or the end of Meta's
/// user id for customers who do not share theirs. Empty when nothing is known.
pub(crate) fn masked(phone: Option<&str>, wa_id: Option<&str>, user_id: Option<&str>) -> String {
    match number(phone, wa_id) {
        Some(number) => number.masked(),
        // Nothing that can be read as a number is shown in full.
        None => match (phone.or(wa_id).filter(|text| !text.is_empty()), user_id) {
            (_, Some(id)) => shortened(id),
            (Some(text), None) => hidden(text),
            (None, None) => String::new(),
        },
    }
}

/// The same for those who may see it whole.
pub(crate) fn whole(phone: Option<&str>, wa_id: Option<&str>, user_id: Option<&str>) -> String {
    match number(phone, wa_id) {
        Some(number) => number.spaced(),
        None => phone
            .or(wa_id)
            .filter(|text| !text.is_empty())
            .or(user_id)
            .unwrap_or_default()
            .to_owned(),
    }
}

fn number(phone: Option<&str>, wa_id: Option<&str>) -> Option<E164> {
    [phone, wa_id]
        .into_iter()
        .flatten()
        .find_map(|text| E164::parse(text).ok())
}

/// Everything but the last three characters.
fn hidden(text: &str) -> String {
    let shown = text.chars().count().saturating_sub(3);
    text.chars()
        .enumerate()
        .map(|(at, c)| {
            if at < shown && c.is_alphanumeric() {
                '•'
            } else {
                c
            }
        })
        .collect()
}

/// Both ends of an id. Meta's message ids contain the customer's number
/// (base64), so the middle is nothing for those who may not see it.
pub(crate) fn shortened(id: &str) -> String {
    let chars: Vec<char> = id.chars().collect();
    let start: String = chars.iter().take(6).collect();
    let end: String = chars.iter().skip(chars.len().saturating_sub(6).max(6)).collect();
    format!("{start}…{end}")
}

/// Text by or for a customer, for those who may not see whole numbers.
pub(crate) fn text(text: &str, whole: bool) -> String {
    if whole {
        text.to_owned()
    } else {
        mask_in_text(text)
    }
}

/// Keys whose values are no customer's, however many digits they have.
const HARMLESS: [&str; 10] = [
    "timestamp",
    "expiration_timestamp",
    "phone_number_id",
    "display_phone_number",
    "code",
    "error_subcode",
    "fbtrace_id",
    "mime_type",
    "sha256",
    "file_size",
];

/// Keys whose values are Meta's ids, which contain the customer's number.
const IDS: [&str; 5] = [
    "id",
    "message_id",
    "original_message_id",
    "user_id",
    "recipient_user_id",
];
/// How Meta's ids of messages begin, under whatever key they stand.
const MESSAGE_ID: &str = "wamid.";

/// Masks everything in Meta's words that may be a customer's number.
pub(crate) fn json(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                match value {
                    Value::String(text) if text.starts_with(MESSAGE_ID) => *text = shortened(text),
                    _ if HARMLESS.contains(&key.as_str()) => {}
                    Value::String(text) if IDS.contains(&key.as_str()) => *text = shortened(text),
                    other => json(other),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(json),
        Value::String(text) if text.starts_with(MESSAGE_ID) => *text = shortened(text),
        Value::String(text) => *text = mask_in_text(text),
        Value::Number(number) => {
            let text = number.to_string();
            let hidden = mask_in_text(&text);
            if hidden != text {
                *value = Value::String(hidden);
            }
        }
        Value::Null | Value::Bool(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json as j;

    use super::*;

    #[test]
    fn a_customer_without_a_number_is_named_by_the_ends_of_their_id() {
        assert_eq!(
            masked(Some("+34612345678"), None, Some("ES.1")),
            "+34 6•• ••• 678"
        );
        assert_eq!(masked(None, Some("34612345678"), None), "+34 6•• ••• 678");
        assert_eq!(
            masked(None, None, Some("ES.13491208655302741918")),
            "ES.134…741918"
        );
        assert_eq!(masked(Some("call me maybe"), None, None), "•••• •• ••ybe");
        assert_eq!(masked(None, None, None), "");
        assert_eq!(whole(Some("+34612345678"), None, None), "+34 612 345 678");
    }

    #[test]
    fn metas_words_lose_numbers_and_ids_but_not_times_and_codes() {
        let mut event = j!({
            "id": "wamid.HBgLMzQ2MTIzNDU2NzgVAgARGBI1RTYA",
            "timestamp": "1795166998",
            "recipient_id": "34612345678",
            "errors": [{ "code": 131_026, "error_data": { "details": "to 34612345678" } }],
            "from": 34_612_345_678_i64,
        });
        json(&mut event);
        let text = event.to_string();
        assert!(!text.contains("612345"), "{text}");
        assert!(!text.contains("MzQ2MTIzNDU2Nzg"), "{text}");
        assert!(text.contains("1795166998") && text.contains("131026"), "{text}");
    }

    #[test]
    fn an_id_of_a_message_is_shortened_wherever_it_stands() {
        const ID: &str = "wamid.HBgLMzQ2MTIzNDU2NzgVAgARGBI1RTYA";
        let mut events = [
            j!({ "type": "revoke", "revoke": { "original_message_id": ID } }),
            j!({ "type": "edit", "edit": { "original_message_id": ID, "message": { "text": { "body": "no" } } } }),
            j!({ "type": "reaction", "reaction": { "message_id": ID, "emoji": "👍" } }),
            j!({ "something_new": ID, "list": [ID, [ID]], "code": ID }),
        ];
        for event in &mut events {
            json(event);
            let text = event.to_string();
            assert!(!text.contains("MzQ2MTIzNDU2Nzg"), "{text}");
            assert!(text.contains("wamid.…"), "{text}");
        }
    }
}
