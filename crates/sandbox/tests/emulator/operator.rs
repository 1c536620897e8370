//! The operator API.

use reqwest::Method;
use serde_json::json;

use crate::support::World;

#[tokio::test]
async fn a_changed_number_shows_at_once_and_a_reset_undoes_it() {
    let world = World::new().await;
    let change = json!({"quality_rating": "RED", "extra": {"username": "sanjuan"}});
    let (status, _) = world
        .call(Method::PATCH, "/_sandbox/numbers/123456789012345", Some(change))
        .await;
    assert_eq!(status, 200);
    let read = world
        .get("/v25.0/123456789012345?fields=quality_rating,username")
        .await;
    assert_eq!(
        read,
        json!({"id": "123456789012345", "quality_rating": "RED", "username": "sanjuan"})
    );
    world.call(Method::POST, "/_sandbox/reset", None).await;
    assert_eq!(
        world.get("/v25.0/123456789012345").await["quality_rating"],
        "GREEN"
    );
}

#[tokio::test]
async fn a_field_that_does_not_exist_is_refused_not_ignored() {
    let world = World::new().await;
    let path = "/_sandbox/numbers/123456789012345";
    let (status, body) = world
        .call(Method::PATCH, path, Some(json!({"qualty": "RED"})))
        .await;
    assert_eq!(status, 422);
    assert!(body["error"].as_str().unwrap().contains("qualty"));
    assert_eq!(
        world
            .call(Method::PATCH, path, Some(json!({"quality_rating": 7})))
            .await
            .0,
        422
    );
    assert_eq!(
        world
            .call(Method::PATCH, "/_sandbox/numbers/1", Some(json!({})))
            .await
            .0,
        404
    );
}

#[tokio::test]
async fn numbers_accounts_and_tokens_come_and_go() {
    let world = World::new().await;
    let number =
        json!({"id": "123456789012399", "display_phone_number": "+34 612 345 699", "verified_name": "Nueva"});
    let path = "/_sandbox/wabas/987654321098765/numbers";
    assert_eq!(world.call(Method::POST, path, Some(number.clone())).await.0, 200);
    assert_eq!(
        world.get("/v25.0/123456789012399").await["verified_name"],
        "Nueva"
    );
    assert_eq!(
        world
            .call(Method::DELETE, "/_sandbox/numbers/123456789012399", None)
            .await
            .0,
        200
    );
    assert_eq!(
        world.call(Method::GET, "/v25.0/123456789012399", None).await.0,
        400
    );
    assert_eq!(
        world
            .call(Method::POST, "/_sandbox/wabas/1/numbers", Some(number))
            .await
            .0,
        404
    );
    assert_eq!(world.call(Method::POST, path, Some(json!({}))).await.0, 422);

    let state = world.get("/_sandbox/state").await;
    let mut waba = state["wabas"][1].clone();
    waba["id"] = json!("987654321000000");
    assert_eq!(
        world.call(Method::POST, "/_sandbox/wabas", Some(waba)).await.0,
        200
    );
    let given = json!({"wabas": ["987654321098765", "987654321000000"]});
    assert_eq!(
        world
            .call(Method::PATCH, "/_sandbox/tokens/EAADEMO", Some(given))
            .await
            .0,
        200
    );
    assert_eq!(
        world.get("/v25.0/987654321000000").await["name"],
        "Forn de la Vila"
    );
    let renamed = json!({"name": "Otra"});
    assert_eq!(
        world
            .call(Method::PATCH, "/_sandbox/wabas/987654321000000", Some(renamed))
            .await
            .0,
        200
    );
    assert_eq!(world.get("/v25.0/987654321000000").await["name"], "Otra");
    assert_eq!(
        world
            .call(Method::DELETE, "/_sandbox/wabas/987654321000000", None)
            .await
            .0,
        200
    );

    let mut token = state["tokens"][0].clone();
    token["token"] = json!("EAASECOND");
    let answer = async || {
        let asked = world.send(Method::GET, "/v25.0/987654321098765", "EAASECOND", None);
        asked.await.status()
    };
    assert_eq!(
        world.call(Method::POST, "/_sandbox/tokens", Some(token)).await.0,
        200
    );
    assert_eq!(answer().await, 200);
    assert_eq!(
        world
            .call(Method::DELETE, "/_sandbox/tokens/EAASECOND", None)
            .await
            .0,
        200
    );
    assert_eq!(answer().await, 401);
}

#[tokio::test]
async fn trouble_is_ordered_listed_and_ended() {
    let world = World::new().await;
    let fault =
        json!({"effect": "answer", "status": 503, "body": {"error": {"code": 2}}, "path_prefix": "/9876"});
    assert_eq!(
        world.call(Method::POST, "/_sandbox/faults", Some(fault)).await.0,
        200
    );
    assert_eq!(
        world.call(Method::GET, "/v25.0/987654321098765", None).await.0,
        503
    );
    assert_eq!(world.get("/_sandbox/faults").await.as_array().unwrap().len(), 1);
    assert_eq!(world.call(Method::DELETE, "/_sandbox/faults", None).await.0, 200);
    assert_eq!(
        world.call(Method::GET, "/v25.0/987654321098765", None).await.0,
        200
    );
}

#[tokio::test]
async fn the_last_calls_can_be_looked_at() {
    let world = World::new().await;
    world.get("/v25.0/987654321098765?fields=name").await;
    let calls = world.get("/_sandbox/requests").await;
    assert_eq!(calls.as_array().unwrap().len(), 1);
    assert_eq!(calls[0]["path"], "/v25.0/987654321098765");
    assert_eq!(calls[0]["query"], json!({"fields": "name"}));
    assert_eq!(calls[0]["answer"]["name"], "Tahona Pilot ES");
    world.call(Method::DELETE, "/_sandbox/requests", None).await;
    assert_eq!(world.get("/_sandbox/requests").await, json!([]));
}
