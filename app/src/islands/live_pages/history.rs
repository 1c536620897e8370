//! The address bar, back and forward, and where the page was scrolled to.

use std::cell::RefCell;

use leptos::prelude::{document, window};
use wasm_bindgen::JsValue;
use web_sys::ScrollRestoration;

use super::visit::{History, Visit, visit};
use crate::islands::dom::{Timer, here, listen};

thread_local! {
    /// Path and query of the page that is shown.
    static SHOWN: RefCell<String> = const { RefCell::new(String::new()) };
    static SAVING: RefCell<Option<Timer>> = const { RefCell::new(None) };
}

/// Path and query of the page that is shown.
pub(super) fn shown() -> String {
    SHOWN.with_borrow(Clone::clone)
}

/// Its path.
pub(super) fn path(of: &str) -> &str {
    of.split_once('?').map_or(of, |(path, _)| path)
}

/// Watches back and forward, and keeps each entry's scroll position in it.
pub(super) fn start() {
    SHOWN.replace(here());
    if let Ok(history) = window().history() {
        let _ = history.set_scroll_restoration(ScrollRestoration::Manual);
    }
    if window().location().hash().unwrap_or_default().is_empty() {
        scroll_back();
    }
    listen(&window(), "popstate", |_| {
        if here() == shown() {
            scroll_back();
        } else {
            visit(Visit::to(here()).with(History::Keep));
        }
    });
    listen(&document(), "scroll", |_| {
        SAVING.replace(Some(Timer::after(120, save)));
    });
    listen(&window(), "pagehide", |_| save());
}

fn save() {
    if let (Ok(history), Ok(y)) = (window().history(), window().scroll_y()) {
        let _ = history.replace_state(&JsValue::from_f64(y), "");
    }
}

/// Moves the address bar to the page that comes.
pub(super) fn about_to_show(visit: &Visit, url: &str) {
    SAVING.take();
    let Ok(history) = window().history() else { return };
    // The fetch does not know the fragment of a plain link.
    let fragment = visit
        .url
        .split_once('#')
        .filter(|_| visit.body.is_none())
        .map(|(_, fragment)| fragment);
    let with_fragment = fragment
        .filter(|_| !url.contains('#'))
        .map(|f| url.to_owned() + "#" + f);
    let url = with_fragment.as_deref().unwrap_or(url);
    let same = local(url) == shown();
    match visit.history {
        History::Push if !same => {
            save();
            let _ = history.push_state_with_url(&JsValue::NULL, "", Some(url));
        }
        _ => {
            let state = history.state().unwrap_or(JsValue::NULL);
            let _ = history.replace_state_with_url(&state, "", Some(url));
        }
    }
}

/// The page in the address bar is now the one that is shown. Returns the one
/// that was shown before.
pub(super) fn now_shown() -> String {
    SHOWN.replace(here())
}

/// Scrolls to where this entry was left.
pub(super) fn scroll_back() {
    let y = window()
        .history()
        .and_then(|history| history.state())
        .ok()
        .and_then(|state| state.as_f64());
    if let Some(y) = y {
        window().scroll_to_with_x_and_y(0.0, y);
    }
}

/// Path and query of an address of this site.
fn local(url: &str) -> String {
    let origin = window().location().origin().unwrap_or_default();
    let path = url.strip_prefix(&origin).unwrap_or(url);
    path.split('#').next().unwrap_or_default().to_owned()
}
