//! Messages: identity, state, windows, what stands in the way of sending.

pub mod daily_limit;
pub mod delivery;
pub mod gate;
pub mod id;
pub mod pacing;
pub mod window;
