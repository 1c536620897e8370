//! `GET /app/events`: tells open pages that something changed.
//!
//! An event carries no data, only what kind of thing changed; the page asks
//! again with its own rights. A stream ends when the process stops, when
//! its session does, or after an hour; browsers connect again by themselves.

use std::{convert::Infallible, time::Duration};

use axum::{
    extract::State,
    http::StatusCode,
    response::{
        Sse,
        sse::{Event, KeepAlive},
    },
};
use domain::person::Role;
use futures::{Stream, StreamExt, stream};
use service::events::Topic;
use tokio::sync::broadcast::{Receiver, error::RecvError};
use tower_sessions::Session;

use super::problem::Problem;
use crate::{state::AppState, web::context::signed_in};

/// Silence is broken this often, so that proxies keep the stream open.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// A stream's session is looked at again this often.
const CHECK_EVERY: Duration = Duration::from_mins(1);
/// A stream ends after this long.
const LASTS: Duration = Duration::from_hours(1);

/// See the module.
pub async fn listen(
    State(state): State<AppState>,
    session: Session,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let refused = |status| Problem::of_status(status, None);
    let person = signed_in(&state, &session).await.map_err(refused)?;
    let person = person.ok_or_else(|| refused(StatusCode::UNAUTHORIZED))?;
    let stop = state.stop.clone();
    let changes = topics(state.services.events.subscribe(), person.role);
    let over = async move {
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(LASTS) => {}
            () = session_ended(state, session) => {}
        }
    };
    Ok(Sse::new(changes.take_until(over)).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

/// The changes that people of this role may hear of.
fn topics(receiver: Receiver<Topic>, role: Role) -> impl Stream<Item = Result<Event, Infallible>> {
    let greeting = stream::once(async { Ok(Event::default().comment("listening")) });
    let changes = stream::unfold(receiver, |mut receiver| async move {
        loop {
            match receiver.recv().await {
                Ok(topic) => return Some((topic, receiver)),
                // Too many at once: what was missed comes with the next change.
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return None,
            }
        }
    });
    let allowed = move |topic: &Topic| {
        let allowed = match topic {
            Topic::Numbers | Topic::Tenants | Topic::Platform | Topic::Messages | Topic::Billing => true,
            // Owners see the templates of their own messages, which change rarely.
            Topic::Templates => role != Role::Owner,
            Topic::Accounts | Topic::People => role == Role::PlatformAdmin,
        };
        std::future::ready(allowed)
    };
    greeting.chain(
        changes
            .filter(allowed)
            .map(|topic| Ok(Event::default().event("change").data(topic.key()))),
    )
}

/// Waits until the session is over. A database that is away ends nothing.
async fn session_ended(state: AppState, session: Session) {
    loop {
        tokio::time::sleep(CHECK_EVERY).await;
        if session.load().await.is_ok() && matches!(signed_in(&state, &session).await, Ok(None)) {
            return;
        }
    }
}
