//! What `debug_token` says about an access token.

use domain::{open_enum, time::Millis};
use serde_json::Value;

use super::{GraphError, read::Read};

open_enum! {
    /// Whose token it is.
    pub enum TokenKind {
        /// A system user of a portfolio; the kind this product wants.
        SystemUser = "SYSTEM_USER",
        /// A person; expires after hours or days.
        User = "USER",
        /// The app itself.
        App = "APP",
        /// A page.
        Page = "PAGE",
    }
}

/// A scope and the objects it is limited to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GranularScope {
    /// Name of the scope.
    pub scope: String,
    /// Ids it is limited to; `None` means every object of the business.
    pub target_ids: Option<Vec<String>>,
}

/// Why a token is not valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenProblem {
    /// Meta's code.
    pub code: i64,
    /// Meta's subcode.
    pub subcode: Option<i64>,
    /// For developers.
    pub message: String,
}

/// Facts about a token (sources §1.2).
#[derive(Debug, Clone, PartialEq)]
pub struct TokenInfo {
    /// The app it belongs to.
    pub app_id: Option<String>,
    /// That app's name.
    pub application: Option<String>,
    /// Whose token it is.
    pub kind: Option<TokenKind>,
    /// Whether it works now.
    pub is_valid: bool,
    /// When it was made.
    pub issued_at: Option<Millis>,
    /// When it ends; `None` means never (Meta sends 0).
    pub expires_at: Option<Millis>,
    /// When its access to data ends; `None` means never.
    pub data_access_expires_at: Option<Millis>,
    /// What it may do.
    pub scopes: Vec<String>,
    /// What it may do, and with which objects.
    pub granular_scopes: Vec<GranularScope>,
    /// The user behind it.
    pub user_id: Option<String>,
    /// Why it is not valid.
    pub error: Option<TokenProblem>,
    /// The whole answer.
    pub raw: Value,
}

impl TokenInfo {
    pub(super) fn read(raw: Value) -> Result<Self, GraphError> {
        let data = Read(&raw).object("data").ok_or_else(|| GraphError::BadAnswer {
            http_status: 200,
            reason: "no data about the token".to_owned(),
        })?;
        Ok(Self {
            app_id: data.text("app_id"),
            application: data.text("application"),
            kind: data.word("type", TokenKind::parse),
            is_valid: data.flag("is_valid").unwrap_or(false),
            issued_at: data.seconds("issued_at"),
            expires_at: data.seconds("expires_at"),
            data_access_expires_at: data.seconds("data_access_expires_at"),
            scopes: data.texts("scopes"),
            granular_scopes: data
                .list("granular_scopes")
                .filter_map(|scope| {
                    Some(GranularScope {
                        scope: scope.text("scope")?,
                        target_ids: scope.0.get("target_ids").map(|_| scope.texts("target_ids")),
                    })
                })
                .collect(),
            user_id: data.text("user_id"),
            error: data.object("error").map(|error| TokenProblem {
                code: error.integer("code").unwrap_or_default(),
                subcode: error.integer("subcode"),
                message: error.text("message").unwrap_or_default(),
            }),
            raw,
        })
    }
}
