//! Name, language, category, time to live, and the set of components
//! (sources §8 rows 1 and 2, §1.5).

use serde_json::Value;

use super::{Lint, finding::Fix, rule::Rule, spelling};
use crate::template::{
    language,
    model::Component,
    text::meta_length,
    words::{ComponentKind, TemplateCategory},
};

const LONGEST_NAME: usize = 512;

pub(super) fn check(lint: &mut Lint<'_>) {
    name(lint);
    code(lint);
    category(lint);
    ttl(lint);
    components(lint);
}

fn name(lint: &mut Lint<'_>) {
    let name = lint.template.name.as_str();
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let length = meta_length(name);
    let wrong = [
        (name.is_empty(), Rule::NameMissing, String::new()),
        (!name.chars().all(fits), Rule::NameForm, name.to_owned()),
        (length > LONGEST_NAME, Rule::NameTooLong, length.to_string()),
    ];
    for (_, rule, arg) in wrong.into_iter().filter(|(is, _, _)| *is) {
        let finding = lint.say(rule, "/name").arg(arg);
        let better = slug(name);
        if !better.is_empty() {
            finding.fix(Fix::set("/name", better));
        }
    }
    let language = lint.template.language.as_str();
    if lint
        .context
        .siblings
        .iter()
        .any(|other| other.name == name && other.language == language)
    {
        lint.say(Rule::NameTaken, "/name").arg(name).arg(language);
    }
    if lint.context.blocked_names.contains(&name) {
        lint.say(Rule::NameBlocked, "/name").arg(name);
    }
}

/// The name that Meta would take: accents and capitals fall, everything else
/// becomes `_`.
fn slug(name: &str) -> String {
    let words = super::plain::words(name);
    let parts: Vec<String> = words
        .iter()
        .map(|word| word.plain.chars().filter(char::is_ascii_alphanumeric).collect())
        .filter(|word: &String| !word.is_empty())
        .collect();
    let mut slug = parts.join("_");
    slug.truncate(LONGEST_NAME);
    slug
}

fn code(lint: &mut Lint<'_>) {
    let code = lint.template.language.as_str();
    if language::is_known(code) {
        return;
    }
    let finding = lint.say(Rule::LanguageUnknown, "/language").arg(code);
    if let Some(meant) = language::meant(code) {
        finding.fix(Fix::set("/language", meant));
    }
}

fn category(lint: &mut Lint<'_>) {
    match &lint.template.category {
        None => {
            lint.say(Rule::CategoryMissing, "/category");
        }
        Some(category @ TemplateCategory::Unknown(word)) => {
            let finding = lint.say(Rule::CategoryUnknown, "/category").arg(word);
            if category.is_legacy() {
                finding.fix(Fix::set("/category", TemplateCategory::Utility.as_str()));
            }
        }
        Some(_) => {}
    }
}

/// Seconds that a category allows (sources §1.5); -1 means 30 days.
fn ttl_range(category: &TemplateCategory) -> Option<(i64, i64)> {
    match category {
        TemplateCategory::Authentication => Some((30, 900)),
        TemplateCategory::Utility => Some((30, 43_200)),
        TemplateCategory::Marketing => Some((43_200, 2_592_000)),
        TemplateCategory::Unknown(_) => None,
    }
}

fn ttl(lint: &mut Lint<'_>) {
    let at = "/message_send_ttl_seconds";
    let given = lint.template.raw.get("message_send_ttl_seconds");
    if let Some(odd) = given.filter(|value| !value.is_null() && value.as_i64().is_none()) {
        let meant = odd.as_str().and_then(|text| text.trim().parse::<i64>().ok());
        let fix = match meant {
            Some(seconds) => Fix::set(at, seconds),
            None => Fix::remove(at),
        };
        lint.say(Rule::TtlForm, at).arg(odd).fix(fix);
        return;
    }
    let Some(category) = &lint.template.category else {
        return;
    };
    let (Some(seconds), Some((least, most))) = (lint.template.ttl_seconds(), ttl_range(category)) else {
        return;
    };
    let thirty_days = seconds == -1 && *category != TemplateCategory::Marketing;
    if !(least..=most).contains(&seconds) && !thirty_days {
        lint.say(Rule::TtlRange, at)
            .arg(seconds)
            .arg(least)
            .arg(most)
            .fix(Fix::set(at, seconds.clamp(least, most)));
    }
}

fn components(lint: &mut Lint<'_>) {
    let mut seen: Vec<(String, std::mem::Discriminant<Component>)> = Vec::new();
    for part in lint.parts.clone() {
        if let Component::Other(value) = part.component {
            other(lint, part.at, value);
            continue;
        }
        let parent = part
            .at
            .rsplit_once('/')
            .map_or("", |(parent, _)| parent)
            .to_owned();
        let kind = (parent, std::mem::discriminant(part.component));
        if seen.contains(&kind) {
            let kind = part.component.kind();
            lint.say(Rule::ComponentRepeated, part.at.as_str())
                .arg(kind.as_ref().map_or("", ComponentKind::as_str))
                .fix(Fix::remove(part.at));
        } else {
            seen.push(kind);
        }
    }
}

/// A part that could not be read: of a kind that is not known here, misspelt, or
/// with something else where its list should be.
fn other(lint: &mut Lint<'_>, at: String, value: &Value) {
    let kind = value.get("type").and_then(Value::as_str).unwrap_or_default();
    let kind: String = kind.chars().take(40).collect();
    match ComponentKind::parse(&kind) {
        ComponentKind::CallPermissionRequest => {}
        ComponentKind::Unknown(_) if !kind.trim().is_empty() => {
            let known = ComponentKind::KNOWN.iter().map(ComponentKind::as_str);
            if let Some(meant) = spelling::meant(&kind, known) {
                let fix = Fix::set(format!("{at}/type"), meant);
                lint.say(Rule::ComponentForm, at).arg(kind).fix(fix);
            } else {
                lint.say(Rule::ComponentUnknown, at).arg(kind);
            }
        }
        _ => {
            lint.say(Rule::ComponentForm, at).arg(kind);
        }
    }
}
