//! Signed-in browsers.

use leptos::{prelude::*, server_fn::ServerFn};
use service::people::sessions::SessionRow;

use super::device::device;
use crate::{
    actions::account::{EndOtherSessions, EndSession},
    components::{
        card::Card,
        form::Hidden,
        format::Times,
        icon::Icon,
        status::{Tone, status},
        table::{Column, Table},
    },
    guard::Cx,
    words::{account as words, common},
};

/// Every browser in which one is signed in, each with a way to end it.
pub(super) fn card(cx: &Cx, open: Vec<SessionRow>) -> AnyView {
    let lang = cx.lang;
    let others = open.iter().any(|row| !row.current);
    let columns = vec![
        Column::new(words::session_browser(lang)),
        Column::new(words::session_from(lang)),
        Column::new(words::session_since(lang)),
        Column::new(words::session_seen(lang)),
        Column::hidden(common::actions(lang)),
    ];
    let times = Times::current();
    let rows = open
        .into_iter()
        .map(|session| row(cx, &times, session))
        .collect_view();
    let end_all = others.then(|| {
        view! {
            <form class="end" method="post" action=EndOtherSessions::url()>
                <button class="btn btn--sm" type="submit">{words::end_others(lang)}</button>
            </form>
        }
        .into_any()
    });
    view! {
        <Card id="sessions" title=words::sessions(lang) head=end_all.unwrap_or_else(|| ().into_any()) flush=true>
            <Table caption=words::sessions(lang) columns=columns>{rows}</Table>
        </Card>
    }
    .into_any()
}

fn row(cx: &Cx, times: &Times, session: SessionRow) -> AnyView {
    let lang = cx.lang;
    let end = if session.current {
        status(Tone::Ok, Icon::Ok, words::session_here(lang), false)
    } else {
        view! {
            <form method="post" action=EndSession::url() novalidate=true>
                <Hidden name="session" value=session.session.to_string()/>
                <button class="btn btn--sm" type="submit">{words::end_session(lang)}</button>
            </form>
        }
        .into_any()
    };
    view! {
        <tr role="row">
            <th role="rowheader" scope="row" class="lead">{device(lang, session.user_agent.as_deref())}</th>
            <td role="cell" data-label=words::session_from(lang)>
                <span class="tnum">{session.ip.unwrap_or_else(|| "–".to_owned())}</span>
            </td>
            <td role="cell" data-label=words::session_since(lang)>{times.element(session.created_at)}</td>
            <td role="cell" data-label=words::session_seen(lang)>{times.element(session.last_seen_at)}</td>
            <td role="cell" class="n act">{end}</td>
        </tr>
    }
    .into_any()
}
