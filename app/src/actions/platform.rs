//! The switch of the whole platform.

use domain::permission::Permission;
use leptos::server;
use service::platform;

use crate::{
    error::AppError,
    flash::{done, refused_button},
    guard::guard,
    words::overview as words,
};

/// Overrides the switch: `on`, `off`, or `config` for what the configuration says.
#[server(prefix = "/do", endpoint = "switch-platform")]
pub(crate) async fn switch_platform(#[server(default)] to: String) -> Result<(), AppError> {
    let cx = guard(Permission::ManagePlatform)?;
    let (on, text) = match to.as_str() {
        "on" => (Some(true), words::switched_on(cx.lang)),
        "off" => (Some(false), words::switched_off(cx.lang)),
        _ => (None, words::switched_back(cx.lang)),
    };
    match platform::set_switch(cx.services(), &cx.call, on).await {
        Ok(()) => done(&cx.request, text, "/app").await,
        Err(error) => refused_button(&cx.request, &error, "/app").await,
    }
}
