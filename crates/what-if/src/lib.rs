//! The same messages under other circumstances, as HTML: what was asked, side by
//! side with the present, and why it differs. The server writes the page with
//! it, and the browser the same page while somebody turns the knobs; the
//! figures come from [`domain::billing::whatif`].

mod view;
pub mod words;

pub use view::{answer_html, answer_html_from};
