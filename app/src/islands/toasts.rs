//! Messages about what was done, with their Undo.
//!
//! A toast with `data-seconds` counts down and leaves; it waits while it is
//! looked at (hover, focus) and while the tab is hidden. `z` presses the newest
//! Undo. Without the browser library a toast is simply the first thing on the
//! next page.

use leptos::prelude::*;

/// Starts the counting. Nothing to see.
#[island]
pub fn Toasts() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    browser::start();
}

#[cfg(feature = "hydrate")]
mod browser {
    use std::cell::RefCell;

    use leptos::prelude::document;
    use wasm_bindgen::JsCast;
    use web_sys::{HtmlElement, KeyboardEvent};

    use crate::islands::dom::{Timer, all, around, by_id, letters_act, listen, one};

    const SECOND: i32 = 1_000;

    thread_local! {
        static NEXT_SECOND: RefCell<Option<Timer>> = const { RefCell::new(None) };
    }

    pub(super) fn start() {
        tick_later();
        listen(&document(), "tahona:page", |_| tick_later());
        listen(&document(), "click", |event| {
            if let Some(toast) = around(&event, ".toast [data-dismiss]").and(around(&event, ".toast")) {
                // Without the browser library it is a link to the page itself.
                event.prevent_default();
                toast.remove();
            }
        });
        listen(&document(), "keydown", |event| {
            let Some(key) = event.dyn_ref::<KeyboardEvent>() else {
                return;
            };
            if key.key() == "z"
                && letters_act(key)
                && let Some(undo) = all_undo().pop()
            {
                event.prevent_default();
                undo.click();
            }
        });
    }

    fn all_undo() -> Vec<HtmlElement> {
        by_id("toasts")
            .map(|toasts| all(&toasts, "[data-undo]"))
            .unwrap_or_default()
    }

    fn tick_later() {
        let counting = by_id("toasts").is_some_and(|toasts| one(&toasts, "[data-seconds]").is_some());
        NEXT_SECOND.replace(counting.then(|| Timer::after(SECOND, tick)));
    }

    fn tick() {
        let toasts = by_id("toasts")
            .map(|toasts| all(&toasts, "[data-seconds]"))
            .unwrap_or_default();
        for toast in toasts.iter().filter(|toast| !held(toast)) {
            let left = toast
                .get_attribute("data-seconds")
                .and_then(|left| left.parse::<u16>().ok())
                .unwrap_or_default();
            if left <= 1 {
                toast.remove();
                continue;
            }
            let left = (left - 1).to_string();
            let _ = toast.set_attribute("data-seconds", &left);
            if let Some(place) = one(toast, "[data-countdown], [data-undo] small") {
                place.set_text_content(Some(&(left + " s")));
            }
        }
        tick_later();
    }

    fn held(toast: &HtmlElement) -> bool {
        document().hidden() || toast.matches(":hover, :focus-within").unwrap_or(false)
    }
}
