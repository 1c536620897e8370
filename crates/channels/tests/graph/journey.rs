//! A message from the client through the emulator and back by webhook.

use std::sync::{Arc, Mutex};

use axum::{Router, body::Bytes, http::HeaderMap, routing::post};
use channels::webhook::{envelope, verify_signature};
use domain::message::delivery::{Facts, State};
use sandbox::{Behaviour, Customer};

use crate::{
    messages::{order, text},
    support::{World, phone, token},
};

type Bodies = Arc<Mutex<Vec<Bytes>>>;

/// A console that keeps what is signed.
#[expect(clippy::unwrap_used, reason = "a helper of tests")]
async fn console() -> (String, Bodies) {
    let bodies = Bodies::default();
    let into = Arc::clone(&bodies);
    let hook = move |headers: HeaderMap, body: Bytes| async move {
        let signature = headers["x-hub-signature-256"].to_str().unwrap();
        assert!(verify_signature(sandbox::APP_SECRET.as_bytes(), &body, signature));
        into.lock().unwrap().push(body);
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, Router::new().route("/hook", post(hook))).await });
    (url, bodies)
}

#[tokio::test]
async fn a_message_that_was_answered_ends_as_read_whatever_the_order_and_the_copies() {
    let world = World::new().await;
    let (url, bodies) = console().await;
    *world.state().behaviour_mut() = Behaviour {
        callback_url: Some(url),
        sent_ms: 60_000,
        delivered_ms: 60_000,
        read_ms: 60_000,
        read_percent: 100,
        duplicate_percent: 50,
        reorder: true,
        batch: 7,
        concurrency: 4,
        ..Behaviour::default()
    };
    world.state().add_customer(Customer {
        phone: Some("34612999001".into()),
        answers_after: Some(5),
        answer: Some("Gracias".into()),
        ..Customer::default()
    });
    let mut wamids = Vec::new();
    for _ in 0..10 {
        let accepted = world
            .client
            .send_message(&token(), &phone(), &order())
            .await
            .unwrap();
        wamids.push(accepted.wamid);
    }
    world.running.sandbox.flush().await;

    let bodies = bodies.lock().unwrap().clone();
    let items: Vec<_> = bodies
        .iter()
        .flat_map(|body| envelope::parse(body).unwrap().items)
        .collect();
    let keys: std::collections::BTreeSet<_> = items.iter().map(|item| item.key.clone()).collect();
    // Three reports and one answer each.
    assert_eq!(keys.len(), 40);
    assert!(items.len() > keys.len());
    for wamid in &wamids {
        let mut facts = Facts::default();
        for item in &items {
            if let envelope::Event::Status(report) = &item.event
                && report.wamid.as_deref() == Some(wamid)
            {
                assert_eq!(report.tracking.as_deref(), Some("7312"));
                facts.report(&report.status, report.at.unwrap());
            }
        }
        assert_eq!(facts.state(), State::Read);
        assert!(items.iter().any(|item| match &item.event {
            envelope::Event::Inbound(message) =>
                message.context.as_ref().and_then(|c| c.wamid.as_deref()) == Some(wamid),
            _ => false,
        }));
    }
    // They wrote, so that free text arrives too.
    world.state().behaviour_mut().lose_percent = 0;
    world
        .client
        .send_message(&token(), &phone(), &text("De nada"))
        .await
        .unwrap();
    assert_eq!(world.state().sent().last().unwrap().fails_with, None);
}
