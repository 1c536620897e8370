//! Utility that reads as advertising, which Meta approves as marketing and
//! bills as such (sources §8 row 12).

use std::ops::Range;

use super::{
    Lint, Part,
    finding::Fix,
    plain::{self, Word, apart, find, has, words},
    rule::Rule,
    tidy,
    vocabulary::Tongue,
};
use crate::template::{
    model::{Body, Component, Header},
    order,
    text::has_words,
    variables::scan,
    words::TemplateCategory,
};

pub(super) fn check(lint: &mut Lint<'_>) {
    if lint.template.is(&TemplateCategory::Utility) {
        for part in lint.parts.clone() {
            of_part(lint, &part);
        }
    }
    if lint.template.is(&TemplateCategory::Marketing) {
        opt_out(lint);
    }
}

fn of_part(lint: &mut Lint<'_>, part: &Part<'_>) {
    let at = part.at.as_str();
    match part.component {
        Component::Header(Header { text, samples, .. }) => {
            promotes(lint, format!("{at}/text"), text);
            promotes(lint, format!("{at}/example"), &samples.positional.join(" · "));
        }
        Component::Body(body) => {
            if let Some(found) = promotes(lint, format!("{at}/text"), &body.text)
                && let Some(fix) = without_sentence(body, at, &found)
                && let Some(finding) = lint.findings.last_mut()
            {
                finding.fix(fix);
            }
            let named = body.samples.named.iter().map(|(_, value)| value.as_str());
            let samples: Vec<&str> = body
                .samples
                .positional
                .iter()
                .map(String::as_str)
                .chain(named)
                .collect();
            promotes(lint, format!("{at}/example"), &samples.join(" · "));
            form(lint, format!("{at}/text"), body);
        }
        Component::Footer(footer) => {
            if promotes(lint, format!("{at}/text"), &footer.text).is_some()
                && let Some(finding) = lint.findings.last_mut()
            {
                finding.fix(Fix::remove(at));
            }
        }
        Component::Buttons(buttons, _) => {
            for (i, button) in buttons.iter().enumerate() {
                promotes(lint, format!("{at}/buttons/{i}/text"), &button.text);
            }
        }
        _ => {}
    }
}

/// Where a text advertises, in whatever language: a body that says it is English
/// may be Spanish, and a Spanish one may end in "Buy now". What is harmless in
/// another language counts only where the text is in its own.
fn advertising(lint: &Lint<'_>, of: &[Word]) -> Vec<Range<usize>> {
    let home = super::languages::tongue_of(of).or_else(|| Tongue::of(&lint.template.language));
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut innocent: Vec<Range<usize>> = Vec::new();
    for tongue in Tongue::ALL {
        found.extend(find(of, tongue.promotion()));
        if home == Some(tongue) {
            found.extend(find(of, tongue.false_friends()));
        }
        innocent.extend(find(of, tongue.innocent()));
    }
    apart(found, &innocent)
}

/// Notes the words of a text that advertise; answers where they stand.
fn promotes(lint: &mut Lint<'_>, at: String, text: &str) -> Option<Vec<Range<usize>>> {
    let of = words(text);
    let mut found = advertising(lint, &of);
    order::by(&mut found, |a, b| (a.start, a.end).cmp(&(b.start, b.end)));
    found.dedup_by(|next, kept| next.start < kept.end);
    let first = found.first()?.clone();
    let mut shown: Vec<&str> = Vec::new();
    for range in &found {
        let word = text.get(range.clone()).unwrap_or_default();
        if !shown.contains(&word) && shown.len() < 3 {
            shown.push(word);
        }
    }
    let shown = shown
        .iter()
        .map(|word| format!("“{word}”"))
        .collect::<Vec<_>>()
        .join(", ");
    let price = lint.context.price;
    lint.say(Rule::PromotionalWords, at)
        .arg(shown)
        .range(first)
        .price(&price);
    Some(found)
}

/// The body without its advertising sentences, if something is left to say.
fn without_sentence(body: &Body, at: &str, found: &[Range<usize>]) -> Option<Fix> {
    let mut sentences: Vec<Range<usize>> = found.iter().map(|at| plain::sentence(&body.text, at)).collect();
    // What is found may reach over the end of a sentence, into that of the next.
    sentences.dedup_by(|next, kept| {
        let overlap = next.start < kept.end;
        if overlap {
            kept.end = kept.end.max(next.end);
        }
        overlap
    });
    let mut text = body.text.clone();
    for sentence in sentences.into_iter().rev() {
        text.replace_range(sentence, "");
    }
    let text = text.trim().to_owned();
    if !has_words(&text) {
        return None;
    }
    let (text, samples) = tidy::renumbered(&text, &body.samples);
    let body = Body {
        text,
        samples,
        ..body.clone()
    };
    Some(Fix::set(at, Component::Body(body)))
}

/// A body that is nothing but a variable, or that congratulates.
fn form(lint: &mut Lint<'_>, at: String, body: &Body) {
    let of = words(&body.text);
    let only_variables = of.is_empty() && !scan(&body.text).variables.is_empty();
    let congratulates = Tongue::ALL.iter().any(|tongue| has(&of, tongue.congratulation()));
    if only_variables || congratulates {
        let price = lint.context.price;
        lint.say(Rule::ReadsAsMarketing, at).price(&price);
    }
}

/// Advertising should say how to stop it.
fn opt_out(lint: &mut Lint<'_>) {
    let says = |text: &str| {
        let of = words(text);
        Tongue::ALL.iter().any(|tongue| has(&of, tongue.stopping()))
    };
    let told = lint.parts.iter().any(|part| match part.component {
        Component::Body(body) => says(&body.text),
        Component::Footer(footer) => says(&footer.text),
        Component::Buttons(buttons, _) => buttons.iter().any(|button| says(&button.text)),
        _ => false,
    });
    if !told {
        lint.say(Rule::NoOptOut, "/components");
    }
}
