//! First step: address and password.

use leptos::{prelude::*, server_fn::ServerFn};

use super::home_of;
use crate::{
    actions::session::{SIGN_IN, SignIn},
    components::{
        field::{PasswordField, TextField},
        form::{ErrorSummary, Form, Hidden},
        format::Times,
        page::{PageError, Screen, page},
        query::Query,
    },
    guard::Refusal,
    request::Request,
    words::{common, people as words},
};

/// What the three people of the demo sign in with.
const DEMO_PEOPLE: [&str; 3] = ["admin@demo.test", "support@demo.test", "owner@demo.test"];
const DEMO_PASSWORD: &str = "tahona-demo";

/// `/login`
#[component]
pub(crate) fn SignInPage() -> impl IntoView {
    page(async {
        let request = Request::current();
        if let Some(profile) = &request.profile {
            return Err(PageError::Refused(Refusal::Elsewhere(
                home_of(profile).to_owned(),
            )));
        }
        Ok(Screen::new(words::sign_in_title(request.lang), form(&request)))
    })
}

fn form(request: &Request) -> AnyView {
    let lang = request.lang;
    let form = Form::of(SIGN_IN);
    let next = Query::current().get("next").unwrap_or_default().to_owned();
    let forgotten = view! { <a class="sm" href="/login/forgot">{words::forgotten(lang)}</a> }.into_any();
    view! {
        <form method="post" action=SignIn::url() novalidate=true data-reload="">
            <div>
                <h1>{greeting(request)}</h1>
                <p class="soft">{words::sign_in_sub(lang)}</p>
            </div>
            <ErrorSummary
                form=&form
                labels=vec![("email", common::email(lang)), ("password", common::password(lang))]
            />
            <Hidden name="next" value=next/>
            <TextField
                form=&form
                name="email"
                label=common::email(lang)
                kind="email"
                autocomplete="username"
                required=true
                large=true
            />
            <PasswordField
                form=&form
                name="password"
                label=common::password(lang)
                autocomplete="current-password"
                beside=forgotten
                large=true
            />
            <button class="btn btn--primary btn--lg btn--block" type="submit">{words::sign_in(lang)}</button>
            {request.services.settings.demo.then(|| demo(request))}
        </form>
    }
    .into_any()
}

/// The hour decides how one greets.
fn greeting(request: &Request) -> &'static str {
    match Times::current().hour_of_day(request.now) {
        6..=13 => words::good_morning(request.lang),
        14..=20 => words::good_afternoon(request.lang),
        _ => words::good_evening(request.lang),
    }
}

fn demo(request: &Request) -> impl IntoView + use<> {
    let lang = request.lang;
    let people = DEMO_PEOPLE.map(|email| view! { <li><code>{email}</code></li> });
    view! {
        <div class="callout" data-tone="info">
            {crate::components::icon::icon(crate::components::icon::Icon::Info)}
            <div>
                <h2>{words::demo_title(lang)}</h2>
                <ul class="sm" role="list">{people.into_iter().collect_view()}</ul>
                <p class="sm">{words::demo_hint(lang)}" "<code>{DEMO_PASSWORD}</code></p>
            </div>
        </div>
    }
}
