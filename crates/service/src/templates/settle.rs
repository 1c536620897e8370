//! What became of a call to Meta that was never answered: the next list tells.
//! Nothing is handed in a second time by itself.

use std::collections::HashMap;

use channels::{graph::MessageTemplate, template::TemplateStatus};
use domain::time::{MINUTE, Millis};
use serde_json::{Value, json};
use store::{
    Tx,
    templates::{
        drafts,
        submissions::{self, SubmissionRecord},
    },
};

use super::texts;
use crate::error::ServiceResult;

/// How long a call may be under way, and Meta's list be behind what it did.
const UNDER_WAY: i64 = 3 * MINUTE;

/// Settles what a list that was asked for at `started` can tell.
pub(super) async fn by_list(
    tx: &mut Tx,
    account: &str,
    listed: &HashMap<(String, String), MessageTemplate>,
    started: Millis,
) -> ServiceResult<()> {
    for asked in submissions::open(tx, account).await? {
        let waited = started.0 - asked.at;
        let Some(found) = found(&asked, listed) else {
            continue;
        };
        // What is there was done. What is not there may be on its way.
        if waited < 0 || (!found && waited < UNDER_WAY) || (asked.state == "asked" && waited < UNDER_WAY) {
            continue;
        }
        let state = if found { "done" } else { "not_done" };
        let answer = json!({ "settled_by": "list" }).to_string();
        submissions::end(tx, &asked.id, state, Some(&answer), started).await?;
        if let Some(draft) = &asked.draft_id {
            close_if_done(tx, draft, started).await?;
        }
    }
    Ok(())
}

/// Whether a list shows what was asked for.
fn found(asked: &SubmissionRecord, listed: &HashMap<(String, String), MessageTemplate>) -> Option<bool> {
    let leaves = |template: &&MessageTemplate| {
        matches!(
            template.status,
            Some(TemplateStatus::Deleted | TemplateStatus::PendingDeletion)
        )
    };
    if asked.kind == "delete" {
        let there = listed.iter().any(|((name, language), template)| {
            *name == asked.name
                && (asked.language.is_empty() || *language == asked.language)
                && !leaves(&template)
        });
        return Some(!there);
    }
    let template = listed
        .get(&(asked.name.clone(), asked.language.clone()))
        .filter(|template| !leaves(template));
    let Some(template) = template else {
        return Some(false);
    };
    let wanted: Value = serde_json::from_str(asked.content.as_deref()?).ok()?;
    let text = template.components()?;
    Some(texts::fingerprint(&wanted["components"]) == texts::fingerprint(text))
}

/// Puts a draft away when each of its languages was handed in.
pub(super) async fn close_if_done(tx: &mut Tx, draft: &str, at: Millis) -> ServiceResult<()> {
    let Some(record) = drafts::by_id(tx, draft).await? else {
        return Ok(());
    };
    let Some(head) = drafts::version(tx, draft, record.head).await? else {
        return Ok(());
    };
    let content: super::drafts::DraftContent = super::drafts::read(&head.content)?;
    let sent = submissions::of_draft(tx, draft).await?;
    let all = content.languages.iter().all(|each| {
        sent.iter()
            .any(|s| s.language == each.language && s.version == Some(head.version) && s.state == "done")
    });
    if all && record.closed_at.is_none() {
        drafts::close(tx, draft, Some(at)).await?;
    }
    Ok(())
}
