//! The one way in which anything observed of a template changes what is known:
//! lists, answers to our own calls and webhooks all end here.

mod compute;
mod words;

use channels::template::TemplateCategory;
use domain::time::{Millis, SECOND};
use serde_json::Value;
use store::{
    Tx,
    templates::{
        events::{self, TemplateEventRecord},
        holds::HoldRecord,
        states::{self, TemplateState, TemplateText},
    },
};

pub(super) use self::compute::of_field;
use self::compute::{compute, fingerprint};
pub use self::words::{Detail, Field};
use super::{
    alarms::costs_more,
    history::{self, Seen, Source},
    holds, settings,
};
use crate::{Call, Services, error::ServiceResult};

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
    svc: &Services,
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
    hold_if_wanted(svc, tx, &before, &state, news).await?;
    let changed = visible(&state) != visible(&before);
    if state != before {
        states::save(tx, &state).await?;
    }
    Ok((state, changed))
}

/// Holds a template that has just become dearer, where the platform wants that.
async fn hold_if_wanted(
    svc: &Services,
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
    let call = Call::system("templates");
    let hold = HoldRecord {
        account_id: after.account_id.clone(),
        name: after.name.clone(),
        language: after.language.clone(),
        since: news.at.0,
        by_name: call.actor.name().to_owned(),
        from_category: before.category.clone(),
        to_category: after.category.clone(),
    };
    if holds::raise(tx, &hold).await? {
        holds::log(svc, &call, tx, &after.id, &hold).await?;
    }
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
