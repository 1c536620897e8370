//! The last calls, for tests and for people who wonder what was asked.

use std::collections::{BTreeMap, VecDeque};

use serde::Serialize;
use serde_json::Value;

/// One call and its answer.
#[derive(Debug, Clone, Serialize)]
pub struct Exchange {
    /// HTTP method.
    pub method: String,
    /// Path as it was called, with the version.
    pub path: String,
    /// Parameters of the query.
    pub query: BTreeMap<String, String>,
    /// Headers, names in lower case.
    pub headers: BTreeMap<String, String>,
    /// JSON body of the request, `null` without one.
    pub body: Value,
    /// HTTP status of the answer; 0 when the connection was cut.
    pub status: u16,
    /// Body of the answer.
    pub answer: Value,
}

/// A bounded list of exchanges, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    exchanges: VecDeque<Exchange>,
    length: usize,
}

impl Journal {
    pub(crate) fn new(length: usize) -> Self {
        Self {
            exchanges: VecDeque::new(),
            length,
        }
    }

    pub(crate) fn add(&mut self, exchange: Exchange) {
        while self.exchanges.len() >= self.length.max(1) {
            self.exchanges.pop_front();
        }
        if self.length > 0 {
            self.exchanges.push_back(exchange);
        }
    }

    pub(crate) fn all(&self) -> Vec<Exchange> {
        self.exchanges.iter().cloned().collect()
    }

    pub(crate) fn clear(&mut self) {
        self.exchanges.clear();
    }
}
