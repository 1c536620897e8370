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

mod behaviour;
mod bill;
mod call;
mod config;
#[cfg(feature = "contract")]
pub mod contract;
mod cursor;
mod demo;
mod dice;
mod fault;
#[cfg(feature = "fixtures")]
pub mod fixtures;
mod graph;
mod journal;
mod life;
mod model;
pub mod operator;
mod pricing;
mod review;
mod running;
mod shelf;
mod state;
mod traffic;
mod trouble;
mod usage;
mod zone;

pub use behaviour::{Behaviour, ClosedWindow, Reviewer};
pub use bill::differences::Difference;
pub use config::SandboxConfig;
pub use demo::{
    APP_ID, APP_SECRET, FIRST_PHONE, OTHER_WABA, TOKEN, TOKEN_EXPIRED, TOKEN_OTHER, TOKEN_UNDERSCOPED, WABA,
    history,
};
pub use fault::{Fault, FaultEffect};
pub use journal::Exchange;
pub use life::LifeSettings;
pub use model::{App, PendingCode, Phone, Portfolio, Subscription, Template, Token, Waba};
pub use pricing::Charge;
pub use running::{RunningSandbox, Sandbox, serve};
pub use state::State;
pub use traffic::{
    Delivery, Sent, Tally,
    customers::{CannotWrite, Customer, Wrote},
};
