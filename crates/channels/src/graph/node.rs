//! Ids that may stand in a path.

use std::fmt;

use domain::ids::{BadId, PhoneNumberId, WabaId};

/// The id of a Graph node whose kind does not matter: digits, so that it can
/// never change the path it is put into.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NodeId(String);

impl NodeId {
    /// Reads a decimal id.
    ///
    /// # Errors
    /// When `text` is not a decimal id.
    pub fn parse(text: &str) -> Result<Self, BadId> {
        WabaId::parse(text).map(Into::into).map_err(|_| BadId {
            kind: "Graph node id",
        })
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<WabaId> for NodeId {
    fn from(id: WabaId) -> Self {
        Self(id.into())
    }
}

impl From<&WabaId> for NodeId {
    fn from(id: &WabaId) -> Self {
        Self(id.as_str().to_owned())
    }
}

impl From<&PhoneNumberId> for NodeId {
    fn from(id: &PhoneNumberId) -> Self {
        Self(id.as_str().to_owned())
    }
}

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
