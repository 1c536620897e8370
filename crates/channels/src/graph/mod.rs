//! Client of Meta's Graph API: WABAs, phone numbers, tokens, webhook
//! subscriptions, templates and messages.

mod analytics;
mod client;
mod config;
mod error;
mod fields;
mod health;
mod node;
mod pages;
mod phone;
mod read;
mod send;
mod subscription;
mod template;
mod templates;
mod token;
mod transport;
mod upload;
mod usage;
mod waba;

pub use analytics::{Dimension, Granularity, PricingCategory, PricingPoint, PricingQuery, PricingType};
pub use client::GraphClient;
pub use config::{GraphConfig, Jitter, Pause};
pub use error::{ApiError, BadConfig, ErrorClass, GraphError};
pub use fields::{phone_fields, template_fields, waba_fields};
pub use health::HealthStatus;
pub use node::NodeId;
pub use phone::PhoneNumber;
pub use subscription::{CallbackOverride, SubscribedApp};
pub use template::{MessageTemplate, TemplateQuality};
pub use templates::{NewTemplate, Submitted, TemplateEdit, TemplateRefusal};
pub use token::{GranularScope, TokenInfo, TokenKind, TokenProblem};
pub use upload::{Sample, UploadSession};
pub use usage::{UsageEntry, UsageMeter, UsageReading};
pub use waba::{BusinessRef, Waba};
