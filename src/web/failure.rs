//! What somebody sees when a request could not be answered: a page for people,
//! problem details for programs.

/// An extension of an answer without a body.
pub use app::errors::Reason;
use app::{
    errors,
    request::{Assets, Module},
};
use axum::{
    body::{Body, HttpBody},
    http::{HeaderMap, HeaderValue, Method, Response, StatusCode, Uri, header},
    response::IntoResponse,
};

use super::arrival::Arrival;
use crate::{assets, http::problem::Problem};

/// How to tell this client that something went wrong.
#[derive(Debug, Clone)]
pub struct Failures {
    arrival: Arrival,
    html: bool,
    bare: bool,
}

impl Failures {
    /// Decides by path and `Accept`.
    #[must_use]
    pub fn of(arrival: &Arrival, method: &Method, uri: &Uri, headers: &HeaderMap) -> Self {
        let accepts_html = headers
            .get_all(header::ACCEPT)
            .iter()
            .any(|accept| accept.to_str().is_ok_and(|text| text.contains("text/html")));
        let page = !uri.path().starts_with("/api/") && !uri.path().starts_with("/assets/");
        Self {
            arrival: arrival.clone(),
            html: page && accepts_html,
            bare: method == Method::HEAD,
        }
    }

    /// The answer for a failure of this kind; of a reason where the status alone
    /// does not say enough.
    #[must_use]
    pub fn answer(&self, status: StatusCode, reason: Option<Reason>) -> Response<Body> {
        if !self.html {
            return Problem::of_status(status, reason.map(Reason::code)).into_response();
        }
        let arrival = &self.arrival;
        let page = errors::page(
            status.as_u16(),
            reason,
            Some(&arrival.id),
            arrival.lang,
            arrival.theme.as_deref(),
            &page_assets(),
        );
        let mut response = Response::new(Body::from(page));
        *response.status_mut() = status;
        response.headers_mut().insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        );
        response
    }

    /// Gives a body to a refusal that came without one, from axum or from a layer.
    #[must_use]
    pub fn complete(&self, response: Response<Body>) -> Response<Body> {
        let refused = response.status().is_client_error() || response.status().is_server_error();
        let empty = response.body().size_hint().exact() == Some(0);
        let asset = response.headers().contains_key(header::CACHE_CONTROL);
        if !refused || !empty || self.bare || asset {
            return response;
        }
        let mut answer = self.answer(response.status(), response.extensions().get::<Reason>().copied());
        for (name, value) in response.headers() {
            if name != header::CONTENT_LENGTH && name != header::CONTENT_TYPE {
                answer.headers_mut().append(name, value.clone());
            }
        }
        answer
    }
}

/// Addresses of the assets, as pages want them.
#[must_use]
pub fn page_assets() -> Assets {
    let front = assets::front();
    Assets {
        css: front.css,
        icons: front.icons,
        js: front.js,
        wasm: front.wasm,
        modules: assets::MODULES
            .map(|name| Module {
                name,
                start: assets::url(&format!("{name}_start.js")),
                js: assets::url(&format!("{name}.js")),
                wasm: assets::url(&format!("{name}.wasm")),
            })
            .to_vec(),
    }
}
