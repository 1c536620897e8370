//! Whole processes: what survives `kill -9`, how instances share a database,
//! and what logs say about people (nothing).
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod instances;
mod kill;
mod late;
mod support;
mod traces;
