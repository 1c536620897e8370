//! Where people write: at once inside the window, held outside it.

use domain::{lang::Lang, message::id::MessageId};
use leptos::{prelude::*, server_fn::ServerFn};
use service::messages::reply::Composer;

use crate::{
    actions::sending::{REPLY, ReplyToCustomer},
    components::{
        form::{BackHere, ErrorSummary, Form, Hidden},
        icon::{Icon, icon},
        status::Tone,
    },
    guard::Cx,
    pages::{checks, parts::callout},
    words::sending as w,
};

/// The form under a conversation.
pub(super) fn composer(cx: &Cx, contact: MessageId, about: &Composer, own: bool) -> AnyView {
    let lang = cx.lang;
    let form = Form::of(REPLY);
    if let Some(report) = &about.stopped {
        // Owners read why; staff can look at every check.
        let more = (!own).then(|| {
            let href = checks::href(cx, &about.tenant);
            view! { <p><a class="btn btn--sm" href=href>{icon(Icon::Gates)}{w::why_not(lang)}</a></p> }
        });
        let why = w::refused(lang, report);
        let stopped = callout(Tone::Warn, w::reply_stopped(lang), view! { <p>{why}</p>{more} });
        return view! { {stopped} {kept(lang, &form)} }.into_any();
    }
    let open = about.window.is_open();
    let no_ask = about.asks.is_empty();
    if !open && no_ask {
        return view! {
            <p class="composer sm soft">{w::reply_no_ask(lang)}</p>
            {kept(lang, &form)}
        }
        .into_any();
    }
    let (body_id, ask_id) = (form.id("body"), form.id("ask"));
    let label = w::reply_as(lang, &about.tenant_name);
    let labels = vec![("body", w::reply_body(lang)), ("ask", w::reply_ask(lang))];
    let typed = form.value_or("body", "");
    let chosen = form.value_or("ask", "");
    // What a Spanish bakery asks with goes out in Spanish unless they choose otherwise.
    let mut asks: Vec<_> = about.asks.iter().collect();
    asks.sort_by_key(|offer| !offer.language.starts_with(lang.tag()));
    let ask = (!no_ask).then(|| {
        // Somebody who was asked already is not asked again, whatever is chosen.
        let options = asks
            .iter()
            .map(|offer| {
                let selected = offer.choice == chosen;
                let words = if own {
                    offer.text.clone()
                } else {
                    format!("{} ({})", offer.name, offer.language)
                };
                view! { <option value=offer.choice.clone() selected=selected>{words}</option> }
            })
            .collect_view();
        let shown = asks.first().filter(|_| !own).map(|offer| offer.text.clone());
        view! {
            <fieldset class="composer__ask" data-while="closed" hidden=open disabled=open>
                <legend class="sr-only">{w::reply_hold(lang)}</legend>
                <label class="sm strong" for=ask_id.clone()>{w::reply_ask(lang)}</label>
                <select class="select" id=ask_id.clone() name="ask">{options}</select>
                {shown.map(|text| view! { <p class="sm soft">"«"{text}"»"</p> })}
            </fieldset>
        }
    });
    let waits = (about.held > 0).then(|| view! { <p class="sm">{w::reply_waits(lang, about.held)}</p> });
    // When the 24 hours end while somebody writes, the form turns into the other one.
    let (send, hold) = (w::reply_send(lang), w::reply_hold(lang));
    let note = if no_ask {
        w::reply_no_ask(lang)
    } else {
        w::reply_hold_note(lang)
    };
    let needs = no_ask.then_some("open");
    let invalid = form.error("body").map(|_| "true");
    let summary = form.clone();
    let placeholder = label.clone();
    view! {
        <form class="composer" method="post" action=ReplyToCustomer::url()>
            <ErrorSummary form=summary labels=labels/>
            <Hidden name="contact" value=contact.to_string()/>
            <BackHere/>
            {waits}
            <label class="sr-only" for=body_id.clone()>{label}</label>
            <textarea
                class="textarea"
                id=body_id.clone()
                name="body"
                maxlength="4096"
                required=true
                placeholder=placeholder
                aria-invalid=invalid
            >
                {typed}
            </textarea>
            {ask}
            <div class="composer__bar">
                <span class="sm soft composer__note"><span data-while="closed" hidden=open>{note}</span></span>
                <button class="btn btn--primary" type="submit" data-needs=needs>
                    {icon(Icon::Send)}
                    <span data-while="open" hidden=!open>{send}</span>
                    <span data-while="closed" hidden=open>{hold}</span>
                </button>
            </div>
        </form>
    }
    .into_any()
}

/// What somebody typed while sending was stopped: without a form to send it
/// again it can at least be copied. Nothing takes this page away by itself,
/// because the text is on no other.
fn kept(lang: Lang, form: &Form) -> Option<AnyView> {
    let text = form
        .typed("body")
        .filter(|text| !text.trim().is_empty())?
        .to_owned();
    let id = form.id("body");
    let view = view! {
        <div class="composer" data-once="">
            <label class="sm strong" for=id.clone()>{w::reply_kept(lang)}</label>
            <textarea class="textarea" id=id rows="4" readonly=true>{text}</textarea>
        </div>
    };
    Some(view.into_any())
}
