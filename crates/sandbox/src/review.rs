//! Review of templates, as Meta would: first the form, at once; then the
//! content, after a while.
//!
//! Deliberately not the console's own rules ([`domain`] has those): where both
//! judge alike they were written twice, so that a mistake in one of them shows.

pub(crate) mod course;
pub(crate) mod form;
pub(crate) mod judge;
pub(crate) mod texts;
