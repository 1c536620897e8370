//! What can go wrong with a call, and what kind of trouble it is.

use std::{fmt, time::Duration};

use serde_json::Value;

use super::read::Read;

/// Kind of trouble; decides who can fix it and whether trying again helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorClass {
    /// The token is invalid, expired or missing: a new token is needed.
    Token,
    /// The token is good but may not do this.
    Permission,
    /// No such object, or not visible to this token.
    WrongId,
    /// Too many calls.
    RateLimited,
    /// Meta's side has a passing problem.
    Transient,
    /// Meta understood and refused.
    Rejected,
    /// No usable answer came back.
    Unreachable,
}

/// Meta's error answer (sources §1.2), without any secret that it may have echoed.
#[derive(Clone, PartialEq)]
pub struct ApiError {
    /// HTTP status.
    pub http_status: u16,
    /// `code`; decides, together with the subcode, what the error means.
    pub code: i64,
    /// `error_subcode`.
    pub subcode: Option<i64>,
    /// `type`, for example `OAuthException`.
    pub kind: String,
    /// For developers.
    pub message: String,
    /// A title that may be shown to people.
    pub user_title: Option<String>,
    /// A text that may be shown to people.
    pub user_msg: Option<String>,
    /// `error_data.details`.
    pub details: Option<String>,
    /// Names this call to Meta's support.
    pub fbtrace_id: Option<String>,
    /// Meta's own hint that trying again may help.
    pub is_transient: bool,
    /// Wait that the answer asked for (`Retry-After`, usage header).
    pub retry_after: Option<Duration>,
    /// The whole answer.
    pub raw: Value,
}

impl ApiError {
    /// Reads an error answer; `None` when there is no `error` object.
    pub(super) fn read(http_status: u16, raw: Value) -> Option<Self> {
        let error = Read(&raw).object("error")?;
        Some(Self {
            http_status,
            code: error.integer("code")?,
            subcode: error.integer("error_subcode"),
            kind: error.words("type").unwrap_or_default(),
            message: error.words("message").unwrap_or_default(),
            user_title: error.words("error_user_title"),
            user_msg: error.words("error_user_msg"),
            details: error.object("error_data").and_then(|data| data.words("details")),
            fbtrace_id: error.words("fbtrace_id"),
            is_transient: error.flag("is_transient").unwrap_or(false),
            retry_after: None,
            raw,
        })
    }

    /// Kind of trouble, from code and subcode (sources §3; 17, 32, 102, 104 and
    /// 803 from SPEC's examples and the Graph API's general list). For a code
    /// without an entry Meta's `is_transient` and the HTTP status decide.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        match (self.code, self.subcode) {
            (0 | 102 | 104 | 190, _) => ErrorClass::Token,
            (3 | 10 | 200..=299 | 131_005, _) => ErrorClass::Permission,
            (100, Some(33)) | (33 | 803, _) => ErrorClass::WrongId,
            (4 | 17 | 32 | 613 | 80_007 | 130_429 | 131_056 | 133_016, _) => ErrorClass::RateLimited,
            (1 | 2 | 131_000 | 131_016 | 131_057 | 133_004, _) => ErrorClass::Transient,
            (100, _) => ErrorClass::Rejected,
            _ if self.is_transient || self.http_status >= 500 => ErrorClass::Transient,
            _ if self.http_status == 429 => ErrorClass::RateLimited,
            _ => ErrorClass::Rejected,
        }
    }
}

impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("http_status", &self.http_status)
            .field("code", &self.code)
            .field("subcode", &self.subcode)
            .field("kind", &self.kind)
            .field("message", &self.message)
            .field("fbtrace_id", &self.fbtrace_id)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Meta answered {} with code {}", self.http_status, self.code)?;
        if let Some(subcode) = self.subcode {
            write!(f, ", subcode {subcode}")?;
        }
        write!(f, ": {}", self.message)
    }
}

/// A call that did not give what was asked for.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum GraphError {
    /// Meta answered with an error.
    #[error("{0}")]
    Api(Box<ApiError>),
    /// Nothing was sent: the last answer said that the hour's calls are nearly used up.
    #[error("held back: the calls of this hour are nearly used up, free again in {} s", retry_after.as_secs())]
    Throttled {
        /// Time until calls are free again.
        retry_after: Duration,
    },
    /// Nothing was sent: the time for the whole task was over before its turn came.
    #[error("not asked: the time for this was used up")]
    OutOfTime,
    /// No complete answer in time. A change may or may not have happened.
    #[error("no answer in time")]
    Timeout,
    /// No connection, or it broke.
    #[error("not reachable: {reason}")]
    Unreachable {
        /// What the network said, without the address.
        reason: String,
    },
    /// An answer that is not what the Graph API sends.
    #[error("an answer that cannot be read (HTTP {http_status}): {reason}")]
    BadAnswer {
        /// HTTP status.
        http_status: u16,
        /// What is wrong with it.
        reason: String,
    },
    /// An answer larger than the limit.
    #[error("an answer of more than {limit} bytes")]
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
}

impl GraphError {
    /// Kind of trouble.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Api(error) => error.class(),
            Self::Throttled { .. } | Self::BadAnswer { http_status: 429, .. } => ErrorClass::RateLimited,
            Self::BadAnswer { http_status, .. } if *http_status >= 500 => ErrorClass::Transient,
            Self::OutOfTime
            | Self::Timeout
            | Self::Unreachable { .. }
            | Self::BadAnswer { .. }
            | Self::TooLarge { .. } => ErrorClass::Unreachable,
        }
    }

    /// Whether the same call may succeed later without anybody doing anything.
    #[must_use]
    pub fn retryable(&self) -> bool {
        match self {
            Self::OutOfTime | Self::Timeout | Self::Unreachable { .. } => true,
            _ => matches!(self.class(), ErrorClass::RateLimited | ErrorClass::Transient),
        }
    }

    /// Whether a change may have happened although no clear answer came. Read
    /// before trying again.
    #[must_use]
    pub fn outcome_unknown(&self) -> bool {
        match self {
            Self::Timeout | Self::Unreachable { .. } | Self::TooLarge { .. } => true,
            Self::BadAnswer { http_status, .. } => !(300..500).contains(http_status) || *http_status == 408,
            Self::Api(error) => error.http_status >= 500 && error.class() == ErrorClass::Transient,
            Self::Throttled { .. } | Self::OutOfTime => false,
        }
    }

    /// How long to leave the API alone, when it is known.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Api(error) => error.retry_after,
            Self::Throttled { retry_after } => Some(*retry_after),
            _ => None,
        }
    }

    /// Meta's error answer, when there was one.
    #[must_use]
    pub fn api(&self) -> Option<&ApiError> {
        match self {
            Self::Api(error) => Some(error),
            _ => None,
        }
    }

    /// Whether a field or parameter was not accepted (code 100 other than a
    /// wrong id), so that asking for less may help.
    pub(super) fn refuses_parameters(&self) -> bool {
        self.api()
            .is_some_and(|error| error.code == 100 && error.class() == ErrorClass::Rejected)
    }
}

/// Settings that a client cannot be built from.
#[derive(Debug, thiserror::Error)]
pub enum BadConfig {
    /// Neither `https` nor `http`, or no host.
    #[error("the Graph API address must start with https:// or http://")]
    BaseUrl,
    /// Not `v<major>.<minor>`.
    #[error("the Graph API version must look like v25.0")]
    Version,
    /// TLS is unusable here.
    #[error(transparent)]
    Http(#[from] crate::http::BuildError),
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    fn api(http_status: u16, code: i64, subcode: Option<i64>) -> GraphError {
        let mut error = json!({"message": "m", "type": "OAuthException", "code": code});
        if let Some(subcode) = subcode {
            error["error_subcode"] = json!(subcode);
        }
        GraphError::Api(Box::new(
            ApiError::read(http_status, json!({"error": error})).unwrap(),
        ))
    }

    #[rstest]
    #[case(401, 190, Some(463), ErrorClass::Token, false)]
    #[case(401, 0, None, ErrorClass::Token, false)]
    #[case(403, 10, None, ErrorClass::Permission, false)]
    #[case(403, 200, Some(1_349_174), ErrorClass::Permission, false)]
    #[case(403, 299, None, ErrorClass::Permission, false)]
    #[case(500, 3, None, ErrorClass::Permission, false)]
    #[case(400, 100, Some(33), ErrorClass::WrongId, false)]
    #[case(400, 33, None, ErrorClass::WrongId, false)]
    #[case(404, 803, None, ErrorClass::WrongId, false)]
    #[case(400, 100, None, ErrorClass::Rejected, false)]
    #[case(429, 4, None, ErrorClass::RateLimited, true)]
    #[case(400, 80_007, None, ErrorClass::RateLimited, true)]
    #[case(400, 613, None, ErrorClass::RateLimited, true)]
    #[case(500, 1, None, ErrorClass::Transient, true)]
    #[case(500, 2, None, ErrorClass::Transient, true)]
    #[case(503, 131_016, None, ErrorClass::Transient, true)]
    #[case(403, 368, None, ErrorClass::Rejected, false)]
    #[case(400, 2500, None, ErrorClass::Rejected, false)]
    #[case(503, 999_999, None, ErrorClass::Transient, true)]
    #[case(429, 999_999, None, ErrorClass::RateLimited, true)]
    fn code_and_subcode_decide(
        #[case] status: u16,
        #[case] code: i64,
        #[case] subcode: Option<i64>,
        #[case] class: ErrorClass,
        #[case] retryable: bool,
    ) {
        let error = api(status, code, subcode);
        assert_eq!(error.class(), class);
        assert_eq!(error.retryable(), retryable);
    }

    #[test]
    fn metas_hint_counts_for_codes_that_nobody_listed() {
        let raw = json!({"error": {"message": "m", "type": "T", "code": 424_242, "is_transient": true}});
        assert_eq!(ApiError::read(400, raw).unwrap().class(), ErrorClass::Transient);
    }

    #[test]
    fn the_message_never_decides() {
        let raw = json!({"error": {"message": "Error validating access token", "type": "T", "code": 100}});
        assert_eq!(ApiError::read(400, raw).unwrap().class(), ErrorClass::Rejected);
    }

    #[test]
    fn what_is_not_an_error_answer_is_not_read_as_one() {
        assert!(ApiError::read(500, json!({"error": "boom"})).is_none());
        assert!(ApiError::read(500, json!([])).is_none());
        assert!(ApiError::read(500, json!({"error": {"message": "no code"}})).is_none());
    }

    #[test]
    fn an_edge_server_page_is_transient_and_a_foreign_page_is_not() {
        let bad = |http_status| GraphError::BadAnswer {
            http_status,
            reason: String::new(),
        };
        assert!(bad(502).retryable());
        assert!(!bad(200).retryable());
        assert_eq!(bad(200).class(), ErrorClass::Unreachable);
    }
}
