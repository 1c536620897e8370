//! Signing in: password, then the second factor where one is set up.
//!
//! A wrong address and a wrong password get the same answer after the same
//! work; see [`super::throttle`] for the limits.

use domain::ids::UserId;

use crate::{Services, error::ServiceResult};

/// Where an attempt to sign in comes from.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// Address of the client.
    pub ip: Option<String>,
    /// Its `User-Agent`, cut to 300 characters.
    pub user_agent: Option<String>,
    /// Id of the request.
    pub request_id: Option<String>,
}

/// What comes after a right password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Signed in.
    Done(UserId),
    /// A code of the second factor is needed; see [`second_factor`].
    SecondFactor(UserId),
}

/// Checks address and password. Wrong ones answer
/// `Invalid([password: WrongCredentials])`, too many `TooMany`.
pub async fn password(svc: &Services, origin: &Origin, email: &str, password: &str) -> ServiceResult<Step> {
    let _ = (svc, origin, email, password);
    todo!()
}

/// Checks a code (six digits, or a recovery code) after the password was right.
pub async fn second_factor(svc: &Services, origin: &Origin, user: &UserId, code: &str) -> ServiceResult<()> {
    let _ = (svc, origin, user, code);
    todo!()
}
