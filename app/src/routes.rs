//! Addresses and their pages.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    SsrMode,
    components::{FlatRoutes, Route, Router},
    path,
};

use crate::pages::{account, api_docs, audit, errors, link, login, search, team};

/// Every page. Each one is rendered as a whole before its first byte leaves,
/// so that its status, its title and its redirects are true.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <FlatRoutes fallback=errors::NotFoundPage>
                <Route path=path!("/") view=login::HomePage ssr=SsrMode::Async/>
                <Route path=path!("/login") view=login::SignInPage ssr=SsrMode::Async/>
                <Route path=path!("/login/code") view=login::CodePage ssr=SsrMode::Async/>
                <Route path=path!("/login/forgot") view=login::ForgotPage ssr=SsrMode::Async/>
                <Route path=path!("/link/:token") view=link::LinkPage ssr=SsrMode::Async/>
                <Route path=path!("/app/account") view=account::AccountPage ssr=SsrMode::Async/>
                <Route path=path!("/app/account/second-factor") view=account::SecondFactorPage ssr=SsrMode::Async/>
                <Route path=path!("/app/search") view=search::SearchPage ssr=SsrMode::Async/>
                <Route path=path!("/app/api") view=api_docs::ApiPage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/team") view=team::TeamPage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/team/keys") view=team::KeysPage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/team/:id") view=team::MemberPage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/audit") view=audit::AuditPage ssr=SsrMode::Async/>
            </FlatRoutes>
        </Router>
    }
}
