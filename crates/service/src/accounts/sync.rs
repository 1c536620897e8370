//! Reading WABAs and their numbers from Meta.

use domain::{ids::AccountId, time::Millis};
use serde::{Deserialize, Serialize};

use crate::{Call, Services, error::{ServiceResult, Upstream}};

/// What a sync of one WABA did.
#[derive(Debug, Clone)]
pub struct SyncReport {
    /// The WABA.
    pub account: AccountId,
    /// Its name.
    pub name: String,
    /// Numbers seen for the first time.
    pub added: u32,
    /// Numbers that changed.
    pub changed: u32,
    /// Numbers that Meta no longer lists.
    pub vanished: u32,
    /// Numbers that came back.
    pub returned: u32,
    /// Parts that failed; the others are saved.
    pub problems: Vec<SyncProblem>,
    /// When.
    pub at: Millis,
}

/// A part of a sync that failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncProblem {
    /// `account`, `numbers`, `token`, `subscription` or `health`.
    pub part: String,
    /// Stable class of the refusal; see [`Upstream::class`].
    pub class: String,
    /// Meta's code.
    pub code: Option<i64>,
    /// Meta's words.
    pub message: String,
    /// Meta's trace id.
    pub trace: Option<String>,
}

impl SyncProblem {
    /// A refusal while reading `part`.
    #[must_use]
    pub fn new(part: &str, upstream: &Upstream) -> Self {
        Self {
            part: part.to_owned(),
            class: upstream.class.to_owned(),
            code: upstream.code,
            message: upstream.message.clone(),
            trace: upstream.trace.clone(),
        }
    }
}

/// Reads one WABA, its numbers, its subscription, its health and its token's state.
pub async fn one(svc: &Services, call: &Call, account: &AccountId) -> ServiceResult<SyncReport> {
    let _ = (svc, call, account);
    todo!()
}

/// Reads every connected WABA; one that fails does not keep the others from it.
pub async fn all(svc: &Services, call: &Call) -> ServiceResult<Vec<SyncReport>> {
    let _ = (svc, call);
    todo!()
}
