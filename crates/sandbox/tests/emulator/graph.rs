//! Nodes, edges, fields, pages and refusals.

use reqwest::Method;
use rstest::rstest;
use serde_json::json;

use crate::support::World;

#[tokio::test]
async fn nodes_answer_their_default_fields_unless_told_otherwise() {
    let world = World::new().await;
    let waba = world.get("/v25.0/987654321098765").await;
    assert_eq!(waba, json!({"id": "987654321098765", "name": "Tahona Pilot ES"}));
    assert_eq!(
        world.get("/123456789012345").await,
        json!({"id": "123456789012345", "verified_name": "Panadería San Juan", "quality_rating": "GREEN",
               "display_phone_number": "+34 612 345 678", "code_verification_status": "VERIFIED"})
    );
    assert_eq!(
        world
            .get("/v25.0/987654321098765?fields=currency,owner_business_info{id}")
            .await,
        json!({"id": "987654321098765", "currency": "EUR", "owner_business_info": {"id": "445566778899001"}})
    );
}

#[tokio::test]
async fn pages_lead_from_one_to_the_next_and_back() {
    let world = World::new().await;
    let first = world
        .get("/v25.0/987654321098765/phone_numbers?fields=id&limit=4")
        .await;
    assert_eq!(first["data"].as_array().unwrap().len(), 4);
    let next = first["paging"]["next"].as_str().unwrap();
    assert!(
        next.contains("access_token=EAADEMO") && next.contains("fields=id"),
        "{next}"
    );
    assert!(first["paging"]["previous"].is_null());
    let path = next.strip_prefix(&world.running.base_url).unwrap();
    let second = world.get(path).await;
    assert_eq!(second["data"][0]["id"], "123456789012349");
    let after = second["paging"]["cursors"]["after"].as_str().unwrap();
    let last = world
        .get(&format!(
            "/v25.0/987654321098765/phone_numbers?fields=id&limit=4&after={after}"
        ))
        .await;
    assert_eq!(last["data"].as_array().unwrap().len(), 2);
    assert!(last["paging"]["next"].is_null());
    let before = last["paging"]["cursors"]["before"].as_str().unwrap();
    let back = world
        .get(&format!(
            "/v25.0/987654321098765/phone_numbers?fields=id&limit=4&before={before}"
        ))
        .await;
    assert_eq!(back["data"], second["data"]);
}

#[tokio::test]
async fn the_list_can_be_filtered() {
    let world = World::new().await;
    let filter = r#"[{"field":"quality_rating","operator":"EQUAL","value":"YELLOW"}]"#;
    let url = format!("{}/v25.0/987654321098765/phone_numbers", world.running.base_url);
    let get = |filter: &str| {
        world
            .http
            .get(&url)
            .bearer_auth(sandbox::TOKEN)
            .query(&[("filtering", filter)])
            .send()
    };
    let found: serde_json::Value = get(filter).await.unwrap().json().await.unwrap();
    assert_eq!(found["data"].as_array().unwrap().len(), 1);
    assert_eq!(get("nonsense").await.unwrap().status(), 400);
}

#[tokio::test]
async fn the_demo_shows_one_of_each_trouble() {
    let world = World::new().await;
    let all = world
        .get("/v25.0/987654321098765/phone_numbers?fields=status,quality_rating,name_status")
        .await;
    let count = |field: &str, value: &str| {
        all["data"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|n| n[field] == value)
            .count()
    };
    assert_eq!(all["data"].as_array().unwrap().len(), 10);
    assert_eq!(count("status", "CONNECTED"), 8);
    assert_eq!(count("status", "DISCONNECTED"), 1);
    assert_eq!(count("quality_rating", "YELLOW"), 1);
    assert_eq!(count("name_status", "DECLINED"), 1);
    assert_eq!(count("name_status", "PENDING_REVIEW"), 1);
}

#[rstest]
#[case("GET", "/v25.0/987654321098765", "", 401, 104, None)]
#[case("GET", "/v25.0/987654321098765", "EAANOBODY", 401, 190, None)]
#[case("GET", "/v25.0/987654321098765", sandbox::TOKEN_EXPIRED, 401, 190, Some(463))]
#[case(
    "GET",
    "/v25.0/987654321098765",
    sandbox::TOKEN_UNDERSCOPED,
    403,
    200,
    Some(1_349_174)
)]
#[case(
    "GET",
    "/v25.0/123456789012345",
    sandbox::TOKEN_UNDERSCOPED,
    403,
    200,
    Some(1_349_176)
)]
#[case("GET", "/v25.0/987654321098765", sandbox::TOKEN_OTHER, 400, 100, Some(33))]
#[case("GET", "/v25.0/123456789012345", sandbox::TOKEN_OTHER, 400, 100, Some(33))]
#[case("GET", "/v25.0/111111111111111", sandbox::TOKEN, 400, 100, Some(33))]
#[case("POST", "/v25.0/111111111111111/register", sandbox::TOKEN, 400, 100, Some(33))]
#[case("GET", "/v25.0/987654321098765/colours", sandbox::TOKEN, 400, 2500, None)]
#[case("GET", "/v25.0/a/b/c", sandbox::TOKEN, 400, 2500, None)]
#[case("GET", "/v99.0/987654321098765", sandbox::TOKEN, 400, 2500, None)]
#[case("GET", "/v25.0/nobody", sandbox::TOKEN, 404, 803, None)]
#[case("GET", "/", sandbox::TOKEN, 400, 100, Some(33))]
#[case("GET", "/v25.0/987654321098765?fields=colour", sandbox::TOKEN, 400, 100, None)]
#[case(
    "GET",
    "/v25.0/987654321098765/phone_numbers?limit=none",
    sandbox::TOKEN,
    400,
    100,
    None
)]
#[case(
    "GET",
    "/v25.0/987654321098765/phone_numbers?after=%25%25",
    sandbox::TOKEN,
    400,
    100,
    None
)]
#[case("GET", "/v25.0/debug_token", sandbox::TOKEN, 400, 100, None)]
#[case(
    "GET",
    "/v25.0/987654321098765?appsecret_proof=00",
    sandbox::TOKEN,
    400,
    100,
    None
)]
#[tokio::test]
async fn refusals_have_metas_codes(
    #[case] method: &str,
    #[case] path: &str,
    #[case] token: &str,
    #[case] status: u16,
    #[case] code: i64,
    #[case] subcode: Option<i64>,
) {
    let world = World::new().await;
    let response = world
        .send(Method::from_bytes(method.as_bytes()).unwrap(), path, token, None)
        .await;
    assert_eq!(response.status().as_u16(), status);
    assert!(response.headers().contains_key("x-fb-trace-id"));
    let body: serde_json::Value = response.json().await.unwrap();
    assert_eq!(body["error"]["code"], code, "{body}");
    assert_eq!(body["error"]["error_subcode"].as_i64(), subcode, "{body}");
    assert!(body["error"]["fbtrace_id"].is_string());
}

#[tokio::test]
async fn the_token_may_also_be_a_parameter() {
    let world = World::new().await;
    let response = world
        .send(
            Method::GET,
            "/v25.0/987654321098765?access_token=EAADEMO",
            "",
            None,
        )
        .await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["facebook-api-version"], "v25.0");
}

#[tokio::test]
async fn two_accounts_hold_the_same_number() {
    let world = World::new().await;
    let path = "/v25.0/987654321098799/phone_numbers?fields=display_phone_number";
    let other: serde_json::Value = world
        .send(Method::GET, path, sandbox::TOKEN_OTHER, None)
        .await
        .json()
        .await
        .unwrap();
    assert_eq!(other["data"].as_array().unwrap().len(), 2);
    let shared = world
        .get("/v25.0/123456789012347?fields=display_phone_number")
        .await;
    assert_eq!(
        other["data"][0]["display_phone_number"],
        shared["display_phone_number"]
    );
}

#[tokio::test]
async fn the_app_itself_may_inspect_tokens() {
    let world = World::new().await;
    let app_token = format!("{}|{}", sandbox::APP_ID, sandbox::APP_SECRET);
    let path = "/v25.0/debug_token?input_token=EAAUNDERSCOPED";
    let body: serde_json::Value = world
        .send(Method::GET, path, &app_token, None)
        .await
        .json()
        .await
        .unwrap();
    assert_eq!(body["data"]["is_valid"], true);
    assert_eq!(body["data"]["scopes"], json!(["business_management"]));
    assert_eq!(
        body["data"]["granular_scopes"],
        json!([{"scope": "business_management"}])
    );
}

#[tokio::test]
async fn health_follows_the_state_of_what_it_is_about() {
    let world = World::new().await;
    let health = |path: &str| {
        let path = format!("{path}?fields=health_status");
        let world = &world;
        async move { world.get(&path).await["health_status"]["can_send_message"].clone() }
    };
    assert_eq!(health("/v25.0/987654321098765").await, "AVAILABLE");
    // Disconnected, and waiting for its name.
    assert_eq!(health("/v25.0/123456789012353").await, "BLOCKED");
    assert_eq!(health("/v25.0/123456789012350").await, "LIMITED");
    world
        .state()
        .waba_mut(sandbox::WABA)
        .unwrap()
        .portfolio
        .verification = "not_verified".into();
    assert_eq!(health("/v25.0/987654321098765").await, "LIMITED");
}
