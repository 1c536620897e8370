//! The general checks of a token: the same when connecting and when rotating.

use channels::graph::{ErrorClass, GraphError, TokenInfo, Waba};
use domain::{
    account::NEEDED_SCOPES,
    ids::WabaId,
    time::{DAY, Millis},
};
use secrecy::SecretString;

use super::connect::{Check, CheckOutcome, Finding, Reason};
use crate::{
    Services,
    error::{ServiceResult, Upstream},
};

/// From how long before its end on a token is worth a warning.
const SOON: i64 = 60 * DAY;

/// What the checks found.
pub(super) struct Inspection {
    /// In order, from [`Check::TokenValid`] to [`Check::WabaReadable`].
    pub(super) findings: Vec<Finding>,
    /// What Meta knows about the token.
    pub(super) token: Option<TokenInfo>,
    /// The WABA, if it could be read.
    pub(super) waba: Option<Waba>,
}

impl Inspection {
    /// Adds a finding.
    pub(super) fn note(&mut self, check: Check, outcome: CheckOutcome) {
        self.findings.push(Finding { check, outcome });
    }

    /// Whether something is in the way.
    pub(super) fn failed(&self) -> bool {
        self.findings
            .iter()
            .any(|finding| matches!(finding.outcome, CheckOutcome::Failed(_)))
    }
}

/// Checks a token, the app secret if one is given, and the access to a WABA.
pub(super) async fn inspect(
    svc: &Services,
    token: &SecretString,
    app_secret: Option<SecretString>,
    waba: &WabaId,
) -> ServiceResult<Inspection> {
    let mut found = Inspection {
        findings: Vec::new(),
        token: None,
        waba: None,
    };
    // Without the secret first: a wrong one must not look like a bad token.
    let plain = svc.graph_client(None)?;
    let info = match plain.debug_token(token, token).await {
        Err(error) => {
            found.note(Check::TokenValid, refused(&error));
            skip(
                &mut found,
                &[Check::TokenExpiry, Check::Scopes, Check::App, Check::WabaReadable],
            );
            return Ok(found);
        }
        Ok(info) => info,
    };
    let valid = validity(&info, svc.clock.now());
    let usable = matches!(valid, CheckOutcome::Passed(_));
    found.note(Check::TokenValid, valid);
    if !usable {
        skip(
            &mut found,
            &[Check::TokenExpiry, Check::Scopes, Check::App, Check::WabaReadable],
        );
        return Ok(found);
    }
    found.note(Check::TokenExpiry, expiry(&info, svc.clock.now()));
    let missing: Vec<String> = NEEDED_SCOPES
        .iter()
        .filter(|scope| !info.scopes.iter().any(|have| have == *scope))
        .map(ToString::to_string)
        .collect();
    let scopes = if missing.is_empty() {
        CheckOutcome::Passed(NEEDED_SCOPES.join(", "))
    } else {
        CheckOutcome::Failed(Reason::MissingScopes(missing))
    };
    found.note(Check::Scopes, scopes);

    let app_name = info
        .application
        .clone()
        .or_else(|| info.app_id.clone())
        .unwrap_or_default();
    let has_secret = app_secret.is_some();
    let client = svc.graph_client(app_secret)?;
    let app = if has_secret {
        match client.debug_token(token, token).await {
            Ok(_) => CheckOutcome::Passed(app_name),
            // The same call passed without the proof, so it is the proof that is refused.
            Err(error) if error.class() == ErrorClass::Rejected => CheckOutcome::Failed(Reason::WrongSecret),
            Err(error) => refused(&error),
        }
    } else {
        CheckOutcome::Passed(app_name)
    };
    let secret_fits = matches!(app, CheckOutcome::Passed(_));
    found.note(Check::App, app);
    found.token = Some(info);

    let client = if secret_fits { client } else { plain };
    match client.waba(token, waba).await {
        Ok(read) => {
            let name = read.name.clone().unwrap_or_else(|| read.id.to_string());
            found.note(Check::WabaReadable, CheckOutcome::Passed(name));
            found.waba = Some(read);
        }
        // The object exists, but has no fields of a WABA.
        Err(error)
            if error.api().is_some_and(|api| api.code == 100) && error.class() == ErrorClass::Rejected =>
        {
            found.note(Check::WabaReadable, CheckOutcome::Failed(Reason::NotAWaba));
        }
        Err(error) => found.note(Check::WabaReadable, refused(&error)),
    }
    Ok(found)
}

/// Marks checks that were not looked at.
pub(super) fn skip(found: &mut Inspection, checks: &[Check]) {
    for check in checks {
        found.note(*check, CheckOutcome::Skipped);
    }
}

/// Meta's refusal as an outcome.
pub(super) fn refused(error: &GraphError) -> CheckOutcome {
    CheckOutcome::Failed(Reason::Meta(Upstream::from(error)))
}

fn validity(info: &TokenInfo, now: Millis) -> CheckOutcome {
    if let Some(end) = info.expires_at.filter(|end| *end <= now) {
        return CheckOutcome::Failed(Reason::Expired(end));
    }
    match token_problem(info) {
        None => CheckOutcome::Passed(info.kind.as_ref().map(ToString::to_string).unwrap_or_default()),
        Some(problem) => CheckOutcome::Failed(Reason::Meta(problem)),
    }
}

/// Why Meta says that a token is not valid.
pub(super) fn token_problem(info: &TokenInfo) -> Option<Upstream> {
    if info.is_valid {
        return None;
    }
    Some(match &info.error {
        Some(error) => Upstream {
            class: "token",
            code: Some(error.code),
            message: error.message.clone(),
            trace: None,
        },
        None => Upstream {
            class: "token",
            code: None,
            message: "The token is not valid (any more).".to_owned(),
            trace: None,
        },
    })
}

fn expiry(info: &TokenInfo, now: Millis) -> CheckOutcome {
    // Access to data can end before the token does.
    let end = [info.expires_at, info.data_access_expires_at]
        .into_iter()
        .flatten()
        .min();
    match end {
        None => CheckOutcome::Passed(String::new()),
        Some(end) => {
            let day = jiff::Timestamp::from_millisecond(end.0)
                .map(|at| at.strftime("%Y-%m-%d").to_string())
                .unwrap_or_default();
            if end.since(now) < SOON {
                CheckOutcome::Warning(day)
            } else {
                CheckOutcome::Passed(day)
            }
        }
    }
}
