//! What one sees while a page is on its way, and when it does not come.
//!
//! Nothing for 150 ms, then a bar; after eight seconds, or when the network
//! fails, a notice that says what happened and offers what can be done. It
//! disappears by itself if the page comes after all.

use std::cell::RefCell;

use leptos::prelude::{document, window};
use web_sys::{Document, Element};

use super::visit::{Visit, refresh_quietly, visit};
use crate::islands::dom::{Timer, all, around, by_id, here, listen, main};

const SHOW_BAR_AFTER: i32 = 150;
const SLOW_AFTER: i32 = 8_000;

/// What the notice says; the words stand in the markup (`data-notice`).
#[derive(Clone, Copy)]
pub(super) enum Notice {
    /// No answer yet.
    Slow,
    /// The page could not be fetched.
    Unreachable,
    /// A change was sent and nobody knows whether it arrived.
    Unsent,
    /// A change was refused as a whole; the server's own words.
    Refused,
}

thread_local! {
    /// The visit that "Try again" repeats.
    static AGAIN: RefCell<Option<Visit>> = const { RefCell::new(None) };
}

/// Lives as long as a page is on its way.
pub(super) struct Progress {
    asked_by: Option<Element>,
    _timers: [Timer; 2],
}

impl Progress {
    /// A page was asked for by `asked_by`.
    pub(super) fn start(asked_by: Option<Element>, post: bool) -> Self {
        clear_notices();
        if let Some(asked_by) = asked_by.as_ref().filter(|_| post) {
            let _ = asked_by.set_attribute("aria-busy", "true");
        }
        let bar = Timer::after(SHOW_BAR_AFTER, || busy(true));
        let slow = Timer::after(SLOW_AFTER, || notice(Notice::Slow));
        Self {
            asked_by,
            _timers: [bar, slow],
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        busy(false);
        clear_notices();
        if let Some(asked_by) = &self.asked_by {
            let _ = asked_by.remove_attribute("aria-busy");
        }
    }
}

fn busy(now: bool) {
    if let Some(bar) = by_id("live-bar") {
        bar.set_hidden(!now);
    }
    if let Some(main) = main() {
        let _ = if now {
            main.set_attribute("aria-busy", "true")
        } else {
            main.remove_attribute("aria-busy")
        };
    }
}

/// Shows a notice.
pub(super) fn notice(which: Notice) {
    let name = match which {
        Notice::Slow => "slow",
        Notice::Unreachable => "unreachable",
        Notice::Unsent => "unsent",
        Notice::Refused => "refused",
    };
    let Some(place) = by_id("live-notice") else { return };
    for words in all(&place, "[data-notice]") {
        words.set_hidden(words.get_attribute("data-notice").as_deref() != Some(name));
    }
    place.set_hidden(false);
}

/// Shows what an error page says as a notice, so that the form stays as it is.
pub(super) fn refused(page: &Document) {
    notice(Notice::Refused);
    for (place, source) in [("live-refused", "main h1"), ("live-refused-what", "main p")] {
        let words = page
            .query_selector(source)
            .ok()
            .flatten()
            .and_then(|source| source.text_content());
        if let Some(place) = by_id(place) {
            place.set_text_content(words.as_deref());
        }
    }
}

/// Remembers what "Try again" does.
pub(super) fn again_with(failed: Visit) {
    AGAIN.replace(Some(failed));
}

/// Offers to show what changed elsewhere.
pub(crate) fn offer_refresh() {
    if let Some(chip) = by_id("live-chip") {
        chip.set_hidden(false);
    }
}

/// Takes all notices away: what is shown is fresh.
pub(super) fn clear_notices() {
    for id in ["live-notice", "live-chip"] {
        if let Some(notice) = by_id(id) {
            notice.set_hidden(true);
        }
    }
}

/// Makes the buttons in the notices work.
pub(super) fn start() {
    listen(&document(), "click", |event| {
        if around(&event, "[data-again]").is_some() {
            match AGAIN.take() {
                Some(failed) => visit(failed),
                None => visit(Visit::to(here())),
            }
        } else if around(&event, "[data-load-again]").is_some() {
            let _ = window().location().reload();
        } else if around(&event, "#live-notice [data-dismiss]").is_some() {
            clear_notices();
        } else if around(&event, "#live-chip").is_some() {
            clear_notices();
            visit(Visit::to(here()));
        }
    });
    // Back on the line: whatever could not be fetched is tried once more.
    listen(&window(), "online", |_| match AGAIN.take() {
        Some(failed) => visit(failed),
        None => refresh_quietly(),
    });
}
