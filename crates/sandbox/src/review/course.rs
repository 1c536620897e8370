//! A template's way: submitted, reviewed, used, complained about, paused,
//! moved to another category, deleted. What Meta tells of it by callback is
//! in sources §2.2; ids are numbers there.

use domain::time::{HOUR, Millis, SECOND};
use serde_json::{Value, json};

use super::{
    judge::{self, Verdict},
    texts::{buttons, part, text},
};
use crate::{Reviewer, State, Template};

/// Messages that a template must have sent before complaints count.
const ENOUGH: u32 = 20;
/// From this share of complaints on, in per cent, quality is low …
const LOW: u32 = 10;
/// … or doubtful. Meta has published neither.
const DOUBTFUL: u32 = 4;
/// How long a template is paused the first and the second time (sources §1.5);
/// after that it is disabled.
const PAUSES: [i64; 2] = [3 * HOUR, 6 * HOUR];

/// What is due for a template.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub(crate) template: String,
    /// Nothing happens when the template's turn has moved on meanwhile.
    pub(crate) turn: u64,
    pub(crate) kind: StepKind,
}

/// See [`Step`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StepKind {
    /// The review decides.
    Review,
    /// A pause ends.
    Resume,
    /// Meta notices that the category is wrong.
    Notice,
    /// The notice has run out.
    Recategorise,
    /// The last message has left.
    Gone,
}

impl State {
    fn plan_step(&mut self, id: &str, after: i64, kind: StepKind) {
        let at = self.now().plus(after);
        let Some(template) = self.template_mut(id) else {
            return;
        };
        let step = Step {
            template: id.to_owned(),
            turn: template.turn,
            kind,
        };
        self.traffic.plan_step(at, step);
        self.wake.notify_one();
    }

    /// Puts a template into review, unless people review here.
    pub(crate) fn submit(&mut self, id: &str) {
        let settings = self.config.behaviour.clone();
        if let Some(template) = self.template_mut(id) {
            template.turn += 1;
        }
        if settings.review != Reviewer::ByHand {
            self.plan_step(id, settings.review_ms, StepKind::Review);
        }
    }

    /// Does what is due.
    pub(crate) fn take_step(&mut self, step: &Step) {
        let id = step.template.as_str();
        let Some(template) = self.template(id).map(|(_, template)| template.clone()) else {
            return;
        };
        if template.turn != step.turn {
            return;
        }
        match step.kind {
            StepKind::Review => self.decide(&template),
            StepKind::Resume => {
                self.template_becomes(id, "REINSTATED", None);
            }
            StepKind::Notice => {
                self.warn_of_category(id, "MARKETING");
            }
            StepKind::Recategorise => {
                if let Some(category) = template.correct_category {
                    self.recategorise(id, &category);
                }
            }
            StepKind::Gone => self.forget(id),
        }
    }

    fn decide(&mut self, template: &Template) {
        let verdict = match self.config.behaviour.review {
            Reviewer::Approve => Verdict::Approved,
            Reviewer::Rules | Reviewer::ByHand => {
                let siblings = self
                    .template(&template.id)
                    .map(|(waba, _)| waba.templates.as_slice());
                judge::judge(template, siblings.unwrap_or_default().iter())
            }
        };
        match verdict {
            Verdict::Rejected(reason) => {
                self.template_becomes(&template.id, "REJECTED", Some(reason));
            }
            Verdict::Recategorised => {
                self.recategorise(&template.id, "MARKETING");
                self.approve(&template.id);
            }
            Verdict::Approved => self.approve(&template.id),
        }
    }

    /// A template is approved, also after an edit; says so when that is news.
    pub fn approve(&mut self, id: &str) {
        let Some(template) = self.template(id).map(|(_, template)| template.clone()) else {
            return;
        };
        if template.status != "APPROVED" {
            self.template_becomes(id, "APPROVED", None);
        }
        if judge::drifts(&template) {
            let after = self.config.behaviour.drift_ms;
            self.plan_step(id, after, StepKind::Notice);
        }
    }

    /// A template changes its state and says so; false without that template.
    pub fn template_becomes(&mut self, id: &str, event: &str, reason: Option<&str>) -> bool {
        let now = self.now();
        let Some(template) = self.template_mut(id) else {
            return false;
        };
        template.turn += 1;
        template.status = match event {
            "REINSTATED" | "UNARCHIVED" | "UNLOCKED" => "APPROVED".to_owned(),
            // An approved template stays approved while it is locked.
            "LOCKED" => template.status.clone(),
            other => other.to_owned(),
        };
        let reason = match event {
            "REJECTED" => reason.or(Some("INVALID_FORMAT")),
            _ => reason,
        };
        template.rejected_reason = reason.filter(|_| event == "REJECTED").map(str::to_owned);
        let pause = (event == "PAUSED").then(|| {
            template.pauses += 1;
            template.paused_at = Some(now);
            template.pauses
        });
        let mut value = about(template);
        value["event"] = json!(event);
        value["message_template_category"] = json!(template.category);
        value["reason"] = json!(reason.unwrap_or("NONE"));
        if let ("REJECTED", Some(reason)) = (event, reason) {
            let (why, what_to_do) = words(reason);
            value["rejection_info"] = json!({ "reason": why, "recommendation": what_to_do });
        }
        if let Some(pauses) = pause {
            let place = usize::try_from(pauses).unwrap_or(1).clamp(1, PAUSES.len());
            let length = PAUSES.get(place - 1).copied().unwrap_or(3 * HOUR);
            let (title, ordinal) = [("FIRST_PAUSE", "first"), ("SECOND_PAUSE", "second")]
                .get(place - 1)
                .copied()
                .unwrap_or(("FIRST_PAUSE", "first"));
            value["other_info"] = json!({
                "title": title,
                "description": format!(
                    "Paused for the {ordinal} time because of low quality, for {} hours.",
                    length / HOUR
                ),
            });
            self.plan_step(id, length, StepKind::Resume);
        }
        if event == "DISABLED" {
            value["disable_info"] = json!({ "disable_date": (now.0 / SECOND).to_string() });
        }
        self.tell_of_template(id, "message_template_status_update", value)
    }

    /// A template's quality changes and says so. Low quality pauses it for
    /// three hours, then for six, then disables it. False without that template.
    pub fn template_quality_becomes(&mut self, id: &str, score: &str) -> bool {
        let now = self.now();
        let Some(template) = self.template_mut(id) else {
            return false;
        };
        let before = std::mem::replace(&mut template.quality, score.to_owned());
        template.quality_at = Some(now);
        (template.sends, template.complaints) = (0, 0);
        let (status, pauses) = (template.status.clone(), template.pauses);
        let mut value = about(template);
        value["previous_quality_score"] = json!(before);
        value["new_quality_score"] = json!(score);
        let told = self.tell_of_template(id, "message_template_quality_update", value);
        if score == "RED" && status == "APPROVED" {
            let spent = usize::try_from(pauses).is_ok_and(|pauses| pauses >= PAUSES.len());
            self.template_becomes(id, if spent { "DISABLED" } else { "PAUSED" }, None);
        }
        told
    }

    /// Meta gives notice that a template will be moved to another category.
    /// False without that template.
    pub fn warn_of_category(&mut self, id: &str, to: &str) -> bool {
        let notice = self.config.behaviour.category_notice_ms;
        let at = self.now().plus(notice);
        let Some(template) = self.template_mut(id) else {
            return false;
        };
        template.correct_category = Some(to.to_owned());
        let mut value = about(template);
        // Still the present one in a notice.
        value["new_category"] = json!(template.category);
        value["correct_category"] = json!(to);
        value["category_update_timestamp"] = json!(at.0 / SECOND);
        self.plan_step(id, notice, StepKind::Recategorise);
        self.tell_of_template(id, "template_category_update", value)
    }

    /// Meta moves a template to another category; false without that template.
    pub fn recategorise(&mut self, id: &str, to: &str) -> bool {
        let Some(template) = self.template_mut(id) else {
            return false;
        };
        template.turn += 1;
        template.correct_category = None;
        let before = std::mem::replace(&mut template.category, to.to_owned());
        template.previous_category = Some(before.clone());
        let mut value = about(template);
        value["previous_category"] = json!(before);
        value["new_category"] = json!(to);
        self.tell_of_template(id, "template_category_update", value)
    }

    /// Tells of a template's new text.
    pub(crate) fn tell_components(&mut self, id: &str) {
        let Some((_, template)) = self.template(id) else {
            return;
        };
        let parts = &template.components;
        let mut value = about(template);
        value["message_template_element"] = json!(text(parts, "BODY"));
        for (name, kind) in [("title", "HEADER"), ("footer", "FOOTER")] {
            if part(parts, kind).is_some_and(|part| part["text"].is_string()) {
                value[format!("message_template_{name}")] = json!(text(parts, kind));
            }
        }
        let shown: Vec<Value> = buttons(parts)
            .iter()
            .map(|button| {
                let mut shown = json!({});
                for name in ["type", "text", "url", "phone_number"] {
                    if let Some(text) = button[name].as_str() {
                        shown[format!("message_template_button_{name}")] = json!(text);
                    }
                }
                shown
            })
            .collect();
        if !shown.is_empty() {
            value["message_template_buttons"] = json!(shown);
        }
        self.tell_of_template(id, "message_template_components_update", value);
    }

    /// Takes a template away; waits for messages that are still on their way.
    pub(crate) fn delete_template(&mut self, id: &str) {
        let now = self.now();
        let busy_until = self.template(id).and_then(|(_, template)| template.busy_until);
        match busy_until.filter(|&until| until > now) {
            Some(until) => {
                self.template_becomes(id, "PENDING_DELETION", None);
                self.plan_step(id, until.since(now), StepKind::Gone);
            }
            None => self.forget(id),
        }
    }

    fn forget(&mut self, id: &str) {
        self.template_becomes(id, "DELETED", None);
        for waba in &mut self.config.wabas {
            waba.templates.retain(|template| template.id != id);
        }
    }

    /// Notes that a template was sent and when it will have arrived.
    pub(crate) fn template_used(&mut self, phone: &str, message: &Value, until: Millis) {
        let Some(id) = self.template_of(phone, message) else {
            return;
        };
        if let Some(template) = self.template_mut(&id) {
            template.sends += 1;
            template.busy_until = template.busy_until.max(Some(until));
        }
    }

    /// Somebody who got a template's message wants no more of them.
    pub(crate) fn complain(&mut self, phone: &str, message: &Value) {
        let Some(id) = self.template_of(phone, message) else {
            return;
        };
        let Some(template) = self.template_mut(&id) else {
            return;
        };
        template.complaints += 1;
        let share = template.complaints * 100 / template.sends.max(1);
        let score = match share {
            _ if template.sends < ENOUGH => return,
            LOW.. => "RED",
            DOUBTFUL.. => "YELLOW",
            _ => return,
        };
        if template.quality != score {
            self.template_quality_becomes(&id, score);
        }
    }

    fn template_of(&self, phone: &str, message: &Value) -> Option<String> {
        let (waba, _) = self.phone(phone)?;
        let used = &message["template"];
        let (name, language) = (used["name"].as_str()?, used["language"]["code"].as_str()?);
        waba.templates
            .iter()
            .find(|template| template.name == name && template.language == language)
            .map(|template| template.id.clone())
    }

    fn tell_of_template(&mut self, id: &str, field: &str, value: Value) -> bool {
        let Some(waba) = self.template(id).map(|(waba, _)| waba.id.clone()) else {
            return false;
        };
        self.announce(&waba, field, value)
    }
}

/// What every callback about a template says.
fn about(template: &Template) -> Value {
    json!({
        "message_template_id": template
            .id
            .parse::<u64>()
            .map_or_else(|_| json!(template.id), |id| json!(id)),
        "message_template_name": template.name,
        "message_template_language": template.language,
    })
}

/// Why, and what to do, for people.
fn words(reason: &str) -> (&'static str, &'static str) {
    match reason {
        "INVALID_FORMAT" => (
            "The text does not follow the format rules: variables stand side by side or at the edge, an address is shortened, or the same text exists under another name.",
            "Put words between and after the variables, write addresses out, and submit it again.",
        ),
        "TAG_CONTENT_MISMATCH" => (
            "The text is not in the language that was chosen.",
            "Choose the language of the text, or translate it, and submit it again.",
        ),
        "INCORRECT_CATEGORY" => (
            "The content does not fit the category.",
            "Choose the category that fits the content and submit it again.",
        ),
        "PROMOTIONAL" => (
            "The text advertises, which its category does not allow.",
            "Take the advertising out, or submit it as marketing.",
        ),
        "ABUSIVE_CONTENT" => (
            "The text threatens or insults people.",
            "Say it without threats and submit it again.",
        ),
        "SCAM" => (
            "The text asks for data that nobody may ask for, or is misleading.",
            "Do not ask for passwords, full card or account numbers.",
        ),
        _ => (
            "The content breaks a rule of WhatsApp Business.",
            "Read the rules, change the text and submit it again.",
        ),
    }
}
