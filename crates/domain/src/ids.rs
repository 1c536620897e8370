//! Identities. Ours are UUIDv7 in text; Meta's are decimal strings.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Text that is not a valid identity of the wanted kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a valid {kind}")]
pub struct BadId {
    /// What was expected, in words.
    pub kind: &'static str,
}

/// How every identity is written and read back.
macro_rules! as_text {
    ($name:ident) => {
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl TryFrom<String> for $name {
            type Error = BadId;
            fn try_from(text: String) -> Result<Self, BadId> {
                Self::parse(&text)
            }
        }
        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    };
}

macro_rules! own_id {
    ($( $(#[$meta:meta])* $name:ident => $kind:literal ),+ $(,)?) => { $(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Reads the hyphenated form of a UUID, in any case.
            pub fn parse(text: &str) -> Result<Self, BadId> {
                if is_uuid(text) { Ok(Self(text.to_ascii_lowercase())) } else { Err(BadId { kind: $kind }) }
            }
            /// The canonical lower-case text.
            pub fn as_str(&self) -> &str { &self.0 }
        }
        as_text! { $name }
    )+ };
}

own_id! {
    /// A bakery that uses the platform.
    TenantId => "tenant id",
    /// A person who can sign in.
    UserId => "user id",
    /// Our record of a WhatsApp Business Account.
    AccountId => "account id",
    /// Our record of a phone number of a WABA.
    NumberId => "number id",
    /// One interval in which a number served a tenant.
    AssignmentId => "assignment id",
    /// A set of assignments that were made, and can be undone, together.
    BatchId => "batch id",
    /// Our record of a message template in one language.
    TemplateId => "template id",
    /// A message template being written.
    DraftId => "draft id",
    /// An API key.
    ApiKeyId => "API key id",
    /// An invitation or a password-reset link.
    LinkId => "link id",
    /// A signed-in browser, as shown in the list of sessions (not the cookie's value).
    SessionRef => "session id",
}

macro_rules! meta_id {
    ($( $(#[$meta:meta])* $name:ident => $kind:literal ),+ $(,)?) => { $(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Reads a decimal id, ignoring white space around it.
            ///
            /// Meta's ids have 15 to 17 digits today (sources §0.10); 5 to 20 are
            /// accepted, so that neither an old nor a longer future id is refused.
            pub fn parse(text: &str) -> Result<Self, BadId> {
                let text = text.trim();
                let fits = (5..=20).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
                if fits { Ok(Self(text.to_owned())) } else { Err(BadId { kind: $kind }) }
            }
            /// The digits.
            pub fn as_str(&self) -> &str { &self.0 }
        }
        as_text! { $name }
    )+ };
}

meta_id! {
    /// Meta's id of a WhatsApp Business Account.
    WabaId => "WhatsApp Business Account ID",
    /// Meta's id of a phone number (not the number itself).
    PhoneNumberId => "phone number ID",
    /// Meta's id of a business portfolio.
    PortfolioId => "business portfolio ID",
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(i, b)| match i {
            8 | 13 | 18 | 23 => b == b'-',
            _ => b.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_ids_are_uuids_in_lower_case() {
        let id = TenantId::parse("0192A7C0-0000-7000-8000-00000000000A").unwrap();
        assert_eq!(id.as_str(), "0192a7c0-0000-7000-8000-00000000000a");
        assert!(TenantId::parse("").is_err());
        assert!(TenantId::parse("0192a7c0-0000-7000-8000-00000000000g").is_err());
        assert!(serde_json::from_str::<TenantId>("\"nope\"").is_err());
    }

    #[test]
    fn meta_ids_are_digits_only() {
        assert_eq!(
            WabaId::parse(" 987654321098765 ").unwrap().as_str(),
            "987654321098765"
        );
        assert!(WabaId::parse("+34 612 345 678").is_err());
        assert!(WabaId::parse("12").is_err());
        assert!(PhoneNumberId::parse("١٢٣٤٥٦٧").is_err());
    }
}
