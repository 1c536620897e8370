//! One incoming call, taken apart.

use std::collections::BTreeMap;

use axum::{
    body::{Bytes, to_bytes},
    extract::Request,
    http::header::{AUTHORIZATION, CONTENT_TYPE, HOST},
};
use serde_json::Value;
use url::form_urlencoded;

/// Largest request that is read, in bytes.
const LIMIT: usize = 20 * 1024 * 1024;

/// The newest version that Meta has released (sources §1.1).
const NEWEST_MAJOR: u32 = 26;

/// A call to the Graph API.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) method: String,
    /// As called, with the version.
    pub(crate) path: String,
    /// `v25.0`, when the path names one.
    pub(crate) version: Option<String>,
    /// The rest of the path.
    pub(crate) segments: Vec<String>,
    pub(crate) query: BTreeMap<String, String>,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Value,
    /// The body as it came.
    pub(crate) bytes: Bytes,
}

impl Call {
    /// Takes a request apart; an unreadable body counts as none.
    pub(crate) async fn read(request: Request) -> Self {
        let (parts, body) = request.into_parts();
        let bytes = to_bytes(body, LIMIT).await.unwrap_or_default();
        let headers: BTreeMap<String, String> = parts
            .headers
            .iter()
            .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
            .collect();
        let path = parts.uri.path().to_owned();
        let mut segments: Vec<String> = path
            .split('/')
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect();
        let version = segments.first().filter(|first| is_version(first)).cloned();
        if version.is_some() {
            segments.remove(0);
        }
        let form = headers
            .get(CONTENT_TYPE.as_str())
            .is_some_and(|kind| kind.contains("urlencoded"));
        Self {
            method: parts.method.as_str().to_owned(),
            path,
            version,
            segments,
            query: pairs(parts.uri.query().unwrap_or_default().as_bytes()),
            headers,
            body: if form { object(pairs(&bytes)) } else { json(&bytes) },
            bytes,
        }
    }

    /// The path without the version; what faults are matched with.
    pub(crate) fn bare_path(&self) -> String {
        self.segments
            .iter()
            .fold(String::new(), |path, part| path + "/" + part)
    }

    /// A parameter, from the query or else from the body.
    pub(crate) fn param(&self, name: &str) -> Option<&str> {
        self.query
            .get(name)
            .map(String::as_str)
            .or_else(|| self.body.get(name)?.as_str())
    }

    /// The access token, from the header or else from the parameters.
    pub(crate) fn token(&self) -> Option<&str> {
        self.headers
            .get(AUTHORIZATION.as_str())
            .and_then(|value| {
                value
                    .strip_prefix("Bearer ")
                    .or_else(|| value.strip_prefix("OAuth "))
            })
            .map(str::trim)
            .or_else(|| self.param("access_token"))
            .filter(|token| !token.is_empty())
    }

    /// The address of this call with other parameters. Meta puts the token
    /// into such addresses, and so does this.
    pub(crate) fn url_with(&self, changed: &[(&str, &str)]) -> String {
        let mut query: BTreeMap<&str, &str> = self
            .query
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .filter(|(name, _)| !matches!(*name, "after" | "before" | "appsecret_proof"))
            .collect();
        query.extend(self.token().map(|token| ("access_token", token)));
        query.extend(changed.iter().copied());
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(query)
            .finish();
        let host = self
            .headers
            .get(HOST.as_str())
            .map_or("localhost", String::as_str);
        format!("http://{host}{}?{query}", self.path)
    }
}

fn is_version(text: &str) -> bool {
    let Some((major, minor)) = text.strip_prefix('v').and_then(|rest| rest.split_once('.')) else {
        return false;
    };
    minor.parse::<u32>().is_ok()
        && major
            .parse::<u32>()
            .is_ok_and(|major| (1..=NEWEST_MAJOR).contains(&major))
}

fn pairs(text: &[u8]) -> BTreeMap<String, String> {
    form_urlencoded::parse(text).into_owned().collect()
}

fn object(pairs: BTreeMap<String, String>) -> Value {
    Value::Object(
        pairs
            .into_iter()
            .map(|(name, value)| (name, Value::String(value)))
            .collect(),
    )
}

fn json(bytes: &Bytes) -> Value {
    serde_json::from_slice(bytes).unwrap_or(Value::Null)
}
