//! Saving: every text is kept, also of who came second.

use domain::{ids::DraftId, permission::Permission, time::Millis};
use serde_json::json;
use store::{
    Tx, audit,
    templates::drafts::{self as rows, DraftRecord, VersionRecord},
};

use super::{
    DraftVersion,
    content::{DraftContent, read, write},
};
use crate::{
    Call, Services,
    error::{Conflict, ServiceError, ServiceResult},
    events::Topic,
    templates::diff::{self, Change},
};

/// What became of saving.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saved {
    /// The text is in force.
    InForce {
        /// Its version.
        version: i64,
    },
    /// The text is the one in force already; nothing was stored.
    Unchanged {
        /// Its version.
        version: i64,
    },
    /// Somebody else had saved since the text was opened. Both are kept; the
    /// other one is in force.
    Aside {
        /// The version under which this text is kept.
        mine: i64,
        /// The version in force.
        theirs: i64,
        /// Who saved it.
        by: String,
        /// When.
        at: Millis,
    },
}

/// Saves a text that was written upon `parent`.
pub async fn save(
    svc: &Services,
    call: &Call,
    id: &DraftId,
    parent: i64,
    content: &DraftContent,
) -> ServiceResult<Saved> {
    call.allow(Permission::ManageTemplates)?;
    let mut tx = svc.db.write().await?;
    let saved = save_in(svc, call, &mut tx, id, parent, content).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Templates);
    Ok(saved)
}

/// What differs between two versions of a draft.
pub async fn diff(
    svc: &Services,
    call: &Call,
    id: &DraftId,
    from: i64,
    to: i64,
) -> ServiceResult<Vec<Change>> {
    call.allow(Permission::ViewTemplates)?;
    let mut tx = svc.db.read().await?;
    let mut read_version = async |version: i64| -> ServiceResult<DraftContent> {
        let found = rows::version(&mut tx, id.as_str(), version)
            .await?
            .ok_or(ServiceError::NotFound)?;
        read(&found.content)
    };
    let (from, to) = (read_version(from).await?, read_version(to).await?);
    Ok(diff::of_drafts(&from, &to))
}

async fn save_in(
    svc: &Services,
    call: &Call,
    tx: &mut Tx,
    id: &DraftId,
    parent: i64,
    content: &DraftContent,
) -> ServiceResult<Saved> {
    let text = write(content)?;
    // Two who save at once come one after the other.
    rows::lock(tx, id.as_str()).await?;
    let record = rows::by_id(tx, id.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    if record.closed_at.is_some() {
        return Err(ServiceError::Conflict(Conflict::WrongState {
            key: "draft_closed",
        }));
    }
    let head = rows::version(tx, id.as_str(), record.head)
        .await?
        .ok_or(ServiceError::NotFound)?;
    if read(&head.content)? == *content {
        return Ok(Saved::Unchanged { version: record.head });
    }
    let now = svc.clock.now();
    let all = rows::versions(tx, id.as_str()).await?;
    // Sent twice, for example by a browser that was not sure.
    if let Some(same) = all.iter().find(|v| {
        v.parent == parent
            && v.by_id.as_deref() == call.actor.id()
            && read(&v.content).is_ok_and(|c| c == *content)
    }) && same.version != record.head
        && parent != record.head
    {
        return Ok(aside(&record, same.version, &head));
    }
    let version = rows::last_version(tx, id.as_str()).await? + 1;
    if !all.iter().any(|v| v.version == parent) {
        return Err(ServiceError::NotFound);
    }
    rows::add_version(tx, &version_record(call, id.as_str(), version, parent, text, now)).await?;
    if parent != record.head {
        return Ok(aside(&record, version, &head));
    }
    rows::set_head(tx, id.as_str(), version, &content.name, now, call.actor.name()).await?;
    let states = (
        Some(json!({ "version": record.head })),
        Some(json!({ "version": version })),
    );
    let entry = call.change(svc, "draft.save", "draft", id.as_str(), &content.name, states);
    audit::append(tx, entry).await?;
    Ok(Saved::InForce { version })
}

fn aside(record: &DraftRecord, mine: i64, head: &VersionRecord) -> Saved {
    Saved::Aside {
        mine,
        theirs: record.head,
        by: head.by_name.clone(),
        at: Millis(head.at),
    }
}

pub(super) fn version_record(
    call: &Call,
    draft: &str,
    version: i64,
    parent: i64,
    content: String,
    now: Millis,
) -> VersionRecord {
    VersionRecord {
        draft_id: draft.to_owned(),
        version,
        parent,
        content,
        at: now.0,
        by_id: call.actor.id().map(str::to_owned),
        by_name: call.actor.name().to_owned(),
    }
}

pub(super) async fn versions(tx: &mut Tx, record: &DraftRecord) -> ServiceResult<Vec<DraftVersion>> {
    let found = rows::versions(tx, &record.id).await?;
    // The line in force: the head, what it was written upon, and so on.
    let mut line = vec![record.head];
    while let Some(parent) = line
        .last()
        .and_then(|last| found.iter().find(|v| v.version == *last))
        .map(|v| v.parent)
        .filter(|parent| *parent > 0 && !line.contains(parent))
    {
        line.push(parent);
    }
    found
        .into_iter()
        .map(|v| {
            Ok(DraftVersion {
                version: v.version,
                parent: v.parent,
                at: Millis(v.at),
                content: read(&v.content)?,
                aside: !line.contains(&v.version),
                by: v.by_name,
            })
        })
        .collect()
}
