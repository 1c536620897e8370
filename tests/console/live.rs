//! Streams of changes.

use std::time::Duration;

use axum::body::Body;
use futures::StreamExt;
use service::{Call, events::Topic, tenants::own};
use store::Engine;

use crate::support::TestApp;

/// Generous: only a stream that says nothing takes this long.
const PATIENCE: Duration = Duration::from_secs(20);

async fn read_until(body: Body, wanted: &str) -> String {
    let mut stream = body.into_data_stream();
    let mut text = String::new();
    let reading = async {
        while !text.contains(wanted) {
            match stream.next().await {
                Some(chunk) => text.push_str(&String::from_utf8_lossy(&chunk.unwrap())),
                None => break,
            }
        }
    };
    tokio::time::timeout(PATIENCE, reading).await.unwrap();
    text
}

#[tokio::test]
async fn a_change_reaches_open_pages() {
    let app = TestApp::new(Engine::Sqlite).await;
    let mut admin = app
        .admin()
        .await
        .with("accept", "text/event-stream")
        .with("accept-encoding", "br, gzip");
    let stream = admin.open("GET", "/app/events", None, Body::empty()).await;
    assert_eq!(stream.status(), 200);
    assert_eq!(stream.headers()["content-type"], "text/event-stream");
    assert!(
        !stream.headers().contains_key("content-encoding"),
        "a compressed stream would be held back"
    );
    own::set_enabled(&app.svc, &Call::system("test"), &app.bakery, true)
        .await
        .unwrap();
    let text = read_until(stream.into_body(), "data: tenants").await;
    assert!(text.contains("event: change\ndata: tenants"), "{text}");
}

#[tokio::test]
async fn a_stream_ends_when_the_process_stops() {
    let app = TestApp::new(Engine::Sqlite).await;
    let mut admin = app.admin().await;
    let stream = admin.open("GET", "/app/events", None, Body::empty()).await;
    app.stop.cancel();
    // Reads to the end, which only comes because of the stop.
    read_until(stream.into_body(), "there is no such event").await;
}

#[tokio::test]
async fn nobody_listens_without_signing_in() {
    let app = TestApp::new(Engine::Sqlite).await;
    let answer = app
        .browser()
        .with("accept", "text/event-stream")
        .get("/app/events")
        .await;
    answer.is_problem(401, "unauthorized");
}

#[tokio::test]
async fn who_comes_back_is_told_what_they_missed_and_nothing_else() {
    let app = TestApp::new(Engine::Sqlite).await;
    let mut admin = app.admin().await;
    let stream = admin.open("GET", "/app/events", None, Body::empty()).await;
    let greeting = read_until(stream.into_body(), "listening").await;
    let id = greeting
        .lines()
        .find_map(|line| line.strip_prefix("id: "))
        .unwrap();
    for on in [true, false] {
        own::set_enabled(&app.svc, &Call::system("test"), &app.bakery, on)
            .await
            .unwrap();
    }
    let mut back = admin.clone().with("last-event-id", id);
    let stream = back.open("GET", "/app/events", None, Body::empty()).await;
    app.svc.events.publish(Topic::Numbers);
    let heard = read_until(stream.into_body(), "data: numbers").await;
    assert_eq!(heard.matches("data: tenants").count(), 1, "{heard}");
    assert_eq!(heard.matches("data: ").count(), 2, "{heard}");
}

#[tokio::test]
async fn what_changes_between_a_page_and_its_stream_is_told() {
    let app = TestApp::new(Engine::Sqlite).await;
    let mut admin = app.admin().await;
    let page = admin.get("/app/admin/tenants").await.body;
    let since = page.split_once("data-since=\"").unwrap().1;
    let since = since.split_once('"').unwrap().0;
    app.svc.events.publish(Topic::Tenants);
    let address = format!("/app/events?since={since}");
    let stream = admin.open("GET", &address, None, Body::empty()).await;
    app.svc.events.publish(Topic::Numbers);
    let heard = read_until(stream.into_body(), "data: numbers").await;
    assert_eq!(heard.matches("data: tenants").count(), 1, "{heard}");

    // A page from after the change knows it.
    let page = admin.get("/app/admin/tenants").await.body;
    let later = page.split_once("data-since=\"").unwrap().1;
    assert!(!later.starts_with(&format!("{since}\"")), "{since}");
}

#[tokio::test]
async fn who_comes_from_another_process_may_have_missed_anything() {
    for (client, topics) in [("admin@demo.test", 8), ("owner@demo.test", 5)] {
        let app = TestApp::new(Engine::Sqlite).await;
        let mut person = app
            .signed_in(client, service::people::demo::PASSWORD)
            .await
            .with("last-event-id", "another-process-7");
        let stream = person.open("GET", "/app/events", None, Body::empty()).await;
        let text = read_until(stream.into_body(), "data: billing").await;
        assert_eq!(text.matches("data: ").count(), topics, "{client}: {text}");
    }
}
