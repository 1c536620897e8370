//! What Meta sends us: believed only when signed, stored before it is
//! answered, understood afterwards.
//!
//! [`intake`] answers the request and hands what is stored to [`worker`] over
//! [`backlog`]; `pace` says when and how much of it, and `batch` gives each
//! event inside its effect. An event that was answered 200
//! is on disk; processing it twice, late or in any order ends the same.

pub mod backlog;
mod batch;
mod clock;
mod failures;
mod fold;
mod found;
mod incoming;
pub mod intake;
mod kept;
pub mod list;
mod numbers;
mod pace;
pub mod parked;
pub mod replay;
pub mod secrets;
mod statuses;
pub mod traffic;
pub mod worker;
