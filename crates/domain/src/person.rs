//! People: e-mail addresses, passwords and roles.

use serde::{Deserialize, Serialize};

/// What a person may do in general; see [`crate::permission`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Runs the platform: everything except what belongs to an owner alone.
    PlatformAdmin,
    /// Answers questions: reads, changes nothing, sees no secrets.
    Support,
    /// Belongs to one or more bakeries and sees only those.
    Owner,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::PlatformAdmin, Self::Support, Self::Owner];

    /// The word used in the database and the API.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::PlatformAdmin => "platform_admin",
            Self::Support => "support",
            Self::Owner => "owner",
        }
    }

    /// Reads [`Self::key`].
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.key() == key)
    }

    /// Whether people of this role must set up a second factor. Owners may;
    /// people who see more than one bakery must.
    #[must_use]
    pub const fn needs_second_factor(self) -> bool {
        matches!(self, Self::PlatformAdmin | Self::Support)
    }
}

/// An e-mail address, lower-cased, as it is used to sign in.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

/// Text that is not an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address")]
pub struct BadEmail;

impl Email {
    /// Reads an address. Deliberately lenient: only a message to it proves that
    /// an address exists, so this refuses what cannot be one.
    pub fn parse(text: &str) -> Result<Self, BadEmail> {
        let text = text.trim();
        if text.len() > 254 || text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(BadEmail);
        }
        let (local, host) = text.rsplit_once('@').ok_or(BadEmail)?;
        let host_ok =
            host.contains('.') && !host.starts_with('.') && !host.ends_with('.') && !host.contains("..");
        if local.is_empty()
            || local.len() > 64
            || !host_ok
            || host.contains(['<', '>', ',', ';', '"', '(', ')'])
        {
            return Err(BadEmail);
        }
        Ok(Self(text.to_lowercase()))
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Email {
    type Error = BadEmail;
    fn try_from(text: String) -> Result<Self, BadEmail> {
        Self::parse(&text)
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

impl std::fmt::Display for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Shortest password, in characters (NIST SP 800-63B asks for at least 8; a
/// console that holds access tokens asks for more).
pub const PASSWORD_MIN: usize = 10;
/// Longest password, in bytes: far beyond a passphrase, short enough that
/// hashing it costs no more than any other.
pub const PASSWORD_MAX_BYTES: usize = 512;

/// Why a new password is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadPassword {
    /// Shorter than [`PASSWORD_MIN`].
    TooShort,
    /// Longer than [`PASSWORD_MAX_BYTES`].
    TooLong,
    /// Among the passwords that are tried first.
    TooCommon,
    /// Contains the name part of the e-mail address.
    ContainsEmail,
}

/// The head of every list of passwords that attackers try, among those long
/// enough to pass the other rules, and those suggested by this product itself.
const TOO_COMMON: [&str; 14] = [
    "1234567890",
    "0123456789",
    "12345678910",
    "qwertyuiop",
    "password123",
    "password1234",
    "contraseña",
    "contrasena1",
    "iloveyou123",
    "1q2w3e4r5t",
    "panaderia123",
    "whatsapp123",
    "tahona12345",
    "administrador",
];

/// Checks a new password. There are no rules about kinds of characters:
/// length and not being guessable are what helps.
pub fn check_password(password: &str, email: &Email) -> Result<(), BadPassword> {
    if password.chars().count() < PASSWORD_MIN {
        return Err(BadPassword::TooShort);
    }
    if password.len() > PASSWORD_MAX_BYTES {
        return Err(BadPassword::TooLong);
    }
    let lower = password.to_lowercase();
    let mut chars = lower.chars();
    let first = chars.next();
    if TOO_COMMON.contains(&lower.as_str()) || chars.all(|c| Some(c) == first) {
        return Err(BadPassword::TooCommon);
    }
    let local = email.as_str().split('@').next().unwrap_or_default();
    if local.len() >= 5 && lower.contains(local) {
        return Err(BadPassword::ContainsEmail);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Admin@Demo.Test", "admin@demo.test")]
    #[case(" ana@obrador.example ", "ana@obrador.example")]
    fn addresses_are_kept_in_lower_case(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(Email::parse(text).unwrap().as_str(), expected);
    }

    #[rstest]
    #[case("")]
    #[case("ana")]
    #[case("ana@obrador")]
    #[case("@obrador.example")]
    #[case("ana@obrador.example\r\nBcc: x@y.example")]
    #[case("ana@.example")]
    fn what_cannot_be_an_address_is_refused(#[case] text: &str) {
        assert_eq!(Email::parse(text), Err(BadEmail));
    }

    #[rstest]
    #[case("short", Err(BadPassword::TooShort))]
    #[case("aaaaaaaaaaaa", Err(BadPassword::TooCommon))]
    #[case("Password123", Err(BadPassword::TooCommon))]
    #[case("marisol-2026", Err(BadPassword::ContainsEmail))]
    #[case("pan de molde y mantequilla", Ok(()))]
    #[case("ñandúñandú", Ok(()))]
    fn passwords(#[case] password: &str, #[case] expected: Result<(), BadPassword>) {
        assert_eq!(
            check_password(password, &Email::parse("marisol@obrador.example").unwrap()),
            expected
        );
    }

    #[test]
    fn an_endless_password_is_refused_before_it_is_hashed() {
        let email = Email::parse("a@b.example").unwrap();
        assert_eq!(
            check_password(&"ab".repeat(300), &email),
            Err(BadPassword::TooLong)
        );
    }
}
