//! Short hands for the browser's document.

use js_sys::Function;
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use web_sys::{
    Document, Element, Event, EventTarget, HtmlDialogElement, HtmlElement, KeyboardEvent, Node, NodeList,
};

/// The element with this id.
pub(crate) fn by_id(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// The dialog with this id.
pub(crate) fn dialog(id: &str) -> Option<HtmlDialogElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// `<html>`.
pub(crate) fn root(of: &Document) -> Option<Element> {
    of.document_element()
}

/// The page's content.
pub(crate) fn main() -> Option<HtmlElement> {
    by_id("main")
}

/// First match inside `of`.
pub(crate) fn one(of: &Element, css: &str) -> Option<HtmlElement> {
    of.query_selector(css).ok()??.dyn_into().ok()
}

/// All matches inside `of`, in document order.
pub(crate) fn all(of: &Element, css: &str) -> Vec<HtmlElement> {
    of.query_selector_all(css).map(elements).unwrap_or_default()
}

/// All matches in the document.
pub(crate) fn all_in(of: &Document, css: &str) -> Vec<HtmlElement> {
    of.query_selector_all(css).map(elements).unwrap_or_default()
}

fn elements(list: NodeList) -> Vec<HtmlElement> {
    (0..list.length())
        .filter_map(|i| list.get(i)?.dyn_into().ok())
        .collect()
}

/// The nearest element around the target of `event` (itself included).
pub(crate) fn around(event: &Event, css: &str) -> Option<HtmlElement> {
    let node: Node = event.target()?.dyn_into().ok()?;
    let element = match node.dyn_into::<Element>() {
        Ok(element) => element,
        Err(node) => node.parent_element()?,
    };
    element.closest(css).ok()??.dyn_into().ok()
}

/// The element that has the focus; `None` when it is the page itself.
pub(crate) fn focused() -> Option<HtmlElement> {
    let element: HtmlElement = document().active_element()?.dyn_into().ok()?;
    (element.tag_name() != "BODY").then_some(element)
}

/// Calls `f` on each `name` event, for as long as the page lives.
pub(crate) fn listen(target: &EventTarget, name: &str, f: impl FnMut(Event) + 'static) {
    let callback = Closure::<dyn FnMut(Event)>::new(f);
    // Fails only for a null callback.
    let _ = target.add_event_listener_with_callback(name, callback.as_ref().unchecked_ref());
    callback.forget();
}

/// Tells the rest of the page that something happened.
pub(crate) fn tell(name: &str) {
    if let Ok(event) = Event::new(name) {
        let _ = document().dispatch_event(&event);
    }
}

/// Whether `event` is made by somebody who writes in a field.
pub(crate) fn in_field(event: &Event) -> bool {
    let field = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";
    // A dialog that has just closed gives the focus back a moment later.
    around(event, field).is_some_and(|field| !field.matches("dialog:not([open]) *").unwrap_or_default())
}

/// Whether single-letter keys act: not in a field, not with a modifier, not
/// while a dialog asks something, and only if the person has not turned them
/// off (`<html data-keys="off">`).
pub(crate) fn letters_act(event: &KeyboardEvent) -> bool {
    let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key() || event.default_prevented());
    plain
        && !in_field(event)
        && !dialog_open()
        && root(&document())
            .and_then(|html| html.get_attribute("data-keys"))
            .as_deref()
            != Some("off")
}

/// Whether a dialog is open.
pub(crate) fn dialog_open() -> bool {
    document().query_selector("dialog[open]").ok().flatten().is_some()
}

/// Opens a dialog that nothing else has opened.
pub(crate) fn open(dialog: &HtmlDialogElement) {
    if !dialog_open() {
        let _ = dialog.show_modal();
    }
}

/// Says something to people who listen instead of looking.
pub(crate) fn say(words: &str) {
    if let Some(region) = by_id("live-says") {
        region.set_text_content(Some(words));
    }
}

/// Whether the person asked for less motion.
pub(crate) fn calm() -> bool {
    window()
        .match_media("(prefers-reduced-motion: reduce)")
        .ok()
        .flatten()
        .is_some_and(|query| query.matches())
}

/// Path and query of the address bar.
pub(crate) fn here() -> String {
    let location = window().location();
    location.pathname().unwrap_or_default() + &location.search().unwrap_or_default()
}

/// A property of a JavaScript object, as text.
pub(crate) fn text_of(object: &JsValue, key: &str) -> String {
    js_sys::Reflect::get(object, &JsValue::from_str(key))
        .ok()
        .and_then(|v| v.as_string())
        .unwrap_or_default()
}

// The ids of timers are plain numbers; web-sys cuts them down to 32 bits.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &Function, ms: i32) -> f64;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(id: f64);
}

/// Something that happens later, unless the timer is dropped before.
pub(crate) struct Timer {
    id: f64,
    _callback: Closure<dyn FnMut()>,
}

impl Timer {
    /// Calls `f` after so many milliseconds.
    pub(crate) fn after(ms: i32, f: impl FnOnce() + 'static) -> Self {
        let callback = Closure::once(f);
        let id = set_timeout(callback.as_ref().unchecked_ref(), ms);
        Self {
            id,
            _callback: callback,
        }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(self.id);
    }
}
