//! What Meta sends us: believed only when signed, stored before it is
//! answered, understood afterwards.
//!
//! [`intake`] answers the request, [`worker`] makes events of what was stored,
//! [`apply`] gives each event its effect. An event that was answered 200 is on
//! disk; processing it twice, late or in any order ends the same.

pub mod intake;
pub mod secrets;
