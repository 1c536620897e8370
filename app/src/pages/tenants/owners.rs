//! A bakery's owners, and how another one comes in.

use leptos::{prelude::*, server_fn::ServerFn};
use service::{
    people::team::{Member, MemberStatus},
    tenants::list::TenantDetail,
};

use crate::{
    actions::tenants::{INVITE, InviteOwner, InviteShown},
    components::{
        field::TextField,
        form::{ErrorSummary, Form, Hidden},
        format::Times,
        icon::{Icon, icon},
        status::{Tone, status},
    },
    flash::once,
    guard::Cx,
    pages::parts::card,
    words::{common, tenants as w},
};

/// Who may flip the switch; with the form that invites somebody.
pub(super) fn owners(cx: &Cx, times: &Times, detail: &TenantDetail, may_manage: bool) -> AnyView {
    let lang = cx.lang;
    let people = detail
        .owners
        .iter()
        .map(|member| person(cx, times, member))
        .collect_view();
    card(
        "h-owners",
        w::owners(lang),
        view! {
            {link(cx, times)}
            {if detail.owners.is_empty() {
                view! { <p class="sm soft">{w::owners_none(lang)}</p> }.into_any()
            } else {
                view! { <ul class="checks checks--people" role="list">{people}</ul> }.into_any()
            }}
            {may_manage.then(|| invite(cx, detail))}
        },
    )
}

fn person(cx: &Cx, times: &Times, member: &Member) -> AnyView {
    let lang = cx.lang;
    let (state, note) = match member.status {
        MemberStatus::Invited => (
            status(Tone::Info, Icon::Clock, w::ow_invited(lang), false),
            member
                .open_link
                .as_ref()
                .map(|(_, until)| w::ow_until(lang, &times.day(*until))),
        ),
        MemberStatus::Active => (
            status(Tone::Ok, Icon::Ok, w::ow_active(lang), false),
            member
                .last_sign_in_at
                .map(|at| w::ow_last(lang, &times.moment(at))),
        ),
        MemberStatus::Disabled => (status(Tone::Idle, Icon::Lock, w::ow_disabled(lang), false), None),
    };
    view! {
        <li>
            {icon(Icon::User)}
            <div>
                {member.name.clone()}
                " "
                <span>{member.email.to_string()}</span>
            </div>
            <span class="end">{state}" "{note}</span>
        </li>
    }
    .into_any()
}

/// The link of an invitation that was just made.
fn link(cx: &Cx, times: &Times) -> Option<AnyView> {
    let lang = cx.lang;
    let shown: InviteShown = once(&cx.request, INVITE)?;
    let mailed = if shown.mailed {
        w::link_mailed(lang)
    } else {
        w::link_not_mailed(lang)
    };
    let view = view! {
        <div class="callout" data-tone="ok" role="status" data-once="">
            {icon(Icon::Link)}
            <div>
                <h3>{w::link_title(lang)}</h3>
                <p class="sm">{w::link_for(lang, &shown.email, &times.moment(shown.expires_at))}" "{mailed}</p>
                <div class="linkbox">
                    <span id="invite-link">{shown.url}</span>
                    <button
                        class="btn btn--quiet js-only"
                        type="button"
                        data-copy="#invite-link"
                        data-copied=crate::words::owner::copied(lang)
                    >
                        {icon(Icon::Copy)}
                        {common::copy(lang)}
                    </button>
                </div>
            </div>
        </div>
    };
    Some(view.into_any())
}

fn invite(cx: &Cx, detail: &TenantDetail) -> AnyView {
    let lang = cx.lang;
    let form = Form::of("invite");
    view! {
        <details class="disclosure" open=form.refused() || detail.owners.is_empty()>
            <summary>{icon(Icon::Right)}{w::invite_title(lang)}</summary>
            <form class="stack stack--3" method="post" action=InviteOwner::url()>
                <Hidden name="tenant" value=detail.row.id.to_string()/>
                <ErrorSummary
                    form=&form
                    labels=vec![("email", w::invite_email(lang)), ("name", w::invite_name(lang))]
                />
                <div class="cols cols--pair">
                    <TextField form=&form name="email" label=w::invite_email(lang) kind="email" required=true/>
                    <TextField form=&form name="name" label=w::invite_name(lang)/>
                </div>
                <div class="row">
                    <button class="btn" type="submit">{w::invite_button(lang)}</button>
                    <span class="hint">{w::invite_why(lang)}</span>
                </div>
            </form>
        </details>
    }
    .into_any()
}
