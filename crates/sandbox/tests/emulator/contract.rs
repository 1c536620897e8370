//! The emulator against Meta's own API document.

use std::collections::BTreeSet;

use reqwest::Method;
use sandbox::contract::{Contract, DRIFT};
use serde_json::json;

use crate::support::{World, po_notification};

#[tokio::test]
async fn every_answer_fits_metas_document_or_a_known_contradiction() {
    let world = World::new().await;
    world.state().check_callbacks(false);
    let get = async |path: &str| world.call(Method::GET, path, None).await;
    for path in [
        "/v25.0/987654321098765",
        "/v25.0/987654321098765?fields=id,name,timezone_id,account_review_status,business_verification_status,country,currency,ownership_type",
        "/v25.0/987654321098765?fields=health_status",
        "/v25.0/987654321098765/phone_numbers",
        "/v25.0/987654321098765/phone_numbers?limit=3&fields=id,display_phone_number,status,quality_rating,code_verification_status,account_mode,host_platform,messaging_limit_tier,is_official_business_account,country_code,country_dial_code",
        "/v25.0/123456789012345",
        "/v25.0/123456789012354?fields=id,display_phone_number,verified_name,name_status,quality_rating,code_verification_status",
        "/v25.0/987654321098765/subscribed_apps",
        "/v25.0/987654321098799",
        "/v25.0/987654321098765?fields=colour",
        "/v25.0/987654321098765/message_templates?name=po_notification",
        "/v25.0/987654321098765/message_templates?limit=2&fields=id,name,language,status,category,quality_score",
    ] {
        get(path).await;
    }
    for (edge, body) in [
        (
            "123456789012354/request_code",
            json!({"code_method": "SMS", "language": "es_ES"}),
        ),
        ("123456789012354/verify_code", json!({"code": "000000"})),
        (
            "123456789012345/register",
            json!({"messaging_product": "whatsapp", "pin": "123456"}),
        ),
        ("987654321098765/subscribed_apps", json!({})),
        (
            "987654321098765/subscribed_apps",
            json!({"override_callback_uri": "https://tahona.example/hook", "verify_token": "v"}),
        ),
    ] {
        world
            .call(Method::POST, &format!("/v25.0/{edge}"), Some(body))
            .await;
    }
    world
        .call(Method::POST, "/v25.0/123456789012345/deregister", None)
        .await;
    world
        .call(Method::DELETE, "/v25.0/987654321098765/subscribed_apps", None)
        .await;
    let list = "/v25.0/987654321098765/message_templates?limit=2";
    let after = get(list).await.1["paging"]["cursors"]["after"].clone();
    get(&format!("{list}&after={}", after.as_str().unwrap())).await;
    let text = json!({"type": "text", "text": {"body": "Hola", "preview_url": false}});
    for (to, content) in [
        (json!({"to": "+34612999001"}), text.clone()),
        (json!({"recipient": "ES.13491208655302741918"}), text.clone()),
        (json!({"to": "nobody"}), text),
        (json!({"to": "+34612999001"}), po_notification()),
    ] {
        let mut body = json!({"messaging_product": "whatsapp", "recipient_type": "individual"});
        for part in [to, content] {
            body.as_object_mut()
                .unwrap()
                .extend(part.as_object().unwrap().clone());
        }
        world
            .call(Method::POST, "/v25.0/123456789012348/messages", Some(body))
            .await;
    }
    let parts = |text: &str| json!([{"type": "BODY", "text": text, "example": {"body_text": [["Ane"]]}}]);
    let text = "Hola {{1}}, tu encargo te espera en la tienda hasta las ocho.";
    for text in [text, "{{1}}"] {
        let new =
            json!({"name": "nueva", "language": "es", "category": "UTILITY", "components": parts(text)});
        let path = "/v25.0/987654321098765/message_templates";
        world.call(Method::POST, path, Some(new)).await;
    }
    get("/v25.0/987654321098765/message_templates?summary=total_count").await;
    let one = "/v25.0/1689556908129801";
    get(one).await;
    get(&format!("{one}?fields=id,name,status,quality_score")).await;
    for text in [text, "{{1}}"] {
        world
            .call(Method::POST, one, Some(json!({"components": parts(text)})))
            .await;
    }
    for query in [
        "name=retraso_entrega",
        "name=nobody",
        "name=nudge_reply&hsm_id=1689556908129805",
    ] {
        let path = format!("/v25.0/987654321098765/message_templates?{query}");
        world.call(Method::DELETE, &path, None).await;
    }
    get("/v25.0/987654321098765?fields=pricing_analytics.start(1795129200).end(1795215600).granularity(DAILY)").await;
    for token in ["EAANOBODY", sandbox::TOKEN_EXPIRED, sandbox::TOKEN_UNDERSCOPED] {
        world
            .send(Method::GET, "/v25.0/987654321098765/phone_numbers", token, None)
            .await;
    }

    let contract = Contract::load().unwrap();
    let state = world.state();
    let mut seen = BTreeSet::new();
    for exchange in state.exchanges() {
        for found in contract.check(&state, &exchange) {
            match found.drift() {
                Some(drift) => seen.insert(format!("{} {} {}", drift.operation, drift.at, drift.rule)),
                None => panic!("{} {}: {found:#?}", exchange.method, exchange.path),
            };
        }
    }
    // A contradiction that no longer shows must leave the list.
    let listed: BTreeSet<_> = DRIFT
        .iter()
        .map(|d| format!("{} {} {}", d.operation, d.at, d.rule))
        .collect();
    assert_eq!(listed, seen);
}

#[tokio::test]
async fn a_wrong_call_does_not_pass() {
    let world = World::new().await;
    world
        .call(
            Method::GET,
            "/v25.0/987654321098765/phone_numbers?limit=1000&colour=red",
            None,
        )
        .await;
    world
        .call(Method::POST, "/v25.0/987654321098765", Some(json!({})))
        .await;
    world
        .call(Method::GET, "/v25.0/987654321098765/colours", None)
        .await;
    world
        .call(
            Method::POST,
            "/v25.0/123456789012345/register",
            Some(json!({"pin": "1"})),
        )
        .await;
    world
        .call(Method::POST, "/v25.0/123456789012345/register", None)
        .await;
    world
        .call(
            Method::POST,
            "/v25.0/123456789012345/messages",
            Some(json!({
                "messaging_product": "whatsapp", "recipient_type": "everybody", "to": "+34612999001",
                "type": "text", "text": {"body": 7, "colour": "red"},
            })),
        )
        .await;
    let contract = Contract::load().unwrap();
    let state = world.state();
    let mut rules: Vec<String> = Vec::new();
    for exchange in state.exchanges() {
        rules.extend(
            contract
                .check(&state, &exchange)
                .into_iter()
                .map(|found| format!("{} {}", found.at, found.rule)),
        );
    }
    for expected in [
        "limit maximum",
        "colour parameter",
        "method method",
        "body required",
        "body/pin pattern",
        "body/recipient_type enum",
        "body/text/body type",
        "body/text additionalProperties",
    ] {
        assert!(
            rules.iter().any(|rule| rule == expected),
            "{expected} not in {rules:?}"
        );
    }
}
