//! Words that Meta uses about message templates, in answers and in webhooks.

pub use domain::template::words::{ParameterFormat, TemplateCategory, TemplateStatus};
