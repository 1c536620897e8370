//! Files: uploading one and reading about it (sources §1.6).

use serde_json::json;
use sha2::{Digest, Sha256};

use super::{answer::Answer, auth};
use crate::{State, call::Call, traffic::Media};

/// `POST /{phone}/media`, as a form with a file.
pub(crate) fn upload(state: &mut State, call: &Call, id: &str) -> Result<Answer, Answer> {
    let waba = {
        let token = auth::token(state, call)?;
        let (waba, _) = state
            .phone(id)
            .ok_or_else(|| Answer::no_object(&call.method, id))?;
        auth::to_send(token, id, &waba.id, &call.method)?;
        waba.id.clone()
    };
    let kind = call
        .headers
        .get("content-type")
        .map(String::as_str)
        .unwrap_or_default();
    let boundary = kind.split_once("boundary=").map(|(_, b)| b.trim_matches('"'));
    let parts = boundary
        .map(|boundary| parts(&call.bytes, boundary))
        .unwrap_or_default();
    let part = |name: &str| {
        let wanted = format!("name=\"{name}\"");
        parts.iter().find(|(head, _)| head.contains(&wanted))
    };
    if part("messaging_product").is_none_or(|(_, value)| *value != b"whatsapp") {
        return Err(Answer::invalid(
            "(#100) The parameter messaging_product is required.",
        ));
    }
    let Some((head, file)) = part("file") else {
        return Err(Answer::invalid("(#100) The parameter file is required."));
    };
    let mime_type = head
        .lines()
        .find_map(|line| {
            line.to_ascii_lowercase()
                .strip_prefix("content-type:")
                .map(|kind| kind.trim().to_owned())
        })
        .unwrap_or_else(|| "application/octet-stream".to_owned());
    let media = Media {
        mime_type,
        sha256: hex::encode(Sha256::digest(file)),
        size: file.len(),
        waba,
    };
    let media_id = state.next_digits(15);
    state.traffic.media.insert(media_id.clone(), media);
    Ok(Answer::ok(json!({ "id": media_id })))
}

/// `GET /{media}`; the address leads nowhere, as the emulator keeps no files.
pub(crate) fn get(state: &State, call: &Call, id: &str, media: &Media) -> Result<Answer, Answer> {
    let token = auth::token(state, call)?;
    if !token.wabas.contains(&media.waba) {
        return Err(Answer::no_object(&call.method, id));
    }
    Ok(Answer::ok(json!({
        "messaging_product": "whatsapp",
        "url": format!("https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid={id}"),
        "mime_type": media.mime_type,
        "sha256": media.sha256,
        "file_size": media.size,
        "id": id,
    })))
}

/// Heads and contents of a multipart form.
fn parts<'a>(body: &'a [u8], boundary: &str) -> Vec<(String, &'a [u8])> {
    let mark = format!("--{boundary}");
    let find = |from: usize, what: &[u8]| {
        let rest = body.get(from..)?;
        rest.windows(what.len().max(1))
            .position(|window| window == what)
            .map(|at| from + at)
    };
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(start) = find(at, mark.as_bytes()) {
        let head = start + mark.len();
        let (Some(content), Some(end)) = (find(head, b"\r\n\r\n"), find(head, mark.as_bytes())) else {
            break;
        };
        if let (Some(head), Some(content)) = (
            body.get(head..content),
            body.get(content + 4..end.saturating_sub(2)),
        ) {
            out.push((String::from_utf8_lossy(head).into_owned(), content));
        }
        at = end;
    }
    out
}
