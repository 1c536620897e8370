//! Whether Meta sends webhooks here.

use domain::ids::AccountId;
use serde::{Deserialize, Serialize};

use crate::{Call, Services, error::ServiceResult};

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
    let _ = (svc, call, account);
    todo!()
}
