//! Telling a piece of the past: whose number it was, who wrote, what is stored.

use std::collections::HashMap;

use domain::{contact, message::id::MessageId, phone::E164, time::Millis};
use store::{
    Tx, assignments,
    contacts::{self, Identity},
    messages::past,
    numbers::sync as numbers,
    short_ids::{self, ShortKind},
    templates, tenants,
};

use super::{PastEvent, PastWhat, rows::row};
use crate::{Services, billing, error::ServiceResult};

/// Instance in the ids of these messages; no process has it.
const INSTANCE: u16 = 1_023;

/// What is looked up again and again.
#[derive(Debug, Default)]
pub(super) struct Teller {
    numbers: HashMap<String, Option<Number>>,
    tenants: HashMap<String, i64>,
    contacts: HashMap<(i64, String), i64>,
    sequence: u16,
}

#[derive(Debug, Clone)]
struct Number {
    no: i64,
    account: String,
    /// From when it served whom, oldest first.
    holders: Vec<(i64, i64)>,
}

impl Teller {
    /// Stores some events; answers how many messages were new.
    pub(super) async fn piece(
        &mut self,
        svc: &Services,
        tx: &mut Tx,
        events: &[&PastEvent],
    ) -> ServiceResult<u64> {
        let mut rows = Vec::with_capacity(events.len());
        let mut heard = HashMap::new();
        let mut used = HashMap::new();
        for event in events {
            let Some(number) = self.number(tx, &event.phone_number_id).await? else {
                continue;
            };
            let tenant = self.tenant(tx, event, &number).await?;
            let contact = self.contact(svc, tx, tenant, event).await?;
            if matches!(event.what, PastWhat::Wrote { .. }) {
                let latest = heard.entry((number.no, contact)).or_insert(event.at);
                *latest = (*latest).max(event.at);
            }
            if let PastWhat::Sent(sent) = &event.what
                && let Some((name, language, ..)) = &sent.template
            {
                let key = (number.account.clone(), name.clone(), language.clone());
                let latest = used.entry(key).or_insert(event.at);
                *latest = (*latest).max(event.at);
            }
            self.sequence = self.sequence.wrapping_add(1);
            let id = MessageId::compose(event.at, INSTANCE, self.sequence);
            rows.push(row(id, tenant, number.no, contact, event));
        }
        let stored = past::insert(tx, &rows).await?;
        let windows: Vec<(i64, i64, Millis)> = heard
            .into_iter()
            .map(|((number, contact), at)| (number, contact, at))
            .collect();
        contacts::note_inbound(tx, &windows).await?;
        for (template, at) in used {
            templates::note_use(tx, &[template], at).await?;
        }
        billing::follow::note(svc, tx, &stored).await?;
        Ok(u64::try_from(stored.len()).unwrap_or(0))
    }

    async fn number(&mut self, tx: &mut Tx, phone_number_id: &str) -> ServiceResult<Option<Number>> {
        if let Some(known) = self.numbers.get(phone_number_id) {
            return Ok(known.clone());
        }
        let found = match numbers::by_phone_number_id(tx, phone_number_id).await? {
            None => None,
            Some(number) => {
                let no = short_ids::ensure(tx, ShortKind::Number, &number.id).await?;
                let mut holders = Vec::new();
                for interval in assignments::of_number(tx, &number.id).await? {
                    let tenant = short_ids::ensure(tx, ShortKind::Tenant, &interval.tenant_id).await?;
                    holders.push((interval.from_at, tenant));
                }
                holders.sort_unstable();
                Some(Number {
                    no,
                    account: number.account_id.clone(),
                    holders,
                })
            }
        };
        self.numbers.insert(phone_number_id.to_owned(), found.clone());
        Ok(found)
    }

    /// Whom the number served: the story of assignments begins days ago, so
    /// whoever had it first had it before.
    async fn tenant(&mut self, tx: &mut Tx, event: &PastEvent, number: &Number) -> ServiceResult<i64> {
        if let PastWhat::Sent(sent) = &event.what
            && let Some(name) = &sent.bakery
        {
            if self.tenants.is_empty() {
                for tenant in tenants::all(tx).await? {
                    let no = short_ids::ensure(tx, ShortKind::Tenant, &tenant.id).await?;
                    self.tenants.insert(tenant.name, no);
                }
            }
            return Ok(self.tenants.get(name).copied().unwrap_or(0));
        }
        let then = number.holders.iter().rev().find(|(from, _)| *from <= event.at.0);
        if let Some((_, tenant)) = then.or(number.holders.first()) {
            return Ok(*tenant);
        }
        // On a shared number a customer writes to whoever wrote to them last.
        let known = self
            .contacts
            .iter()
            .filter(|((_, wa_id), _)| *wa_id == event.wa_id)
            .map(|((tenant, _), _)| *tenant)
            .max();
        Ok(known.unwrap_or(0))
    }

    async fn contact(
        &mut self,
        svc: &Services,
        tx: &mut Tx,
        tenant: i64,
        event: &PastEvent,
    ) -> ServiceResult<i64> {
        let key = (tenant, event.wa_id.clone());
        if let Some(known) = self.contacts.get(&key) {
            return Ok(*known);
        }
        let phone = E164::parse(&event.wa_id).ok();
        let who = Identity {
            tenant,
            match_key: phone.as_ref().map(contact::match_key),
            phone: phone.map(String::from),
            wa_id: Some(event.wa_id.clone()),
            user_id: None,
            name: event.name.clone(),
            username: None,
        };
        let id = contacts::ensure(tx, svc.random.message_id(svc.clock.now()), &who, event.at)
            .await?
            .id;
        self.contacts.insert(key, id);
        Ok(id)
    }
}
