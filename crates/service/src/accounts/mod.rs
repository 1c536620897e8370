//! WhatsApp Business Accounts: connecting, checking, syncing, rotating tokens.

pub mod bootstrap;
pub mod connect;
pub mod health;
pub mod list;
pub mod rotate;
pub mod subscription;
pub mod sync;

/// How to reach Meta: base address, version, transport.
#[derive(Debug, Clone)]
pub struct GraphAccess {
    /// `GRAPH_BASE_URL`.
    pub base_url: url::Url,
    /// `WHATSAPP_API_VERSION`.
    pub api_version: String,
}
