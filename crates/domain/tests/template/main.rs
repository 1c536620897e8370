//! Templates: read, written, checked.

mod round_trip;
