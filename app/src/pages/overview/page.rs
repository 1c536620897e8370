//! The first page, put together.

use domain::permission::{Permission, Scope};
use leptos::prelude::*;
use service::{overview, platform};

use super::{attention::attention, checklist::checklist, figures, platform::switch};
use crate::{
    components::{
        format::{Times, count},
        icon::{Icon, icon},
        page::{PageHead, Screen, page},
    },
    pages::parts::{evidence},
    guard::guard,
    words::overview as w,
};

/// `/app`
#[component]
pub(crate) fn OverviewPage() -> impl IntoView {
    page(async {
        let cx = guard(Permission::ViewOverview)?;
        let lang = cx.lang;
        let all = overview::get(cx.services(), &cx.call).await?;
        let state = platform::switch(cx.services()).await?;
        let manage = cx.call.actor.may(Permission::ManagePlatform, Scope::Platform);
        let times = Times::current();
        let sub = format!(
            "{} {}",
            w::in_all(lang, all.tenants.0, all.numbers, all.accounts),
            w::can_send(lang, &count(lang, all.ready_tenants))
        );
        let actions = view! {
                {evidence(w::updated(lang), times.element(all.at))}
                <a class="btn btn--sm" href="/app">{icon(Icon::Refresh)}{w::refresh(lang)}</a>
}
        .into_any();
        let body = view! {
            <PageHead title=w::title(lang) sub=sub>{actions}</PageHead>
            {figures::stats(&cx, &all)}
            <div class="cols cols--2-1">
                <div class="stack">
                    {attention(&cx, &times, &all)}
                    {figures::quality(&cx, &times, &all)}
                </div>
                <div class="stack">
                    {checklist(&cx, &times, &all)}
                    {switch(&cx, &times, &state, manage)}
                </div>
            </div>
        };
        Ok(Screen::new(w::title(lang), body).topics("numbers tenants accounts platform"))
    })
}
