//! `GET /app/events`: tells open pages that something changed.
//!
//! An event carries no data, only what kind of thing changed; the page asks
//! again with its own rights. Events are numbered: a browser whose line broke
//! says with `Last-Event-ID` what it heard last, and is told what it missed,
//! each kind once; a page that has just been loaded says with `?since=` from
//! where on it knows nothing. A stream ends when the process stops, when its session does,
//! or after an hour; browsers connect again by themselves.

use std::{collections::VecDeque, convert::Infallible, sync::Arc, time::Duration};

use axum::{
    extract::{Query, State},
    http::{HeaderMap, StatusCode},
    response::{
        Sse,
        sse::{Event, KeepAlive},
    },
};
use domain::person::Role;
use futures::{Stream, StreamExt, stream};
use serde::Deserialize;
use service::events::{Change, Events, Topic};
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
/// What a browser says that was here before.
const LAST_EVENT_ID: &str = "last-event-id";

/// What the address says.
#[derive(Debug, Deserialize)]
pub struct Known {
    since: Option<String>,
}

/// See the module.
pub async fn listen(
    State(state): State<AppState>,
    session: Session,
    Query(known): Query<Known>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let refused = |status| Problem::of_status(status, None);
    let person = signed_in(&state, &session).await.map_err(refused)?;
    let person = person.ok_or_else(|| refused(StatusCode::UNAUTHORIZED))?;
    let stop = state.stop.clone();
    // A browser that comes back repeats the address; what it has heard since counts.
    let last = headers.get(LAST_EVENT_ID).and_then(|id| id.to_str().ok());
    let last = last.or(known.since.as_deref());
    let changes = Listening::begin(&state, person.role, last).stream();
    let over = async move {
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(LASTS) => {}
            () = session_ended(state, session) => {}
        }
    };
    Ok(Sse::new(changes.take_until(over)).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

/// One browser that listens.
struct Listening {
    events: Events,
    receiver: Receiver<Change>,
    role: Role,
    /// Tells this process's numbers from those of another one.
    mark: Arc<str>,
    /// Number of the last change that the browser knows of.
    no: u64,
    /// What it has to be told before anything new.
    missed: VecDeque<Topic>,
}

impl Listening {
    /// Begins after the event with the id `last`. Who comes from another
    /// process (or from before a restart) may have missed anything.
    fn begin(state: &AppState, role: Role, last: Option<&str>) -> Self {
        let events = state.services.events.clone();
        // In this order: a change in between comes twice rather than not at all.
        let (receiver, no) = (events.subscribe(), events.now());
        let mark = Arc::clone(&state.events_mark);
        let heard = last.map(|id| {
            let (process, no) = id.rsplit_once('-')?;
            no.parse::<u64>().ok().filter(|_| process == &*mark)
        });
        let missed = match heard {
            None => Vec::new(),
            Some(Some(heard)) => events.since(heard),
            Some(None) => Topic::ALL.to_vec(),
        };
        Self {
            events,
            receiver,
            role,
            mark,
            no,
            missed: missed.into(),
        }
    }

    fn stream(self) -> impl Stream<Item = Result<Event, Infallible>> {
        // Gives the browser an id to come back with, also before the first change.
        let greeting = Event::default().id(self.id()).comment("listening");
        let changes = stream::unfold(self, |mut this| async move {
            let topic = this.next().await?;
            let event = Event::default().event("change").data(topic.key()).id(this.id());
            Some((Ok(event), this))
        });
        stream::once(async { Ok(greeting) }).chain(changes)
    }

    fn id(&self) -> String {
        format!("{}-{}", self.mark, self.no)
    }

    /// The next change that people of this role may hear of.
    async fn next(&mut self) -> Option<Topic> {
        loop {
            let topic = match self.missed.pop_front() {
                Some(topic) => topic,
                None => match self.receiver.recv().await {
                    Ok(change) => {
                        self.no = change.no;
                        change.topic
                    }
                    // Too many at once: each kind once will do.
                    Err(RecvError::Lagged(_)) => {
                        self.missed = self.events.since(self.no).into();
                        continue;
                    }
                    Err(RecvError::Closed) => return None,
                },
            };
            if may_hear(self.role, topic) {
                return Some(topic);
            }
        }
    }
}

fn may_hear(role: Role, topic: Topic) -> bool {
    match topic {
        Topic::Numbers | Topic::Tenants | Topic::Platform | Topic::Messages | Topic::Billing => true,
        // Owners see the templates of their own messages, which change rarely.
        Topic::Templates => role != Role::Owner,
        Topic::Accounts | Topic::People => role == Role::PlatformAdmin,
    }
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
