//! Everything by name: Ctrl K (or `/`) opens a field that finds pages, bakeries,
//! numbers, accounts and messages, and goes there.
//!
//! Pages come from the navigation that is on the page; records come from
//! `/app/palette?q=` as `[{kind, title, detail, href}]`. The words for the kinds
//! stand on the field (`data-tenant` …).

use leptos::prelude::*;

/// Something to go to.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Hit {
    kind: String,
    title: String,
    detail: String,
    href: String,
}

/// What the list shows.
#[derive(Debug, Clone, Copy)]
struct State {
    hits: RwSignal<Vec<Hit>>,
    /// Which of them Enter opens.
    active: RwSignal<usize>,
}

/// The palette, closed. The children are its field and its notices, written by
/// the server.
#[island]
pub fn CommandPalette(children: Children) -> impl IntoView {
    let state = State {
        hits: RwSignal::new(Vec::new()),
        active: RwSignal::new(0),
    };
    #[cfg(feature = "hydrate")]
    browser::start(state);
    let State { hits, active } = state;
    let options = move || {
        let hits = hits.get().into_iter().enumerate();
        hits.map(|(index, hit)| option(index, hit, active))
            .collect::<Vec<_>>()
    };
    view! {
        <dialog id="palette" class="palette" aria-labelledby="palette-title">
            {children()}
            <ul id="palette-list" class="palette__list" role="listbox" aria-labelledby="palette-title">
                {options}
            </ul>
        </dialog>
    }
}

fn option_id(index: usize) -> String {
    "palette-".to_owned() + &index.to_string()
}

fn option(index: usize, hit: Hit, active: RwSignal<usize>) -> impl IntoView {
    let selected = move || if active.get() == index { "true" } else { "false" };
    view! {
        <li id=option_id(index) role="option" class="palette__hit" aria-selected=selected data-href=hit.href>
            <span class="palette__kind">{hit.kind}</span>
            <span class="palette__title">{hit.title}</span>
            <span class="palette__detail">{hit.detail}</span>
        </li>
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use std::cell::{Cell, RefCell};

    use leptos::prelude::{Effect, Get, GetUntracked, Set, document, window};
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::{JsFuture, spawn_local};
    use web_sys::{HtmlDialogElement, HtmlInputElement, KeyboardEvent, Response};

    use super::{Hit, State, option_id};
    use crate::islands::{
        dom::{Timer, all_in, around, by_id, dialog, letters_act, listen, open, text_of},
        keyboard::label,
        live_pages::{Visit, visit},
    };

    /// Milliseconds without a letter after which records are asked for.
    const PAUSE: i32 = 150;

    thread_local! {
        static TYPING: RefCell<Option<Timer>> = const { RefCell::new(None) };
        /// Number of the newest question; answers to older ones are not shown.
        static NEWEST: Cell<u32> = const { Cell::new(0) };
    }

    pub(super) fn start(state: State) {
        let (Some(palette), Some(field)) = (dialog("palette"), by_id("palette-field")) else {
            return;
        };
        let Ok(field) = field.dyn_into::<HtmlInputElement>() else {
            return;
        };
        let page = field.get_attribute("data-page").unwrap_or_default();
        describe(state, field.clone());

        let show = {
            let (palette, field, page) = (palette.clone(), field.clone(), page.clone());
            move || {
                field.set_value("");
                ask("", state, &page);
                open(&palette);
            }
        };
        listen(&document(), "keydown", {
            let show = show.clone();
            move |event| {
                let Some(key) = event.dyn_ref::<KeyboardEvent>() else {
                    return;
                };
                let ctrl_k = (key.ctrl_key() || key.meta_key()) && key.key().eq_ignore_ascii_case("k");
                if ctrl_k || key.key() == "/" && letters_act(key) {
                    event.prevent_default();
                    show();
                }
            }
        });
        listen(&document(), "click", move |event| {
            if around(&event, "[data-open=palette]").is_some() {
                event.prevent_default();
                show();
            }
        });
        listen(&field, "input", {
            let field = field.clone();
            move |_| ask(field.value().trim(), state, &page)
        });
        listen(&field, "keydown", {
            let palette = palette.clone();
            move |event| {
                if let Some(key) = event.dyn_ref::<KeyboardEvent>()
                    && pressed(&key.key(), state, &palette)
                {
                    event.prevent_default();
                }
            }
        });
        listen(&palette.clone(), "click", move |event| {
            if let Some(option) = around(&event, "[data-href]") {
                go(&palette, option.get_attribute("data-href"));
            } else if around(&event, ".palette > *").is_none() {
                // Outside of the box.
                palette.close();
            }
        });
    }

    /// Tells assistive technology which entry is meant.
    fn describe(state: State, field: HtmlInputElement) {
        Effect::new(move |_| {
            let any = !state.hits.get().is_empty();
            let _ = field.set_attribute("aria-expanded", if any { "true" } else { "false" });
            let _ = if any {
                field.set_attribute("aria-activedescendant", &option_id(state.active.get()))
            } else {
                field.remove_attribute("aria-activedescendant")
            };
        });
    }

    /// Shows one of the notices, or none.
    fn notice(which: &str) {
        for id in ["palette-none", "palette-failed"] {
            if let Some(notice) = by_id(id) {
                notice.set_hidden(id != which);
            }
        }
    }

    fn pressed(key: &str, state: State, palette: &HtmlDialogElement) -> bool {
        let hits = state.hits.get_untracked();
        let (at, last) = (state.active.get_untracked(), hits.len().saturating_sub(1));
        let to = match key {
            "ArrowDown" => {
                if at >= last {
                    0
                } else {
                    at + 1
                }
            }
            "ArrowUp" => at.checked_sub(1).unwrap_or(last),
            "Enter" => {
                go(palette, hits.get(at).map(|hit| hit.href.clone()));
                return true;
            }
            _ => return false,
        };
        state.active.set(to);
        if let Some(option) = by_id(&option_id(to)) {
            option.scroll_into_view_with_bool(false);
        }
        true
    }

    fn go(palette: &HtmlDialogElement, href: Option<String>) {
        if let Some(href) = href {
            palette.close();
            visit(Visit::to(href));
        }
    }

    /// Shows the pages that match at once, and the records when they come.
    fn ask(words: &str, state: State, page: &str) {
        let pages = pages(words, page);
        let number = NEWEST.get().wrapping_add(1);
        NEWEST.set(number);
        state.active.set(0);
        notice("");
        state.hits.set(pages.clone());
        if words.is_empty() {
            TYPING.take();
            return;
        }
        let words = String::from(js_sys::encode_uri_component(words));
        TYPING.replace(Some(Timer::after(PAUSE, move || {
            spawn_local(async move {
                let records = records(&words).await;
                if NEWEST.get() == number {
                    let failed = records.is_err();
                    let mut hits = pages;
                    hits.extend(records.unwrap_or_default());
                    notice(match hits.is_empty() {
                        _ if failed => "palette-failed",
                        true => "palette-none",
                        false => "",
                    });
                    state.hits.set(hits);
                }
            });
        })));
    }

    fn pages(words: &str, page: &str) -> Vec<Hit> {
        let words = folded(words);
        all_in(&document(), "#nav a[href]")
            .into_iter()
            .map(|link| Hit {
                kind: page.to_owned(),
                title: label(&link),
                detail: String::new(),
                href: link.get_attribute("href").unwrap_or_default(),
            })
            .filter(|hit| folded(&hit.title).contains(&words))
            .collect()
    }

    /// In small letters and without accents.
    fn folded(words: &str) -> String {
        let apart = String::from(js_sys::JsString::from(words.to_lowercase()).normalize("NFD"));
        apart
            .chars()
            .filter(|letter| !('\u{300}'..'\u{370}').contains(letter))
            .collect()
    }

    async fn records(words: &str) -> Result<Vec<Hit>, JsValue> {
        let address = "/app/palette?q=".to_owned() + words;
        let response: Response = JsFuture::from(window().fetch_with_str(&address))
            .await?
            .unchecked_into();
        if !response.ok() {
            return Err(JsValue::NULL);
        }
        let found: js_sys::Array = JsFuture::from(response.json()?).await?.dyn_into()?;
        Ok(found
            .iter()
            .map(|hit| Hit {
                kind: kind(&text_of(&hit, "kind")),
                title: text_of(&hit, "title"),
                detail: text_of(&hit, "detail"),
                href: text_of(&hit, "href"),
            })
            .collect())
    }

    /// The word for a kind; a kind that this build does not know says itself.
    fn kind(key: &str) -> String {
        by_id("palette-field")
            .and_then(|field| field.get_attribute(&("data-".to_owned() + key)))
            .unwrap_or_else(|| key.to_owned())
    }
}
