//! Properties that hold for every body.

use std::collections::BTreeSet;

use channels::webhook::envelope::parse;
use proptest::{collection, prelude::*};
use serde_json::{Value, json};

/// Names that the reader looks for, at any depth.
const NAMES: [&str; 30] = [
    "id",
    "type",
    "text",
    "body",
    "from",
    "from_user_id",
    "timestamp",
    "messages",
    "statuses",
    "status",
    "errors",
    "code",
    "contacts",
    "wa_id",
    "user_id",
    "profile",
    "metadata",
    "phone_number_id",
    "pricing",
    "conversation",
    "interactive",
    "image",
    "system",
    "context",
    "event",
    "history",
    "message_echoes",
    "state_sync",
    "user_preferences",
    "alert_info",
];
const FIELDS: [&str; 14] = [
    "messages",
    "smb_message_echoes",
    "history",
    "smb_app_state_sync",
    "user_preferences",
    "message_template_status_update",
    "template_category_update",
    "phone_number_quality_update",
    "account_update",
    "account_alerts",
    "business_capability_update",
    "security",
    "flows",
    "something_else",
];

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[0-9]{0,25}".prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
        prop::sample::select(&["text", "image", "interactive", "system", "sent", "payment"][..])
            .prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 64, 6, |inner| {
        prop_oneof![
            collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            collection::vec((prop::sample::select(&NAMES[..]), inner), 0..8)
                .prop_map(|fields| fields.into_iter().map(|(n, v)| (n.to_owned(), v)).collect()),
        ]
    })
}

fn any_change() -> impl Strategy<Value = Value> {
    (prop::sample::select(&FIELDS[..]), any_json())
        .prop_map(|(field, value)| json!({"field": field, "value": value}))
}

fn envelope(changes: &[Value]) -> String {
    json!({"object": "whatsapp_business_account", "entry": [{"id": "987654321098765", "time": 7, "changes": changes}]})
        .to_string()
}

fn keys(body: &str) -> BTreeSet<String> {
    parse(body.as_bytes())
        .map(|envelope| envelope.items.into_iter().map(|item| item.key).collect())
        .unwrap_or_default()
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in collection::vec(any::<u8>(), 0..200)) {
        let _ = parse(&bytes);
    }

    #[test]
    fn any_json_is_read_or_refused(body in any_json()) {
        let _ = parse(body.to_string().as_bytes());
        let entries = json!({"object": "whatsapp_business_account", "entry": body}).to_string();
        prop_assert_eq!(parse(entries.as_bytes()).is_ok(), body.is_array());
    }

    #[test]
    fn no_change_is_dropped_and_every_pointer_leads_to_its_event(changes in collection::vec(any_change(), 0..5)) {
        let body = envelope(&changes);
        let items = parse(body.as_bytes()).unwrap().items;
        for at in 0..changes.len() {
            let prefix = format!("/entry/0/changes/{at}/value");
            prop_assert!(items.iter().any(|item| item.pointer.starts_with(&prefix)));
        }
        let whole: Value = serde_json::from_str(&body).unwrap();
        for item in &items {
            let there = whole.pointer(&item.pointer);
            prop_assert_eq!(there, Some(&serde_json::from_str::<Value>(item.raw.get()).unwrap()));
        }
    }

    #[test]
    fn the_same_events_have_the_same_keys_in_any_order_and_batch(
        changes in collection::vec(any_change(), 1..6),
        turn in 0_usize..6,
    ) {
        let together = keys(&envelope(&changes));
        let mut other = changes.clone();
        other.rotate_left(turn % changes.len());
        other.push(changes[0].clone());
        prop_assert_eq!(&keys(&envelope(&other)), &together);
        let apart: BTreeSet<String> = changes.iter().flat_map(|change| keys(&envelope(std::slice::from_ref(change)))).collect();
        prop_assert_eq!(apart, together);
    }
}
