//! Whose messages leave next, marked before they do.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::{Arc, Weak},
};

use channels::partner::{Accepted, Content, MessagingPartner, Outgoing, SendError};
use domain::{
    ids::PhoneNumberId,
    message::{gate, id::MessageId},
    number::NumberStatus,
    time::Millis,
};
use serde::Deserialize;
use serde_json::value::RawValue;
use store::{
    Tx, accounts,
    messages::{
        outgoing::{self, Handover},
        progress,
    },
    outbox as rows, templates,
};

use super::{
    choose::{Line, choose},
    pace::{Pace, Seat},
    recheck,
};
use crate::{
    Services,
    accounts::secrets::{self, Access},
    billing::budgets,
    error::ServiceResult,
    events::Topic,
    messages::send,
    platform,
};

/// A message that is marked as handed over, with everything the call needs.
#[derive(Debug)]
pub struct Job {
    pub(super) message: MessageId,
    pub(super) contact: i64,
    pub(super) number: i64,
    pub(super) number_id: String,
    pub(super) account_id: String,
    /// Which call, from 1.
    pub(super) no: i64,
    /// When it was marked.
    pub(super) at: Millis,
    phone_number_id: String,
    /// Its place among the calls of its number that are under way.
    _seat: Seat,
    /// Lives as long as the job.
    alive: Arc<()>,
    ready: Result<(Arc<Access>, Outgoing), Obstacle>,
}

/// Why a message cannot be put to the partner at all.
#[derive(Debug)]
enum Obstacle {
    /// Something about its account: it may be mended, and then all of its messages can go.
    Account(String),
    /// Something about the message itself.
    Message(String),
}

impl Job {
    /// The message.
    #[must_use]
    pub const fn message(&self) -> MessageId {
        self.message
    }

    /// Whether the message itself cannot be sent, whatever the network does.
    pub(super) const fn is_unfit(&self) -> bool {
        matches!(self.ready, Err(Obstacle::Message(_)))
    }

    /// Can tell whether the job still exists.
    pub(super) fn watch(&self) -> Weak<()> {
        Arc::downgrade(&self.alive)
    }

    pub(super) async fn call(&self) -> Result<Accepted, SendError> {
        let not_sent = |reason: &str| SendError::NotSent {
            reason: reason.to_owned(),
        };
        let (access, outgoing) = self.ready.as_ref().map_err(|obstacle| match obstacle {
            Obstacle::Account(reason) | Obstacle::Message(reason) => not_sent(reason),
        })?;
        let phone =
            PhoneNumberId::parse(&self.phone_number_id).map_err(|error| not_sent(&error.to_string()))?;
        access.client.send(&access.token, &phone, outgoing).await
    }
}

/// Takes up to `room` messages whose turn it is.
pub(super) async fn claim(svc: &Services, me: &str, pace: &mut Pace, room: usize) -> ServiceResult<Vec<Job>> {
    let now = svc.clock.now();
    pace.begin(now);
    let mut tx = svc.db.read().await?;
    let lanes = rows::lanes(&mut tx).await?;
    if lanes.is_empty() || !platform::read_switch(svc, &mut tx).await?.on {
        return Ok(Vec::new());
    }
    // Money that is used up holds what waits; it leaves when the budget has room again.
    let stopped = budgets::stopped(svc, &mut tx).await?;
    // Each number with the bakeries that have something due.
    let mut due: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for lane in &lanes {
        if stopped.holds(&lane.tenant_id) || !pace.gates.let_pass(&mut tx, lane).await? {
            continue;
        }
        if lane.due_at <= now.0 {
            due.entry(lane.number).or_default().push(lane.tenant);
        } else {
            pace.waits(Millis(lane.due_at));
        }
    }
    drop(tx);
    if due.is_empty() {
        return Ok(Vec::new());
    }
    let mut lines: HashMap<i64, Line> = HashMap::new();
    for (number, tenants) in &due {
        let throughput = lanes
            .iter()
            .find(|l| l.number == *number)
            .and_then(|l| l.throughput.as_deref());
        pace.line_up(*number, throughput, tenants);
        let seats = pace.seats(*number, due.len() > 1);
        if seats > 0 {
            lines.insert(*number, Line::new(tenants, seats));
        }
    }
    if lines.is_empty() {
        // Somebody's call has to end first.
        return Ok(Vec::new());
    }
    pace.line_up_numbers(due.into_keys());
    let mut tx = svc.db.write().await?;
    let chosen = choose(&mut tx, pace, lines, room, now).await?;
    let taken = rows::take(&mut tx, &chosen, me, now).await?;
    outgoing::lock(&mut tx, &taken).await?;
    let handovers = outgoing::handovers(&mut tx, &taken).await?;
    let answers_only: HashSet<i64> = lanes
        .iter()
        .filter(|lane| gate::answers_only(&NumberStatus::parse(&lane.number_status)))
        .map(|lane| lane.number)
        .collect();
    let (handovers, dropped) = recheck::let_go(&mut tx, me, handovers, &answers_only, now).await?;
    if handovers.len() < taken.len() {
        // What was turned away made room for the next ones.
        pace.waits(now);
    }
    let ids: Vec<i64> = handovers.iter().map(|row| row.id).collect();
    let mut marked = progress::by_ids(&mut tx, &ids).await?;
    for message in &mut marked {
        message.facts.handed_at = Some(now);
    }
    progress::save(&mut tx, &marked).await?;
    note_templates(&mut tx, &handovers, now).await?;
    let jobs = prepare(svc, &mut tx, pace, handovers, now).await?;
    let mut numbers: Vec<&str> = jobs.iter().map(|job| job.number_id.as_str()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    for number in numbers {
        outgoing::note_use(&mut tx, number, now).await?;
    }
    tx.commit().await?;
    if dropped > 0 {
        svc.events.publish(Topic::Messages);
    }
    Ok(jobs)
}

/// Notes which templates are used, once each.
async fn note_templates(tx: &mut Tx, handovers: &[Handover], now: Millis) -> ServiceResult<()> {
    let mut used: Vec<(String, String, String)> = handovers
        .iter()
        .filter_map(|h| Some((h.account_id.clone(), h.template.clone()?, h.language.clone()?)))
        .collect();
    used.sort_unstable();
    used.dedup();
    Ok(templates::note_use(tx, &used, now).await?)
}

/// Opens each account's secrets once and puts each message into the partner's form.
async fn prepare(
    svc: &Services,
    tx: &mut Tx,
    pace: &mut Pace,
    handovers: Vec<Handover>,
    now: Millis,
) -> ServiceResult<Vec<Job>> {
    let mut accesses: HashMap<String, Result<Arc<Access>, String>> = HashMap::new();
    let mut jobs = Vec::with_capacity(handovers.len());
    for row in handovers {
        if !accesses.contains_key(&row.account_id) {
            let opened = match accounts::by_id(tx, &row.account_id).await? {
                Some(record) => secrets::access(svc, &record)
                    .map(Arc::new)
                    .map_err(|error| error.to_string()),
                None => Err("the account is gone".to_owned()),
            };
            accesses.insert(row.account_id.clone(), opened);
        }
        let access = accesses
            .get(&row.account_id)
            .cloned()
            .unwrap_or_else(|| Err(String::new()));
        let ready = access
            .map_err(Obstacle::Account)
            .and_then(|access| Ok((access, wire(&row).map_err(Obstacle::Message)?)));
        jobs.push(Job {
            message: MessageId(row.id),
            contact: row.contact,
            number: row.number,
            number_id: row.number_id,
            account_id: row.account_id,
            no: row.attempts + 1,
            at: now,
            phone_number_id: row.phone_number_id,
            _seat: pace.seat(row.number, row.tenant),
            alive: Arc::default(),
            ready,
        });
    }
    Ok(jobs)
}

/// A stored message in the partner's form.
fn wire(row: &Handover) -> Result<Outgoing, String> {
    let to = send::recipient(row.phone.as_deref(), row.user_id.as_deref())
        .ok_or_else(|| "the customer has neither a phone nor a user id".to_owned())?;
    let stored: StoredContent = serde_json::from_str(&row.content).map_err(|error| error.to_string())?;
    let content = match stored {
        StoredContent { text: Some(text), .. } => Content::Text {
            body: text.body,
            preview_url: text.preview_url,
        },
        StoredContent {
            template: Some(template),
            ..
        } => Content::Template {
            name: template.name,
            language: template.language.code,
            components: template.components,
        },
        StoredContent { .. } => return Err("the stored message says nothing".to_owned()),
    };
    Ok(Outgoing {
        to,
        content,
        context: row.reply_to.clone(),
        tracking: Some(row.id.to_string()),
    })
}

#[derive(Deserialize)]
struct StoredContent {
    text: Option<StoredText>,
    template: Option<StoredTemplate>,
}

#[derive(Deserialize)]
struct StoredText {
    body: String,
    #[serde(default)]
    preview_url: bool,
}

#[derive(Deserialize)]
struct StoredTemplate {
    name: String,
    language: StoredLanguage,
    components: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
struct StoredLanguage {
    code: String,
}
