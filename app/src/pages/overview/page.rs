//! The first page, put together.

use domain::{
    permission::{Permission, Scope},
    person::Role,
};
use leptos::prelude::*;
use service::{overview, platform};

use super::{attention::attention, checklist::checklist, figures, platform::switch};
use crate::{
    components::{
        format::Times,
        icon::{Icon, icon},
        page::{PageHead, Screen, page},
    },
    guard::{Refusal, guard, guard_person},
    pages::{owner::chosen::SETTINGS, parts::evidence},
    words::overview as w,
};

/// `/app`
#[component]
pub(crate) fn OverviewPage() -> impl IntoView {
    page(async {
        // Everybody's first address; owners have a first page of their own.
        let person = guard_person()?;
        if person.profile.role == Role::Owner {
            return Err(Refusal::Elsewhere(SETTINGS.to_owned()).into());
        }
        let cx = guard(Permission::ViewOverview)?;
        let lang = cx.lang;
        let all = overview::get(cx.services(), &cx.call).await?;
        let state = platform::switch(cx.services()).await?;
        let manage = cx.call.actor.may(Permission::ManagePlatform, Scope::Platform);
        let times = Times::current();
        let sub = format!(
            "{} {}",
            w::in_all(lang, all.tenants.0, all.numbers, all.accounts),
            w::can_send(lang, all.ready_tenants)
        );
        let actions = view! {
                        {evidence(&times, w::updated(lang), all.at)}
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
