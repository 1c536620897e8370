//! What is remembered about templates beside the templates themselves.

use std::collections::HashMap;

use domain::time::Millis;

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct Shelf {
    /// Until when a name and language of an account cannot be used again.
    pub(crate) retired: HashMap<(String, String, String), Millis>,
    /// When templates of an account were created lately.
    pub(crate) created: HashMap<String, Vec<Millis>>,
    /// Uploads by the id of their session.
    pub(crate) uploads: HashMap<String, Upload>,
    /// Session of each handle that was given out.
    pub(crate) handles: HashMap<String, String>,
}

/// A file on its way. Only its size is kept.
#[derive(Debug)]
pub(crate) struct Upload {
    pub(crate) kind: String,
    pub(crate) length: usize,
    pub(crate) received: usize,
    pub(crate) signature: String,
}
