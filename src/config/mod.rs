//! What an operator can set: from flags, environment and a TOML file to typed values.

pub mod network;
pub mod raw;
pub mod setting;

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use secrecy::{ExposeSecret, SecretString};
use service::accounts::bootstrap::BootstrapInput;
use url::Url;

pub use network::Network;
pub use raw::{Given, Source};
use setting as name;

/// A configuration that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A file that cannot be read.
    #[error("{} cannot be used: {why}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// A key of the file that means nothing.
    #[error("{} contains `{key}`, which is not a setting; `tahona serve --help` lists them", path.display())]
    UnknownKey {
        /// Which file.
        path: PathBuf,
        /// Which key.
        key: String,
    },
    /// A value that cannot be used. The value itself is not repeated: it may be a secret.
    #[error("{from} cannot be used: {why}")]
    Unusable {
        /// Where the value came from.
        from: Source,
        /// What is wrong with it.
        why: String,
    },
    /// A setting without a value.
    #[error("{0} must be set")]
    Missing(&'static str),
    /// A value of the demo in a real console.
    #[error("{name} has the value of `tahona demo`, which everybody knows: set your own")]
    DemoValue {
        /// Which setting.
        name: &'static str,
    },
}

/// Everything that was set, typed. Secrets stay out of `Debug`.
#[derive(Debug, Clone)]
pub struct Config {
    /// `DATABASE_URL`; may contain a password.
    pub database_url: SecretString,
    /// `TAHONA_ADDR`.
    pub addr: SocketAddr,
    /// `TAHONA_BASE_URL`; `None` follows the address that is bound.
    pub base_url: Option<Url>,
    /// `TAHONA_SECRET_KEY`.
    pub secret_key: Option<SecretString>,
    /// `TAHONA_SECRET_KEY_FILE`.
    pub secret_key_file: PathBuf,
    /// `TAHONA_LOG`.
    pub log: String,
    /// `TAHONA_TIME_ZONE`.
    pub time_zone: String,
    /// `TAHONA_TRUSTED_PROXIES`.
    pub trusted_proxies: Vec<Network>,
    /// `TAHONA_SYNC_EVERY`; `None` for never.
    pub sync_every: Option<Duration>,
    /// `TAHONA_SMTP_URL` and `TAHONA_SMTP_FROM`.
    pub smtp: Option<(SecretString, String)>,
    /// `TAHONA_METRICS_TOKEN`.
    pub metrics_token: Option<SecretString>,
    /// `OTEL_EXPORTER_OTLP_ENDPOINT`.
    pub traces_to: Option<Url>,
    /// `GRAPH_BASE_URL`.
    pub graph_base_url: Url,
    /// `WHATSAPP_API_VERSION`.
    pub api_version: String,
    /// The first WABA.
    pub bootstrap: BootstrapInput,
    /// `WHATSAPP_WEBHOOK_VERIFY_TOKEN`.
    pub verify_token: Option<SecretString>,
    /// `ENABLE_WHATSAPP_NOTIFICATIONS`.
    pub whatsapp_enabled: bool,
}

/// What the demo's Meta repeats when it checks the webhook address.
pub const DEMO_VERIFY_TOKEN: &str = "demo-verify-token";

/// Values of the demo that a real console refuses.
const DEMO_VALUES: [(&str, &str); 3] = [
    (name::ACCESS_TOKEN, "EAADEMO"),
    (name::APP_SECRET, "demo-app-secret"),
    (name::VERIFY_TOKEN, DEMO_VERIFY_TOKEN),
];

impl Config {
    /// Reads what was given. `demo` allows the values of the demo.
    pub fn read(given: Given, demo: bool) -> Result<Self, ConfigError> {
        let values = given.complete()?;
        if !demo {
            for (name, value) in DEMO_VALUES {
                if values.get(name).is_some_and(|(given, _)| given == value) {
                    return Err(ConfigError::DemoValue { name });
                }
            }
        }
        let secret = |name| values.get(name).map(|(value, _)| SecretString::from(value));
        let text = |name| values.get(name).map(|(value, _)| value.to_owned());
        let smtp = match (secret(name::SMTP_URL), text(name::SMTP_FROM)) {
            (Some(url), Some(from)) => Some((url, from)),
            (Some(_), None) => return Err(ConfigError::Missing(name::SMTP_FROM)),
            (None, _) => None,
        };
        Ok(Self {
            database_url: values.need(name::DATABASE_URL, |v| Ok::<_, String>(SecretString::from(v)))?,
            addr: values.need(name::ADDR, |v| {
                v.parse()
                    .map_err(|_| "it must be an address and a port, such as 127.0.0.1:3000")
            })?,
            base_url: values.parse(name::BASE_URL, base_url)?,
            secret_key: secret(name::SECRET_KEY),
            secret_key_file: values.need(name::SECRET_KEY_FILE, |v| Ok::<_, String>(PathBuf::from(v)))?,
            log: values.need(name::LOG, |v| Ok::<_, String>(v.to_owned()))?,
            time_zone: values.need(name::TIME_ZONE, time_zone)?,
            trusted_proxies: values
                .parse(name::TRUSTED_PROXIES, network::list)?
                .unwrap_or_default(),
            sync_every: values.need(name::SYNC_EVERY, every)?,
            smtp,
            metrics_token: secret(name::METRICS_TOKEN),
            traces_to: values.parse(name::OTLP_ENDPOINT, http_url)?,
            graph_base_url: values.need(name::GRAPH_BASE_URL, http_url)?,
            api_version: values.need(name::API_VERSION, api_version)?,
            bootstrap: BootstrapInput {
                waba_id: text(name::WABA_ID),
                token: secret(name::ACCESS_TOKEN),
                phone_number_id: text(name::PHONE_NUMBER_ID),
                app_secret: secret(name::APP_SECRET),
            },
            verify_token: secret(name::VERIFY_TOKEN),
            whatsapp_enabled: values.need(name::NOTIFICATIONS, flag)?,
        })
    }

    /// The base address, given the address that was bound.
    ///
    /// # Panics
    /// Never: the text of a socket address after `http://` is a URL.
    #[must_use]
    #[expect(
        clippy::expect_used,
        reason = "the text of a socket address after http:// is a URL"
    )]
    pub fn base_url_at(&self, bound: SocketAddr) -> Url {
        self.base_url
            .clone()
            .unwrap_or_else(|| Url::parse(&format!("http://{bound}")).expect("an address is a URL"))
    }

    /// The address of the database without a password, for logs.
    #[must_use]
    pub fn database_for_people(&self) -> String {
        match Url::parse(self.database_url.expose_secret()) {
            Ok(mut url) if url.password().is_some() => {
                // Cannot fail: a URL with a password has a host.
                let _ = url.set_password(Some("***"));
                url.to_string()
            }
            _ => self.database_url.expose_secret().to_owned(),
        }
    }
}

fn http_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|e| format!("it is not an address: {e}"))?;
    if matches!(url.scheme(), "http" | "https") && url.has_host() {
        Ok(url)
    } else {
        Err("it must start with http:// or https://".to_owned())
    }
}

fn base_url(text: &str) -> Result<Url, String> {
    let url = http_url(text)?;
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() {
        return Err(
            "it must be scheme, host and port only: the console lives at the root of its host".to_owned(),
        );
    }
    Ok(url)
}

fn time_zone(text: &str) -> Result<String, String> {
    match jiff::tz::TimeZone::get(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(_) => Err(format!("`{text}` is not an IANA time zone such as Europe/Madrid")),
    }
}

fn api_version(text: &str) -> Result<String, String> {
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    match text.strip_prefix('v').and_then(|rest| rest.split_once('.')) {
        Some((major, minor)) if digits(major) && digits(minor) => Ok(text.to_owned()),
        _ => Err("it must look like v25.0".to_owned()),
    }
}

fn flag(text: &str) -> Result<bool, String> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" | "on" => Ok(true),
        "false" | "0" | "no" | "off" => Ok(false),
        _ => Err("it must be true or false".to_owned()),
    }
}

/// A number with `s`, `m` or `h`, at most a day; 0 for never.
fn every(text: &str) -> Result<Option<Duration>, String> {
    let bad = || "it must be a number with s, m or h, at most 24h, or 0 for never".to_owned();
    let (number, seconds) = match text.char_indices().last() {
        Some((end, 's')) => (&text[..end], 1),
        Some((end, 'm')) => (&text[..end], 60),
        Some((end, 'h')) => (&text[..end], 3600),
        _ if text == "0" => return Ok(None),
        _ => return Err(bad()),
    };
    let total = number
        .parse::<u64>()
        .ok()
        .and_then(|n| n.checked_mul(seconds))
        .ok_or_else(bad)?;
    match total {
        0 => Ok(None),
        1..=86_400 => Ok(Some(Duration::from_secs(total))),
        _ => Err(bad()),
    }
}

#[cfg(test)]
mod tests;
