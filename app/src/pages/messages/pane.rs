//! The pane beside the log: everything about one message.

use domain::{
    message::delivery::{Facts, State},
    meta_error,
};
use leptos::prelude::*;
use service::messages::{
    detail::{MessageDetail, RawJson},
    list::{Direction, MessageList},
};

use super::{
    decisions::{Known, decisions},
    look, pane_facts,
    timeline::timeline,
};
use crate::{
    components::{
        callout::Callout,
        format::{Times, count},
        icon::{Icon, icon},
        query::Query,
        status::Tone,
    },
    guard::Cx,
    pages::{parts, place::Place},
    words::{checks, messages as w, meta_errors, owner_errors},
};

pub(super) fn pane(
    cx: &Cx,
    place: &Place,
    times: &Times,
    detail: &MessageDetail,
    list: &MessageList,
    query: &Query,
) -> AnyView {
    let lang = cx.lang;
    let cause = cause(cx, place, detail);
    let timeline = timeline(lang, times, detail);
    let text = match &detail.text {
        Some(text) => view! { <p class="sm">{text.clone()}</p> }.into_any(),
        None => view! { <p class="sm soft">{w::no_text(lang)}</p> }.into_any(),
    };
    let tenant = detail.row.tenant.as_ref().map(|(id, _)| id);
    let known = Known {
        id: detail.row.id,
        state: detail.row.state,
        error: detail.row.error,
        under_way: is_under_way(&detail.facts),
        again: detail.again,
    };
    let choices = decisions(cx, place, tenant, known, true);
    let class = if place.is_own() {
        "card card--flush pane"
    } else {
        "card pane"
    };
    view! {
        <aside class=class aria-labelledby="h-msg">
            {head(cx, detail, list, query)}
            {cause}
            {choices.map(|choices| view! { <div class="pane__section">{choices}</div> })}
            <div class="pane__section"><h3>{w::what_happened(lang)}</h3>{timeline}</div>
            <div class="pane__section"><h3>{w::message(lang)}</h3>{text}</div>
            {pane_facts::facts(cx, place, times, detail)}
            {(!place.is_own()).then(|| raw(cx, times, detail))}
        </aside>
    }
    .into_any()
}

/// Instead of a message that is not there.
pub(super) fn gone(cx: &Cx, query: &Query) -> AnyView {
    let lang = cx.lang;
    parts::gone(w::message(lang), w::gone(lang), w::close(lang), query)
}

fn head(cx: &Cx, detail: &MessageDetail, list: &MessageList, query: &Query) -> AnyView {
    let lang = cx.lang;
    let here = list.rows.iter().position(|row| row.id == detail.row.id);
    let to = |index: Option<usize>| {
        index
            .and_then(|index| list.rows.get(index))
            .map(|row| query.with("sel", Some(&row.id.to_string())).href())
    };
    let newer = to(here.and_then(|index| index.checked_sub(1)));
    let older = to(here.map(|index| index + 1));
    let step = |href: Option<String>, label: &'static str, name: Icon| {
        href.map(|href| view! { <a class="btn btn--quiet btn--icon btn--sm" href=href aria-label=label>{icon(name)}</a> })
    };
    let close = query.with("sel", None).href();
    let number = if detail.number.is_empty() {
        w::nobody(lang).to_owned()
    } else {
        detail.number.clone()
    };
    let words = match detail.row.direction {
        Direction::In => w::from_whom(lang, &number),
        Direction::Out => w::to_whom(lang, &number),
    };
    let what = match &detail.row.template {
        Some(name) => view! { <code>{name.clone()}</code> }.into_any(),
        None => w::kind_of(lang, &detail.row.kind).into_any(),
    };
    view! {
        <div class="pane__head">
            <div class="row spread">
                <span>{look::state(lang, detail.row.state, true)}</span>
                <span class="row row--tight">
                    {step(newer, w::newer(lang), Icon::Up)}
                    {step(older, w::older(lang), Icon::Down)}
                    <a class="btn btn--quiet btn--icon btn--sm" href=close data-close="" aria-label=w::close(lang)>
                        {icon(Icon::X)}
                    </a>
                </span>
            </div>
            <h2 class="pane__title" id="h-msg">{what}" "<span class="mask">{words}</span></h2>
        </div>
    }
    .into_any()
}

/// Why it is not on the customer's phone, in plain words: what happened, what
/// to do, who acts, whether to try again, whether it costs anything.
fn cause(cx: &Cx, place: &Place, detail: &MessageDetail) -> Option<AnyView> {
    let lang = cx.lang;
    let cost = view! { <dt>{w::cost(lang)}</dt><dd>{w::charge_why(lang, detail.row.charge)}</dd> };
    let plain = |tone: Tone, title: &'static str, text: &'static str| {
        view! { <Callout tone=tone title=title><p class="sm">{text}</p></Callout> }.into_any()
    };
    let body = match (&detail.cause, detail.row.state) {
        (Some(cause), State::Failed | State::Held | State::Dropped | State::Queued | State::Received) => {
            let (what, todo, who) = if place.is_own() {
                let said = owner_errors::explain(lang, cause.code, cause.subcode);
                (said.what, said.todo, said.who)
            } else {
                let said = meta_errors::explain(lang, cause.code, cause.subcode);
                (said.what, Some(said.todo), said.who)
            };
            let todo = todo.map(|todo| view! { <dt>{w::to_do(lang)}</dt><dd>{todo}</dd> });
            let retry = meta_error::lookup(cause.code, cause.subcode).map(|meaning| meaning.retry);
            let tone = if detail.row.state == State::Failed {
                Tone::Bad
            } else {
                Tone::Warn
            };
            let metas = [Some(cause.title.clone()), cause.details.clone()];
            let metas: Vec<String> = metas
                .into_iter()
                .flatten()
                .filter(|text| !text.is_empty())
                .collect();
            // Owners read no words of Meta's; admins and support read them last and small.
            let code = (!place.is_own()).then(|| {
                let words = format!(
                    "{}: {}",
                    w::code(lang, &cause.code.to_string()),
                    metas.join(" · ")
                );
                view! { <p class="xs muted">{words}</p> }
            });
            view! {
                <Callout tone=tone title=what>{code}</Callout>
                <dl class="facts">
                    {todo}
                    <dt>{w::who_acts(lang)}</dt>
                    <dd>{who}</dd>
                    <dt>{w::again(lang)}</dt>
                    <dd>{w::retry(lang, retry)}</dd>
                    {cost}
                </dl>
            }
            .into_any()
        }
        (None, State::Failed) if given_up(&detail.facts) => {
            plain(Tone::Warn, w::given_up_title(lang), w::given_up_text(lang))
        }
        (_, State::Failed) => plain(Tone::Bad, w::state(lang, State::Failed), w::failed_plain(lang)),
        (_, State::Unknown) if is_under_way(&detail.facts) => {
            plain(Tone::Info, w::handing_title(lang), w::handing_text(lang))
        }
        (_, State::Unknown) => plain(Tone::Warn, w::unknown_title(lang), w::unknown_text(lang)),
        (_, State::Held) => plain(Tone::Warn, w::held_title(lang), w::held_text(lang)),
        (_, State::Dropped) if detail.turned_away.is_some() => {
            let why = detail.turned_away.map_or("", |gate| checks::stops(lang, gate));
            view! {
                <Callout tone=Tone::Warn title=w::dropped_title(lang)>
                    <p class="sm">{why}" "{w::turned_away(lang)}</p>
                </Callout>
            }
            .into_any()
        }
        (_, State::Dropped) => plain(Tone::Info, w::dropped_title(lang), w::dropped_text(lang)),
        (_, State::Received) => return None,
        _ => view! { <dl class="facts">{cost}</dl> }.into_any(),
    };
    Some(view! { <div class="pane__section">{body}</div> }.into_any())
}

/// Whether a person decided that it did not arrive, because WhatsApp never said.
pub(super) const fn given_up(facts: &Facts) -> bool {
    facts.unanswered_at.is_some() && facts.refused_at.is_some() && facts.failed_at.is_none()
}

/// Whether Meta is being asked at this moment.
const fn is_under_way(facts: &Facts) -> bool {
    matches!(facts.state(), State::Unknown) && facts.unanswered_at.is_none()
}

/// Meta's own events.
fn raw(cx: &Cx, times: &Times, detail: &MessageDetail) -> AnyView {
    let lang = cx.lang;
    if detail.events.is_empty() {
        return view! { <div class="pane__section"><p class="xs muted">{w::no_events(lang)}</p></div> }
            .into_any();
    }
    let n = count(lang, u64::try_from(detail.events.len()).unwrap_or(0));
    let events = detail
        .events
        .iter()
        .map(|event| {
            let json = match &event.json {
                RawJson::Shown(json) => json.clone(),
                RawJson::Hidden => w::raw_hidden(lang).to_owned(),
                RawJson::Gone => w::raw_gone(lang).to_owned(),
            };
            let received = w::received_at(lang, &times.second(event.received_at));
            view! {
                <p class="xs strong">{event.what.clone()}" "{times.marked_up(event.at, times.second(event.at))}</p>
                <pre class="raw" tabindex="0">{json}</pre>
                <p class="xs muted">{received}</p>
            }
        })
        .collect_view();
    view! {
        <div class="pane__section">
            <details class="disclosure">
                <summary>{icon(Icon::Right)}{w::raw_events(lang, &n)}</summary>
                {events}
            </details>
        </div>
    }
    .into_any()
}
