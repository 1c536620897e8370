//! Saving what was read of one WABA: one transaction, each part by itself.

use channels::graph::{GraphError, HealthStatus, PhoneNumber, SubscribedApp, TokenInfo, Waba};
use domain::{ids::AccountId, time::Millis};
use serde_json::json;
use store::{
    Tx,
    accounts::{self as rows, AccountRecord},
    audit,
};

use super::{Readings, SyncProblem, SyncReport, known_problems, token_refusal};
use crate::{
    Call, Services,
    accounts::{save, secrets::Access, subscription},
    billing,
    error::{ServiceError, ServiceResult, Upstream},
    events::Topic,
};

/// A sync that is being saved, and what it found so far.
struct Saving<'a> {
    svc: &'a Services,
    tx: Tx,
    /// The account as it was.
    before: AccountRecord,
    now: Millis,
    name: String,
    account_changed: bool,
    tally: save::Tally,
    problems: Vec<SyncProblem>,
}

/// Saves each part that was read and remembers the others as failed.
pub(super) async fn write(
    svc: &Services,
    call: &Call,
    account: &AccountId,
    access: &Access,
    started: Millis,
    readings: Readings,
) -> ServiceResult<SyncReport> {
    let mut saving = Saving::begin(svc, account).await?;
    let app_id = readings.token.as_ref().ok().and_then(|info| info.app_id.clone());
    saving.token(access, &readings.token).await?;
    saving.waba(readings.waba).await?;
    saving.numbers(readings.numbers, started).await?;
    saving.subscription(readings.apps, app_id.as_deref()).await?;
    saving.health(readings.health).await?;
    saving.end(call, account).await
}

impl<'a> Saving<'a> {
    async fn begin(svc: &'a Services, account: &AccountId) -> ServiceResult<Self> {
        let now = svc.clock.now();
        let mut tx = svc.db.write().await?;
        // Two syncs of one account write one after the other.
        rows::lock(&mut tx, account.as_str()).await?;
        let before = rows::by_id(&mut tx, account.as_str())
            .await?
            .ok_or(ServiceError::NotFound)?;
        Ok(Self {
            svc,
            tx,
            now,
            name: before.name.clone(),
            before,
            account_changed: false,
            tally: save::Tally::default(),
            problems: Vec::new(),
        })
    }

    /// Notes that Meta did not answer for `part`.
    fn failed(&mut self, part: &str, error: &GraphError) {
        self.problems.push(SyncProblem::new(part, &Upstream::from(error)));
    }

    async fn token(&mut self, access: &Access, read: &Result<TokenInfo, GraphError>) -> ServiceResult<()> {
        let (id, now) = (self.before.id.as_str(), self.now);
        // Disconnected or rotated meanwhile: what this token said no longer counts for the token.
        let same_token = self.before.token.as_deref() == Some(access.sealed.as_str());
        let refusal = token_refusal(read).map(|refusal| SyncProblem::new("token", &refusal));
        match read {
            Ok(info) if same_token => {
                let problem = refusal.as_ref().map(save::json).transpose()?;
                let state = save::token_state(info)?;
                rows::save_token_state(&mut self.tx, id, &state, problem.as_deref(), now).await?;
            }
            Err(error) if refusal.is_none() => self.failed("token", error),
            Err(error) if same_token => {
                let problem = SyncProblem::new("token", &Upstream::from(error));
                rows::save_token_problem(&mut self.tx, id, &save::json(&problem)?, now).await?;
            }
            Ok(_) | Err(_) => {}
        }
        self.problems.extend(refusal);
        Ok(())
    }

    async fn waba(&mut self, read: Option<Result<Waba, GraphError>>) -> ServiceResult<()> {
        match read {
            Some(Ok(waba)) => {
                let id = self.before.id.as_str();
                let upstream = save::upstream(&self.before, &waba);
                self.account_changed = save::differs(&self.before, &upstream);
                self.name.clone_from(&upstream.name);
                rows::save_upstream(&mut self.tx, id, &upstream, self.now).await?;
                if save::priced_otherwise(&self.before, &upstream) {
                    billing::again::whole(self.svc, &mut self.tx, id).await?;
                }
            }
            Some(Err(error)) => self.failed("account", &error),
            None => {}
        }
        Ok(())
    }

    async fn numbers(
        &mut self,
        read: Option<Result<Vec<PhoneNumber>, GraphError>>,
        started: Millis,
    ) -> ServiceResult<()> {
        match read {
            Some(Ok(listed)) => {
                let id = self.before.id.as_str();
                self.tally = save::numbers(self.svc, &mut self.tx, id, &listed, started).await?;
                if let Some(limit) = listed.iter().find_map(|phone| phone.messaging_limit.as_ref()) {
                    rows::save_messaging_limit(&mut self.tx, id, Some(limit.as_str())).await?;
                }
            }
            Some(Err(error)) => self.failed("numbers", &error),
            None => {}
        }
        Ok(())
    }

    /// `app_id` is the app that the token named.
    async fn subscription(
        &mut self,
        read: Option<Result<Vec<SubscribedApp>, GraphError>>,
        app_id: Option<&str>,
    ) -> ServiceResult<()> {
        match read {
            Some(Ok(apps)) => {
                let app_id = app_id.or(self.before.app_id.as_deref());
                let found = subscription::compare(subscription::expected_url(self.svc), app_id, &apps);
                let json = save::json(&found)?;
                rows::save_subscription(&mut self.tx, &self.before.id, &json, self.now).await?;
            }
            Some(Err(error)) => self.failed("subscription", &error),
            None => {}
        }
        Ok(())
    }

    async fn health(&mut self, read: Option<Result<HealthStatus, GraphError>>) -> ServiceResult<()> {
        match read {
            Some(Ok(health)) => {
                let json = save::json(&health.health)?;
                rows::save_health(&mut self.tx, &self.before.id, &json, self.now).await?;
            }
            Some(Err(error)) => self.failed("health", &error),
            None => {}
        }
        Ok(())
    }

    /// Remembers the attempt, tells open pages and reports.
    async fn end(mut self, call: &Call, account: &AccountId) -> ServiceResult<SyncReport> {
        let problems = if self.problems.is_empty() {
            None
        } else {
            Some(save::json(&self.problems)?)
        };
        rows::save_attempt(&mut self.tx, account.as_str(), problems.as_deref(), self.now).await?;
        self.note(call).await?;
        self.tx.commit().await?;
        self.svc.events.publish(Topic::Accounts);
        if self.tally != save::Tally::default() {
            self.svc.events.publish(Topic::Numbers);
        }
        Ok(SyncReport {
            account: account.clone(),
            name: self.name,
            added: self.tally.added,
            changed: self.tally.changed,
            vanished: self.tally.vanished,
            returned: self.tally.returned,
            problems: self.problems,
            at: self.now,
        })
    }

    /// The audit row. A scheduled sync that finds everything as before leaves no trace.
    async fn note(&mut self, call: &Call) -> ServiceResult<()> {
        let tally = &self.tally;
        let news = self.account_changed
            || *tally != save::Tally::default()
            || kinds(&self.problems) != kinds(&known_problems(&self.before));
        if !news {
            return Ok(());
        }
        let problems: Vec<String> = self
            .problems
            .iter()
            .map(|problem| format!("{}: {}", problem.part, problem.class))
            .collect();
        let after = json!({
            "added": tally.added, "changed": tally.changed, "vanished": tally.vanished, "returned": tally.returned,
            "problems": problems,
        });
        let entry = call.change(
            self.svc,
            "account.sync",
            "account",
            &self.before.id,
            &self.name,
            (None, Some(after)),
        );
        audit::append(&mut self.tx, entry).await?;
        Ok(())
    }
}

/// What tells one failure from another; traces and words differ each time.
fn kinds(problems: &[SyncProblem]) -> Vec<(String, String, Option<i64>)> {
    problems
        .iter()
        .map(|problem| (problem.part.clone(), problem.class.clone(), problem.code))
        .collect()
}
