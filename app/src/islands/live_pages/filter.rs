//! Filters that answer while one types.
//!
//! A form with `data-live` sends itself a quarter of a second after the last
//! letter, and at once when something is chosen. The address bar follows
//! without a new entry in the history for each letter.

use std::cell::RefCell;

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, HtmlFormElement, InputEvent};

use super::{
    forms::visit_of,
    visit::{History, visit},
};
use crate::islands::dom::{Timer, all_in, around, listen};

/// Milliseconds without a letter after which the filter is sent.
const PAUSE: i32 = 250;
const LIVE: &str = "form[data-live]";
const TYPED: &str = "input:not([type=checkbox]):not([type=radio]):not([type=date]), textarea";

thread_local! {
    static TYPING: RefCell<Option<Timer>> = const { RefCell::new(None) };
}

/// Watches the whole page.
pub(super) fn start() {
    listen(&document(), "input", |event| {
        let composing = event
            .dyn_ref::<InputEvent>()
            .is_some_and(InputEvent::is_composing);
        if !composing
            && around(&event, TYPED).is_some()
            && let Some(which) = which(&event)
        {
            TYPING.replace(Some(Timer::after(PAUSE, move || send(which))));
        }
    });
    listen(&document(), "change", |event| {
        if around(&event, TYPED).is_none()
            && let Some(which) = which(&event)
        {
            send(which);
        }
    });
    // Enter is quicker than the pause.
    listen(&document(), "submit", |_| {
        TYPING.take();
    });
}

/// Number of the filter form in the page: the form itself may be exchanged
/// while somebody types.
fn which(event: &Event) -> Option<usize> {
    let form = around(event, LIVE)?;
    all_in(&document(), LIVE).iter().position(|other| *other == form)
}

fn send(which: usize) {
    TYPING.take();
    let form = all_in(&document(), LIVE).into_iter().nth(which);
    let form = form.and_then(|form: HtmlElement| form.dyn_into::<HtmlFormElement>().ok());
    if let Some(filter) = form.and_then(|form| visit_of(&form, None)) {
        visit(filter.with(History::Replace));
    }
}
