//! What waits, what stands still, and a test message.

use leptos::{prelude::*, server_fn::ServerFn};
use service::messages::{checks::Checks, offers::Offer};

use super::stops;
use crate::{
    actions::sending::SendTestMessage,
    components::{
        field::{SelectField, TextField},
        form::{BackHere, ErrorSummary, Form, Hidden},
        format::Times,
        status::Tone,
    },
    guard::Cx,
    pages::parts::{card, note},
    words::{checks as w, sending},
};

/// The cards beside the gates.
pub(super) fn view(cx: &Cx, times: &Times, found: &Checks, form: &Form, offers: Option<&[Offer]>) -> AnyView {
    let lang = cx.lang;
    view! {
        {stopped(cx, times, found)}
        {waiting(cx, times, found)}
        {found.shared.then(|| note(Tone::Info, w::shared(lang)))}
        {offers.map(|offers| test(cx, found, form, offers))}
    }
    .into_any()
}

fn waiting(cx: &Cx, times: &Times, found: &Checks) -> AnyView {
    let lang = cx.lang;
    let body = match (found.oldest, found.expires_at) {
        (Some(oldest), Some(expires)) => view! {
            <dl class="facts">
                <dt>{w::waiting_count(lang)}</dt>
                <dd class="end">{found.waiting}</dd>
                <dt>{w::oldest(lang)}</dt>
                <dd class="end">{times.element(oldest)}</dd>
                <dt>{w::expires(lang)}</dt>
                <dd class="end">{times.element(expires)}</dd>
            </dl>
        }
        .into_any(),
        _ => view! { <p class="soft">{w::none_waiting(lang)}</p> }.into_any(),
    };
    card("h-wait", w::waiting(lang), body)
}

/// What stands still, and the button for when its cause is over.
fn stopped(cx: &Cx, times: &Times, found: &Checks) -> Option<AnyView> {
    let stop = found.stop.as_ref()?;
    Some(card(
        "h-stop",
        sending::stopped(cx.lang),
        stops::body(cx, times, stop),
    ))
}

/// "Send me a test."
fn test(cx: &Cx, found: &Checks, form: &Form, offers: &[Offer]) -> AnyView {
    let lang = cx.lang;
    let labels = vec![
        ("phone", sending::test_phone(lang)),
        ("template", w::template(lang)),
    ];
    if offers.is_empty() {
        return card("h-test", sending::test(lang), sending::test_none(lang));
    }
    let options = offers
        .iter()
        .map(|offer| {
            (
                offer.choice.clone(),
                format!("{}, {}", offer.name, offer.language),
            )
        })
        .collect();
    let tenant = found.tenant.to_string();
    let form = form.clone();
    card(
        "h-test",
        sending::test(lang),
        view! {
            <form class="stack stack--3" method="post" action=SendTestMessage::url() novalidate=true>
                <ErrorSummary form=&form labels=labels/>
                <Hidden name="tenant" value=tenant/>
                <BackHere/>
                <TextField form=&form name="phone" label=sending::test_phone(lang) kind="tel" autocomplete="tel"/>
                <SelectField form=&form name="template" label=w::template(lang) options=options/>
                <div><button class="btn btn--primary" type="submit">{sending::test_send(lang)}</button></div>
                <p class="hint">{sending::test_hint(lang)}</p>
            </form>
        },
    )
}
