//! Buttons (sources §8 row 5).

use serde_json::Value;

use super::{
    Lint,
    finding::{Fix, New},
    rule::Rule,
    samples::braced,
    spelling, tidy,
};
use crate::template::{
    markup,
    model::{Button, Component},
    text::{is_emoji, meta_length},
    variables::scan,
    words::{ButtonKind, TemplateCategory},
};

const MOST: usize = 10;
const MOST_URLS: usize = 2;
const LONGEST_LABEL: usize = 25;
const LONGEST_URL: usize = 2_000;
const LONGEST_PHONE: usize = 20;
const LONGEST_CODE: usize = 15;
/// Any of these says which form a button opens.
const FLOW: [&str; 3] = ["flow_id", "flow_name", "flow_json"];
/// What a phone shows before "See all options".
const SHOWN: usize = 3;

pub(super) fn check(lint: &mut Lint<'_>) {
    for part in lint.parts.clone() {
        let Component::Buttons(buttons, _) = part.component else {
            continue;
        };
        let at = format!("{}/buttons", part.at);
        if buttons.is_empty() {
            lint.say(Rule::ButtonsEmpty, at).fix(Fix::remove(part.at));
            continue;
        }
        counts(lint, &at, buttons);
        grouping(lint, &at, buttons);
        for (i, button) in buttons.iter().enumerate() {
            let at = format!("{at}/{i}");
            label(lint, &at, button, buttons.get(..i).unwrap_or_default());
            match button.kind {
                ButtonKind::Url => url(lint, &at, button),
                ButtonKind::PhoneNumber => phone(lint, &at, button),
                ButtonKind::CopyCode => code(lint, &at, button),
                ButtonKind::Otp if !lint.template.is(&TemplateCategory::Authentication) => {
                    lint.say(Rule::OtpElsewhere, at);
                }
                ButtonKind::Flow if !FLOW.iter().any(|key| says(button.raw.get(*key))) => {
                    lint.say(Rule::FlowMissing, at);
                }
                ButtonKind::Unknown(ref word) => unknown(lint, &at, word),
                _ => {}
            }
        }
    }
}

fn counts(lint: &mut Lint<'_>, at: &str, buttons: &[Button]) {
    let of = |kind: &ButtonKind| buttons.iter().filter(|button| button.kind == *kind).count();
    let limits = [
        (Rule::ButtonsTooMany, buttons.len(), MOST),
        (Rule::UrlButtonsTooMany, of(&ButtonKind::Url), MOST_URLS),
        (Rule::PhoneButtonsTooMany, of(&ButtonKind::PhoneNumber), 1),
        (Rule::CopyCodesTooMany, of(&ButtonKind::CopyCode), 1),
    ];
    for (rule, count, most) in limits {
        if count > most {
            lint.say(rule, at).arg(count);
        }
    }
    if buttons.len() > SHOWN && buttons.len() <= MOST {
        lint.say(Rule::ButtonsFolded, at).arg(buttons.len());
    }
    let replies = of(&ButtonKind::QuickReply);
    if replies > 0 && replies < buttons.len() {
        lint.say(Rule::ButtonsMixed, at);
    }
}

/// Quick replies have to stand together, before or after the others.
fn grouping(lint: &mut Lint<'_>, at: &str, buttons: &[Button]) {
    let reply = |button: &Button| button.kind == ButtonKind::QuickReply;
    let changes = buttons
        .windows(2)
        .filter(|pair| matches!(pair, [one, two] if reply(one) != reply(two)))
        .count();
    if changes < 2 {
        return;
    }
    let replies_first = buttons.first().is_some_and(reply);
    let (mut sorted, others): (Vec<Button>, Vec<Button>) = buttons
        .iter()
        .cloned()
        .partition(|button| reply(button) == replies_first);
    sorted.extend(others);
    lint.say(Rule::ButtonsUngrouped, at)
        .fix(Fix::set(at, New::Buttons(sorted)));
}

fn label(lint: &mut Lint<'_>, at: &str, button: &Button, before: &[Button]) {
    let at = format!("{at}/text");
    let label = button.text.as_str();
    if label.trim().is_empty() {
        // The label of these is Meta's own.
        let needed = matches!(
            button.kind,
            ButtonKind::QuickReply | ButtonKind::Url | ButtonKind::PhoneNumber | ButtonKind::Flow
        );
        if needed {
            lint.say(Rule::LabelMissing, at);
        }
        return;
    }
    let length = meta_length(label);
    if length > LONGEST_LABEL {
        lint.say(Rule::LabelTooLong, at.as_str()).arg(label).arg(length);
    }
    if label.contains(['\n', '\r', '{', '}']) {
        lint.say(Rule::LabelForm, at.as_str())
            .arg(label.replace(['\n', '\r'], " "));
    } else if label.chars().any(is_emoji) || markup::is_formatted(label) {
        lint.say(Rule::LabelPlain, at.as_str()).arg(label);
    }
    if before
        .iter()
        .any(|other| other.text.trim().eq_ignore_ascii_case(label.trim()))
    {
        lint.say(Rule::LabelsRepeated, at).arg(label);
    }
}

fn url(lint: &mut Lint<'_>, at: &str, button: &Button) {
    let url_at = format!("{at}/url");
    let url = button.url.as_str();
    let host = url
        .split_once("://")
        .filter(|(scheme, _)| {
            ["https", "http"]
                .iter()
                .any(|web| web.eq_ignore_ascii_case(scheme))
        })
        .and_then(|(_, rest)| rest.split(['/', '?', '#', ':']).next())
        .unwrap_or_default();
    let opens = host.contains('.') && !host.contains('{') && !url.chars().any(char::is_whitespace);
    if !opens {
        let finding = lint.say(Rule::UrlForm, url_at.as_str()).arg(url);
        let guess = format!("https://{url}");
        if !url.contains(':')
            && !url.contains(char::is_whitespace)
            && url
                .split('/')
                .next()
                .is_some_and(|h| h.contains('.') && !h.contains('{'))
        {
            finding.fix(Fix::set(url_at.as_str(), guess));
        }
    }
    let length = meta_length(url);
    if length > LONGEST_URL {
        lint.say(Rule::UrlTooLong, url_at.as_str()).arg(length);
    }
    let found = scan(url);
    let variables = found.variables.as_slice();
    // Each address counts for itself: its one variable is {{1}}, also where the
    // text has names.
    let fits = match variables {
        [] => true,
        [only] => only.name == "1" && only.at.end == url.len(),
        _ => false,
    };
    if !fits {
        let finding = lint.say(Rule::UrlVariable, url_at.as_str()).arg(variables.len());
        if let [only] = variables
            && only.at.end == url.len()
        {
            let renamed = tidy::renamed(url, |_| Some("1".to_owned()));
            finding.fix(Fix::set(url_at.as_str(), renamed));
        }
    } else if !found.stray.is_empty() {
        lint.say(Rule::BracesUnbalanced, url_at.as_str());
    }
    if !variables.is_empty() && button.example.iter().all(|example| example.trim().is_empty()) {
        let name = variables.first().map_or("1", |variable| variable.name);
        lint.say(Rule::SampleMissing, format!("{at}/example"))
            .arg(braced(name));
    } else if button.example.len() > variables.len() {
        let fix = match button.example.get(..variables.len()) {
            Some(kept) if !kept.is_empty() => Fix::set(format!("{at}/example"), kept.to_vec()),
            _ => Fix::remove(format!("{at}/example")),
        };
        lint.say(Rule::SampleExtra, format!("{at}/example"))
            .arg(button.example.len())
            .arg(variables.len())
            .fix(fix);
    }
}

fn phone(lint: &mut Lint<'_>, at: &str, button: &Button) {
    let phone = button.phone_number.trim();
    let digits = phone.chars().filter(char::is_ascii_digit).count();
    let plain = phone
        .strip_prefix('+')
        .unwrap_or(phone)
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-' | '(' | ')'));
    if digits < 3 || !plain || meta_length(phone) > LONGEST_PHONE {
        lint.say(Rule::PhoneForm, format!("{at}/phone_number")).arg(phone);
    }
}

fn code(lint: &mut Lint<'_>, at: &str, button: &Button) {
    let at = format!("{at}/example");
    match button.example.first().map(|code| code.trim()) {
        None | Some("") => {
            lint.say(Rule::SampleMissing, at).arg(button.kind.as_str());
        }
        Some(code) if meta_length(code) > LONGEST_CODE => {
            lint.say(Rule::CopyCodeTooLong, at).arg(meta_length(code));
        }
        Some(_) => {}
    }
}

fn unknown(lint: &mut Lint<'_>, at: &str, word: &str) {
    let known = ButtonKind::KNOWN.iter().map(ButtonKind::as_str);
    if let Some(meant) = spelling::meant(word, known) {
        lint.say(Rule::ButtonForm, at)
            .arg(word)
            .fix(Fix::set(format!("{at}/type"), meant));
    } else if word.trim().is_empty() {
        lint.say(Rule::ButtonForm, at).arg(word);
    } else {
        lint.say(Rule::ButtonUnknown, at).arg(word);
    }
}

/// Whether a field has something in it.
fn says(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => false,
        Some(Value::String(text)) => !text.trim().is_empty(),
        Some(_) => true,
    }
}
