//! What each gate's answer rests on: names, numbers and words as they are, in no
//! language.

use domain::{
    health::Health,
    message::gate::{self, Gate},
    number::NumberStatus,
    time::Millis,
};
use store::messages::outgoing::Sender;

use crate::stored;

/// Evidence that only a message has.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) template: String,
    pub(super) parameters: String,
    pub(super) standing: String,
    pub(super) window: String,
    pub(super) limit: String,
    pub(super) budget: String,
}

/// Whether Meta accepted the token when it was last used.
pub(super) fn token(sender: &Sender) -> Option<(bool, Millis)> {
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
pub(super) fn of(gate: Gate, sender: &Sender, health: Option<&Health>, said: &Said) -> String {
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
        Gate::NumberLimit => sender
            .number_status
            .clone()
            .filter(|word| gate::answers_only(&NumberStatus::parse(word)))
            .unwrap_or_default(),
        Gate::DailyLimit => said.limit.clone(),
        Gate::Budget => said.budget.clone(),
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
