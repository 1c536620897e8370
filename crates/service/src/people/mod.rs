//! People: signing in, passwords, second factors, sessions, links, keys, team.

pub mod api_keys;
pub mod links;
pub mod mail;
pub mod password;
pub mod profile;
pub mod second_factor;
pub mod sessions;
pub mod sign_in;
pub mod team;
pub mod throttle;
