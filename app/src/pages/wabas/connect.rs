//! Connecting an account: the form, and what the check found.

use leptos::{prelude::*, server_fn::ServerFn};

use super::look;
use crate::{
    actions::wabas::{CHECKED, Checked, ConnectAccount},
    components::{
        field::{PasswordField, TextField},
        form::{ErrorSummary, Form},
        query::Query,
        status::Tone,
    },
    flash::once,
    guard::Cx,
    pages::parts::{callout, card},
    words::wabas as w,
};

/// The form, under the findings of the last check.
pub(super) fn connect_card(cx: &Cx) -> AnyView {
    let lang = cx.lang;
    let form = Form::of("connect");
    let checked: Option<Checked> = once(&cx.request, CHECKED);
    let typed = Query::current().get("waba_id").unwrap_or_default().to_owned();
    let secret_label = format!("{} ({})", w::f_secret(lang), w::optional(lang));
    card(
        "connect",
        w::connect_title(lang),
        view! {
            <p class="soft sm">{w::connect_why(lang)}</p>
            {checked.map(|checked| found(cx, &checked))}
            <form class="stack stack--3 form" method="post" action=ConnectAccount::url()>
                <ErrorSummary
                    form=&form
                    labels=vec![
                        ("waba_id", w::f_waba_id(lang)),
                        ("token", w::f_token(lang)),
                        ("app_secret", w::f_secret(lang)),
                    ]
                />
                <TextField
                    form=&form
                    name="waba_id"
                    label=w::f_waba_id(lang)
                    value=typed
                    hint=w::f_waba_id_hint(lang).to_owned()
                    inputmode="numeric"
                    required=true
                />
                <PasswordField
                    form=&form
                    name="token"
                    label=w::f_token(lang)
                    hint=w::f_token_hint(lang).to_owned()
                    autocomplete="off"
                />
                <PasswordField
                    form=&form
                    name="app_secret"
                    label=secret_label
                    hint=w::f_secret_hint(lang).to_owned()
                    autocomplete="off"
                    optional=true
                />
                <div class="row">
                    <button class="btn btn--primary" type="submit" name="save" value="1">
                        {w::connect_button(lang)}
                    </button>
                    <button class="btn" type="submit">{w::check_button(lang)}</button>
                </div>
            </form>
        },
    )
}

fn found(cx: &Cx, checked: &Checked) -> AnyView {
    let lang = cx.lang;
    let (tone, words) = if checked.can_connect {
        (Tone::Ok, w::findings_ok(lang))
    } else {
        (Tone::Bad, w::findings_bad(lang))
    };
    let title = match &checked.name {
        Some(name) => format!("{}: {name}", w::findings_title(lang)),
        None => w::findings_title(lang).to_owned(),
    };
    let numbers =
        (!checked.numbers.is_empty()).then(|| w::numbers_to_come(lang, &checked.numbers.join(", ")));
    view! {
        <div data-once="" class="stack stack--3">
            {callout(tone, title, view! {
                <p>{words}</p>
                {numbers.map(|numbers| view! { <p class="sm">{numbers}</p> })}
            })}
            {look::findings(lang, &checked.findings)}
        </div>
    }
    .into_any()
}
