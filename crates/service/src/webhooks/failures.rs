//! What a reported failure means beyond its message.

use std::collections::BTreeMap;

use domain::time::Millis;
use store::Tx;

use crate::{Services, consent, error::ServiceResult, messages::outbox::stops};

/// The code with which Meta says that a customer does not want advertising.
const OPTED_OUT: i64 = 131_050;

/// A failure that was reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Failure {
    /// Short id of the number that sent the message.
    pub(super) number: i64,
    /// The customer.
    pub(super) contact: Option<i64>,
    /// Meta's code.
    pub(super) code: i64,
    /// When it failed.
    pub(super) at: Millis,
}

/// Records what customers do not want, and stops what would fail as well. Each
/// failure counts at its own time, so one that is told late or again undoes
/// nothing that was said or put right since.
pub(super) async fn act(svc: &Services, tx: &mut Tx, failures: &[Failure]) -> ServiceResult<()> {
    // When an account is blocked thousands fail for one reason.
    let mut latest: BTreeMap<(i64, i64), Millis> = BTreeMap::new();
    for failure in failures {
        if let (OPTED_OUT, Some(contact)) = (failure.code, failure.contact) {
            consent::note_refusal_by_meta(svc, tx, contact, failure.at).await?;
        }
        let at = latest.entry((failure.number, failure.code)).or_insert(failure.at);
        *at = (*at).max(failure.at);
    }
    for ((number, code), at) in latest {
        stops::note_failure(svc, tx, number, code, at).await?;
    }
    Ok(())
}
