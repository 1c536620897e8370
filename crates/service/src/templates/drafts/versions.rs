//! Saving: every text is kept, also of who came second.

use domain::{
    ids::DraftId,
    permission::Permission,
    time::{MINUTE, Millis},
};
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

/// For how long what is saved by itself is one version: long enough that typing
/// does not fill the list of versions, short enough to go back to.
const SERIES: i64 = 10 * MINUTE;
/// How long a page may not have heard what became of what it sent.
const UNHEARD: i64 = 2 * MINUTE;

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
    saved(svc, call, id, parent, content, false).await
}

/// Saves what is being typed, without anybody asking for it: it takes the place
/// of what was saved so within the last minutes.
pub async fn autosave(
    svc: &Services,
    call: &Call,
    id: &DraftId,
    parent: i64,
    content: &DraftContent,
) -> ServiceResult<Saved> {
    saved(svc, call, id, parent, content, true).await
}

async fn saved(
    svc: &Services,
    call: &Call,
    id: &DraftId,
    parent: i64,
    content: &DraftContent,
    auto: bool,
) -> ServiceResult<Saved> {
    call.allow(Permission::ManageTemplates)?;
    let mut tx = svc.db.write().await?;
    let saved = save_in(svc, call, &mut tx, id, parent, content, auto).await?;
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
    auto: bool,
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
    // Newest first.
    let all = rows::versions(tx, id.as_str()).await?;
    let head = all
        .iter()
        .find(|v| v.version == record.head)
        .ok_or(ServiceError::NotFound)?;
    if read(&head.content)? == *content {
        let version = record.head;
        if auto || head.auto_since.is_none() {
            return Ok(Saved::Unchanged { version });
        }
        rows::keep_version(tx, id.as_str(), version).await?;
        return Ok(Saved::InForce { version });
    }
    let last = all.first().map_or(0, |v| v.version);
    // A text whose place a later one has taken is gone; both have the one before it in common.
    let parent = all
        .iter()
        .map(|v| v.version)
        .find(|version| *version <= parent)
        .filter(|_| parent <= last)
        .ok_or(ServiceError::NotFound)?;
    let now = svc.clock.now();
    let in_force = only_by_itself(&all, head, parent, call, now);
    // Sent twice, for example by a browser that was not sure.
    let sent = all
        .iter()
        .find(|v| v.parent == parent && is_of(v, call) && read(&v.content).is_ok_and(|c| c == *content))
        .filter(|v| !in_force && v.version != record.head);
    if let Some(same) = sent {
        if !auto {
            rows::keep_version(tx, id.as_str(), same.version).await?;
        }
        return Ok(aside(&record, same.version, head));
    }
    let replaced = all.iter().find(|v| {
        let place = if in_force {
            v.version == record.head && parent == record.head
        } else {
            v.version != record.head && v.parent == parent
        };
        let goes_on = is_of(v, call) && v.auto_since.is_some_and(|since| now.0 - since < SERIES);
        auto && place && goes_on && all.iter().all(|other| other.parent != v.version)
    });
    let row = VersionRecord {
        parent: match replaced {
            Some(old) => old.parent,
            None if in_force => record.head,
            None => parent,
        },
        auto_since: auto.then(|| replaced.and_then(|old| old.auto_since).unwrap_or(now.0)),
        ..version_record(call, id.as_str(), last + 1, parent, text, now)
    };
    match replaced {
        Some(old) => rows::replace_version(tx, old.version, &row).await?,
        None => rows::add_version(tx, &row).await?,
    }
    let version = row.version;
    if !in_force {
        return Ok(aside(&record, version, head));
    }
    rows::set_head(tx, id.as_str(), version, &content.name, now, call.actor.name()).await?;
    // What is typed in one go is one entry.
    if replaced.is_none() {
        let states = (
            Some(json!({ "version": record.head })),
            Some(json!({ "version": version })),
        );
        let entry = call.change(svc, "draft.save", "draft", id.as_str(), &content.name, states);
        audit::append(tx, entry).await?;
    }
    Ok(Saved::InForce { version })
}

fn is_of(version: &VersionRecord, call: &Call) -> bool {
    version.by_id.as_deref() == call.actor.id()
}

/// Whether nothing came since `parent` but what was saved by itself for the same
/// person a moment ago, whose page may not have heard of it: it was being left, or
/// loaded anew. An older text is from another page of theirs, which has to be asked.
fn only_by_itself(
    all: &[VersionRecord],
    head: &VersionRecord,
    parent: i64,
    call: &Call,
    now: Millis,
) -> bool {
    let mut at = head;
    while at.version != parent {
        let by_itself = at.auto_since.is_some() && is_of(at, call) && now.since(Millis(at.at)) < UNHEARD;
        let before = all.iter().find(|v| by_itself && v.version == at.parent);
        let Some(before) = before else { return false };
        at = before;
    }
    true
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
        auto_since: None,
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
