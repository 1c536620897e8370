//! Pages of a list, in Meta's shape (sources §1.2).

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

use crate::{call::Call, graph::answer::Answer};

/// Records on a page unless the caller says otherwise (SPEC).
const DEFAULT_LIMIT: usize = 25;
/// Most records on a page (SPEC).
const MAX_LIMIT: usize = 100;

/// Cuts the page that `call` asks for out of `records`, each with its key.
pub(crate) fn page(call: &Call, records: Vec<(String, Value)>) -> Result<Value, Answer> {
    let limit = match call.param("limit").map(|text| (text, text.parse::<usize>())) {
        None => DEFAULT_LIMIT,
        Some((_, Ok(limit))) if limit > 0 => limit.min(MAX_LIMIT),
        Some((text, _)) => {
            return Err(Answer::invalid(&format!(
                "(#100) Param limit must be a positive integer, got {text}"
            )));
        }
    };
    let place = |name: &str| match call.param(name) {
        None => Ok(None),
        Some(cursor) => {
            let key = open(cursor).ok_or_else(|| Answer::invalid("(#100) Invalid cursor"))?;
            records
                .iter()
                .position(|(id, _)| *id == key)
                .map(Some)
                .ok_or_else(|| {
                    Answer::invalid("(#100) The cursor points to a record that is no longer in the list")
                })
        }
    };
    let range = match (place("after")?, place("before")?) {
        (Some(after), _) => (after + 1)..records.len().min(after + 1 + limit),
        (None, Some(before)) => before.saturating_sub(limit)..before,
        (None, None) => 0..records.len().min(limit),
    };
    let (more, earlier) = (range.end < records.len(), range.start > 0);
    let shown = records.get(range).unwrap_or_default();
    let data: Vec<&Value> = shown.iter().map(|(_, record)| record).collect();
    let mut answer = json!({ "data": data });
    if let (Some((first, _)), Some((last, _))) = (shown.first(), shown.last()) {
        let (before, after) = (seal(first), seal(last));
        let mut paging = json!({ "cursors": { "before": before, "after": after } });
        if more {
            paging["next"] = json!(call.url_with(&[("limit", &limit.to_string()), ("after", &after)]));
        }
        if earlier {
            paging["previous"] = json!(call.url_with(&[("limit", &limit.to_string()), ("before", &before)]));
        }
        answer["paging"] = paging;
    }
    Ok(answer)
}

fn seal(key: &str) -> String {
    BASE64_STANDARD.encode(key)
}

fn open(cursor: &str) -> Option<String> {
    BASE64_STANDARD
        .decode(cursor)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
}
