//! Style sheet, icons and the browser side of the console.
//!
//! `cargo xtask build` leaves them in `target/site`: every file under a name with
//! its content's hash, brotli and gzip variants beside it, and `manifest.json`
//! from plain to hashed names. A release carries them inside; a development
//! build reads them from disk, so that a changed style sheet shows on reload.
//!
//! Names never mean another content, so browsers may keep the files for ever.

mod encoding;

use axum::Router;
use axum::body::Body;
use axum::extract::Path;
use axum::http::header::{self, HeaderMap, HeaderValue};
use axum::http::{Response, StatusCode};
use axum::routing::get;
use encoding::Encoding;
use rust_embed::{Embed, EmbeddedFile};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{LazyLock, Once};

/// The finished assets. Nothing, when the browser side has not been built.
///
/// The build tool sets `TAHONA_SITE` to the manifest's hash: a compiler that has
/// seen an empty directory looks again when there is something to carry.
#[derive(Embed)]
#[folder = "target/site"]
#[allow_missing = true]
struct Site;

/// See [`Site`].
const _: Option<&str> = option_env!("TAHONA_SITE");

/// For files whose name carries their hash.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// For files that browsers ask for by a fixed name.
const FOR_A_DAY: &str = "public, max-age=86400";

/// The console is nobody's search result.
const ROBOTS: &str = "User-agent: *\nDisallow: /\n";

/// From plain to hashed names.
type Manifest = BTreeMap<String, String>;

/// Libraries that only some pages load. Each has a script that starts it,
/// `public/{name}_start.js`.
pub const MODULES: [&str; 2] = ["template_editor", "what_if"];

/// Addresses of what every page loads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrontUrls {
    /// The style sheet.
    pub css: String,
    /// The JavaScript module that loads the browser side.
    pub js: String,
    /// The browser side itself.
    pub wasm: String,
    /// The sprite with all icons.
    pub icons: String,
}

/// Addresses of what every page loads, as of the last build.
pub fn front() -> FrontUrls {
    FrontUrls {
        css: url("main.css"),
        js: url("app.js"),
        wasm: url("app.wasm"),
        icons: url("icons.svg"),
    }
}

/// The address of an asset by its plain name: `main.css` becomes
/// `/assets/main.1a2b3c4d5e6f.css`.
///
/// Without a build there is no such file: then the plain name is returned (the
/// request for it answers 404, the page works without it) and the log says so.
pub fn url(logical: &str) -> String {
    static WARNED: Once = Once::new();
    let hashed = hashed_name(logical);
    if hashed.is_none() {
        WARNED.call_once(|| {
            tracing::warn!(
                asset = logical,
                "assets are missing: build them with `cargo xtask build`"
            );
        });
    }
    format!("/assets/{}", hashed.as_deref().unwrap_or(logical))
}

/// Routes of the assets, `/favicon.ico`, `/favicon.svg` and `/robots.txt`.
pub fn router() -> Router {
    Router::new()
        .route("/assets/{*path}", get(asset))
        .route("/favicon.ico", get(favicon))
        .route("/favicon.svg", get(favicon))
        .route("/robots.txt", get(robots))
}

async fn asset(Path(path): Path<String>, headers: HeaderMap) -> Response<Body> {
    respond(site_file, &path, &headers, FOR_EVER)
}

/// Browsers ask for `/favicon.ico` whatever the page says; they all know SVG.
async fn favicon(headers: HeaderMap) -> Response<Body> {
    let name = ["favicon.svg", "favicon.ico"].into_iter().find_map(hashed_name);
    match name {
        Some(name) => respond(site_file, &name, &headers, FOR_A_DAY),
        None => not_found(),
    }
}

async fn robots() -> Response<Body> {
    let mut response = Response::new(Body::from(ROBOTS));
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/plain; charset=utf-8"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(FOR_A_DAY));
    response
}

fn site_file(name: &str) -> Option<Cow<'static, [u8]>> {
    Site::get(&format!("assets/{name}")).map(|file| file.data)
}

fn read_manifest() -> Manifest {
    let parse = |file: EmbeddedFile| serde_json::from_slice(&file.data).ok();
    Site::get("manifest.json").and_then(parse).unwrap_or_default()
}

/// A development build looks each time: the file changes under its feet.
fn hashed_name(logical: &str) -> Option<String> {
    static EMBEDDED: LazyLock<Manifest> = LazyLock::new(read_manifest);
    if cfg!(debug_assertions) {
        read_manifest().remove(logical)
    } else {
        EMBEDDED.get(logical).cloned()
    }
}

/// Answers with a file in the best encoding that exists and is accepted.
fn respond(
    file: impl Fn(&str) -> Option<Cow<'static, [u8]>>,
    name: &str,
    request: &HeaderMap,
    cache: &'static str,
) -> Response<Body> {
    // The variants are no files of their own.
    if matches!(name.rsplit_once('.'), Some((_, "br" | "gz"))) {
        return not_found();
    }
    for encoding in Encoding::accepted(request) {
        let Some(content) = file(&format!("{name}{}", encoding.suffix())) else {
            continue;
        };
        let mut response = Response::new(match content {
            Cow::Borrowed(bytes) => Body::from(bytes),
            Cow::Owned(bytes) => Body::from(bytes),
        });
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, content_type(name));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if encoding != Encoding::Identity {
            headers.insert(
                header::CONTENT_ENCODING,
                HeaderValue::from_static(encoding.name()),
            );
        }
        return response;
    }
    not_found()
}

fn not_found() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_FOUND;
    // A page of another version may ask for a file that comes back with it.
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn content_type(name: &str) -> HeaderValue {
    let guess = mime_guess::from_path(name).first_or_octet_stream();
    let text = guess.type_() == "text" || guess.subtype() == "json";
    let value = if text {
        format!("{guess}; charset=utf-8")
    } else {
        guess.to_string()
    };
    HeaderValue::from_str(&value).unwrap_or(HeaderValue::from_static("application/octet-stream"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(accept: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, accept.parse().unwrap());
        headers
    }

    /// A site with one file in all variants and one without any.
    fn files(name: &str) -> Option<Cow<'static, [u8]>> {
        let content: &'static str = match name {
            "app.1.wasm" => "plain",
            "app.1.wasm.br" => "brotli",
            "app.1.wasm.gz" => "gzip",
            "logo.1.png" => "picture",
            "main.1.css" => "a{}",
            _ => return None,
        };
        Some(Cow::Borrowed(content.as_bytes()))
    }

    async fn get_file(name: &str, accept: &str) -> (StatusCode, HeaderMap, String) {
        let response = respond(files, name, &headers(accept), FOR_EVER);
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, 1000).await.unwrap();
        (
            parts.status,
            parts.headers,
            String::from_utf8(body.to_vec()).unwrap(),
        )
    }

    #[tokio::test]
    async fn a_file_comes_compressed_typed_and_cacheable_for_ever() {
        let (status, headers, body) = get_file("app.1.wasm", "gzip, br").await;
        assert_eq!((status, body.as_str()), (StatusCode::OK, "brotli"));
        assert_eq!(headers[header::CONTENT_TYPE], "application/wasm");
        assert_eq!(headers[header::CONTENT_ENCODING], "br");
        assert_eq!(headers[header::CACHE_CONTROL], FOR_EVER);
        assert_eq!(headers[header::VARY], "accept-encoding");
    }

    #[tokio::test]
    async fn a_file_without_variants_comes_as_it_is() {
        let (status, headers, body) = get_file("logo.1.png", "gzip, br").await;
        assert_eq!((status, body.as_str()), (StatusCode::OK, "picture"));
        assert!(!headers.contains_key(header::CONTENT_ENCODING));
        let (_, headers, _) = get_file("main.1.css", "").await;
        assert_eq!(headers[header::CONTENT_TYPE], "text/css; charset=utf-8");
    }

    #[tokio::test]
    async fn what_does_not_exist_is_not_found_and_not_remembered() {
        for name in ["nothing.js", "app.1.wasm.br", "../Cargo.toml"] {
            let (status, headers, _) = get_file(name, "br").await;
            assert_eq!(status, StatusCode::NOT_FOUND, "{name}");
            assert_eq!(headers[header::CACHE_CONTROL], "no-store");
        }
    }

    #[tokio::test]
    async fn robots_are_asked_to_stay_away() {
        use tower::ServiceExt as _;
        let request = axum::http::Request::get("/robots.txt")
            .body(Body::empty())
            .unwrap();
        let response = router().oneshot(request).await.unwrap();
        let body = axum::body::to_bytes(response.into_body(), 1000).await.unwrap();
        assert_eq!(body, ROBOTS);
    }

    #[test]
    fn an_unknown_asset_still_has_an_address() {
        assert_eq!(url("no-such-file.css"), "/assets/no-such-file.css");
    }
}
