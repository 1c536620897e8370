//! Status pills: counts that are filters.

use domain::message::delivery::State;
use leptos::prelude::*;
use service::messages::list::MessageList;

use super::look;
use crate::{
    components::{format::count, query::Query},
    guard::Cx,
    words::messages as w,
};

/// In the order of a message's life; those that are always shown first.
const ALWAYS: [State; 6] = [
    State::Accepted,
    State::Sent,
    State::Delivered,
    State::Read,
    State::Failed,
    State::Received,
];
const WHEN_ANY: [State; 5] = [
    State::Queued,
    State::Held,
    State::Unknown,
    State::Dropped,
    State::Played,
];

pub(super) fn pills(cx: &Cx, list: &MessageList, query: &Query) -> AnyView {
    let lang = cx.lang;
    let base = query.with("sel", None).with("before", None).with("status", None);
    let current = query.get("status").and_then(State::from_key);
    let of = |state: State| {
        list.counts
            .as_ref()
            .map(|c| c.iter().find(|(s, _)| *s == state).map_or(0, |(_, n)| *n))
    };
    let figure = |n: Option<u64>| n.map_or_else(|| "–".to_owned(), |n| count(lang, n));
    let pills = ALWAYS
        .into_iter()
        .chain(
            WHEN_ANY
                .into_iter()
                .filter(|s| of(*s).is_some_and(|n| n > 0) || current == Some(*s)),
        )
        .map(|state| {
            let href = base.with("status", Some(state.key())).href();
            let here = (current == Some(state)).then_some("true");
            // Nought has nothing to say: its tone is taken away.
            let class = (of(state) == Some(0)).then_some("is-nought");
            view! { <a class=class href=href aria-current=here><b>{figure(of(state))}</b>{look::plain(lang, state)}</a> }
        })
        .collect_view();
    let all = (current.is_none()).then_some("true");
    view! {
        <nav class="counts" aria-label=w::by_status(lang)>
            <a href=base.href() aria-current=all>
                <b>{figure(list.total())}</b>
                <span class="status">{w::all(lang)}</span>
            </a>
            {pills}
        </nav>
        {list.counts.is_none().then(|| view! { <p class="sm soft">{w::not_counted(lang)}</p> })}
    }
    .into_any()
}
