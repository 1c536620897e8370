//! Time that runs out while a page is open.
//!
//! `data-left` says how many milliseconds are left and shows them in words; the
//! words count down. Inside a `data-window`, `data-meter` is a bar that
//! shrinks, and when the time is up `data-while="open"` goes away,
//! `data-while="closed"` appears (its fields begin to count), and
//! `data-needs="open"` cannot be pressed any more. The browser's clock may be
//! wrong: only how far it moves counts.

use leptos::prelude::*;

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;

/// What is left, alike in every language: `3 h 12 min`, `4 min 51 s`, `51 s`.
#[must_use]
pub fn left(millis: i64) -> String {
    let millis = millis.max(0);
    if millis >= HOUR {
        format!("{} h {:02} min", millis / HOUR, millis % HOUR / MINUTE)
    } else if millis >= MINUTE {
        format!("{} min {:02} s", millis / MINUTE, millis % MINUTE / SECOND)
    } else {
        format!("{} s", millis / SECOND)
    }
}

/// Makes the clocks run. Nothing to see.
#[island]
pub fn Countdown() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    browser::start();
}

#[cfg(feature = "hydrate")]
mod browser {
    use std::cell::RefCell;

    use leptos::prelude::document;
    use web_sys::HtmlElement;

    use super::left;
    use crate::islands::dom::{Timer, all, listen, main, one, say};

    const EVERY: i32 = 1_000;

    thread_local! {
        static NEXT: RefCell<Option<Timer>> = const { RefCell::new(None) };
    }

    pub(super) fn start() {
        tick();
        listen(&document(), "tahona:page", |_| tick());
    }

    fn tick() {
        let clocks = main().map(|main| all(&main, "[data-left]")).unwrap_or_default();
        for clock in &clocks {
            run(clock);
        }
        NEXT.replace((!clocks.is_empty()).then(|| Timer::after(EVERY, tick)));
    }

    fn run(clock: &HtmlElement) {
        let Some(left_at_first) = number(clock, "data-left") else {
            return;
        };
        let now = js_sys::Date::now();
        let ends = number(clock, "data-ends").unwrap_or_else(|| {
            let ends = now + left_at_first;
            let _ = clock.set_attribute("data-ends", &ends.to_string());
            ends
        });
        let remains = (ends - now).max(0.0);
        let words = left(whole(remains));
        if clock.text_content().as_deref() != Some(words.as_str()) {
            clock.set_text_content(Some(&words));
        }
        let Ok(Some(window)) = clock.closest("[data-window]") else {
            return;
        };
        if let Some(soon) = number(clock, "data-warn")
            && remains < soon
            && let Ok(Some(toned)) = clock.closest("[data-tone]")
        {
            let _ = toned.set_attribute("data-tone", "warn");
        }
        if let (Ok(Some(meter)), Some(span)) =
            (window.query_selector("[data-meter]"), number(clock, "data-span"))
        {
            let _ = meter.set_attribute("width", &(remains * 100.0 / span).to_string());
        }
        if remains <= 0.0 {
            let _ = clock.remove_attribute("data-left");
            close(&window);
        }
    }

    fn close(window: &web_sys::Element) {
        for part in all(window, "[data-while]") {
            let closed = part.get_attribute("data-while").as_deref() == Some("closed");
            part.set_hidden(!closed);
            let _ = part.toggle_attribute_with_force("disabled", !closed);
        }
        for button in all(window, "[data-needs=open]") {
            let _ = button.set_attribute("disabled", "");
        }
        if let Some(strip) = one(window, "[data-says]") {
            let _ = strip.set_attribute("data-tone", "idle");
            say(&strip.inner_text());
        }
    }

    fn number(of: &HtmlElement, name: &str) -> Option<f64> {
        of.get_attribute(name)?.parse().ok()
    }

    /// A day of milliseconds is far below what either type holds.
    #[expect(
        clippy::as_conversions,
        clippy::cast_possible_truncation,
        reason = "between 0 and a day"
    )]
    fn whole(millis: f64) -> i64 {
        millis as i64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_told_in_two_units() {
        assert_eq!(left(23 * HOUR + 5 * MINUTE), "23 h 05 min");
        assert_eq!(left(HOUR - 1), "59 min 59 s");
        assert_eq!(left(MINUTE), "1 min 00 s");
        assert_eq!(left(999), "0 s");
        assert_eq!(left(-1), "0 s");
    }
}
