//! Pages: what they load, and what is shown when that does not work.

use std::future::Future;

use axum::http::{HeaderValue, StatusCode, header};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use service::ServiceError;

use super::icon::{Icon, icon};
use crate::{guard::Refusal, pages::errors, request::Request, shell::frame, words::common};

/// What a page shows inside its frame.
pub(crate) struct Screen {
    /// For the browser's tab; the product's name follows it.
    pub(crate) title: String,
    /// The content of `main`.
    pub(crate) body: AnyView,
    /// Topics (see `service::events::Topic::key`), separated by spaces, that
    /// make an open page fetch itself again.
    pub(crate) topics: &'static str,
    /// Whether it uses the whole width.
    pub(crate) wide: bool,
    /// Whether it stands in the frame of people who are not signed in.
    pub(crate) outside: bool,
}

impl Screen {
    /// A page with a title.
    pub(crate) fn new(title: impl Into<String>, body: impl IntoAny) -> Self {
        Self {
            title: title.into(),
            body: body.into_any(),
            topics: "",
            wide: false,
            outside: false,
        }
    }

    /// Names the topics that make it fetch itself again.
    #[must_use]
    pub(crate) const fn topics(mut self, topics: &'static str) -> Self {
        self.topics = topics;
        self
    }

    /// Lets it use the whole width.
    #[must_use]
    pub(crate) const fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    /// Puts it into the frame of people who are not signed in.
    #[must_use]
    pub(crate) const fn outside(mut self) -> Self {
        self.outside = true;
        self
    }
}

/// Why a page cannot be shown.
#[derive(Debug)]
pub(crate) enum PageError {
    /// A use case refused or failed.
    Service(ServiceError),
    /// Turned away at the door.
    Refused(Refusal),
}

impl From<ServiceError> for PageError {
    fn from(error: ServiceError) -> Self {
        Self::Service(error)
    }
}

impl From<Refusal> for PageError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// Shows what `load` comes back with, inside the frame of whoever is signed in;
/// or the error page that fits, with its HTTP status. Every route renders as a
/// whole before the first byte leaves, so the status is always true.
pub(crate) fn page<F>(load: F) -> impl IntoView
where
    F: Future<Output = Result<Screen, PageError>> + Send + 'static,
{
    Suspend::new(async move {
        match load.await {
            Ok(screen) => frame::around(screen).await,
            Err(PageError::Refused(Refusal::Elsewhere(path))) => {
                redirect(&path);
                ().into_any()
            }
            Err(PageError::Refused(Refusal::Forbidden)) => refuse(StatusCode::FORBIDDEN).await,
            Err(PageError::Service(error)) => refuse(errors::status_of(&error)).await,
        }
    })
}

/// The error page for a status, inside the frame.
pub(crate) async fn refuse(status: StatusCode) -> AnyView {
    set_status(status);
    frame::around(errors::screen(status, &Request::current())).await
}

/// Answers with another status than 200.
pub(crate) fn set_status(status: StatusCode) {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(status);
    }
}

/// Answers with a redirect to a path of ours.
pub(crate) fn redirect(path: &str) {
    set_status(StatusCode::SEE_OTHER);
    if let (Some(response), Ok(path)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(path)) {
        response.insert_header(header::LOCATION, path);
    }
}

/// Title, subtitle and actions on top of a page.
#[component]
pub(crate) fn PageHead(
    /// The heading.
    #[prop(into)]
    title: String,
    /// One sentence under it.
    #[prop(optional, into)]
    sub: Option<String>,
    /// The way back: address and name of the list that this page belongs to.
    #[prop(optional)]
    back: Option<(String, String)>,
    /// Beside the heading: a status.
    #[prop(optional, into)]
    beside: Option<AnyView>,
    /// Evidence and buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let lang = Request::current().lang;
    view! {
        <div class="page-head">
            <div class="page-head__text">
                {back
                    .map(|(href, name)| {
                        view! {
                            <nav class="page-head__crumb" aria-label=common::you_are_here(lang)>
                                <a href=href>{name}</a>
                                {icon(Icon::Right)}
                                <span aria-current="page">{title.clone()}</span>
                            </nav>
                        }
                    })}
                <h1>{title}{beside.map(|beside| view! { " "{beside} })}</h1>
                {sub.map(|sub| view! { <p class="page-head__sub">{sub}</p> })}
            </div>
            {children.map(|children| view! { <div class="page-head__actions">{children()}</div> })}
        </div>
    }
}
