//! Which apps get an account's webhooks (sources §1.4).

use serde_json::{Value, json};

use super::{answer::Answer, auth};
use crate::{App, Sandbox, State, Subscription, Waba, call::Call};

/// `GET /{waba}/subscribed_apps`
pub(crate) fn list(state: &State, call: &Call, waba: &Waba) -> Result<Answer, Answer> {
    auth::for_waba(auth::token(state, call)?, &waba.id, &call.method)?;
    let data: Vec<Value> = waba
        .subscriptions
        .iter()
        .map(|s| record(state.app(), s))
        .collect();
    Ok(Answer::ok(json!({ "data": data })))
}

/// `POST /{waba}/subscribed_apps`; without an override an earlier one ends.
pub(crate) async fn subscribe(sandbox: &Sandbox, call: &Call, waba: &str) -> Result<Answer, Answer> {
    let check = {
        let state = sandbox.state();
        auth::for_waba(auth::token(&state, call)?, waba, &call.method)?;
        state.config.check_callbacks
    };
    let callback = match (call.param("override_callback_uri"), call.param("verify_token")) {
        (None | Some(""), _) => None,
        (Some(_), None | Some("")) => {
            return Err(Answer::invalid("(#100) The parameter verify_token is required"));
        }
        (Some(uri), Some(verify)) => Some((uri.to_owned(), verify.to_owned())),
    };
    if let (Some((uri, verify)), true) = (&callback, check) {
        handshake(sandbox, uri, verify).await?;
    }
    let mut state = sandbox.state();
    let app = state.app().clone();
    let Some(waba) = state.waba_mut(waba) else {
        return Err(Answer::no_object(&call.method, waba));
    };
    let (override_callback_uri, verify_token) = callback.unzip();
    let subscription = Subscription {
        app_id: app.id.clone(),
        override_callback_uri,
        verify_token,
    };
    waba.subscriptions.retain(|other| other.app_id != app.id);
    waba.subscriptions.push(subscription.clone());
    let mut answer = json!({ "success": true });
    if subscription.override_callback_uri.is_some() {
        answer["data"] = json!([record(&app, &subscription)]);
    }
    Ok(Answer::ok(answer))
}

/// `DELETE /{waba}/subscribed_apps`
pub(crate) fn unsubscribe(state: &mut State, call: &Call, waba: &str) -> Result<Answer, Answer> {
    auth::for_waba(auth::token(state, call)?, waba, &call.method)?;
    let app = state.app().id.clone();
    if let Some(waba) = state.waba_mut(waba) {
        waba.subscriptions.retain(|other| other.app_id != app);
    }
    Ok(Answer::ok(json!({ "success": true })))
}

fn record(app: &App, subscription: &Subscription) -> Value {
    let mut record = json!({ "whatsapp_business_api_data": {
        "id": subscription.app_id,
        "name": app.name,
        "link": format!("https://www.facebook.com/games/?app_id={}", subscription.app_id),
    }});
    if let Some(uri) = &subscription.override_callback_uri {
        record["override_callback_uri"] = json!(uri);
    }
    record
}

/// Meta's check of a callback address (sources §2.1): it must repeat the challenge.
/// Unlike Meta this takes `http` addresses too, as a demo has no certificate.
async fn handshake(sandbox: &Sandbox, uri: &str, verify_token: &str) -> Result<(), Answer> {
    let challenge = sandbox.state().next_digits(10);
    let failed = |why: &str| {
        let message = format!("(#2200) Callback verification failed with the following errors: {why}");
        Answer::error(400, 2200, "OAuthException", &message)
    };
    let answer = sandbox
        .http
        .get(uri)
        .query(&[
            ("hub.mode", "subscribe"),
            ("hub.challenge", &challenge),
            ("hub.verify_token", verify_token),
        ])
        .send()
        .await
        .map_err(|_| failed("The callback URL could not be reached"))?;
    let status = answer.status();
    if !status.is_success() {
        return Err(failed(&format!("HTTP Status Code = {}", status.as_u16())));
    }
    let text = answer
        .text()
        .await
        .map_err(|_| failed("The answer could not be read"))?;
    if text == challenge {
        Ok(())
    } else {
        Err(failed("Response does not match challenge"))
    }
}
