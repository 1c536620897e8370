//! Connected accounts, and connecting another one.

use domain::permission::{Permission, Scope};
use leptos::{prelude::*, server_fn::ServerFn};
use service::accounts::list::{self, AccountRow};

use super::{connect::connect_card, look};
use crate::{
    actions::{numbers::SyncAccounts, wabas::ACCOUNTS},
    components::{
        empty::Blank,
        form::BackHere,
        format::{Times, count},
        icon::{Icon, icon},
        page::{PageHead, Screen, page},
        status::{Tone, status},
        table::{Column, Table},
    },
    guard::{Cx, guard},
    words::wabas as w,
};

/// `/app/admin/whatsapp/wabas`
#[component]
pub(crate) fn AccountsPage() -> impl IntoView {
    page(async {
        let cx = guard(Permission::ViewAccounts)?;
        let lang = cx.lang;
        let rows = list::list(cx.services(), &cx.call).await?;
        let may_manage = cx.call.actor.may(Permission::ManageAccounts, Scope::Platform);
        let actions = view! {
                {(may_manage && !rows.is_empty())
                    .then(|| {
                        view! {
                            <form method="post" action=SyncAccounts::url()>
                                <BackHere/>
                                <button class="btn" type="submit">{icon(Icon::Refresh)}{w::sync_all(lang)}</button>
                            </form>
                        }
                    })}
}
        .into_any();
        let body = view! {
            <PageHead title=w::title(lang) sub=w::sub(lang)>{actions}</PageHead>
            {table(&cx, &rows)}
            {may_manage.then(|| connect_card(&cx))}
        };
        Ok(Screen::new(w::title(lang), body).topics("accounts numbers"))
    })
}

fn table(cx: &Cx, rows: &[AccountRow]) -> AnyView {
    let lang = cx.lang;
    if rows.is_empty() {
        return view! {
            <section class="card">
                <Blank icon_name=Icon::Account title=w::none_title(lang) text=w::none_why(lang)/>
            </section>
        }
        .into_any();
    }
    let columns = vec![
        Column::new(w::col_account(lang)),
        Column::figures(w::col_numbers(lang)),
        Column::new(w::col_sending(lang)),
        Column::new(w::col_token(lang)),
        Column::new(w::col_events(lang)),
        Column::new(w::col_sync(lang)),
    ];
    let times = Times::current();
    let rows = rows.iter().map(|row| one(cx, &times, row)).collect_view();
    view! {
        <section class="card" aria-label=w::list_label(lang)>
            <Table caption=w::list_label(lang) columns=columns>{rows}</Table>
        </section>
    }
    .into_any()
}

fn one(cx: &Cx, times: &Times, row: &AccountRow) -> AnyView {
    let lang = cx.lang;
    let lead = view! {
        <th role="rowheader" scope="row" class="lead">
            <a href=format!("{ACCOUNTS}/{}", row.id)>{row.name.clone()}</a>
            <small class="mono">{row.waba_id.clone()}</small>
        </th>
    };
    let numbers = view! {
        <td role="cell" data-label=w::col_numbers(lang) class="n">
            {count(lang, row.numbers.into())}
            <small>{w::in_use(lang, &count(lang, row.in_use.into()))}</small>
        </td>
    };
    if let Some(since) = row.disconnected_at {
        return view! {
            <tr role="row">
                {lead}
                {numbers}
                <td role="cell" data-label=w::col_sending(lang) class="corner" colspan="4">
                    {status(Tone::Idle, Icon::Dash, w::disconnected(lang), false)}
                    <small>{w::disconnected_since(lang, &times.day(since))}</small>
                </td>
            </tr>
        }
        .into_any();
    }
    let sending = match &row.health {
        Some((health, at)) => {
            view! { {look::can_send(lang, &health.can_send).view()}<small>{times.element(*at)}</small> }
                .into_any()
        }
        None => status(Tone::Idle, Icon::Help, w::not_known(lang), false),
    };
    let token = look::token(lang, row);
    let age = row
        .token_set_at
        .map(|at| w::days(lang, cx.now.since(at).max(0) / domain::time::DAY));
    let hooks = look::hooks(lang, row.subscription.as_ref().map(|(now, _)| now));
    let hooks_at = row.subscription.as_ref().map(|(_, at)| times.element(*at));
    let sync = look::sync(lang, row);
    view! {
        <tr role="row">
            {lead}
            {numbers}
            <td role="cell" data-label=w::col_sending(lang) class="corner">{sending}</td>
            <td role="cell" data-label=w::col_token(lang)>{token.view()}<small>{age}</small></td>
            <td role="cell" data-label=w::col_events(lang)>{hooks.view()}<small>{hooks_at}</small></td>
            <td role="cell" data-label=w::col_sync(lang)>
                {sync.view()}
                <small>{row.sync_ok_at.map(|at| times.element(at))}</small>
            </td>
        </tr>
    }
    .into_any()
}
