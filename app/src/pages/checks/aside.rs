//! What waits, what stands still, and a test message.

use domain::permission::{Permission, Scope};
use leptos::{prelude::*, server_fn::ServerFn};
use service::messages::checks::Checks;

use super::stops;
use crate::{
    actions::sending::SendTestMessage,
    components::{
        form::{BackHere, ErrorSummary, Form, Hidden},
        format::Times,
        status::Tone,
    },
    guard::Cx,
    pages::parts::{card, note},
    words::{checks as w, sending},
};

/// The cards beside the gates.
pub(super) fn view(cx: &Cx, times: &Times, found: &Checks, form: &Form) -> AnyView {
    let lang = cx.lang;
    let may_send = cx
        .call
        .actor
        .may(Permission::SendMessages, Scope::Tenant(&found.tenant));
    view! {
        {stopped(cx, times, found)}
        {waiting(cx, times, found)}
        {found.shared.then(|| note(Tone::Info, w::shared(lang)))}
        {may_send.then(|| test(cx, found, form))}
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
fn test(cx: &Cx, found: &Checks, form: &Form) -> AnyView {
    let lang = cx.lang;
    let chosen = form.value_or("template", "");
    let options = found
        .templates
        .iter()
        .map(|(name, language, _)| {
            let value = format!("{name}:{language}");
            let selected = value == chosen;
            view! { <option value=value selected=selected>{format!("{name}, {language}")}</option> }
        })
        .collect_view();
    let labels = vec![
        ("phone", sending::test_phone(lang)),
        ("template", w::template(lang)),
    ];
    let (phone_id, template_id) = (form.id("phone"), form.id("template"));
    let (phone, tenant) = (form.value_or("phone", ""), found.tenant.to_string());
    let summary = form.clone();
    card(
        "h-test",
        sending::test(lang),
        view! {
            <form class="stack stack--3" method="post" action=SendTestMessage::url() novalidate=true>
                <ErrorSummary form=summary labels=labels/>
                <Hidden name="tenant" value=tenant/>
                <BackHere/>
                <label class="label" for=phone_id.clone()>{sending::test_phone(lang)}</label>
                <input class="input" id=phone_id name="phone" type="tel" autocomplete="tel" value=phone/>
                <label class="label" for=template_id.clone()>{w::template(lang)}</label>
                <select class="select" id=template_id name="template">{options}</select>
                <div><button class="btn btn--primary" type="submit">{sending::test_send(lang)}</button></div>
                <p class="hint">{sending::test_hint(lang)}</p>
            </form>
        },
    )
}
