//! Replacing an access token without downtime: the old one stays in force
//! until the new one has been tried on every number.

use domain::ids::AccountId;
use secrecy::SecretString;

use super::connect::Finding;
use crate::{Call, Services, error::{ServiceResult, Upstream}};

/// How a rotation went.
#[derive(Debug, Clone)]
pub struct Rotation {
    /// Whether the new token is in force now.
    pub swapped: bool,
    /// General checks of the new token.
    pub findings: Vec<Finding>,
    /// Each number: for people, and the refusal if there was one.
    pub probes: Vec<(String, Option<Upstream>)>,
}

/// Probes the new token on every number and swaps only if all answer.
pub async fn rotate(
    svc: &Services,
    call: &Call,
    account: &AccountId,
    token: &SecretString,
) -> ServiceResult<Rotation> {
    let _ = (svc, call, account, token);
    todo!()
}
