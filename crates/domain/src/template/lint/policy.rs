//! What a message may not ask, threaten or sell (sources §8 row 15).

use std::ops::Range;

use super::{
    Lint,
    plain::{Word, apart, find, has, sentence, words},
    rule::Rule,
    vocabulary::Tongue,
};
use crate::template::model::{Component, Header};

/// A sentence with one of these asks for nothing: "we will never ask …".
const NEVER: &[&str] = &["never", "nunca", "jamas", "jamais"];

/// Secrets that a bakery hands out itself: the ticket in the queue, the code of
/// the parcel locker. With a variable right behind them they are told, not asked.
const GIVEN: &[&str] = &[
    "pin",
    "senha",
    "contrasena",
    "password",
    "passcode",
    "passe",
    "clave",
    "acceso",
    "code",
    "seguridad",
    "seguranca",
];

pub(super) fn check(lint: &mut Lint<'_>) {
    for part in lint.parts.clone() {
        let text = match part.component {
            Component::Header(Header { text, .. }) => text,
            Component::Body(body) => &body.text,
            Component::Footer(footer) => &footer.text,
            _ => continue,
        };
        let at = format!("{}/text", part.at);
        let of = words(text);
        let declared = Tongue::of(&lint.template.language);
        let written = super::languages::tongue_of(&of);
        let harmless: Vec<Range<usize>> = Tongue::ALL
            .into_iter()
            .flat_map(|tongue| find(&of, tongue.harmless()))
            .collect();
        let first = |list: &[&str]| apart(find(&of, list), &harmless).into_iter().next();
        let found = [
            (Rule::SensitiveRequest, request(text, &of)),
            (
                Rule::Threat,
                Tongue::ALL.into_iter().find_map(|tongue| first(tongue.threats())),
            ),
            (
                Rule::RestrictedGoods,
                // Names of goods are short, and other words in other languages.
                Tongue::ALL
                    .into_iter()
                    .filter(|tongue| [declared, written].contains(&Some(*tongue)))
                    .find_map(|tongue| first(tongue.restricted())),
            ),
        ];
        for (rule, place) in found {
            if let Some(place) = place {
                let word = text.get(place.clone()).unwrap_or_default();
                lint.say(rule, at.as_str()).arg(word).range(place);
            }
        }
    }
}

/// Where a text asks for what nobody may be asked for.
fn request(text: &str, of: &[Word]) -> Option<Range<usize>> {
    Tongue::ALL.into_iter().find_map(|tongue| {
        apart(find(of, tongue.secrets()), &find(of, tongue.no_secret()))
            .into_iter()
            .find(|place| !is_given(text, of, place) && asks(text, of, tongue, place))
    })
}

fn is_given(text: &str, of: &[Word], place: &Range<usize>) -> bool {
    let last = of.iter().rfind(|word| word.at.end <= place.end);
    let behind = text.get(place.end..).unwrap_or_default();
    behind
        .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '*' | '_' | '"' | '«' | '“'))
        .starts_with("{{")
        && last.is_some_and(|word| GIVEN.contains(&word.plain.as_str()))
}

/// Whether the sentence around a place asks for something: it has an imperative,
/// and nothing right before it that takes it back.
fn asks(text: &str, of: &[Word], tongue: Tongue, place: &Range<usize>) -> bool {
    let around = sentence(text, place);
    let first = of.partition_point(|word| word.at.start < around.start);
    let last = of.partition_point(|word| word.at.start < around.end);
    let said = of.get(first..last).unwrap_or_default();
    let taken_back = |asked: &Range<usize>| {
        let at = said.partition_point(|word| word.at.start < asked.start);
        let before = at.checked_sub(1).and_then(|at| said.get(at));
        before.is_some_and(|word| {
            let gap = text.get(word.at.end..asked.start).unwrap_or_default();
            tongue.statement().contains(&word.plain.as_str()) && gap.chars().all(char::is_whitespace)
        })
    };
    !has(said, NEVER) && find(said, tongue.asking()).iter().any(|asked| !taken_back(asked))
}
