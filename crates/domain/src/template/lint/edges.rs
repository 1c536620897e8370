//! Where variables stand in the body: not at its edges, not side by side, not
//! too many for so few words (sources §8 rows 7 to 9).

use super::{Lint, finding::Fix, rule::Rule, tidy};
use crate::template::{
    language,
    model::{Body, Component},
    text::{has_words, is_hidden, word_count},
    variables::{Variable, scan},
};

pub(super) fn check(lint: &mut Lint<'_>) {
    for part in lint.parts.clone() {
        let Component::Body(body) = part.component else {
            continue;
        };
        let variables = scan(&body.text).variables;
        let at = format!("{}/text", part.at);
        if let (Some(first), Some(last)) = (variables.first(), variables.last()) {
            start(lint, &at, &body.text, first);
            end(lint, &at, &body.text, last);
            ratio(lint, &at, &body.text, &variables);
        }
        for pair in variables.windows(2) {
            if let [one, two] = pair {
                adjacent(lint, &part.at, body, one, two);
            }
        }
    }
}

fn nothing(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_hidden(c))
}

fn start(lint: &mut Lint<'_>, at: &str, text: &str, first: &Variable<'_>) {
    let before = text.get(..first.at.start).unwrap_or_default();
    if has_words(before) {
        return;
    }
    let rule = if nothing(before) {
        Rule::StartsWithVariable
    } else {
        Rule::StartsNearVariable
    };
    let (opening, _) = phrases(&lint.template.language);
    let finding = lint.say(rule, at).arg(first.name).range(first.at.clone());
    if let Some(opening) = opening {
        finding.fix(Fix::set(at, format!("{opening}{}", text.trim_start())));
    }
}

fn end(lint: &mut Lint<'_>, at: &str, text: &str, last: &Variable<'_>) {
    let after = text.get(last.at.end..).unwrap_or_default();
    if has_words(after) {
        return;
    }
    let raw = nothing(after);
    let rule = if raw {
        Rule::EndsWithVariable
    } else {
        Rule::EndsNearVariable
    };
    let (_, closing) = phrases(&lint.template.language);
    let finding = lint.say(rule, at).arg(last.name).range(last.at.clone());
    if let Some(closing) = closing {
        let stop = if raw { "." } else { "" };
        let kept = text.trim_end_matches(|c: char| c.is_whitespace() || is_hidden(c));
        finding.fix(Fix::set(at, format!("{kept}{stop} {closing}")));
    }
}

/// What a text can begin and end with, in the languages that this knows.
fn phrases(code: &str) -> (Option<&'static str>, Option<&'static str>) {
    match language::base(code) {
        "es" => (Some("Aviso: "), Some("Gracias por tu confianza.")),
        "en" => (Some("Notice: "), Some("Thank you for your trust.")),
        "pt" => (Some("Aviso: "), Some("Agradecemos a sua confiança.")),
        "ca" => (Some("Avís: "), Some("Gràcies per la teva confiança.")),
        "fr" => (Some("Information : "), Some("Merci de votre confiance.")),
        "it" => (Some("Avviso: "), Some("Grazie per la fiducia.")),
        _ => (None, None),
    }
}

fn adjacent(lint: &mut Lint<'_>, at: &str, body: &Body, one: &Variable<'_>, two: &Variable<'_>) {
    let text = body.text.as_str();
    let between = text.get(one.at.end..two.at.start).unwrap_or_default();
    if !nothing(between) {
        return;
    }
    let finding = lint
        .say(Rule::VariablesAdjacent, format!("{at}/text"))
        .arg(one.name)
        .arg(two.name)
        .range(one.at.start..two.at.end);
    let once = |name: &str| scan(text).variables.iter().filter(|v| v.name == name).count() == 1;
    if !once(one.name) || !once(two.name) {
        return;
    }
    // Both values become one: `250 g` instead of `250` and `g`.
    let mut merged = text.to_owned();
    merged.replace_range(one.at.end..two.at.end, "");
    let mut samples = body.samples.clone();
    let value = |name| body.samples.get(name).unwrap_or_default();
    let joined = format!("{} {}", value(one.name), value(two.name))
        .trim()
        .to_owned();
    if let Some(index) = one
        .number()
        .and_then(|n| usize::try_from(n).ok())
        .and_then(|n| n.checked_sub(1))
    {
        if let Some(sample) = samples.positional.get_mut(index) {
            *sample = joined;
        }
    } else if let Some((_, sample)) = samples.named.iter_mut().find(|(name, _)| name == one.name) {
        *sample = joined;
    }
    let (text, samples) = tidy::renumbered(&merged, &samples);
    let body = Body {
        text,
        samples,
        ..body.clone()
    };
    finding.fix(Fix::set(at, Component::Body(body)));
}

/// Meta's formula is not published; 2n + 1 words for n variables is what
/// others found to pass.
fn ratio(lint: &mut Lint<'_>, at: &str, text: &str, variables: &[Variable<'_>]) {
    let mut fixed = String::with_capacity(text.len());
    let mut from = 0;
    for variable in variables {
        fixed.push_str(text.get(from..variable.at.start).unwrap_or_default());
        fixed.push(' ');
        from = variable.at.end;
    }
    fixed.push_str(text.get(from..).unwrap_or_default());
    let words = word_count(&fixed);
    let needed = 2 * variables.len() + 1;
    if words < needed {
        lint.say(Rule::VariableRatio, at)
            .arg(words)
            .arg(variables.len())
            .arg(needed);
    }
}
