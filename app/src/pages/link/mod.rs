//! The page behind an invitation or a reset link.

use axum::http::StatusCode;
use domain::lang::Lang;
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use service::{
    ServiceError,
    people::links::{self, LinkKind, OpenLink},
};

use crate::{
    actions::links::{ACCEPT, AcceptLink},
    components::{
        field::{PasswordField, TextField},
        form::{ErrorSummary, Form, Hidden},
        format::Times,
        icon::{Icon, icon},
        page::{Screen, page, set_status},
    },
    request::Request,
    words::people as words,
};

/// `/link/{token}`
#[component]
pub(crate) fn LinkPage() -> impl IntoView {
    let token = use_params_map()
        .with_untracked(|params| params.get("token"))
        .unwrap_or_default();
    page(async move {
        let request = Request::current();
        match links::open(&request.services, &token).await {
            Ok(link) => {
                let title = match link.kind {
                    LinkKind::Invite => words::link_invite_title(request.lang),
                    LinkKind::Reset => words::link_reset_title(request.lang),
                };
                Ok(Screen::new(title, form(request.lang, title, &link, token)).outside())
            }
            Err(ServiceError::Invalid(_) | ServiceError::NotFound) => Ok(dead(request.lang)),
            Err(error) => Err(error.into()),
        }
    })
}

fn form(lang: Lang, title: &'static str, link: &OpenLink, token: String) -> AnyView {
    let form = Form::of(ACCEPT);
    let email = link.email.as_str();
    let invited = link.kind == LinkKind::Invite;
    let sub = if invited {
        words::link_invite_sub(lang, email)
    } else {
        words::link_reset_sub(lang, email)
    };
    let bakeries = (!link.tenants.is_empty()).then(|| words::link_for(lang, &link.tenants.join(", ")));
    let until = words::link_until(lang, &Times::current().moment(link.expires_at));
    view! {
        <form method="post" action=AcceptLink::url() novalidate=true data-reload="">
            <div>
                <h1>{title}</h1>
                <p class="soft">{sub}</p>
                {bakeries.map(|line| view! { <p class="soft">{line}</p> })}
            </div>
            <ErrorSummary
                form=&form
                labels=vec![
                    ("name", words::your_name(lang)),
                    ("password", words::new_password(lang)),
                    ("repeat", words::repeat_password(lang)),
                ]
            />
            <Hidden name="token" value=token/>
            // Password managers want to know whose password this is.
            <input class="sr-only" type="email" autocomplete="username" value=email.to_owned() tabindex="-1" aria-hidden="true" readonly=true/>
            {invited
                .then(|| {
                    view! {
                        <TextField
                            form=&form
                            name="name"
                            label=words::your_name(lang)
                            value=link.name.clone()
                            autocomplete="name"
                            required=true
                            large=true
                        />
                    }
                })}
            <PasswordField
                form=&form
                name="password"
                label=words::new_password(lang)
                hint=words::new_password_hint(lang)
                autocomplete="new-password"
                large=true
            />
            <PasswordField
                form=&form
                name="repeat"
                label=words::repeat_password(lang)
                autocomplete="new-password"
                large=true
            />
            <button class="btn btn--primary btn--lg btn--block" type="submit">{words::set_password(lang)}</button>
            <p class="hint">{until}</p>
        </form>
    }
    .into_any()
}

/// Used, withdrawn, too old, or never made: all the same to whoever asks.
fn dead(lang: Lang) -> Screen {
    set_status(StatusCode::GONE);
    let body = view! {
        // It is all there is on this page, so its title is the page's heading.
        <div class="blank blank--page">
            {icon(Icon::Link)}
            <h1>{words::link_dead_title(lang)}</h1>
            <p>{words::link_dead_text(lang)}</p>
            <a class="btn" href="/login">{words::back_to_sign_in(lang)}</a>
        </div>
    };
    Screen::new(words::link_dead_title(lang), body).outside()
}
