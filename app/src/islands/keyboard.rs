//! The console without a mouse: `g` and a letter goes to a page (`data-key` on
//! the links of the navigation), `j` and `k` walk over the rows of a list, Enter
//! opens one, Esc follows the link that closes a panel (`data-close`), `?` lists
//! all of it. Letters do nothing in fields and can be turned off in the account.

use leptos::prelude::*;

/// Starts it. The children are the dialog that lists the keys, written by the
/// server.
#[island]
pub fn Keyboard(children: Children) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    browser::start();
    children()
}

#[cfg(feature = "hydrate")]
mod browser {
    use std::cell::RefCell;

    use leptos::prelude::document;
    use wasm_bindgen::JsCast;
    use web_sys::{HtmlElement, KeyboardEvent};

    use crate::islands::dom::{
        Timer, all, all_in, around, by_id, dialog, dialog_open, focused, letters_act, listen, main, one, open,
    };

    /// How long `g` waits for its letter, in milliseconds.
    const LETTER_WITHIN: i32 = 1_500;
    const ROWS: &str = "[role=rowheader] a[href], a[data-row]";

    thread_local! {
        static AFTER_G: RefCell<Option<Timer>> = const { RefCell::new(None) };
    }

    pub(super) fn start() {
        listen(&document(), "keydown", |event| {
            if let Some(key) = event.dyn_ref::<KeyboardEvent>()
                && pressed(key)
            {
                event.prevent_default();
            }
        });
        listen(&document(), "click", |event| {
            if around(&event, "[data-open=keys]").is_some() {
                event.prevent_default();
                help();
            }
        });
    }

    fn pressed(event: &KeyboardEvent) -> bool {
        let key = event.key();
        if key == "Escape" {
            return !event.default_prevented() && !dialog_open() && close_panel();
        }
        if !letters_act(event) {
            return false;
        }
        if AFTER_G.take().is_some() {
            return go(&key);
        }
        match key.as_str() {
            "g" => {
                AFTER_G.replace(Some(Timer::after(LETTER_WITHIN, || {
                    AFTER_G.take();
                })));
                true
            }
            "j" => step(true),
            "k" => step(false),
            "?" => {
                help();
                true
            }
            _ => false,
        }
    }

    fn close_panel() -> bool {
        let Some(close) = main().and_then(|main| one(&main, "[data-close]")) else {
            return false;
        };
        close.click();
        true
    }

    fn go(key: &str) -> bool {
        let link = all_in(&document(), "#nav a[data-key]")
            .into_iter()
            .find(|link| link.get_attribute("data-key").as_deref() == Some(key));
        link.inspect(HtmlElement::click).is_some()
    }

    /// Moves to the next or previous row; from elsewhere to the first.
    fn step(down: bool) -> bool {
        let rows = main().map(|main| all(&main, ROWS)).unwrap_or_default();
        let at = focused().and_then(|on| {
            let on = on.closest("tr, li").ok().flatten().unwrap_or_else(|| on.into());
            rows.iter().position(|row| on.contains(Some(row)))
        });
        let to = match (at, down) {
            (None, _) => 0,
            (Some(at), true) => at + 1,
            (Some(at), false) => at.saturating_sub(1),
        };
        rows.get(to).is_some_and(|row| row.focus().is_ok())
    }

    /// Opens the list of keys, with the letters of the navigation as it is now.
    fn help() {
        let Some(dialog) = dialog("keys") else { return };
        if let Some(list) = by_id("keys-pages") {
            list.set_text_content(None);
            for link in all_in(&document(), "#nav a[data-key]") {
                let _ = row(&list, &link);
            }
        }
        open(&dialog);
    }

    /// `<div><dt><kbd>g</kbd> <kbd>n</kbd></dt><dd>Numbers</dd></div>`
    fn row(list: &HtmlElement, link: &HtmlElement) -> Option<()> {
        let make = |tag: &str| document().create_element(tag).ok();
        let (pair, keys, name) = (make("div")?, make("dt")?, make("dd")?);
        for key in ["g", &link.get_attribute("data-key")?] {
            let cap = make("kbd")?;
            cap.set_text_content(Some(key));
            keys.append_child(&cap).ok()?;
        }
        name.set_text_content(Some(&label(link)));
        pair.append_child(&keys).ok()?;
        pair.append_child(&name).ok()?;
        list.append_child(&pair).ok()?;
        Some(())
    }

    /// The words of a link of the navigation, without its counts.
    pub(in crate::islands) fn label(link: &HtmlElement) -> String {
        let nodes = link.child_nodes();
        let words = (0..nodes.length())
            .filter_map(|i| nodes.get(i))
            .filter(|node| node.node_type() == web_sys::Node::TEXT_NODE)
            .find_map(|node| {
                node.text_content()
                    .map(|text| text.trim().to_owned())
                    .filter(|text| !text.is_empty())
            });
        words.or_else(|| link.text_content()).unwrap_or_default()
    }
}

#[cfg(feature = "hydrate")]
pub(super) use browser::label;
