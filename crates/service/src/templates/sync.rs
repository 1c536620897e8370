//! Reading Meta's lists of templates, on demand and by job.

use std::collections::HashMap;

use channels::{graph::MessageTemplate, template::TemplateStatus};
use domain::{
    ids::AccountId,
    permission::Permission,
    time::{DAY, MINUTE, Millis},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{
    Tx, accounts as accounts_rows, audit,
    templates::{
        self as rows,
        events::{self, TemplateEventRecord},
        states::{self, TemplateState, TemplateText},
    },
};

use super::{
    follow::{self, Detail, Field, News, Text, Told, second},
    history::Source,
    settle, texts,
};
use crate::{
    Call, Services,
    accounts::{
        save,
        secrets::{self, Access},
        sync::SyncProblem,
    },
    error::{ServiceError, ServiceResult, Upstream},
    events::Topic,
};

/// How long a template that was just made may be missing from a list that
/// was asked for meanwhile.
const SETTLES: i64 = MINUTE;
/// How long it is remembered when lists were read.
const REMEMBERED: i64 = 30 * DAY;

/// What reading the list of one WABA did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateSync {
    /// The WABA.
    pub account: AccountId,
    /// Its name.
    pub name: String,
    /// Templates that Meta lists.
    pub listed: u32,
    /// Seen for the first time.
    pub added: u32,
    /// That changed.
    pub changed: u32,
    /// That Meta no longer lists.
    pub vanished: u32,
    /// What failed; then nothing was changed.
    pub problem: Option<SyncProblem>,
    /// When.
    pub at: Millis,
}

/// What a list changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    listed: u32,
    added: u32,
    changed: u32,
    vanished: u32,
}

/// Reads the templates of one WABA. A refusal of Meta is part of the answer;
/// what was known stays.
pub async fn one(svc: &Services, call: &Call, account: &AccountId) -> ServiceResult<TemplateSync> {
    call.allow(Permission::ManageTemplates)?;
    let mut tx = svc.db.read().await?;
    let record = accounts_rows::by_id(&mut tx, account.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    drop(tx);
    let report = |tally: Tally, problem| TemplateSync {
        account: account.clone(),
        name: record.name.clone(),
        listed: tally.listed,
        added: tally.added,
        changed: tally.changed,
        vanished: tally.vanished,
        problem,
        at: svc.clock.now(),
    };
    let access = match secrets::access(svc, &record) {
        Ok(access) => access,
        // A token that must not be used, or cannot be opened, concerns this account alone.
        Err(ServiceError::Upstream(refusal)) => {
            return Ok(report(
                Tally::default(),
                Some(SyncProblem::new("templates", &refusal)),
            ));
        }
        Err(ServiceError::Internal(why)) => {
            let problem = Upstream {
                class: "token",
                code: None,
                message: why,
                trace: None,
            };
            return Ok(report(
                Tally::default(),
                Some(SyncProblem::new("templates", &problem)),
            ));
        }
        Err(other) => return Err(other),
    };
    match copy(svc, call, account.as_str(), &access).await {
        Ok(tally) => Ok(report(tally, None)),
        Err(ServiceError::Upstream(refusal)) => Ok(report(
            Tally::default(),
            Some(SyncProblem::new("templates", &refusal)),
        )),
        Err(other) => Err(other),
    }
}

/// Reads the list with secrets that are open already.
pub(crate) async fn copy(
    svc: &Services,
    call: &Call,
    account: &str,
    access: &Access,
) -> ServiceResult<Tally> {
    let started = svc.clock.now();
    let listed = match access.client.message_templates(&access.token, &access.waba).await {
        Ok(listed) => listed,
        Err(error) => {
            let refusal = Upstream::from(&error);
            let mut tx = svc.db.write().await?;
            let problem = save::json(&SyncProblem::new("templates", &refusal))?;
            rows::note_problem(&mut tx, account, &problem).await?;
            tx.commit().await?;
            svc.events.publish(Topic::Templates);
            return Err(ServiceError::Upstream(refusal));
        }
    };
    let mut tx = svc.db.write().await?;
    accounts_rows::lock(&mut tx, account).await?;
    let tally = compare(svc, &mut tx, account, listed, started).await?;
    if tally.added + tally.changed + tally.vanished > 0 {
        let record = accounts_rows::by_id(&mut tx, account).await?;
        let name = record.map(|record| record.name).unwrap_or_default();
        let after = json!({ "added": tally.added, "changed": tally.changed, "vanished": tally.vanished });
        let entry = call.change(
            svc,
            "template.sync",
            "template",
            account,
            &name,
            (None, Some(after)),
        );
        audit::append(&mut tx, entry).await?;
    }
    tx.commit().await?;
    svc.events.publish(Topic::Templates);
    Ok(tally)
}

/// Makes a complete list count.
pub(super) async fn compare(
    svc: &Services,
    tx: &mut Tx,
    account: &str,
    listed: Vec<MessageTemplate>,
    started: Millis,
) -> ServiceResult<Tally> {
    let at = second(started);
    rows::note_read(tx, account, at).await?;
    events::forget_reads(tx, account, at.plus(-REMEMBERED)).await?;
    let listed = by_name(listed);
    let mut known: HashMap<(String, String), TemplateState> = states::of_account(tx, account)
        .await?
        .into_iter()
        .map(|state| ((state.name.clone(), state.language.clone()), state))
        .collect();
    settle::by_list(tx, account, &listed, started).await?;
    let mut tally = Tally {
        listed: u32::try_from(listed.len()).unwrap_or(u32::MAX),
        ..Tally::default()
    };
    let mut fresh = Fresh::default();
    for ((name, language), record) in listed {
        let news = news(&record, at);
        match known.remove(&(name.clone(), language.clone())) {
            None => {
                tally.added += 1;
                fresh.add(follow::first(
                    follow::blank(svc, account, &name, &language, at),
                    &news,
                ));
            }
            Some(state) if is_as_known(&state, &news) => {}
            Some(mut state) => {
                let mut news = news;
                note_change_of_text(tx, &state, &mut news).await?;
                if state.meta_id != news.meta_id {
                    // Deleted and made anew under the same name.
                    state.meta_id.clone_from(&news.meta_id);
                }
                if state.vanished_at.is_some() {
                    news.told.push(Told::new(Field::Listed, "yes"));
                }
                let (_, changed) = follow::observe(svc, tx, state, &news).await?;
                tally.changed += u32::from(changed);
            }
        }
    }
    fresh.save(tx).await?;
    for state in known.into_values() {
        if state.vanished_at.is_some() || state.last_event_at > at.0 - SETTLES {
            continue;
        }
        let gone = News {
            meta_id: None,
            at,
            source: Source::List,
            told: vec![Told::new(Field::Listed, "no")],
            text: None,
            by: String::new(),
        };
        follow::observe(svc, tx, state, &gone).await?;
        tally.vanished += 1;
    }
    Ok(tally)
}

/// Templates seen for the first time, stored together.
#[derive(Default)]
struct Fresh {
    states: Vec<TemplateState>,
    events: Vec<TemplateEventRecord>,
    texts: Vec<TemplateText>,
}

impl Fresh {
    fn add(&mut self, (state, events, text): (TemplateState, Vec<TemplateEventRecord>, TemplateText)) {
        self.states.push(state);
        self.events.extend(events);
        self.texts.push(text);
    }

    async fn save(&self, tx: &mut Tx) -> ServiceResult<()> {
        states::insert(tx, &self.states).await?;
        states::save_texts(tx, &self.texts).await?;
        Ok(events::add(tx, &self.events).await?)
    }
}

/// Meta's list by name and language. A name that is on its way out may be
/// listed beside its successor; the successor counts.
pub(super) fn by_name(listed: Vec<MessageTemplate>) -> HashMap<(String, String), MessageTemplate> {
    let mut out: HashMap<(String, String), MessageTemplate> = HashMap::with_capacity(listed.len());
    for template in listed {
        let (Some(name), Some(language)) = (template.name.clone(), template.language.clone()) else {
            tracing::warn!(id = %template.id, "Meta lists a template without name or language");
            continue;
        };
        let key = (name, language);
        if out
            .get(&key)
            .is_none_or(|other| leaves(other) || !leaves(&template))
        {
            out.insert(key, template);
        }
    }
    out
}

fn leaves(template: &MessageTemplate) -> bool {
    matches!(
        template.status,
        Some(TemplateStatus::Deleted | TemplateStatus::PendingDeletion)
    )
}

/// A record of Meta's list as an observation.
pub(super) fn news(record: &MessageTemplate, at: Millis) -> News {
    let mut told = Vec::with_capacity(5);
    if let Some(status) = &record.status {
        told.push(Told {
            field: Field::Status,
            value: status.as_str().to_owned(),
            detail: Detail {
                reason: record.rejected_reason.clone(),
                ..Detail::default()
            },
        });
    }
    if let Some(category) = &record.category {
        told.push(Told {
            field: Field::Category,
            value: category.as_str().to_owned(),
            detail: Detail {
                previous: record.previous_category.as_ref().map(|c| c.as_str().to_owned()),
                ..Detail::default()
            },
        });
    }
    // Without the full list of fields its absence says nothing.
    if !record.reduced {
        let next = record.correct_category.as_ref().map_or("", |c| c.as_str());
        told.push(Told::new(Field::NextCategory, next));
    }
    if let Some(quality) = &record.quality {
        told.push(Told::new(Field::Quality, quality.score.as_str()));
    }
    let text = record.components().map(|components| Text {
        hash: texts::fingerprint(components),
        components: components.clone(),
        raw: Some(record.raw.to_string()),
        parameter_format: record.parameter_format.as_ref().map(|f| f.as_str().to_owned()),
    });
    if let Some(text) = &text {
        told.push(Told::new(Field::Components, text.hash.clone()));
    }
    News {
        meta_id: Some(record.id.to_string()),
        at,
        source: Source::List,
        told,
        text,
        by: String::new(),
    }
}

/// Whether a list tells what is known, so that nothing has to be looked at.
fn is_as_known(state: &TemplateState, news: &News) -> bool {
    let value = |field: Field| match field {
        Field::Status => &state.status,
        Field::Category => &state.category,
        Field::NextCategory => state.next_category.as_ref().unwrap_or(&EMPTY),
        Field::Quality => &state.quality,
        Field::Components => &state.text_hash,
        Field::Lock | Field::Listed => &EMPTY,
    };
    state.vanished_at.is_none()
        && state.last_event_at < news.at.0
        && state.meta_id == news.meta_id
        && news.told.iter().all(|told| {
            let settled = told.field == Field::NextCategory && told.value == state.category;
            (settled || *value(told.field) == told.value)
                && (told.detail.reason.is_none() || state.reason.is_some())
        })
}

static EMPTY: String = String::new();

/// Keeps the text that is about to be replaced, for the difference.
async fn note_change_of_text(tx: &mut Tx, state: &TemplateState, news: &mut News) -> ServiceResult<()> {
    let Some(text) = &news.text else { return Ok(()) };
    if text.hash == state.text_hash || state.text_hash.is_empty() {
        return Ok(());
    }
    let old = states::text(tx, &state.id).await?;
    let before = old.and_then(|old| serde_json::from_str(&old.components).ok());
    let after = Some(text.components.clone());
    for told in &mut news.told {
        if told.field == Field::Components {
            told.detail.before.clone_from(&before);
            told.detail.after.clone_from(&after);
        }
    }
    Ok(())
}
