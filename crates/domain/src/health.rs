//! Meta's own answer to "can this entity send?".

use serde::{Deserialize, Serialize};

use crate::open_enum;

open_enum! {
    /// `health_status.can_send_message` (sources §1.3).
    pub enum CanSend {
        /// Nothing in the way.
        Available = "AVAILABLE",
        /// Sending works, with a restriction.
        Limited = "LIMITED",
        /// Sending does not work.
        Blocked = "BLOCKED",
    }
}

open_enum! {
    /// What a health answer is about.
    pub enum HealthEntity {
        /// A phone number.
        PhoneNumber = "PHONE_NUMBER",
        /// A WhatsApp Business Account.
        Waba = "WABA",
        /// The business portfolio.
        Business = "BUSINESS",
        /// The app whose token is used.
        App = "APP",
        /// A message template.
        Template = "MESSAGE_TEMPLATE",
        /// A flow.
        Flow = "FLOW",
    }
}

/// One obstacle, in Meta's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HealthProblem {
    /// Meta's error code, for example 141006 (no payment method).
    pub code: i64,
    /// What is wrong.
    pub description: String,
    /// What Meta suggests.
    pub solution: Option<String>,
}

/// Health of one entity in the chain from number to business.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntityHealth {
    /// Kind of the entity.
    pub entity: HealthEntity,
    /// Meta's id of it.
    pub id: String,
    /// Whether it lets messages pass.
    pub can_send: CanSend,
    /// What is in the way.
    pub problems: Vec<HealthProblem>,
    /// Remarks that are no obstacle.
    pub notes: Vec<String>,
}

/// A whole health answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    /// The verdict over all entities.
    pub can_send: CanSend,
    /// One entry for each entity that Meta looked at.
    pub entities: Vec<EntityHealth>,
}
