//! Authentication templates: Meta's text, a button, nothing else (sources §8
//! row 13).

use super::{
    Lint,
    finding::{Fix, New},
    rule::Rule,
};
use crate::template::{
    model::{Button, Component, Footer},
    text::{is_emoji, meta_length},
    words::{ButtonKind, OtpType, TemplateCategory},
};

const LONGEST_CODE: usize = 15;

/// Where Meta's own buttons for a code lead; any other page is one of one's own.
const CODE_URL: &str = "https://www.whatsapp.com/otp/";

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
                if is_forbidden(&body.text) {
                    lint.say(Rule::AuthContent, at);
                }
                if let Some(code) = body.samples.positional.first() {
                    let at = format!("{}/example", part.at);
                    if meta_length(code) > LONGEST_CODE {
                        lint.say(Rule::AuthCodeLength, at.as_str()).arg(meta_length(code));
                    }
                    if is_forbidden(code) {
                        lint.say(Rule::AuthContent, at);
                    }
                }
            }
            Component::Footer(footer) => {
                expiry(lint, &part.at, footer);
                if !footer.text.is_empty() {
                    let at = format!("{}/text", part.at);
                    lint.say(Rule::AuthContent, at.as_str()).fix(Fix::remove(at));
                }
            }
            Component::Buttons(buttons, _) => {
                for (i, button) in buttons.iter().enumerate() {
                    let at = format!("{}/buttons/{i}", part.at);
                    match button.kind {
                        ButtonKind::Otp => {
                            otp = true;
                            otp_type(lint, &at, button);
                        }
                        // Before OTP buttons had a type of their own, this was the form.
                        ButtonKind::Url if is_code_url(&button.url) => otp = true,
                        _ => {
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

/// Whether a text or a code has what neither may have.
fn is_forbidden(text: &str) -> bool {
    text.contains("://") || text.chars().any(is_emoji)
}

fn is_code_url(url: &str) -> bool {
    url.get(..CODE_URL.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(CODE_URL))
}

/// How the code reaches the app has to be said, in one of Meta's words.
fn otp_type(lint: &mut Lint<'_>, at: &str, button: &Button) {
    if matches!(button.otp_type, None | Some(OtpType::Unknown(_))) {
        let at = format!("{at}/otp_type");
        lint.say(Rule::OtpType, at.as_str())
            .fix(Fix::set(at, OtpType::CopyCode.as_str()));
    }
}

/// Minutes are a whole number; a text that looks like one is none for Meta.
fn expiry(lint: &mut Lint<'_>, at: &str, footer: &Footer) {
    let at = format!("{at}/code_expiration_minutes");
    if let Some(minutes) = footer.code_expiration_minutes {
        if !(1..=90).contains(&minutes) {
            lint.say(Rule::AuthExpiry, at.as_str())
                .arg(minutes)
                .fix(Fix::set(at, minutes.clamp(1, 90)));
        }
        return;
    }
    let odd = footer
        .raw
        .get("code_expiration_minutes")
        .filter(|value| value.as_i64().is_none());
    if let Some(odd) = odd {
        let meant = odd.as_str().and_then(|text| text.trim().parse::<i64>().ok());
        let fix = match meant {
            Some(minutes) => Fix::set(at.as_str(), minutes.clamp(1, 90)),
            None => Fix::remove(at.as_str()),
        };
        lint.say(Rule::AuthExpiry, at).arg(odd).fix(fix);
    }
}
