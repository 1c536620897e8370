//! "Why can't this bakery send?": every gate in order, the first closed one
//! with what opens it.

mod aside;
mod evidence;
mod gates;
pub(crate) mod stops;

use domain::{
    ids::TenantId,
    message::gate::Verdict,
    permission::{Permission, Scope},
    person::Role,
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use service::{
    ServiceError,
    messages::{
        checks::{self, CheckQuery, Checks},
        send_test,
    },
    templates::TemplateStatus,
};

use crate::{
    components::{
        form::Form,
        format::Times,
        icon::{Icon, icon},
        page::{PageHead, Screen, page},
        status::Tone,
    },
    guard::{Cx, guard},
    pages::parts::{callout, note, stamp},
    words::{checks as w, template_terms, tenants},
};

/// `/app/admin/whatsapp/checks/{tenant}`
#[component]
pub(crate) fn AdminChecksPage() -> impl IntoView {
    shown("/app/admin/whatsapp/checks")
}

/// `/app/support/checks/{tenant}`
#[component]
pub(crate) fn SupportChecksPage() -> impl IntoView {
    shown("/app/support/checks")
}

/// Where this page is about a bakery, for whoever reads; support has an
/// address of its own.
pub(crate) fn href(cx: &Cx, tenant: &TenantId) -> String {
    if cx.profile.role == Role::Support {
        format!("/app/support/checks/{tenant}")
    } else {
        format!("/app/admin/whatsapp/checks/{tenant}")
    }
}

fn shown(base: &'static str) -> impl IntoView {
    let id = use_params_map().get_untracked().get("tenant").unwrap_or_default();
    let asked = use_query_map().get_untracked();
    let (template, to) = (
        asked.get("template").unwrap_or_default(),
        asked.get("to").unwrap_or_default(),
    );
    page(async move {
        let cx = guard(Permission::ViewTenants)?;
        let tenant = TenantId::parse(&id).map_err(|_| ServiceError::NotFound)?;
        let mut query = CheckQuery {
            template: template
                .rsplit_once(':')
                .map(|(name, language)| (name.to_owned(), language.to_owned())),
            phone: Some(to.clone()).filter(|text| !text.trim().is_empty()),
        };
        let mut bad_phone = false;
        let found = match checks::run(cx.services(), &cx.call, &tenant, &query).await {
            Err(ServiceError::Invalid(_)) => {
                bad_phone = true;
                query.phone = None;
                checks::run(cx.services(), &cx.call, &tenant, &query).await?
            }
            other => other?,
        };
        let may_send = cx
            .call
            .actor
            .may(Permission::SendMessages, Scope::Tenant(&tenant));
        let offers = if may_send {
            Some(send_test::offers(cx.services(), &cx.call, &tenant).await?)
        } else {
            None
        };
        let form = Form::of(crate::actions::sending::TEST);
        let times = Times::current();
        let name = found.report.tenant_name.clone();
        let title = if found.report.first_stop().is_some() {
            w::title(cx.lang, &name)
        } else {
            w::title_open(cx.lang, &name)
        };
        let body = view! {
            {head(&cx, &times, &found, base, &title)}
            {answer(&cx, &found)}
            {case(&cx, &found, &template, &to)}
            {bad_phone.then(|| note(Tone::Warn, w::bad_phone(cx.lang)))}
            <div class="cols cols--gates">
                {gates::list(&cx, &times, &found)}
                <aside class="stack">{aside::view(&cx, &times, &found, &form, offers.as_deref())}</aside>
            </div>
        };
        Ok(Screen::new(title, body).topics("numbers tenants accounts platform messages"))
    })
}

fn head(cx: &Cx, times: &Times, found: &Checks, base: &str, title: &str) -> AnyView {
    let lang = cx.lang;
    let back = if cx.call.actor.may(Permission::ManageTenants, Scope::Platform) {
        (
            format!("/app/admin/tenants/{}", found.tenant),
            found.report.tenant_name.clone(),
        )
    } else {
        ("/app/admin/tenants".to_owned(), tenants::title(lang).to_owned())
    };
    let again = format!("{base}/{}", found.tenant);
    let actions = view! {
        {stamp(w::ran_at(lang, &times.second(found.report.at)))}
        <a class="btn" href=again>{icon(Icon::Refresh)}{w::again(lang)}</a>
    }
    .into_any();
    view! { <PageHead title=title.to_owned() back=back>{actions}</PageHead> }.into_any()
}

/// The answer in one sentence.
fn answer(cx: &Cx, found: &Checks) -> AnyView {
    let lang = cx.lang;
    let Some(stop) = found.report.first_stop() else {
        let open = found
            .report
            .lines
            .iter()
            .all(|line| line.verdict != Verdict::NotKnown);
        return if open {
            note(Tone::Ok, w::all_open(lang))
        } else {
            note(Tone::Idle, w::unknowns(lang))
        };
    };
    let what = w::stops(lang, stop.gate);
    let title = match found.report.stops() {
        1 => w::only_one(lang, what),
        count => w::first_of(lang, what, count),
    };
    let lost = (found.waiting > 0).then(|| view! { <p>{w::nothing_lost(lang, found.waiting)}</p> });
    callout(Tone::Bad, title, lost)
}

/// Asking about one case.
fn case(cx: &Cx, found: &Checks, template: &str, to: &str) -> AnyView {
    let lang = cx.lang;
    let options = found
        .templates
        .iter()
        .map(|(name, language, status)| {
            let value = format!("{name}:{language}");
            let chosen = value == template;
            let state = TemplateStatus::parse(status);
            let state = template_terms::status(lang, &state);
            view! { <option value=value selected=chosen>{format!("{name}, {language} ({state})")}</option> }
        })
        .collect_view();
    view! {
        <form class="filters" aria-label=w::case(lang)>
            <label class="sr-only" for="template">{w::template(lang)}</label>
            <select class="select select--auto" id="template" name="template">
                <option value="">{w::no_template(lang)}</option>
                {options}
            </select>
            <label class="sr-only" for="to">{w::to(lang)}</label>
            <input class="input" id="to" name="to" type="tel" value=to.to_owned() placeholder=w::to_hint(lang)/>
            <button class="btn" type="submit">{w::check(lang)}</button>
        </form>
    }
    .into_any()
}
