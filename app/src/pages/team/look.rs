//! How a person looks in a list.

use domain::lang::Lang;
use leptos::prelude::*;
use service::people::team::{Member, MemberStatus};

use super::TEAM;
use crate::{
    components::{
        format::Times,
        icon::Icon,
        status::{Tone, status},
    },
    guard::Cx,
    shell::role_name,
    words::{common, team as words},
};

/// State of a person.
pub(super) fn state(lang: Lang, member: &Member) -> AnyView {
    match member.status {
        MemberStatus::Active => status(Tone::Ok, Icon::Ok, words::state_active(lang), false),
        MemberStatus::Invited => status(Tone::Info, Icon::Clock, words::state_invited(lang), false),
        MemberStatus::Disabled => status(Tone::Idle, Icon::Lock, words::state_disabled(lang), true),
    }
}

fn factor(lang: Lang, member: &Member) -> AnyView {
    if member.second_factor {
        status(Tone::Ok, Icon::Ok, words::factor_on(lang), false)
    } else if member.role.needs_second_factor() && member.status == MemberStatus::Active {
        status(Tone::Warn, Icon::Warn, words::factor_missing(lang), true)
    } else if member.role.needs_second_factor() && member.status == MemberStatus::Invited {
        status(Tone::Idle, Icon::Clock, words::factor_later(lang), false)
    } else {
        status(Tone::Idle, Icon::Dash, words::factor_optional(lang), false)
    }
}

/// One row of the list.
pub(super) fn row(cx: &Cx, times: &Times, member: Member) -> AnyView {
    let lang = cx.lang;
    let href = format!("{TEAM}/{}", member.id);
    let you = (member.id == cx.profile.id).then(|| view! { " "<span class="tag">{words::you(lang)}</span> });
    let bakeries: Vec<_> = member.tenants.iter().map(|(_, name)| name.as_str()).collect();
    let bakeries = (!bakeries.is_empty()).then(|| bakeries.join(", "));
    let last = match member.last_sign_in_at {
        Some(at) => times.element(at),
        None => view! { <span class="muted">{common::never(lang)}</span> }.into_any(),
    };
    let calm = if member.second_factor { "calm" } else { "" };
    view! {
        <tr role="row">
            <th role="rowheader" scope="row" class="lead">
                <a href=href>{member.name.clone()}</a>
                {you}
                <small>{member.email.to_string()}</small>
            </th>
            <td role="cell" data-label=words::col_role(lang)>
                {role_name(lang, member.role)}
                {bakeries.map(|names| view! { <small>{names}</small> })}
            </td>
            <td role="cell" data-label=words::col_state(lang) class="corner">{state(lang, &member)}</td>
            <td role="cell" data-label=words::col_factor(lang) class=calm>{factor(lang, &member)}</td>
            <td role="cell" data-label=words::col_last(lang) class="nowrap">{last}</td>
        </tr>
    }
    .into_any()
}
