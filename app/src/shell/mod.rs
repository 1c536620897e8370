//! The document around every page.

pub(crate) mod brand;
mod console;
pub(crate) mod frame;
pub(crate) mod gatehouse;
mod nav;
mod owner;
mod switches;

use leptos::{config::LeptosOptions, prelude::*};
use leptos_meta::MetaTags;

pub(crate) use console::role_name;
pub(crate) use switches::own_name;

use crate::{
    actions::preferences::keys_off,
    islands::Islands,
    request::{Assets, Request},
    routes::App,
    words,
};

/// Starts the islands; see the file.
const START_ISLANDS: &str = include_str!("start_islands.js");

/// The whole document. `options` is not used: addresses of assets come with
/// the request, because their names carry the hash of their content.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let _ = options;
    document(|| view! { <App/> }.into_any())
}

/// The document around an application of ours.
pub fn document(application: impl FnOnce() -> AnyView) -> impl IntoView {
    let request = Request::current();
    let lang = request.lang;
    let owner = request
        .profile
        .as_ref()
        .is_none_or(|profile| profile.role == domain::person::Role::Owner);
    let Assets { css, js, wasm, .. } = request.assets.clone();
    view! {
        <!DOCTYPE html>
        <html
            lang=lang.tag()
            data-theme=request.theme.clone()
            data-keys=keys_off().then_some("off")
            data-area=if owner { "owner" } else { "admin" }
        >
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="stylesheet" href=css/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <StartIslands js=js wasm=wasm nonce=request.nonce.clone()/>
                <MetaTags/>
            </head>
            <body>
                <a class="skip-link" href="#main">{words::shell::skip(lang)}</a>
                {application()}
                <Islands/>
            </body>
        </html>
    }
}

/// Loads the browser library and hydrates the islands, and only those.
#[component]
fn StartIslands(js: String, wasm: String, nonce: String) -> impl IntoView {
    if let Some(context) = Owner::current_shared_context() {
        // Everything outside islands is the server's HTML for good.
        context.set_is_hydrating(false);
    }
    if js.is_empty() || wasm.is_empty() {
        return ().into_any();
    }
    view! {
        <link rel="modulepreload" href=js.clone()/>
        <link rel="preload" href=wasm.clone() r#as="fetch" type="application/wasm" crossorigin="anonymous"/>
        <script type="module" nonce=nonce id="start-islands" data-js=js data-wasm=wasm>
            {START_ISLANDS}
        </script>
    }
    .into_any()
}
