//! How much a rule weighs.

use std::fmt;

/// What breaking a rule means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Meta will refuse the template.
    Error,
    /// Meta may refuse it.
    Warning,
    /// It will cost more.
    Cost,
    /// It would be better otherwise.
    Advice,
}

impl Severity {
    /// The stable word: `error`, `warning`, `cost` or `advice`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Cost => "cost",
            Self::Advice => "advice",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}
