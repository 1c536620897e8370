//! A message of the past, as it is stored.

use domain::message::{delivery::Facts, id::MessageId};
use serde_json::json;
use store::messages::past::PastMessage;

use super::{PastEvent, PastSent, PastWhat};

/// Who asked for the messages.
const SOURCE: &str = "obrador.app";

/// The message that an event was.
pub(super) fn row(id: MessageId, tenant: i64, number: i64, contact: i64, event: &PastEvent) -> PastMessage {
    let preview: String = event.text.chars().take(200).collect();
    let base = PastMessage {
        id,
        tenant,
        number,
        contact,
        kind: "text",
        wamid: event.wamid.clone(),
        at: event.at,
        preview,
        content: String::new(),
        template: None,
        language: None,
        asked_category: None,
        category: None,
        pricing: None,
        error_code: None,
        errors: None,
        source: String::new(),
        facts: None,
    };
    match &event.what {
        PastWhat::Wrote { entry_point } => {
            let mut content = json!({
                "from": event.wa_id, "id": event.wamid, "type": "text", "text": { "body": event.text },
            });
            if *entry_point {
                content["referral"] = json!({ "source_type": "ad" });
            }
            PastMessage {
                content: content.to_string(),
                ..base
            }
        }
        PastWhat::Sent(sent) => PastMessage {
            kind: if sent.template.is_some() {
                "template"
            } else {
                "text"
            },
            content: content(event, sent).to_string(),
            template: sent.template.as_ref().map(|(name, ..)| name.clone()),
            language: sent.template.as_ref().map(|(_, language, ..)| language.clone()),
            asked_category: sent
                .template
                .as_ref()
                .map(|(_, _, category, _)| category.to_lowercase()),
            category: sent
                .charge
                .as_ref()
                .map(|(_, category)| category.clone())
                .or_else(|| {
                    sent.template
                        .as_ref()
                        .map(|(_, _, category, _)| category.to_lowercase())
                }),
            pricing: sent.charge.as_ref().map(|(kind, category)| {
                json!({
                    "billable": kind == "regular", "pricing_model": "PMP", "type": kind, "category": category,
                })
                .to_string()
            }),
            error_code: sent.failed.map(|(_, code)| code),
            errors: sent
                .failed
                .map(|(_, code)| json!([{ "code": code, "title": "Message undeliverable" }]).to_string()),
            source: SOURCE.to_owned(),
            facts: Some(Facts {
                queued_at: Some(event.at),
                handed_at: Some(event.at),
                accepted_at: Some(event.at),
                sent_at: sent.sent_at,
                delivered_at: sent.delivered_at,
                read_at: sent.read_at,
                failed_at: sent.failed.map(|(at, _)| at),
                ..Facts::default()
            }),
            ..base
        },
    }
}

fn content(event: &PastEvent, sent: &PastSent) -> serde_json::Value {
    match &sent.template {
        None => json!({ "type": "text", "text": { "body": event.text } }),
        Some((name, language, _, values)) => {
            let parameters: Vec<_> = values
                .iter()
                .map(|value| json!({ "type": "text", "text": value }))
                .collect();
            json!({
                "type": "template",
                "template": {
                    "name": name,
                    "language": { "code": language },
                    "components": [{ "type": "body", "parameters": parameters }],
                },
            })
        }
    }
}
