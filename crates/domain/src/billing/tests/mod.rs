//! Prices worked out by hand. Each test shows the working.

mod cards;
mod conversations;
mod fees;
pub(super) mod given;
mod identity;
mod international;
mod markets;
mod per_message;
mod properties;

use super::*;
