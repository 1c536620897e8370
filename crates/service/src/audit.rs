//! Reading and verifying the audit log.

use domain::{permission::Permission, time::Millis};
use store::{Db, audit as rows};

use crate::{Call, Services, error::ServiceResult};

pub use store::audit::{Entry, Filter};

/// Rows of one page, newest first.
#[derive(Debug, Clone)]
pub struct AuditPage {
    /// The rows.
    pub rows: Vec<Entry>,
    /// Pass as `before` to get older ones; `None` at the end.
    pub next: Option<i64>,
}

/// Lists rows that match, newest first, below `before` when given.
pub async fn list(
    svc: &Services,
    call: &Call,
    filter: &Filter,
    before: Option<i64>,
) -> ServiceResult<AuditPage> {
    const SIZE: i64 = 50;
    call.allow(Permission::ViewAudit)?;
    let mut tx = svc.db.read().await?;
    let mut found = rows::list(&mut tx, filter, before, SIZE + 1).await?;
    let more = i64::try_from(found.len()).unwrap_or(0) > SIZE;
    found.truncate(usize::try_from(SIZE).unwrap_or(0));
    let next = if more {
        found.last().map(|row| row.seq)
    } else {
        None
    };
    Ok(AuditPage { rows: found, next })
}

/// What verification found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Every row is as it was written.
    Intact {
        /// How many rows.
        rows: i64,
        /// Hash of the last one; keep it elsewhere to notice a forged chain.
        head: String,
        /// When the last row was written.
        last_at: Option<Millis>,
    },
    /// Something was changed, inserted or removed.
    Broken {
        /// Position of the first row that is wrong, or is missing.
        seq: i64,
        /// What is wrong with it.
        why: &'static str,
    },
}

/// Recomputes the whole chain, as it stands at one instant: rows that are
/// written meanwhile belong to the next time. Needs no more than the database:
/// a proof should not depend on keys and settings.
pub async fn verify(db: &Db) -> ServiceResult<Verdict> {
    const STEP: i64 = 1_000;
    let mut tx = db.read().await?;
    tx.hold_still().await?;
    let (head_seq, head_hash) = rows::head(&mut tx).await?;
    let (mut seq, mut hash, mut last_at) = (0, String::new(), None);
    loop {
        let step = rows::chain(&mut tx, seq, STEP).await?;
        if step.is_empty() {
            break;
        }
        for row in step {
            let expected = seq + 1;
            if row.seq != expected {
                return Ok(Verdict::Broken {
                    seq: expected,
                    why: "the row is missing",
                });
            }
            if row.prev_hash != hash {
                return Ok(Verdict::Broken {
                    seq: row.seq,
                    why: "it does not continue the row before",
                });
            }
            if row.hash != row.expected_hash() {
                return Ok(Verdict::Broken {
                    seq: row.seq,
                    why: "its content does not match its hash",
                });
            }
            seq = row.seq;
            hash = row.hash;
            last_at = Some(Millis(row.at));
        }
    }
    if seq < head_seq {
        return Ok(Verdict::Broken {
            seq: seq + 1,
            why: "rows at the end are missing",
        });
    }
    if seq != head_seq || hash != head_hash {
        return Ok(Verdict::Broken {
            seq,
            why: "the end of the chain does not match",
        });
    }
    Ok(Verdict::Intact {
        rows: seq,
        head: hash,
        last_at,
    })
}
