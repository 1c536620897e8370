//! Which clicks and which forms are answered in place, and what a form sends.

use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use web_sys::{
    Element, Event, FormData, HtmlAnchorElement, HtmlElement, HtmlFormElement, MouseEvent, SubmitEvent,
    UrlSearchParams,
};

use super::{
    confirm, history,
    visit::{History, Visit, visit},
};
use crate::islands::dom::{around, listen};

/// Watches the whole page.
pub(super) fn start() {
    listen(&document(), "click", |event| clicked(&event));
    listen(&document(), "submit", |event| submitted(&event));
}

fn clicked(event: &Event) {
    let Some(mouse) = event.dyn_ref::<MouseEvent>() else {
        return;
    };
    let modified = mouse.meta_key() || mouse.ctrl_key() || mouse.shift_key() || mouse.alt_key();
    let only_closes = around(event, "[data-dismiss]").is_some();
    if event.default_prevented() || mouse.button() != 0 || modified || only_closes {
        return;
    }
    let Some(link) = around(event, "a[href]").and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok())
    else {
        return;
    };
    if confirm::stops(event, &link, &[&link]) || !in_place(&link) {
        return;
    }
    event.prevent_default();
    let asked_by = link.clone().into();
    visit(Visit {
        asked_by: Some(asked_by),
        ..Visit::to(link.href())
    });
}

fn in_place(link: &HtmlAnchorElement) -> bool {
    let elsewhere = !matches!(link.target().as_str(), "" | "_self")
        || link.has_attribute("download")
        || link.has_attribute("data-reload")
        || link.origin() != window().location().origin().unwrap_or_default();
    // The browser itself scrolls within the page.
    let within = link.hash().len() > 1 && link.pathname() + &link.search() == history::shown();
    !elsewhere && !within
}

fn submitted(event: &Event) {
    if event.default_prevented() {
        return;
    }
    let Some(form) = around(event, "form").and_then(|form| form.dyn_into::<HtmlFormElement>().ok()) else {
        return;
    };
    let button = event.dyn_ref::<SubmitEvent>().and_then(SubmitEvent::submitter);
    let said: &HtmlElement = &form;
    if confirm::stops(event, said, &[button.as_ref().unwrap_or(said), said]) {
        return;
    }
    if let Some(visit_of) = visit_of(&form, button.as_ref()) {
        event.prevent_default();
        visit(visit_of);
    }
}

/// The visit that sending `form` makes; `None` when the browser has to send it.
pub(super) fn visit_of(form: &HtmlFormElement, button: Option<&HtmlElement>) -> Option<Visit> {
    // A button may say otherwise than its form.
    let said = |on_button: &str, on_form: &str| {
        button
            .and_then(|b| b.get_attribute(on_button))
            .or_else(|| form.get_attribute(on_form))
            .unwrap_or_default()
    };
    let method = said("formmethod", "method").to_ascii_lowercase();
    let url = absolute(&said("formaction", "action"))?;
    let elsewhere = !matches!(said("formtarget", "target").as_str(), "" | "_self")
        || form.has_attribute("data-reload")
        || button.is_some_and(|button| button.has_attribute("data-reload"))
        || said("formenctype", "enctype").starts_with("multipart")
        || !matches!(method.as_str(), "" | "get" | "post");
    if elsewhere {
        return None;
    }
    let fields = fields(form, button)?;
    let asked_by = button.map(|button| Element::from(button.clone()));
    if method == "post" {
        return Some(Visit {
            body: Some(fields),
            asked_by,
            ..Visit::to(url)
        });
    }
    let query = String::from(fields.to_string());
    let base = url.split(['?', '#']).next().unwrap_or_default();
    let url = if query.is_empty() {
        base.to_owned()
    } else {
        base.to_owned() + "?" + &query
    };
    Some(
        Visit {
            asked_by,
            ..Visit::to(url)
        }
        .with(History::Push),
    )
}

/// What the form sends. A search without words is left out of the address.
fn fields(form: &HtmlFormElement, button: Option<&HtmlElement>) -> Option<UrlSearchParams> {
    let data = FormData::new_with_form(form).ok()?;
    let fields = UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
    if let Some(name) = button
        .and_then(|button| button.get_attribute("name"))
        .filter(|name| !name.is_empty())
    {
        let value = button
            .and_then(|button| button.get_attribute("value"))
            .unwrap_or_default();
        fields.append(&name, &value);
    }
    if form.has_attribute("data-live") {
        let kept = UrlSearchParams::new().ok()?;
        fields.entries().into_iter().flatten().for_each(|pair| {
            let pair: js_sys::Array = pair.unchecked_into();
            let (name, value) = (pair.get(0).as_string(), pair.get(1).as_string());
            if let (Some(name), Some(value)) = (name, value.filter(|value| !value.is_empty())) {
                kept.append(&name, &value);
            }
        });
        return Some(kept);
    }
    Some(fields)
}

/// The whole address, if it belongs to this site.
fn absolute(action: &str) -> Option<String> {
    let location = window().location();
    let base = location.href().ok()?;
    let base = base.split('#').next().unwrap_or_default();
    // No action means the page itself.
    let url = web_sys::Url::new_with_base(action, base).ok()?;
    (url.origin() == location.origin().ok()?).then(|| url.href())
}
