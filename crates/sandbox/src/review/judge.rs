//! What a reviewer decides after a while.

use serde_json::Value;

use super::texts::{buttons, cut, text};
use crate::Template;

/// A decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Good as it is.
    Approved,
    /// Good, but advertising: approved in another category without a question
    /// (sources §1.5, since 2025-04-09).
    Recategorised,
    /// Refused, with Meta's word.
    Rejected(&'static str),
}

/// Words that make a text advertising (sources §8.12), in es, ca, en and pt.
const PROMOTION: &[&str] = &[
    "oferta",
    "ofertas",
    "descuento",
    "descuentos",
    "promo",
    "promoción",
    "rebaja",
    "rebajas",
    "cupón",
    "gratis",
    "regalo",
    "aprovecha",
    "última oportunidad",
    "novedad",
    "novedades",
    "descompte",
    "regal",
    "sale",
    "offer",
    "offers",
    "discount",
    "deal",
    "deals",
    "coupon",
    "free",
    "buy now",
    "limited time",
    "desconto",
    "promoção",
    "grátis",
    "brinde",
    "aproveite",
];

/// Threats (sources §8.15).
const THREATS: &[&str] = &[
    "te denunciaremos",
    "le denunciaremos",
    "acciones legales",
    "última advertencia",
    "avisaremos a tu familia",
    "legal action",
    "final warning",
    "we will sue",
    "or else",
];

/// Requests for what nobody may ask for (sources §8.15).
const SECRETS: &[&str] = &[
    "número de tarjeta",
    "número completo de tu cuenta",
    "tu contraseña",
    "tu pin",
    "dni completo",
    "card number",
    "your password",
    "your pin",
    "full account number",
    "senha do cartão",
];

/// Addresses that hide where they lead (sources §8.16).
const SHORTENED: &[&str] = &["wa.me/", "bit.ly/", "tinyurl.com/", "t.co/", "goo.gl/"];

/// Common words by which a language is told.
const LANGUAGES: &[(&str, &[&str])] = &[
    (
        "es",
        &[
            "el", "los", "las", "tu", "te", "una", "con", "por", "está", "y", "para", "hola", "gracias",
        ],
    ),
    (
        "en",
        &[
            "the", "your", "is", "and", "you", "we", "with", "this", "to", "hello", "thanks", "has", "been",
        ],
    ),
    (
        "pt",
        &[
            "você", "seu", "sua", "não", "está", "com", "uma", "olá", "obrigado", "para", "os", "foi",
        ],
    ),
    (
        "ca",
        &[
            "els", "les", "amb", "teva", "teu", "està", "ja", "avui", "botiga", "fins", "pots", "bon",
        ],
    ),
];

/// Judges a template; `siblings` are the other templates of its account.
pub(crate) fn judge<'a>(template: &Template, siblings: impl Iterator<Item = &'a Template>) -> Verdict {
    let components = &template.components;
    let whole = all_words(components);
    if contains(&whole, THREATS) {
        return Verdict::Rejected("ABUSIVE_CONTENT");
    }
    if contains(&whole, SECRETS) {
        return Verdict::Rejected("SCAM");
    }
    if template.category != "AUTHENTICATION" {
        if badly_formed(components) || repeats(template, siblings) {
            return Verdict::Rejected("INVALID_FORMAT");
        }
        if let Some(language) = language_of(&whole)
            && !template.language.starts_with(language)
        {
            return Verdict::Rejected("TAG_CONTENT_MISMATCH");
        }
    }
    match promotion(components) {
        0 => Verdict::Approved,
        _ if template.category == "MARKETING" => Verdict::Approved,
        // A code with an advertisement has no place in any category.
        _ if template.category == "AUTHENTICATION" => Verdict::Rejected("PROMOTIONAL"),
        // One word passes at first; see `drifts`.
        1 => Verdict::Approved,
        _ => Verdict::Recategorised,
    }
}

/// Whether Meta will find out later that an approved utility template is advertising.
pub(crate) fn drifts(template: &Template) -> bool {
    template.category == "UTILITY" && promotion(&template.components) == 1
}

/// How many words of advertising there are.
pub(crate) fn promotion(components: &Value) -> usize {
    let words = all_words(components);
    PROMOTION
        .iter()
        .filter(|word| words.contains(&format!(" {word} ")))
        .count()
}

/// Variables side by side, a variable with nothing but punctuation after it,
/// addresses that hide where they lead.
fn badly_formed(components: &Value) -> bool {
    let body = text(components, "BODY");
    let Some(cut) = cut(body) else { return true };
    let bare = |text: &&str| !text.chars().any(char::is_alphanumeric);
    let inner = cut.between.get(1..cut.between.len().saturating_sub(1));
    let adjacent = inner
        .unwrap_or_default()
        .iter()
        .any(|text| text.trim().is_empty());
    let at_edge = !cut.variables.is_empty()
        && (cut.between.first().is_some_and(bare) || cut.between.last().is_some_and(bare));
    let hidden = buttons(components).iter().any(|button| {
        let url = button["url"].as_str().unwrap_or_default();
        SHORTENED.iter().any(|host| url.contains(host))
    });
    adjacent || at_edge || hidden
}

/// The same body and footer under another name (sources §8.11).
fn repeats<'a>(template: &Template, mut siblings: impl Iterator<Item = &'a Template>) -> bool {
    let words = |t: &Template| {
        (
            text(&t.components, "BODY").to_owned(),
            text(&t.components, "FOOTER").to_owned(),
        )
    };
    let own = words(template);
    siblings.any(|other| {
        other.id != template.id
            && other.category != "AUTHENTICATION"
            && !matches!(other.status.as_str(), "REJECTED" | "DELETED" | "PENDING_DELETION")
            && words(other) == own
    })
}

/// The language that a text is clearly in.
fn language_of(words: &str) -> Option<&'static str> {
    let score = |list: &[&str]| words.split(' ').filter(|word| list.contains(word)).count();
    let mut scores: Vec<(usize, &'static str)> = LANGUAGES
        .iter()
        .map(|(language, list)| (score(list), *language))
        .collect();
    scores.sort_unstable_by(|a, b| b.cmp(a));
    match scores.as_slice() {
        [(best, language), (second, _), ..] if *best >= 3 && *best >= second * 3 => Some(language),
        _ => None,
    }
}

/// All words in lower case with one space around each; variables and
/// punctuation are left out.
fn all_words(components: &Value) -> String {
    let labels = buttons(components)
        .iter()
        .filter_map(|button| button["text"].as_str());
    let texts = ["HEADER", "BODY", "FOOTER"]
        .into_iter()
        .map(|kind| text(components, kind));
    let mut words = String::from(" ");
    for text in texts.chain(labels) {
        let plain = cut(text).map_or_else(|| text.to_owned(), |cut| cut.between.join(" "));
        for word in plain.to_lowercase().split(|c: char| !c.is_alphanumeric()) {
            if !word.is_empty() {
                words += word;
                words.push(' ');
            }
        }
    }
    words
}

fn contains(words: &str, phrases: &[&str]) -> bool {
    phrases
        .iter()
        .any(|phrase| words.contains(&format!(" {phrase} ")))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    fn template(language: &str, category: &str, body: &str) -> Template {
        Template {
            id: "1".into(),
            language: language.into(),
            category: category.into(),
            components: json!([{ "type": "BODY", "text": body }]),
            ..Template::default()
        }
    }

    #[rstest]
    #[case(
        "es",
        "UTILITY",
        "Hola {{1}}, tu pedido {{2}} ya está listo en la tienda.",
        Verdict::Approved
    )]
    #[case(
        "en",
        "UTILITY",
        "Hello {{1}}, your order {{2}} is ready and waiting for you.",
        Verdict::Approved
    )]
    // Seed 004's own texts (sources §0.6).
    #[case(
        "es",
        "UTILITY",
        "Hola {{1}}, te informamos de una nueva orden de compra con número {{2}} por un importe total de {{3}}.",
        Verdict::Rejected("INVALID_FORMAT")
    )]
    #[case(
        "es",
        "UTILITY",
        "⚠️ Alerta: El ingrediente {{1}} tiene stock bajo. Cantidad: {{2}} {{3}}. Punto de reorden: {{4}}.",
        Verdict::Rejected("INVALID_FORMAT")
    )]
    #[case(
        "en",
        "UTILITY",
        "Hola {{1}}, tu pedido está listo para ti y te espera en la tienda.",
        Verdict::Rejected("TAG_CONTENT_MISMATCH")
    )]
    #[case(
        "es",
        "UTILITY",
        "Your order {{1}} is ready and waiting for you at the shop.",
        Verdict::Rejected("TAG_CONTENT_MISMATCH")
    )]
    #[case(
        "es",
        "UTILITY",
        "Aprovecha nuestra oferta {{1}} en la tienda este sábado.",
        Verdict::Recategorised
    )]
    #[case(
        "es",
        "UTILITY",
        "Tu pedido {{1}} está listo. Mañana hay descuento para ti.",
        Verdict::Approved
    )]
    #[case(
        "es",
        "MARKETING",
        "Aprovecha nuestra oferta {{1}} en la tienda este sábado.",
        Verdict::Approved
    )]
    #[case(
        "es",
        "UTILITY",
        "Paga hoy {{1}} o habrá acciones legales contra ti.",
        Verdict::Rejected("ABUSIVE_CONTENT")
    )]
    #[case(
        "es",
        "UTILITY",
        "Contesta con tu número de tarjeta para el pago {{1}} de hoy.",
        Verdict::Rejected("SCAM")
    )]
    #[case(
        "es",
        "AUTHENTICATION",
        "Tu código es {{1}} y hay oferta.",
        Verdict::Rejected("PROMOTIONAL")
    )]
    fn texts_are_judged_by_the_rules(
        #[case] language: &str,
        #[case] category: &str,
        #[case] body: &str,
        #[case] verdict: Verdict,
    ) {
        let template = template(language, category, body);
        assert_eq!(judge(&template, std::iter::empty()), verdict);
    }

    #[test]
    fn a_repeated_text_is_refused_unless_the_other_was() {
        let body = "Hola {{1}}, tu pedido {{2}} ya está listo en la tienda.";
        let mut other = Template {
            id: "2".into(),
            ..template("es", "UTILITY", body)
        };
        let new = template("es", "UTILITY", body);
        assert_eq!(
            judge(&new, std::iter::once(&other)),
            Verdict::Rejected("INVALID_FORMAT")
        );
        other.status = "REJECTED".into();
        assert_eq!(judge(&new, std::iter::once(&other)), Verdict::Approved);
    }

    #[test]
    fn one_word_of_advertising_is_found_out_later() {
        assert!(drifts(&template(
            "es",
            "UTILITY",
            "Tu pedido {{1}} está listo. Mañana hay descuento para ti."
        )));
        assert!(!drifts(&template(
            "es",
            "UTILITY",
            "Tu pedido {{1}} está listo en la tienda."
        )));
    }
}
