//! What the sandbox holds. States are plain text, so that values which nobody
//! has documented can be tried as well.

use domain::time::Millis;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The app that calls are made for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct App {
    /// Meta's id of the app.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its secret: key of `appsecret_proof` and of webhook signatures.
    pub secret: String,
}

/// A business portfolio.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Portfolio {
    /// Meta's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// `verified`, `not_verified`, … (sources §1.3).
    pub verification: String,
    /// People who may be written to first in 24 hours, shared by all numbers.
    pub messaging_limit: String,
}

/// A WhatsApp Business Account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Waba {
    /// Meta's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The portfolio that owns it.
    pub portfolio: Portfolio,
    /// ISO 4217 code.
    pub currency: String,
    /// Meta's number of the time zone.
    pub timezone_id: String,
    /// ISO 3166 code.
    pub country: String,
    /// `APPROVED`, `PENDING`, …
    pub account_review_status: String,
    /// `ACTIVE`, …
    pub status: String,
    /// Whether a payment method is in place; without one, health is blocked (141006).
    pub payment_method: bool,
    /// Fields that replace or add to what is answered; `null` removes one.
    #[serde(default)]
    pub extra: Map<String, Value>,
    /// Apps that get its webhooks.
    #[serde(default)]
    pub subscriptions: Vec<Subscription>,
    /// Its numbers, in Meta's order.
    #[serde(default)]
    pub phones: Vec<Phone>,
    /// Its message templates.
    #[serde(default)]
    pub templates: Vec<Template>,
}

/// A message template in one language.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default)]
pub struct Template {
    /// Meta's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its language.
    pub language: String,
    /// `APPROVED`, `REJECTED`, …
    pub status: String,
    /// `UTILITY`, `MARKETING` or `AUTHENTICATION`.
    pub category: String,
    /// Header, body, footer and buttons.
    pub components: Value,
    /// `GREEN`, …
    pub quality: String,
    /// Why it was refused.
    pub rejected_reason: Option<String>,
    /// What Meta will make its category.
    pub correct_category: Option<String>,
    /// What its category was before Meta changed it.
    pub previous_category: Option<String>,
    /// `POSITIONAL` or `NAMED`.
    pub parameter_format: String,
    /// For how many seconds Meta tries to deliver it.
    pub ttl_seconds: Option<i64>,
    /// When its quality was rated last.
    pub quality_at: Option<Millis>,
    /// When it was submitted last.
    pub submitted_at: Option<Millis>,
    /// When it was edited while it was approved.
    pub edits: Vec<Millis>,
    /// How often it was paused because of low quality …
    pub pauses: u32,
    /// … and when for the last time.
    pub paused_at: Option<Millis>,
    /// Messages since its quality was rated …
    pub sends: u32,
    /// … and how many people wanted no more of them.
    pub complaints: u32,
    /// When the last of its messages will have arrived.
    pub busy_until: Option<Millis>,
    /// Grows with each change of its state; what was planned before is void.
    pub turn: u64,
    /// Whether its messages wait until its quality is known.
    pub held: bool,
    /// Fields that replace or add to what is answered; `null` removes one.
    pub extra: Map<String, Value>,
}

impl Default for Template {
    fn default() -> Self {
        Self {
            id: String::new(),
            name: String::new(),
            language: "es".into(),
            status: "APPROVED".into(),
            category: "UTILITY".into(),
            components: Value::Array(Vec::new()),
            quality: "UNKNOWN".into(),
            rejected_reason: None,
            correct_category: None,
            previous_category: None,
            parameter_format: "POSITIONAL".into(),
            ttl_seconds: None,
            quality_at: None,
            submitted_at: None,
            edits: Vec::new(),
            pauses: 0,
            paused_at: None,
            sends: 0,
            complaints: 0,
            busy_until: None,
            turn: 0,
            held: false,
            extra: Map::new(),
        }
    }
}

/// An app's subscription to a WABA's webhooks.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Subscription {
    /// The app.
    pub app_id: String,
    /// Where webhooks go instead of the app's own address.
    pub override_callback_uri: Option<String>,
    /// What that address must know.
    pub verify_token: Option<String>,
}

/// A phone number.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default)]
pub struct Phone {
    /// Meta's id, the "phone number ID".
    pub id: String,
    /// With spaces, as Meta shows it.
    pub display_phone_number: String,
    /// The name that customers see.
    pub verified_name: String,
    /// `CONNECTED`, …
    pub status: String,
    /// `GREEN`, …
    pub quality_rating: String,
    /// `APPROVED`, …
    pub name_status: String,
    /// A name that was asked for.
    pub new_display_name: Option<String>,
    /// Review of that name.
    pub new_name_status: Option<String>,
    /// `VERIFIED`, …
    pub code_verification_status: String,
    /// `STANDARD`, …
    pub throughput: String,
    /// `LIVE` or `SANDBOX`.
    pub account_mode: String,
    /// When it was last registered, as Meta writes it.
    pub last_onboarded_time: Option<String>,
    /// Two-step PIN.
    pub pin: Option<String>,
    /// A code that was sent and not entered yet.
    pub code: Option<PendingCode>,
    /// When it was registered or deregistered lately (for the limit of ten in 72 hours).
    pub registrations: Vec<Millis>,
    /// Fields that replace or add to what is answered; `null` removes one.
    pub extra: Map<String, Value>,
}

impl Default for Phone {
    fn default() -> Self {
        Self {
            id: String::new(),
            display_phone_number: String::new(),
            verified_name: String::new(),
            status: "CONNECTED".into(),
            quality_rating: "GREEN".into(),
            name_status: "APPROVED".into(),
            new_display_name: None,
            new_name_status: None,
            code_verification_status: "VERIFIED".into(),
            throughput: "STANDARD".into(),
            account_mode: "LIVE".into(),
            last_onboarded_time: None,
            pin: None,
            code: None,
            registrations: Vec::new(),
            extra: Map::new(),
        }
    }
}

/// A verification code under way.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PendingCode {
    /// Six digits.
    pub code: String,
    /// When it was sent.
    pub sent_at: Millis,
}

/// An access token.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Token {
    /// The token itself.
    pub token: String,
    /// `SYSTEM_USER`, `USER`, …
    pub kind: String,
    /// Meta's id of the user behind it.
    pub user_id: String,
    /// What it may do.
    pub scopes: Vec<String>,
    /// The accounts it was given.
    pub wabas: Vec<String>,
    /// Unix seconds.
    pub issued_at: i64,
    /// Unix seconds; 0 means never.
    pub expires_at: i64,
}
