//! Counting calls, and trouble on request.

use domain::time::HOUR;
use reqwest::Method;
use sandbox::{Fault, FaultEffect};
use serde_json::{Value, json};

use crate::support::World;

#[expect(clippy::unwrap_used, reason = "a helper of tests")]
fn usage(response: &reqwest::Response) -> Value {
    let header = response.headers()["x-business-use-case-usage"].to_str().unwrap();
    serde_json::from_str::<Value>(header).unwrap()["987654321098765"][0].clone()
}

#[tokio::test]
async fn calls_of_an_account_and_its_numbers_share_one_hour() {
    let world = World::new().await;
    world.state().set_hourly_calls(200, 4);
    let get = |path: &'static str| world.send(Method::GET, path, sandbox::TOKEN, None);
    assert_eq!(usage(&get("/v25.0/987654321098765").await)["call_count"], 25);
    assert_eq!(usage(&get("/v25.0/123456789012345").await)["call_count"], 50);
    assert_eq!(
        usage(&get("/v25.0/987654321098765/phone_numbers").await)["call_count"],
        75
    );
    assert_eq!(get("/v25.0/987654321098765").await.status(), 200);
    let refused = get("/v25.0/123456789012345").await;
    assert_eq!(refused.status(), 429);
    assert_eq!(usage(&refused)["estimated_time_to_regain_access"], 60);
    let body: Value = refused.json().await.unwrap();
    assert_eq!(body["error"]["code"], 80_007);
    world.time.advance(HOUR);
    assert_eq!(get("/v25.0/123456789012345").await.status(), 200);
}

#[tokio::test]
async fn an_account_without_a_connected_number_has_a_smaller_hour() {
    let world = World::new().await;
    world.state().waba_mut(sandbox::WABA).unwrap().phones.clear();
    let response = world
        .send(Method::GET, "/v25.0/987654321098765", sandbox::TOKEN, None)
        .await;
    // One of 200 is half a per cent, rounded up.
    assert_eq!(usage(&response)["call_count"], 1);
    world.state().set_hourly_calls(1, 5_000);
    world.get("/v25.0/987654321098765").await;
    assert_eq!(
        world.call(Method::GET, "/v25.0/987654321098765", None).await.0,
        429
    );
}

#[tokio::test]
async fn trouble_hits_what_it_is_meant_for() {
    let world = World::new().await;
    world
        .state()
        .add_fault(Fault::next(1, FaultEffect::ExpiredToken).on("/987654321098765/phone_numbers"));
    assert_eq!(
        world.call(Method::GET, "/v25.0/987654321098765", None).await.0,
        200
    );
    let (status, body) = world
        .call(Method::GET, "/v25.0/987654321098765/phone_numbers", None)
        .await;
    assert_eq!((status, &body["error"]["error_subcode"]), (401, &json!(463)));
    assert_eq!(
        world
            .call(Method::GET, "/v25.0/987654321098765/phone_numbers", None)
            .await
            .0,
        200
    );
}

#[tokio::test]
async fn a_cut_connection_gives_no_complete_answer() {
    let world = World::new().await;
    world.state().add_fault(Fault::next(1, FaultEffect::Disconnect));
    let response = world
        .http
        .get(format!("{}/v25.0/987654321098765", world.running.base_url))
        .send()
        .await;
    let complete = match response {
        Ok(response) => response.bytes().await.is_ok(),
        Err(_) => false,
    };
    assert!(!complete);
    assert_eq!(world.state().exchanges().first().unwrap().status, 0);
}

#[tokio::test]
async fn stopping_lets_nobody_in_any_more() {
    let world = World::new().await;
    let url = world.running.base_url.clone();
    world.running.shutdown().await.unwrap();
    assert!(world.http.get(url).send().await.is_err());
}

#[tokio::test]
async fn only_loopback_addresses_are_bound() {
    let world = World::new().await;
    let error = world
        .running
        .sandbox
        .spawn("0.0.0.0:0".parse().unwrap())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::InvalidInput);
}
