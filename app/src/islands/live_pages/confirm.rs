//! Asks before something that is hard to take back: `data-confirm="Question?"`
//! on a link, a form or its button, with `data-confirm-yes` as the words of the
//! button that goes on.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Event, HtmlElement, HtmlFormElement, SubmitEvent};

use crate::islands::dom::{dialog, one, open};

/// Set on what was confirmed, for the one event that follows.
const CONFIRMED: &str = "data-confirmed";

/// Whether `event` on `element` has to wait for an answer; the question stands
/// on the first of `sources` that has one.
pub(super) fn stops(event: &Event, element: &HtmlElement, sources: &[&HtmlElement]) -> bool {
    let Some((source, question)) = sources
        .iter()
        .find_map(|source| Some((*source, source.get_attribute("data-confirm")?)))
    else {
        return false;
    };
    if element.has_attribute(CONFIRMED) {
        let _ = element.remove_attribute(CONFIRMED);
        return false;
    }
    let Some(dialog) = dialog("confirm") else {
        return false;
    };
    event.prevent_default();
    if let Some(place) = one(&dialog, "[data-question]") {
        place.set_text_content(Some(&question));
    }
    if let (Some(yes), Some(words)) = (
        one(&dialog, "[value=yes]"),
        source.get_attribute("data-confirm-yes"),
    ) {
        yes.set_text_content(Some(&words));
    }
    dialog.set_return_value("no");
    let button = event.dyn_ref::<SubmitEvent>().and_then(SubmitEvent::submitter);
    let (element, answered) = (element.clone(), dialog.clone());
    let on_close = Closure::once_into_js(move || {
        if answered.return_value() == "yes" {
            go_on(&element, button.as_ref());
        }
    });
    dialog.set_onclose(Some(on_close.unchecked_ref()));
    open(&dialog);
    true
}

fn go_on(element: &HtmlElement, button: Option<&HtmlElement>) {
    let _ = element.set_attribute(CONFIRMED, "");
    match (element.dyn_ref::<HtmlFormElement>(), button) {
        (Some(form), Some(button)) => _ = form.request_submit_with_submitter(Some(button)),
        (Some(form), None) => _ = form.request_submit(),
        (None, _) => element.click(),
    }
}
