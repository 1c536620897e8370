//! "Something changed": what open pages listen to.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::broadcast;

/// Changes that a listener may be behind before it is told what it missed at once.
const BEHIND: usize = 64;

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
    /// Every topic.
    pub const ALL: [Self; 8] = [
        Self::Numbers,
        Self::Tenants,
        Self::Accounts,
        Self::People,
        Self::Platform,
        Self::Messages,
        Self::Templates,
        Self::Billing,
    ];

    /// Its place in [`Self::ALL`].
    const fn place(self) -> usize {
        match self {
            Self::Numbers => 0,
            Self::Tenants => 1,
            Self::Accounts => 2,
            Self::People => 3,
            Self::Platform => 4,
            Self::Messages => 5,
            Self::Templates => 6,
            Self::Billing => 7,
        }
    }

    /// The word sent to browsers and to other instances.
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

    /// The topic with this word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.key() == key)
    }

    /// The topic of an audit row, by its entity: how instances that share a
    /// PostgreSQL database hear of each other's changes while they cannot tell
    /// each other.
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
            "message" | "contact" | "webhook" => Self::Messages,
            _ => return None,
        })
    }
}

/// A change, as listeners hear of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// Counts up from 1 within this process.
    pub no: u64,
    /// What kind of thing.
    pub topic: Topic,
    /// Whether this process made it; otherwise another instance did.
    pub here: bool,
}

/// Sends [`Change`]s to everybody who listens. Losing one is harmless: a page
/// that missed a change shows it with the next one or on reload.
#[derive(Debug, Clone)]
pub struct Events(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    sender: broadcast::Sender<Change>,
    last: Mutex<Last>,
}

/// What changed last.
#[derive(Debug, Default)]
struct Last {
    no: u64,
    /// Number of the last change of each topic, in the order of [`Topic::ALL`].
    of: [u64; Topic::ALL.len()],
}

impl Default for Events {
    fn default() -> Self {
        Self(Arc::new(Inner {
            sender: broadcast::channel(BEHIND).0,
            last: Mutex::default(),
        }))
    }
}

impl Events {
    /// Tells everybody who listens that something changed here.
    pub fn publish(&self, topic: Topic) {
        self.tell(topic, true);
    }

    /// Passes on what another instance has changed.
    pub fn publish_from_elsewhere(&self, topic: Topic) {
        self.tell(topic, false);
    }

    fn tell(&self, topic: Topic, here: bool) {
        // Sent under the lock, so that changes arrive in the order of their numbers.
        let mut last = self.last();
        last.no += 1;
        let no = last.no;
        if let Some(of) = last.of.get_mut(topic.place()) {
            *of = no;
        }
        // An error only means that nobody listens.
        let _ = self.0.sender.send(Change { no, topic, here });
    }

    /// Starts to listen.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<Change> {
        self.0.sender.subscribe()
    }

    /// Number of the last change; 0 before the first.
    #[must_use]
    pub fn now(&self) -> u64 {
        self.last().no
    }

    /// Number of the last change of one kind; 0 before the first.
    #[must_use]
    pub fn last_of(&self, topic: Topic) -> u64 {
        self.last().of.get(topic.place()).copied().unwrap_or_default()
    }

    /// What has changed after the change with this number: once each.
    #[must_use]
    pub fn since(&self, no: u64) -> Vec<Topic> {
        let last = self.last();
        Topic::ALL
            .into_iter()
            .zip(last.of)
            .filter(|(_, of)| *of > no)
            .map(|(topic, _)| topic)
            .collect()
    }

    fn last(&self) -> MutexGuard<'_, Last> {
        // Numbers are never left half-written.
        self.0.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_was_away_learns_each_kind_once() {
        let events = Events::default();
        events.publish(Topic::Numbers);
        let left = events.now();
        for topic in [Topic::Messages, Topic::Messages, Topic::Tenants] {
            events.publish(topic);
        }
        assert_eq!(events.since(left), [Topic::Tenants, Topic::Messages]);
        assert_eq!(events.last_of(Topic::Numbers), left);
        assert_eq!(events.last_of(Topic::Tenants), events.now());
        assert_eq!(events.last_of(Topic::Billing), 0);
        assert_eq!(events.since(events.now()), []);
        assert_eq!(events.since(0), [Topic::Numbers, Topic::Tenants, Topic::Messages]);
    }

    #[test]
    fn every_topic_is_found_by_its_word_and_in_its_place() {
        for (place, topic) in Topic::ALL.into_iter().enumerate() {
            assert_eq!(topic.place(), place);
            assert_eq!(Topic::from_key(topic.key()), Some(topic));
        }
        assert_eq!(Topic::from_key("weather"), None);
    }
}
