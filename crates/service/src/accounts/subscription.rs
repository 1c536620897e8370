//! Whether Meta sends webhooks here.

use channels::graph::{CallbackOverride, SubscribedApp};
use domain::{ids::AccountId, permission::Permission};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{accounts as rows, audit};
use url::Url;

use super::{save, secrets};
use crate::{
    Call, Services,
    error::{FieldError, Problem, ServiceError, ServiceResult},
    events::Topic,
};

/// What `subscribed_apps` answered, compared with what should be there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// Where webhooks should go.
    pub expected_url: String,
    /// Where the WABA sends them; `None` when our app is not subscribed.
    /// `Some("")` means the app's own setting, which Meta does not tell us.
    pub actual_url: Option<String>,
    /// Every subscribed app: id, name.
    pub apps: Vec<(String, String)>,
}

impl Subscription {
    /// Whether webhooks provably arrive here.
    #[must_use]
    pub fn ok(&self) -> bool {
        self.actual_url.as_deref() == Some(self.expected_url.as_str())
    }
}

/// Subscribes our app with our address for this WABA, then asks again.
pub async fn fix(svc: &Services, call: &Call, account: &AccountId) -> ServiceResult<Subscription> {
    const VARIABLE: &str = "WHATSAPP_WEBHOOK_VERIFY_TOKEN";
    call.allow(Permission::ManageAccounts)?;
    let missing = || {
        FieldError::only(
            "webhook_verify_token",
            Problem::NotConfigured { variable: VARIABLE },
        )
    };
    let verify_token = svc.settings.webhook_verify_token.clone().ok_or_else(missing)?;
    secrets::refuse_demo(svc, "webhook_verify_token", &verify_token)?;
    let mut tx = svc.db.read().await?;
    let record = rows::by_id(&mut tx, account.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    drop(tx);
    let access = secrets::access(svc, &record)?;
    let expected = expected_url(svc);
    let callback_uri = Url::parse(&expected).map_err(|error| ServiceError::Internal(error.to_string()))?;
    let callback = CallbackOverride {
        callback_uri,
        verify_token,
    };
    access
        .client
        .subscribe_app(&access.token, &access.waba, Some(&callback))
        .await?;
    let apps = access.client.subscribed_apps(&access.token, &access.waba).await?;
    let after = compare(expected, record.app_id.as_deref(), &apps);
    let before: Option<Subscription> = save::read_json(record.subscription.as_deref());

    let mut tx = svc.db.write().await?;
    rows::save_subscription(&mut tx, account.as_str(), &save::json(&after)?, svc.clock.now()).await?;
    let states = (
        Some(json!({ "url": before.and_then(|before| before.actual_url) })),
        Some(json!({ "url": after.actual_url })),
    );
    let entry = call.change(
        svc,
        "account.subscribe",
        "account",
        account.as_str(),
        &record.name,
        states,
    );
    audit::append(&mut tx, entry).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Accounts);
    Ok(after)
}

/// Where Meta should send webhooks.
pub(super) fn expected_url(svc: &Services) -> String {
    format!(
        "{}/api/v1/whatsapp/webhook",
        svc.settings.base_url.as_str().trim_end_matches('/')
    )
}

/// Finds our app among those subscribed. While it is not known which app is
/// ours, only one that sends here can be it.
pub(super) fn compare(expected_url: String, app_id: Option<&str>, apps: &[SubscribedApp]) -> Subscription {
    let ours = apps.iter().find(|app| match app_id {
        Some(ours) => app.id.as_deref() == Some(ours),
        None => app.override_callback_uri.as_deref() == Some(expected_url.as_str()),
    });
    Subscription {
        actual_url: ours.map(|app| app.override_callback_uri.clone().unwrap_or_default()),
        apps: apps
            .iter()
            .map(|app| {
                (
                    app.id.clone().unwrap_or_default(),
                    app.name.clone().unwrap_or_default(),
                )
            })
            .collect(),
        expected_url,
    }
}
