//! One template in one language, with everything around it.

use domain::{
    ids::TemplateId,
    lang::Lang,
    permission::{Permission, Scope},
    template::Template,
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use serde_json::json;
use service::{
    ServiceError,
    numbers::list::{self as numbers, NumberQuery},
    templates::{
        TemplateStatus,
        detail::{self, TemplateDetail},
        settings,
    },
};

use super::{alarm, facts, look, new, phone, timeline, usage};
use crate::{
    actions::{
        sending::{SendTestMessage, TEST},
        templates::{DuplicateTemplate, EditTemplate, TEMPLATES, UnpauseTemplate},
    },
    components::{
        field::{SelectField, TextField},
        form::{BackHere, ErrorSummary, Form, Hidden},
        format::Times,
        icon::{Icon, icon},
        page::{PageError, PageHead, Screen, page},
        status::{Tone, status},
    },
    guard::{Cx, guard},
    pages::parts::{self, callout, card},
    words::{sending, templates as w},
};

/// `/app/admin/whatsapp/templates/{id}`
#[component]
pub(crate) fn TemplatePage() -> impl IntoView {
    let id = use_params_map().get_untracked().get("id").unwrap_or_default();
    page(async move {
        let cx = guard(Permission::ViewTemplates)?;
        let id = TemplateId::parse(&id).map_err(|_| ServiceError::NotFound)?;
        let detail = detail::get(cx.services(), &cx.call, &id).await?;
        screen(&cx, &detail).await
    })
}

async fn screen(cx: &Cx, detail: &TemplateDetail) -> Result<Screen, PageError> {
    let lang = cx.lang;
    let times = Times::current();
    let row = &detail.row;
    let manage = cx.call.actor.may(Permission::ManageTemplates, Scope::Platform);
    let auto = settings::hold_moves(cx.services(), &cx.call).await?;
    let senders = if manage {
        senders(cx, detail).await?
    } else {
        Vec::new()
    };
    let accounts = if manage {
        new::accounts(cx).await?
    } else {
        Vec::new()
    };
    let there = row.vanished_at.is_none();
    let template = template(detail);
    let from = detail
        .usage
        .tenants
        .first()
        .map_or(detail.account.2.as_str(), |tenant| tenant.name.as_str());
    let preview = card("h-preview", w::preview(lang), phone::pair(lang, from, &template));
    let body = view! {
        {head(cx, detail, manage)}
        {gone(cx, &times, detail)}
        {alarm::callout(cx, &times, detail, manage, auto)}
        {held(cx, &times, detail)}
        {languages(cx, detail)}
        <div class="cols cols--editor">
            <div class="stack">
                {facts::standing(cx, &times, detail)}
                {usage::usage(cx, &times, detail)}
                {usage::users(cx, detail)}
                {timeline::timeline(cx, &times, detail)}
            </div>
            <div class="stack">
                {preview}
                {(manage && there).then(|| test(cx, detail, senders))}
                {there.then(|| facts::limits(cx, &times, &detail.limits))}
                {manage.then(|| duplicate(cx, detail, accounts))}
                {facts::submissions(cx, &times, &detail.submissions)}
                {raw(cx, detail)}
            </div>
        </div>
    };
    Ok(Screen::new(row.name.clone(), body).topics("templates messages"))
}

/// The template in the domain's form.
fn template(detail: &TemplateDetail) -> Template {
    let body = json!({
        "name": detail.row.name,
        "language": detail.row.language,
        "category": detail.row.category.as_str(),
        "components": detail.components,
    });
    Template::read(body).unwrap_or_default()
}

fn head(cx: &Cx, detail: &TemplateDetail, manage: bool) -> AnyView {
    let lang = cx.lang;
    let row = &detail.row;
    let beside = view! {
        {look::state(lang, &row.status)}
        {row.held.then(|| status(Tone::Warn, Icon::Held, w::held(lang), true))}
    }
    .into_any();
    let sub = format!("{} · {}", w::language_name(lang, &row.language), detail.account.2);
    let there = row.vanished_at.is_none();
    let draft = detail
        .drafts
        .first()
        .map(|draft| format!("{TEMPLATES}/{}/edit", draft.id));
    let edit = if row.status == TemplateStatus::Rejected {
        w::fix(lang)
    } else {
        w::edit(lang)
    };
    let actions = view! {
        {manage
            .then(|| {
                view! {
                    {draft.map(|href| view! { <a class="btn" href=href>{icon(Icon::Draft)}{w::open_draft(lang)}</a> })}
                    {there
                        .then(|| {
                            view! {
                                {(row.status == TemplateStatus::Paused).then(|| unpause(lang, &row.id))}
                                <form method="post" action=EditTemplate::url()>
                                    <Hidden name="template" value=row.id.to_string()/>
                                    <BackHere/>
                                    <button class="btn btn--primary" type="submit">{edit}</button>
                                </form>
                                <a class="btn btn--quiet" href=format!("{TEMPLATES}/{}/delete", row.id)>
                                    {w::delete(lang)}
                                </a>
                            }
                        })}
                }
            })}
    }
    .into_any();
    view! {
        <PageHead
            title=row.name.clone()
            sub=sub
            back=(TEMPLATES.to_owned(), w::title(lang).to_owned())
            beside=beside
        >
            {actions}
        </PageHead>
    }
    .into_any()
}

fn unpause(lang: Lang, id: &TemplateId) -> AnyView {
    view! {
        <form method="post" action=UnpauseTemplate::url()>
            <Hidden name="template" value=id.to_string()/>
            <BackHere/>
            <button class="btn" type="submit">{w::unpause(lang)}</button>
        </form>
    }
    .into_any()
}

fn gone(cx: &Cx, times: &Times, detail: &TemplateDetail) -> Option<AnyView> {
    let lang = cx.lang;
    detail.row.vanished_at.map(|at| {
        callout(
            Tone::Warn,
            w::gone_title(lang),
            view! { <p>{w::gone_why(lang, &times.moment(at))}</p> },
        )
    })
}

fn held(cx: &Cx, times: &Times, detail: &TemplateDetail) -> Option<AnyView> {
    let lang = cx.lang;
    let hold = detail.hold.as_ref()?;
    let words = w::held_since(lang, &times.moment(hold.since), &hold.by);
    Some(callout(
        Tone::Warn,
        w::held(lang),
        view! { <p>{words}". "{w::held_long(lang)}</p> },
    ))
}

/// The languages of the name, as tabs.
fn languages(cx: &Cx, detail: &TemplateDetail) -> Option<AnyView> {
    let lang = cx.lang;
    if detail.siblings.is_empty() {
        return None;
    }
    let mut all: Vec<_> = detail
        .siblings
        .iter()
        .chain(std::iter::once(&detail.row))
        .collect();
    all.sort_by(|a, b| a.language.cmp(&b.language));
    let tabs = all
        .into_iter()
        .map(|row| {
            let here = (row.id == detail.row.id).then_some("page");
            view! {
                <a class="chip" href=format!("{TEMPLATES}/{}", row.id) aria-current=here>
                    {w::language_name(lang, &row.language)}
                    " "
                    {look::plain(lang, &row.status)}
                </a>
            }
        })
        .collect_view();
    Some(view! { <nav class="chips" aria-label=w::languages(lang)>{tabs}</nav> }.into_any())
}

/// Bakeries with a number in the template's account: they can send a test.
async fn senders(cx: &Cx, detail: &TemplateDetail) -> Result<Vec<(String, String)>, PageError> {
    let wanted = NumberQuery {
        account: Some(detail.account.0.clone()),
        ..NumberQuery::default()
    };
    let list = numbers::list(cx.services(), &cx.call, &wanted).await?;
    let mut out: Vec<(String, String)> = list
        .page
        .rows
        .into_iter()
        .filter_map(|row| row.holder)
        .map(|holder| (holder.tenant.to_string(), holder.name))
        .collect();
    out.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(out)
}

fn test(cx: &Cx, detail: &TemplateDetail, senders: Vec<(String, String)>) -> AnyView {
    let lang = cx.lang;
    let row = &detail.row;
    let form = Form::of(TEST);
    let body = if senders.is_empty() {
        view! { <p class="soft sm">{w::test_nobody(lang)}</p> }.into_any()
    } else if !row.status.sendable() {
        view! { <p class="soft sm">{w::test_not_usable(lang)}</p> }.into_any()
    } else {
        let labels = vec![
            ("phone", sending::test_phone(lang)),
            ("tenant", w::test_bakery(lang)),
        ];
        view! {
            <form class="stack stack--2" method="post" action=SendTestMessage::url()>
                <ErrorSummary form=&form labels=labels/>
                <Hidden name="template" value=format!("{}:{}", row.name, row.language)/>
                <BackHere/>
                <SelectField form=&form name="tenant" label=w::test_bakery(lang) options=senders/>
                <TextField
                    form=&form
                    name="phone"
                    kind="tel"
                    label=sending::test_phone(lang)
                    hint=sending::test_hint(lang).to_owned()
                    autocomplete="tel"
                />
                <p><button class="btn" type="submit">{icon(Icon::Send)}{sending::test_send(lang)}</button></p>
            </form>
        }
        .into_any()
    };
    card("test", w::test_title(lang), body)
}

fn duplicate(cx: &Cx, detail: &TemplateDetail, accounts: Vec<(String, String)>) -> AnyView {
    let lang = cx.lang;
    let form = Form::of("duplicate-template");
    let labels = vec![
        ("account", w::account(lang)),
        ("name", w::f_name(lang)),
        ("language", w::f_language(lang)),
    ];
    card(
        "h-duplicate",
        w::duplicate(lang),
        view! {
            <p class="sm soft">{w::duplicate_why(lang)}</p>
            <form class="stack stack--2" method="post" action=DuplicateTemplate::url()>
                <ErrorSummary form=&form labels=labels/>
                <Hidden name="template" value=detail.row.id.to_string()/>
                <BackHere/>
                <SelectField
                    form=&form
                    name="account"
                    label=w::account(lang)
                    options=accounts
                    value=detail.account.0.to_string()
                />
                <TextField form=&form name="name" label=w::f_name(lang) value=detail.row.name.clone()/>
                <SelectField
                    form=&form
                    name="language"
                    label=w::f_language(lang)
                    options=super::fields::languages(lang)
                    value=detail.row.language.clone()
                />
                <p><button class="btn" type="submit">{icon(Icon::Copy)}{w::duplicate_button(lang)}</button></p>
            </form>
        },
    )
}

fn raw(cx: &Cx, detail: &TemplateDetail) -> Option<AnyView> {
    let raw = detail.raw.as_ref()?;
    let text = serde_json::to_string_pretty(raw).unwrap_or_default();
    Some(parts::raw(w::raw(cx.lang), text))
}
