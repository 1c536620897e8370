//! Codes of the second factor: TOTP (RFC 6238) as every authenticator app
//! speaks it, and recovery codes for when the phone is lost.

use domain::{ids::UserId, person::Email, time::Millis};
use qrcode::{EcLevel, QrCode, render::svg};
use secrecy::{ExposeSecret, SecretString};
use totp_rs::{Algorithm, Builder, Secret, Totp};

use super::sha256;
use crate::{
    Services,
    error::{ServiceError, ServiceResult},
};

/// Digits of a code.
const DIGITS: u8 = 6;
/// Seconds that a code is shown.
const STEP: u64 = 30;
/// Codes before and after the current one that are accepted, for clocks that
/// differ (RFC 6238, section 5.2 recommends at most one).
const SKEW: u16 = 1;
/// Bytes of a secret (RFC 4226, section 4 recommends 160 bits).
const SECRET: usize = 20;
/// How many recovery codes there are.
pub(super) const RECOVERY_CODES: usize = 10;
/// Characters of a recovery code: 50 random bits.
const RECOVERY_LENGTH: usize = 10;
/// Base 32 of RFC 4648.
const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// A new secret in base 32.
pub(super) fn new_secret(svc: &Services) -> SecretString {
    SecretString::from(Secret::from(svc.random.bytes::<SECRET>()).to_base32())
}

fn totp(secret: &SecretString, account: &str) -> ServiceResult<Totp> {
    let bad = |what: String| ServiceError::Internal(format!("a second factor cannot be used: {what}"));
    let secret = Secret::try_from_base32(secret.expose_secret()).map_err(|e| bad(e.to_string()))?;
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(DIGITS)
        .with_step_duration(STEP)
        .with_skew(SKEW)
        .with_secret(secret)
        .with_issuer(Some("Tahona"))
        // A colon separates issuer and account in the address.
        .with_account_name(account.replace(':', "."))
        .build()
        .map_err(|e| bad(e.to_string()))
}

/// The time step of a right code; `None` for a wrong one.
pub(super) fn check(secret: &SecretString, code: &str, now: Millis) -> ServiceResult<Option<i64>> {
    let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.len() != usize::from(DIGITS) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(None);
    }
    let seconds = u64::try_from(now.0 / 1_000).unwrap_or(0);
    Ok(totp(secret, "")?
        .check(&digits, seconds)
        .and_then(|step| i64::try_from(step).ok()))
}

/// The `otpauth://` address of a secret.
pub(super) fn address(secret: &SecretString, email: &Email) -> ServiceResult<String> {
    totp(secret, email.as_str())?
        .to_url()
        .map_err(|e| ServiceError::Internal(format!("the address of a second factor: {e}")))
}

/// A secret in groups of four, for typing.
pub(super) fn in_groups(secret: &SecretString) -> String {
    let mut out = String::new();
    for (at, c) in secret.expose_secret().chars().enumerate() {
        if at > 0 && at % 4 == 0 {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

/// A QR code as an SVG element: no prolog, script or style, so that it can
/// stand in a page under a strict Content-Security-Policy.
pub(super) fn qr_svg(text: &str) -> ServiceResult<String> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)
        .map_err(|e| ServiceError::Internal(format!("a QR code: {e}")))?;
    let drawn = code
        .render::<svg::Color<'_>>()
        .min_dimensions(200, 200)
        .quiet_zone(true)
        .build();
    let element = drawn.find("<svg ").map_or("", |start| &drawn[start..]);
    Ok(element.replacen("<svg ", r#"<svg aria-hidden="true" "#, 1))
}

/// New recovery codes, as they are shown.
pub(super) fn new_recovery_codes(svc: &Services) -> Vec<String> {
    std::iter::repeat_with(|| {
        let mut code = String::with_capacity(RECOVERY_LENGTH + 1);
        for (at, byte) in svc.random.bytes::<RECOVERY_LENGTH>().into_iter().enumerate() {
            if at == RECOVERY_LENGTH / 2 {
                code.push('-');
            }
            // 256 is a multiple of 32: every character is as likely as any other.
            code.push(char::from(ALPHABET[usize::from(byte % 32)]));
        }
        code
    })
    .take(RECOVERY_CODES)
    .collect()
}

/// How a recovery code is stored: with its owner inside, so that one guess
/// cannot be tried on everybody's codes at once. Reads what people type:
/// any case, with or without the dash, digits that are not in the alphabet as
/// the letters that they look like. `None` when it cannot be one.
pub(super) fn recovery_hash(user: &UserId, code: &str) -> Option<String> {
    let code: String = code
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| match c.to_ascii_uppercase() {
            '0' => 'O',
            '1' => 'I',
            '8' => 'B',
            other => other,
        })
        .collect();
    (code.len() == RECOVERY_LENGTH).then(|| sha256(&format!("{user}:{code}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key of RFC 6238, appendix B, "12345678901234567890", in base 32.
    const RFC: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    #[test]
    fn codes_are_those_of_the_rfc() {
        let secret = SecretString::from(RFC);
        // Appendix B, cut to six digits.
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (2_000_000_000, "279037"),
        ] {
            assert_eq!(
                check(&secret, code, Millis(seconds * 1_000)).unwrap(),
                Some(seconds / 30)
            );
        }
        assert_eq!(check(&secret, "287 082", Millis(59_000)).unwrap(), Some(1));
    }

    #[test]
    fn a_code_is_good_for_one_step_before_and_after_its_own() {
        let secret = SecretString::from(RFC);
        for (seconds, right) in [(0, true), (59, true), (89, true), (90, false)] {
            assert_eq!(
                check(&secret, "287082", Millis(seconds * 1_000))
                    .unwrap()
                    .is_some(),
                right,
                "{seconds}"
            );
        }
        for wrong in ["", "28708", "2870822", "٢٨٧٠٨٢", "28708a"] {
            assert_eq!(check(&secret, wrong, Millis(59_000)).unwrap(), None, "{wrong}");
        }
    }

    #[test]
    fn the_qr_code_is_a_bare_svg_element() {
        let email = Email::parse("ana@obrador.example").unwrap();
        let address = address(&SecretString::from(RFC), &email).unwrap();
        assert_eq!(
            address,
            format!("otpauth://totp/Tahona:ana%40obrador.example?secret={RFC}&issuer=Tahona")
        );
        let svg = qr_svg(&address).unwrap();
        assert!(
            svg.starts_with(r#"<svg aria-hidden="true" "#) && svg.ends_with("</svg>"),
            "{svg}"
        );
        assert!(!svg.contains("<?") && !svg.contains("style") && !svg.contains("script"));
    }

    #[test]
    fn a_recovery_code_is_read_as_people_type_it() {
        let user = UserId::parse("0192a7c0-0000-7000-8000-0000000000ff").unwrap();
        let other = UserId::parse("0192a7c0-0000-7000-8000-0000000000fe").unwrap();
        let stored = recovery_hash(&user, "OIB2A-BCDEF");
        assert!(stored.is_some());
        assert_eq!(recovery_hash(&user, " 018 2abcdef"), stored);
        assert_ne!(recovery_hash(&other, "OIB2A-BCDEF"), stored);
        assert_eq!(recovery_hash(&user, "OIB2A"), None);
    }
}
