//! What Meta tells.

use super::NUMBER;

/// A customer's text; `at` in milliseconds.
pub(crate) fn inbound(wamid: &str, number: &str, from: &str, at: i64, text: &str) -> String {
    let seconds = at / 1_000;
    let message = format!(
        r#"{{"from":"{from}","id":"{wamid}","timestamp":"{seconds}","type":"text","text":{{"body":"{text}"}}}}"#
    );
    message_change(number, "messages", &message)
}

/// A status report; `at` in milliseconds.
pub(crate) fn status(wamid: &str, word: &str, at: i64, tracking: Option<&str>) -> String {
    let seconds = at / 1_000;
    let tracking = tracking
        .map(|t| format!(r#","biz_opaque_callback_data":"{t}""#))
        .unwrap_or_default();
    let report = format!(
        r#"{{"id":"{wamid}","status":"{word}","timestamp":"{seconds}","recipient_id":"34600000118"{tracking}}}"#
    );
    message_change(NUMBER, "statuses", &report)
}

/// A change of the field `messages` with one element in `list`.
pub(crate) fn message_change(number: &str, list: &str, element: &str) -> String {
    format!(
        r#"{{"field":"messages","value":{{"messaging_product":"whatsapp",
            "metadata":{{"display_phone_number":"34612345678","phone_number_id":"{number}"}},"{list}":[{element}]}}}}"#
    )
}

/// Every order of the numbers below `n`.
pub(crate) fn orders(n: usize) -> Vec<Vec<usize>> {
    if n == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for rest in orders(n - 1) {
        for at in 0..n {
            let mut order = rest.clone();
            order.insert(at, n - 1);
            all.push(order);
        }
    }
    all
}
