//! Which apps get a WABA's webhooks.

use secrecy::SecretString;
use serde_json::Value;
use url::Url;

use super::read::Read;

/// An app that gets a WABA's webhooks (sources §1.4).
#[derive(Debug, Clone, PartialEq)]
pub struct SubscribedApp {
    /// Meta's id of the app.
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Its page.
    pub link: Option<String>,
    /// Where this WABA's webhooks go instead of the app's own address.
    pub override_callback_uri: Option<String>,
    /// The whole record.
    pub raw: Value,
}

impl SubscribedApp {
    /// Live answers nest the app in `whatsapp_business_api_data`; SPEC's
    /// schema has it flat. Both are read.
    pub(super) fn read(raw: Value) -> Self {
        let outer = Read(&raw);
        let app = outer.object("whatsapp_business_api_data").unwrap_or(outer);
        Self {
            id: app.text("id"),
            name: app.text("name"),
            link: app.text("link"),
            override_callback_uri: outer.text("override_callback_uri"),
            raw,
        }
    }
}

/// Sends a WABA's webhooks somewhere else than the app's own address.
#[derive(Debug, Clone)]
pub struct CallbackOverride {
    /// Public HTTPS address; Meta calls it at once to check it.
    pub callback_uri: Url,
    /// What Meta repeats to that address.
    pub verify_token: SecretString,
}
