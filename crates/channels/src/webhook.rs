//! What arrives at our webhook: checking its signature (sources §2.1), and
//! taking it apart ([`envelope`]).

mod account;
pub mod envelope;
mod errors;
mod json;
mod message;
mod other;
mod status;
mod template;

use crate::mac;

/// Whether `header` (`X-Hub-Signature-256: sha256=<hex>`) signs `body` with `secret`.
///
/// `body` must be the bytes as they were received, before any parsing. The
/// comparison takes constant time. An empty secret signs nothing.
#[must_use]
pub fn verify_signature(secret: &[u8], body: &[u8], header: &str) -> bool {
    if secret.is_empty() {
        return false;
    }
    let Some(tag) = header
        .trim()
        .strip_prefix("sha256=")
        .and_then(|text| hex::decode(text).ok())
    else {
        return false;
    };
    mac::matches(secret, body, &tag)
}

/// The header value that signs `body`; what Meta, or an emulator of it, sends.
#[must_use]
pub fn signature(secret: &[u8], body: &[u8]) -> String {
    format!("sha256={}", mac::hex(secret, body))
}

/// The part of a body that an event's pointer leads to, verbatim. Neither the
/// depth of what is inside nor the size of its numbers matters; `None` when the
/// pointer leads nowhere.
#[must_use]
pub fn part<'a>(body: &'a [u8], pointer: &str) -> Option<&'a str> {
    json::part(std::str::from_utf8(body).ok()?, pointer)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4231, test case 2.
    const RFC: &str = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";

    #[test]
    fn a_published_vector_is_accepted() {
        assert!(verify_signature(b"Jefe", b"what do ya want for nothing?", RFC));
        assert_eq!(signature(b"Jefe", b"what do ya want for nothing?"), RFC);
    }

    #[test]
    fn another_body_secret_or_shape_is_refused() {
        assert!(!verify_signature(b"Jefe", b"what do ya want for nothing!", RFC));
        assert!(!verify_signature(b"jefe", b"what do ya want for nothing?", RFC));
        assert!(!verify_signature(
            b"Jefe",
            b"what do ya want for nothing?",
            &RFC[7..]
        ));
        assert!(!verify_signature(
            b"Jefe",
            b"what do ya want for nothing?",
            &RFC[..40]
        ));
        assert!(!verify_signature(b"Jefe", b"", "sha256="));
        assert!(!verify_signature(b"Jefe", b"", ""));
        assert!(!verify_signature(b"Jefe", b"", "sha256=zz"));
    }

    #[test]
    fn an_empty_secret_accepts_nothing() {
        let signed = signature(b"", b"x");
        assert!(!verify_signature(b"", b"x", &signed));
    }
}
