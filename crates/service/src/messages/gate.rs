//! Asking every gate with what the database knows, in few queries.

use channels::template::TemplateStatus;
use domain::{
    health::Health,
    message::{
        daily_limit::{self, Usage},
        gate::{self, Gate, Verdict},
        window::Window,
    },
    meta_error::Who,
    number::{MessagingLimit, NumberStatus},
    tenant::TenantStatus,
    time::Millis,
};
use store::{
    Tx, consents,
    contacts::{self, Contact},
    messages::outgoing::{self, Sender},
    recipients, short_ids,
    templates::{self, TemplateRecord},
};

use super::parameters::{self, Checked, Misfit};
use crate::{
    Services,
    accounts::save::read_json,
    consent::standing::{Purpose, Standing},
    error::{ServiceError, ServiceResult},
    platform, stored,
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
    };
    let mut said = Said::default();
    let message = match question {
        Some(question) => Some(about_message(svc, tx, tenant, question, &mut found, &mut said).await?),
        None => None,
    };
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
        token_ok: token(sender),
        health: health
            .as_ref()
            .map(|h| h.can_send.clone())
            .zip(sender.health_at.map(Millis)),
        stopped_since: sender.stop_since.map(Millis),
        message,
    };
    found.report.lines = gate::ask(&facts)
        .into_iter()
        .map(|finding| GateLine {
            evidence: evidence(finding.gate, sender, health.as_ref(), &said),
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

/// Evidence that only a message has.
#[derive(Debug, Default)]
struct Said {
    template: String,
    parameters: String,
    standing: String,
    window: String,
    limit: String,
}

async fn about_message(
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
    let mut standing = Standing::Silent;
    if let Some(contact) = question.contact {
        if let Some(number) = number_no {
            last_inbound = contacts::last_inbound(tx, number, contact.id).await?;
        }
        standing = Standing::of(&consents::about(tx, contact.id).await?, found.purpose);
    }
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
        return Ok((Some((false, Millis(read_at))), wish));
    };
    let usable = record.vanished_at.is_none() && TemplateStatus::parse(&record.status).sendable();
    let text = format!("{wish}: {}", record.status);
    found.purpose = Purpose::of_category(&record.category);
    let seen = Millis(record.seen_at);
    found.template = Some(record);
    Ok((Some((usable, seen)), text))
}

/// Whether the portfolio's daily limit has room for this person.
async fn limit(
    tx: &mut Tx,
    question: &Question<'_>,
    found: &Gathered,
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
    said.limit = format!("{}/{} ({}/{})", usage.total, usage.limit, usage.own, usage.share);
    if usage.has_room(bakeries) {
        return Ok(Some(true));
    }
    // Somebody who was written to within the day does not count again.
    Ok(Some(
        !question.anybody && recipients::counted(tx, portfolio, question.person, after).await?,
    ))
}

fn token(sender: &Sender) -> Option<(bool, Millis)> {
    sender.account_id.as_ref()?;
    if sender.has_token == 0 {
        return Some((
            false,
            Millis(sender.disconnected_at.or(sender.token_set_at).unwrap_or_default()),
        ));
    }
    let at = Millis(sender.token_checked_at?);
    Some((sender.token_problem.is_none(), at))
}

/// What a gate rests on.
fn evidence(gate: Gate, sender: &Sender, health: Option<&Health>, said: &Said) -> String {
    let number = || {
        stored::display(
            sender.e164.as_deref(),
            sender.display.as_deref().unwrap_or_default(),
        )
    };
    match gate {
        Gate::Platform => String::new(),
        Gate::Tenant => sender.tenant_status.clone(),
        Gate::OwnerSwitch => sender.switched_by.clone().unwrap_or_default(),
        Gate::Number => number(),
        Gate::NumberStatus => sender.number_status.clone().unwrap_or_default(),
        Gate::Token => sender.account_name.clone().unwrap_or_default(),
        Gate::AccountHealth => health.map(obstacles).unwrap_or_default(),
        Gate::FleetStop => match sender.stop_code {
            Some(code) => format!("{code} {}", sender.stop_detail.as_deref().unwrap_or_default()),
            None => String::new(),
        },
        Gate::Template => said.template.clone(),
        Gate::Parameters => said.parameters.clone(),
        Gate::OptIn | Gate::OptOut => said.standing.clone(),
        Gate::Window => said.window.clone(),
        Gate::DailyLimit => said.limit.clone(),
    }
}

/// What Meta names as obstacles.
fn obstacles(health: &Health) -> String {
    let errors: Vec<String> = health
        .entities
        .iter()
        .flat_map(|e| &e.problems)
        .map(|e| format!("{} {}", e.code, e.description))
        .collect();
    if errors.is_empty() {
        health.can_send.to_string()
    } else {
        errors.join("; ")
    }
}
