//! The desk's words.

/// The reasons that Meta has for a rejection (sources §1.5).
pub(super) const REASONS: [&str; 6] = [
    "INVALID_FORMAT",
    "TAG_CONTENT_MISMATCH",
    "INCORRECT_CATEGORY",
    "PROMOTIONAL",
    "ABUSIVE_CONTENT",
    "SCAM",
];
/// The categories of today.
pub(super) const CATEGORIES: [&str; 3] = ["UTILITY", "MARKETING", "AUTHENTICATION"];
/// The scores of quality.
pub(super) const SCORES: [&str; 4] = ["GREEN", "YELLOW", "RED", "UNKNOWN"];

/// A language of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lang {
    Es,
    En,
}

impl Lang {
    pub(super) fn of(code: &str) -> Self {
        if code == "en" { Self::En } else { Self::Es }
    }

    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Es => "es",
            Self::En => "en",
        }
    }

    pub(super) const fn other(self) -> (Self, &'static str) {
        match self {
            Self::Es => (Self::En, "English"),
            Self::En => (Self::Es, "Español"),
        }
    }

    /// One of two phrases: Spanish, English.
    pub(super) const fn say(self, es: &'static str, en: &'static str) -> &'static str {
        match self {
            Self::Es => es,
            Self::En => en,
        }
    }
}
