//! Webhook subscriptions, with a real callback server.

use std::collections::HashMap;

use axum::{Router, extract::Query, http::StatusCode, routing::get};
use channels::graph::{CallbackOverride, ErrorClass};
use url::Url;

use crate::support::{World, token, waba};

/// A callback that knows the verify token `right`.
#[expect(clippy::unwrap_used, reason = "a helper of tests")]
async fn callback() -> Url {
    let answer = |Query(query): Query<HashMap<String, String>>| async move {
        if query["hub.mode"] == "subscribe" && query["hub.verify_token"] == "right" {
            Ok(query["hub.challenge"].clone())
        } else {
            Err(StatusCode::FORBIDDEN)
        }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap())
        .parse()
        .unwrap();
    tokio::spawn(async move { axum::serve(listener, Router::new().route("/hook", get(answer))).await });
    url
}

#[tokio::test]
async fn a_subscription_shows_in_the_list() {
    let world = World::new().await;
    world
        .state()
        .waba_mut(sandbox::WABA)
        .unwrap()
        .subscriptions
        .clear();
    assert!(
        world
            .client
            .subscribed_apps(&token(), &waba())
            .await
            .unwrap()
            .is_empty()
    );
    world.client.subscribe_app(&token(), &waba(), None).await.unwrap();
    let apps = world.client.subscribed_apps(&token(), &waba()).await.unwrap();
    let app = apps.first().unwrap();
    assert_eq!(app.id.as_deref(), Some(sandbox::APP_ID));
    assert!(app.name.is_some() && app.link.is_some());
    assert_eq!(app.override_callback_uri, None);
}

#[tokio::test]
async fn an_override_is_checked_kept_and_ended_by_the_next_plain_subscription() {
    let world = World::new().await;
    let callback_uri = callback().await;
    let to = CallbackOverride {
        callback_uri: callback_uri.clone(),
        verify_token: "right".into(),
    };
    world
        .client
        .subscribe_app(&token(), &waba(), Some(&to))
        .await
        .unwrap();
    let apps = world.client.subscribed_apps(&token(), &waba()).await.unwrap();
    assert_eq!(
        apps.first().unwrap().override_callback_uri.as_deref(),
        Some(callback_uri.as_str())
    );
    assert_eq!(apps.len(), 1);

    world.client.subscribe_app(&token(), &waba(), None).await.unwrap();
    let apps = world.client.subscribed_apps(&token(), &waba()).await.unwrap();
    assert_eq!(apps.first().unwrap().override_callback_uri, None);
}

#[tokio::test]
async fn a_callback_that_does_not_repeat_the_challenge_is_refused() {
    let world = World::new().await;
    let to = CallbackOverride {
        callback_uri: callback().await,
        verify_token: "wrong".into(),
    };
    let error = world
        .client
        .subscribe_app(&token(), &waba(), Some(&to))
        .await
        .unwrap_err();
    assert_eq!(error.class(), ErrorClass::Rejected);
    assert_eq!(error.api().unwrap().code, 2200);
    let apps = world.client.subscribed_apps(&token(), &waba()).await.unwrap();
    assert_eq!(apps.first().unwrap().override_callback_uri, None);
}
