//! Why a bakery can or cannot send: one ordered list of gates, used by sending,
//! by the page "Why can't this bakery send?" and by the API's refusal.

use serde::{Deserialize, Serialize};

use crate::{health::CanSend, meta_error::Who, number::NumberStatus, tenant::TenantStatus, time::Millis};

use super::window::Window;

/// The gates, in the order in which they are passed: from the widest reach to
/// the single message, so that the first one that stops explains the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gate {
    /// WhatsApp is on for the platform.
    Platform,
    /// The bakery is not suspended.
    Tenant,
    /// The owner's switch is on.
    OwnerSwitch,
    /// There is a number, the bakery's own or the default.
    Number,
    /// The number is connected.
    NumberStatus,
    /// The token is accepted.
    Token,
    /// Meta reports no obstacle (payment, ban, verification).
    AccountHealth,
    /// Nothing has stopped all sending since.
    FleetStop,
    /// No budget with a hard stop is used up.
    Budget,
    /// The template exists in this language and may be used.
    Template,
    /// Its values fit.
    Parameters,
    /// The person agreed to be written to.
    OptIn,
    /// The person has not said stop.
    OptOut,
    /// Free text is allowed now.
    Window,
    /// Meta lets the number write first, not only answer.
    NumberLimit,
    /// The portfolio's daily limit has room for this bakery.
    DailyLimit,
}

impl Gate {
    /// All gates in order.
    pub const ALL: [Self; 16] = [
        Self::Platform,
        Self::Tenant,
        Self::OwnerSwitch,
        Self::Number,
        Self::NumberStatus,
        Self::Token,
        Self::AccountHealth,
        Self::FleetStop,
        Self::Budget,
        Self::Template,
        Self::Parameters,
        Self::OptIn,
        Self::OptOut,
        Self::Window,
        Self::NumberLimit,
        Self::DailyLimit,
    ];

    /// The stable word used in the API (`code` of the refusal) and in URLs.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Platform => "platform_off",
            Self::Tenant => "tenant_suspended",
            Self::OwnerSwitch => "whatsapp_off",
            Self::Number => "no_number",
            Self::NumberStatus => "number_not_connected",
            Self::Token => "token_refused",
            Self::AccountHealth => "account_blocked",
            Self::FleetStop => "sending_stopped",
            Self::Template => "template_not_usable",
            Self::Parameters => "template_parameters",
            Self::OptIn => "no_opt_in",
            Self::OptOut => "opted_out",
            Self::Window => "window_closed",
            Self::NumberLimit => "number_limited",
            Self::DailyLimit => "daily_limit",
            Self::Budget => "budget_used_up",
        }
    }

    /// Reads [`Self::key`].
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|gate| gate.key() == key)
    }

    /// Who can open it.
    #[must_use]
    pub const fn who(self) -> Who {
        match self {
            Self::OwnerSwitch | Self::Template | Self::Parameters | Self::OptIn | Self::Window => Who::Sender,
            Self::OptOut => Who::Customer,
            Self::NumberLimit | Self::DailyLimit => Who::Time,
            Self::Platform
            | Self::Tenant
            | Self::Number
            | Self::NumberStatus
            | Self::Token
            | Self::AccountHealth
            | Self::FleetStop
            | Self::Budget => Who::Admin,
        }
    }
}

/// What a gate says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Open.
    Passes,
    /// Closed.
    Stops,
    /// Nobody knows; it does not stop, and it is never shown as green.
    NotKnown,
    /// Plays no part for this message.
    NotNeeded,
}

/// One gate's answer with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which gate.
    pub gate: Gate,
    /// What it says.
    pub verdict: Verdict,
    /// When the evidence was taken; `None` for what is known at this instant.
    pub evidence_at: Option<Millis>,
}

/// What the gates look at. `None` means "not known".
#[derive(Debug, Clone)]
pub struct Facts {
    /// The platform's switch.
    pub platform_on: bool,
    /// The bakery's state.
    pub tenant: TenantStatus,
    /// The owner's switch.
    pub owner_on: bool,
    /// Whether there is a number that is not archived or vanished.
    pub has_number: bool,
    /// Meta's word on it, and when it was read.
    pub number_status: Option<(NumberStatus, Millis)>,
    /// Whether Meta accepted the token when it was last used.
    pub token_ok: Option<(bool, Millis)>,
    /// Meta's word on the chain of entities.
    pub health: Option<(CanSend, Millis)>,
    /// Since when sending is stopped for this token, number or WABA.
    pub stopped_since: Option<Millis>,
    /// Whether a budget with a hard stop has room; `None` without one.
    pub budget_has_room: Option<bool>,
    /// The message, when the question is about one.
    pub message: Option<MessageFacts>,
}

/// What the gates look at for a single message.
#[derive(Debug, Clone)]
pub struct MessageFacts {
    /// Whether it uses a template; then whether that may be used, and when that was read.
    pub template: Option<Option<(bool, Millis)>>,
    /// Whether the values fit; `None` without a template.
    pub parameters_fit: Option<bool>,
    /// Whether the person agreed, or the caller states that they did.
    pub opted_in: bool,
    /// Whether the person said stop.
    pub opted_out: bool,
    /// The customer service window.
    pub window: Window,
    /// Whether the daily limit has room; `None` when the limit is not known.
    /// Plays no part while the window is open.
    pub limit_has_room: Option<bool>,
}

/// Asks every gate, in order. Sending stops at the first that stops; the rest
/// is answered all the same, because people want to know what comes next.
#[must_use]
pub fn ask(facts: &Facts) -> Vec<Finding> {
    Gate::ALL.into_iter().map(|gate| answer(gate, facts)).collect()
}

fn answer(gate: Gate, facts: &Facts) -> Finding {
    let message = facts.message.as_ref();
    let (verdict, evidence_at) = match gate {
        Gate::Platform => (when(facts.platform_on), None),
        Gate::Tenant => (when(facts.tenant == TenantStatus::Active), None),
        Gate::OwnerSwitch => (when(facts.owner_on), None),
        Gate::Number => (when(facts.has_number), None),
        Gate::NumberStatus => known(
            facts
                .number_status
                .as_ref()
                .map(|(s, at)| (number_may_send(s), *at)),
        ),
        Gate::Token => known(facts.token_ok.map(|(ok, at)| (Some(ok), at))),
        Gate::AccountHealth => known(facts.health.as_ref().map(|(h, at)| (health_lets_pass(h), *at))),
        Gate::FleetStop => (when(facts.stopped_since.is_none()), facts.stopped_since),
        Gate::Template => match message.and_then(|m| m.template) {
            None => (Verdict::NotNeeded, None),
            Some(state) => known(state.map(|(usable, at)| (Some(usable), at))),
        },
        Gate::Parameters => match message.and_then(|m| m.parameters_fit) {
            None => (Verdict::NotNeeded, None),
            Some(fit) => (when(fit), None),
        },
        Gate::OptIn => (message.map_or(Verdict::NotNeeded, |m| when(m.opted_in)), None),
        Gate::OptOut => (message.map_or(Verdict::NotNeeded, |m| when(!m.opted_out)), None),
        Gate::Window => match message {
            Some(m) if m.template.is_none() => (when(m.window.is_open()), None),
            _ => (Verdict::NotNeeded, None),
        },
        Gate::NumberLimit => match &facts.number_status {
            Some((status, at)) if answers_only(status) => (first_contact(message), Some(*at)),
            _ => (Verdict::NotNeeded, None),
        },
        Gate::DailyLimit => match message {
            Some(m) if m.window.is_open() => (Verdict::NotNeeded, None),
            Some(m) => (m.limit_has_room.map_or(Verdict::NotKnown, when), None),
            None => (Verdict::NotNeeded, None),
        },
        Gate::Budget => (facts.budget_has_room.map_or(Verdict::NotNeeded, when), None),
    };
    Finding {
        gate,
        verdict,
        evidence_at,
    }
}

/// What a number that may only answer means for a message. Without one nobody
/// can say: answers pass, and nothing else does.
fn first_contact(message: Option<&MessageFacts>) -> Verdict {
    message.map_or(Verdict::NotKnown, |m| when(m.window.is_open()))
}

const fn when(open: bool) -> Verdict {
    if open { Verdict::Passes } else { Verdict::Stops }
}

/// A verdict from evidence with its time, where the evidence itself may be undecided.
fn known(evidence: Option<(Option<bool>, Millis)>) -> (Verdict, Option<Millis>) {
    match evidence {
        None => (Verdict::NotKnown, None),
        Some((None, at)) => (Verdict::NotKnown, Some(at)),
        Some((Some(open), at)) => (when(open), Some(at)),
    }
}

/// Flagged and rate-limited numbers still send (sources §1.3), and restricted
/// ones still answer ([`answers_only`]); a word that we do not know decides
/// nothing.
const fn number_may_send(status: &NumberStatus) -> Option<bool> {
    match status {
        NumberStatus::Connected
        | NumberStatus::Flagged
        | NumberStatus::Restricted
        | NumberStatus::RateLimited
        | NumberStatus::Linked => Some(true),
        NumberStatus::Disconnected
        | NumberStatus::Pending
        | NumberStatus::Unverified
        | NumberStatus::Migrated
        | NumberStatus::Deleted
        | NumberStatus::Banned
        | NumberStatus::Unlinked => Some(false),
        NumberStatus::Unknown(_) => None,
    }
}

/// Whether Meta's word on a number stops what would be sent through it; the
/// answer of [`Gate::NumberStatus`].
#[must_use]
pub const fn number_stops(status: &NumberStatus) -> bool {
    matches!(number_may_send(status), Some(false))
}

/// Whether Meta's word on a number stops what is sent through it to people who
/// have not written within the window; the answer of [`Gate::NumberLimit`].
#[must_use]
pub const fn answers_only(status: &NumberStatus) -> bool {
    matches!(status, NumberStatus::Restricted)
}

/// Whether Meta's word on an account stops what would be sent through it; the
/// answer of [`Gate::AccountHealth`].
#[must_use]
pub const fn health_stops(health: &CanSend) -> bool {
    matches!(health_lets_pass(health), Some(false))
}

const fn health_lets_pass(health: &CanSend) -> Option<bool> {
    match health {
        CanSend::Available | CanSend::Limited => Some(true),
        CanSend::Blocked => Some(false),
        CanSend::Unknown(_) => None,
    }
}

#[cfg(test)]
mod tests;
