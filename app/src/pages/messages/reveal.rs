//! The form that shows a customer's whole number for a while.

use domain::message::id::MessageId;
use leptos::{prelude::*, server_fn::ServerFn};
use service::messages::detail::Sight;

use crate::{
    actions::messages::RevealNumber,
    components::{
        field::TextField,
        form::{BackHere, ErrorSummary, Form, Hidden},
        format::Times,
        icon::{Icon, icon},
    },
    guard::Cx,
    words::messages as w,
};

/// Until when the number is visible, or the form; nothing for those who see it
/// anyway or may not.
pub(crate) fn reveal(cx: &Cx, times: &Times, contact: Option<MessageId>, sight: Sight) -> Option<AnyView> {
    let lang = cx.lang;
    match (sight, contact) {
        (Sight::Until(until), _) => {
            let words = w::visible_until(lang, &times.hour(until));
            Some(view! { <p class="xs muted">{words}</p> }.into_any())
        }
        (Sight::Masked { may_reveal: true }, Some(contact)) => {
            let form = Form::of("reveal");
            let labels = vec![("reason", w::reveal_reason(lang))];
            let view = view! {
                <form class="stack stack--2" method="post" action=RevealNumber::url()>
                    <ErrorSummary form=&form labels=labels/>
                    <BackHere/>
                    <Hidden name="contact" value=contact.to_string()/>
                    <TextField
                        form=&form
                        name="reason"
                        label=w::reveal_reason(lang)
                        hint=w::reveal_hint(lang).to_owned()
                        required=true
                    />
                    <button class="btn btn--sm" type="submit">{icon(Icon::Read)}{w::reveal_button(lang)}</button>
                    <p class="xs muted">{w::reveal_note(lang)}</p>
                </form>
            };
            Some(view.into_any())
        }
        _ => None,
    }
}
