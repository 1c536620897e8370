//! What Meta sent: deliveries as they came, and the events found inside.

pub mod again;
pub mod deliveries;
pub mod event_list;
pub mod events;
pub mod refusals;
pub mod traffic;
