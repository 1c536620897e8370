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
    /// The portfolio's daily limit has room for this bakery.
    DailyLimit,
}

impl Gate {
    /// All gates in order.
    pub const ALL: [Self; 14] = [
        Self::Platform,
        Self::Tenant,
        Self::OwnerSwitch,
        Self::Number,
        Self::NumberStatus,
        Self::Token,
        Self::AccountHealth,
        Self::FleetStop,
        Self::Template,
        Self::Parameters,
        Self::OptIn,
        Self::OptOut,
        Self::Window,
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
            Self::DailyLimit => "daily_limit",
        }
    }

    /// Who can open it.
    #[must_use]
    pub const fn who(self) -> Who {
        match self {
            Self::OwnerSwitch | Self::Template | Self::Parameters | Self::OptIn | Self::Window => Who::Sender,
            Self::OptOut => Who::Customer,
            Self::DailyLimit => Who::Time,
            Self::Platform
            | Self::Tenant
            | Self::Number
            | Self::NumberStatus
            | Self::Token
            | Self::AccountHealth
            | Self::FleetStop => Who::Admin,
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

/// The first gate that stops.
#[must_use]
pub fn first_stop(findings: &[Finding]) -> Option<&Finding> {
    findings.iter().find(|f| f.verdict == Verdict::Stops)
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
        Gate::DailyLimit => match message {
            Some(m) if m.window.is_open() => (Verdict::NotNeeded, None),
            Some(m) => (m.limit_has_room.map_or(Verdict::NotKnown, when), None),
            None => (Verdict::NotNeeded, None),
        },
    };
    Finding {
        gate,
        verdict,
        evidence_at,
    }
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

/// Flagged and rate-limited numbers still send (facts §1.3); a word that we do
/// not know decides nothing.
const fn number_may_send(status: &NumberStatus) -> Option<bool> {
    match status {
        NumberStatus::Connected
        | NumberStatus::Flagged
        | NumberStatus::RateLimited
        | NumberStatus::Linked => Some(true),
        NumberStatus::Disconnected
        | NumberStatus::Pending
        | NumberStatus::Restricted
        | NumberStatus::Unverified
        | NumberStatus::Migrated
        | NumberStatus::Deleted
        | NumberStatus::Banned
        | NumberStatus::Unlinked => Some(false),
        NumberStatus::Unknown(_) => None,
    }
}

const fn health_lets_pass(health: &CanSend) -> Option<bool> {
    match health {
        CanSend::Available | CanSend::Limited => Some(true),
        CanSend::Blocked => Some(false),
        CanSend::Unknown(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Millis = Millis(1_800_000_000_000);

    fn open() -> Facts {
        Facts {
            platform_on: true,
            tenant: TenantStatus::Active,
            owner_on: true,
            has_number: true,
            number_status: Some((NumberStatus::Connected, NOW)),
            token_ok: Some((true, NOW)),
            health: Some((CanSend::Available, NOW)),
            stopped_since: None,
            message: Some(MessageFacts {
                template: Some(Some((true, NOW))),
                parameters_fit: Some(true),
                opted_in: true,
                opted_out: false,
                window: Window::Never,
                limit_has_room: Some(true),
            }),
        }
    }

    fn message(change: impl FnOnce(&mut MessageFacts)) -> Facts {
        let mut facts = open();
        if let Some(m) = facts.message.as_mut() {
            change(m);
        }
        facts
    }

    #[test]
    fn nothing_stops_when_everything_is_open() {
        assert_eq!(first_stop(&ask(&open())), None);
    }

    #[test]
    fn each_gate_stops_alone_when_only_its_fact_is_bad() {
        let cases = [
            (
                Gate::Platform,
                Facts {
                    platform_on: false,
                    ..open()
                },
            ),
            (
                Gate::Tenant,
                Facts {
                    tenant: TenantStatus::Suspended,
                    ..open()
                },
            ),
            (
                Gate::OwnerSwitch,
                Facts {
                    owner_on: false,
                    ..open()
                },
            ),
            (
                Gate::Number,
                Facts {
                    has_number: false,
                    ..open()
                },
            ),
            (
                Gate::NumberStatus,
                Facts {
                    number_status: Some((NumberStatus::Banned, NOW)),
                    ..open()
                },
            ),
            (
                Gate::Token,
                Facts {
                    token_ok: Some((false, NOW)),
                    ..open()
                },
            ),
            (
                Gate::AccountHealth,
                Facts {
                    health: Some((CanSend::Blocked, NOW)),
                    ..open()
                },
            ),
            (
                Gate::FleetStop,
                Facts {
                    stopped_since: Some(NOW),
                    ..open()
                },
            ),
            (Gate::Template, message(|m| m.template = Some(Some((false, NOW))))),
            (Gate::Parameters, message(|m| m.parameters_fit = Some(false))),
            (Gate::OptIn, message(|m| m.opted_in = false)),
            (Gate::OptOut, message(|m| m.opted_out = true)),
            (
                Gate::Window,
                message(|m| {
                    m.template = None;
                    m.parameters_fit = None;
                }),
            ),
            (Gate::DailyLimit, message(|m| m.limit_has_room = Some(false))),
        ];
        assert_eq!(cases.len(), Gate::ALL.len());
        for (gate, facts) in cases {
            let findings = ask(&facts);
            let stops: Vec<Gate> = findings
                .iter()
                .filter(|f| f.verdict == Verdict::Stops)
                .map(|f| f.gate)
                .collect();
            assert_eq!(stops, [gate]);
        }
    }

    #[test]
    fn what_is_not_known_never_passes_and_never_stops() {
        let facts = Facts {
            number_status: None,
            token_ok: None,
            health: None,
            ..open()
        };
        let findings = ask(&facts);
        for gate in [Gate::NumberStatus, Gate::Token, Gate::AccountHealth] {
            assert!(
                findings
                    .iter()
                    .any(|f| f.gate == gate && f.verdict == Verdict::NotKnown)
            );
        }
        assert_eq!(first_stop(&findings), None);
    }

    #[test]
    fn inside_the_window_the_daily_limit_plays_no_part() {
        let facts = message(|m| {
            m.window = Window::Open { until: NOW };
            m.limit_has_room = Some(false);
        });
        assert_eq!(first_stop(&ask(&facts)), None);
    }

    #[test]
    fn without_a_message_the_question_is_about_the_bakery() {
        let findings = ask(&Facts {
            message: None,
            ..open()
        });
        assert!(
            findings
                .iter()
                .filter(|f| f.gate >= Gate::Template)
                .all(|f| f.verdict == Verdict::NotNeeded)
        );
    }
}
