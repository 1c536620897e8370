//! Keys for programs.

use domain::ids::ApiKeyId;
use leptos::server;
use serde::{Deserialize, Serialize};
use service::{ServiceError, people::api_keys, tenants::choose};

use crate::{
    error::AppError,
    flash::{done, done_once, refused, refused_button},
    guard::guard,
    pages::team::KEYS,
    words::team as words,
};
use domain::permission::Permission;

/// The form for a new key.
pub(crate) const CREATE: &str = "key";
/// What a new key is called between an action and its page.
pub(crate) const KEY_KIND: &str = "api-key";

/// A new key, for the page that shows it once.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct KeyShown {
    /// What it is for.
    pub(crate) name: String,
    /// The key.
    pub(crate) key: String,
}

/// Makes a key.
#[server(prefix = "/do", endpoint = "create-key")]
pub async fn create_key(
    #[server(default)] name: String,
    #[server(default)] tenant: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::ManageTeam)?;
    let made = match choose::named_or_none(cx.services(), &cx.call, "tenant", &tenant).await {
        Ok(scope) => api_keys::create(cx.services(), &cx.call, &name, scope).await,
        Err(error) => Err(error),
    };
    match made {
        Ok(new) => {
            let shown = KeyShown {
                name: new.row.name,
                key: new.key,
            };
            done_once(
                &cx,
                Some(words::key_made(cx.lang).to_owned()),
                KEY_KIND,
                &shown,
                KEYS,
            )
            .await
        }
        Err(error) => refused(&cx, CREATE, &[("name", &name), ("tenant", &tenant)], &error, KEYS).await,
    }
}

/// Revokes a key.
#[server(prefix = "/do", endpoint = "revoke-key")]
pub async fn revoke_key(#[server(default)] key: String) -> Result<(), AppError> {
    let cx = guard(Permission::ManageTeam)?;
    let key = ApiKeyId::parse(&key).map_err(|_| ServiceError::NotFound)?;
    match api_keys::revoke(cx.services(), &cx.call, &key).await {
        Ok(()) => done(&cx, words::revoked(cx.lang), KEYS).await,
        Err(error) => refused_button(&cx, &error, KEYS).await,
    }
}
