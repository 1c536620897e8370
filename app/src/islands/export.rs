//! How far a file has come that somebody takes with them.
//!
//! A link with `data-export` gives its file a name (`watch` in its address), by
//! which the server is asked from time to time. `#export-progress` shows the
//! answer: `data-of`, `data-rows` (where nobody knows how many there will be)
//! and `data-done` are its words, with `{rows}` and `{total}` for the numbers.

use domain::{figures::count, lang::Lang};
use leptos::prelude::*;

/// The words with their numbers.
#[must_use]
pub fn told(words: &str, lang: Lang, rows: u64, total: Option<u64>) -> String {
    let total = total.map_or_else(String::new, |total| count(lang, total));
    words
        .replace("{rows}", &count(lang, rows))
        .replace("{total}", &total)
}

/// Watches the links. Nothing to see.
#[island]
pub fn ExportProgress() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    browser::start();
}

#[cfg(feature = "hydrate")]
mod browser {
    use std::cell::{Cell, RefCell};

    use domain::lang::Lang;
    use leptos::prelude::{document, window};
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::{JsFuture, spawn_local};
    use web_sys::{HtmlAnchorElement, Response, Url};

    use super::told;
    use crate::islands::dom::{Timer, around, by_id, listen, one, say};

    const EVERY: i32 = 500;
    /// Questions in a row without an answer after which nobody asks on: the
    /// file was given up, or another process makes it.
    const PATIENCE: u32 = 20;

    thread_local! {
        static NEXT: RefCell<Option<Timer>> = const { RefCell::new(None) };
        /// Number of the newest file; older ones are not watched any more.
        static NEWEST: Cell<u32> = const { Cell::new(0) };
    }

    struct Seen {
        rows: u64,
        total: Option<u64>,
        done: bool,
    }

    pub(super) fn start() {
        listen(&document(), "click", |event| {
            let link = around(&event, "a[data-export]");
            if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) {
                // Without a name the file comes all the same.
                let _ = watch(&link);
            }
        });
    }

    /// Names the file. The browser follows the link afterwards.
    fn watch(link: &HtmlAnchorElement) -> Result<(), JsValue> {
        let name: String = (js_sys::Date::now().to_string() + &js_sys::Math::random().to_string())
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .take(64)
            .collect();
        let url = Url::new(&link.href())?;
        url.search_params().set("watch", &name);
        link.set_href(&url.href());
        let number = NEWEST.get().wrapping_add(1);
        NEWEST.set(number);
        ask_later(name, number, PATIENCE);
        Ok(())
    }

    fn ask_later(name: String, number: u32, patience: u32) {
        let timer = Timer::after(EVERY, move || spawn_local(ask(name, number, patience)));
        NEXT.replace(Some(timer));
    }

    async fn ask(name: String, number: u32, patience: u32) {
        let seen = seen(&name).await;
        if NEWEST.get() != number {
            return;
        }
        if let Some(seen) = seen {
            show(&seen);
            if !seen.done {
                ask_later(name, number, PATIENCE);
            }
        } else if let Some(patience) = patience.checked_sub(1) {
            ask_later(name, number, patience);
        } else if let Some(place) = by_id("export-progress") {
            place.set_hidden(true);
        }
    }

    async fn seen(name: &str) -> Option<Seen> {
        let address = "/app/messages/export-progress?watch=".to_owned() + name;
        let response: Response = JsFuture::from(window().fetch_with_str(&address))
            .await
            .ok()?
            .unchecked_into();
        if !response.ok() {
            return None;
        }
        let answer = JsFuture::from(response.json().ok()?).await.ok()?;
        let field = |key: &str| js_sys::Reflect::get(&answer, &JsValue::from_str(key)).ok();
        let number = |key: &str| field(key)?.as_f64()?.to_string().parse::<u64>().ok();
        Some(Seen {
            rows: number("rows")?,
            total: number("total"),
            done: field("done")?.as_bool()?,
        })
    }

    /// Looks for its place each time: the page may have been exchanged.
    fn show(seen: &Seen) {
        let Some(place) = by_id("export-progress") else {
            return;
        };
        let said = |name: &str| place.get_attribute(name).unwrap_or_default();
        let words = said(match seen.total {
            _ if seen.done => "data-done",
            Some(_) => "data-of",
            None => "data-rows",
        });
        let lang = Lang::parse(&said("data-lang")).unwrap_or_default();
        let words = told(&words, lang, seen.rows, seen.total);
        if let Some(bar) = one(&place, "progress") {
            let total = if seen.done { Some(seen.rows) } else { seen.total };
            let _ = match total {
                Some(total) => bar
                    .set_attribute("max", &total.max(1).to_string())
                    .and_then(|()| bar.set_attribute("value", &seen.rows.to_string())),
                // A bar without a value only says that something moves.
                None => bar.remove_attribute("value"),
            };
        }
        if let Some(text) = one(&place, "span") {
            text.set_text_content(Some(&words));
        }
        place.set_hidden(false);
        if seen.done {
            say(&words);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_where_the_words_want_them() {
        let words = "{rows} of {total} rows";
        assert_eq!(
            told(words, Lang::En, 12_000, Some(48_000)),
            "12,000 of 48,000 rows"
        );
        assert_eq!(told("{rows} filas", Lang::Es, 1_234_567, None), "1.234.567 filas");
    }
}
