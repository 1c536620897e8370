//! One event: what it is about, as Meta sent it, and trying it again.

use domain::time::Millis;
use leptos::{prelude::*, server_fn::ServerFn};
use service::webhooks::list::{EventDetail, EventState};

use super::table::{is_unreadable, outcome, state, what};
use crate::{
    actions::webhooks::ReplayEvent,
    components::{
        form::{BackHere, Hidden},
        format::{Times, count},
        icon::{Icon, icon},
        query::Query,
    },
    guard::Cx,
    pages::parts,
    words::webhooks as w,
};

/// Instead of an event that is not there.
pub(super) fn gone(cx: &Cx, query: &Query) -> AnyView {
    let lang = cx.lang;
    parts::gone(w::events(lang), w::gone(lang), w::close(lang), query)
}

pub(super) fn pane(cx: &Cx, times: &Times, detail: &EventDetail, query: &Query) -> AnyView {
    let lang = cx.lang;
    let event = &detail.row;
    let close = query.with("sel", None).href();
    let line = |label: &'static str, value: Option<String>| {
        value
            .filter(|value| !value.is_empty())
            .map(|value| view! { <dt>{label}</dt><dd class="mono xs">{value}</dd> })
    };
    let number = event.phone_number_id.clone().map(|id| {
        let href = Query::to("/app/admin/whatsapp/numbers")
            .with("q", Some(&id))
            .href();
        view! { <dt>{w::number(lang)}</dt><dd class="mono xs"><a href=href>{id}</a></dd> }
    });
    let size = detail
        .bytes
        .map(|n| w::bytes(lang, &count(lang, u64::try_from(n).unwrap_or(0))));
    let delivery = match size {
        Some(size) => format!("{} ({size})", event.delivery),
        None => event.delivery.to_string(),
    };
    let open = event.state != EventState::Processed.code();
    let again = (open && detail.bytes.is_some()).then(|| {
        view! {
            <form class="stack stack--2" method="post" action=ReplayEvent::url()>
                <Hidden name="event" value=event.id.to_string()/>
                <BackHere/>
                <div><button class="btn btn--sm" type="submit">{icon(Icon::Refresh)}{w::replay(lang)}</button></div>
                <p class="xs muted">{w::replay_note(lang)}</p>
            </form>
        }
    });
    // Where nothing else is known, the problem is what became of it already.
    let said = event.outcome.is_empty() && event.state == EventState::Dead.code() && !is_unreadable(event);
    let problem = event.problem.clone().filter(|_| !said);
    let heading = if is_unreadable(event) {
        w::raw_start(lang)
    } else {
        w::raw(lang)
    };
    let raw = match &detail.raw {
        Some(raw) => view! {
            <pre class="raw" tabindex="0">{raw.clone()}</pre>
            <p class="xs muted">{w::raw_note(lang)}</p>
        }
        .into_any(),
        None => view! { <p class="sm soft">{w::raw_gone(lang)}</p> }.into_any(),
    };
    let (received, at) = (Millis(event.received_at), Millis(event.at));
    view! {
        <aside class="card pane" aria-labelledby="h-event">
            <div class="pane__head">
                <div class="row spread">
                    <span>{state(lang, event)}</span>
                    <a class="btn btn--quiet btn--icon btn--sm" href=close data-close="" aria-label=w::close(lang)>
                        {icon(Icon::X)}
                    </a>
                </div>
                <h2 class="pane__title" id="h-event">{what(lang, event)}</h2>
            </div>
            <div class="pane__section">
                <dl class="facts">
                    <dt>{w::col_outcome(lang)}</dt>
                    <dd>{outcome(lang, event)}</dd>
                    {line(w::problem(lang), problem)}
                    <dt>{w::col_received(lang)}</dt>
                    <dd>{times.marked_up(received, format!("{}, {}", times.day(received), times.second(received)))}</dd>
                    <dt>{w::at(lang)}</dt>
                    <dd>{times.marked_up(at, format!("{}, {}", times.day(at), times.second(at)))}</dd>
                    {line(w::account(lang), event.waba_id.clone())}
                    {number}
                    {line(w::message(lang), event.wamid.clone())}
                    {line(w::event_id(lang), Some(event.id.to_string()))}
                    {line(w::delivery(lang), Some(delivery))}
                    {line(w::place(lang), Some(event.pointer.clone()))}
                </dl>
                {again}
            </div>
            <div class="pane__section"><h3>{heading}</h3>{raw}</div>
        </aside>
    }
    .into_any()
}
