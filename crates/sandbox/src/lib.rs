//! An emulator of Meta's Graph API: demo, tests and load runs work against it
//! without leaving the machine.
//!
//! It holds WhatsApp Business Accounts, phone numbers and access tokens in
//! memory, answers with Meta's shapes and error bodies, counts calls as Meta
//! does, and can be told to misbehave ([`Fault`]).
//!
//! Two ways to control it: [`Sandbox::state`] from Rust, and the operator API
//! under `/_sandbox` over HTTP (see [`operator`]). The operator API asks for no
//! credentials, therefore [`Sandbox::spawn`] and [`serve`] refuse any address
//! but a loopback one unless [`SandboxConfig::allow_remote`] says otherwise.

mod call;
mod config;
#[cfg(feature = "contract")]
pub mod contract;
mod cursor;
mod demo;
mod fault;
mod graph;
mod journal;
mod model;
pub mod operator;
mod running;
mod state;
mod usage;

pub use config::SandboxConfig;
pub use demo::{
    APP_ID, APP_SECRET, FIRST_PHONE, OTHER_WABA, TOKEN, TOKEN_EXPIRED, TOKEN_OTHER, TOKEN_UNDERSCOPED, WABA,
};
pub use fault::{Fault, FaultEffect};
pub use journal::Exchange;
pub use model::{App, PendingCode, Phone, Portfolio, Subscription, Token, Waba};
pub use running::{RunningSandbox, Sandbox, serve};
pub use state::State;
