//! The first WABA from the `WHATSAPP_*` variables of the environment.

use secrecy::SecretString;

use crate::{Services, error::ServiceResult};

/// The variables, as far as they are set.
#[derive(Debug, Clone, Default)]
pub struct BootstrapInput {
    /// `WHATSAPP_BUSINESS_ACCOUNT_ID`
    pub waba_id: Option<String>,
    /// `WHATSAPP_ACCESS_TOKEN`
    pub token: Option<SecretString>,
    /// `WHATSAPP_PHONE_NUMBER_ID`: becomes the default number.
    pub phone_number_id: Option<String>,
    /// `WHATSAPP_APP_SECRET`
    pub app_secret: Option<SecretString>,
}

/// What became of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bootstrap {
    /// Nothing was set.
    Nothing,
    /// A WABA is connected already; the variables are ignored from now on.
    AlreadyConnected,
    /// Connected; with what Meta could not be asked, if anything.
    Connected {
        /// What could not be checked or read yet; the next sync tries again.
        problems: Vec<String>,
    },
    /// Not usable; which variable, and why.
    Refused {
        /// Name of the variable.
        variable: &'static str,
        /// Why.
        why: String,
    },
}

/// Connects the first WABA. When Meta cannot be reached it is saved all the
/// same, marked as not checked: a start must not depend on Meta.
pub async fn run(svc: &Services, input: &BootstrapInput) -> ServiceResult<Bootstrap> {
    let _ = (svc, input);
    todo!()
}
