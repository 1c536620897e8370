//! Addresses and their pages.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    SsrMode,
    components::{FlatRoutes, Route, Router},
    path,
};

use crate::pages::{account, errors, link, login};

/// Every page. Each one is rendered as a whole before its first byte leaves,
/// so that its status, its title and its redirects are true.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <FlatRoutes fallback=errors::NotFoundPage>
                <Route path=path!("/login") view=login::SignInPage ssr=SsrMode::Async/>
                <Route path=path!("/login/code") view=login::CodePage ssr=SsrMode::Async/>
                <Route path=path!("/login/forgot") view=login::ForgotPage ssr=SsrMode::Async/>
                <Route path=path!("/link/:token") view=link::LinkPage ssr=SsrMode::Async/>
                <Route path=path!("/app/account") view=account::AccountPage ssr=SsrMode::Async/>
                <Route path=path!("/app/account/second-factor") view=account::SecondFactorPage ssr=SsrMode::Async/>
            </FlatRoutes>
        </Router>
    }
}
