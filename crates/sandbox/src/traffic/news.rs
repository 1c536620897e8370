//! Changes of numbers that Meta tells by callback (sources §2.2).

use serde_json::{Value, json};

use super::statuses::digits;
use crate::State;

impl State {
    /// A number's quality changes and Meta says so; false without that number.
    pub fn quality_becomes(&mut self, id: &str, rating: &str, event: &str) -> bool {
        let Some(phone) = self.phone_mut(id) else {
            return false;
        };
        phone.quality_rating = rating.into();
        match event {
            "FLAGGED" => phone.status = "FLAGGED".into(),
            "UNFLAGGED" => phone.status = "CONNECTED".into(),
            "THROUGHPUT_UPGRADE" => phone.throughput = "HIGH".into(),
            _ => {}
        }
        self.about_number(id, "phone_number_quality_update", |value, limit| {
            value["event"] = json!(event);
            value["max_daily_conversations_per_business"] = json!(limit);
        })
    }

    /// A display name is decided about and Meta says so; false without that number.
    pub fn name_decided(&mut self, id: &str, decision: &str, reason: Option<&str>) -> bool {
        let Some(phone) = self.phone_mut(id) else {
            return false;
        };
        let name = phone
            .new_display_name
            .clone()
            .unwrap_or_else(|| phone.verified_name.clone());
        if decision == "APPROVED" {
            phone.verified_name.clone_from(&name);
            phone.name_status = "APPROVED".into();
            (phone.new_display_name, phone.new_name_status) = (None, None);
        } else {
            let status = match decision {
                "REJECTED" => "DECLINED",
                _ => "PENDING_REVIEW",
            };
            if phone.new_display_name.is_some() {
                phone.new_name_status = Some(status.to_owned());
            } else {
                phone.name_status = status.into();
            }
        }
        self.about_number(id, "phone_number_name_update", |value, _| {
            value["decision"] = json!(decision);
            value["requested_verified_name"] = json!(name);
            value["rejection_reason"] = json!(reason);
        })
    }

    fn about_number(&mut self, id: &str, field: &str, fill: impl FnOnce(&mut Value, &str)) -> bool {
        let Some((waba, phone)) = self.phone(id) else {
            return false;
        };
        let (waba, limit) = (waba.id.clone(), waba.portfolio.messaging_limit.clone());
        let mut value = json!({ "display_phone_number": digits(&phone.display_phone_number) });
        fill(&mut value, &limit);
        self.announce(&waba, field, value)
    }
}
