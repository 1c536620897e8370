//! TOTP (RFC 6238) with recovery codes.

use crate::{Call, Services, error::ServiceResult};

/// What a person needs to set up an authenticator app.
#[derive(Debug, Clone)]
pub struct Enrolment {
    /// The secret in base 32, in groups of four, for typing.
    pub secret: String,
    /// The `otpauth://` address.
    pub otpauth_url: String,
    /// That address as a QR code: an SVG element without script or style.
    pub qr_svg: String,
}

/// Starts (or shows again) an enrolment that is not confirmed yet.
pub async fn start(svc: &Services, call: &Call) -> ServiceResult<Enrolment> {
    let _ = (svc, call);
    todo!()
}

/// Confirms it with a first code and hands out ten recovery codes, shown once.
pub async fn confirm(svc: &Services, call: &Call, code: &str) -> ServiceResult<Vec<String>> {
    let _ = (svc, call, code);
    todo!()
}

/// Replaces the recovery codes; needs the password again.
pub async fn new_recovery_codes(svc: &Services, call: &Call, password: &str) -> ServiceResult<Vec<String>> {
    let _ = (svc, call, password);
    todo!()
}

/// Removes the second factor; needs the password again. Refused (`Forbidden`)
/// to roles that must have one.
pub async fn disable(svc: &Services, call: &Call, password: &str) -> ServiceResult<()> {
    let _ = (svc, call, password);
    todo!()
}

/// How many recovery codes are unused.
pub async fn recovery_codes_left(svc: &Services, call: &Call) -> ServiceResult<u32> {
    let _ = (svc, call);
    todo!()
}
