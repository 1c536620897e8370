//! What a message may not ask, threaten or sell (sources §8 row 15).

use super::{
    Lint,
    plain::{find, has, sentence, words},
    rule::Rule,
    vocabulary::Tongue,
};
use crate::template::model::{Component, Header};

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
        let found = super::languages::tongue_of(&of);
        for tongue in Tongue::ALL
            .into_iter()
            .filter(|t| Some(*t) == declared || Some(*t) == found)
        {
            for place in find(&of, tongue.secrets()) {
                let around = text.get(sentence(text, &place)).unwrap_or_default();
                if has(&words(around), tongue.asking()) {
                    let word = text.get(place.clone()).unwrap_or_default().to_owned();
                    lint.say(Rule::SensitiveRequest, at.as_str())
                        .arg(word)
                        .range(place);
                    break;
                }
            }
            for (rule, list) in [
                (Rule::Threat, tongue.threats()),
                (Rule::RestrictedGoods, tongue.restricted()),
            ] {
                if let Some(place) = find(&of, list).into_iter().next() {
                    let word = text.get(place.clone()).unwrap_or_default().to_owned();
                    lint.say(rule, at.as_str()).arg(word).range(place);
                }
            }
        }
    }
}
