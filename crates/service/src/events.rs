//! "Something changed": what open pages listen to.

use tokio::sync::broadcast;

/// What kind of thing changed; pages refresh themselves when it concerns them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// Numbers and assignments.
    Numbers,
    /// Bakeries and their switches.
    Tenants,
    /// WABAs.
    Accounts,
    /// People, keys, sessions.
    People,
    /// The platform's settings.
    Platform,
    /// Messages and what became of them.
    Messages,
    /// Templates and what became of them.
    Templates,
    /// What messages cost.
    Billing,
}

impl Topic {
    /// The word sent to the browser.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Numbers => "numbers",
            Self::Tenants => "tenants",
            Self::Accounts => "accounts",
            Self::People => "people",
            Self::Platform => "platform",
            Self::Messages => "messages",
            Self::Templates => "templates",
            Self::Billing => "billing",
        }
    }

    /// The topic of an audit row, by its entity: how instances that share a
    /// PostgreSQL database hear of each other's changes.
    #[must_use]
    pub fn of_entity(entity: &str) -> Option<Self> {
        Some(match entity {
            "number" | "assignment" => Self::Numbers,
            "tenant" => Self::Tenants,
            "account" => Self::Accounts,
            "user" | "api_key" | "session" | "link" => Self::People,
            "platform" => Self::Platform,
            "template" | "draft" => Self::Templates,
            "budget" | "rate_card" => Self::Billing,
            _ => return None,
        })
    }
}

/// Sends [`Topic`]s to everybody who listens. Losing one is harmless: a page
/// that missed a change shows it with the next one or on reload.
#[derive(Debug, Clone)]
pub struct Events(broadcast::Sender<Topic>);

impl Default for Events {
    fn default() -> Self {
        Self(broadcast::channel(64).0)
    }
}

impl Events {
    /// Tells everybody who listens.
    pub fn publish(&self, topic: Topic) {
        // An error only means that nobody listens.
        let _ = self.0.send(topic);
    }

    /// Starts to listen.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<Topic> {
        self.0.subscribe()
    }
}
