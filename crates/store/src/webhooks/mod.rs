//! What Meta sent: deliveries as they came, and the events found inside.

pub mod deliveries;
pub mod events;
pub mod refusals;
