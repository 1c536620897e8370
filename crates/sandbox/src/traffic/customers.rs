//! People who get messages, and write some.

use domain::time::{Millis, SECOND};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Due, Sent, statuses::digits};
use crate::{State, pricing};

/// How somebody behaves. People who are not listed are on WhatsApp, read some
/// messages and answer none.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Customer {
    /// Their phone, digits only; none for people that only have a user id.
    pub phone: Option<String>,
    /// Their user id; made from the phone when absent.
    pub user_id: Option<String>,
    /// The name they gave themselves.
    pub name: Option<String>,
    /// Their user name.
    pub username: Option<String>,
    /// False: nothing reaches them (131026).
    pub on_whatsapp: bool,
    /// Whether they read; by chance when absent.
    pub reads: Option<bool>,
    /// Whether businesses see their user id only.
    pub hides_phone: bool,
    /// Marketing fails with 131050.
    pub stopped_marketing: bool,
    /// Everything fails with this code.
    pub fails_with: Option<i64>,
    /// Seconds after which they answer whatever they get.
    pub answers_after: Option<u32>,
    /// What they answer.
    pub answer: Option<String>,
}

impl Default for Customer {
    fn default() -> Self {
        Self {
            phone: None,
            user_id: None,
            name: None,
            username: None,
            on_whatsapp: true,
            reads: None,
            hides_phone: false,
            stopped_marketing: false,
            fails_with: None,
            answers_after: None,
            answer: None,
        }
    }
}

impl Customer {
    fn is(&self, phone: Option<&str>, user_id: Option<&str>) -> bool {
        (phone.is_some() && self.phone.as_deref() == phone)
            || (user_id.is_some() && self.user_id.as_deref() == user_id)
    }

    /// Why a message of this category cannot reach them.
    pub(crate) fn refusal(&self, category: Option<&str>) -> Option<i64> {
        if !self.on_whatsapp {
            return Some(131_026);
        }
        if self.stopped_marketing && category == Some("MARKETING") {
            return Some(131_050);
        }
        self.fails_with
    }
}

/// A message from a customer to a number.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Wrote {
    /// The number's phone number ID.
    pub number: String,
    /// Who: a phone in digits, …
    pub from: Option<String>,
    /// … a user id, or both.
    pub user_id: Option<String>,
    /// The name they gave themselves.
    pub name: Option<String>,
    /// `text` when absent; `button`, `image`, `location`, `reaction`, `button_reply`, …
    pub kind: Option<String>,
    /// Text, caption, title of the button, emoji.
    pub text: Option<String>,
    /// What is behind a button.
    pub payload: Option<String>,
    /// Id of the message that this one answers.
    pub context: Option<String>,
    /// When, in milliseconds since 1970; now when absent. For clocks that are wrong.
    pub at: Option<Millis>,
    /// Whether they came through an advertisement with "click to WhatsApp".
    pub entry_point: bool,
    /// The inner object as it is, for kinds that have no words here.
    pub content: Option<Value>,
}

/// Why nobody could write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotWrite {
    /// No such number.
    NoNumber,
    /// Neither a phone nor a user id.
    NoSender,
}

impl State {
    /// All customers that behave in a way of their own.
    #[must_use]
    pub fn customers(&self) -> &[Customer] {
        &self.traffic.customers
    }

    /// Adds a customer, or replaces the one with the same phone or user id;
    /// false with neither.
    pub fn add_customer(&mut self, mut customer: Customer) -> bool {
        customer.phone = customer
            .phone
            .map(|phone| digits(&phone))
            .filter(|p| !p.is_empty());
        if customer.user_id.is_none() {
            customer.user_id = customer.phone.as_deref().map(user_id);
        }
        if customer.user_id.is_none() {
            return false;
        }
        let (phone, id) = (customer.phone.clone(), customer.user_id.clone());
        self.traffic
            .customers
            .retain(|other| !other.is(phone.as_deref(), id.as_deref()));
        self.traffic.customers.push(customer);
        true
    }

    /// Forgets how everybody behaves.
    pub fn clear_customers(&mut self) {
        self.traffic.customers.clear();
    }

    pub(crate) fn customer(&self, phone: Option<&str>, user_id: Option<&str>) -> Option<&Customer> {
        self.traffic.customers.iter().find(|c| c.is(phone, user_id))
    }

    /// A customer writes; answers the id of the message, which goes out as a callback.
    ///
    /// # Errors
    /// When the number or the sender is not known.
    pub fn customer_writes(&mut self, wrote: &Wrote) -> Result<String, CannotWrite> {
        self.write(wrote, self.now())
    }

    pub(crate) fn write(&mut self, wrote: &Wrote, now: Millis) -> Result<String, CannotWrite> {
        let given = wrote
            .from
            .as_deref()
            .map(digits)
            .filter(|phone| !phone.is_empty());
        let known = self.customer(given.as_deref(), wrote.user_id.as_deref()).cloned();
        let hidden = known.as_ref().is_some_and(|customer| customer.hides_phone);
        let phone = given.or_else(|| known.as_ref()?.phone.clone());
        let id = wrote
            .user_id
            .clone()
            .or_else(|| known.as_ref()?.user_id.clone())
            .or_else(|| phone.as_deref().map(user_id))
            .ok_or(CannotWrite::NoSender)?;
        if self.phone(&wrote.number).is_none() {
            return Err(CannotWrite::NoNumber);
        }
        let at = wrote.at.unwrap_or(now);
        for person in [phone.as_ref(), Some(&id)].into_iter().flatten() {
            let heard = self
                .traffic
                .heard
                .entry((wrote.number.clone(), person.clone()))
                .or_insert(at);
            *heard = at.max(*heard);
            if wrote.entry_point {
                let free_until = at.plus(pricing::ENTRY_POINT);
                self.traffic
                    .entered
                    .insert((wrote.number.clone(), person.clone()), free_until);
            }
        }
        let shown = phone.clone().filter(|_| !hidden);
        let wamid = self.next_wamid(shown.as_deref().unwrap_or(&id));
        let name = wrote.name.clone().or_else(|| known.as_ref()?.name.clone());
        let mut profile = json!({ "name": name.unwrap_or_else(|| "Cliente".to_owned()) });
        if let Some(username) = known.as_ref().and_then(|customer| customer.username.as_ref()) {
            profile["username"] = json!(username);
        }
        let mut contact = json!({ "profile": profile, "user_id": id });
        let mut message = content(wrote);
        message["id"] = json!(wamid);
        message["from_user_id"] = json!(id);
        message["timestamp"] = json!((at.0 / SECOND).to_string());
        if let Some(phone) = &shown {
            message["from"] = json!(phone);
            contact["wa_id"] = json!(phone);
        }
        if wrote.entry_point {
            message["referral"] = json!({
                "source_url": "https://fb.me/tahona-demo",
                "source_type": "ad",
                "source_id": "120210000000001",
                "headline": "Pan recién hecho",
                "body": "Encarga por WhatsApp",
                "ctwa_clid": "ARAkLkA8rmlFeiCktEJQ",
            });
        }
        if let Some(context) = &wrote.context {
            let number = self
                .phone(&wrote.number)
                .map(|(_, n)| digits(&n.display_phone_number));
            message["context"] = json!({ "from": number, "id": context });
        }
        if wants_no_more(wrote.text.as_deref()) {
            let last = self.last_to(&wrote.number, phone.as_deref(), &id);
            if let Some(message) = last {
                self.complain(&wrote.number, &message);
            }
        }
        self.traffic.inbound.insert(wamid.clone(), wrote.number.clone());
        self.tell_of_number(now, &wrote.number, |value| {
            value["contacts"] = json!([contact]);
            value["messages"] = json!([message]);
        });
        Ok(wamid)
    }

    /// The last message that a number sent to somebody.
    fn last_to(&self, number: &str, phone: Option<&str>, id: &str) -> Option<Value> {
        self.traffic
            .sent()
            .filter(|sent| {
                sent.phone_number_id == number
                    && (sent.user_id.as_deref() == Some(id)
                        || (phone.is_some() && sent.wa_id.as_deref() == phone))
            })
            .last()
            .map(|sent| sent.body.clone())
    }

    /// Plans the answer of a customer who answers.
    pub(crate) fn answer_later(&mut self, customer: &Customer, sent: &Sent, read_at: Millis) {
        let Some(seconds) = customer.answers_after else {
            return;
        };
        let answer = Wrote {
            number: sent.phone_number_id.clone(),
            from: sent.wa_id.clone(),
            user_id: sent.user_id.clone(),
            text: Some(
                customer
                    .answer
                    .clone()
                    .unwrap_or_else(|| "Gracias, recibido.".to_owned()),
            ),
            context: Some(sent.wamid.clone()),
            ..Wrote::default()
        };
        let at = read_at.plus(i64::from(seconds).saturating_mul(SECOND));
        self.traffic.plan(at, Due::Answer(answer));
        self.wake.notify_one();
    }

    /// Whether the customer service window of a person is open.
    pub(crate) fn window_open(&self, number: &str, person: &str) -> bool {
        let heard = self.traffic.heard.get(&(number.to_owned(), person.to_owned()));
        domain::message::window::Window::at(self.now(), heard.copied()).is_open()
    }
}

/// Whether a text asks for an end of messages.
fn wants_no_more(text: Option<&str>) -> bool {
    let word = text.unwrap_or_default().trim().to_uppercase();
    matches!(word.as_str(), "BAJA" | "STOP" | "PARAR" | "BAIXA" | "UNSUBSCRIBE")
}

/// The message's type and its inner object (sources §2.2).
fn content(wrote: &Wrote) -> Value {
    let kind = wrote.kind.as_deref().unwrap_or("text");
    let text = wrote.text.as_deref().unwrap_or_default();
    let payload = wrote.payload.as_deref().unwrap_or(text);
    let media = |mime: &str| {
        let mut media = json!({
            "id": "1479537139650973",
            "mime_type": mime,
            "sha256": "SfInY0gGKTsJlUWbwxC1k+FAD0FZHvzwfpvO0zX0GUI=",
        });
        if !text.is_empty() {
            media["caption"] = json!(text);
        }
        media
    };
    let (kind, inner) = match (kind, &wrote.content) {
        (kind, Some(content)) => (kind, content.clone()),
        ("text", None) => ("text", json!({ "body": text })),
        ("button", None) => ("button", json!({ "payload": payload, "text": text })),
        ("button_reply" | "list_reply", None) => (
            "interactive",
            json!({ "type": kind, kind: { "id": payload, "title": text } }),
        ),
        ("image" | "sticker", None) => (kind, media("image/jpeg")),
        ("video", None) => (kind, media("video/mp4")),
        ("audio", None) => (
            kind,
            json!({ "id": "1479537139650974", "mime_type": "audio/ogg; codecs=opus", "voice": true }),
        ),
        ("document", None) => (kind, media("application/pdf")),
        ("location", None) => (
            kind,
            json!({ "latitude": 42.846_7, "longitude": -2.671_6, "name": text }),
        ),
        ("reaction", None) => (
            kind,
            json!({ "message_id": wrote.context, "emoji": if text.is_empty() { "👍" } else { text } }),
        ),
        (other, None) => (other, json!({ "body": text })),
    };
    json!({ "type": kind, kind: inner })
}

/// A business-scoped user id for a phone: its country and digits that are the
/// same each time (sources §2.5).
pub(crate) fn user_id(phone: &str) -> String {
    let country = [
        ("34", "ES"),
        ("351", "PT"),
        ("33", "FR"),
        ("44", "GB"),
        ("49", "DE"),
        ("39", "IT"),
        ("52", "MX"),
        ("54", "AR"),
        ("55", "BR"),
        ("57", "CO"),
        ("1", "US"),
    ]
    .into_iter()
    .find(|(code, _)| phone.starts_with(code))
    .map_or("ES", |(_, country)| country);
    let hash = Sha256::digest(phone.as_bytes());
    let digits: String = hash
        .iter()
        .take(19)
        .map(|byte| char::from(b'0' + byte % 10))
        .collect();
    format!("{country}.1{digits}")
}
