//! What webhooks tell about templates (sources §2.2).

use channels::{
    template::TemplateStatus,
    webhook::envelope::{TemplateChange, TemplateEvent},
};
use domain::time::Millis;
use store::{Tx, accounts, templates::states};

use super::{
    follow::{self, Detail, Field, News, Told, second},
    history::Source,
};
use crate::{Services, error::ServiceResult};

/// Longest word of Meta's, in bytes, that is taken for the value of a field.
const LONGEST_VALUE: usize = 255;

/// What became of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Noted {
    /// It counts.
    Done,
    /// Meta has to be asked what it is now.
    Ask,
    /// It is about a WABA or a template that is not ours (any more).
    NotOurs,
}

/// Makes an event count. The WABA of the envelope decides whose template it
/// is: siblings may have one of the same name.
pub(crate) async fn apply(
    svc: &Services,
    tx: &mut Tx,
    waba: Option<&str>,
    event: &TemplateEvent<'_>,
    at: Millis,
) -> ServiceResult<Noted> {
    let Some(waba) = waba else {
        return Ok(Noted::NotOurs);
    };
    let Some(account) = accounts::by_waba_id(tx, waba).await? else {
        return Ok(Noted::NotOurs);
    };
    accounts::lock(tx, &account.id).await?;
    let mut told = told(&event.change);
    // Values are part of a key; nothing that Meta calls a state is so long.
    told.retain(|one| one.value.len() <= LONGEST_VALUE);
    if told.is_empty() {
        return Ok(Noted::Ask);
    }
    let id = event.template.id.as_deref();
    let known = match id {
        Some(id) => states::by_meta_id(tx, &account.id, id).await?,
        None => None,
    };
    let state = match (
        known,
        event.template.name.as_deref(),
        event.template.language.as_deref(),
    ) {
        (Some(state), _, _) => state,
        (None, Some(name), Some(language)) => {
            let state = follow::open(svc, tx, &account.id, name, language, second(at)).await?;
            // Of this name there is another one: the list tells which of the two is in force.
            if state.meta_id.is_some() && id.is_some() && state.meta_id.as_deref() != id {
                return Ok(Noted::Ask);
            }
            state
        }
        _ => return Ok(Noted::Ask),
    };
    let text_known = !state.text_hash.is_empty();
    let news = News {
        meta_id: id.map(str::to_owned),
        at: second(at),
        source: Source::Webhook,
        told,
        text: None,
        by: String::new(),
    };
    follow::observe(svc, tx, state, &news).await?;
    Ok(if text_known { Noted::Done } else { Noted::Ask })
}

/// What an event says of single fields; nothing when only a list can tell.
fn told(change: &TemplateChange<'_>) -> Vec<Told> {
    let own = |text: &Option<std::borrow::Cow<'_, str>>| text.as_deref().map(str::to_owned);
    match change {
        TemplateChange::Status {
            event,
            category,
            reason,
            explanation,
            recommendation,
            disable_date,
            title,
            description,
        } => {
            let mut out = Vec::new();
            if matches!(event, TemplateStatus::Locked | TemplateStatus::Unlocked) {
                out.push(Told::new(Field::Lock, event.as_str()));
                return out;
            }
            // Transitions end in a state that the list calls by its own name.
            let status = match event {
                TemplateStatus::Reinstated | TemplateStatus::Unarchived => TemplateStatus::Approved.as_str(),
                other => other.as_str(),
            };
            if status.is_empty() {
                return out;
            }
            out.push(Told {
                field: Field::Status,
                value: status.to_owned(),
                detail: Detail {
                    reason: own(reason).filter(|word| !word.eq_ignore_ascii_case("NONE")),
                    explanation: own(explanation),
                    recommendation: own(recommendation),
                    title: own(title),
                    description: own(description),
                    disable_date: own(disable_date),
                    ..Detail::default()
                },
            });
            if let Some(category) = category {
                out.push(Told::new(Field::Category, category.as_str()));
            }
            out
        }
        TemplateChange::Quality { new, .. } => new
            .iter()
            .map(|quality| Told::new(Field::Quality, quality.as_str()))
            .collect(),
        TemplateChange::Components { .. } => Vec::new(),
        // A warning repeats the present category as the "new" one.
        TemplateChange::Category {
            correct: Some(correct),
            at,
            ..
        } => vec![Told {
            field: Field::NextCategory,
            value: correct.as_str().to_owned(),
            detail: Detail {
                at: at.map(|at| at.0),
                ..Detail::default()
            },
        }],
        TemplateChange::Category { previous, new, .. } => new
            .iter()
            .map(|category| Told {
                field: Field::Category,
                value: category.as_str().to_owned(),
                detail: Detail {
                    previous: previous.as_ref().map(|c| c.as_str().to_owned()),
                    ..Detail::default()
                },
            })
            .collect(),
    }
}
