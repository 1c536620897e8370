//! Links that Meta's reviewers distrust (sources §8 row 16).

use super::{Lint, rule::Rule};
use crate::template::model::Component;

/// Shorteners, and links that only lead back into WhatsApp.
const HOSTS: [&str; 26] = [
    "wa.me",
    "wa.link",
    "api.whatsapp.com",
    "chat.whatsapp.com",
    "bit.ly",
    "tinyurl.com",
    "t.co",
    "goo.gl",
    "ow.ly",
    "is.gd",
    "cutt.ly",
    "rebrand.ly",
    "shorturl.at",
    "rb.gy",
    "t.ly",
    "tiny.cc",
    "buff.ly",
    "lnkd.in",
    "acortar.link",
    "n9.cl",
    "s.id",
    "v.gd",
    "bl.ink",
    "short.io",
    "encurtador.com.br",
    "cortto.com.br",
];

pub(super) fn check(lint: &mut Lint<'_>) {
    for part in lint.parts.clone() {
        match part.component {
            Component::Buttons(buttons, _) => {
                for (i, button) in buttons.iter().enumerate() {
                    let at = format!("{}/buttons/{i}/url", part.at);
                    if let Some(host) = bad_host(&button.url) {
                        lint.say(Rule::ShortLink, at).arg(host);
                    }
                }
            }
            Component::Body(body) => {
                for word in body.text.split_whitespace() {
                    if let Some(host) = bad_host(word) {
                        lint.say(Rule::ShortLink, format!("{}/text", part.at)).arg(host);
                    }
                }
            }
            _ => {}
        }
    }
}

fn bad_host(word: &str) -> Option<&'static str> {
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let rest = word.split_once("://").map_or(word, |(_, rest)| rest);
    let host = rest
        .split(['/', '?', '#', ':', '{', ')'])
        .next()
        .unwrap_or_default();
    let host = host.trim_end_matches(['.', ',', '!']);
    let host = host
        .get(..4)
        .filter(|www| www.eq_ignore_ascii_case("www."))
        .map_or(host, |_| &host[4..]);
    HOSTS.iter().copied().find(|bad| bad.eq_ignore_ascii_case(host))
}
