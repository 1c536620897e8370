//! Showing a customer's number for a while; how long messages are kept.

use domain::{message::id::MessageId, permission::Permission};
use leptos::server;
use service::{
    ServiceError,
    messages::{retention, reveal},
};

use super::numbers::or;
use crate::{
    error::AppError,
    flash::{done, refused},
    guard::guard,
    words::messages as words,
};

/// Where people go whose form does not say where it stood.
const LOG: &str = "/app/support/messages";

/// Shows a customer's whole number for a while, with a reason.
#[server(prefix = "/do", endpoint = "reveal-number")]
pub(crate) async fn reveal_number(
    #[server(default)] contact: String,
    #[server(default)] reason: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::RevealNumbers)?;
    let contact = MessageId::parse(&contact).map_err(|_| AppError::from_service(&ServiceError::NotFound))?;
    match reveal::reveal(cx.services(), &cx.call, contact, &reason).await {
        Ok(_) => done(&cx, words::revealed(cx.lang), or(&back, LOG)).await,
        Err(error) => refused(&cx, "reveal", &[("reason", &reason)], &error, or(&back, LOG)).await,
    }
}

/// Changes how long messages are kept.
#[server(prefix = "/do", endpoint = "message-days")]
pub(crate) async fn set_message_days(
    #[server(default)] days: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::ManagePlatform)?;
    let back = or(&back, "/app/admin/whatsapp/messages");
    match retention::set_days(cx.services(), &cx.call, &days).await {
        Ok(days) => done(&cx, words::kept_now(cx.lang, &days.to_string()), back).await,
        Err(error) => refused(&cx, "message-days", &[("days", &days)], &error, back).await,
    }
}
