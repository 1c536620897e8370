//! Use cases: `(services, call, input) -> result`. The only place that combines
//! store and channels; pages, server functions, HTTP endpoints and jobs all
//! call it.
//!
//! Each use case checks the caller's permission itself, so a forgotten guard
//! at the door still refuses, and writes its audit row in the transaction of
//! the change.

pub mod accounts;
pub mod audit;
pub mod billing;
pub mod call;
pub mod consent;
pub mod contacts;
pub mod counts;
pub mod demo;
pub mod error;
pub mod events;
pub mod messages;
pub mod numbers;
pub mod overview;
pub mod people;
pub mod platform;
pub mod random;
pub mod search;
pub mod secrets;
mod spreadsheet;
mod stored;
pub mod templates;
pub mod tenants;
#[cfg(feature = "testing")]
pub mod testing;
pub mod time_zone;
pub mod vault;
pub mod webhooks;

use std::{sync::Arc, time::Instant};

use domain::clock::Clock;
use store::Db;
use url::Url;

pub use call::Call;
pub use error::{FieldError, Problem, ServiceError, ServiceResult};

use messages::export_progress::Exports;
use webhooks::backlog::Rush;

/// Everything that use cases work with. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Services {
    parts: Arc<Inner>,
    exports: Exports,
    rush: Rush,
    /// From when on Meta is asked nothing more; `None` where nobody waits.
    ask_until: Option<Instant>,
}

/// The parts of [`Services`].
#[derive(Debug)]
pub struct Inner {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// Randomness for ids, links, keys and codes.
    pub random: random::Random,
    /// Seals and opens secrets.
    pub vault: vault::Vault,
    /// Meta's Graph API.
    pub graph: accounts::GraphAccess,
    /// Settings that do not change while the process runs.
    pub settings: Settings,
    /// Tells open pages that something changed.
    pub events: events::Events,
    /// Sends links by e-mail where SMTP is configured.
    pub mailer: Option<people::mail::Mailer>,
}

/// Settings that do not change while the process runs.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where people and Meta reach this console; links are built from it.
    pub base_url: Url,
    /// `ENABLE_WHATSAPP_NOTIFICATIONS`: what the platform switch says until an
    /// admin overrides it.
    pub whatsapp_enabled: bool,
    /// Time zone of people and, until somebody says otherwise, of accounts; an
    /// IANA name.
    pub time_zone: String,
    /// Whether admins and support must have a second factor. Only
    /// `tahona demo` turns this off.
    pub require_second_factor: bool,
    /// `WHATSAPP_WEBHOOK_VERIFY_TOKEN`, needed to subscribe webhooks.
    pub webhook_verify_token: Option<secrecy::SecretString>,
    /// Set in `tahona demo` only; pages say so.
    pub demo: bool,
}

impl Services {
    /// Puts the parts together.
    #[must_use]
    pub fn new(parts: Inner) -> Self {
        Self {
            parts: Arc::new(parts),
            exports: Exports::default(),
            rush: Rush::default(),
            ask_until: None,
        }
    }

    /// The same for somebody who waits: Meta is asked until `end` and not
    /// longer. What it has not answered by then is a failure like any other,
    /// which use cases show and write down.
    #[must_use]
    pub fn asking_until(&self, end: Instant) -> Self {
        Self {
            ask_until: Some(end),
            ..self.clone()
        }
    }

    /// The same for work that goes on after the answer.
    pub(crate) fn unhurried(&self) -> Self {
        Self {
            ask_until: None,
            ..self.clone()
        }
    }

    /// Whether Meta is not asked any more, because whoever waits has waited long enough.
    pub(crate) fn out_of_time(&self) -> bool {
        self.ask_until.is_some_and(|end| end <= Instant::now())
    }

    /// Exports that are under way in this process.
    pub(crate) const fn exports(&self) -> &Exports {
        &self.exports
    }

    /// Webhooks that this process has taken in and not worked off.
    pub(crate) const fn rush(&self) -> &Rush {
        &self.rush
    }
}

impl std::ops::Deref for Services {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.parts
    }
}
