//! Conversations: the newest message with each customer, who waits for an
//! answer, and how long they may still be answered freely.

use std::collections::HashMap;

use domain::{
    ids::TenantId,
    message::{
        delivery::State,
        id::MessageId,
        window::{LENGTH, WARN_BEFORE, Window},
    },
    permission::{Permission, Scope},
    time::Millis,
};
use serde_json::json;
use store::{
    audit,
    conversations::{self as rows, ConversationFilter, ConversationRecord},
    messages::{log::Reach, people, progress},
    short_ids,
};

use super::{list::Direction, masking, names::Names, view::view};
use crate::{
    Call, Services,
    error::{Conflict, ServiceError, ServiceResult},
    events::Topic,
    stored,
};

/// Conversations of a page.
const SIZE: i64 = 50;
/// Conversations that are counted for a pill; beyond that nobody wants to know exactly.
pub const COUNTED: u64 = 999;

/// Which conversations to list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Show {
    /// Every one.
    #[default]
    All,
    /// Those in which the customer waits for an answer.
    Waiting,
    /// Of these, those that can be answered freely only for a few hours more.
    ClosesSoon,
}

impl Show {
    /// Every choice, in the order of the pills.
    pub const ALL: [Self; 3] = [Self::All, Self::Waiting, Self::ClosesSoon];

    /// The word used in URLs.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Waiting => "waiting",
            Self::ClosesSoon => "closing",
        }
    }

    /// Reads [`Self::key`].
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|each| each.key() == key)
    }

    fn narrow(self, filter: &ConversationFilter, now: Millis) -> ConversationFilter {
        // A window closes on the millisecond.
        let since = |ago: i64| Some(MessageId::first_of(now.plus(1 - ago)));
        ConversationFilter {
            waiting: self != Self::All,
            from: since(LENGTH).filter(|_| self == Self::ClosesSoon),
            to: since(LENGTH - WARN_BEFORE).filter(|_| self == Self::ClosesSoon),
            ..filter.clone()
        }
    }
}

/// Which conversations to list.
#[derive(Debug, Clone, Default)]
pub struct InboxQuery {
    /// Only of this bakery. Callers who see one bakery get that one.
    pub tenant: Option<TenantId>,
    /// Which.
    pub show: Show,
    /// Part of the customer's name, last digits of their number (three at
    /// least), or Meta's id of a customer.
    pub q: Option<String>,
    /// Those whose newest message is older than this one.
    pub before: Option<MessageId>,
}

/// A conversation in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboxRow {
    /// The customer's record.
    pub contact: MessageId,
    /// The bakery, if it is anybody's.
    pub tenant: Option<(TenantId, String)>,
    /// What the customer calls themselves; may be empty.
    pub name: String,
    /// Their masked number, or what there is instead; may be empty.
    pub who: String,
    /// The newest message.
    pub last: MessageId,
    /// When it was written.
    pub at: Millis,
    /// Which way it went.
    pub direction: Direction,
    /// What became of it.
    pub state: State,
    /// Meta's type.
    pub kind: String,
    /// Name of the template.
    pub template: Option<String>,
    /// Start of the text.
    pub preview: String,
    /// Whether the customer waits for an answer.
    pub waits: bool,
    /// Whether they may be answered freely through the number that would send now.
    pub window: Window,
}

/// Conversations of one page.
#[derive(Debug, Clone)]
pub struct Inbox {
    /// Newest first.
    pub rows: Vec<InboxRow>,
    /// Pass as `before` for older ones; `None` at the end.
    pub next: Option<MessageId>,
    /// How many wait, and how many of them only for a few hours more, each at
    /// most one more than [`COUNTED`].
    pub waiting: u64,
    /// See `waiting`.
    pub closing: u64,
    /// More customers end in these digits than are searched.
    pub too_many_people: bool,
    /// Bakeries to choose from; empty for callers who see one.
    pub tenants: Vec<(TenantId, String)>,
}

/// Lists conversations of everybody or, for those who may see one bakery only,
/// of that one.
pub async fn list(svc: &Services, call: &Call, query: &InboxQuery) -> ServiceResult<Inbox> {
    let now = svc.clock.now();
    let mut tx = svc.db.read().await?;
    let view = view(&mut tx, call, query.tenant.as_ref()).await?;
    let platform = call.actor.may(Permission::ViewMessages, Scope::Platform);
    let names = Names::load(&mut tx, if platform { Reach::Everyone } else { view.reach }).await?;
    let mut base = ConversationFilter::all(view.reach);
    let mut too_many_people = false;
    if let Some(text) = query.q.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        let found;
        (found, too_many_people) = super::list::customers(&mut tx, &view, text).await?;
        base.contacts = Some(found);
    }
    let most = i64::try_from(COUNTED + 1).unwrap_or(i64::MAX);
    let waiting = rows::count(&mut tx, &Show::Waiting.narrow(&base, now), most).await?;
    let closing = rows::count(&mut tx, &Show::ClosesSoon.narrow(&base, now), most).await?;
    let mut found = rows::page(&mut tx, &query.show.narrow(&base, now), query.before, SIZE + 1).await?;
    let more = i64::try_from(found.len()).unwrap_or(0) > SIZE;
    found.truncate(usize::try_from(SIZE).unwrap_or(0));
    let contacts: Vec<i64> = found.iter().map(|record| record.contact).collect();
    let wrote: HashMap<i64, Millis> = rows::last_inbound(&mut tx, &contacts)
        .await?
        .into_iter()
        .collect();
    Ok(Inbox {
        next: found
            .last()
            .filter(|_| more)
            .map(|record| MessageId(record.last_message)),
        rows: found
            .iter()
            .map(|record| {
                let window = Window::at(now, wrote.get(&record.contact).copied());
                row(record, &names, view.whole, window)
            })
            .collect::<ServiceResult<_>>()?,
        waiting: stored::count(waiting),
        closing: stored::count(closing),
        too_many_people,
        tenants: names
            .tenants
            .into_iter()
            .filter(|_| platform)
            .map(|(_, id, name)| (id, name))
            .collect(),
    })
}

fn row(record: &ConversationRecord, names: &Names, whole: bool, window: Window) -> ServiceResult<InboxRow> {
    let state = progress::state(record.state)?;
    Ok(InboxRow {
        contact: MessageId(record.contact),
        tenant: names.tenant(record.tenant),
        name: masking::text(&record.name, whole),
        who: masking::masked(
            record.phone.as_deref(),
            record.wa_id.as_deref(),
            record.user_id.as_deref(),
        ),
        last: MessageId(record.last_message),
        at: Millis(record.at),
        direction: if state == State::Received {
            Direction::In
        } else {
            Direction::Out
        },
        state,
        kind: record.kind.clone(),
        template: record.template.clone(),
        preview: masking::text(&record.preview, whole),
        waits: record.last_in > record.last_out && record.last_in > record.settled,
        window,
    })
}

/// Notes that nothing in this conversation needs an answer, until the customer
/// writes again. `upto` is their newest message as far as the caller has seen:
/// what came since is not settled unread.
///
/// # Errors
/// `WrongState` when nobody waits for an answer, or something newer came; `NotFound` for customers that
/// the caller may not know.
pub async fn settle(svc: &Services, call: &Call, contact: MessageId, upto: MessageId) -> ServiceResult<()> {
    let mut tx = svc.db.write().await?;
    let customer = people::customer(&mut tx, Reach::Everyone, contact.0)
        .await?
        .ok_or(ServiceError::NotFound)?;
    let tenant: TenantId = match short_ids::id_of(&mut tx, customer.tenant).await? {
        Some(id) => stored::id(id)?,
        None => return Err(ServiceError::NotFound),
    };
    call.allow_tenant(Permission::SendMessages, &tenant)?;
    if !rows::settle(&mut tx, customer.id, upto).await? {
        return Err(ServiceError::Conflict(Conflict::WrongState {
            key: "not_waiting",
        }));
    }
    let named = masking::masked(
        customer.phone.as_deref(),
        customer.wa_id.as_deref(),
        customer.user_id.as_deref(),
    );
    let states = (Some(json!({ "waits": true })), Some(json!({ "waits": false })));
    let mut entry = call.change(
        svc,
        "conversation.settle",
        "contact",
        &customer.id.to_string(),
        &named,
        states,
    );
    entry.tenant_id = Some(tenant.to_string());
    audit::append(&mut tx, entry).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Messages);
    Ok(())
}
