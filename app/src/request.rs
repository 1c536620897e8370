//! What the server knows about the request that is being answered.
//!
//! The server's middleware builds one [`Request`] for each request and hands it
//! to Leptos as context, for pages and for server functions alike; nothing
//! here asks a global.

use std::{collections::BTreeMap, sync::Arc};

use domain::{lang::Lang, time::Millis};
use leptos::prelude::{expect_context, use_context};
use serde::{Deserialize, Serialize};
use service::{Call, Services, people::profile::Profile, people::sign_in::Origin};
use tower_sessions::Session;

/// The request that is being answered. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Request(Arc<Parts>);

/// The parts of a [`Request`].
#[derive(Debug)]
pub struct Parts {
    /// The use cases.
    pub services: Services,
    /// Who is signed in, if anybody.
    pub profile: Option<Profile>,
    /// The browser's session. Change it in actions only.
    pub session: Session,
    /// SHA-256 (hex) of the session id, as stored; `None` without a session.
    pub session_hash: Option<String>,
    /// Language of the answer: the person's choice, the cookie, the browser's wish, Spanish.
    pub lang: Lang,
    /// `light` or `dark`; `None` follows the system.
    pub theme: Option<String>,
    /// Nonce of this answer's Content-Security-Policy.
    pub nonce: String,
    /// Where the request comes from.
    pub origin: Origin,
    /// Path and query, for links back and for "you are here".
    pub path_and_query: String,
    /// IANA name of the time zone in which times are shown.
    pub time_zone: String,
    /// When the request arrived.
    pub now: Millis,
    /// The last change that this answer can know of, as `/app/events` numbers
    /// them: what a browser is told begins there.
    pub heard: String,
    /// Addresses of the stylesheet, the icons and the browser library.
    pub assets: Assets,
    /// What the last action left for this page; taken from the session.
    pub flash: Flash,
}

/// Addresses of the built assets.
#[derive(Debug, Clone, Default)]
pub struct Assets {
    /// Stylesheet.
    pub css: String,
    /// Icon sprite.
    pub icons: String,
    /// JavaScript glue of the browser library.
    pub js: String,
    /// The browser library.
    pub wasm: String,
    /// Libraries that only some pages load.
    pub modules: Vec<Module>,
}

/// A library that only some pages load. An element that carries these addresses
/// as `data-module`, `data-module-js` and `data-module-wasm` gets it started.
#[derive(Debug, Clone, Default)]
pub struct Module {
    /// The name that `cargo xtask build` knows it by.
    pub name: &'static str,
    /// The script whose `start` is given the element.
    pub start: String,
    /// JavaScript glue of the library.
    pub js: String,
    /// The library.
    pub wasm: String,
}

impl Assets {
    /// A library by its name.
    #[must_use]
    pub fn module(&self, name: &str) -> Option<&Module> {
        self.modules.iter().find(|module| module.name == name)
    }
}

/// Key under which the flash lives in the session.
pub const FLASH_KEY: &str = "flash";
/// Key of the signed-in person's id in the session.
pub const USER_KEY: &str = "user_id";
/// Key of the password with which a signed-in session began
/// (`service::people::sign_in::RightPassword`).
pub const RIGHT_KEY: &str = "right_password";
/// Key of the password that was right and whose code is awaited.
pub const PENDING_KEY: &str = "pending";
/// Key of the page that was asked for before signing in, while the code is awaited.
pub const NEXT_KEY: &str = "next";
/// Key of the client's address at sign-in, for the list of sessions.
pub const IP_KEY: &str = "ip";
/// Key of the client's `User-Agent` at sign-in, for the list of sessions.
pub const USER_AGENT_KEY: &str = "user_agent";

/// Cookie with the language chosen in this browser: `es` or `en`.
pub const LANG_COOKIE: &str = "tahona_lang";
/// Cookie with the theme chosen in this browser: `light` or `dark`.
pub const THEME_COOKIE: &str = "tahona_theme";

/// The description of the API (OpenAPI), as the server publishes it; the server
/// hands it to Leptos as context for the page that shows it.
#[derive(Debug, Clone)]
pub struct ApiDocument(pub Arc<serde_json::Value>);

/// What an action leaves for the next page: shown once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    /// A message.
    pub toast: Option<Toast>,
    /// A form to fill in again.
    pub form: Option<FormState>,
    /// Something shown once (a link, a key, recovery codes), as JSON of the
    /// type that the page behind `kind` expects.
    pub once: Option<Once>,
}

/// A message about what was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Toast {
    /// `ok`, `warn`, `bad` or `info`.
    pub tone: String,
    /// The words.
    pub text: String,
    /// A change of assignments that can be undone.
    pub undo: Option<String>,
}

/// A form that was refused, as it was typed; never contains secrets.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormState {
    /// Which form.
    pub form: String,
    /// What was typed.
    pub values: BTreeMap<String, String>,
    /// What is wrong: field (empty for the form as a whole) and words.
    pub errors: Vec<(String, String)>,
}

/// Something shown once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Once {
    /// What it is.
    pub kind: String,
    /// JSON.
    pub json: String,
}

impl Request {
    /// Puts the parts together.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// The request that is being answered. Only call while rendering or inside
    /// a server function.
    #[must_use]
    pub fn current() -> Self {
        expect_context::<Self>()
    }

    /// As [`Self::current`]; `None` while the router lists its routes.
    #[must_use]
    pub fn try_current() -> Option<Self> {
        use_context::<Self>()
    }

    /// The call that use cases want; `None` while nobody is signed in.
    #[must_use]
    pub fn call(&self) -> Option<Call> {
        let profile = self.profile.as_ref()?;
        Some(Call {
            actor: profile.actor(),
            ip: self.origin.ip.clone(),
            request_id: self.origin.request_id.clone(),
        })
    }
}

impl std::ops::Deref for Request {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}
