//! What messages cost: rules by date, cards as data, one line for each message.
//!
//! [`price`] takes facts in any order (a customer wrote, a message was
//! delivered) and returns one [`Charge`] for each delivered message.
//! [`Pricer`] does the same for facts that are known to be in order of time,
//! without holding them all. Everything it looks up is in a [`Book`].
//!
//! A rate that nobody has stated stays unknown: the amount is `None` and the
//! [`Reason`] says what is missing. Rules and rates have their sources in
//! `docs/billing-rules.md`.

pub mod book;
pub mod calendar;
pub mod card;
pub mod category;
pub mod charge;
mod country;
pub mod fact;
pub mod forecast;
pub mod import;
pub mod market;
pub mod partner;
pub mod pricer;
pub mod regime;
pub mod shipped;
pub mod thread;
pub mod whatif;
pub mod zone;

pub use book::Book;
pub use calendar::{Day, Month};
pub use card::{BadCard, Entry, Origin, Rate, RateCard, Tier};
pub use category::{Category, Kind, Rated, Unit};
pub use charge::{Charge, Reason};
pub use fact::{Account, AuthInternational, Delivered, Fact, Failed, Inbound};
pub use market::{Market, MarketMap};
pub use partner::Partner;
pub use pricer::{Line, Pricer, price};
pub use regime::Regime;
pub use zone::Zone;

#[cfg(test)]
mod tests;
