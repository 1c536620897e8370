//! Lengths and the form of header, body and footer (sources §8 rows 3 and 4).

use super::{Lint, Part, finding::Fix, rule::Rule};
use crate::template::{
    markup,
    model::{Body, Component, Footer, Header},
    text::{
        emoji_count, has_words, is_direction, is_emoji, is_invisible, is_mark, meta_length, people_length,
    },
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
    if lint.template.body().is_none() {
        lint.say(Rule::BodyMissing, "/components");
    }
    for part in lint.parts.clone() {
        match part.component {
            Component::Header(header) => check_header(lint, &part, header),
            Component::Body(body) => check_body(lint, &part, body, authentication),
            Component::Footer(footer) => check_footer(lint, &part, footer),
            _ => {}
        }
    }
}

fn check_body(lint: &mut Lint<'_>, part: &Part<'_>, body: &Body, authentication: bool) {
    let at = format!("{}/text", part.at);
    let visible = body.text.chars().any(|c| !c.is_whitespace() && !hidden(c));
    if !visible {
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

fn check_header(lint: &mut Lint<'_>, part: &Part<'_>, header: &Header) {
    let at = format!("{}/text", part.at);
    if header.format != HeaderFormat::Text {
        return;
    }
    if !has_words(&header.text) {
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
    let breaks = header.text.contains(['\n', '\r']);
    let emoji = header.text.chars().any(is_emoji);
    if breaks || emoji || markup::is_formatted(&header.text) {
        let plain: String = markup::plain(&header.text)
            .chars()
            .filter(|c| !is_emoji(*c) && !is_mark(*c))
            .collect();
        let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        let finding = lint.say(Rule::HeaderForm, at.as_str());
        if has_words(&plain) && !markup::is_formatted(&plain) {
            finding.fix(Fix::set(at.as_str(), plain));
        }
    }
    unseen(lint, &at, &header.text);
}

fn check_footer(lint: &mut Lint<'_>, part: &Part<'_>, footer: &Footer) {
    let at = format!("{}/text", part.at);
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
    unseen(lint, &at, &footer.text);
}

const fn hidden(c: char) -> bool {
    is_invisible(c) || is_direction(c) || matches!(c, '\u{200C}'..='\u{200F}' | '\u{2800}')
}

/// Characters that nobody sees, and those that turn the text around.
fn unseen(lint: &mut Lint<'_>, at: &str, text: &str) {
    for rule in [Rule::InvisibleCharacters, Rule::ForcedDirection] {
        let test = if rule == Rule::ForcedDirection {
            is_direction
        } else {
            is_invisible
        };
        let count = text.chars().filter(|c| test(*c)).count();
        let Some((first, c)) = text.char_indices().find(|(_, c)| test(*c)) else {
            continue;
        };
        let clean: String = text.chars().filter(|c| !test(*c)).collect();
        lint.say(rule, at)
            .arg(count)
            .range(first..first + c.len_utf8())
            .fix(Fix::set(at, clean));
    }
}
