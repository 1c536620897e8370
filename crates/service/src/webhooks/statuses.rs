//! Status reports: folded into what is known about a message, or parked until
//! the message is known.

use std::collections::{HashMap, HashSet};

use channels::webhook::envelope::StatusReport;
use domain::{
    message::{delivery::ReportedStatus, id::MessageId},
    time::Millis,
};
use store::{
    Engine, Tx,
    messages::{
        outgoing,
        progress::{self, Progress},
    },
};

use super::{
    failures::{self, Failure},
    fold::fold,
};
use crate::{Services, billing::follow, error::ServiceResult};

/// The messages that the reports of one batch are about.
#[derive(Debug, Default)]
pub(super) struct Reported {
    by_id: HashMap<i64, Progress>,
    by_wamid: HashMap<String, i64>,
    changed: HashSet<i64>,
    failures: Vec<Failure>,
}

impl Reported {
    /// Reads them: by Meta's id, or, while we have not learnt that yet, by our
    /// own id, which travels with each message.
    pub(super) async fn read(tx: &mut Tx, reports: &[&StatusReport<'_>]) -> ServiceResult<Self> {
        let mut wamids: Vec<String> = reports
            .iter()
            .filter_map(|r| r.wamid.as_deref().map(str::to_owned))
            .collect();
        wamids.sort_unstable();
        wamids.dedup();
        let mut found = progress::by_wamids(tx, &wamids).await?;
        let known: HashSet<&str> = found.iter().filter_map(|p| p.wamid.as_deref()).collect();
        let mut ids: Vec<i64> = reports
            .iter()
            .filter(|r| r.wamid.as_deref().is_none_or(|w| !known.contains(w)))
            .filter_map(|r| MessageId::parse(r.tracking.as_deref()?).ok())
            .map(|id| id.0)
            .collect();
        ids.sort_unstable();
        ids.dedup();
        // Never a message that already has another of Meta's ids: the report
        // would be about something else.
        let by_tracking = progress::by_ids(tx, &ids).await?;
        found.extend(by_tracking.into_iter().filter(|p| p.wamid.is_none()));
        if tx.engine() == Engine::Postgres && !found.is_empty() {
            // The sender may be writing an outcome into the same rows: wait for
            // it, and fold into what it wrote. SQLite has one writer anyway.
            let ids: Vec<i64> = found.iter().map(|p| p.id).collect();
            outgoing::lock(tx, &ids).await?;
            found = progress::by_ids(tx, &ids).await?;
        }
        let by_wamid = found
            .iter()
            .filter_map(|p| Some((p.wamid.clone()?, p.id)))
            .collect();
        Ok(Self {
            by_id: found.into_iter().map(|p| (p.id, p)).collect(),
            by_wamid,
            changed: HashSet::new(),
            failures: Vec::new(),
        })
    }

    /// Notes a report; answers the message's id, or `None` when it has to wait.
    pub(super) fn note(&mut self, report: &StatusReport<'_>, at: Millis) -> Option<MessageId> {
        let wamid = report.wamid.as_deref()?;
        let id = if let Some(id) = self.by_wamid.get(wamid) {
            *id
        } else {
            let id = MessageId::parse(report.tracking.as_deref()?).ok()?.0;
            let message = self.by_id.get_mut(&id).filter(|m| m.wamid.is_none())?;
            message.wamid = Some(wamid.to_owned());
            self.by_wamid.insert(wamid.to_owned(), id);
            self.changed.insert(id);
            id
        };
        let message = self.by_id.get_mut(&id)?;
        if fold(message, report, at) {
            self.changed.insert(id);
        }
        if report.status == ReportedStatus::Failed
            && let Some(code) = report.errors.code()
        {
            self.failures.push(Failure {
                number: message.number,
                contact: message.contact,
                code,
                at,
            });
        }
        Some(MessageId(id))
    }

    /// Writes what changed, and does what failures ask for. What those messages
    /// cost that have arrived, or failed at Meta, is worked out by a job that follows.
    pub(super) async fn save(&self, svc: &Services, tx: &mut Tx) -> ServiceResult<()> {
        let changed: Vec<&Progress> = self.changed.iter().filter_map(|id| self.by_id.get(id)).collect();
        let rows: Vec<Progress> = changed.iter().map(|p| (*p).clone()).collect();
        progress::save(tx, &rows).await?;
        let priced: Vec<i64> = changed
            .iter()
            .filter(|message| {
                message.facts.state().charged() == Some(true) || message.facts.failed_at.is_some()
            })
            .map(|message| message.id)
            .collect();
        follow::note(svc, tx, &priced).await?;
        failures::act(svc, tx, &self.failures).await
    }
}
