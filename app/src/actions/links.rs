//! Invitations and password resets, from the side of the person who gets them.

use leptos::server;
use service::people::links;

use super::session::enter;
use crate::{
    components::status::Tone,
    error::AppError,
    flash::{noted, refused},
    request::Request,
    words::people as words,
};

/// The form for asking for a link.
pub(crate) const FORGOT: &str = "forgot";
/// The form behind a link.
pub(crate) const ACCEPT: &str = "accept";

/// Asks for a reset link; the answer never says whether the address is known.
#[server(prefix = "/do", endpoint = "request-reset")]
pub async fn request_reset(#[server(default)] email: String) -> Result<(), AppError> {
    let request = Request::current();
    match links::request_reset(&request.services, &request.origin, &email).await {
        Ok(()) => noted(&request, Tone::Info, words::forgot_done(request.lang), "/login").await,
        Err(error) => refused(&request, FORGOT, &[("email", &email)], &error, "/login/forgot").await,
    }
}

/// Uses a link: name and password, then in.
#[server(prefix = "/do", endpoint = "accept-link")]
pub async fn accept_link(
    #[server(default)] token: String,
    #[server(default)] name: String,
    #[server(default)] password: String,
    #[server(default)] repeat: String,
) -> Result<(), AppError> {
    let request = Request::current();
    match links::accept(
        &request.services,
        &request.origin,
        &token,
        &name,
        &password,
        &repeat,
    )
    .await
    {
        Ok(step) => enter(&request, step, "").await,
        Err(error) => {
            let back = format!("/link/{}", crate::components::query::encoded(&token));
            refused(&request, ACCEPT, &[("name", &name)], &error, &back).await
        }
    }
}
