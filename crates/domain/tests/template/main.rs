//! Templates: read, written, checked.
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "tests")]

mod corpus;
mod form;
mod lint;
mod policy;
mod round_trip;
mod shapes;
mod wording;
