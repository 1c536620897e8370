//! How messages look: states, people, times.

use domain::{lang::Lang, message::delivery::State};
use leptos::prelude::*;
use service::messages::list::{Direction, MessageRow};

use crate::{
    components::{
        format::clipped,
        icon::Icon,
        status::{Tone, status},
    },
    words::{messages as w, meta_errors, owner_errors, templates},
};

/// How many characters of a text stand in its row.
const PREVIEW: usize = 60;

/// Icon, tone, and whether a state is tinted because it needs a person.
pub(super) const fn of_state(state: State) -> (Icon, Tone, bool) {
    match state {
        State::Queued => (Icon::Clock, Tone::Idle, false),
        State::Held => (Icon::Held, Tone::Warn, true),
        State::Dropped => (Icon::X, Tone::Idle, false),
        State::Unknown => (Icon::Help, Tone::Warn, true),
        State::Accepted => (Icon::Accepted, Tone::Info, false),
        State::Sent => (Icon::Sent, Tone::Info, false),
        State::Failed => (Icon::Failed, Tone::Bad, true),
        State::Delivered => (Icon::Delivered, Tone::Ok, false),
        State::Read | State::Played => (Icon::Read, Tone::Ok, false),
        State::Received => (Icon::Chat, Tone::Idle, false),
    }
}

/// A state with its word; `pill` tints also those that need nobody.
pub(super) fn state(lang: Lang, state: State, pill: bool) -> AnyView {
    let (icon, tone, needs) = of_state(state);
    status(tone, icon, w::state(lang, state), needs || pill)
}

/// A state with its word, never tinted: beside a count.
pub(super) fn plain(lang: Lang, state: State) -> AnyView {
    let (icon, tone, _) = of_state(state);
    status(tone, icon, w::state(lang, state), false)
}

/// `to +34 6•• ••• 142`
pub(super) fn who(lang: Lang, row: &MessageRow) -> String {
    let who = if row.who.is_empty() {
        w::nobody(lang)
    } else {
        &row.who
    };
    match row.direction {
        Direction::In => w::from_whom(lang, who),
        Direction::Out => w::to_whom(lang, who),
    }
}

/// What was sent: the template's name, or the kind with the start of the text.
///
/// Owners read what a template is for; its name is for those who look after it.
pub(super) fn what(lang: Lang, row: &MessageRow, own: bool) -> AnyView {
    if let Some(name) = &row.template {
        if own {
            return templates::purpose(lang, name).into_any();
        }
        return view! { <code>{name.clone()}</code> }.into_any();
    }
    let text = clipped(&row.preview, PREVIEW);
    view! {
        {w::kind_of(lang, &row.kind)}
        {(!text.is_empty()).then(|| view! { <small>{text}</small> })}
    }
    .into_any()
}

/// Why a message did not arrive, in one sentence.
pub(super) fn why(lang: Lang, code: i64, own: bool) -> &'static str {
    if own {
        owner_errors::explain(lang, code, None).what
    } else {
        meta_errors::explain(lang, code, None).what
    }
}
