//! Where the keyboard is after a page was exchanged.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlFormElement, HtmlInputElement};

use super::swap::{Cause, How};
use crate::islands::dom::{all, all_in, by_id, focused, main, one};

const PANEL: &str = ".row-panel, [data-panel]";
const FIELD: &str =
    ":is(input:not([type=hidden]), select, textarea, button, a[href]):not(:disabled):not([tabindex='-1'])";
const CONTROL: &str = "a[href], button, input, select, textarea, summary, [tabindex]";

/// What had the focus, in a form that survives the exchange.
pub(super) struct Focus {
    control: Option<Control>,
    /// Whether a panel was open, and which.
    panel: Option<String>,
    /// The record that the old page had open (`sel` in its query).
    selected: Option<String>,
}

struct Control {
    id: String,
    likeness: String,
    /// Which one of those that look the same.
    ordinal: usize,
    /// What was typed into a filter, where the caret was.
    typed: Option<(String, Option<u32>, Option<u32>)>,
}

impl Focus {
    /// Looks at the page before it is exchanged; `address` is its path and query.
    pub(super) fn remember(address: &str) -> Self {
        let control = focused().and_then(|element| {
            let part: HtmlElement = element.closest("[data-part]").ok()??.dyn_into().ok()?;
            let likeness = likeness(&element);
            let ordinal = all(&part, CONTROL)
                .iter()
                .take_while(|other| **other != element)
                .filter(|other| self::likeness(other) == likeness)
                .count();
            Some(Control {
                id: element.id(),
                likeness,
                ordinal,
                typed: typed(&element),
            })
        });
        Self {
            control,
            panel: panel().map(|panel| likeness_of_panel(&panel)),
            selected: selected(address),
        }
    }

    /// Puts the focus where somebody would look for it.
    pub(super) fn settle(&self, how: How) {
        if how.cause == Cause::Elsewhere || how.cause == Cause::Back && !how.moved {
            self.same_control();
            return;
        }
        let Some(main) = main() else { return };
        if how.cause == Cause::Changed
            && let Some(refusal) = one(&main, "[role=alert]")
        {
            focus_on(&refusal);
            return;
        }
        if let Some(panel) = panel()
            && self.panel.as_deref() != Some(likeness_of_panel(&panel).as_str())
            && let Some(field) = one(&panel, FIELD)
        {
            let _ = field.focus();
            return;
        }
        if how.moved {
            match one(&main, "[autofocus]") {
                Some(field) => _ = field.focus(),
                None => heading(&main),
            }
            return;
        }
        if self.same_control() || self.row_that_was_open(&main) {
            return;
        }
        heading(&main);
    }

    fn same_control(&self) -> bool {
        let Some(control) = &self.control else {
            return false;
        };
        let found = by_id(&control.id).or_else(|| control.find());
        let Some(element) = found else { return false };
        let _ = element.focus();
        if let (Some((text, from, to)), Some(input)) = (&control.typed, element.dyn_ref::<HtmlInputElement>())
        {
            if input.closest("form[data-live]").ok().flatten().is_some() {
                input.set_value(text);
            }
            let _ = input.set_selection_start(*from);
            let _ = input.set_selection_end(*to);
        }
        true
    }

    fn row_that_was_open(&self, main: &HtmlElement) -> bool {
        let Some(selected) = &self.selected else {
            return false;
        };
        let needle = "sel=".to_owned() + selected;
        let row = all(main, "a[href*='sel=']").into_iter().find(|link| {
            link.get_attribute("href")
                .is_some_and(|href| href.split(['?', '&', '#']).any(|pair| pair == needle))
        });
        row.is_some_and(|row| row.focus().is_ok())
    }
}

impl Control {
    fn find(&self) -> Option<HtmlElement> {
        all_in(&document(), "[data-part]")
            .iter()
            .flat_map(|part| all(part, CONTROL))
            .filter(|other| likeness(other) == self.likeness)
            .nth(self.ordinal)
    }
}

/// What a control does, in words that are the same on the next page: its kind,
/// name, target, and for a button the form it sends.
fn likeness(element: &HtmlElement) -> String {
    let mut text = element.tag_name();
    for name in ["type", "name", "href", "aria-label"] {
        text.push('|');
        text.push_str(&element.get_attribute(name).unwrap_or_default());
    }
    let choice = matches!(
        element.get_attribute("type").as_deref(),
        Some("radio" | "checkbox")
    );
    if choice || element.tag_name() == "BUTTON" {
        text.push_str(&element.get_attribute("value").unwrap_or_default());
    }
    let form = element
        .closest("form")
        .ok()
        .flatten()
        .and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
    if let Some(form) = form {
        text.push('|');
        text.push_str(&form.get_attribute("action").unwrap_or_default());
    }
    text
}

fn typed(element: &HtmlElement) -> Option<(String, Option<u32>, Option<u32>)> {
    let input = element.dyn_ref::<HtmlInputElement>()?;
    // Fields without a caret (number, date) refuse the question.
    Some((
        input.value(),
        input.selection_start().ok()?,
        input.selection_end().ok()?,
    ))
}

fn panel() -> Option<HtmlElement> {
    let main = main()?;
    one(&main, PANEL)
}

/// Which record a panel is about: its id, or what its forms carry along.
fn likeness_of_panel(panel: &HtmlElement) -> String {
    let mut text = panel.id() + &panel.get_attribute("data-panel").unwrap_or_default();
    for hidden in all(panel, "input[type=hidden]") {
        text.push_str(&hidden.get_attribute("value").unwrap_or_default());
    }
    text
}

fn selected(address: &str) -> Option<String> {
    let (_, query) = address.split_once('?')?;
    query
        .split('&')
        .find_map(|pair| pair.strip_prefix("sel="))
        .map(str::to_owned)
}

fn heading(main: &HtmlElement) {
    focus_on(&one(main, "h1").unwrap_or_else(|| main.clone()));
}

/// Focuses something that is not a control, without moving the page.
fn focus_on(element: &HtmlElement) {
    if !element.has_attribute("tabindex") {
        element.set_tab_index(-1);
    }
    let _ = element.focus();
}
