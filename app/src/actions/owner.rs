//! A bakery's own switch.

use leptos::server;
use service::tenants::own;

use super::{numbers::or, tenants::tenant_id};
use crate::{
    error::AppError,
    flash::{done, refused_button},
    guard::guard_person,
    words::owner as words,
};

/// Turns a bakery's messages on or off. The use case decides who may.
#[server(prefix = "/do", endpoint = "switch-whatsapp")]
pub(crate) async fn switch_whatsapp(
    #[server(default)] tenant: String,
    #[server(default)] on: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let cx = guard_person()?;
    let tenant = tenant_id(&tenant)?;
    let on = on == "1";
    let text = if on {
        words::turned_on(cx.lang)
    } else {
        words::turned_off(cx.lang)
    };
    let back = or(&back, "/app/settings/whatsapp");
    match own::set_enabled(cx.services(), &cx.call, &tenant, on).await {
        Ok(()) => done(&cx.request, text, back).await,
        Err(error) => refused_button(&cx.request, &error, back).await,
    }
}
