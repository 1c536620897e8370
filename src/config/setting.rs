//! Every setting there is, in one table: what `--help` shows, what a TOML file
//! may contain and what the README lists all come from here.

/// One setting.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Environment variable.
    pub env: &'static str,
    /// Flag without its dashes; the key in a TOML file is the same with `_` for `-`.
    pub flag: &'static str,
    /// Value when nothing is said.
    pub default: Option<&'static str>,
    /// Whether the value must not be shown.
    pub secret: bool,
    /// What it is for.
    pub help: &'static str,
}

impl Setting {
    const fn new(env: &'static str, flag: &'static str, help: &'static str) -> Self {
        Self {
            env,
            flag,
            default: None,
            secret: false,
            help,
        }
    }

    const fn or(self, default: &'static str) -> Self {
        Self {
            default: Some(default),
            ..self
        }
    }

    const fn secret(self) -> Self {
        Self { secret: true, ..self }
    }

    /// Its key in a TOML file.
    #[must_use]
    pub fn key(&self) -> String {
        self.flag.replace('-', "_")
    }
}

/// Where the database is.
pub const DATABASE_URL: &str = "DATABASE_URL";
/// Where the console listens.
pub const ADDR: &str = "TAHONA_ADDR";
/// Where browsers and Meta reach it.
pub const BASE_URL: &str = "TAHONA_BASE_URL";
/// Keys that seal secrets.
pub const SECRET_KEY: &str = "TAHONA_SECRET_KEY";
/// File with those keys.
pub const SECRET_KEY_FILE: &str = "TAHONA_SECRET_KEY_FILE";
/// What is logged.
pub const LOG: &str = "TAHONA_LOG";
/// Time zone for the clock on pages.
pub const TIME_ZONE: &str = "TAHONA_TIME_ZONE";
/// Proxies whose `X-Forwarded-For` is believed.
pub const TRUSTED_PROXIES: &str = "TAHONA_TRUSTED_PROXIES";
/// How often WABAs are read.
pub const SYNC_EVERY: &str = "TAHONA_SYNC_EVERY";
/// Mail server.
pub const SMTP_URL: &str = "TAHONA_SMTP_URL";
/// Sender of mail.
pub const SMTP_FROM: &str = "TAHONA_SMTP_FROM";
/// Bearer token for `/metrics`.
pub const METRICS_TOKEN: &str = "TAHONA_METRICS_TOKEN";
/// Where traces go.
pub const OTLP_ENDPOINT: &str = "OTEL_EXPORTER_OTLP_ENDPOINT";
/// Address of Meta's Graph API.
pub const GRAPH_BASE_URL: &str = "GRAPH_BASE_URL";
/// Version of Meta's Graph API.
pub const API_VERSION: &str = "WHATSAPP_API_VERSION";
/// First WABA: its id.
pub const WABA_ID: &str = "WHATSAPP_BUSINESS_ACCOUNT_ID";
/// First WABA: its access token.
pub const ACCESS_TOKEN: &str = "WHATSAPP_ACCESS_TOKEN";
/// First WABA: the number that becomes the default.
pub const PHONE_NUMBER_ID: &str = "WHATSAPP_PHONE_NUMBER_ID";
/// First WABA: the app secret.
pub const APP_SECRET: &str = "WHATSAPP_APP_SECRET";
/// What Meta repeats when it checks the webhook address.
pub const VERIFY_TOKEN: &str = "WHATSAPP_WEBHOOK_VERIFY_TOKEN";
/// The platform-wide switch.
pub const NOTIFICATIONS: &str = "ENABLE_WHATSAPP_NOTIFICATIONS";

/// Every setting, in the order in which `--help` shows them.
pub const SETTINGS: [Setting; 21] = [
    Setting::new(
        DATABASE_URL,
        "database-url",
        "Database: sqlite://path or postgres://user@host/name",
    )
    .or("sqlite://data/tahona.db")
    .secret(),
    Setting::new(ADDR, "addr", "Address and port to listen on").or("127.0.0.1:3000"),
    Setting::new(
        BASE_URL,
        "base-url",
        "Where browsers and Meta reach the console; links, cookies and webhooks follow it [default: http:// and the address]",
    ),
    Setting::new(
        SECRET_KEY,
        "secret-key",
        "Keys that seal tokens in the database, <version>:<base64 of 32 bytes>, separated by commas",
    )
    .secret(),
    Setting::new(
        SECRET_KEY_FILE,
        "secret-key-file",
        "File with those keys, one a line; made on the first start",
    )
    .or("data/secret.key"),
    Setting::new(
        LOG,
        "log",
        "What is logged, as in RUST_LOG; append ,json for JSON lines",
    )
    .or("info"),
    Setting::new(
        TIME_ZONE,
        "time-zone",
        "IANA name of the time zone in which pages show times",
    )
    .or("Europe/Madrid"),
    Setting::new(
        TRUSTED_PROXIES,
        "trusted-proxies",
        "Addresses or networks, separated by commas, whose X-Forwarded-For is believed",
    ),
    Setting::new(
        SYNC_EVERY,
        "sync-every",
        "How often WABAs and numbers are read from Meta: 90s, 15m, 1h; 0 for never",
    )
    .or("15m"),
    Setting::new(
        SMTP_URL,
        "smtp-url",
        "Mail server, for links by e-mail: smtps://user:password@host",
    )
    .secret(),
    Setting::new(
        SMTP_FROM,
        "smtp-from",
        "Sender of those messages: Tahona <console@example.com>",
    ),
    Setting::new(
        METRICS_TOKEN,
        "metrics-token",
        "Bearer token for /metrics; without one only this machine may ask",
    )
    .secret(),
    Setting::new(
        OTLP_ENDPOINT,
        "otel-exporter-otlp-endpoint",
        "Collector that takes traces as OTLP over HTTP, such as http://localhost:4318; none without one",
    ),
    Setting::new(GRAPH_BASE_URL, "graph-base-url", "Address of Meta's Graph API")
        .or("https://graph.facebook.com"),
    Setting::new(API_VERSION, "whatsapp-api-version", "Version of Meta's Graph API").or("v25.0"),
    Setting::new(
        WABA_ID,
        "whatsapp-business-account-id",
        "First start: the WhatsApp Business Account to connect",
    ),
    Setting::new(
        ACCESS_TOKEN,
        "whatsapp-access-token",
        "First start: its access token, then kept sealed in the database",
    )
    .secret(),
    Setting::new(
        PHONE_NUMBER_ID,
        "whatsapp-phone-number-id",
        "First start: the number that bakeries without their own use",
    ),
    Setting::new(
        APP_SECRET,
        "whatsapp-app-secret",
        "First start: the app's secret, then kept sealed in the database",
    )
    .secret(),
    Setting::new(
        VERIFY_TOKEN,
        "whatsapp-webhook-verify-token",
        "What Meta repeats when it checks the address of the webhook",
    )
    .secret(),
    Setting::new(
        NOTIFICATIONS,
        "enable-whatsapp-notifications",
        "Whether the platform sends at all; admins can override it: true or false",
    )
    .or("true"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_has_its_own_variable_and_flag() {
        for (i, one) in SETTINGS.iter().enumerate() {
            for other in SETTINGS.iter().skip(i + 1) {
                assert_ne!(one.env, other.env);
                assert_ne!(one.flag, other.flag);
            }
        }
    }

    #[test]
    fn nothing_secret_has_a_default_worth_hiding() {
        for setting in SETTINGS.iter().filter(|s| s.secret && s.env != DATABASE_URL) {
            assert_eq!(setting.default, None, "{}", setting.env);
        }
    }

    /// The table between the README's marks.
    fn readme_table() -> String {
        let row = |s: &Setting| {
            let default = s.default.map(|d| format!("`{d}`")).unwrap_or_default();
            let help = s.help.replace('|', "\\|").replace('<', "&lt;");
            format!("| `{}` | `--{}` | {default} | {help} |\n", s.env, s.flag)
        };
        let rows: String = SETTINGS.iter().map(row).collect();
        format!("| Variable | Flag | Default | What for |\n|---|---|---|---|\n{rows}")
    }

    #[test]
    fn the_readme_lists_every_setting_as_it_is() {
        let readme = include_str!("../../README.md");
        let table = readme_table();
        assert!(
            readme.contains(&table),
            "put this between the marks in README.md:\n{table}"
        );
    }
}
