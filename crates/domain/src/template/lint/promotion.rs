//! Utility that reads as advertising, which Meta approves as marketing and
//! bills as such (sources §8 row 12).

use std::ops::Range;

use super::{
    Lint, Part,
    finding::Fix,
    plain::{self, Word, find, has, words},
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

/// The languages that a text is read in: the one it says, and the one it is in.
fn tongues(lint: &Lint<'_>, of: &[Word]) -> Vec<Tongue> {
    let mut tongues: Vec<Tongue> = Tongue::of(&lint.template.language).into_iter().collect();
    if let Some(other) = super::languages::tongue_of(of).filter(|other| !tongues.contains(other)) {
        tongues.push(other);
    }
    tongues
}

/// Notes the words of a text that advertise; answers where they stand.
fn promotes(lint: &mut Lint<'_>, at: String, text: &str) -> Option<Vec<Range<usize>>> {
    let of = words(text);
    let mut found: Vec<Range<usize>> = Vec::new();
    for tongue in tongues(lint, &of) {
        let innocent = find(&of, tongue.innocent());
        let overlaps = |at: &Range<usize>| innocent.iter().any(|i| i.start < at.end && at.start < i.end);
        found.extend(
            find(&of, tongue.promotion())
                .into_iter()
                .filter(|at| !overlaps(at)),
        );
    }
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
    sentences.dedup();
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
    let congratulates = tongues(lint, &of)
        .iter()
        .any(|tongue| has(&of, tongue.congratulation()));
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
