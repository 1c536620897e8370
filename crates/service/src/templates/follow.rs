//! The one way in which anything observed of a template changes what is known:
//! lists, answers to our own calls and webhooks all end here.

use channels::template::{TemplateCategory, TemplateStatus};
use domain::time::{HOUR, Millis, SECOND};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{
    Tx,
    templates::{
        events::{self, TemplateEventRecord},
        holds::HoldRecord,
        states::{self, TemplateState, TemplateText},
    },
};

use super::{
    alarms::{self, costs_more},
    history::{self, Seen, Source},
    holds, settings,
};
use crate::{Call, Services, accounts::save::read_json, error::ServiceResult};

/// How long the first pause lasts (facts §1.5).
const FIRST_PAUSE: i64 = 3 * HOUR;
/// How long the second pause lasts (facts §1.5); after that Meta disables it.
const SECOND_PAUSE: i64 = 6 * HOUR;

/// A field of a template that can change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// Its state.
    Status,
    /// Its category.
    Category,
    /// The category that Meta will give it; empty for none.
    NextCategory,
    /// Its quality.
    Quality,
    /// Its text, as a fingerprint.
    Components,
    /// Whether Meta refuses edits.
    Lock,
    /// Whether Meta lists it: `yes` or `no`.
    Listed,
}

impl Field {
    /// All fields.
    pub const ALL: [Self; 7] = [
        Self::Status,
        Self::Category,
        Self::NextCategory,
        Self::Quality,
        Self::Components,
        Self::Lock,
        Self::Listed,
    ];

    /// The word that is stored.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Category => "category",
            Self::NextCategory => "next_category",
            Self::Quality => "quality",
            Self::Components => "components",
            Self::Lock => "lock",
            Self::Listed => "listed",
        }
    }

    /// Reads [`Self::key`].
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.key() == key)
    }
}

/// What Meta says beside a word.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Detail {
    /// Meta's word for why: `INVALID_FORMAT`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Why, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<String>,
    /// What to do, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recommendation: Option<String>,
    /// Title of a remark, for example `FIRST_PAUSE`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// When it will be disabled, in Meta's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disable_date: Option<String>,
    /// When a category changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<i64>,
    /// The category before, as Meta says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous: Option<String>,
    /// The text before, where it changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Value>,
    /// The text after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Value>,
}

impl Detail {
    fn json(&self) -> Option<String> {
        if *self == Self::default() {
            None
        } else {
            serde_json::to_string(self).ok()
        }
    }

    /// Takes from `other` what is missing here.
    fn fill(&mut self, other: Self) {
        let or = |mine: &mut Option<String>, theirs: Option<String>| {
            if mine.is_none() {
                *mine = theirs;
            }
        };
        or(&mut self.reason, other.reason);
        or(&mut self.explanation, other.explanation);
        or(&mut self.recommendation, other.recommendation);
        or(&mut self.title, other.title);
        or(&mut self.description, other.description);
        or(&mut self.disable_date, other.disable_date);
        or(&mut self.previous, other.previous);
        if self.at.is_none() {
            self.at = other.at;
        }
    }
}

/// One field as it was observed.
#[derive(Debug, Clone)]
pub(super) struct Told {
    pub(super) field: Field,
    pub(super) value: String,
    pub(super) detail: Detail,
}

impl Told {
    pub(super) fn new(field: Field, value: impl Into<String>) -> Self {
        Self {
            field,
            value: value.into(),
            detail: Detail::default(),
        }
    }
}

/// The text of a template with everything beside it.
#[derive(Debug, Clone)]
pub(super) struct Text {
    pub(super) components: Value,
    pub(super) raw: Option<String>,
    pub(super) parameter_format: Option<String>,
    pub(super) hash: String,
}

/// What was observed of one template at one instant.
#[derive(Debug, Clone)]
pub(super) struct News {
    pub(super) meta_id: Option<String>,
    pub(super) at: Millis,
    pub(super) source: Source,
    pub(super) told: Vec<Told>,
    pub(super) text: Option<Text>,
    /// Who did it, when it was done here.
    pub(super) by: String,
}

/// An instant as observations know it: webhooks tell whole seconds.
#[must_use]
pub(super) const fn second(at: Millis) -> Millis {
    Millis(at.0 - at.0.rem_euclid(SECOND))
}

/// A template of which nothing is known yet.
pub(super) fn blank(svc: &Services, account: &str, name: &str, language: &str, at: Millis) -> TemplateState {
    TemplateState {
        id: svc.random.uuid(svc.clock.now()),
        account_id: account.to_owned(),
        name: name.to_owned(),
        language: language.to_owned(),
        meta_id: None,
        status: String::new(),
        status_since: at.0,
        shown: String::new(),
        reason: None,
        explanation: None,
        recommendation: None,
        paused_until: None,
        category: String::new(),
        category_since: at.0,
        previous_category: None,
        next_category: None,
        next_since: None,
        moves_at: None,
        accepted_at: 0,
        quality: String::new(),
        quality_since: at.0,
        previous_quality: None,
        locked: 0,
        alarm: 0,
        parameter_format: None,
        text_hash: String::new(),
        preview: String::new(),
        first_seen_at: at.0,
        last_event_at: at.0,
        seen_at: at.0,
        vanished_at: None,
        last_used_at: None,
    }
}

/// A template seen for the first time, ready to be stored with many others.
pub(super) fn first(
    mut state: TemplateState,
    news: &News,
) -> (TemplateState, Vec<TemplateEventRecord>, TemplateText) {
    let records: Vec<TemplateEventRecord> = news
        .told
        .iter()
        .map(|told| record(&state.id, told, news))
        .collect();
    state.meta_id.clone_from(&news.meta_id);
    compute(&mut state, &records);
    let text = text(&mut state, news.text.as_ref());
    (state, records, text)
}

/// Makes an observation count. Locks nothing: the caller holds the account.
/// Answers whether anything that people see is different.
pub(super) async fn observe(
    tx: &mut Tx,
    mut state: TemplateState,
    news: &News,
) -> ServiceResult<(TemplateState, bool)> {
    let before = state.clone();
    let mut known = events::of_template(tx, &state.id).await?;
    let mut lists = events::reads_after(tx, &state.account_id, news.at).await?;
    if state.vanished_at.is_some() {
        // What no longer was in a list was not confirmed by it.
        lists.retain(|at| *at <= state.seen_at);
    }
    let mut added = Vec::new();
    for told in &news.told {
        let mut field: Vec<Seen> = of_field(&known, told.field);
        history::sort(&mut field);
        let new = Seen {
            at: news.at.0,
            source: news.source,
            value: told.value.clone(),
            detail: told.detail.json(),
            by: news.by.clone(),
        };
        for seen in history::place(&field, &lists, new) {
            added.push(TemplateEventRecord {
                template_id: state.id.clone(),
                field: told.field.key().to_owned(),
                at: seen.at,
                source: seen.source.key().to_owned(),
                value: seen.value,
                detail: seen.detail,
                by_name: seen.by,
            });
        }
    }
    events::add(tx, &added).await?;
    known.extend(added);
    if let Some(id) = &news.meta_id
        && (state.meta_id.is_none() || news.at.0 >= before.last_event_at)
    {
        state.meta_id = Some(id.clone());
    }
    compute(&mut state, &known);
    if let Some(new) = &news.text
        && fingerprint(&known).as_deref().is_none_or(|hash| hash == new.hash)
    {
        let wide = text(&mut state, Some(new));
        states::save_texts(tx, &[wide]).await?;
    }
    hold_if_wanted(tx, &before, &state, news).await?;
    let changed = visible(&state) != visible(&before);
    if state != before {
        states::save(tx, &state).await?;
    }
    Ok((state, changed))
}

/// Holds a template that has just become dearer, where the platform wants that.
async fn hold_if_wanted(
    tx: &mut Tx,
    before: &TemplateState,
    after: &TemplateState,
    news: &News,
) -> ServiceResult<()> {
    let (from, to) = (
        TemplateCategory::parse(&before.category),
        TemplateCategory::parse(&after.category),
    );
    // What we asked for ourselves is no surprise.
    if news.source == Source::Answer
        || before.category.is_empty()
        || !costs_more(&from, &to)
        || after.category_since <= after.accepted_at
        || !settings::holds_moves(tx).await?
    {
        return Ok(());
    }
    let hold = HoldRecord {
        account_id: after.account_id.clone(),
        name: after.name.clone(),
        language: after.language.clone(),
        since: news.at.0,
        by_name: Call::system("templates").actor.name().to_owned(),
        from_category: before.category.clone(),
        to_category: after.category.clone(),
    };
    holds::raise(tx, &hold).await?;
    Ok(())
}

/// What people see of a template, so that what only moved an instant is no news.
fn visible(state: &TemplateState) -> impl PartialEq + use<> {
    (
        [
            Some(state.shown.clone()),
            Some(state.status.clone()),
            Some(state.category.clone()),
            state.next_category.clone(),
            Some(state.quality.clone()),
            Some(state.text_hash.clone()),
            state.reason.clone(),
            state.recommendation.clone(),
            state.meta_id.clone(),
        ],
        [
            Some(state.locked),
            Some(state.alarm),
            state.paused_until,
            state.moves_at,
        ],
    )
}

fn record(template: &str, told: &Told, news: &News) -> TemplateEventRecord {
    TemplateEventRecord {
        template_id: template.to_owned(),
        field: told.field.key().to_owned(),
        at: news.at.0,
        source: news.source.key().to_owned(),
        value: told.value.clone(),
        detail: told.detail.json(),
        by_name: news.by.clone(),
    }
}

/// The observations of one field.
pub(super) fn of_field(known: &[TemplateEventRecord], field: Field) -> Vec<Seen> {
    known
        .iter()
        .filter(|event| event.field == field.key())
        .map(|event| Seen {
            at: event.at,
            source: Source::from_key(&event.source),
            value: event.value.clone(),
            detail: event.detail.clone(),
            by: event.by_name.clone(),
        })
        .collect()
}

fn fingerprint(known: &[TemplateEventRecord]) -> Option<String> {
    let mut field = of_field(known, Field::Components);
    history::sort(&mut field);
    field.pop().map(|seen| seen.value)
}

/// Fills the columns that follow from the observations.
fn compute(state: &mut TemplateState, known: &[TemplateEventRecord]) {
    state.last_event_at = known
        .iter()
        .map(|event| event.at)
        .max()
        .unwrap_or(state.last_event_at);
    state.seen_at = state.seen_at.max(state.last_event_at);
    let mut vanished = None;
    for field in Field::ALL {
        let mut seen = of_field(known, field);
        history::sort(&mut seen);
        let Some(present) = history::present(&seen) else {
            continue;
        };
        let value = present.value.to_owned();
        let previous = present.previous.map(str::to_owned);
        let detail = merged(present.run);
        match field {
            Field::Status => {
                state.paused_until = pause_end(&value, present.run, &detail);
                (state.status, state.status_since) = (value, present.since);
                state.reason = detail.reason;
                state.explanation = detail.explanation.or(detail.description);
                state.recommendation = detail.recommendation;
            }
            Field::Category => {
                (state.category, state.category_since) = (value, present.since);
                state.previous_category = previous
                    .or(detail.previous)
                    .filter(|word| *word != state.category);
            }
            Field::NextCategory => {
                let next = Some(value).filter(|word| !word.is_empty() && *word != state.category);
                state.next_since = next.as_ref().map(|_| present.since);
                state.moves_at = next.as_ref().and(detail.at);
                state.next_category = next;
            }
            Field::Quality => {
                (state.quality, state.quality_since) = (value, present.since);
                state.previous_quality = previous;
            }
            Field::Lock => state.locked = i64::from(value == TemplateStatus::Locked.as_str()),
            Field::Listed => vanished = Some(present.since).filter(|_| value == "no"),
            Field::Components => {}
        }
    }
    // Something newer than the list that missed it knows better.
    state.vanished_at = vanished.filter(|at| *at >= state.last_event_at);
    state.shown = if state.vanished_at.is_some() {
        TemplateStatus::Deleted.as_str().to_owned()
    } else {
        state.status.clone()
    };
    state.alarm = alarms::of(state).first().map_or(0, alarms::Alarm::weight);
}

/// What was said about the present value; webhooks say the most.
fn merged(run: &[Seen]) -> Detail {
    let mut all: Vec<&Seen> = run.iter().collect();
    all.sort_by_key(|seen| std::cmp::Reverse((seen.source, seen.at)));
    let mut out = Detail::default();
    for seen in all {
        if let Some(detail) = read_json::<Detail>(seen.detail.as_deref()) {
            out.fill(detail);
        }
    }
    out
}

fn pause_end(status: &str, run: &[Seen], detail: &Detail) -> Option<i64> {
    if TemplateStatus::parse(status) != TemplateStatus::Paused {
        return None;
    }
    let lasts = match detail.title.as_deref()? {
        "FIRST_PAUSE" => FIRST_PAUSE,
        "SECOND_PAUSE" => SECOND_PAUSE,
        _ => return None,
    };
    let told = run.iter().rev().find(|seen| seen.source == Source::Webhook)?;
    Some(told.at + lasts)
}

/// Puts a text into the state; answers the wide row.
fn text(state: &mut TemplateState, new: Option<&Text>) -> TemplateText {
    let empty = Value::Array(Vec::new());
    let components = new.map_or(&empty, |text| &text.components);
    if let Some(new) = new {
        state.text_hash.clone_from(&new.hash);
        state.preview = super::texts::preview(components);
        if new.parameter_format.is_some() {
            state.parameter_format.clone_from(&new.parameter_format);
        }
    }
    TemplateText {
        template_id: state.id.clone(),
        components: components.to_string(),
        raw: new.and_then(|text| text.raw.clone()),
        search: super::texts::search(&state.name, components),
    }
}

/// Reads a template, or begins to know it.
pub(super) async fn open(
    svc: &Services,
    tx: &mut Tx,
    account: &str,
    name: &str,
    language: &str,
    at: Millis,
) -> ServiceResult<TemplateState> {
    if let Some(known) = states::by_name(tx, account, name, language).await? {
        return Ok(known);
    }
    let state = blank(svc, account, name, language, at);
    states::insert(tx, std::slice::from_ref(&state)).await?;
    let wide = TemplateText {
        template_id: state.id.clone(),
        components: "[]".to_owned(),
        raw: None,
        search: super::texts::search(name, &Value::Null),
    };
    states::save_texts(tx, &[wide]).await?;
    Ok(state)
}
