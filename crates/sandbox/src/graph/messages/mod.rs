//! `POST /{phone}/messages` (sources §1.6): what Meta checks at once. What is
//! only found out on the way becomes a `failed` report.

mod content;
mod limits;
mod recipient;
mod template;

use serde_json::{Value, json};

use super::{answer::Answer, auth};
use crate::{ClosedWindow, Phone, State, Waba, call::Call, traffic::Sent, trouble};

/// Longest `biz_opaque_callback_data`, in characters (sources §1.6).
const LONGEST_TRACKING: usize = 512;

/// `POST /{phone}/messages`
pub(crate) fn post(state: &mut State, call: &Call, id: &str) -> Result<Answer, Answer> {
    let (waba, phone) = {
        let token = auth::token(state, call)?;
        let (waba, phone) = state
            .phone(id)
            .ok_or_else(|| Answer::no_object(&call.method, id))?;
        auth::to_send(token, id, &waba.id, &call.method)?;
        (waba.clone(), phone.clone())
    };
    if call.body["messaging_product"] != "whatsapp" {
        return Err(Answer::invalid(
            "(#100) The parameter messaging_product is required.",
        ));
    }
    if call.body["status"] == "read" {
        return read(state, call, id);
    }
    usable(&phone)?;
    send(state, call, &waba, &phone)
}

fn send(state: &mut State, call: &Call, waba: &Waba, phone: &Phone) -> Result<Answer, Answer> {
    let body = &call.body;
    let to = recipient::read(state, body, phone)?;
    let kind = content::check(body)?;
    let template = (kind == "template")
        .then(|| template::check(waba, &body["template"], to.wa_id.is_some()))
        .transpose()?;
    let tracking = body["biz_opaque_callback_data"].as_str();
    if tracking.is_some_and(|text| text.chars().count() > LONGEST_TRACKING) {
        return Err(refuse(
            131_009,
            "biz_opaque_callback_data is longer than 512 characters",
        ));
    }
    if let Some(context) = body["context"]["message_id"].as_str()
        && !context.starts_with("wamid.")
    {
        return Err(refuse(131_009, "context.message_id is not the id of a message"));
    }
    let open = to.people().any(|person| state.window_open(&phone.id, person));
    let outside = template.is_none() && !open;
    if outside && state.config.behaviour.closed_window == ClosedWindow::Refused {
        return Err(refuse(131_047, trouble::details(131_047)));
    }
    // A restricted number only answers. Meta does not document what it says
    // then; of its codes this one speaks of a restricted number.
    if phone.status == "RESTRICTED" && !open {
        return Err(refuse(131_048, trouble::details(131_048)));
    }
    limits::pass(state, phone, &to)?;
    let fails_with = if !waba.payment_method && template.is_some() {
        Some(131_042)
    } else if !to.reachable {
        Some(131_026)
    } else {
        outside.then_some(131_047)
    };
    let held = template.as_ref().is_some_and(|template| template.held);
    let wamid = state.next_wamid(to.wa_id.as_deref().or(to.user_id.as_deref()).unwrap_or_default());
    let mut contact = json!({ "input": to.input });
    for (name, value) in [("wa_id", &to.wa_id), ("user_id", &to.user_id)] {
        if let Some(value) = value {
            contact[name] = json!(value);
        }
    }
    let answer = json!({
        "messaging_product": "whatsapp",
        "contacts": [contact],
        "messages": [{
            "id": wamid,
            "message_status": if held { "held_for_quality_assessment" } else { "accepted" },
        }],
    });
    let sent = Sent {
        wamid,
        phone_number_id: phone.id.clone(),
        wa_id: to.wa_id,
        user_id: to.user_id,
        tracking: tracking.map(str::to_owned),
        kind: kind.to_owned(),
        category: template.map(|template| template.category),
        at: state.now(),
        body: body.clone(),
        pricing: Value::Null,
        read: false,
        fails_with,
    };
    state.travel(sent, open, held);
    Ok(Answer::ok(answer))
}

/// `{"status":"read","message_id":…}`, with or without a typing indicator.
fn read(state: &State, call: &Call, id: &str) -> Result<Answer, Answer> {
    let wamid = call.body["message_id"].as_str().unwrap_or_default();
    if state.traffic.inbound.get(wamid).is_none_or(|number| number != id) {
        return Err(refuse(
            131_009,
            "message_id is not a message that this number received",
        ));
    }
    Ok(Answer::ok(json!({ "success": true })))
}

/// Whether the number may send at all.
fn usable(phone: &Phone) -> Result<(), Answer> {
    match phone.status.as_str() {
        "BANNED" => Err(refuse(131_031, "The account has been locked.")),
        "CONNECTED" | "FLAGGED" | "RATE_LIMITED" | "RESTRICTED" => Ok(()),
        _ => Err(refuse(133_010, "The number is not registered.")),
    }
}

/// A refusal in the form of message errors (sources §1.2).
pub(super) fn refuse(code: i64, details: &str) -> Answer {
    let status = match code {
        130_429 | 131_056 => 429,
        131_031 => 403,
        132_001 => 404,
        _ => 400,
    };
    let title = trouble::title(code);
    Answer::error(status, code, "OAuthException", &format!("(#{code}) {title}")).details(details)
}
