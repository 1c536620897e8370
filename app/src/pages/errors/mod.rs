//! Error pages: what happened, who can act, and the number to ask about.

use axum::http::StatusCode;
use domain::lang::Lang;
use leptos::{prelude::*, reactive::owner::Owner};
use service::ServiceError;

use crate::{
    components::{
        icon::Icon,
        page::{self, Screen},
    },
    request::{Assets, Request},
    shell::brand::BrandMark,
    words::{common, errors},
};

/// The page for addresses that lead nowhere.
#[component]
pub(crate) fn NotFoundPage() -> impl IntoView {
    // Listing the routes renders this once without a request.
    if Request::try_current().is_none() {
        return ().into_any();
    }
    Suspend::new(async { page::refuse(StatusCode::NOT_FOUND).await }).into_any()
}

/// What happened, where the status alone does not say enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Another site made the request, or the console does not know its own address.
    CrossOrigin,
    /// More was sent than is taken there.
    TooLarge {
        /// Most bytes.
        max: usize,
    },
    /// What was sent broke off on its way.
    CutOff,
}

impl Reason {
    /// Its stable name, for programs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::CrossOrigin => "cross_origin",
            Self::TooLarge { .. } => "too_large",
            Self::CutOff => "body_cut_off",
        }
    }
}

/// The status that a refusal of a use case is answered with.
pub(crate) const fn status_of(error: &ServiceError) -> StatusCode {
    match error {
        ServiceError::NotFound => StatusCode::NOT_FOUND,
        ServiceError::Forbidden => StatusCode::FORBIDDEN,
        ServiceError::Conflict(_) => StatusCode::CONFLICT,
        ServiceError::Invalid(_) => StatusCode::BAD_REQUEST,
        ServiceError::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
        ServiceError::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
        ServiceError::Upstream(_) => StatusCode::BAD_GATEWAY,
        ServiceError::Unavailable | ServiceError::Busy => StatusCode::SERVICE_UNAVAILABLE,
        ServiceError::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// The error page inside the frame of whoever is signed in.
pub(crate) fn screen(status: StatusCode, request: &Request) -> Screen {
    let words = Words::of(status, None, request.lang);
    let request_id = request.origin.request_id.clone();
    Screen::new(words.title, body(&words, request.lang, request_id))
}

/// The error page as a whole document, for answers that are not rendered by
/// the router: server functions, the server's own middleware, a database that
/// is away.
pub fn document(
    status: u16,
    reason: Option<Reason>,
    request_id: Option<&str>,
    lang: Lang,
    theme: Option<&str>,
    assets: &Assets,
) -> String {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let words = Words::of(status, reason, lang);
    let title = format!("{} · {}", words.title, common::product(lang));
    let css = assets.css.clone();
    let theme = theme.map(str::to_owned);
    let request_id = request_id.map(str::to_owned);
    let html = Owner::new().with(|| {
        view! {
            <html lang=lang.tag() data-theme=theme data-area="owner">
                <head>
                    <meta charset="utf-8"/>
                    <meta name="viewport" content="width=device-width, initial-scale=1"/>
                    <meta name="color-scheme" content="light dark"/>
                    <title>{title}</title>
                    <link rel="stylesheet" href=css/>
                    <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                </head>
                <body>
                    <main class="alone" id="main" tabindex="-1">
                        <a class="brand" href="/">
                            <BrandMark/>
                            <span>{common::product(lang)}</span>
                        </a>
                        {body(&words, lang, request_id)}
                    </main>
                </body>
            </html>
        }
        .to_html()
    });
    format!("<!DOCTYPE html>{html}")
}

/// The same for a request that is known.
pub(crate) fn page_of(status: StatusCode, request: &Request) -> String {
    document(
        status.as_u16(),
        None,
        request.origin.request_id.as_deref(),
        request.lang,
        request.theme.as_deref(),
        &request.assets,
    )
}

/// What an error page says.
struct Words {
    title: &'static str,
    text: String,
    icon: Icon,
    again: bool,
}

impl Words {
    fn of(status: StatusCode, reason: Option<Reason>, lang: Lang) -> Self {
        let new = |title, text: &str, icon, again| Self {
            title,
            text: text.to_owned(),
            icon,
            again,
        };
        match reason {
            Some(Reason::CrossOrigin) => {
                return new(
                    errors::cross_origin_title(lang),
                    errors::cross_origin_text(lang),
                    Icon::Lock,
                    false,
                );
            }
            Some(Reason::TooLarge { max }) => {
                return new(
                    errors::too_large_title(lang),
                    &errors::too_large_text(lang, max / (1024 * 1024)),
                    Icon::Failed,
                    false,
                );
            }
            // What the status says is enough.
            Some(Reason::CutOff) | None => {}
        }
        match status {
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => new(
                errors::not_found_title(lang),
                errors::not_found_text(lang),
                Icon::Search,
                false,
            ),
            StatusCode::FORBIDDEN | StatusCode::UNAUTHORIZED => new(
                errors::forbidden_title(lang),
                errors::forbidden_text(lang),
                Icon::Lock,
                false,
            ),
            StatusCode::TOO_MANY_REQUESTS => new(
                errors::too_many_title(lang),
                errors::too_many_text(lang),
                Icon::Clock,
                false,
            ),
            StatusCode::SERVICE_UNAVAILABLE => new(
                errors::away_title(lang),
                errors::away_text(lang),
                Icon::Warn,
                true,
            ),
            StatusCode::REQUEST_TIMEOUT => new(
                errors::slow_title(lang),
                errors::not_arrived_text(lang),
                Icon::Clock,
                false,
            ),
            // Nobody knows how far it came, so nothing here invites to repeat it.
            StatusCode::GATEWAY_TIMEOUT => new(
                errors::slow_title(lang),
                errors::slow_text(lang),
                Icon::Clock,
                false,
            ),
            status if status.is_client_error() => new(
                errors::unreadable_title(lang),
                errors::unreadable_text(lang),
                Icon::Failed,
                false,
            ),
            _ => new(
                errors::fault_title(lang),
                errors::fault_text(lang),
                Icon::Warn,
                true,
            ),
        }
    }
}

fn body(words: &Words, lang: Lang, request_id: Option<String>) -> AnyView {
    view! {
        <section class="blank blank--page">
            {crate::components::icon::icon(words.icon)}
            <h1>{words.title}</h1>
            <p>{words.text.clone()}</p>
            <div class="row">
                {words.again.then(|| view! { <a class="btn" href="">{errors::try_again(lang)}</a> })}
                <a class="btn" href="/">{errors::to_start(lang)}</a>
            </div>
            {request_id
                .map(|id| {
                    view! { <p class="xs muted">{common::request_id(lang)}" "<code>{id}</code></p> }
                })}
        </section>
    }
    .into_any()
}
