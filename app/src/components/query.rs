//! The query part of addresses: what a page is asked to show.

use std::collections::BTreeMap;

use crate::request::Request;

/// Path and query of the page, as read from its address. Keys that a page does
/// not ask for are ignored and dropped from the links it makes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Query {
    path: String,
    pairs: BTreeMap<String, String>,
}

impl Query {
    /// The address of the page that is being rendered.
    pub(crate) fn current() -> Self {
        Self::parse(&Request::current().path_and_query)
    }

    /// Reads path and query. Of a key that appears twice the last value counts;
    /// empty values count as absent.
    pub(crate) fn parse(path_and_query: &str) -> Self {
        let (path, query) = path_and_query.split_once('?').unwrap_or((path_and_query, ""));
        let pairs = query
            .split('&')
            .filter_map(|pair| {
                let (key, value) = pair.split_once('=')?;
                let value = decode(value);
                (!value.trim().is_empty()).then(|| (decode(key), value))
            })
            .collect();
        Self {
            path: path.to_owned(),
            pairs,
        }
    }

    /// An address without a query, to build on.
    pub(crate) fn to(path: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            pairs: BTreeMap::new(),
        }
    }

    /// The value of a key, if there is one.
    pub(crate) fn get(&self, key: &str) -> Option<&str> {
        self.pairs.get(key).map(String::as_str)
    }

    /// The value as a number, if it is one.
    pub(crate) fn number<N: std::str::FromStr>(&self, key: &str) -> Option<N> {
        self.get(key)?.parse().ok()
    }

    /// The same address with a key set, or without it when `value` is `None`
    /// or empty. Callers pass `None` for defaults, so that links stay short.
    #[must_use]
    pub(crate) fn with(&self, key: &str, value: Option<&str>) -> Self {
        let mut next = self.clone();
        match value {
            Some(value) if !value.is_empty() => next.pairs.insert(key.to_owned(), value.to_owned()),
            _ => next.pairs.remove(key),
        };
        next
    }

    /// The same address with only these keys: what a page understands.
    #[must_use]
    pub(crate) fn only(&self, keys: &[&str]) -> Self {
        let mut next = self.clone();
        next.pairs.retain(|key, _| keys.contains(&key.as_str()));
        next
    }

    /// The keys and values, for hidden fields of a filter form.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// Whether anything is asked for.
    pub(crate) fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// The address as text.
    pub(crate) fn href(&self) -> String {
        let mut out = self.path.clone();
        for (index, (key, value)) in self.pairs.iter().enumerate() {
            out.push(if index == 0 { '?' } else { '&' });
            encode(key, &mut out);
            out.push('=');
            encode(value, &mut out);
        }
        out
    }
}

/// The fields of a form's body in their order, also those that appear twice.
pub(crate) fn fields(body: &str) -> Vec<(String, String)> {
    body.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        })
        .collect()
}

/// A value made fit for an address.
pub(crate) fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    encode(text, &mut out);
    out
}

fn encode(text: &str, out: &mut String) {
    const HEX: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F',
    ];
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            _ => {
                out.push('%');
                out.push(HEX[usize::from(byte >> 4)]);
                out.push(HEX[usize::from(byte & 15)]);
            }
        }
    }
}

/// Undoes percent-encoding; what is not UTF-8 is replaced rather than refused.
fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut index = 0;
    while let Some(&byte) = bytes.get(index) {
        let escaped = (byte == b'%')
            .then(|| text.get(index + 1..index + 3))
            .flatten()
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        if let Some(value) = escaped {
            out.push(value);
            index += 3;
        } else {
            out.push(if byte == b'+' { b' ' } else { byte });
            index += 1;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_and_written_back() {
        let query = Query::parse("/app/x?q=San+Juan%20%26+c%C3%ADa&status=&page=2&page=3");
        assert_eq!(query.get("q"), Some("San Juan & cía"));
        assert_eq!(query.get("status"), None);
        assert_eq!(query.number::<u32>("page"), Some(3));
        assert_eq!(query.href(), "/app/x?page=3&q=San+Juan+%26+c%C3%ADa");
    }

    #[test]
    fn defaults_leave_no_trace() {
        let query = Query::parse("/app/x?page=2&status=free");
        assert_eq!(query.with("page", None).with("status", Some("")).href(), "/app/x");
        assert_eq!(query.only(&["status"]).href(), "/app/x?status=free");
    }

    #[test]
    fn broken_escapes_are_shown_as_they_are() {
        assert_eq!(Query::parse("/?q=100%").get("q"), Some("100%"));
        assert_eq!(Query::parse("/?q=%zz").get("q"), Some("%zz"));
        assert!(Query::parse("/?q=%ff").get("q").is_some());
    }
}
