//! What a person's statements amount to.

use domain::time::Millis;
use store::consents::ConsentRecord;

/// What a message is for, as far as agreeing is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Advertising.
    Marketing,
    /// Everything else.
    Utility,
}

impl Purpose {
    /// The purpose of a template's category, in Meta's word.
    #[must_use]
    pub fn of_category(category: &str) -> Self {
        if category.eq_ignore_ascii_case("MARKETING") {
            Self::Marketing
        } else {
            Self::Utility
        }
    }

    /// The word stored.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Marketing => "marketing",
            Self::Utility => "utility",
        }
    }
}

/// Where a person stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Never said anything.
    Silent,
    /// Agreed, and has not taken it back.
    Agreed {
        /// When.
        at: Millis,
        /// Where that is recorded.
        source: String,
    },
    /// Said stop.
    Stopped {
        /// When.
        at: Millis,
        /// Where that is recorded.
        source: String,
        /// In their words.
        wording: String,
        /// To every bakery.
        platform: bool,
    },
}

impl Standing {
    /// Where somebody with these statements stands on messages for `purpose`.
    /// The latest statement that concerns them counts; of two at the same
    /// instant, the one that takes back. What the customer took back in their
    /// own words, nobody but the customer gives again: what others say later
    /// about an agreement does not count then.
    #[must_use]
    pub fn of(rows: &[ConsentRecord], purpose: Purpose) -> Self {
        let concerns = |row: &&ConsentRecord| row.category == "all" || row.category == purpose.key();
        let last = |own: bool| {
            rows.iter()
                .filter(concerns)
                .filter(|row| !own || is_own(row))
                .max_by_key(|row| (row.at, !row.given, row.id))
        };
        let goodbye = last(true).filter(|row| !row.given);
        let Some(row) = goodbye.or_else(|| last(false)) else {
            return Self::Silent;
        };
        let (at, source) = (Millis(row.at), row.source.clone());
        if row.given {
            Self::Agreed { at, source }
        } else {
            Self::Stopped {
                at,
                source,
                wording: row.wording.clone(),
                platform: row.platform,
            }
        }
    }
}

/// Whether a goodbye of `at` to messages for `purpose` would change nothing,
/// because the customer has said something themselves since, or that very thing.
pub(super) fn said_since(rows: &[ConsentRecord], purpose: Purpose, at: Millis) -> bool {
    rows.iter()
        .filter(|row| is_own(row) && (row.category == "all" || row.category == purpose.key()))
        .any(|row| row.at > at.0 || (row.at == at.0 && !row.given))
}

/// Whether the customer said it themselves, in WhatsApp.
fn is_own(row: &ConsentRecord) -> bool {
    matches!(
        row.source.as_str(),
        "stop_word" | "user_preferences" | "error_131050"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: i64, at: i64, category: &str, given: bool) -> ConsentRecord {
        ConsentRecord {
            id,
            contact: 1,
            category: category.into(),
            given,
            platform: false,
            at,
            source: "api".into(),
            wording: String::new(),
            by_name: String::new(),
        }
    }

    #[test]
    fn the_latest_statement_counts_in_whatever_order_they_came() {
        let mut rows = vec![
            row(1, 10, "all", true),
            row(2, 30, "all", true),
            row(3, 20, "all", false),
        ];
        for _ in 0..rows.len() {
            rows.rotate_left(1);
            assert!(matches!(
                Standing::of(&rows, Purpose::Utility),
                Standing::Agreed { at: Millis(30), .. }
            ));
        }
        rows.push(row(4, 30, "all", false));
        assert!(matches!(
            Standing::of(&rows, Purpose::Utility),
            Standing::Stopped { .. }
        ));
    }

    #[test]
    fn nobody_but_the_customer_takes_a_goodbye_back() {
        let own = |id, at, given| ConsentRecord {
            source: "stop_word".into(),
            ..row(id, at, "all", given)
        };
        let mut rows = vec![
            row(1, 10, "all", true),
            own(2, 20, false),
            row(3, 30, "all", true),
        ];
        assert!(matches!(
            Standing::of(&rows, Purpose::Utility),
            Standing::Stopped { at: Millis(20), .. }
        ));
        rows.push(own(4, 40, true));
        assert!(matches!(
            Standing::of(&rows, Purpose::Utility),
            Standing::Agreed { at: Millis(40), .. }
        ));
        // What the bakery itself wrote down, it may correct.
        let by_hand = [row(1, 10, "all", false), row(2, 20, "all", true)];
        assert!(matches!(
            Standing::of(&by_hand, Purpose::Utility),
            Standing::Agreed { at: Millis(20), .. }
        ));
    }

    #[test]
    fn stopping_advertising_leaves_orders_alone() {
        let rows = [row(1, 10, "all", true), row(2, 20, "marketing", false)];
        assert!(matches!(
            Standing::of(&rows, Purpose::Marketing),
            Standing::Stopped { .. }
        ));
        assert!(matches!(
            Standing::of(&rows, Purpose::Utility),
            Standing::Agreed { .. }
        ));
        assert_eq!(Standing::of(&[], Purpose::Utility), Standing::Silent);
    }
}
