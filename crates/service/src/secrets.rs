//! Changing the key that seals secrets.
