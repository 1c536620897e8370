//! Templates that programs hand in.

use domain::{permission::Permission, template::lint::Severity};
use serde_json::Value;
use store::accounts;

use super::{HandedIn, submit};
use crate::{
    Call, Services,
    error::{Conflict, FieldError, Problem, ServiceError, ServiceResult},
    stored,
    templates::{
        drafts::{self, DraftContent},
        limits, rules,
    },
};

/// A template that a program hands in.
#[derive(Debug, Clone, PartialEq)]
pub struct NewFromProgram {
    /// Meta's id of the WABA; may be absent while one is connected.
    pub waba_id: Option<String>,
    /// The body of Meta's create call.
    pub body: Value,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Created {
    /// What came of it.
    pub result: HandedIn,
    /// What the rules advise, in English.
    pub advice: Vec<String>,
}

/// Creates a template for a program and hands it in; a template that is there
/// is never changed this way.
///
/// # Errors
/// `Duplicate` when there is one with this name and language; `waba_id` invalid
/// when it names no connected WABA, or when it has to be said which one is meant.
pub async fn create(svc: &Services, call: &Call, new: &NewFromProgram) -> ServiceResult<Created> {
    call.allow(Permission::ManageTemplates)?;
    let content = DraftContent::of_body(&new.body);
    let language = content
        .languages
        .first()
        .map(|each| each.language.clone())
        .unwrap_or_default();
    let mut tx = svc.db.read().await?;
    let connected: Vec<_> = accounts::all(&mut tx)
        .await?
        .into_iter()
        .filter(|account| account.disconnected_at.is_none())
        .collect();
    let account = match (&new.waba_id, connected.as_slice()) {
        (Some(id), all) => all.iter().find(|account| account.waba_id == id.trim()),
        (None, [only]) => Some(only),
        (None, _) => return Err(FieldError::only("waba_id", Problem::Required)),
    };
    let account = account
        .ok_or_else(|| FieldError::only("waba_id", Problem::NotAChoice))?
        .clone();
    // A name that is there already is told as a conflict, below.
    let findings = rules::findings(svc, &mut tx, &account.id, &new.body, false).await?;
    let advice = findings
        .iter()
        .filter(|finding| finding.severity() != Severity::Error)
        .map(|finding| format!("{}: {}", finding.rule.id(), finding.message()))
        .collect();
    let limits = limits::of(
        svc,
        &mut tx,
        &account,
        &content.name,
        &language,
        &content.category,
    )
    .await?;
    drop(tx);
    let early = if findings
        .iter()
        .any(|finding| finding.severity() == Severity::Error)
    {
        Some(HandedIn::Broken(findings))
    } else if limits.edits {
        return Err(ServiceError::Conflict(Conflict::Duplicate { field: "name" }));
    } else {
        limits.obstacle.map(HandedIn::Obstacle)
    };
    if let Some(result) = early {
        return Ok(Created { result, advice });
    }
    let id = drafts::create(
        svc,
        call,
        &stored::id(account.id)?,
        &drafts::Origin::Api,
        &content,
    )
    .await?;
    let handed = submit(svc, call, &id, 1, None).await?;
    let result = handed
        .into_iter()
        .next()
        .map(|handed| handed.result)
        .ok_or_else(|| ServiceError::Internal("nothing was handed in".to_owned()))?;
    // The program has the text; nobody waits for this draft.
    if !matches!(result, HandedIn::Done { .. } | HandedIn::Unknown) {
        drafts::put_away(svc, call, &id, true).await?;
    }
    Ok(Created { result, advice })
}
