//! Second step: the code.

use leptos::{prelude::*, server_fn::ServerFn};
use service::people::sign_in::RightPassword;

use crate::{
    actions::session::{CODE, SignInCode},
    components::{
        field::TextField,
        form::{ErrorSummary, Form},
        page::{PageError, Screen, page},
    },
    guard::Refusal,
    request::{PENDING_KEY, Request},
    words::people as words,
};

/// `/login/code`
#[component]
pub(crate) fn CodePage() -> impl IntoView {
    page(async {
        let request = Request::current();
        let pending: Option<RightPassword> = request.session.get(PENDING_KEY).await.ok().flatten();
        if pending.is_none_or(|right| !right.waits(request.now)) {
            return Err(PageError::Refused(Refusal::Elsewhere("/login".to_owned())));
        }
        let lang = request.lang;
        let form = Form::of(CODE);
        let body = view! {
            <form method="post" action=SignInCode::url() novalidate=true data-reload="">
                <div>
                    <h1>{words::code_title(lang)}</h1>
                    <p class="soft">{words::code_sub(lang)}</p>
                </div>
                <ErrorSummary form=&form labels=vec![("code", words::code_label(lang))]/>
                <TextField
                    form=&form
                    name="code"
                    label=words::code_label(lang)
                    hint=words::code_hint(lang)
                    autocomplete="one-time-code"
                    inputmode="text"
                    required=true
                    large=true
                />
                <button class="btn btn--primary btn--lg btn--block" type="submit">{words::code_submit(lang)}</button>
                <p class="sm"><a href="/login">{words::start_again(lang)}</a></p>
            </form>
        };
        Ok(Screen::new(words::code_title(lang), body))
    })
}
