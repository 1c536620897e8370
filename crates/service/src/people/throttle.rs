//! Limits on guessing, kept in the database so that all instances share them.
//!
//! Two token buckets are charged for each failed attempt: one for the pair
//! (account, client address) and one for the client address alone. There is
//! deliberately none for the account alone: it would let anybody lock
//! somebody else out by failing on purpose. A very wide bucket for the account
//! over all addresses only adds delay for addresses that have not signed in
//! to it before.
