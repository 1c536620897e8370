//! Bakeries.

use serde::{Deserialize, Serialize};

/// Whether a tenant may use the platform. Ours alone, so a closed enum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TenantStatus {
    /// In use.
    Active,
    /// Stopped by a platform admin; sends nothing, keeps its number and data.
    Suspended,
}

impl TenantStatus {
    /// Every status.
    pub const ALL: [Self; 2] = [Self::Active, Self::Suspended];

    /// The word used in the database, in URLs and in the API.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
        }
    }

    /// Reads [`Self::key`].
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.key() == key)
    }
}

/// Longest name of a bakery, in characters.
pub const NAME_MAX: usize = 100;

/// Why a name of a bakery or a person cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadName {
    /// Nothing but white space.
    Empty,
    /// Longer than [`NAME_MAX`].
    TooLong,
    /// Contains a control character, such as a line break.
    Control,
}

/// Trims a name and folds runs of white space into one space.
pub fn clean_name(text: &str) -> Result<String, BadName> {
    if text.trim().chars().any(|c| c.is_control() && c != '\t') {
        return Err(BadName::Control);
    }
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match name.chars().count() {
        0 => Err(BadName::Empty),
        n if n > NAME_MAX => Err(BadName::TooLong),
        _ => Ok(name),
    }
}

/// The form in which names are compared and searched: lower case without
/// accents, because `LOWER()` of SQLite knows ASCII only and people type
/// "panaderia" for "Panadería".
#[must_use]
pub fn search_key(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .filter_map(|c| match c {
            'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => Some('a'),
            'é' | 'è' | 'ê' | 'ë' => Some('e'),
            'í' | 'ì' | 'î' | 'ï' => Some('i'),
            'ó' | 'ò' | 'ô' | 'ö' | 'õ' => Some('o'),
            'ú' | 'ù' | 'û' | 'ü' => Some('u'),
            'ç' => Some('c'),
            'ñ' => Some('n'),
            '\u{300}'..='\u{36f}' => None,
            other => Some(other),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_trimmed_and_bounded() {
        assert_eq!(
            clean_name("  Panadería   San Juan "),
            Ok("Panadería San Juan".into())
        );
        assert_eq!(clean_name(" \u{a0} "), Err(BadName::Empty));
        assert_eq!(clean_name("a\nb"), Err(BadName::Control));
        assert_eq!(clean_name(&"x".repeat(101)), Err(BadName::TooLong));
    }

    #[test]
    fn search_ignores_case_and_accents() {
        assert_eq!(search_key("PANADERÍA Äcme Núñez"), "panaderia acme nunez");
        assert_eq!(search_key("Panaderi\u{301}a"), "panaderia");
    }
}
