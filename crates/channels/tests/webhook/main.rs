//! Webhook bodies, taken apart.

mod any;
mod fixtures;
mod shapes;
