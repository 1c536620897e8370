//! Asking every gate with what the database knows, in few queries.

mod evidence;
mod message;

use domain::{
    health::Health,
    message::{
        gate::{self, Gate, Verdict},
        window::Window,
    },
    meta_error::Who,
    number::NumberStatus,
    tenant::TenantStatus,
    time::Millis,
};
use store::{
    Tx,
    contacts::Contact,
    messages::outgoing::{self, Sender},
    templates::TemplateRecord,
};

use super::parameters::{Checked, Misfit};
use crate::{
    Services,
    accounts::save::read_json,
    consent::standing::Purpose,
    error::{ServiceError, ServiceResult},
    platform,
};

/// What one gate says, with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GateLine {
    /// Which gate.
    pub gate: Gate,
    /// What it says.
    pub verdict: Verdict,
    /// When the evidence was taken; `None` for what is known at this instant.
    pub evidence_at: Option<Millis>,
    /// What was found: names, numbers and words as they are, in no language.
    pub evidence: String,
}

/// What every gate says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GateReport {
    /// Name of the bakery.
    pub tenant_name: String,
    /// Every gate, in order.
    pub lines: Vec<GateLine>,
    /// Values that do not fit the template.
    pub misfits: Vec<Misfit>,
    /// When it was asked.
    pub at: Millis,
}

impl GateReport {
    /// The first gate that stops.
    #[must_use]
    pub fn first_stop(&self) -> Option<&GateLine> {
        self.lines.iter().find(|line| line.verdict == Verdict::Stops)
    }

    /// The stable word for the first gate that stops; empty when none does.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.first_stop().map_or("", |line| line.gate.key())
    }

    /// How many gates stop.
    #[must_use]
    pub fn stops(&self) -> usize {
        self.lines
            .iter()
            .filter(|line| line.verdict == Verdict::Stops)
            .count()
    }
}

/// The word for who can open a gate.
#[must_use]
pub const fn who_key(who: Who) -> &'static str {
    match who {
        Who::Admin => "admin",
        Who::Sender => "sender",
        Who::Customer => "customer",
        Who::Meta => "meta",
        Who::Time => "time",
    }
}

/// A template that somebody wants to send.
#[derive(Debug)]
pub(super) struct WantedTemplate<'a> {
    pub(super) name: &'a str,
    pub(super) language: &'a str,
    /// The values; `None` when the question is about the template alone.
    pub(super) values: Option<&'a serde_json::Value>,
}

/// The message that the question is about.
#[derive(Debug, Default)]
pub(super) struct Question<'a> {
    /// `None` for free text.
    pub(super) template: Option<WantedTemplate<'a>>,
    /// The customer as far as they are known.
    pub(super) contact: Option<&'a Contact>,
    /// Key by which the customer counts for the daily limit.
    pub(super) person: &'a str,
    /// Whether the caller states that the person agreed.
    pub(super) authorized: bool,
    /// Whether nobody in particular is meant, so that only the bakery's side counts.
    pub(super) anybody: bool,
}

/// Everything that was found on the way.
#[derive(Debug)]
pub(super) struct Gathered {
    pub(super) report: GateReport,
    pub(super) sender: Sender,
    pub(super) template: Option<TemplateRecord>,
    pub(super) checked: Option<Checked>,
    pub(super) window: Window,
    pub(super) purpose: Purpose,
    /// Whether the person said stop, also when an answer is allowed all the same.
    pub(super) stopped: bool,
    /// Whether messages that are being taken at this moment could use up the
    /// daily limit: then whoever counts on it waits for its turn and asks again.
    pub(super) near_limit: bool,
}

/// Finds out everything about a bakery's sending, and about one message.
pub(super) async fn gather(
    svc: &Services,
    tx: &mut Tx,
    tenant: &str,
    question: Option<&Question<'_>>,
) -> ServiceResult<Gathered> {
    let now = svc.clock.now();
    let sender = outgoing::sender(tx, tenant)
        .await?
        .ok_or(ServiceError::NotFound)?;
    let platform_on = platform::read_switch(svc, tx).await?.on;
    let mut found = Gathered {
        report: GateReport {
            tenant_name: sender.tenant_name.clone(),
            lines: Vec::new(),
            misfits: Vec::new(),
            at: now,
        },
        sender,
        template: None,
        checked: None,
        window: Window::Never,
        purpose: Purpose::Utility,
        stopped: false,
        near_limit: false,
    };
    let mut said = evidence::Said::default();
    let message = match question {
        Some(question) => Some(message::look(svc, tx, tenant, question, &mut found, &mut said).await?),
        None => None,
    };
    let budget = crate::billing::budgets::room(svc, tx, tenant).await?;
    said.budget = budget.as_ref().map(|(_, text)| text.clone()).unwrap_or_default();
    let sender = &found.sender;
    let health: Option<Health> = read_json(sender.health.as_deref());
    let has_number = sender.number_id.is_some()
        && sender.vanished_at.is_none()
        && sender.archived_at.is_none()
        && sender.disconnected_at.is_none();
    let facts = gate::Facts {
        platform_on,
        tenant: TenantStatus::from_key(&sender.tenant_status).unwrap_or(TenantStatus::Suspended),
        owner_on: sender.whatsapp_enabled,
        has_number,
        number_status: sender
            .number_status
            .as_deref()
            .map(NumberStatus::parse)
            .zip(sender.seen_at.map(Millis)),
        token_ok: evidence::token(sender),
        health: health
            .as_ref()
            .map(|h| h.can_send.clone())
            .zip(sender.health_at.map(Millis)),
        stopped_since: sender.stop_since.map(Millis),
        budget_has_room: budget.as_ref().map(|(room, _)| *room),
        message,
    };
    found.report.lines = gate::ask(&facts)
        .into_iter()
        .map(|finding| GateLine {
            evidence: evidence::of(finding.gate, sender, health.as_ref(), &said),
            gate: finding.gate,
            verdict: finding.verdict,
            evidence_at: finding.evidence_at,
        })
        .collect();
    found.report.misfits = found
        .checked
        .as_ref()
        .map(|c| c.misfits.clone())
        .unwrap_or_default();
    if question.is_some_and(|q| q.anybody) {
        for line in &mut found.report.lines {
            if matches!(line.gate, Gate::OptIn | Gate::OptOut | Gate::Window) {
                (line.verdict, line.evidence) = (Verdict::NotNeeded, String::new());
            }
        }
    }
    Ok(found)
}
