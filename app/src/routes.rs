//! Addresses and their pages.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    SsrMode,
    components::{FlatRoutes, Route, Router},
    path,
};

use crate::pages::{
    account, api_docs, audit, billing, checks, contacts, errors, link, login, messages, numbers, overview,
    owner, search, team, templates, tenants, wabas, webhooks,
};

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
                <Route path=path!("/app/search") view=search::SearchPage ssr=SsrMode::Async/>
                <Route path=path!("/app/api") view=api_docs::ApiPage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/team") view=team::TeamPage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/team/keys") view=team::KeysPage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/team/:id") view=team::MemberPage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/audit") view=audit::AuditPage ssr=SsrMode::Async/>
                <Route path=path!("/app") view=overview::OverviewPage ssr=SsrMode::Async/>
                <Route path=path!("/app/settings/whatsapp") view=owner::settings::OwnerPage ssr=SsrMode::Async/>
                <Route path=path!("/app/settings/whatsapp/poster") view=owner::poster::PosterPage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/whatsapp") view=numbers::bakeries::BakeriesPage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/whatsapp/assign-all") view=numbers::bulk::BulkPage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/whatsapp/numbers") view=numbers::pool::PoolPage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/whatsapp/numbers/:id") view=numbers::detail::NumberPage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/whatsapp/numbers/:id/release") view=numbers::release::ReleasePage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/whatsapp/checks/:tenant") view=checks::AdminChecksPage ssr=SsrMode::Async/>
                <Route path=path!("/app/support/checks/:tenant") view=checks::SupportChecksPage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/whatsapp/messages") view=messages::AdminMessagesPage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/whatsapp/conversations") view=messages::AdminInboxPage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/whatsapp/conversations/:id") view=messages::AdminConversationPage ssr=SsrMode::Async/>
                <Route path=path!("/app/support/messages") view=messages::SupportMessagesPage ssr=SsrMode::Async/>
                <Route path=path!("/app/support/conversations") view=messages::SupportInboxPage ssr=SsrMode::Async/>
                <Route path=path!("/app/support/conversations/:id") view=messages::SupportConversationPage ssr=SsrMode::Async/>
                <Route path=path!("/app/settings/whatsapp/messages") view=messages::OwnMessagesPage ssr=SsrMode::Async/>
                <Route path=path!("/app/settings/whatsapp/conversations") view=messages::OwnInboxPage ssr=SsrMode::Async/>
                <Route path=path!("/app/settings/whatsapp/conversations/:id") view=messages::OwnConversationPage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/whatsapp/billing") view=billing::BillingPage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/whatsapp/billing/lines") view=billing::LinesPage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/whatsapp/billing/cards") view=billing::CardsPage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/whatsapp/billing/cards/import") view=billing::ImportCardPage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/whatsapp/billing/cards/import/:id") view=billing::ImportCardPreviewPage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/whatsapp/billing/cards/:id") view=billing::CardPage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/whatsapp/billing/budgets") view=billing::BudgetsPage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/whatsapp/billing/terms") view=billing::TermsPage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/whatsapp/billing/what-if") view=billing::WhatIfPage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/whatsapp/billing/reconcile") view=billing::ReconcilePage ssr=SsrMode::Async/>
                <Route path=path!("/app/settings/whatsapp/billing") view=billing::OwnBillingPage ssr=SsrMode::Async/>
                <Route path=path!("/app/settings/whatsapp/billing/receipt") view=billing::ReceiptPage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/whatsapp/wabas") view=wabas::list::AccountsPage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/whatsapp/wabas/:id") view=wabas::detail::AccountPage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/whatsapp/contacts") view=contacts::AdminContactsPage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/whatsapp/contacts/:id") view=contacts::AdminContactPage ssr=SsrMode::Async/>
                <Route path=path!("/app/support/contacts") view=contacts::SupportContactsPage ssr=SsrMode::Async/>
                <Route path=path!("/app/support/contacts/:id") view=contacts::SupportContactPage ssr=SsrMode::Async/>
                <Route path=path!("/app/support/reveals") view=contacts::RevealsPage ssr=SsrMode::Async/>
                <Route path=path!("/app/settings/whatsapp/contacts") view=contacts::OwnContactsPage ssr=SsrMode::Async/>
                <Route path=path!("/app/settings/whatsapp/contacts/:id") view=contacts::OwnContactPage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/whatsapp/webhooks") view=webhooks::WebhooksPage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/whatsapp/templates") view=templates::list::TemplatesPage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/whatsapp/templates/new") view=templates::new::NewTemplatePage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/whatsapp/templates/:id") view=templates::detail::TemplatePage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/whatsapp/templates/:id/delete") view=templates::delete::DeleteTemplatePage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/whatsapp/templates/:id/edit") view=templates::edit::EditTemplatePage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/whatsapp/templates/:id/versions") view=templates::versions::TemplateVersionsPage ssr=SsrMode::Async/>
                <Route path=path!("/app/settings/whatsapp/texts") view=owner::texts::OwnTextsPage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/tenants") view=tenants::list::TenantsPage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/tenants/new") view=tenants::new::NewTenantPage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/tenants/import") view=tenants::import::ImportPage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/tenants/import/:id") view=tenants::preview::ImportPreviewPage ssr=SsrMode::Async/>
                <Route path=path!("/app/admin/tenants/:id") view=tenants::detail::TenantPage ssr=SsrMode::Async/>
            </FlatRoutes>
        </Router>
    }
}
