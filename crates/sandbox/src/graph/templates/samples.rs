//! Media samples: the resumable upload, and the handles that it answers.

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

use super::super::{answer::Answer, auth};
use crate::{
    State,
    call::Call,
    review::{form::refuse, texts::is},
    shelf::Upload,
};

/// What may be uploaded, and for which headers.
const KINDS: &[(&str, &str)] = &[
    ("image/jpeg", "IMAGE"),
    ("image/png", "IMAGE"),
    ("video/mp4", "VIDEO"),
    ("application/pdf", "DOCUMENT"),
];
/// Where samples are shown afterwards.
const SHOWN_AT: &str = "https://scontent.whatsapp.net/v/sample/";

/// `POST /{app}/uploads`
pub(crate) fn start(state: &mut State, call: &Call) -> Result<Answer, Answer> {
    auth::token(state, call)?;
    let kind = call.param("file_type").unwrap_or_default().to_owned();
    let length = call
        .param("file_length")
        .and_then(|text| text.parse::<usize>().ok())
        .filter(|&length| length > 0)
        .ok_or_else(|| Answer::invalid("(#100) The parameter file_length is required."))?;
    if !KINDS.iter().any(|(known, _)| *known == kind) {
        return Err(Answer::invalid(&format!(
            "(#100) Param file_type must be one of {{image/jpeg, image/png, video/mp4, application/pdf}} - got \"{kind}\"."
        )));
    }
    let mark = state.next_mark();
    let id = format!(
        "upload:{}",
        BASE64_STANDARD
            .encode(mark.get(..24).unwrap_or(&mark))
            .trim_end_matches('=')
    );
    let signature = format!("AR{}", mark.get(24..40).unwrap_or_default());
    let upload = Upload {
        kind,
        length,
        received: 0,
        signature: signature.clone(),
    };
    state.shelf.uploads.insert(id.clone(), upload);
    Ok(Answer::ok(json!({ "id": format!("{id}?sig={signature}") })))
}

/// `GET /upload:…`: how far it is. `POST /upload:…`: the bytes from there on.
pub(crate) fn proceed(state: &mut State, call: &Call, id: &str) -> Result<Answer, Answer> {
    auth::token(state, call)?;
    let app = state.app().id.clone();
    let now = state.now();
    let offset = call
        .headers
        .get("file_offset")
        .and_then(|text| text.parse::<usize>().ok());
    let upload = state
        .shelf
        .uploads
        .get_mut(id)
        .filter(|upload| call.query.get("sig").is_none_or(|sig| *sig == upload.signature))
        .ok_or_else(|| Answer::invalid("(#100) The upload session is not known or has ended."))?;
    let so_far = |upload: &Upload| json!({ "id": id, "file_offset": upload.received });
    if call.method == "GET" {
        return Ok(Answer::ok(so_far(upload)));
    }
    if offset != Some(upload.received) {
        return Err(Answer::invalid(&format!(
            "(#100) The header file_offset must be {}.",
            upload.received
        )));
    }
    if upload.received + call.bytes.len() > upload.length {
        return Err(Answer::invalid("(#100) The file is longer than file_length."));
    }
    upload.received += call.bytes.len();
    if upload.received < upload.length {
        return Ok(Answer::ok(so_far(upload)));
    }
    let handle = format!(
        "4::{}:{}:e:{}:{app}:{}",
        BASE64_STANDARD.encode(&upload.kind),
        upload.signature,
        now.0 / 1_000,
        id.trim_start_matches("upload:"),
    );
    state.shelf.handles.insert(handle.clone(), id.to_owned());
    Ok(Answer::ok(json!({ "h": handle })))
}

/// Components whose samples are known, with the addresses at which Meta shows
/// them afterwards. A sample of another kind or of nobody is refused.
pub(super) fn kept(state: &State, mut components: Value) -> Result<Value, Answer> {
    for part in components.as_array_mut().into_iter().flatten() {
        // Meta takes these words in any case and shows them in capitals.
        for name in ["type", "format"] {
            if let Some(word) = part[name].as_str().map(str::to_ascii_uppercase) {
                part[name] = json!(word);
            }
        }
        let format = part["format"].as_str().unwrap_or_default().to_ascii_uppercase();
        if !is(part, "HEADER") || !KINDS.iter().any(|(_, fits)| *fits == format) {
            continue;
        }
        let Some(handle) = part["example"]["header_handle"][0].as_str().map(str::to_owned) else {
            continue;
        };
        // An edit may bring back what was read.
        if handle.starts_with(SHOWN_AT) {
            continue;
        }
        let upload = state
            .shelf
            .handles
            .get(&handle)
            .and_then(|id| Some((id, state.shelf.uploads.get(id)?)));
        let bad = |text: &str| refuse(2_388_047, "Message header format is not valid", text);
        let Some((id, upload)) = upload else {
            return Err(bad("The sample in header_handle is not known. Upload it again."));
        };
        if !KINDS
            .iter()
            .any(|(kind, fits)| *kind == upload.kind && *fits == format)
        {
            return Err(bad("The sample is of another kind than the header."));
        }
        part["example"]["header_handle"] = json!([format!("{SHOWN_AT}{}", id.trim_start_matches("upload:"))]);
    }
    Ok(components)
}
