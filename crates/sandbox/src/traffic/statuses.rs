//! What becomes of an accepted message.

use domain::time::{Millis, SECOND};
use serde_json::{Value, json};

use super::Sent;
use crate::{
    Charge, State,
    pricing::{self, Situation},
    trouble,
    zone::Zone,
};

impl State {
    /// Plans the reports of an accepted message.
    pub(crate) fn travel(&mut self, mut sent: Sent, window_open: bool, held: bool) {
        let settings = self.config.behaviour.clone();
        let now = self.now();
        if sent.fails_with.is_none() && self.traffic.dice.percent(settings.fail_percent) {
            sent.fails_with = Some(settings.fail_code);
        }
        let customer = self
            .customer(sent.wa_id.as_deref(), sent.user_id.as_deref())
            .cloned();
        if sent.fails_with.is_none()
            && let Some(code) = customer
                .as_ref()
                .and_then(|c| c.refusal(sent.category.as_deref()))
        {
            sent.fails_with = Some(code);
        }
        if held {
            self.traffic.remember(sent);
            return;
        }
        if let Some(code) = sent.fails_with {
            self.report(
                &sent,
                "failed",
                now.plus(settings.delivered_ms),
                &Value::Null,
                Some(code),
            );
            self.traffic.remember(sent);
            return;
        }
        let delivered = now.plus(settings.delivered_ms);
        let charge = self.price(&sent, window_open, delivered);
        let price = charge.report();
        sent.pricing = price.clone();
        self.template_used(&sent.phone_number_id, &sent.body, delivered);
        if let Some(waba) = self.phone(&sent.phone_number_id).map(|(waba, _)| waba.id.clone()) {
            let template = sent.body["template"]["name"].as_str();
            self.bill.count(
                delivered,
                &waba,
                &sent.phone_number_id,
                sent.wa_id.as_deref(),
                template,
                &charge,
            );
        }
        self.report(&sent, "sent", now.plus(settings.sent_ms), &price, None);
        self.report(&sent, "delivered", delivered, &price, None);
        let reads = customer
            .as_ref()
            .and_then(|c| c.reads)
            .unwrap_or_else(|| self.traffic.dice.percent(settings.read_percent));
        if reads {
            sent.read = true;
            self.report(&sent, "read", now.plus(settings.read_ms), &Value::Null, None);
        }
        if let Some(customer) = customer {
            self.answer_later(
                &customer,
                &sent,
                now.plus(settings.read_ms.max(settings.delivered_ms)),
            );
        }
        self.traffic.remember(sent);
    }

    /// A customer opens everything they got from a number; answers how many messages.
    pub fn read_all(&mut self, phone_number_id: &str, person: &str) -> usize {
        let now = self.now();
        let unread: Vec<Sent> = self
            .traffic
            .sent
            .values_mut()
            .filter(|sent| {
                sent.phone_number_id == phone_number_id
                    && !sent.read
                    && sent.fails_with.is_none()
                    && [&sent.wa_id, &sent.user_id]
                        .into_iter()
                        .flatten()
                        .any(|id| id == person)
            })
            .map(|sent| {
                sent.read = true;
                sent.clone()
            })
            .collect();
        for sent in &unread {
            self.report(sent, "read", now, &Value::Null, None);
        }
        unread.len()
    }

    /// Plans one report. Charged messages carry their price on `sent` and `delivered`.
    pub(crate) fn report(
        &mut self,
        sent: &Sent,
        status: &str,
        at: Millis,
        price: &Value,
        fails_with: Option<i64>,
    ) {
        let mut report = json!({
            "id": sent.wamid,
            "status": status,
            "timestamp": (at.0 / SECOND).to_string(),
        });
        let mut put = |name: &str, value: Value| report[name] = value;
        if let Some(wa_id) = self.shown_phone(sent) {
            put("recipient_id", json!(wa_id));
        }
        if let Some(user_id) = &sent.user_id {
            put("recipient_user_id", json!(user_id));
        }
        if let Some(tracking) = &sent.tracking {
            put("biz_opaque_callback_data", json!(tracking));
        }
        if !price.is_null() {
            put("pricing", price.clone());
        }
        if let Some(code) = fails_with {
            put("errors", json!([trouble::entry(code, trouble::details(code))]));
        }
        let phone = sent.phone_number_id.clone();
        self.tell_of_number(at, &phone, |value| value["statuses"] = json!([report]));
    }

    /// Plans a `messages` callback of a number, with what every one has.
    pub(crate) fn tell_of_number(&mut self, at: Millis, phone: &str, fill: impl FnOnce(&mut Value)) -> bool {
        let Some((waba, number)) = self.phone(phone) else {
            return false;
        };
        let waba = waba.id.clone();
        let mut value = json!({
            "messaging_product": "whatsapp",
            "metadata": {
                "display_phone_number": digits(&number.display_phone_number),
                "phone_number_id": number.id,
            },
        });
        fill(&mut value);
        self.tell(at, &waba, "messages", value);
        true
    }

    /// The recipient's phone, unless they hide it from businesses.
    fn shown_phone(&self, sent: &Sent) -> Option<String> {
        let hidden = self
            .customer(sent.wa_id.as_deref(), sent.user_id.as_deref())
            .is_some_and(|customer| customer.hides_phone);
        sent.wa_id.clone().filter(|_| !hidden)
    }

    /// What a message costs that is delivered at `at`; counts service messages
    /// by calendar month.
    fn price(&mut self, sent: &Sent, window_open: bool, at: Millis) -> Charge {
        let zone = self
            .phone(&sent.phone_number_id)
            .map_or_else(|| Zone::of(""), |(waba, _)| Zone::of(&waba.timezone_id));
        let month = zone.month(at);
        let entry_point = [&sent.wa_id, &sent.user_id].into_iter().flatten().any(|person| {
            let key = (sent.phone_number_id.clone(), person.clone());
            self.traffic.entered.get(&key).is_some_and(|&end| at < end)
        });
        let served = self
            .traffic
            .served
            .entry(sent.phone_number_id.clone())
            .or_default();
        if served.0 != month {
            *served = (month, 0);
        }
        let situation = Situation {
            window_open,
            entry_point,
            served: served.1,
        };
        let charge = pricing::charge(sent.category.as_deref(), situation, &zone, at);
        if sent.category.is_none() && !entry_point {
            served.1 += 1;
        }
        charge
    }
}

/// Digits of a number as Meta writes it in webhooks (sources §1.3).
pub(crate) fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}
