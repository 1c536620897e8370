//! Whether somebody is pressing something at this moment. What is exchanged
//! between the press and the release takes the click with it.

use std::cell::{Cell, RefCell};

use leptos::prelude::document;

use crate::islands::dom::{Timer, listen};

/// A release that nobody tells of, outside of the window, is waited for this long.
const LONGEST: i32 = 2_000;

thread_local! {
    static PRESSED: Cell<bool> = const { Cell::new(false) };
    static FORGET: RefCell<Option<Timer>> = const { RefCell::new(None) };
}

/// Watches the whole page.
pub(super) fn start() {
    listen(&document(), "pointerdown", |_| {
        PRESSED.set(true);
        FORGET.replace(Some(Timer::after(LONGEST, || PRESSED.set(false))));
    });
    for end in ["pointerup", "pointercancel"] {
        listen(&document(), end, |_| {
            PRESSED.set(false);
            FORGET.take();
        });
    }
}

/// Whether a page that nobody asked for has to wait.
pub(super) fn is_on() -> bool {
    PRESSED.get()
}
