//! How variables are written (sources §8 row 6).

use super::{
    Lint,
    finding::{Fix, New},
    rule::Rule,
    tidy,
};
use crate::template::{
    model::{Body, Component, Header},
    samples::Samples,
    variables::{Variable, names, number, scan},
    words::ParameterFormat,
};

pub(super) fn check(lint: &mut Lint<'_>) {
    let mut numbers = false;
    let mut words = false;
    for part in lint.parts.clone() {
        let (text, samples) = match part.component {
            Component::Header(Header { text, samples, .. }) | Component::Body(Body { text, samples, .. }) => {
                (text.as_str(), samples)
            }
            Component::Footer(footer) => (footer.text.as_str(), &Samples::default()),
            _ => continue,
        };
        let at = format!("{}/text", part.at);
        braces(lint, &at, text);
        let variables = scan(text).variables;
        let numbered = variables.iter().any(|v| v.number().is_some());
        let named = variables.iter().any(|v| v.number().is_none());
        spelling(lint, &part.at, text, samples, &variables);
        if numbered && named {
            lint.say(Rule::VariablesMixed, at.as_str());
        } else if numbered && !matches!(part.component, Component::Footer(_)) {
            gaps(lint, part.component, &part.at, text, samples);
        }
        if !matches!(part.component, Component::Footer(_)) && numbered != named {
            numbers |= numbered;
            words |= named;
        }
    }
    format(lint, numbers, words);
}

/// Braces that open or close nothing. `{1}` is what most of them were meant to be.
fn braces(lint: &mut Lint<'_>, at: &str, text: &str) {
    let Some(first) = scan(text).stray.first().copied() else {
        return;
    };
    let finding = lint.say(Rule::BracesUnbalanced, at).range(first..first + 1);
    let better = mended(text);
    if scan(&better).stray.is_empty() {
        finding.fix(Fix::set(at, better));
    }
}

/// The text with what looks like a variable written as one: `{1}`, `{{1}`,
/// `{1}}` and `{{{1}}}`.
fn mended(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 4);
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        let (before, after) = rest.split_at(start);
        out.push_str(before);
        let inside = after.trim_start_matches('{');
        let end = inside.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | ' ')));
        let (name, after_name) = inside.split_at(end.unwrap_or(inside.len()));
        if after_name.starts_with('}') && !name.trim().is_empty() {
            out.push_str("{{");
            out.push_str(name.trim());
            out.push_str("}}");
            rest = after_name.trim_start_matches('}');
        } else {
            rest = inside;
        }
    }
    out.push_str(rest);
    out
}

/// Names that Meta does not take: capitals, accents, spaces, `#`, `$`, `%`.
fn spelling(lint: &mut Lint<'_>, at: &str, text: &str, samples: &Samples, variables: &[Variable<'_>]) {
    let wrong: Vec<&Variable<'_>> = variables.iter().filter(|v| !is_good(v.name)).collect();
    let Some(first) = wrong.first() else {
        return;
    };
    let renamed = tidy::renamed(text, |name| (!is_good(name)).then(|| better(name)));
    let mut fix = Fix::set(format!("{at}/text"), renamed);
    let list = if samples.named.is_empty() {
        None
    } else {
        Some(samples)
    };
    if let Some(samples) = list {
        let key = if lint
            .parts
            .iter()
            .any(|p| p.at == at && matches!(p.component, Component::Header(_)))
        {
            "header_text_named_params"
        } else {
            "body_text_named_params"
        };
        let list = samples
            .named
            .iter()
            .map(|(name, example)| {
                let name = if is_good(name) { name.clone() } else { better(name) };
                (name, example.clone())
            })
            .collect();
        fix = fix.and(format!("{at}/example/{key}"), Some(New::Named(list)));
    }
    let fixable = wrong.iter().all(|v| is_good(&better(v.name)));
    let (name, range) = (first.name.to_owned(), first.at.clone());
    let finding = lint
        .say(Rule::VariableName, format!("{at}/text"))
        .arg(name)
        .range(range);
    if fixable {
        finding.fix(fix);
    }
}

/// Whether a variable may be called so: a number without zeros in front, or
/// small letters, digits and `_`.
fn is_good(name: &str) -> bool {
    if number(name).is_some() {
        return !name.starts_with('0');
    }
    !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// What the variable could be called instead.
fn better(name: &str) -> String {
    let trimmed = name.trim();
    if number(trimmed).is_some() {
        return trimmed.trim_start_matches('0').to_owned();
    }
    let words: Vec<String> = super::plain::words(trimmed)
        .into_iter()
        .map(|word| {
            word.plain
                .chars()
                .filter(char::is_ascii_alphanumeric)
                .collect::<String>()
        })
        .filter(|word| !word.is_empty())
        .collect();
    words.join("_")
}

/// Numbers have to run from 1 without a gap, in each text for itself.
fn gaps(lint: &mut Lint<'_>, component: &Component, at: &str, text: &str, samples: &Samples) {
    let names = names(text);
    let missing = (1_u32..)
        .zip(&names)
        .find(|(expected, name)| number(name) != Some(*expected));
    let Some((missing, _)) = missing else {
        return;
    };
    let (text, samples) = tidy::renumbered(text, samples);
    let mut component = component.clone();
    if let Component::Header(Header {
        text: t, samples: s, ..
    })
    | Component::Body(Body {
        text: t, samples: s, ..
    }) = &mut component
    {
        *t = text;
        *s = samples;
    }
    lint.say(Rule::VariablesSkip, format!("{at}/text"))
        .arg(missing)
        .fix(Fix::set(at, component));
}

/// What the template says about its variables against what they are.
fn format(lint: &mut Lint<'_>, numbers: bool, words: bool) {
    let at = "/parameter_format";
    let given = lint.template.raw.get("parameter_format");
    let odd = match &lint.template.parameter_format {
        Some(ParameterFormat::Unknown(word)) => Some(word.clone()),
        Some(_) => None,
        None => given
            .filter(|value| !value.is_null() && !value.is_string())
            .map(ToString::to_string),
    };
    if let Some(odd) = odd {
        let is = if words && !numbers {
            ParameterFormat::Named
        } else {
            ParameterFormat::Positional
        };
        lint.say(Rule::FormatUnknown, at)
            .arg(odd)
            .fix(Fix::set(at, is.as_str()));
        return;
    }
    if numbers && words {
        lint.say(Rule::VariablesMixed, "/components");
        return;
    }
    let (is, other) = if words {
        (ParameterFormat::Named, ParameterFormat::Positional)
    } else {
        (ParameterFormat::Positional, ParameterFormat::Named)
    };
    let says = lint.template.parameter_format.as_ref();
    if (numbers || words) && says == Some(&other) {
        lint.say(Rule::FormatContradicts, at)
            .arg(other.as_str())
            .fix(Fix::set(at, is.as_str()));
    } else if words && says.is_none() {
        lint.say(Rule::FormatUnsaid, at).fix(Fix::set(at, is.as_str()));
    }
}
