//! What the services refuse, as problems.

use axum::http::StatusCode;
use domain::{message::gate::Gate, phone::BadPhone};
use service::{
    FieldError, ServiceError,
    error::{Conflict, Problem as What},
    messages::gate::{self, GateReport},
};

use super::{FieldProblem, HeldBy, Problem};
use crate::http::time_text;

impl From<ServiceError> for Problem {
    fn from(error: ServiceError) -> Self {
        match error {
            ServiceError::NotFound => Self::of_status(StatusCode::NOT_FOUND, None),
            ServiceError::Forbidden => Self::of_status(StatusCode::FORBIDDEN, None),
            ServiceError::Conflict(conflict) => Self::conflict(conflict),
            ServiceError::Invalid(fields) => {
                let errors = fields.iter().map(FieldProblem::from).collect();
                Self {
                    errors,
                    ..Self::of_status(StatusCode::UNPROCESSABLE_ENTITY, None)
                }
            }
            ServiceError::TooMany { retry_after_secs } => Self::too_many(retry_after_secs),
            ServiceError::Refused(report) => Self::refused(&report),
            ServiceError::Upstream(upstream) => Self::new(
                StatusCode::BAD_GATEWAY,
                &format!("upstream_{}", upstream.class),
                upstream.message,
            ),
            ServiceError::Unavailable => Self::unavailable(),
            ServiceError::Busy => Self::busy(),
            ServiceError::Internal(why) => {
                tracing::error!(why, "answered with an internal error");
                Self::of_status(StatusCode::INTERNAL_SERVER_ERROR, None)
            }
        }
    }
}

impl Problem {
    /// Others changed the same things at the same moment.
    fn busy() -> Self {
        let words = "Other changes were in the way. Nothing was changed; try again.";
        Self {
            retry_after: Some(1),
            ..Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", words)
        }
    }

    /// A message that a gate stops.
    fn refused(report: &GateReport) -> Self {
        let Some(stop) = report.first_stop() else {
            return Self::of_status(StatusCode::UNPROCESSABLE_ENTITY, None);
        };
        let (what, how) = gate_words(stop.gate);
        let errors = report
            .misfits
            .iter()
            .filter(|_| stop.gate == Gate::Parameters)
            .map(|misfit| FieldProblem {
                field: misfit.field.clone(),
                code: misfit.what.to_owned(),
            })
            .collect();
        Self {
            errors,
            evidence: Some(stop.evidence.clone()).filter(|text| !text.is_empty()),
            who: Some(gate::who_key(stop.gate.who()).to_owned()),
            how: Some(how.to_owned()),
            ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, stop.gate.key(), what)
        }
    }

    fn conflict(conflict: Conflict) -> Self {
        let new = |code, words: String| Self::new(StatusCode::CONFLICT, code, words);
        match conflict {
            Conflict::NumberTaken {
                number,
                tenant_id,
                tenant_name,
                by,
                at,
            } => {
                let words = format!("{tenant_name} has {number}. Send its id as move_from to take it.");
                let assigned_at = time_text(at);
                Self {
                    held_by: Some(HeldBy {
                        tenant_id,
                        tenant_name,
                        assigned_by: by,
                        assigned_at,
                    }),
                    ..new("number_taken", words)
                }
            }
            Conflict::TenantHasNumber { tenant_name, number } => new(
                "tenant_has_number",
                format!("{tenant_name} already has {number}."),
            ),
            Conflict::Stale { by, .. } => new("stale", format!("{by} changed this in the meantime.")),
            Conflict::Duplicate { field } => new("duplicate", format!("The {field} is taken.")),
            Conflict::CannotUndo => new("cannot_undo", "The change can no longer be undone.".to_owned()),
            Conflict::WrongState {
                key: key @ "idempotency_key_reused",
            } => new(
                key,
                "This Idempotency-Key was used for another request.".to_owned(),
            ),
            Conflict::WrongState { key } => new(key, "The record is not in a state for this.".to_owned()),
        }
    }
}

/// What a closed gate means, and what opens it.
const fn gate_words(gate: Gate) -> (&'static str, &'static str) {
    match gate {
        Gate::Platform => ("WhatsApp is off for the whole platform.", "An admin turns it on."),
        Gate::Tenant => ("The tenant is suspended.", "An admin lifts the suspension."),
        Gate::OwnerSwitch => ("The tenant's owner has WhatsApp off.", "The owner turns it on."),
        Gate::Number => (
            "There is no number to send from.",
            "An admin assigns one or names a default number.",
        ),
        Gate::NumberStatus => ("The number is not connected.", "An admin registers it again."),
        Gate::Token => (
            "Meta does not accept the access token.",
            "An admin rotates the token.",
        ),
        Gate::AccountHealth => (
            "Meta blocks the account.",
            "An admin removes the obstacle that Meta names.",
        ),
        Gate::FleetStop => (
            "Sending stands still since a refusal that concerns every message.",
            "An admin ends the cause.",
        ),
        Gate::Template => (
            "The template cannot be used in this language.",
            "Use an approved one, name and language exactly.",
        ),
        Gate::Parameters => (
            "The values do not fit the template.",
            "Change what `errors` names.",
        ),
        Gate::OptIn => (
            "The person has not agreed.",
            "Record that they did, or send user_authorized.",
        ),
        Gate::OptOut => ("The person said stop.", "Only they can take it back."),
        Gate::Window => (
            "Free text needs a message from the customer within 24 hours.",
            "Send a template.",
        ),
        Gate::NumberLimit => (
            "Meta limits the number to answers within 24 hours of a customer's message.",
            "Wait until Meta lifts it; answers are taken.",
        ),
        Gate::DailyLimit => (
            "The portfolio's daily limit has no room for this tenant.",
            "Wait; people count for 24 hours.",
        ),
        Gate::Budget => (
            "The month's budget is used up, and it stops sending.",
            "An admin raises it or takes its hard stop off.",
        ),
    }
}

impl From<&FieldError> for FieldProblem {
    fn from(error: &FieldError) -> Self {
        let code = match &error.problem {
            What::Required => "required",
            What::TooLong { .. } => "too_long",
            What::TooLarge { .. } => "too_large",
            What::ControlCharacters => "control_characters",
            What::NotAnEmail => "not_an_email",
            What::NotAPhone(BadPhone::NoCountryCode) => "no_country_code",
            What::NotAPhone(_) => "not_a_phone",
            What::OwnNumber => "own_number",
            What::NotAnId => "not_an_id",
            What::NotAChoice => "not_a_choice",
            What::Taken => "taken",
            What::Meta(_) => "refused_by_meta",
            _ => "invalid",
        };
        Self {
            field: error.field.to_owned(),
            code: code.to_owned(),
        }
    }
}
