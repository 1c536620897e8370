//! The list of events.

use domain::{lang::Lang, message::id::MessageId, time::Millis};
use leptos::{prelude::*, server_fn::ServerFn};
use service::webhooks::list::{EventFilter, EventPage, EventRow, EventState, UNREADABLE, WebhookState};

use crate::{
    actions::webhooks::{ReplayEvents, WEBHOOKS},
    components::{
        chips::{Chip, Chips},
        empty::Blank,
        form::{BackHere, Hidden},
        format::Times,
        icon::{Icon, icon},
        pager::Older,
        query::Query,
        status::{Tone, status},
        table::{Column, Table},
    },
    guard::Cx,
    words::{common, webhooks as w},
};

/// Filters, and the button that tries again what they show.
pub(super) fn controls(
    cx: &Cx,
    state: &WebhookState,
    fields: &[String],
    filter: &EventFilter,
    query: &Query,
    manages: bool,
) -> AnyView {
    let lang = cx.lang;
    let base = query.with("before", None).with("sel", None);
    let count = |wanted: EventState| {
        let events: u64 = state
            .open
            .iter()
            .filter(|(s, _)| *s == wanted)
            .map(|(_, n)| n)
            .sum();
        // Deliveries without events are listed among the dead.
        events + if wanted == EventState::Dead { state.dead } else { 0 }
    };
    let mut chips = vec![Chip::plain(
        base.with("state", None).href(),
        w::all(lang),
        filter.state.is_none(),
    )];
    chips.extend(EventState::ALL.into_iter().map(|each| {
        let href = base.with("state", Some(each.key())).href();
        let current = filter.state == Some(each);
        if each == EventState::Processed {
            Chip::plain(href, w::state(lang, each), current)
        } else {
            Chip::new(href, w::state(lang, each), count(each), current)
        }
    }));
    let wanted = filter.field.clone().unwrap_or_default();
    let known = std::iter::once((String::new(), w::all_fields(lang).to_owned()))
        .chain(fields.iter().map(|field| (field.clone(), field.clone())));
    let mut options: Vec<(String, String)> = known.collect();
    // What the address names is a choice too.
    if options.iter().all(|(field, _)| *field != wanted) {
        options.push((wanted.clone(), wanted.clone()));
    }
    let options = options
        .into_iter()
        .map(|(value, words)| {
            let selected = value == wanted;
            view! { <option value=value selected=selected>{words}</option> }
        })
        .collect_view();
    let hidden = base
        .only(&["span", "state"])
        .pairs()
        .map(|(key, value)| view! { <input type="hidden" name=key.to_owned() value=value.to_owned()/> })
        .collect_view();
    let open = match filter.state {
        Some(state) => state != EventState::Processed,
        None => false,
    };
    let again = (manages && open).then(|| {
        view! {
            <form method="post" action=ReplayEvents::url() data-confirm=w::replay_sure(lang)>
                <Hidden name="state" value=filter.state.map(EventState::key).unwrap_or_default()/>
                <Hidden name="field" value=filter.field.clone().unwrap_or_default()/>
                <BackHere/>
                <button class="btn" type="submit">{icon(Icon::Refresh)}{w::replay_all(lang)}</button>
            </form>
        }
    });
    view! {
        <div class="filters">
            <Chips label=w::by_state(lang) chips=chips/>
            <form class="row row--tight" action=WEBHOOKS aria-label=w::filter_label(lang) data-live="">
                {hidden}
                <label class="sr-only" for="f-field">{w::field(lang)}</label>
                <select class="select select--auto" id="f-field" name="field">{options}</select>
                <button class="btn js-hide" type="submit">{common::show(lang)}</button>
            </form>
            {again}
        </div>
    }
    .into_any()
}

/// The rows, or why there are none.
pub(super) fn table(cx: &Cx, times: &Times, events: &EventPage, query: &Query, manages: bool) -> AnyView {
    let lang = cx.lang;
    if events.rows.is_empty() {
        let plain = query.only(&["state", "field", "before"]).is_empty();
        let (title, text) = if plain {
            (w::none_title(lang), w::none_text(lang))
        } else {
            (common::nothing_matches(lang), w::no_match_text(lang))
        };
        let reset =
            (!plain).then(|| view! { <a class="btn" href=WEBHOOKS>{common::reset_filters(lang)}</a> });
        return view! {
            <section class="card" aria-label=w::events(lang)>
                <Blank icon_name=Icon::Pulse title=title text=text>{reset}</Blank>
            </section>
        }
        .into_any();
    }
    let columns = vec![
        Column::new(w::col_received(lang)),
        Column::new(w::col_what(lang)),
        Column::new(w::col_state(lang)),
        Column::new(w::col_outcome(lang)),
    ];
    let rows = events
        .rows
        .iter()
        .map(|event| row(cx, times, event, query, manages))
        .collect_view();
    let base = query.with("sel", None);
    let older = events
        .next
        .map(|id| base.with("before", Some(&id.to_string())).href());
    let newest = query.get("before").map(|_| base.with("before", None).href());
    let foot = (older.is_some() || newest.is_some())
        .then(|| view! { <div class="card__foot"><Older href=older newest=newest/></div> });
    view! {
        <section class="card" aria-label=w::events(lang)>
            <Table caption=w::caption(lang) columns=columns>{rows}</Table>
            {foot}
        </section>
    }
    .into_any()
}

fn row(cx: &Cx, times: &Times, event: &EventRow, query: &Query, manages: bool) -> AnyView {
    let lang = cx.lang;
    let id = event.id.to_string();
    let open = query.get("sel") == Some(id.as_str());
    let received = Millis(event.received_at);
    let clock = if times.iso_day(received) == times.iso_day(cx.now) {
        times.second(received)
    } else {
        times.moment(received)
    };
    let time = times.marked_up(received, clock);
    let lead = if manages {
        let href = query.with("sel", Some(&id)).href();
        view! { <a href=href aria-current=open.then_some("true")>{time}</a> }.into_any()
    } else {
        time
    };
    view! {
        <tr role="row" class=open.then_some("is-selected")>
            <th role="rowheader" scope="row" class="lead nowrap">{lead}</th>
            <td role="cell" data-label=w::col_what(lang) class="wide">{what(lang, event)}</td>
            <td role="cell" data-label=w::col_state(lang) class="corner">{state(lang, event)}</td>
            <td role="cell" data-label=w::col_outcome(lang) class="wide">{outcome(lang, event)}</td>
        </tr>
    }
    .into_any()
}

/// Field and kind, in Meta's words.
pub(super) fn what(lang: Lang, event: &EventRow) -> AnyView {
    if is_unreadable(event) {
        return w::unreadable(lang).into_any();
    }
    view! { <code>{event.what.clone()}</code>" "<small>{event.field.clone()}</small> }.into_any()
}

/// Whether this is a delivery without events.
pub(super) fn is_unreadable(event: &EventRow) -> bool {
    event.field.is_empty() && event.what == UNREADABLE
}

pub(super) fn state(lang: Lang, event: &EventRow) -> AnyView {
    let state = EventState::from_code(event.state).unwrap_or(EventState::Unknown);
    let (tone, name) = match state {
        EventState::Processed => (Tone::Ok, Icon::Ok),
        EventState::Parked => (Tone::Info, Icon::Clock),
        EventState::Unknown => (Tone::Warn, Icon::Help),
        EventState::Dead => (Tone::Bad, Icon::Failed),
    };
    status(
        tone,
        name,
        w::state(lang, state),
        matches!(state, EventState::Dead),
    )
}

/// What became of it, with a link to the message that it is about.
pub(super) fn outcome(lang: Lang, event: &EventRow) -> AnyView {
    if let Some(id) = event
        .outcome
        .strip_prefix("message:")
        .and_then(|id| MessageId::parse(id).ok())
    {
        let href = Query::to("/app/admin/whatsapp/messages")
            .with("q", Some(&id.to_string()))
            .with("sel", Some(&id.to_string()))
            .href();
        return view! { <a href=href>{w::became_message(lang)}</a> }.into_any();
    }
    let state = EventState::from_code(event.state).unwrap_or(EventState::Unknown);
    let words = match (event.outcome.as_str(), state) {
        ("asked", _) => w::became_asked(lang).to_owned(),
        ("noted", _) => w::became_noted(lang).to_owned(),
        ("no_id", _) => w::became_no_id(lang).to_owned(),
        ("too_long", _) => w::became_too_long(lang).to_owned(),
        ("own_message", _) => w::became_own_message(lang).to_owned(),
        ("other_number", _) => w::became_other_number(lang).to_owned(),
        ("", EventState::Parked) => w::became_waits(lang).to_owned(),
        ("", EventState::Unknown) => w::became_unknown(lang).to_owned(),
        // What exactly is wrong with it stands beside it, in a program's words.
        ("", _) if is_unreadable(event) => w::became_unreadable(lang).to_owned(),
        ("", _) => event
            .problem
            .clone()
            .unwrap_or_else(|| w::became_nothing(lang).to_owned()),
        (other, _) => other.to_owned(),
    };
    view! { <span class="soft sm">{words}</span> }.into_any()
}
