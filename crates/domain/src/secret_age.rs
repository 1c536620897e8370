//! When an access token should be replaced.

use crate::time::{DAY, Millis};

/// Age at which a token should be replaced, although system-user tokens do not
/// expire.
pub const ROTATE_AFTER: i64 = 60 * DAY;
/// How long before that the console starts to ask.
pub const REMIND_BEFORE: i64 = 7 * DAY;

/// What to say about a token's age.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenAge {
    /// Nothing to do yet.
    Fresh,
    /// Rotation is due within [`REMIND_BEFORE`].
    DueSoon,
    /// Older than [`ROTATE_AFTER`].
    Overdue,
    /// Meta's own expiry is less than [`REMIND_BEFORE`] away.
    ExpiresSoon,
    /// Past Meta's expiry: calls fail.
    Expired,
}

/// Judges a token that was set at `set_at` and that Meta lets expire at `expires_at`, if ever.
#[must_use]
pub fn token_age(set_at: Millis, expires_at: Option<Millis>, now: Millis) -> TokenAge {
    if let Some(expires_at) = expires_at {
        if now >= expires_at {
            return TokenAge::Expired;
        }
        if expires_at.since(now) <= REMIND_BEFORE {
            return TokenAge::ExpiresSoon;
        }
    }
    match now.since(set_at) {
        age if age > ROTATE_AFTER => TokenAge::Overdue,
        age if age >= ROTATE_AFTER - REMIND_BEFORE => TokenAge::DueSoon,
        _ => TokenAge::Fresh,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(52, None, TokenAge::Fresh)]
    #[case(53, None, TokenAge::DueSoon)]
    #[case(60, None, TokenAge::DueSoon)]
    #[case(61, None, TokenAge::Overdue)]
    #[case(1, Some(3), TokenAge::ExpiresSoon)]
    #[case(1, Some(0), TokenAge::Expired)]
    #[case(1, Some(30), TokenAge::Fresh)]
    fn a_token_is_judged_by_its_age_and_by_metas_expiry(
        #[case] age_days: i64,
        #[case] expires_in_days: Option<i64>,
        #[case] expected: TokenAge,
    ) {
        let now = Millis(1_800_000_000_000);
        let expires = expires_in_days.map(|d| now.plus(d * DAY));
        assert_eq!(token_age(now.plus(-age_days * DAY), expires, now), expected);
    }
}
