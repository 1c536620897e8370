//! Lengths and the form of header, body and footer (sources §8 rows 3 and 4).

use serde_json::Value;

use super::{Lint, Part, finding::Fix, rule::Rule};
use crate::template::{
    markup,
    model::{Body, Component, Footer, Header, Template},
    text::{self, emoji_count, has_words, is_direction, is_emoji, is_hidden, meta_length, people_length},
    variables::scan,
    words::{HeaderFormat, TemplateCategory},
};

/// Longest body, in code points.
pub(super) const LONGEST_BODY: usize = 1_024;
/// Longest text header and longest footer.
const LONGEST_LINE: usize = 60;
const MOST_EMOJI: usize = 10;

pub(super) fn check(lint: &mut Lint<'_>) {
    let authentication = lint.template.is(&TemplateCategory::Authentication);
    if lint.template.body().is_none() && !from_library(lint.template) {
        lint.say(Rule::BodyMissing, "/components");
    }
    for part in lint.parts.clone() {
        match part.component {
            Component::Header(header) => check_header(lint, &part, header),
            Component::Body(body) => check_body(lint, &part, body, authentication),
            Component::Footer(footer) => check_footer(lint, &part, footer, authentication),
            _ => {}
        }
    }
}

/// Whether it is made from Meta's library of templates, whose call names one of
/// them in the place of components (WB/template-library).
fn from_library(template: &Template) -> bool {
    let of = template.raw.get("library_template_name");
    template.components.is_empty() && of.and_then(Value::as_str).is_some_and(|name| !is_blank(name))
}

fn check_body(lint: &mut Lint<'_>, part: &Part<'_>, body: &Body, authentication: bool) {
    let at = format!("{}/text", part.at);
    if is_blank(&body.text) {
        // Meta writes the text of authentication templates itself.
        if !authentication {
            lint.say(Rule::BodyMissing, at);
        }
        return;
    }
    let length = meta_length(&body.text);
    if length > LONGEST_BODY {
        lint.say(Rule::BodyTooLong, at.as_str())
            .arg(length)
            .arg(people_length(&body.text));
    }
    let emoji = emoji_count(&body.text);
    if emoji > MOST_EMOJI {
        lint.say(Rule::BodyManyEmoji, at.as_str()).arg(emoji);
    }
    unseen(lint, &at, &body.text);
}

/// Whether there is anything to see.
fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_hidden(c))
}

/// The text in one line without formatting and emoji, if something is left.
fn flattened(text: &str) -> Option<String> {
    let unmarked = if markup::is_formatted(text) {
        markup::plain(text)
    } else {
        text.to_owned()
    };
    // What joins emoji and spells out flags goes with them; accents stay.
    let plain: String = unmarked
        .chars()
        .filter(|c| !is_emoji(*c) && !matches!(c, '\u{200D}' | '\u{E0020}'..='\u{E007F}'))
        .collect();
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    (has_words(&plain) && !markup::is_formatted(&plain)).then_some(plain)
}

/// Whether a short line has what belongs into the body only.
fn is_decorated(text: &str) -> bool {
    text.contains(['\n', '\r']) || text.chars().any(is_emoji) || markup::is_formatted(text)
}

fn decorated(lint: &mut Lint<'_>, rule: Rule, part: &Part<'_>, text: &str) {
    let at = format!("{}/text", part.at);
    let finding = lint.say(rule, at.as_str());
    if let Some(plain) = flattened(text) {
        finding.fix(Fix::set(at, plain));
    } else if !has_words(text) {
        finding.fix(Fix::remove(part.at.as_str()));
    }
}

fn check_header(lint: &mut Lint<'_>, part: &Part<'_>, header: &Header) {
    let at = format!("{}/text", part.at);
    if header.lacks_format() || matches!(header.format, HeaderFormat::Unknown(_)) {
        let finding = lint.say(Rule::HeaderFormat, format!("{}/format", part.at));
        if !is_blank(&header.text) {
            finding.fix(Fix::set(
                format!("{}/format", part.at),
                HeaderFormat::Text.as_str(),
            ));
        }
        return;
    }
    if header.format != HeaderFormat::Text {
        return;
    }
    if is_blank(&header.text) {
        lint.say(Rule::HeaderEmpty, at).fix(Fix::remove(part.at.as_str()));
        return;
    }
    let length = meta_length(&header.text);
    if length > LONGEST_LINE {
        lint.say(Rule::HeaderTooLong, at.as_str())
            .arg(length)
            .arg(people_length(&header.text));
    }
    let variables = scan(&header.text).variables.len();
    if variables > 1 {
        lint.say(Rule::HeaderVariables, at.as_str()).arg(variables);
    }
    // An asterisk that makes nothing bold is refused all the same.
    if is_decorated(&header.text) || header.text.contains('*') {
        decorated(lint, Rule::HeaderForm, part, &header.text.replace('*', ""));
    }
    unseen(lint, &at, &header.text);
}

fn check_footer(lint: &mut Lint<'_>, part: &Part<'_>, footer: &Footer, authentication: bool) {
    let at = format!("{}/text", part.at);
    if is_blank(&footer.text) {
        // With sign-in codes the small print is Meta's: when the code expires.
        let expires =
            footer.code_expiration_minutes.is_some() || footer.raw.contains_key("code_expiration_minutes");
        if !(authentication && expires) {
            lint.say(Rule::FooterEmpty, at).fix(Fix::remove(part.at.as_str()));
        }
        return;
    }
    let length = meta_length(&footer.text);
    if length > LONGEST_LINE {
        lint.say(Rule::FooterTooLong, at.as_str())
            .arg(length)
            .arg(people_length(&footer.text));
    }
    if let Some(variable) = scan(&footer.text).variables.first() {
        lint.say(Rule::FooterVariable, at.as_str())
            .range(variable.at.clone());
    }
    if is_decorated(&footer.text) {
        decorated(lint, Rule::FooterForm, part, &footer.text);
    }
    unseen(lint, &at, &footer.text);
}

/// Characters that nobody sees, and those that turn the text around.
fn unseen(lint: &mut Lint<'_>, at: &str, text: &str) {
    let turning = text.char_indices().filter(|(_, c)| is_direction(*c));
    let turning: Vec<usize> = turning.map(|(at, _)| at).collect();
    for (rule, places) in [
        (Rule::InvisibleCharacters, text::unseen(text)),
        (Rule::ForcedDirection, turning),
    ] {
        let Some(&first) = places.first() else {
            continue;
        };
        let kept = text.char_indices().filter(|(at, _)| !places.contains(at));
        let clean: String = kept.map(|(_, c)| c).collect();
        let length = text
            .get(first..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8);
        lint.say(rule, at)
            .arg(places.len())
            .range(first..first + length)
            .fix(Fix::set(at, clean));
    }
}
