//! Prices worked out by hand. Each test shows the working.

mod given;
mod per_message;

use super::*;
