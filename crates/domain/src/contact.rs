//! Who a message is from or for: phone variants, user ids, opting in and out.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::phone::E164;

/// The key under which variants of the same phone meet (sources §6): Brazil with
/// and without the ninth digit, Mexico with and without `1`, Argentina with and
/// without `9`. Only for finding; nothing is ever sent to it.
#[must_use]
pub fn match_key(phone: &E164) -> String {
    match_digits(phone.digits()).into_owned()
}

/// [`match_key`] for the digits of a phone number with its calling code. No new
/// text is made where nothing has to be left out, which is nearly always.
#[must_use]
pub fn match_digits(digits: &str) -> Cow<'_, str> {
    let strip = |prefix: &str, long: usize| {
        (digits.len() == long && digits.starts_with(prefix))
            .then(|| digits.get(prefix.len()..))
            .flatten()
    };
    if let Some(rest) = strip("521", 13) {
        return Cow::Owned(format!("52{rest}"));
    }
    if let Some(rest) = strip("549", 13) {
        return Cow::Owned(format!("54{rest}"));
    }
    if digits.len() == 13
        && digits.starts_with("55")
        && let (Some(area), Some("9"), Some(rest)) = (digits.get(2..4), digits.get(4..5), digits.get(5..))
    {
        return Cow::Owned(format!("55{area}{rest}"));
    }
    Cow::Borrowed(digits)
}

/// A business-scoped user id: two letters of the user's country, a dot, digits
/// (sources §2.5), for example `ES.13491208655302741918`; parents read `ES.ENT.…`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UserIdent(String);

impl UserIdent {
    /// Reads an id of either form.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (country, rest) = text.split_once('.')?;
        let rest = rest.strip_prefix("ENT.").unwrap_or(rest);
        let fits = country.len() == 2
            && country.bytes().all(|b| b.is_ascii_uppercase())
            && (1..=64).contains(&rest.len())
            && rest.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| Self(text.to_owned()))
    }

    /// The id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The user's country, ISO 3166-1 alpha-2.
    #[must_use]
    pub fn country(&self) -> &str {
        self.0.get(..2).unwrap_or_default()
    }
}

impl TryFrom<String> for UserIdent {
    type Error = crate::ids::BadId;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or(crate::ids::BadId { kind: "user id" })
    }
}

impl From<UserIdent> for String {
    fn from(id: UserIdent) -> Self {
        id.0
    }
}

/// What a customer asks for with a single word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Nothing more from this bakery.
    Stop,
    /// No advertising from this bakery; what they ordered is another matter.
    StopAdvertising,
    /// Nothing more from any bakery of the platform.
    StopAll,
    /// Messages again.
    Start,
}

/// Words that stop, alone in a message (Spanish and English; the English ones
/// are those that carriers and regulators have made customary).
const STOP: [&str; 16] = [
    "stop",
    "baja",
    "alto",
    "parar",
    "cancelar",
    "unsubscribe",
    "cancel",
    "end",
    "quit",
    "revoke",
    "optout",
    "opt out",
    "darme de baja",
    "darse de baja",
    "no más",
    "no mas",
];
/// Words that stop advertising: what the buttons under it say.
const STOP_ADVERTISING: [&str; 4] = [
    "stop promotions",
    "detener promociones",
    "no más promociones",
    "no mas promociones",
];
/// Words that stop everything.
const STOP_ALL: [&str; 6] = [
    "stop all",
    "stopall",
    "baja todo",
    "baja total",
    "baja de todo",
    "parar todo",
];
/// Words that start again.
const START: [&str; 6] = ["start", "alta", "unstop", "reanudar", "volver", "darme de alta"];

/// Reads a wish. Only a message that is nothing but the word counts, with its
/// punctuation ignored: "stop by tomorrow" is an order, not a goodbye.
#[must_use]
pub fn wish(text: &str) -> Option<Wish> {
    let words = text
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    if STOP_ALL.contains(&words.as_str()) {
        Some(Wish::StopAll)
    } else if STOP.contains(&words.as_str()) {
        Some(Wish::Stop)
    } else if STOP_ADVERTISING.contains(&words.as_str()) {
        Some(Wish::StopAdvertising)
    } else if START.contains(&words.as_str()) {
        Some(Wish::Start)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("5511987654321", "551187654321")]
    #[case("551187654321", "551187654321")]
    #[case("5215512345678", "525512345678")]
    #[case("525512345678", "525512345678")]
    #[case("5491123456789", "541123456789")]
    #[case("541123456789", "541123456789")]
    #[case("34612345678", "34612345678")]
    fn variants_of_a_phone_meet(#[case] digits: &str, #[case] key: &str) {
        assert_eq!(match_key(&E164::parse(digits).unwrap()), key);
    }

    #[test]
    fn a_user_id_names_its_country() {
        assert_eq!(
            UserIdent::parse("ES.13491208655302741918").unwrap().country(),
            "ES"
        );
        assert!(UserIdent::parse("ES.ENT.1349").is_some());
        assert!(UserIdent::parse("es.1349").is_none());
        assert!(UserIdent::parse("user.abc").is_none());
        assert!(UserIdent::parse("34612345678").is_none());
    }

    #[rstest]
    #[case("STOP", Some(Wish::Stop))]
    #[case(" Baja. ", Some(Wish::Stop))]
    #[case("¡No más!", Some(Wish::Stop))]
    #[case("stop all", Some(Wish::StopAll))]
    #[case("Opt-out", Some(Wish::Stop))]
    #[case("Stop promotions", Some(Wish::StopAdvertising))]
    #[case("Alta", Some(Wish::Start))]
    #[case("stop by tomorrow", None)]
    #[case("la barra de pan está baja de precio", None)]
    #[case("", None)]
    fn only_a_word_alone_is_a_wish(#[case] text: &str, #[case] expected: Option<Wish>) {
        assert_eq!(wish(text), expected);
    }
}
