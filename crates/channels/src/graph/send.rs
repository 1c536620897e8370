//! Sending messages (sources §1.6).

use async_trait::async_trait;
use domain::{ids::PhoneNumberId, phone::E164};
use reqwest::Method;
use secrecy::SecretString;
use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::{Value, json, value::RawValue};

use super::{
    ErrorClass, GraphClient, GraphError, NodeId,
    read::Read,
    transport::{Call, Failed},
};
use crate::partner::{
    Accepted, AcceptedContact, AcceptedStatus, Content, MessagingPartner, Outgoing, Recipient, SendError,
};

impl GraphClient {
    /// Sends a message from `phone`, exactly once. An accepted message is not
    /// a delivered one; its status comes by webhook.
    ///
    /// # Errors
    /// See [`SendError`]; it tells "no" from "nobody knows".
    pub async fn send_message(
        &self,
        token: &SecretString,
        phone: &PhoneNumberId,
        message: &Outgoing,
    ) -> Result<Accepted, SendError> {
        let body = serde_json::to_string(&Wire(message)).map_err(|error| SendError::NotSent {
            reason: error.to_string(),
        })?;
        let mut call = Call::new(Method::POST, NodeId::from(phone), Some("messages"));
        call.body = Some(body);
        let answer = self.transport.write(token, &call).await.map_err(outcome)?;
        accepted(answer)
    }
}

#[async_trait]
impl MessagingPartner for GraphClient {
    async fn send(
        &self,
        token: &SecretString,
        phone: &PhoneNumberId,
        message: &Outgoing,
    ) -> Result<Accepted, SendError> {
        self.send_message(token, phone, message).await
    }
}

/// A message as Meta wants it.
struct Wire<'a>(&'a Outgoing);

impl Serialize for Wire<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Outgoing {
            to: recipient,
            content,
            context,
            tracking,
        } = self.0;
        let mut map = to.serialize_map(None)?;
        map.serialize_entry("messaging_product", "whatsapp")?;
        map.serialize_entry("recipient_type", "individual")?;
        match recipient {
            Recipient::Phone(phone) => map.serialize_entry("to", E164::as_str(phone))?,
            Recipient::User(user) => map.serialize_entry("recipient", user.as_str())?,
        }
        match content {
            Content::Text { body, preview_url } => {
                map.serialize_entry("type", "text")?;
                map.serialize_entry("text", &json!({ "body": body, "preview_url": preview_url }))?;
            }
            Content::Template {
                name,
                language,
                components,
            } => {
                map.serialize_entry("type", "template")?;
                map.serialize_entry(
                    "template",
                    &Template {
                        name,
                        language: json!({ "code": language }),
                        components: components.as_deref(),
                    },
                )?;
            }
        }
        if let Some(wamid) = context {
            map.serialize_entry("context", &json!({ "message_id": wamid }))?;
        }
        if let Some(tracking) = tracking {
            map.serialize_entry("biz_opaque_callback_data", tracking)?;
        }
        map.end()
    }
}

#[derive(Serialize)]
struct Template<'a> {
    name: &'a str,
    language: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    components: Option<&'a RawValue>,
}

/// A 200 without a message id is no "no": the message may be on its way.
fn accepted(raw: Value) -> Result<Accepted, SendError> {
    let from = Read(&raw);
    let message = from.list("messages").next();
    let Some(wamid) = message.and_then(|message| message.key("id")) else {
        return Err(SendError::Unknown {
            reason: "accepted, but without an id of the message that can be kept".to_owned(),
            api: None,
        });
    };
    Ok(Accepted {
        wamid,
        message_status: message.and_then(|m| m.word("message_status", AcceptedStatus::parse)),
        contacts: from
            .list("contacts")
            .map(|contact| AcceptedContact {
                input: contact.key("input"),
                wa_id: contact.key("wa_id"),
                user_id: contact.key("user_id"),
            })
            .collect(),
        raw,
    })
}

/// What is known about a message whose call failed (sources §3: a time-out or a
/// 5xx leaves the outcome open).
fn outcome(failed: Failed) -> SendError {
    let reason = failed.error.to_string();
    match failed.error {
        _ if !failed.left => SendError::NotSent { reason },
        GraphError::Api(api) => {
            // Some clear refusals come as 500, for example a missing capability (3).
            if api.http_status >= 500 && api.class() == ErrorClass::Transient {
                SendError::Unknown {
                    reason,
                    api: Some(api),
                }
            } else {
                SendError::Refused(api)
            }
        }
        GraphError::Throttled { .. } | GraphError::OutOfTime => SendError::NotSent { reason },
        // A redirect or a page of something in between: Meta never saw it. 408
        // is a time-out in other words.
        GraphError::BadAnswer { http_status, .. }
            if (300..500).contains(&http_status) && http_status != 408 =>
        {
            SendError::NotSent { reason }
        }
        GraphError::Timeout
        | GraphError::Unreachable { .. }
        | GraphError::BadAnswer { .. }
        | GraphError::TooLarge { .. } => SendError::Unknown { reason, api: None },
    }
}

#[cfg(test)]
mod tests {
    use domain::contact::UserIdent;

    use super::*;

    fn wire(message: &Outgoing) -> Value {
        serde_json::to_value(Wire(message)).unwrap()
    }

    #[test]
    fn a_phone_is_dialled_with_its_plus_sign_and_a_user_by_the_other_name() {
        let mut message = Outgoing {
            to: Recipient::Phone(E164::parse("34 612 345 678").unwrap()),
            content: Content::Text {
                body: "Hola".into(),
                preview_url: false,
            },
            context: Some("wamid.A".into()),
            tracking: Some("42".into()),
        };
        assert_eq!(
            wire(&message),
            json!({
                "messaging_product": "whatsapp", "recipient_type": "individual", "to": "+34612345678",
                "type": "text", "text": {"body": "Hola", "preview_url": false},
                "context": {"message_id": "wamid.A"}, "biz_opaque_callback_data": "42",
            })
        );
        message.to = Recipient::User(UserIdent::parse("ES.1349").unwrap());
        let wire = wire(&message);
        assert_eq!(wire["recipient"], "ES.1349");
        assert!(wire.get("to").is_none());
    }

    #[test]
    fn components_travel_exactly_as_given() {
        let given = r#"[ {"type":"body", "parameters":[{"type":"text","text":"1.50"}]} ]"#;
        let message = Outgoing {
            to: Recipient::Phone(E164::parse("+34612345678").unwrap()),
            content: Content::Template {
                name: "po_notification".into(),
                language: "es".into(),
                components: Some(RawValue::from_string(given.into()).unwrap()),
            },
            context: None,
            tracking: None,
        };
        let text = serde_json::to_string(&Wire(&message)).unwrap();
        assert!(text.contains(given));
        assert!(text.contains(r#""language":{"code":"es"}"#));
    }
}
