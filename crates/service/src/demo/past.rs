//! The demo's past: months of messages, written in bulk while the console
//! already serves, then priced by the job that prices everything else.

use std::collections::HashMap;

use domain::{
    billing::Month,
    contact,
    ids::AccountId,
    message::{delivery::Facts, id::MessageId},
    money,
    phone::E164,
    time::Millis,
};
use serde_json::json;
use store::{
    Tx, assignments,
    billing::analytics,
    contacts::{self, Identity},
    messages::past::{self, PastMessage},
    numbers::sync as numbers,
    settings,
    short_ids::{self, ShortKind},
    templates, tenants,
};

use crate::{
    Services,
    billing::{
        self,
        budgets::{self, BudgetInput},
        close,
        reconcile::{invoice, pull},
        terms::{self, TermsInput},
    },
    error::{ServiceError, ServiceResult},
    events::Topic,
};

/// The setting that says up to when the past is told.
const TOLD_UNTIL: &str = "demo_past_until";
/// Messages of one transaction: short enough that a page's change does not wait long.
const PIECE: usize = 500;
/// Instance in the ids of these messages; no process has it.
const INSTANCE: u16 = 1_023;
/// Who asked for the messages.
const SOURCE: &str = "obrador.app";

/// Budgets of a month: whose (the platform's has no name), how much, whether
/// sending stops there.
const BUDGETS: [(&str, &str, bool); 4] = [
    ("", "60", false),
    ("Panadería San Juan", "12", false),
    ("Panadería Goiko", "8", false),
    ("Pastelería Aroa", "5", true),
];

/// Something that happened between a number and a person.
#[derive(Debug, Clone)]
pub struct PastEvent {
    /// When it was written or asked for.
    pub at: Millis,
    /// Meta's id of the number.
    pub phone_number_id: String,
    /// The person's phone, digits only.
    pub wa_id: String,
    /// The person's name.
    pub name: String,
    /// Meta's id of the message.
    pub wamid: String,
    /// What was written.
    pub text: String,
    /// What it was.
    pub what: PastWhat,
}

/// What happened.
#[derive(Debug, Clone)]
pub enum PastWhat {
    /// The customer wrote.
    Wrote {
        /// Whether they came through an advertisement.
        entry_point: bool,
    },
    /// A message to the customer.
    Sent(Box<PastSent>),
}

/// A message to a customer, and what became of it.
#[derive(Debug, Clone, Default)]
pub struct PastSent {
    /// Name of the bakery, where the number is shared.
    pub bakery: Option<String>,
    /// Name, language and category of the template, and its values.
    pub template: Option<(String, String, String, Vec<String>)>,
    /// Reported `sent`.
    pub sent_at: Option<Millis>,
    /// Reported `delivered`.
    pub delivered_at: Option<Millis>,
    /// Reported `read`.
    pub read_at: Option<Millis>,
    /// Reported `failed`, with Meta's code.
    pub failed: Option<(Millis, i64)>,
    /// What the report said about the price: type and category.
    pub charge: Option<(String, String)>,
}

/// Tells what is new of the past. Refused (`Forbidden`) outside the demo.
/// Answers how many messages that were.
pub async fn tell(svc: &Services, events: &[PastEvent]) -> ServiceResult<u64> {
    if !svc.settings.demo {
        return Err(ServiceError::Forbidden);
    }
    let mut tx = svc.db.read().await?;
    let until = settings::get(&mut tx, TOLD_UNTIL)
        .await?
        .and_then(|set| set.value.parse::<i64>().ok())
        .unwrap_or(i64::MIN);
    drop(tx);
    let new: Vec<&PastEvent> = events.iter().filter(|event| event.at.0 > until).collect();
    let mut teller = Teller::default();
    let mut told = 0;
    for piece in new.chunks(PIECE) {
        let mut tx = svc.db.write().await?;
        told += teller.piece(svc, &mut tx, piece).await?;
        if let Some(last) = piece.last() {
            let value = last.at.0.to_string();
            settings::set(&mut tx, TOLD_UNTIL, &value, "demo", svc.clock.now()).await?;
        }
        tx.commit().await?;
        // Others want to write, too.
        tokio::task::yield_now().await;
    }
    if told > 0 {
        svc.events.publish(Topic::Messages);
    }
    Ok(told)
}

/// Does with the past what a platform would have done: budgets, Meta's own
/// figures, an invoice for the month before, and the oldest month signed off.
pub async fn settle(svc: &Services) -> ServiceResult<()> {
    if !svc.settings.demo {
        return Err(ServiceError::Forbidden);
    }
    let call = super::admin(svc).await?;
    for (name, limit, hard_stop) in BUDGETS {
        let tenant = match name {
            "" => None,
            name => Some(
                super::known(svc)
                    .await?
                    .remove(name)
                    .ok_or(ServiceError::NotFound)?,
            ),
        };
        let input = BudgetInput {
            limit: limit.to_owned(),
            currency: "EUR".to_owned(),
            thresholds: String::new(),
            hard_stop,
        };
        budgets::set(svc, &call, tenant.as_ref(), &input).await?;
    }
    for account in terms::list(svc, &call).await? {
        let zone = TermsInput {
            time_zone: account.zone.clone(),
            from: "2026-01-01".to_owned(),
            ..TermsInput::default()
        };
        terms::set(svc, &call, &account.id, &zone).await?;
        billing::follow::all(svc).await?;
        let Some(zone) = billing::calendar::zone(&account.zone) else {
            continue;
        };
        let this = zone.month(svc.clock.now());
        let last = this.previous();
        for month in [last.previous().previous(), last.previous(), last, this] {
            pull::pull(svc, &call, &account.id, month).await?;
        }
        let csv = invoice_of(svc, &account.id, last).await?;
        let file = format!("meta-invoice-{last}.csv");
        invoice::import(svc, &call, &account.id, last, &file, csv.as_bytes()).await?;
        let oldest = last.previous().previous();
        match close::close(svc, &call, &account.id, oldest, "Compared with Meta's invoice.").await {
            // Nothing was sent then, or somebody was faster: nothing to sign.
            Ok(_) | Err(ServiceError::Conflict(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// An invoice as Meta's analytics would lead to.
async fn invoice_of(svc: &Services, account: &AccountId, month: Month) -> ServiceResult<String> {
    let mut tx = svc.db.read().await?;
    let points = analytics::points(&mut tx, account.as_str(), billing::calendar::month_no(month)).await?;
    let mut csv = String::from("date,phone_number,country,category,type,volume,amount,currency\n");
    for point in points {
        let line = format!(
            "{},{},{},{},{},{},{},EUR\n",
            billing::calendar::day_of(point.day),
            point.phone,
            point.country,
            point.category,
            point.kind,
            point.volume,
            money::decimal(point.cost_micros, 2),
        );
        csv.push_str(&line);
    }
    Ok(csv)
}

/// What is looked up again and again.
#[derive(Debug, Default)]
struct Teller {
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
    async fn piece(&mut self, svc: &Services, tx: &mut Tx, events: &[&PastEvent]) -> ServiceResult<u64> {
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

fn row(id: MessageId, tenant: i64, number: i64, contact: i64, event: &PastEvent) -> PastMessage {
    let preview: String = event.text.chars().take(200).collect();
    let base = PastMessage {
        id,
        tenant,
        number,
        contact,
        kind: "text",
        wamid: event.wamid.clone(),
        at: event.at,
        preview,
        content: String::new(),
        template: None,
        language: None,
        asked_category: None,
        category: None,
        pricing: None,
        error_code: None,
        errors: None,
        source: String::new(),
        facts: None,
    };
    match &event.what {
        PastWhat::Wrote { entry_point } => {
            let mut content = json!({
                "from": event.wa_id, "id": event.wamid, "type": "text", "text": { "body": event.text },
            });
            if *entry_point {
                content["referral"] = json!({ "source_type": "ad" });
            }
            PastMessage {
                content: content.to_string(),
                ..base
            }
        }
        PastWhat::Sent(sent) => PastMessage {
            kind: if sent.template.is_some() {
                "template"
            } else {
                "text"
            },
            content: content(event, sent).to_string(),
            template: sent.template.as_ref().map(|(name, ..)| name.clone()),
            language: sent.template.as_ref().map(|(_, language, ..)| language.clone()),
            asked_category: sent
                .template
                .as_ref()
                .map(|(_, _, category, _)| category.to_lowercase()),
            category: sent
                .charge
                .as_ref()
                .map(|(_, category)| category.clone())
                .or_else(|| {
                    sent.template
                        .as_ref()
                        .map(|(_, _, category, _)| category.to_lowercase())
                }),
            pricing: sent.charge.as_ref().map(|(kind, category)| {
                json!({
                    "billable": kind == "regular", "pricing_model": "PMP", "type": kind, "category": category,
                })
                .to_string()
            }),
            error_code: sent.failed.map(|(_, code)| code),
            errors: sent
                .failed
                .map(|(_, code)| json!([{ "code": code, "title": "Message undeliverable" }]).to_string()),
            source: SOURCE.to_owned(),
            facts: Some(Facts {
                queued_at: Some(event.at),
                handed_at: Some(event.at),
                accepted_at: Some(event.at),
                sent_at: sent.sent_at,
                delivered_at: sent.delivered_at,
                read_at: sent.read_at,
                failed_at: sent.failed.map(|(at, _)| at),
                ..Facts::default()
            }),
            ..base
        },
    }
}

fn content(event: &PastEvent, sent: &PastSent) -> serde_json::Value {
    match &sent.template {
        None => json!({ "type": "text", "text": { "body": event.text } }),
        Some((name, language, _, values)) => {
            let parameters: Vec<_> = values
                .iter()
                .map(|value| json!({ "type": "text", "text": value }))
                .collect();
            json!({
                "type": "template",
                "template": {
                    "name": name,
                    "language": { "code": language },
                    "components": [{ "type": "body", "parameters": parameters }],
                },
            })
        }
    }
}
