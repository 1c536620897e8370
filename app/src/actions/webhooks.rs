//! Trying webhook events again.

use domain::{message::id::MessageId, permission::Permission};
use leptos::prelude::*;
use service::webhooks::{
    list::{EventFilter, EventState},
    replay,
};

use super::numbers::or;
use crate::{
    components::{format::count, query::Query, status::Tone},
    error::AppError,
    flash::{done, noted, refused_button},
    guard::guard,
    words::webhooks as words,
};

/// Where events are listed.
pub(crate) const WEBHOOKS: &str = "/app/admin/whatsapp/webhooks";

/// Tries one event, or one delivery that could not be read, again.
#[server(prefix = "/do", endpoint = "replay-event")]
pub(crate) async fn replay_event(
    #[server(default)] event: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::ManageAccounts)?;
    // Its id is another one afterwards, so the list opens without details.
    let back = Query::parse(or(&back, WEBHOOKS)).with("sel", None).href();
    let Ok(id) = MessageId::parse(&event) else {
        return noted(&cx, Tone::Warn, words::replay_none(cx.lang), &back).await;
    };
    match replay::one(cx.services(), &cx.call, id).await {
        Ok(how) if how.settled > 0 => done(&cx, words::replay_done(cx.lang), &back).await,
        Ok(_) => noted(&cx, Tone::Warn, words::replay_still(cx.lang), &back).await,
        Err(error) => refused_button(&cx, &error, &back).await,
    }
}

/// Tries every event again that matches and had no effect.
#[server(prefix = "/do", endpoint = "replay-events")]
pub(crate) async fn replay_events(
    #[server(default)] state: String,
    #[server(default)] field: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::ManageAccounts)?;
    let back = Query::parse(or(&back, WEBHOOKS)).with("sel", None).href();
    let filter = EventFilter {
        field: Some(field).filter(|field| !field.is_empty()),
        state: EventState::from_key(&state),
        wamid: None,
    };
    let figure = |n: u64| count(cx.lang, n);
    match replay::matching(cx.services(), &cx.call, &filter).await {
        Ok(how) if how.tried == 0 => noted(&cx, Tone::Info, words::replay_none(cx.lang), &back).await,
        Ok(how) => {
            let tone = if how.settled == how.tried {
                Tone::Ok
            } else {
                Tone::Warn
            };
            let said = words::replay_some(cx.lang, &figure(how.tried), &figure(how.settled));
            noted(&cx, tone, said, &back).await
        }
        Err(error) => refused_button(&cx, &error, &back).await,
    }
}
