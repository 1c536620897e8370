//! What the gates look at for a single message: template and values, consent,
//! the window, the daily limit.

use channels::template::TemplateStatus;
use domain::{
    message::{
        daily_limit::{self, Usage},
        gate,
        window::Window,
    },
    number::MessagingLimit,
    time::Millis,
};
use store::{
    Tx, consents, contacts, recipients, short_ids,
    templates::{self, TemplateRecord},
};

use super::{Gathered, Question, WantedTemplate, evidence::Said};
use crate::{
    Services,
    consent::standing::{Purpose, Standing},
    error::ServiceResult,
    messages::parameters,
    stored,
};

/// Messages that may be on their way into the database at the same time: 16
/// connections for each instance (`store::db`), and 16 instances.
const AT_ONCE: u32 = 256;

/// Finds out what the gates look at, and leaves the evidence in `found` and `said`.
pub(super) async fn look(
    svc: &Services,
    tx: &mut Tx,
    tenant: &str,
    question: &Question<'_>,
    found: &mut Gathered,
    said: &mut Said,
) -> ServiceResult<gate::MessageFacts> {
    let now = svc.clock.now();
    let tenant_no = short_ids::find(tx, tenant).await?.unwrap_or(-1);
    let number_no = match &found.sender.number_id {
        Some(number) => short_ids::find(tx, number).await?,
        None => None,
    };
    let mut template_state = None;
    let mut parameters_fit = None;
    if let Some(wanted) = &question.template {
        let (state, text) = template(tx, wanted, found).await?;
        template_state = Some(state);
        said.template = text;
        if let (Some(record), Some(values)) = (&found.template, wanted.values) {
            let components = serde_json::from_str(&record.components).unwrap_or_default();
            let checked = parameters::check(&components, values);
            said.parameters = checked
                .misfits
                .iter()
                .map(|m| format!("{}: {}", m.field, m.detail))
                .collect::<Vec<_>>()
                .join("; ");
            parameters_fit = Some(checked.misfits.is_empty());
            found.checked = Some(checked);
        }
    }
    let mut last_inbound = None;
    let mut statements = Vec::new();
    if let Some(contact) = question.contact {
        if let Some(number) = number_no {
            last_inbound = contacts::last_inbound(tx, number, contact.id).await?;
        }
        statements = consents::about(tx, contact.id).await?;
    } else if !question.person.is_empty() {
        statements = consents::of_stranger(tx, question.person).await?;
    }
    let standing = Standing::of(&statements, found.purpose);
    found.window = Window::at(now, last_inbound);
    said.window = last_inbound.map(|at| at.0.to_string()).unwrap_or_default();
    let (agreed, stopped) = match &standing {
        Standing::Silent => (false, None),
        Standing::Agreed { source, .. } => {
            said.standing.clone_from(source);
            (true, None)
        }
        Standing::Stopped {
            at, source, wording, ..
        } => {
            said.standing = if wording.is_empty() {
                source.clone()
            } else {
                format!("“{wording}”")
            };
            (false, Some(*at))
        }
    };
    found.stopped = stopped.is_some();
    // Who writes to us wants an answer, also after an earlier goodbye; the
    // answer may be free text, nothing else.
    let answering = question.template.is_none() && found.window.is_open();
    let limit_has_room = limit(tx, question, found, tenant_no, said, now).await?;
    Ok(gate::MessageFacts {
        template: template_state,
        parameters_fit,
        // Who said stop had agreed before, or need not have: the goodbye is what counts.
        opted_in: agreed
            || question.authorized
            || found.window.is_open()
            || stopped.is_some()
            || question.anybody,
        opted_out: stopped.is_some_and(|at| !(answering && last_inbound.is_some_and(|wrote| wrote > at))),
        window: found.window,
        limit_has_room,
    })
}

async fn template(
    tx: &mut Tx,
    wanted: &WantedTemplate<'_>,
    found: &mut Gathered,
) -> ServiceResult<(Option<(bool, Millis)>, String)> {
    let wish = format!("{} ({})", wanted.name, wanted.language);
    let Some(account) = &found.sender.account_id else {
        return Ok((None, wish));
    };
    // A list that was never read proves nothing.
    let Some(read_at) = found.sender.templates_at else {
        return Ok((None, wish));
    };
    let Some(record) = templates::find(tx, account, wanted.name, wanted.language).await? else {
        let there = templates::languages(tx, account, wanted.name).await?;
        let text = if there.is_empty() {
            wish
        } else {
            format!("{wish}: only {}", there.join(", "))
        };
        return Ok((Some((false, Millis(read_at))), text));
    };
    let usable = record.vanished_at.is_none()
        && record.held_since.is_none()
        && TemplateStatus::parse(&record.status).sendable();
    let text = why(&record, &wish);
    found.purpose = Purpose::of_category(&record.category);
    let seen = Millis(record.seen_at);
    found.template = Some(record);
    Ok((Some((usable, seen)), text))
}

/// What stands in the way of a template, or its state.
fn why(record: &TemplateRecord, wish: &str) -> String {
    if record.vanished_at.is_some() {
        return format!("{wish}: DELETED");
    }
    match (&record.held_from, &record.held_to) {
        (Some(from), Some(to)) if record.held_since.is_some() => format!("{wish}: HELD ({from} → {to})"),
        _ => format!("{wish}: {}", record.status),
    }
}

/// Whether the portfolio's daily limit has room for this person.
async fn limit(
    tx: &mut Tx,
    question: &Question<'_>,
    found: &mut Gathered,
    tenant: i64,
    said: &mut Said,
    now: Millis,
) -> ServiceResult<Option<bool>> {
    let Some(portfolio) = &found.sender.portfolio else {
        return Ok(None);
    };
    let Some(word) = found.sender.messaging_limit.as_deref().map(MessagingLimit::parse) else {
        return Ok(None);
    };
    if word == MessagingLimit::Unlimited {
        said.limit = word.to_string();
        return Ok(Some(true));
    }
    let Some(people) = word.people() else {
        return Ok(None);
    };
    let after = now.plus(-daily_limit::PERIOD);
    let used = recipients::used(tx, portfolio, after).await?;
    let bakeries = stored::small(recipients::sharers(tx, portfolio).await?);
    let own = used
        .iter()
        .filter(|u| u.tenant == tenant)
        .map(|u| stored::small(u.people))
        .sum();
    let others: Vec<u32> = used
        .iter()
        .filter(|u| u.tenant != tenant)
        .map(|u| stored::small(u.people))
        .collect();
    let usage = Usage::of(people, bakeries, own, &others);
    found.near_limit = usage.is_near(bakeries, AT_ONCE);
    said.limit = format!("{}/{} ({}/{})", usage.total, usage.limit, usage.own, usage.share);
    if usage.has_room(bakeries) {
        return Ok(Some(true));
    }
    // Somebody who was written to within the day does not count again.
    Ok(Some(
        !question.anybody && recipients::counted(tx, portfolio, question.person, after).await?,
    ))
}
