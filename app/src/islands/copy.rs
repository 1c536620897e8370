//! Buttons that copy: `data-copy="#id"` copies the text (or value) of that
//! element, anything else is copied as it stands. `data-copied` holds the words
//! that the button shows for a moment afterwards.

use leptos::prelude::*;

/// Makes the buttons work. Nothing to see.
#[island]
pub fn CopyButtons() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    browser::start();
}

#[cfg(feature = "hydrate")]
mod browser {
    use std::cell::RefCell;

    use leptos::prelude::{document, window};
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::{JsFuture, spawn_local};
    use web_sys::{HtmlElement, HtmlInputElement};

    use crate::islands::dom::{Timer, around, by_id, listen, say};

    const SHOWN_FOR: i32 = 2_000;

    thread_local! {
        /// Puts back what a button said before it was pressed.
        static BEFORE: RefCell<Option<Timer>> = const { RefCell::new(None) };
    }

    pub(super) fn start() {
        listen(&document(), "click", |event| {
            if let Some(button) = around(&event, "[data-copy]") {
                spawn_local(copy(button));
            }
        });
    }

    async fn copy(button: HtmlElement) {
        let what = button.get_attribute("data-copy").unwrap_or_default();
        let source = what.strip_prefix('#').and_then(by_id);
        let text = source.as_ref().map_or(what, text);
        if write(&text).await.is_err() {
            // Pages that are not served over https may not write to the clipboard.
            if let Some(source) = source {
                select(&source);
            }
            return;
        }
        let Some(done) = button.get_attribute("data-copied") else {
            return;
        };
        if BEFORE.with_borrow(Option::is_some) {
            return;
        }
        say(&done);
        let before = button.inner_html();
        button.set_text_content(Some(&done));
        BEFORE.replace(Some(Timer::after(SHOWN_FOR, move || {
            button.set_inner_html(&before);
            BEFORE.take();
        })));
    }

    fn text(of: &HtmlElement) -> String {
        let text = of
            .dyn_ref()
            .map_or_else(|| of.inner_text(), HtmlInputElement::value);
        text.trim().to_owned()
    }

    async fn write(text: &str) -> Result<JsValue, JsValue> {
        if !window().is_secure_context() {
            return Err(JsValue::NULL);
        }
        JsFuture::from(window().navigator().clipboard().write_text(text)).await
    }

    fn select(element: &HtmlElement) {
        if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
            input.select();
        } else if let Ok(Some(selection)) = window().get_selection() {
            let _ = selection.select_all_children(element);
        }
    }
}
