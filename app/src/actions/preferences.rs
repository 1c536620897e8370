//! Language and theme: remembered with the person, or in a cookie before
//! anybody has signed in.

use axum::http::{HeaderValue, header, request::Parts};
use domain::lang::Lang;
use leptos::{prelude::*, server};
use leptos_axum::ResponseOptions;
use service::people::profile;

use crate::{
    error::AppError,
    flash::{done, redirect_local},
    guard::guard_person,
    request::{LANG_COOKIE, Request, THEME_COOKIE},
    words::account as words,
};

/// Cookie that turns single-letter keys off.
const KEYS_COOKIE: &str = "tahona_keys";

/// Chooses a language and comes back to the page.
#[server(prefix = "/do", endpoint = "choose-language")]
pub async fn choose_language(
    #[server(default)] lang: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let request = Request::current();
    if let Some(lang) = Lang::parse(&lang) {
        if let Some(call) = request.call() {
            profile::set_preferences(&request.services, &call, Some(Some(lang)), None).await?;
        }
        remember(&request, LANG_COOKIE, Some(lang.tag()));
    }
    redirect_local(&back);
    Ok(())
}

/// Chooses a theme (`light`, `dark`, anything else follows the system) and
/// comes back to the page.
#[server(prefix = "/do", endpoint = "choose-theme")]
pub async fn choose_theme(
    #[server(default)] theme: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let request = Request::current();
    let theme = Some(theme).filter(|theme| matches!(theme.as_str(), "light" | "dark"));
    if let Some(call) = request.call() {
        profile::set_preferences(&request.services, &call, None, Some(theme.clone())).await?;
    }
    remember(&request, THEME_COOKIE, theme.as_deref());
    redirect_local(&back);
    Ok(())
}

/// Saves language, theme and keys together, from the account page.
#[server(prefix = "/do", endpoint = "save-preferences")]
pub async fn save_preferences(
    #[server(default)] lang: String,
    #[server(default)] theme: String,
    #[server(default)] keys: String,
) -> Result<(), AppError> {
    let cx = guard_person()?;
    let lang = Lang::parse(&lang).unwrap_or(cx.lang);
    let theme = Some(theme).filter(|theme| matches!(theme.as_str(), "light" | "dark"));
    profile::set_preferences(cx.services(), &cx.call, Some(Some(lang)), Some(theme.clone())).await?;
    remember(&cx, LANG_COOKIE, Some(lang.tag()));
    remember(&cx, THEME_COOKIE, theme.as_deref());
    remember(&cx, KEYS_COOKIE, keys.is_empty().then_some("off"));
    done(&cx, words::preferences_saved(lang), "/app/account").await
}

/// Whether single-letter keys are turned off in this browser.
pub(crate) fn keys_off() -> bool {
    use_context::<Parts>()
        .and_then(|parts| {
            let cookies = parts
                .headers
                .get_all(header::COOKIE)
                .iter()
                .filter_map(|value| value.to_str().ok());
            cookies.flat_map(|line| line.split(';')).find_map(|cookie| {
                cookie
                    .trim()
                    .strip_prefix(KEYS_COOKIE)?
                    .strip_prefix('=')
                    .map(str::to_owned)
            })
        })
        .is_some_and(|value| value == "off")
}

/// Keeps a choice in the browser for a year, so that the sign-in page already
/// has it; `None` forgets it.
fn remember(request: &Request, name: &str, value: Option<&str>) {
    let secure = if request.services.settings.base_url.scheme() == "https" {
        "; Secure"
    } else {
        ""
    };
    let (value, age) = value.map_or(("", 0), |value| (value, 365 * 24 * 60 * 60));
    let cookie = format!("{name}={value}; Path=/; Max-Age={age}; SameSite=Lax; HttpOnly{secure}");
    if let (Some(response), Ok(cookie)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(&cookie)) {
        response.append_header(header::SET_COOKIE, cookie);
    }
}
