//! Every route and layer on one screen.

use std::collections::BTreeSet;

use app::{App, shell};
use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{Response, StatusCode},
    middleware::from_fn_with_state,
    response::IntoResponse,
    routing::{MethodRouter, get},
};
use leptos::context::provide_context;
use leptos_axum::{LeptosRoutes, generate_route_list};
use tower::ServiceBuilder;
use tower_http::compression::CompressionLayer;

use crate::{
    api, assets,
    http::{billing_files, events, health, messages_export, metrics, numbers_csv, palette, webhook},
    session,
    state::AppState,
    web::{body, context, csrf, observe},
};

/// An address and what answers there.
type Endpoint = (&'static str, MethodRouter<AppState>);

/// Addresses for people beside the pages and actions of `app`.
fn for_people() -> [Endpoint; 4] {
    [
        ("/", get(context::home)),
        ("/app/palette", get(palette::find)),
        ("/app/admin/whatsapp/numbers.csv", get(numbers_csv::download)),
        (messages_export::PROGRESS, get(messages_export::progress)),
    ]
}

/// Addresses that need no session.
fn for_machines() -> [Endpoint; 4] {
    [
        ("/healthz", get(health::alive)),
        ("/readyz", get(health::ready)),
        ("/metrics", get(metrics::show)),
        (webhook::PATH, get(webhook::handshake).post(webhook::deliver)),
    ]
}

/// Open streams: a session, but no page around them.
fn streams() -> [Endpoint; 1] {
    [("/app/events", get(events::listen))]
}

/// The whole console as a service.
pub fn build(state: AppState) -> Router {
    let options = state.leptos.clone();
    let sessions = || session::layer(state.services.clone(), &state.web);

    // What people see and do: a session, a person, and changes from our own pages only.
    let people = routes(for_people())
        .merge(routes(
            messages_export::PATHS.map(|path| (path, get(messages_export::download))),
        ))
        .merge(routes([(billing_files::LINES, get(billing_files::lines))]))
        .merge(routes(
            billing_files::STATEMENTS.map(|path| (path, get(billing_files::statement))),
        ))
        // Pages, and server functions under /do.
        .leptos_routes_with_context(
            &state,
            generate_route_list(App),
            context::provide_to_leptos,
            move || shell(options.clone()),
        )
        .fallback(nothing_here)
        .layer(
            ServiceBuilder::new()
                .layer(csrf::layer(&state.web.base_url))
                .layer(sessions())
                .layer(from_fn_with_state(state.clone(), context::recognise))
                // After who asks is known: strangers bring no files.
                .layer(from_fn_with_state(state.clone(), body::check))
                .layer(from_fn_with_state(state.clone(), context::provide)),
        );

    people
        .merge(routes(streams()).layer(sessions()))
        .merge(routes(for_machines()))
        .merge(api::router())
        .with_state(state.clone())
        .merge(assets::router())
        // Assets travel compressed already, and streams as they are.
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(state, observe::observe))
}

/// Every address that has an answer, but for assets; tests hold it against the
/// table of who may do what.
#[must_use]
pub fn paths() -> BTreeSet<String> {
    let own = for_people()
        .into_iter()
        .chain(for_machines())
        .chain(streams())
        .map(|(path, _)| path.to_owned());
    let pages = generate_route_list(App)
        .into_iter()
        .map(|route| route.path().to_owned());
    let actions = leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path.to_owned());
    let files = messages_export::PATHS
        .into_iter()
        .chain([billing_files::LINES])
        .chain(billing_files::STATEMENTS)
        .map(str::to_owned);
    own.chain(files)
        .chain(pages)
        .chain(actions)
        .chain(api::paths())
        .collect()
}

fn routes<const N: usize>(endpoints: [Endpoint; N]) -> Router<AppState> {
    endpoints
        .into_iter()
        .fold(Router::new(), |router, (path, answer)| router.route(path, answer))
}

/// The page for addresses that lead nowhere, in the frame of whoever asks.
async fn nothing_here(State(state): State<AppState>, request: Request) -> Response<Body> {
    let options = state.leptos.clone();
    let provide = move || {
        provide_context(state.clone());
        context::provide_to_leptos();
    };
    let page = leptos_axum::render_app_async_with_context(provide, move || shell(options.clone()));
    let mut response = page(request).await.into_response();
    if response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    response
}
