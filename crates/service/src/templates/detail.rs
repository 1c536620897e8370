//! One template with everything around it.

use domain::{
    ids::{AccountId, TemplateId, TenantId},
    message::{delivery::State, id::MessageId},
    permission::Permission,
    time::{DAY, Millis},
};
use serde_json::Value;
use store::{
    Tx, accounts,
    templates::{
        drafts as draft_rows, events, holds as hold_rows, states, submissions,
        usage::{self as usage_rows, UsageCell},
    },
};

use super::{
    alarms::Alarm,
    diff::{self, Change},
    drafts::{self, DraftRow},
    follow::{self, Detail, Field},
    history::{self, Source},
    holds::Hold,
    limits::{self, Limits},
    list::reach,
    price::{self, PriceEffect, Prices},
    row::{TemplateRow, row},
    submit::{self, Submission},
};
use crate::{
    Call, Services,
    accounts::save::read_json,
    error::{ServiceError, ServiceResult},
    stored,
};

/// Days of usage that are shown.
pub const USAGE_DAYS: i64 = 30;
/// Calls to Meta that are shown.
const SUBMISSIONS: i64 = 50;
/// Days between 1970 and 2020, where message ids begin.
const EPOCH_DAYS: i64 = 18_262;

/// One template.
#[derive(Debug, Clone)]
pub struct TemplateDetail {
    /// As in lists.
    pub row: TemplateRow,
    /// The WABA: our id, Meta's id, name.
    pub account: (AccountId, String, String),
    /// Components in Meta's form.
    pub components: Value,
    /// Meta's whole record, as it came.
    pub raw: Option<Value>,
    /// The other languages of this name.
    pub siblings: Vec<TemplateRow>,
    /// What happened to it, newest first.
    pub timeline: Vec<TimelineEvent>,
    /// How it was used in the last [`USAGE_DAYS`] days.
    pub usage: Usage,
    /// The hold, if its sending waits.
    pub hold: Option<Hold>,
    /// How it stands against Meta's limits.
    pub limits: Limits,
    /// List prices in the account's currency; `None` for a currency without a card.
    pub prices: Option<Prices>,
    /// What its move to another category costs with the messages of the last 30
    /// days: the one that is coming, or else the last one that nobody accepted.
    pub effect: Option<PriceEffect>,
    /// What Meta was asked about this name, newest first.
    pub submissions: Vec<Submission>,
    /// Drafts of this name.
    pub drafts: Vec<DraftRow>,
    /// When the list of its WABA was last read.
    pub read_at: Option<Millis>,
}

/// Something that happened to a template.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelineEvent {
    /// When.
    pub at: Millis,
    /// What changed.
    pub field: Field,
    /// Before; `None` for the first thing known.
    pub before: Option<String>,
    /// After.
    pub after: String,
    /// Who told.
    pub source: Source,
    /// Who did it, when it was done here; empty otherwise.
    pub by: String,
    /// What Meta said beside it.
    pub detail: Detail,
    /// What changed in the text, where that is known.
    pub changes: Vec<Change>,
}

/// How a template was used.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Usage {
    /// By day, oldest first, without gaps.
    pub days: Vec<UsageDay>,
    /// By bakery, most first.
    pub tenants: Vec<TenantUsage>,
    /// Who asked for messages with it: names of keys, people and jobs, most first.
    pub sources: Vec<(String, u64)>,
    /// All of it.
    pub sent: u64,
    /// Of which failed.
    pub failed: u64,
}

/// Messages of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageDay {
    /// Midnight UTC.
    pub day: Millis,
    /// Asked for.
    pub sent: u64,
    /// Of which failed.
    pub failed: u64,
}

/// Messages of a bakery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenantUsage {
    /// The bakery.
    pub tenant: TenantId,
    /// Its name.
    pub name: String,
    /// Asked for.
    pub sent: u64,
    /// Of which failed.
    pub failed: u64,
}

/// One template by our id.
pub async fn get(svc: &Services, call: &Call, id: &TemplateId) -> ServiceResult<TemplateDetail> {
    call.allow(Permission::ViewTemplates)?;
    let now = svc.clock.now();
    let mut tx = svc.db.read().await?;
    let state = states::by_id(&mut tx, id.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    let account = accounts::by_id(&mut tx, &state.account_id)
        .await?
        .ok_or(ServiceError::NotFound)?;
    let read_at = store::templates::read_at(&mut tx, &state.account_id).await?;
    let text = states::text(&mut tx, &state.id).await?;
    let hold = hold_rows::of(&mut tx, &state.account_id, &state.name, &state.language).await?;
    let known = events::of_template(&mut tx, &state.id).await?;
    let limits = limits::of(
        svc,
        &mut tx,
        &account,
        &state.name,
        &state.language,
        &state.category,
    )
    .await?;
    let siblings = states::siblings(&mut tx, &state.account_id, &state.name).await?;
    let mut others = Vec::with_capacity(siblings.len());
    for sibling in siblings.into_iter().filter(|sibling| sibling.id != state.id) {
        let held = hold_rows::of(&mut tx, &sibling.account_id, &sibling.name, &sibling.language).await?;
        others.push(row(sibling, held.is_some())?);
    }
    let usage = usage(&mut tx, &state.account_id, (&state.name, &state.language), now).await?;
    let submissions = submissions::of_name(&mut tx, &state.account_id, &state.name, SUBMISSIONS).await?;
    let open = draft_rows::open(&mut tx, Some(&state.account_id), Some(&state.name), SUBMISSIONS).await?;
    let row = row(state, hold.is_some())?;
    let prices = price::of_record(svc, &mut tx, &account).await?;
    let effect = prices
        .as_ref()
        .and_then(|prices| effect(prices, &row, usage.sent));
    Ok(TemplateDetail {
        prices,
        effect,
        account: (stored::id(account.id)?, account.waba_id, account.name),
        components: text
            .as_ref()
            .and_then(|text| serde_json::from_str(&text.components).ok())
            .unwrap_or_default(),
        raw: text.and_then(|text| serde_json::from_str(text.raw.as_deref()?).ok()),
        siblings: others,
        timeline: timeline(&known),
        usage,
        hold: hold.clone().map(Hold::from),
        limits,
        submissions: submissions.into_iter().map(submit::submission).collect(),
        drafts: open.into_iter().map(drafts::row).collect::<ServiceResult<_>>()?,
        read_at,
        row,
    })
}

/// What the worst move of a template costs with so many messages.
pub(super) fn effect(prices: &Prices, row: &TemplateRow, messages: u64) -> Option<PriceEffect> {
    row.alarms.iter().find_map(|alarm| match alarm {
        Alarm::Moving { from, to, .. } | Alarm::Moved { from, to, .. } => prices.effect(from, to, messages),
        _ => None,
    })
}

/// For the API: one template that the caller may know, by our id or by Meta's.
pub async fn for_program(svc: &Services, call: &Call, id: &str) -> ServiceResult<(TemplateRow, Value)> {
    let mut tx = svc.db.read().await?;
    let accounts = reach(&mut tx, call).await?;
    let state = if let Ok(id) = TemplateId::parse(id) {
        states::by_id(&mut tx, id.as_str()).await?
    } else {
        states::by_any_meta_id(&mut tx, id).await?
    };
    let state = state
        .filter(|state| accounts.is_none_or(|accounts| accounts.contains(&state.account_id)))
        .ok_or(ServiceError::NotFound)?;
    let held = hold_rows::of(&mut tx, &state.account_id, &state.name, &state.language).await?;
    let text = states::text(&mut tx, &state.id).await?;
    let components = text
        .and_then(|text| serde_json::from_str(&text.components).ok())
        .unwrap_or_default();
    Ok((row(state, held.is_some())?, components))
}

/// What happened, newest first.
fn timeline(known: &[events::TemplateEventRecord]) -> Vec<TimelineEvent> {
    let mut out = Vec::new();
    for field in Field::ALL {
        let mut seen = follow::of_field(known, field);
        history::sort(&mut seen);
        for (before, after) in history::changes(&seen) {
            // The first list says what there is, not that something has happened.
            let says_nothing = before.is_none()
                && match field {
                    Field::NextCategory => after.value.is_empty(),
                    Field::Quality | Field::Components => true,
                    _ => false,
                };
            if says_nothing {
                continue;
            }
            let mut detail: Detail = read_json(after.detail.as_deref()).unwrap_or_default();
            let changes = match (detail.before.take(), detail.after.take()) {
                (Some(before), Some(after)) => diff::of_components(&before, &after),
                _ => Vec::new(),
            };
            out.push(TimelineEvent {
                at: Millis(after.at),
                field,
                before: before.map(|seen| seen.value.clone()),
                after: after.value.clone(),
                source: after.source,
                by: after.by.clone(),
                detail,
                changes,
            });
        }
    }
    out.sort_by_key(|event| (std::cmp::Reverse(event.at), event.field));
    out
}

/// How a template of an account was used.
pub(super) async fn usage(
    tx: &mut Tx,
    account: &str,
    (name, language): (&str, &str),
    now: Millis,
) -> ServiceResult<Usage> {
    let today = now.0.div_euclid(DAY);
    let first_day = today - USAGE_DAYS + 1;
    let from = MessageId::first_of(Millis(first_day * DAY));
    let cells = usage_rows::of_template(tx, account, name, language, from).await?;
    let sources = if cells.is_empty() {
        Vec::new()
    } else {
        usage_rows::sources(tx, account, name, language, from).await?
    };
    let names = if cells.is_empty() {
        Vec::new()
    } else {
        usage_rows::tenant_names(tx).await?
    };
    let sum = |fits: &dyn Fn(&UsageCell) -> bool| {
        let mut sums = (0, 0);
        for cell in cells.iter().filter(|cell| fits(cell)) {
            let n = stored::count(cell.count);
            sums.0 += n;
            if State::from_code(cell.state) == Some(State::Failed) {
                sums.1 += n;
            }
        }
        sums
    };
    let days = (first_day..=today)
        .map(|day| {
            let (sent, failed) = sum(&|cell| cell.day + EPOCH_DAYS == day);
            UsageDay {
                day: Millis(day * DAY),
                sent,
                failed,
            }
        })
        .collect();
    let mut tenants = Vec::new();
    for (no, id, name) in names {
        let (sent, failed) = sum(&|cell| cell.tenant == no);
        if sent > 0 {
            tenants.push(TenantUsage {
                tenant: stored::id(id)?,
                name,
                sent,
                failed,
            });
        }
    }
    tenants.sort_by(|a, b| b.sent.cmp(&a.sent).then_with(|| a.name.cmp(&b.name)));
    let (sent, failed) = sum(&|_| true);
    Ok(Usage {
        days,
        tenants,
        sources: sources
            .into_iter()
            .map(|(name, n)| (name, stored::count(n)))
            .collect(),
        sent,
        failed,
    })
}
