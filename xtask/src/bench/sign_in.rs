//! Signs in like a browser without scripts: reads the form, fills it, sends it.

use crate::http::Connection;
use anyhow::{Context as _, Result, ensure};

/// The demo's administrator, who has no second factor.
const EMAIL: &str = "admin@demo.test";
const PASSWORD: &str = "tahona-demo";

/// Signs in and returns the value of the cookie header for later requests.
pub(crate) fn sign_in(url: &str) -> Result<String> {
    let mut connection = Connection::open(url)?;
    let page = connection.get("/login", &[("accept", "text/html")])?;
    let mut cookies = cookies(&page.headers);
    let form = Form::with_password(&page.text()).context("/login has no form with a password")?;

    let joined = cookies.join("; ");
    let headers = [
        ("accept", "text/html"),
        ("content-type", "application/x-www-form-urlencoded"),
        ("origin", url.trim_end_matches('/')),
        ("sec-fetch-site", "same-origin"),
        ("cookie", joined.as_str()),
    ];
    let path = form
        .action
        .strip_prefix(url.trim_end_matches('/'))
        .unwrap_or(&form.action)
        .to_owned();
    let request = connection.request("POST", &path, &headers, &form.filled());
    let answer = connection.send(&request)?;
    ensure!(
        (300..400).contains(&answer.status),
        "signing in was answered with {}",
        answer.status
    );
    let location = answer.header("location").unwrap_or_default();
    ensure!(!location.contains("/login"), "signing in led back to {location}");
    for cookie in self::cookies(&answer.headers) {
        let name = cookie.split('=').next().unwrap_or_default().to_owned();
        cookies.retain(|old| old.split('=').next() != Some(name.as_str()));
        cookies.push(cookie);
    }
    Ok(cookies.join("; "))
}

/// `name=value` of each cookie that was set.
fn cookies(headers: &[(String, String)]) -> Vec<String> {
    let set = headers.iter().filter(|(name, _)| name == "set-cookie");
    set.filter_map(|(_, value)| value.split(';').next())
        .map(|pair| pair.trim().to_owned())
        .collect()
}

struct Form {
    action: String,
    fields: Vec<(String, String)>,
}

impl Form {
    /// The first form of a page that asks for a password.
    fn with_password(page: &str) -> Option<Self> {
        page.split("<form").skip(1).find_map(|rest| {
            let form = rest.split("</form>").next()?;
            let action = attribute(form.split('>').next()?, "action").unwrap_or_else(|| "/login".to_owned());
            let inputs = form
                .split("<input")
                .skip(1)
                .filter_map(|input| input.split('>').next());
            let mut fields = Vec::new();
            let mut asks = false;
            for input in inputs {
                let kind = attribute(input, "type").unwrap_or_default();
                asks |= kind == "password";
                let value = match kind.as_str() {
                    "email" => EMAIL.to_owned(),
                    "password" => PASSWORD.to_owned(),
                    "checkbox" | "radio" | "submit" => continue,
                    _ => attribute(input, "value").unwrap_or_default(),
                };
                fields.extend(attribute(input, "name").map(|name| (name, value)));
            }
            asks.then_some(Self { action, fields })
        })
    }

    /// The form's content as it is sent.
    fn filled(&self) -> String {
        let pairs = self
            .fields
            .iter()
            .map(|(name, value)| format!("{}={}", encode(name), encode(value)));
        pairs.collect::<Vec<_>>().join("&")
    }
}

/// The value of an attribute in the text of a tag.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    let value = tag.get(start..)?.split('"').next()?;
    Some(
        value
            .replace("&amp;", "&")
            .replace("&#x2F;", "/")
            .replace("&quot;", "\""),
    )
}

fn encode(text: &str) -> String {
    let keep = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~');
    text.bytes()
        .map(|byte| {
            if keep(byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_with_the_password_is_filled_and_keeps_its_hidden_fields() {
        let page = r#"<form action="/language"><input name="lang" value="es"></form>
            <form method="post" action="/api/sign_in?a=1&amp;b=2"><input type="hidden" name="next" value="/app">
            <input type="email" name="email"><input type="password" name="password"></form>"#;
        let form = Form::with_password(page).unwrap();
        assert_eq!(form.action, "/api/sign_in?a=1&b=2");
        assert_eq!(
            form.filled(),
            "next=%2Fapp&email=admin%40demo.test&password=tahona-demo"
        );
    }

    #[test]
    fn a_page_without_such_a_form_has_none() {
        assert!(Form::with_password(r#"<form><input name="q"></form>"#).is_none());
    }
}
