//! The numbers page from constants, without session and database: the floor
//! that `cargo xtask bench` holds the real page against.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    SsrMode,
    components::{FlatRoutes, Route, Router},
    path,
};
use service::{counts::Counts, numbers::list::NumberList};

use crate::{
    components::query::Query,
    guard::guard_person,
    pages::{errors, numbers::pool},
    shell::frame,
};

/// What the page shows. Provide it as context, beside a request by somebody
/// who may see everything.
#[derive(Debug, Clone)]
pub struct Constants {
    /// Rows and counts.
    pub list: Arc<NumberList>,
    /// Figures of the navigation.
    pub counts: Counts,
}

/// An application with that one page, at `/floor/view`.
#[component]
pub fn FloorApp() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <FlatRoutes fallback=errors::NotFoundPage>
                <Route path=path!("/floor/view") view=FloorPage ssr=SsrMode::Async/>
            </FlatRoutes>
        </Router>
    }
}

#[component]
fn FloorPage() -> impl IntoView {
    let (Some(constants), Ok(cx)) = (use_context::<Constants>(), guard_person()) else {
        return ().into_any();
    };
    let screen = pool::screen(&cx, &constants.list, &Query::default(), None);
    frame::console(screen, cx.profile.clone(), constants.counts)
}
