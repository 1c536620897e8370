//! Every word that people read on the pages, in Spanish and English. Those of
//! the two browser libraries of single pages stand in `words/` of their crates,
//! `template-editor` and `what-if`.
//!
//! One file for each area, one entry for each phrase. A phrase without one of
//! its languages, or a page that uses a phrase that does not exist, does not
//! compile; a phrase that nobody uses is reported as dead code. Grammar that
//! depends on values (plurals) is an ordinary function beside the entries.

/// Declares phrases: `words! { title { en: "Numbers", es: "Números" } }` makes
/// `fn title(lang: Lang) -> &'static str`; with parameters,
/// `words! { held_by(name: &str) { en: "{name} has it", es: "Lo tiene {name}" } }`
/// makes `fn held_by(lang: Lang, name: &str) -> String`.
#[macro_export]
macro_rules! words {
    () => {};
    ($(#[$meta:meta])* $name:ident { en: $en:literal, es: $es:literal $(,)? } $($rest:tt)*) => {
        $(#[$meta])*
        pub(crate) const fn $name(lang: ::domain::lang::Lang) -> &'static str {
            match lang {
                ::domain::lang::Lang::En => $en,
                ::domain::lang::Lang::Es => $es,
            }
        }
        $crate::words! { $($rest)* }
    };
    ($(#[$meta:meta])* $name:ident ( $($arg:ident : $ty:ty),+ $(,)? ) { en: $en:literal, es: $es:literal $(,)? } $($rest:tt)*) => {
        $(#[$meta])*
        pub(crate) fn $name(lang: ::domain::lang::Lang, $($arg: $ty),+) -> String {
            match lang {
                ::domain::lang::Lang::En => format!($en),
                ::domain::lang::Lang::Es => format!($es),
            }
        }
        $crate::words! { $($rest)* }
    };
}

pub(crate) mod account;
pub(crate) mod api_docs;
pub(crate) mod audit;
pub(crate) mod billing;
pub(crate) mod billing_terms;
pub(crate) mod card_import;
pub(crate) mod checks;
pub(crate) mod common;
pub(crate) mod contacts;
pub(crate) mod errors;
pub(crate) mod islands;
pub(crate) mod message_terms;
pub(crate) mod messages;
pub(crate) mod meta_errors;
pub(crate) mod numbers;
pub(crate) mod overview;
pub(crate) mod owner;
pub(crate) mod owner_errors;
pub(crate) mod people;
pub(crate) mod problems;
pub(crate) mod search;
pub(crate) mod sending;
pub(crate) mod shell;
pub(crate) mod team;
pub(crate) mod template_editor;
pub(crate) mod template_terms;
pub(crate) mod templates;
pub(crate) mod tenants;
pub(crate) mod wabas;
pub(crate) mod webhooks;
pub(crate) mod whatif;
