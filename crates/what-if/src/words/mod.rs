//! What the page says, in Spanish and English.

/// `name { en: "…", es: "…" }`: a phrase in both languages.
macro_rules! phrases {
    ($($name:ident { en: $en:literal, es: $es:literal $(,)? })*) => {
        $(
            pub(crate) const fn $name(lang: domain::lang::Lang) -> &'static str {
                match lang {
                    domain::lang::Lang::En => $en,
                    domain::lang::Lang::Es => $es,
                }
            }
        )*
    };
}

pub(crate) mod answer;
mod terms;

pub use answer::{partner_name, pilot_bakery};
pub use terms::{category, month, reason, regime};
