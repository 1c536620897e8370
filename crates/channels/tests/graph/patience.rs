//! Trying again, waiting, and leaving a used-up hour alone.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use channels::graph::{ErrorClass, GraphError, NodeId};
use domain::time::MINUTE;
use sandbox::{Fault, FaultEffect};
use serde_json::json;

use crate::support::{World, phone, token, waba};

/// Meta's "try again" answer.
fn hiccup(retry_after: Option<&str>) -> FaultEffect {
    let headers: BTreeMap<_, _> = retry_after
        .map(|s| ("retry-after".to_owned(), s.to_owned()))
        .into_iter()
        .collect();
    let body = json!({"error": {"message": "Please retry", "type": "GraphMethodException", "code": 2,
                                "is_transient": true}});
    FaultEffect::Answer {
        status: 500,
        body,
        headers,
    }
}

#[tokio::test]
async fn a_read_survives_passing_trouble_with_growing_waits() {
    let world = World::new().await;
    world.state().add_fault(Fault::next(2, hiccup(None)));
    assert!(world.client.waba(&token(), &waba()).await.is_ok());
    assert_eq!(world.calls(), 3);
    assert_eq!(
        world.waits(),
        [Duration::from_millis(250), Duration::from_millis(500)]
    );
}

#[tokio::test]
async fn a_read_gives_up_after_the_last_attempt() {
    let world = World::new().await;
    world.state().add_fault(Fault::always(hiccup(None)));
    let error = world.client.waba(&token(), &waba()).await.unwrap_err();
    assert_eq!(error.class(), ErrorClass::Transient);
    assert_eq!(world.calls(), 3);
}

#[tokio::test]
async fn a_change_is_never_tried_twice() {
    let world = World::new().await;
    world.state().add_fault(Fault::always(hiccup(None)));
    let error = world
        .client
        .subscribe_app(&token(), &waba(), None)
        .await
        .unwrap_err();
    assert!(error.retryable());
    assert_eq!(world.calls(), 1);
    let template = NodeId::parse("1689556908129801").unwrap();
    assert!(world.client.unpause_template(&token(), &template).await.is_err());
    assert_eq!(world.calls(), 2);
    assert!(world.waits().is_empty());
}

#[tokio::test]
async fn a_short_wait_that_was_asked_for_is_respected() {
    let world = World::new().await;
    world.state().add_fault(Fault::next(1, hiccup(Some("2"))));
    assert!(world.client.waba(&token(), &waba()).await.is_ok());
    assert_eq!(world.waits(), [Duration::from_secs(2)]);
}

#[tokio::test]
async fn a_long_wait_is_left_to_the_caller() {
    let world = World::new().await;
    world.state().add_fault(Fault::next(1, hiccup(Some("90"))));
    let error = world.client.waba(&token(), &waba()).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(90)));
    assert_eq!(world.calls(), 1);
}

#[tokio::test]
async fn a_used_up_hour_is_left_alone_until_it_is_over() {
    let world = World::new().await;
    world
        .state()
        .add_fault(Fault::next(1, FaultEffect::RateLimit { minutes: 3 }));
    let error = world.client.phone_number(&token(), &phone()).await.unwrap_err();
    assert_eq!(error.class(), ErrorClass::RateLimited);
    assert_eq!(error.retry_after(), Some(Duration::from_mins(3)));
    assert_eq!(world.client.usage().of(&waba()).unwrap().percent, 100);

    // The account and every number of it that was seen draw on the same hour.
    world.time.advance(MINUTE);
    let held = world.client.waba(&token(), &waba()).await.unwrap_err();
    assert_eq!(
        held,
        GraphError::Throttled {
            retry_after: Duration::from_mins(2)
        }
    );
    assert!(world.client.phone_number(&token(), &phone()).await.is_err());
    assert_eq!(world.calls(), 1);

    world.time.advance(2 * MINUTE);
    assert!(world.client.phone_number(&token(), &phone()).await.is_ok());
}

#[tokio::test]
async fn reads_stop_before_the_hour_is_used_up() {
    let world = World::new().await;
    world.state().set_hourly_calls(20, 20);
    for _ in 0..19 {
        world.client.waba(&token(), &waba()).await.unwrap();
    }
    assert_eq!(world.client.usage().of(&waba()).unwrap().percent, 95);
    assert!(matches!(
        world.client.waba(&token(), &waba()).await,
        Err(GraphError::Throttled { .. })
    ));
    assert_eq!(world.calls(), 19);
    // What a person asked for still goes through.
    assert!(world.client.subscribe_app(&token(), &waba(), None).await.is_ok());
}

#[tokio::test]
async fn a_rate_limit_without_a_stated_end_is_not_hammered() {
    let world = World::new().await;
    let body = json!({"error": {"message": "limit", "type": "OAuthException", "code": 4}});
    world.state().add_fault(Fault::always(FaultEffect::Answer {
        status: 429,
        body,
        headers: [].into(),
    }));
    let error = world.client.waba(&token(), &waba()).await.unwrap_err();
    assert!(error.retryable() && error.retry_after().is_none());
    assert_eq!(world.calls(), 1);
}

#[tokio::test]
async fn an_answer_that_does_not_come_is_a_time_out() {
    let world = World::with(|config| {
        config.time_outs.total = Duration::from_millis(50);
        config.max_read_attempts = 2;
    })
    .await;
    world
        .state()
        .add_fault(Fault::always(FaultEffect::Delay).after_ms(60_000));
    assert_eq!(
        world.client.waba(&token(), &waba()).await.unwrap_err(),
        GraphError::Timeout
    );
    assert_eq!(world.waits().len(), 1);
    assert_eq!(
        world
            .client
            .subscribe_app(&token(), &waba(), None)
            .await
            .unwrap_err(),
        GraphError::Timeout
    );
    assert_eq!(world.waits().len(), 1);
}

#[tokio::test]
async fn whoever_waits_only_so_long_has_an_answer_by_then_and_nothing_is_asked_after() {
    let world = World::new().await;
    world
        .state()
        .add_fault(Fault::always(FaultEffect::Delay).after_ms(60_000));
    let begun = Instant::now();
    let client = world.client.until(begun + Duration::from_millis(500));
    assert_eq!(
        client.waba(&token(), &waba()).await.unwrap_err(),
        GraphError::Timeout
    );
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    assert!(world.waits().is_empty(), "there is no time to try again");

    world.state().clear_faults();
    let calls = world.calls();
    let late = client.waba(&token(), &waba()).await.unwrap_err();
    assert_eq!(late, GraphError::OutOfTime);
    let late = client.subscribe_app(&token(), &waba(), None).await.unwrap_err();
    assert!(
        !late.outcome_unknown(),
        "what was not sent did not happen: {late}"
    );
    assert_eq!(world.calls(), calls);
    assert!(world.client.waba(&token(), &waba()).await.is_ok(), "others go on");
}

#[tokio::test]
async fn a_connection_that_breaks_is_tried_again() {
    let world = World::new().await;
    world.state().add_fault(Fault::next(1, FaultEffect::Disconnect));
    assert!(world.client.waba(&token(), &waba()).await.is_ok());
    assert_eq!(world.calls(), 2);
}

#[tokio::test]
async fn a_host_that_is_not_there_is_unreachable() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let world = World::with(|config| config.base_url.set_port(Some(port)).unwrap()).await;
    let error = world
        .client
        .debug_token(&"EAASECRET".into(), &token())
        .await
        .unwrap_err();
    assert_eq!(error.class(), ErrorClass::Unreachable);
    assert_eq!(world.waits().len(), 2);
    assert!(!format!("{error} {error:?}").contains("EAASECRET"));
}
