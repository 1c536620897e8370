//! What one customer and one bakery wrote to each other.

use domain::{
    ids::TenantId,
    message::{delivery::State, id::MessageId, window::Window},
    time::Millis,
};
use store::{
    Tx, contacts, conversations,
    messages::{
        detail,
        log::{self, LogFilter, LogRecord},
        people, progress,
    },
};

use super::{
    list::Direction,
    masking,
    names::Names,
    reading::{self, Charge},
    reveal::{Sight, sight},
    view::view,
};
use crate::{
    Call, Services,
    error::{ServiceError, ServiceResult},
};

/// Messages of one page.
const SIZE: i64 = 60;

/// A conversation.
#[derive(Debug, Clone)]
pub struct Conversation {
    /// The customer's record.
    pub contact: MessageId,
    /// What the customer calls themselves; may be empty.
    pub name: String,
    /// Their number, as this caller sees it.
    pub number: String,
    /// How much of it that is.
    pub sight: Sight,
    /// When they first dealt with the bakery.
    pub first_seen: Millis,
    /// The bakery.
    pub tenant: Option<(TenantId, String)>,
    /// The number through which they wrote last, for people.
    pub through: Option<String>,
    /// Whether the bakery may answer freely, through that number.
    pub window: Window,
    /// When the customer last wrote to that number.
    pub last_inbound: Option<Millis>,
    /// The customer's newest message, when they wait for an answer.
    pub waits: Option<MessageId>,
    /// Oldest first.
    pub bubbles: Vec<Bubble>,
    /// Pass as `before` for older ones.
    pub older: Option<MessageId>,
}

/// A message in a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bubble {
    /// Our id.
    pub id: MessageId,
    /// When.
    pub at: Millis,
    /// What became of it.
    pub state: State,
    /// Which way it went.
    pub direction: Direction,
    /// Meta's type.
    pub kind: String,
    /// Name of the template.
    pub template: Option<String>,
    /// The words, if it has any.
    pub text: Option<String>,
    /// Meta's code of why it failed.
    pub error: Option<i64>,
    /// Whether it is charged.
    pub charge: Charge,
    /// Whether Meta is being asked at this moment.
    pub under_way: bool,
    /// The message that replaces it, when somebody sent it again.
    pub again: Option<MessageId>,
}

/// The conversation with a customer, its newest messages or those older than
/// `before`.
pub async fn get(
    svc: &Services,
    call: &Call,
    tenant: Option<&TenantId>,
    contact: MessageId,
    before: Option<MessageId>,
) -> ServiceResult<Conversation> {
    let mut tx = svc.db.read().await?;
    let view = view(&mut tx, call, tenant).await?;
    let customer = people::customer(&mut tx, view.reach, contact.0)
        .await?
        .ok_or(ServiceError::NotFound)?;
    let names = Names::load(&mut tx, view.reach).await?;
    let sight = sight(svc, &mut tx, call, &view, Some(customer.id)).await?;
    let whole = sight.is_whole();
    let people = people::merged(&mut tx, customer.id).await?;
    let filter = LogFilter {
        contacts: Some(people.clone()),
        ..LogFilter::all(view.reach)
    };
    let mut found = log::page(&mut tx, &filter, before, SIZE + 1).await?;
    let more = i64::try_from(found.len()).unwrap_or(0) > SIZE;
    found.truncate(usize::try_from(SIZE).unwrap_or(0));
    let older = found.last().filter(|_| more).map(|row| MessageId(row.id));
    let ids: Vec<i64> = found.iter().map(|row| row.id).collect();
    let contents = detail::contents(&mut tx, &ids).await?;
    let under_way = under_way(&mut tx, &found).await?;
    let again = detail::sent_again(&mut tx, &ids).await?;
    // The page shown may be an old one; the window belongs to the newest message.
    let newest = match before {
        None => found.first().map(|row| row.number),
        Some(_) => log::page(&mut tx, &filter, None, 1)
            .await?
            .first()
            .map(|row| row.number),
    };
    let mut last_inbound = None;
    if let Some(number) = newest {
        for contact in people {
            last_inbound = last_inbound.max(contacts::last_inbound(&mut tx, number, contact).await?);
        }
    }
    let bubbles = found
        .iter()
        .rev()
        .map(|row| {
            let state = progress::state(row.state)?;
            let content = contents
                .iter()
                .find(|(id, _)| *id == row.id)
                .map_or("", |(_, content)| content);
            Ok(Bubble {
                id: MessageId(row.id),
                at: Millis(row.at),
                state,
                direction: if state == State::Received {
                    Direction::In
                } else {
                    Direction::Out
                },
                kind: row.kind.clone(),
                template: row.template.clone(),
                text: reading::text(content, &row.preview).map(|text| masking::text(&text, whole)),
                error: row.error_code,
                charge: reading::charge(state, row.pricing.as_deref()),
                under_way: under_way.contains(&row.id),
                again: again
                    .iter()
                    .find(|(old, _)| *old == row.id)
                    .map(|(_, next)| *next),
            })
        })
        .collect::<ServiceResult<_>>()?;
    let (phone, wa_id, user_id) = (
        customer.phone.as_deref(),
        customer.wa_id.as_deref(),
        customer.user_id.as_deref(),
    );
    Ok(Conversation {
        contact: MessageId(customer.id),
        name: masking::text(&customer.name, whole),
        number: if whole {
            masking::whole(phone, wa_id, user_id)
        } else {
            masking::masked(phone, wa_id, user_id)
        },
        sight,
        first_seen: Millis(customer.created_at),
        tenant: names.tenant(customer.tenant),
        through: newest
            .and_then(|no| names.number(no))
            .map(|each| each.display.clone()),
        window: Window::at(svc.clock.now(), last_inbound),
        last_inbound,
        waits: conversations::waits(&mut tx, customer.id).await?,
        bubbles,
        older,
    })
}

/// Which of those whose outcome is unknown have a call that has not ended.
async fn under_way(tx: &mut Tx, found: &[LogRecord]) -> ServiceResult<Vec<i64>> {
    let unknown: Vec<i64> = found
        .iter()
        .filter(|row| row.state == State::Unknown.code())
        .map(|row| row.id)
        .collect();
    Ok(progress::by_ids(tx, &unknown)
        .await?
        .into_iter()
        .filter(|message| message.facts.unanswered_at.is_none())
        .map(|message| message.id)
        .collect())
}
