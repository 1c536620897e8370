//! The message about what was just done, with Undo where there is one.

use leptos::prelude::*;

use super::{
    icon::{Icon, icon},
    status::Tone,
};
use crate::{request::Request, words::common};

/// Where changes of assignments are undone (`actions::numbers`): fields `batch` and `back`.
pub(crate) const UNDO_URL: &str = "/do/undo-change";

/// The region in which messages appear; always there, so that what appears in
/// it is announced.
#[component]
pub(crate) fn Toasts() -> impl IntoView {
    let request = Request::current();
    let lang = request.lang;
    let toast = request.flash.toast.clone().map(|toast| {
        let name = match Tone::from_key(&toast.tone) {
            Tone::Ok => Icon::Ok,
            tone => tone.icon(),
        };
        // Failures stay until they are closed.
        let seconds = (toast.tone == "ok").then_some(if toast.undo.is_some() { "30" } else { "8" });
        let back = request.path_and_query.clone();
        view! {
            <div class="toast" data-tone=toast.tone data-seconds=seconds>
                {icon(name)}
                <span>{toast.text}</span>
                {toast
                    .undo
                    .map(|batch| {
                        view! {
                            <form method="post" action=UNDO_URL>
                                <input type="hidden" name="batch" value=batch/>
                                <input type="hidden" name="back" value=back.clone()/>
                                <button class="btn btn--sm" type="submit" data-undo="">
                                    {icon(Icon::Undo)}
                                    {common::undo(lang)}
                                    " "
                                    <small data-countdown="">{common::undo_within(lang)}</small>
                                </button>
                            </form>
                        }
                    })}
                <button
                    class="btn btn--quiet btn--icon btn--sm js-only"
                    type="button"
                    aria-label=common::close_message(lang)
                    data-dismiss=""
                >
                    {icon(Icon::X)}
                </button>
                // Without the browser library the page without the message is one link away.
                <a
                    class="btn btn--quiet btn--icon btn--sm js-hide"
                    href=request.path_and_query.clone()
                    aria-label=common::close_message(lang)
                >
                    {icon(Icon::X)}
                </a>
            </div>
        }
    });
    view! {
        <div class="toasts" id="toasts" data-part="toasts" role="status" aria-live="polite">
            {toast}
        </div>
    }
}
