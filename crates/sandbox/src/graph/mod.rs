//! The Graph API: from a call to its answer. One file for each group of endpoints.

mod analytics;
pub(crate) mod answer;
mod auth;
mod debug_token;
mod fields;
mod health;
mod media;
mod messages;
mod phone;
mod registration;
mod subscriptions;
mod templates;
mod waba;

use std::time::Duration;

use axum::{
    extract::{Request, State as Shared},
    response::Response,
};
use serde_json::json;

use self::answer::Answer;
use crate::{
    Exchange, Fault, FaultEffect, Sandbox, State,
    call::Call,
    fault,
    usage::{self, Reading},
};

/// The header with the share of the hour's calls that is used up.
const USAGE: &str = "x-business-use-case-usage";

/// Answers any call that is not for the operator.
pub(crate) async fn answer_call(Shared(sandbox): Shared<Sandbox>, request: Request) -> Response {
    let call = Call::read(request).await;
    let planned = fault::take(&mut sandbox.state().faults, &call.method, &call.bare_path());
    if let Some(delay) = planned
        .as_ref()
        .map(|fault| fault.latency_ms)
        .filter(|&ms| ms > 0)
    {
        tokio::time::sleep(Duration::from_millis(delay)).await;
    }
    let late = planned.as_ref().and_then(|fault| match fault.effect {
        FaultEffect::Late { ms } => Some(Duration::from_millis(ms)),
        _ => None,
    });
    let answer = match planned.and_then(|fault| misbehave(&sandbox, &call, fault)) {
        Some(answer) => answer,
        None => honest(&sandbox, &call).await,
    };
    let answer = {
        let mut state = sandbox.state();
        let answer = answer.finish(&trace(&state.next_mark()), call.version.as_deref());
        tracing::debug!(
            method = call.method,
            path = call.path,
            status = answer.status,
            "sandbox call"
        );
        state.journal.add(Exchange {
            method: call.method,
            path: call.path,
            query: call.query,
            headers: call.headers,
            body: call.body,
            status: if answer.cut { 0 } else { answer.status },
            answer: answer.body.clone(),
        });
        answer
    };
    if let Some(late) = late {
        tokio::time::sleep(late).await;
    }
    answer.into_response()
}

/// In the form of Meta's trace ids.
fn trace(mark: &str) -> String {
    format!("A{}", mark.get(..22).unwrap_or(mark))
}

fn misbehave(sandbox: &Sandbox, call: &Call, fault: Fault) -> Option<Answer> {
    Some(match fault.effect {
        FaultEffect::Delay | FaultEffect::Late { .. } => return None,
        FaultEffect::Answer {
            status,
            body,
            headers,
        } => Answer {
            status,
            headers,
            ..Answer::ok(body)
        },
        FaultEffect::ExpiredToken => Answer::expired_token(),
        FaultEffect::RateLimit { minutes } => {
            let mut answer = Answer::rate_limited();
            if let Some(waba) = waba_of(sandbox, call) {
                answer
                    .headers
                    .insert(USAGE.into(), usage::header(&waba, 100, minutes.into()));
            }
            answer
        }
        FaultEffect::Disconnect => Answer {
            cut: true,
            ..Answer::ok(json!({}))
        },
    })
}

/// The account whose hour a call draws on.
fn waba_of(sandbox: &Sandbox, call: &Call) -> Option<String> {
    // Messages have limits of their own (sources §1.2).
    if matches!(
        call.segments.get(1).map(String::as_str),
        Some("messages" | "media")
    ) {
        return None;
    }
    let node = call.segments.first()?;
    let state = sandbox.state();
    state
        .waba(node)
        .or_else(|| Some(state.phone(node)?.0))
        .or_else(|| Some(state.template(node)?.0))
        .map(|waba| waba.id.clone())
}

/// Counts the call and answers it by the rules.
async fn honest(sandbox: &Sandbox, call: &Call) -> Answer {
    let counted: Option<Reading> = waba_of(sandbox, call).map(|waba| sandbox.state().count_call(&waba));
    let mut answer = match &counted {
        Some(reading) if reading.over => Answer::rate_limited(),
        _ => dispatch(sandbox, call).await.unwrap_or_else(|refusal| refusal),
    };
    if let Some(reading) = counted {
        answer.headers.insert(USAGE.into(), reading.header);
    }
    answer
}

/// Sends a call to its endpoint. The one that calls out, to check a callback
/// address, must not hold the contents locked meanwhile.
async fn dispatch(sandbox: &Sandbox, call: &Call) -> Result<Answer, Answer> {
    if let ("POST", [waba, edge]) = (call.method.as_str(), call.segments.as_slice())
        && edge == "subscribed_apps"
        && sandbox.state().waba(waba).is_some()
    {
        return subscriptions::subscribe(sandbox, call, waba).await;
    }
    endpoint(&mut sandbox.state(), call)
}

fn endpoint(state: &mut State, call: &Call) -> Result<Answer, Answer> {
    let segments: Vec<&str> = call.segments.iter().map(String::as_str).collect();
    let (id, edge) = match segments.as_slice() {
        ["debug_token"] if call.method == "GET" => return debug_token::get(state, call),
        [app, "uploads"] if call.method == "POST" && *app == state.app().id => {
            return templates::samples::start(state, call);
        }
        [session] if session.starts_with("upload:") => {
            return templates::samples::proceed(state, call, session);
        }
        [id] => (*id, None),
        [id, edge] => (*id, Some(*edge)),
        _ => return Err(unknown(state, call)),
    };
    let method = call.method.as_str();
    if let Some(waba) = state.waba(id) {
        return match (method, edge) {
            ("GET", None) => waba::get(state, call, waba),
            ("GET", Some("phone_numbers")) => waba::phone_numbers(state, call, waba),
            ("GET", Some("subscribed_apps")) => subscriptions::list(state, call, waba),
            ("GET", Some("message_templates")) => templates::list(state, call, waba),
            ("POST", Some("message_templates")) => templates::create::post(state, call, id),
            ("DELETE", Some("message_templates")) => templates::change::delete(state, call, id),
            ("POST", Some("migrate_message_templates")) => templates::migrate::post(state, call, id),
            ("DELETE", Some("subscribed_apps")) => subscriptions::unsubscribe(state, call, id),
            _ => Err(unknown(state, call)),
        };
    }
    if let Some((waba, phone)) = state.phone(id) {
        return match (method, edge) {
            ("GET", None) => phone::get(state, call, waba, phone),
            ("POST", Some("request_code")) => registration::request_code(state, call, id),
            ("POST", Some("verify_code")) => registration::verify_code(state, call, id),
            ("POST", Some("register")) => registration::register(state, call, id),
            ("POST", Some("deregister")) => registration::deregister(state, call, id),
            ("POST", Some("messages")) => messages::post(state, call, id),
            ("POST", Some("media")) => media::upload(state, call, id),
            _ => Err(unknown(state, call)),
        };
    }
    if let Some((waba, template)) = state.template(id) {
        return match (method, edge) {
            ("GET", None) => templates::get(state, call, waba, template),
            ("POST", None) => templates::change::edit(state, call, id),
            ("POST", Some("unpause")) => templates::change::unpause(state, call, id),
            _ => Err(unknown(state, call)),
        };
    }
    if let ("GET", None) = (method, edge)
        && let Some(media) = state.traffic.media.get(id)
    {
        return media::get(state, call, id, media);
    }
    Err(unknown(state, call))
}

/// The refusal of what does not exist; a bad token comes first.
fn unknown(state: &State, call: &Call) -> Answer {
    if let Err(bad_token) = auth::token(state, call) {
        return bad_token;
    }
    let segments: Vec<&str> = call.segments.iter().map(String::as_str).collect();
    let number = |id: &str| id.bytes().all(|b| b.is_ascii_digit());
    let exists =
        |id: &str| state.waba(id).is_some() || state.phone(id).is_some() || state.template(id).is_some();
    match segments.as_slice() {
        [] => Answer::error(400, 100, "GraphMethodException", "Unsupported get request.").subcode(33),
        [id, edge] if exists(id) && call.method == "GET" => Answer::unknown_path(&format!("/{edge}")),
        [id] | [id, _] if number(id) => Answer::no_object(&call.method, id),
        [alias] => Answer::error(
            404,
            803,
            "OAuthException",
            &format!("(#803) Some of the aliases you requested do not exist: {alias}"),
        ),
        _ => Answer::unknown_path(&call.bare_path()),
    }
}
