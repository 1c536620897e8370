//! Streams of changes.

use std::time::Duration;

use axum::body::Body;
use futures::StreamExt;
use service::{Call, tenants::own};
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
