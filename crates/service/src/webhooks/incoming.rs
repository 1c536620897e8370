//! Messages from customers: which bakery, which customer, which wish.

use std::collections::HashMap;

use channels::webhook::envelope::InboundMessage;
use domain::{
    contact::{self, Wish},
    message::id::MessageId,
    phone::E164,
    time::Millis,
};
use store::{
    Tx,
    contacts::{self, Identity},
    messages::incoming::NewIncoming,
};

use super::{found::Found, numbers::Numbers};
use crate::{Services, error::ServiceResult};

/// Characters of a message's start that lists show.
const PREVIEW: usize = 200;

/// A message that is ready to be stored.
#[derive(Debug)]
pub(super) struct Incoming {
    /// The row.
    pub(super) row: NewIncoming,
    /// What the customer asks for with a single word, in their own wording.
    pub(super) wish: Option<(Wish, String)>,
}

/// Finds bakery and customer of a message that is new; makes the customer if
/// need be. `None` when it has no id of Meta's, without which nobody could tell
/// it from its repetition.
pub(super) async fn understand(
    svc: &Services,
    tx: &mut Tx,
    numbers: &mut Numbers,
    event: &Found<'_>,
    message: &InboundMessage<'_>,
) -> ServiceResult<Option<Incoming>> {
    let (Some(wamid), Some(id)) = (message.wamid.as_deref(), event.message) else {
        return Ok(None);
    };
    let (at, received_at) = (event.at, event.delivery.received_at);
    let (number, holder, last) = match event.item.phone_number_id.as_deref() {
        None => (0, None, None),
        Some(id) => numbers.get(tx, id).await?.map_or((0, None, None), |known| {
            let holder = known.held_by(at);
            let last = if holder.is_none() { known.let_go(at) } else { None };
            (known.no, holder, last)
        }),
    };
    let mut who = identity(message);
    let reply_to = message.context.as_ref().and_then(|c| c.wamid.as_deref());
    who.tenant = if let Some(tenant) = holder {
        tenant
    } else {
        // A shared number: the bakery that the customer is answering. One that rests
        // may be shared already; whom nobody else has written to means who had it last.
        let since = last.map_or(Millis(0), |(released, _)| released);
        store::messages::incoming::conversation_partner(tx, number, reply_to, &who, at, since)
            .await?
            .or(last.map(|(_, tenant)| tenant))
            .unwrap_or(0)
    };
    let named = who.match_key.is_some() || who.user_id.is_some();
    let contact = if named {
        Some(
            contacts::ensure_said(tx, svc.random.message_id(received_at), &who, at, received_at)
                .await?
                .id,
        )
    } else {
        None
    };
    let text = message.text.as_deref().unwrap_or_default();
    Ok(Some(Incoming {
        wish: contact::wish(text).map(|wish| (wish, text.trim().chars().take(PREVIEW).collect())),
        row: NewIncoming {
            id,
            tenant: who.tenant,
            number,
            contact,
            kind: message.kind.as_str().to_owned(),
            wamid: wamid.to_owned(),
            at,
            preview: text.chars().take(PREVIEW).collect(),
            content: message.raw.get().to_owned(),
            reply_to: reply_to.map(str::to_owned),
            errors: message.errors.raw.map(|raw| raw.get().to_owned()),
        },
    }))
}

/// The latest message of each customer to each number: what opens a window.
pub(super) fn windows<'a>(rows: impl Iterator<Item = &'a NewIncoming>) -> Vec<(i64, i64, Millis)> {
    let mut latest: HashMap<(i64, i64), Millis> = HashMap::new();
    for row in rows {
        let Some(contact) = row.contact.filter(|_| row.number != 0) else {
            continue;
        };
        let at = latest.entry((row.number, contact)).or_insert(row.at);
        *at = (*at).max(row.at);
    }
    latest
        .into_iter()
        .map(|((number, contact), at)| (number, contact, at))
        .collect()
}

fn identity(message: &InboundMessage<'_>) -> Identity {
    let person = &message.person;
    let wa_id = message
        .from
        .as_deref()
        .or(person.wa_id.as_deref())
        .filter(|id| !id.is_empty());
    let phone = wa_id.and_then(|id| E164::parse(id).ok());
    let user_id = message
        .from_user_id
        .as_deref()
        .or(person.user_id.as_deref())
        .filter(|id| !id.is_empty());
    Identity {
        tenant: 0,
        match_key: phone.as_ref().map(contact::match_key),
        phone: phone.map(String::from),
        wa_id: wa_id.map(str::to_owned),
        user_id: user_id.map(str::to_owned),
        name: person
            .name
            .as_deref()
            .unwrap_or_default()
            .chars()
            .take(PREVIEW)
            .collect(),
        username: person
            .username
            .as_deref()
            .map(|u| u.chars().take(PREVIEW).collect()),
    }
}

/// The id that an event of this message refers to.
pub(super) fn outcome(id: MessageId) -> String {
    format!("message:{id}")
}
