//! Traces reach a collector, and name nobody.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use axum::{Router, body::Bytes, http::StatusCode, routing::post};
use store::Engine;
use tokio::net::TcpListener;

use crate::support::{World, free_address, recipient, until};

/// A collector that keeps what it gets.
async fn collector() -> (SocketAddr, Arc<Mutex<Vec<u8>>>) {
    let taken = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&taken);
    let take = move |body: Bytes| async move {
        kept.lock().unwrap().extend_from_slice(&body);
        StatusCode::OK
    };
    let router = Router::new().route("/v1/traces", post(take));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    (addr, taken)
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_and_calls_are_traced_where_a_collector_is_named() {
    let (collector, taken) = collector().await;
    let addr = free_address();
    let world = World::new(Engine::Sqlite, addr).await;
    let endpoint = format!("http://{collector}");
    let more = [("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint.as_str())];
    let console = world.start_with(addr, "info", &more).await;
    world.send(&console.url, 0).await;
    until("the message has left", async || {
        !world.sandbox.sandbox.state().sent().is_empty()
    })
    .await;
    // What was gathered is sent before the end.
    assert!(console.stop().await.success());
    let taken = taken.lock().unwrap();
    let text = String::from_utf8_lossy(&taken);
    for wanted in ["tahona", "request", "/api/v1/whatsapp/send", "graph", "messages"] {
        assert!(text.contains(wanted), "{wanted}");
    }
    let nobody = recipient(0);
    assert!(!text.contains(nobody.trim_start_matches("+34")));
}
