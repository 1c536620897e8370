//! The two histories of a number: who had it, and what Meta changed.

use leptos::prelude::*;
use service::numbers::detail::NumberDetail;

use super::look;
use crate::{
    components::{format::Times, icon::icon},
    guard::Cx,
    pages::parts::{card, interval},
    words::numbers as w,
};

/// Who had the number, newest first.
pub(super) fn holders(cx: &Cx, times: &Times, detail: &NumberDetail) -> AnyView {
    let lang = cx.lang;
    let items = detail
        .holders
        .iter()
        .map(|past| {
            let by = w::given_by(lang, &past.by);
            let ended = past
                .ended_by
                .as_ref()
                .map(|who| format!(", {}", w::ended_by(lang, who)));
            let now = past.to.is_none().then(|| format!(", {}", w::holder_now(lang)));
            let href = format!("/app/admin/tenants/{}", past.tenant);
            interval(
                times,
                (past.from, past.to),
                view! { <a href=href>{past.name.clone()}</a> },
                view! { {by}{now}{ended} },
            )
        })
        .collect_view();
    card(
        "h-holders",
        w::holders(lang),
        view! {
            {if detail.holders.is_empty() {
                view! { <p class="sm soft">{w::holders_none(lang)}</p> }.into_any()
            } else {
                view! { <ol class="timeline" role="list">{items}</ol> }.into_any()
            }}
        },
    )
}

/// What Meta changed, newest first.
pub(super) fn upstream(cx: &Cx, times: &Times, detail: &NumberDetail) -> AnyView {
    let lang = cx.lang;
    let items = detail
        .changes
        .iter()
        .map(|change| {
            let (field, before) = look::change(lang, &change.field, change.before.as_deref());
            let (_, after) = look::change(lang, &change.field, change.after.as_deref());
            let tone = look::change_tone(lang, &change.field, change.after.as_deref());
            let source = if change.source == "webhook" {
                w::from_webhook(lang)
            } else {
                w::from_sync(lang)
            };
            view! {
                <li data-tone=tone.key()>
                    {icon(tone.icon())}
                    <b>{field}</b>
                    {times.element(change.at)}
                    <small>{before}" → "{after}", "{source}</small>
                </li>
            }
        })
        .collect_view();
    card(
        "h-upstream",
        w::upstream(lang),
        view! {
            {if detail.changes.is_empty() {
                view! { <p class="sm soft">{w::upstream_none(lang)}</p> }.into_any()
            } else {
                view! { <ol class="timeline" role="list">{items}</ol> }.into_any()
            }}
        },
    )
}
