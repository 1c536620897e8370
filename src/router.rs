//! Every route and layer on one screen.

use app::{App, shell};
use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{Response, StatusCode},
    middleware::{from_fn, from_fn_with_state},
    response::IntoResponse,
    routing::get,
};
use leptos::context::provide_context;
use leptos_axum::{LeptosRoutes, generate_route_list};
use tower::ServiceBuilder;
use tower_http::compression::CompressionLayer;

use crate::{
    api, assets,
    http::{events, health, metrics, numbers_csv, palette},
    session,
    state::AppState,
    web::{body, context, csrf, observe},
};

/// The whole console as a service.
pub fn build(state: AppState) -> Router {
    let options = state.leptos.clone();
    let sessions = || session::layer(state.services.clone(), &state.web);

    // What people see and do: a session, a person, and changes from our own pages only.
    let people = Router::new()
        .route("/app/palette", get(palette::find))
        .route("/app/admin/whatsapp/numbers.csv", get(numbers_csv::download))
        // Pages, and server functions under /do.
        .leptos_routes_with_context(&state, generate_route_list(App), context::provide_to_leptos, move || {
            shell(options.clone())
        })
        .fallback(nothing_here)
        .layer(
            ServiceBuilder::new()
                .layer(csrf::layer(&state.web.base_url))
                .layer(from_fn(body::check))
                .layer(sessions())
                .layer(from_fn_with_state(state.clone(), context::provide)),
        );

    // What programs and machines ask. No session, except for the stream.
    let machines = Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(metrics::show))
        .route("/app/events", get(events::listen).layer(sessions()))
        .merge(api::router());

    people
        .merge(machines)
        .with_state(state.clone())
        .merge(assets::router())
        // Assets travel compressed already, and streams as they are.
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(state, observe::observe))
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
