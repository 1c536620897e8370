//! Misbehaviour on request.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Trouble for the calls that match.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Fault {
    /// Only calls with this method; any when absent.
    #[serde(default)]
    pub method: Option<String>,
    /// Only paths that begin like this, without the version, for example
    /// `/987654321098765/phone_numbers`; any when absent.
    #[serde(default)]
    pub path_prefix: Option<String>,
    /// For so many calls; until cleared when absent.
    #[serde(default)]
    pub times: Option<u32>,
    /// Delay before anything else, in milliseconds.
    #[serde(default)]
    pub latency_ms: u64,
    /// What happens.
    #[serde(flatten)]
    pub effect: FaultEffect,
}

/// What a [`Fault`] does.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "effect", rename_all = "snake_case")]
pub enum FaultEffect {
    /// Nothing but the delay; the call is answered normally.
    Delay,
    /// An answer of the given kind.
    Answer {
        /// HTTP status.
        status: u16,
        /// JSON body; a string is sent as it is, without quotes.
        body: Value,
        /// Headers to add.
        #[serde(default)]
        headers: BTreeMap<String, String>,
    },
    /// Meta's answer to an expired token.
    ExpiredToken,
    /// Meta's answer when the hour's calls are used up.
    RateLimit {
        /// Minutes until calls are free again.
        minutes: u32,
    },
    /// The connection ends in the middle of the answer.
    Disconnect,
    /// The call is done at once and answered as usual, but so much later.
    Late {
        /// Milliseconds from the deed to the answer.
        ms: u64,
    },
}

impl Fault {
    /// A fault for every call until it is cleared.
    #[must_use]
    pub fn always(effect: FaultEffect) -> Self {
        Self {
            method: None,
            path_prefix: None,
            times: None,
            latency_ms: 0,
            effect,
        }
    }

    /// A fault for the next `times` calls.
    #[must_use]
    pub fn next(times: u32, effect: FaultEffect) -> Self {
        Self {
            times: Some(times),
            ..Self::always(effect)
        }
    }

    /// The same fault for paths that begin with `prefix` only.
    #[must_use]
    pub fn on(self, prefix: impl Into<String>) -> Self {
        Self {
            path_prefix: Some(prefix.into()),
            ..self
        }
    }

    /// The same fault after a delay.
    #[must_use]
    pub fn after_ms(self, latency_ms: u64) -> Self {
        Self { latency_ms, ..self }
    }

    pub(crate) fn matches(&self, method: &str, path: &str) -> bool {
        self.method
            .as_ref()
            .is_none_or(|wanted| wanted.eq_ignore_ascii_case(method))
            && self
                .path_prefix
                .as_ref()
                .is_none_or(|prefix| path.starts_with(prefix.as_str()))
    }
}

/// Takes one use of the first fault that matches; used-up faults are removed.
pub(crate) fn take(faults: &mut Vec<Fault>, method: &str, path: &str) -> Option<Fault> {
    let at = faults.iter().position(|fault| fault.matches(method, path))?;
    let fault = faults.get_mut(at)?;
    let taken = fault.clone();
    if let Some(times) = &mut fault.times {
        *times = times.saturating_sub(1);
        if *times == 0 {
            faults.remove(at);
        }
    }
    Some(taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_used_up_by_the_calls_it_matches() {
        let mut faults = vec![Fault::next(1, FaultEffect::Disconnect).on("/1/phone_numbers")];
        assert!(take(&mut faults, "GET", "/1").is_none());
        assert!(take(&mut faults, "GET", "/1/phone_numbers").is_some());
        assert!(take(&mut faults, "GET", "/1/phone_numbers").is_none());
        assert!(faults.is_empty());
    }

    #[test]
    fn a_fault_may_be_written_in_json() {
        let fault: Fault =
            serde_json::from_str(r#"{"effect":"rate_limit","minutes":3,"times":2,"method":"get"}"#).unwrap();
        assert!(matches!(fault.effect, FaultEffect::RateLimit { minutes: 3 }));
        assert!(fault.matches("GET", "/x") && !fault.matches("POST", "/x"));
    }
}
