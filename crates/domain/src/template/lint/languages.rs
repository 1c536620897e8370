//! Whether the text is in the language it says, and whether the languages of
//! one template have the same variables.

use super::{
    Lint,
    finding::Finding,
    plain::{Word, words},
    rule::Rule,
    vocabulary::Tongue,
};
use crate::template::{
    language,
    model::{Body, Component, Header, Template},
    order,
    variables::names,
};

/// Small words that are needed before a language is believed.
const ENOUGH: usize = 4;

/// Of the words of a text, one in so many has to be such a word before a language
/// is believed to be none of the others: who writes in Filipino says "thank you".
const ONE_IN: usize = 5;

pub(super) fn check(lint: &mut Lint<'_>) {
    let declared = language::base(&lint.template.language);
    let tongue = Tongue::ALL.into_iter().find(|tongue| tongue.tag() == declared);
    for part in lint.parts.clone() {
        let Component::Body(body) = part.component else {
            continue;
        };
        let of = words(&body.text);
        let is = match tongue {
            Some(declared) => tongue_of(&of).filter(|is| *is != declared),
            None if language::is_known(&lint.template.language) => surely(&of),
            None => None,
        };
        let Some(is) = is else {
            continue;
        };
        let code = lint.template.language.as_str();
        lint.say(Rule::LanguageMismatch, format!("{}/text", part.at))
            .arg(is.tag())
            .arg(code);
    }
}

/// The language of a text, when it is clear.
pub(super) fn tongue_of(of: &[Word]) -> Option<Tongue> {
    let score = |tongue: Tongue| {
        let small = tongue.small_words();
        of.iter()
            .filter(|word| small.contains(&word.plain.as_str()))
            .count()
    };
    let scores = Tongue::ALL.map(|tongue| (score(tongue), tongue));
    let (best, tongue) = scores.into_iter().max_by_key(|(score, _)| *score)?;
    let others = scores.into_iter().filter(|(_, other)| *other != tongue);
    let second = others.map(|(score, _)| score).max().unwrap_or_default();
    (best >= ENOUGH && best > 2 * second).then_some(tongue)
}

/// The language of a text that says it is in one that has no list here.
fn surely(of: &[Word]) -> Option<Tongue> {
    Tongue::ALL.into_iter().find(|tongue| {
        let sure = tongue.sure_words();
        let seen = of.iter().filter(|word| sure.contains(&word.plain.as_str()));
        let different = sure
            .iter()
            .filter(|sure| of.iter().any(|word| word.plain == **sure));
        different.count() >= ENOUGH && seen.count() * ONE_IN >= of.len()
    })
}

/// Findings about `other`, a language of the same template as `first`: its
/// variables have to be the same, or one of them is sent the wrong values.
#[must_use]
pub fn between(first: &Template, other: &Template) -> Vec<Finding> {
    let of = |template: &Template, wanted: fn(&Component) -> Option<&str>| -> Vec<String> {
        template
            .components
            .iter()
            .find_map(wanted)
            .map(|text| {
                let mut names: Vec<String> = names(text).into_iter().map(ToOwned::to_owned).collect();
                order::by(&mut names, String::cmp);
                names
            })
            .unwrap_or_default()
    };
    let header: fn(&Component) -> Option<&str> = |component| match component {
        Component::Header(Header { text, .. }) => Some(text.as_str()),
        _ => None,
    };
    let body: fn(&Component) -> Option<&str> = |component| match component {
        Component::Body(Body { text, .. }) => Some(text.as_str()),
        _ => None,
    };
    let mut findings = Vec::new();
    for wanted in [header, body] {
        let (expected, found) = (of(first, wanted), of(other, wanted));
        let only = |a: &[String], b: &[String]| {
            a.iter()
                .filter(|name| !b.contains(name))
                .map(|name| format!("{{{{{name}}}}}"))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let differing: Vec<String> = [only(&expected, &found), only(&found, &expected)]
            .into_iter()
            .filter(|list| !list.is_empty())
            .collect();
        if differing.is_empty() {
            continue;
        }
        let at = other
            .components
            .iter()
            .position(|component| wanted(component).is_some())
            .map_or_else(|| "/components".to_owned(), |i| format!("/components/{i}/text"));
        let mut finding = Finding::new(Rule::LanguagesDiffer, at);
        finding
            .arg(&other.language)
            .arg(&first.language)
            .arg(differing.join(", "));
        findings.push(finding);
    }
    findings
}
