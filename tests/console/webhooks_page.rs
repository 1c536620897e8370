//! The page about what Meta reports, and trying again what had no effect.

use std::time::Duration;

use axum::body::Body;
use domain::message::id::MessageId;
use rstest::rstest;
use serde_json::json;
use service::{
    Call,
    webhooks::{
        intake::{MAX_BYTES, Refusal},
        list,
    },
};
use store::{
    Engine,
    webhooks::{deliveries, event_list::EventFilter, events::EventState},
};
use tahona::jobs::webhooks::Webhooks;
use tokio_util::sync::CancellationToken;

use crate::{
    support::TestApp,
    webhook_events::{changes, deliver, one_of_each, written},
};

const PAGE: &str = "/app/admin/whatsapp/webhooks";

async fn in_state(app: &TestApp, state: EventState) -> Vec<list::EventRow> {
    let filter = EventFilter {
        state: Some(state),
        ..EventFilter::default()
    };
    list::events(&app.svc, &Call::system("test"), &filter, None, None)
        .await
        .unwrap()
        .rows
}

/// Makes a delivery dead that could be read.
async fn bury(app: &TestApp, id: MessageId) {
    let mut tx = app.svc.svc.db.write().await.unwrap();
    deliveries::mark_dead(&mut tx, id.0, "the database was full")
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_page_shows_what_arrived_and_each_event_as_it_came(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    one_of_each(&app).await;
    let mut admin = app.admin().await;
    let all = admin.get(PAGE).await;
    assert_eq!(all.status, 200);
    for shown in [
        "status:delivered",
        "message:text",
        "hologram_update",
        "class=\"a\"",
    ] {
        assert!(all.body.contains(shown), "{shown} is missing: {}", all.body);
    }
    let parked = admin.get(&format!("{PAGE}?state=parked&span=day")).await;
    assert!(parked.body.contains("status:delivered") && !parked.body.contains("message:text"));
    assert!(parked.body.contains("/do/replay-events"));
    let id = in_state(&app, EventState::Unknown).await.remove(0).id;
    let open = admin.get(&format!("{PAGE}?sel={id}")).await;
    assert!(open.body.contains("SHOWN") && open.body.contains("/do/replay-event\""));
    // Nothing happened to the reader when the event is gone or was never there.
    for sel in ["1", "x"] {
        assert_eq!(admin.get(&format!("{PAGE}?sel={sel}")).await.status, 200);
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_dead_letter_is_read_again_and_has_its_effect_once(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    let body = changes(&[written(&app, "wamid.LATE", "¿Seguís abiertos?")]);
    let ids = deliver(&app, &[body, b"{".to_vec()]).await;
    bury(&app, ids[0]).await;
    let mut admin = app.admin().await;
    let letter = ids[0].to_string();
    let answer = admin
        .post("/do/replay-event", &[("event", &letter), ("back", PAGE)])
        .await;
    assert_eq!((answer.status, answer.location()), (303, PAGE));
    assert_eq!(in_state(&app, EventState::Processed).await.len(), 1);
    let found = app
        .platform()
        .get("/api/v1/whatsapp/messages?direction=in")
        .await
        .value();
    assert_eq!(found["data"].as_array().unwrap().len(), 1, "{found}");
    // The other one is no JSON today either.
    let dead = in_state(&app, EventState::Dead).await;
    assert_eq!(dead.len(), 1);
    let answer = admin.post("/do/replay-events", &[("state", "dead")]).await;
    assert_eq!(answer.location(), PAGE);
    assert_eq!(in_state(&app, EventState::Dead).await, dead);
    let log = admin.get("/app/admin/audit?kind=webhook").await;
    assert!(log.body.contains(&letter), "{}", log.body);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn trying_everything_again_repeats_nothing_that_had_its_effect(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    one_of_each(&app).await;
    let before = in_state(&app, EventState::Processed).await;
    let mut admin = app.admin().await;
    for state in ["unknown", "parked", "dead", ""] {
        let answer = admin.post("/do/replay-events", &[("state", state)]).await;
        assert_eq!(answer.location(), PAGE, "{}", answer.body);
    }
    assert_eq!(in_state(&app, EventState::Processed).await, before);
    for state in [EventState::Unknown, EventState::Parked, EventState::Dead] {
        assert_eq!(in_state(&app, state).await.len(), 1, "{state:?}");
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_cannot_be_laid_out_is_shown_as_it_came(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    let deep = format!("{}{}", "[".repeat(300), "]".repeat(300));
    let body = changes(&[
        ("hologram_update", json!({"event": "DEEP", "odd": 0})),
        ("hologram_update", json!({"event": "HUGE", "odd": 1})),
    ]);
    let body = String::from_utf8(body)
        .unwrap()
        .replace(r#""odd":0"#, &format!(r#""odd":{deep}"#))
        .replace(r#""odd":1"#, r#""odd":1e99999"#);
    deliver(&app, &[body.into_bytes()]).await;
    let mut admin = app.admin().await;
    let events = in_state(&app, EventState::Unknown).await;
    assert_eq!(events.len(), 2);
    for event in events {
        let page = admin.get(&format!("{PAGE}?sel={}", event.id)).await;
        assert!(
            page.body.contains(&deep) || page.body.contains("1e99999"),
            "{}",
            page.body
        );
        assert!(page.body.contains("/do/replay-event\""), "it can be tried again");
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_cannot_be_laid_out_is_hidden_from_those_who_see_no_numbers(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    let body = String::from_utf8(changes(&[written(&app, "wamid.ODD", "Hola")])).unwrap();
    let body = body.replace(r#""type":"text""#, r#""odd":1e99999,"type":"text""#);
    assert!(body.contains("1e99999"), "{body}");
    deliver(&app, &[body.into_bytes()]).await;
    let found = app
        .platform()
        .get("/api/v1/whatsapp/messages?direction=in")
        .await
        .value();
    let id = found["data"][0]["id"].as_str().unwrap();
    let admin = app
        .admin()
        .await
        .get(&format!("/app/admin/whatsapp/messages?sel={id}"))
        .await;
    assert!(admin.body.contains("1e99999"), "{}", admin.body);
    let support = app
        .support()
        .await
        .get(&format!("/app/support/messages?sel={id}"))
        .await;
    assert_eq!(support.status, 200);
    assert!(!support.body.contains("1e99999") && !support.body.contains("34622334455"));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_was_refused_last_still_counts_when_the_console_stops(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    let stop = CancellationToken::new();
    let webhooks = Webhooks::open(&app.svc.svc, &stop);
    // What is written at the start has been written.
    tokio::time::sleep(Duration::from_millis(200)).await;
    let taken = webhooks.intake.take(None, b"{}".to_vec()).await;
    assert_eq!(taken, Err(Refusal::Missing));
    webhooks.intake.refuse(Refusal::TooLarge);
    stop.cancel();
    webhooks.finished().await;
    let state = list::state(&app.svc, &Call::system("test")).await.unwrap();
    let refused = [("missing".to_owned(), 1_u64), ("too_large".to_owned(), 1)];
    assert_eq!(state.refused, refused);
}

#[tokio::test]
async fn a_delivery_that_is_too_large_is_refused_by_name() {
    let app = TestApp::new(Engine::Sqlite).await;
    let body = vec![b' '; MAX_BYTES + 1];
    let answer = app
        .browser()
        .send("POST", "/api/v1/whatsapp/webhook", None, Body::from(body))
        .await;
    answer.is_problem(413, "too_large");
}
