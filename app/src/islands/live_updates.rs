//! Other people's changes appear by themselves.
//!
//! The server says on `/app/events` which topics change; a page that shows one
//! of them (`<main data-topics="numbers tenants">`) is fetched again and put in
//! place without moving focus or scroll position. While somebody writes, a
//! notice offers it instead. `data-since` of that notice names the last change
//! that the page shown can know of: listening begins there, so nothing falls
//! between a page and the line that follows it.

use leptos::prelude::*;

/// Starts listening. The children are the notice, written by the server.
#[island]
pub fn LiveUpdates(children: Children) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    browser::start();
    children()
}

#[cfg(feature = "hydrate")]
mod browser {
    use std::cell::{Cell, RefCell};

    use leptos::prelude::document;
    use wasm_bindgen::JsCast;
    use web_sys::{EventSource, MessageEvent};

    use crate::islands::{
        dom::{Timer, listen, main},
        live_pages::{catch_up, heard, known},
    };

    const ADDRESS: &str = "/app/events";
    /// Changes that come together are shown together.
    const GATHER: i32 = 300;
    const FIRST_RETRY: i32 = 2_000;
    const LAST_RETRY: i32 = 60_000;

    thread_local! {
        static SOURCE: RefCell<Option<EventSource>> = const { RefCell::new(None) };
        static GATHERING: RefCell<Option<Timer>> = const { RefCell::new(None) };
        static RETRY: RefCell<Option<Timer>> = const { RefCell::new(None) };
        static RETRY_AFTER: Cell<i32> = const { Cell::new(FIRST_RETRY) };
    }

    pub(super) fn start() {
        connect();
        listen(&document(), "tahona:page", |_| connect());
        listen(&document(), "visibilitychange", |_| {
            if document().hidden() {
                disconnect();
            } else {
                connect();
            }
        });
    }

    fn topics() -> Option<String> {
        main()?
            .get_attribute("data-topics")
            .filter(|topics| !topics.is_empty())
    }

    fn connect() {
        if document().hidden() || topics().is_none() || SOURCE.with_borrow(Option::is_some) {
            return;
        }
        let Ok(source) = EventSource::new(&format!("{ADDRESS}?since={}", known())) else {
            return;
        };
        listen(&source, "open", |_| RETRY_AFTER.set(FIRST_RETRY));
        listen(&source, "change", |event| {
            let Some(event) = event.dyn_ref::<MessageEvent>() else {
                return;
            };
            if shows(&event.data().as_string().unwrap_or_default()) {
                heard(event.last_event_id());
                GATHERING.replace(Some(Timer::after(GATHER, changed)));
            }
        });
        listen(&source, "error", |_| {
            // The browser itself retries a broken line, not a refusal.
            if SOURCE.with_borrow(|source| {
                source
                    .as_ref()
                    .is_some_and(|s| s.ready_state() == EventSource::CLOSED)
            }) {
                SOURCE.take();
                let after = RETRY_AFTER.get();
                RETRY_AFTER.set(after.saturating_mul(2).min(LAST_RETRY));
                RETRY.replace(Some(Timer::after(after, connect)));
            }
        });
        SOURCE.replace(Some(source));
    }

    fn disconnect() {
        RETRY.take();
        if let Some(source) = SOURCE.take() {
            source.close();
        }
    }

    /// Whether the page shows one of the topics in `words`.
    fn shows(words: &str) -> bool {
        let shown = topics().unwrap_or_default();
        words
            .split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-' && letter != '_')
            .any(|word| !word.is_empty() && shown.split_ascii_whitespace().any(|topic| topic == word))
    }

    fn changed() {
        GATHERING.take();
        if topics().is_some() {
            catch_up();
        }
    }
}
