//! `health_status`, which WABAs, phone numbers and templates answer.

use domain::health::{CanSend, EntityHealth, Health, HealthEntity, HealthProblem};
use serde_json::Value;

use super::read::Read;

/// Meta's own answer to "can this send?".
#[derive(Debug, Clone, PartialEq)]
pub struct HealthStatus {
    /// What was said.
    pub health: Health,
    /// The whole answer.
    pub raw: Value,
}

impl HealthStatus {
    pub(super) fn read(from: Read<'_>) -> Self {
        let can_send = |from: Read<'_>| {
            // Silence is not a green light.
            from.word("can_send_message", CanSend::parse)
                .unwrap_or_else(|| CanSend::Unknown(String::new()))
        };
        let entities = from
            .list("entities")
            .map(|entity| EntityHealth {
                entity: HealthEntity::parse(&entity.text("entity_type").unwrap_or_default()),
                id: entity.text("id").unwrap_or_default(),
                can_send: can_send(entity),
                problems: entity
                    .list("errors")
                    .map(|error| HealthProblem {
                        code: error.integer("error_code").unwrap_or_default(),
                        description: error.text("error_description").unwrap_or_default(),
                        solution: error.text("possible_solution"),
                    })
                    .collect(),
                notes: entity.texts("additional_info"),
            })
            .collect();
        Self {
            health: Health {
                can_send: can_send(from),
                entities,
            },
            raw: from.0.clone(),
        }
    }
}
