//! Asking for a link to choose a new password. The answer is always the same.

use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    actions::links::{FORGOT, RequestReset},
    components::{
        field::TextField,
        form::{ErrorSummary, Form},
        page::{Screen, page},
    },
    request::Request,
    words::{common, people as words},
};

/// `/login/forgot`
#[component]
pub(crate) fn ForgotPage() -> impl IntoView {
    page(async {
        let lang = Request::current().lang;
        let form = Form::of(FORGOT);
        let body = view! {
            <form method="post" action=RequestReset::url() novalidate=true>
                <div>
                    <h1>{words::forgot_title(lang)}</h1>
                    <p class="soft">{words::forgot_sub(lang)}</p>
                </div>
                <ErrorSummary form=&form labels=vec![("email", common::email(lang))]/>
                <TextField
                    form=&form
                    name="email"
                    label=common::email(lang)
                    kind="email"
                    autocomplete="username"
                    required=true
                    large=true
                />
                <button class="btn btn--primary btn--lg btn--block" type="submit">
                    {words::forgot_submit(lang)}
                </button>
                <p class="sm"><a href="/login">{words::back_to_sign_in(lang)}</a></p>
            </form>
        };
        Ok(Screen::new(words::forgot_title(lang), body).outside())
    })
}
