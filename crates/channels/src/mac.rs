//! HMAC-SHA256, as Meta uses it for webhooks and for `appsecret_proof`.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// An HMAC-SHA256 over `message`, ready to be finished or compared.
fn keyed(key: &[u8], message: &[u8]) -> Hmac<Sha256> {
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length (RFC 2104)")]
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any key length is valid");
    mac.update(message);
    mac
}

/// The lower-case hexadecimal HMAC.
pub(crate) fn hex(key: &[u8], message: &[u8]) -> String {
    hex::encode(keyed(key, message).finalize().into_bytes())
}

/// Compares in constant time.
pub(crate) fn matches(key: &[u8], message: &[u8], tag: &[u8]) -> bool {
    keyed(key, message).verify_slice(tag).is_ok()
}
