//! Authentication templates: Meta's text, a button, nothing else (sources §8
//! row 13).

use super::{
    Lint,
    finding::{Fix, New},
    rule::Rule,
};
use crate::template::{
    model::{Button, Component},
    text::{is_emoji, meta_length},
    words::{ButtonKind, OtpType, TemplateCategory},
};

const LONGEST_CODE: usize = 15;

pub(super) fn check(lint: &mut Lint<'_>) {
    if !lint.template.is(&TemplateCategory::Authentication) {
        return;
    }
    let mut otp = false;
    for part in lint.parts.clone() {
        match part.component {
            Component::Header(_) | Component::Carousel(_) | Component::LimitedTimeOffer(_) => {
                lint.say(Rule::AuthContent, part.at.as_str())
                    .fix(Fix::remove(part.at.as_str()));
            }
            Component::Body(body) => {
                let at = format!("{}/text", part.at);
                if !body.text.is_empty() {
                    // The words are Meta's, and so is the sample.
                    let fix = Fix::remove(at.as_str())
                        .and(format!("{}/example", part.at), None)
                        .and(format!("{}/add_security_recommendation", part.at), Some(New::Yes));
                    lint.say(Rule::AuthBody, at.as_str()).fix(fix);
                }
                if body.text.contains("://") || body.text.chars().any(is_emoji) {
                    lint.say(Rule::AuthContent, at);
                }
                if let Some(code) = body
                    .samples
                    .positional
                    .first()
                    .filter(|code| meta_length(code) > LONGEST_CODE)
                {
                    lint.say(Rule::AuthCodeLength, format!("{}/example", part.at))
                        .arg(meta_length(code));
                }
            }
            Component::Footer(footer) => {
                let at = format!("{}/code_expiration_minutes", part.at);
                if let Some(minutes) = footer.code_expiration_minutes.filter(|m| !(1..=90).contains(m)) {
                    lint.say(Rule::AuthExpiry, at.as_str())
                        .arg(minutes)
                        .fix(Fix::set(at, minutes.clamp(1, 90)));
                }
                if !footer.text.is_empty() {
                    let at = format!("{}/text", part.at);
                    lint.say(Rule::AuthContent, at.as_str()).fix(Fix::remove(at));
                }
            }
            Component::Buttons(buttons, _) => {
                for (i, button) in buttons.iter().enumerate() {
                    match button.kind {
                        ButtonKind::Otp => otp = true,
                        // Before OTP buttons had a type of their own, this was the form.
                        ButtonKind::Url if button.url.contains("otp") => otp = true,
                        _ => {
                            let at = format!("{}/buttons/{i}", part.at);
                            lint.say(Rule::AuthContent, at.as_str()).fix(Fix::remove(at));
                        }
                    }
                }
            }
            Component::Other(_) => {}
        }
    }
    if !otp {
        let mut list = lint.template.components.clone();
        let mut button = Button::of(ButtonKind::Otp, "");
        button.otp_type = Some(OtpType::CopyCode);
        list.push(Component::Buttons(vec![button], serde_json::Map::new()));
        let has_buttons = lint
            .template
            .components
            .iter()
            .any(|c| matches!(c, Component::Buttons(..)));
        let finding = lint.say(Rule::AuthButton, "/components");
        if !has_buttons {
            finding.fix(Fix::set("/components", New::Parts(list)));
        }
    }
}
