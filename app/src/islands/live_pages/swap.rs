//! Puts a fetched page in the place of the one that is shown.

use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{
    Document, Element, HtmlDetailsElement, HtmlElement, HtmlInputElement, HtmlSelectElement,
    HtmlTextAreaElement, ScrollIntoViewOptions, ScrollLogicalPosition,
};

use super::{
    focus::Focus,
    history, progress,
    visit::{self, Answer, History, Visit},
};
use crate::islands::dom::{all, all_in, by_id, calm, focused, main, one, root, say, tell};

/// Names of the parts of a page that are exchanged, in document order.
pub(super) fn parts(of: &Document) -> Vec<String> {
    all_in(of, "[data-part]")
        .iter()
        .filter_map(|part| part.get_attribute("data-part"))
        .collect()
}

/// Why a page is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Cause {
    /// A link or a filter.
    Asked,
    /// Back or forward.
    Back,
    /// It answers a change.
    Changed,
    /// Nobody asked for it: something changed elsewhere.
    Elsewhere,
}

/// How a page came to be shown.
#[derive(Clone, Copy)]
pub(super) struct How {
    /// Why it is shown.
    pub(super) cause: Cause,
    /// The path is another one; otherwise the same page with other parameters.
    pub(super) moved: bool,
}

/// Shows the answer to a visit.
pub(super) fn show(answer: Answer, visit: &Visit) {
    if visit.quiet && edited() {
        // Somebody began to write while the page was on its way.
        progress::offer_refresh();
        return;
    }
    let before = history::now_shown();
    let how = How {
        cause: match visit.history {
            _ if visit.quiet => Cause::Elsewhere,
            _ if visit.body.is_some() => Cause::Changed,
            History::Keep => Cause::Back,
            History::Push | History::Replace => Cause::Asked,
        },
        moved: history::path(&before) != history::path(&history::shown()),
    };
    let exchange = move || exchange(&answer.page, how, &before);
    if how.moved && !calm() {
        with_transition(exchange);
    } else {
        exchange();
    }
}

/// Lets the browser cross-fade, where it can.
fn with_transition(exchange: impl FnOnce() + 'static) {
    let page: JsValue = document().into();
    let start = js_sys::Reflect::get(&page, &JsValue::from_str("startViewTransition"))
        .ok()
        .and_then(|start| start.dyn_into::<js_sys::Function>().ok());
    let Some(start) = start else {
        return exchange();
    };
    let Ok(transition) = start.call1(&page, &Closure::once_into_js(exchange)) else {
        return;
    };
    // A transition that the next one cuts short is no error.
    let ready = js_sys::Reflect::get(&transition, &JsValue::from_str("ready"));
    if let Some(ready) = ready
        .ok()
        .and_then(|ready| ready.dyn_into::<js_sys::Promise>().ok())
    {
        let nothing = Closure::once_into_js(|_: JsValue| {});
        if let Ok(catch) = js_sys::Reflect::get(&ready, &JsValue::from_str("catch")) {
            let _ = catch.unchecked_into::<js_sys::Function>().call1(&ready, &nothing);
        }
    }
}

fn exchange(page: &Document, how: How, before: &str) {
    let focus = Focus::remember(before);
    let unfolded: Vec<bool> = folds().iter().map(HtmlDetailsElement::open).collect();
    let scrolled: Vec<(String, i32)> = all_in(&document(), "[data-scroll]")
        .into_iter()
        .filter_map(|part| Some((part.get_attribute("data-scroll")?, part.scroll_top())))
        .collect();

    document().set_title(&page.title());
    visit::note_known(page);
    if let (Some(now), Some(next)) = (root(&document()), root(page)) {
        for name in ["data-theme", "data-keys"] {
            copy_attribute(&next, &now, name);
        }
    }
    for part in all_in(&document(), "[data-part]") {
        let name = part.get_attribute("data-part").unwrap_or_default();
        let next = page
            .query_selector(&("[data-part='".to_owned() + &name + "']"))
            .ok()
            .flatten();
        match next {
            Some(next) if name == "toasts" => take_toasts(&part, &next),
            Some(next) => {
                let _ = part.replace_with_with_node_1(&next);
            }
            None => {}
        }
    }

    // A part that scrolls by itself and is the same one stays where it was.
    for part in all_in(&document(), "[data-scroll]") {
        let name = part.get_attribute("data-scroll");
        let before = scrolled.iter().find(|(before, _)| Some(before) == name.as_ref());
        // One's own words stand at the end of a conversation.
        let stays = how.cause == Cause::Elsewhere || part.get_attribute("data-scroll-stays").is_some();
        if let Some((_, top)) = before.filter(|_| stays) {
            part.set_scroll_top(*top);
        }
    }

    // What somebody has unfolded stays so, unless they asked for something else.
    let folds = folds();
    if how.cause == Cause::Elsewhere && folds.len() == unfolded.len() {
        for (fold, open) in folds.iter().zip(unfolded) {
            fold.set_open(open);
        }
    }
    if how.moved
        && let Some(menu) = document()
            .query_selector("details.nav-toggle[open]")
            .ok()
            .flatten()
    {
        let _ = menu.remove_attribute("open");
    }
    focus.settle(how);
    scroll(how);
    if how.cause != Cause::Elsewhere {
        announce(how);
    }
    progress::clear_notices();
    tell("tahona:page");
}

/// New toasts take the place of old ones; a page without any leaves those
/// that are still counting.
fn take_toasts(region: &HtmlElement, next: &Element) {
    if next.child_element_count() == 0 {
        return;
    }
    region.set_text_content(None);
    while let Some(toast) = next.first_child() {
        let _ = region.append_child(&toast);
    }
}

fn copy_attribute(from: &Element, to: &Element, name: &str) {
    let _ = match from.get_attribute(name) {
        Some(value) => to.set_attribute(name, &value),
        None => to.remove_attribute(name),
    };
}

/// The page's `<details>`, in document order.
fn folds() -> Vec<HtmlDetailsElement> {
    let folds = main().map(|main| all(&main, "details")).unwrap_or_default();
    folds
        .into_iter()
        .filter_map(|fold| fold.dyn_into().ok())
        .collect()
}

fn scroll(how: How) {
    let hash = window().location().hash().unwrap_or_default();
    if how.cause == Cause::Elsewhere {
        return;
    }
    if how.cause == Cause::Back {
        history::scroll_back();
    } else if let Some(target) = hash.strip_prefix('#').filter(|id| !id.is_empty()).and_then(by_id) {
        // On the same page: only as far as it takes to see it.
        let nearest = ScrollIntoViewOptions::new();
        nearest.set_block(if how.moved {
            ScrollLogicalPosition::Start
        } else {
            ScrollLogicalPosition::Nearest
        });
        target.scroll_into_view_with_scroll_into_view_options(&nearest);
    } else if how.moved {
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }
}

fn announce(how: How) {
    let count = main()
        .filter(|_| !how.moved)
        .and_then(|main| one(&main, "[data-announce]"));
    match count.and_then(|count| count.text_content()) {
        Some(words) => say(&words),
        None => say(&document().title()),
    }
}

/// Whether exchanging the page by itself would take something from somebody: a
/// field in use or changed, a dialog, an error still to be read, or something
/// shown only once.
pub(crate) fn edited() -> bool {
    let Some(main) = main() else { return false };
    let busy = focused().is_some_and(|field| {
        main.contains(Some(&field)) && field.matches("input, select, textarea").unwrap_or(false)
    });
    busy || one(
        &main,
        "[data-once], [aria-invalid=true], .error-text, [data-error-summary]",
    )
    .is_some()
        || document().query_selector("dialog[open]").ok().flatten().is_some()
        || all(&main, "form:not([data-live]) :is(input, select, textarea)")
            .iter()
            .any(changed)
}

fn changed(field: &HtmlElement) -> bool {
    if let Some(field) = field.dyn_ref::<HtmlInputElement>() {
        return field.checked() != field.default_checked()
            || field.type_() != "hidden" && field.value() != field.default_value();
    }
    if let Some(field) = field.dyn_ref::<HtmlTextAreaElement>() {
        return field.default_value().is_ok_and(|given| given != field.value());
    }
    field.dyn_ref::<HtmlSelectElement>().is_some_and(|field| {
        let given = field
            .query_selector("option[selected]")
            .ok()
            .flatten()
            .or_else(|| field.options().item(0));
        let chosen = u32::try_from(field.selected_index())
            .ok()
            .and_then(|index| field.options().item(index));
        chosen.is_some_and(|chosen| Some(&chosen) != given.as_ref())
    })
}
