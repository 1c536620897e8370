//! What the client makes of bad answers.

use channels::graph::{BadConfig, ErrorClass, GraphClient, GraphConfig, GraphError, Jitter};
use domain::{clock::ManualClock, ids::WabaId};
use rstest::rstest;
use sandbox::{Fault, FaultEffect};
use serde_json::{Value, json};

use crate::support::{NOW, World, phone, token, waba};

#[rstest]
#[case("EAANOBODY", ErrorClass::Token, 190, None)]
#[case(sandbox::TOKEN_EXPIRED, ErrorClass::Token, 190, Some(463))]
#[case(sandbox::TOKEN_UNDERSCOPED, ErrorClass::Permission, 200, Some(1_349_174))]
#[case(sandbox::TOKEN_OTHER, ErrorClass::WrongId, 100, Some(33))]
#[tokio::test]
async fn each_kind_of_token_trouble_is_told_apart(
    #[case] token: &str,
    #[case] class: ErrorClass,
    #[case] code: i64,
    #[case] subcode: Option<i64>,
) {
    let world = World::new().await;
    let error = world.client.waba(&token.into(), &waba()).await.unwrap_err();
    assert_eq!(error.class(), class);
    let api = error.api().unwrap();
    assert_eq!((api.code, api.subcode), (code, subcode));
    assert!(api.fbtrace_id.is_some());
    assert!(!error.retryable());
    assert_eq!(world.calls(), 1);
}

#[tokio::test]
async fn metas_words_for_people_are_kept() {
    let world = World::new().await;
    let error = world
        .client
        .waba(&sandbox::TOKEN_UNDERSCOPED.into(), &waba())
        .await
        .unwrap_err();
    let api = error.api().unwrap();
    assert_eq!(api.user_title.as_deref(), Some("Permission Denied"));
    assert!(api.user_msg.is_some());
    assert_eq!(api.raw["error"]["code"], 200);
}

#[tokio::test]
async fn an_id_that_does_not_exist_is_a_wrong_id() {
    let world = World::new().await;
    let nobody = WabaId::parse("111111111111111").unwrap();
    let error = world.client.phone_numbers(&token(), &nobody).await.unwrap_err();
    assert_eq!(error.class(), ErrorClass::WrongId);
}

#[tokio::test]
async fn the_secret_of_another_app_is_refused() {
    let world = World::new().await;
    let other = world.client.for_app(Some("not-the-secret".into()));
    assert_eq!(
        other.waba(&token(), &waba()).await.unwrap_err().class(),
        ErrorClass::Rejected
    );
    assert!(world.client.for_app(None).waba(&token(), &waba()).await.is_ok());
}

#[tokio::test]
async fn a_refused_field_costs_the_younger_fields_only() {
    let world = World::new().await;
    let body = json!({"error": {
        "message": "(#100) Tried accessing nonexisting field (x) on node type (WhatsAppBusinessAccount)",
        "type": "OAuthException", "code": 100,
    }});
    let refusal = || {
        Fault::next(
            1,
            FaultEffect::Answer {
                status: 400,
                body: body.clone(),
                headers: [].into(),
            },
        )
    };
    world.state().add_fault(refusal());
    let read = world.client.waba(&token(), &waba()).await.unwrap();
    assert!(read.reduced && read.health.is_none());
    assert_eq!(read.currency.as_deref(), Some("EUR"));
    world.state().add_fault(refusal());
    let numbers = world.client.phone_numbers(&token(), &waba()).await.unwrap();
    assert!(numbers.len() == 10 && numbers.iter().all(|n| n.reduced));
}

/// An answer that every call gets.
fn always(status: u16, body: Value) -> Fault {
    Fault::always(FaultEffect::Answer {
        status,
        body,
        headers: [].into(),
    })
}

#[rstest]
#[case(200, json!("<html>Sign in to the guest network</html>"), ErrorClass::Unreachable, 1)]
#[case(502, json!("<html>Bad gateway</html>"), ErrorClass::Transient, 3)]
#[case(302, json!({}), ErrorClass::Unreachable, 1)]
#[case(200, json!({"error": "odd"}), ErrorClass::Unreachable, 1)]
#[case(200, json!({"data": {}}), ErrorClass::Unreachable, 1)]
#[tokio::test]
async fn what_is_no_graph_answer_is_not_taken_for_one(
    #[case] status: u16,
    #[case] body: Value,
    #[case] class: ErrorClass,
    #[case] calls: usize,
) {
    let world = World::new().await;
    world.state().add_fault(always(status, body));
    let error = world.client.phone_numbers(&token(), &waba()).await.unwrap_err();
    assert!(matches!(error, GraphError::BadAnswer { .. }), "{error:?}");
    assert_eq!(error.class(), class);
    assert_eq!(world.calls(), calls);
}

#[tokio::test]
async fn an_answer_that_is_too_large_is_dropped() {
    let world = World::with(|config| config.max_answer_bytes = 200).await;
    let error = world.client.phone_numbers(&token(), &waba()).await.unwrap_err();
    assert_eq!(error, GraphError::TooLarge { limit: 200 });
    assert!(!error.retryable());
}

#[tokio::test]
async fn a_list_that_is_never_complete_is_an_error() {
    let world = World::with(|config| (config.page_limit, config.max_pages) = (2, 3)).await;
    let error = world.client.phone_numbers(&token(), &waba()).await.unwrap_err();
    assert!(error.to_string().contains("without end"), "{error}");
    world.state().add_fault(always(
        200,
        json!({"data": [{"id": "123456789012345"}],
               "paging": {"cursors": {"after": "MQ=="}, "next": "https://elsewhere.test/"}}),
    ));
    let error = world.client.phone_numbers(&token(), &waba()).await.unwrap_err();
    assert!(error.to_string().contains("same page twice"), "{error}");
}

#[tokio::test]
async fn a_list_of_templates_may_be_longer_than_other_lists_but_not_endless() {
    let world = World::with(|config| {
        (config.page_limit, config.max_pages, config.max_template_pages) = (2, 2, 20);
    })
    .await;
    let templates = world.client.message_templates(&token(), &waba()).await.unwrap();
    assert!(templates.len() > 4, "{}", templates.len());

    let world = World::with(|config| (config.page_limit, config.max_template_pages) = (2, 3)).await;
    let error = world
        .client
        .message_templates(&token(), &waba())
        .await
        .unwrap_err();
    assert!(error.to_string().contains("without end"), "{error}");
}

#[test]
fn the_longest_list_of_templates_that_meta_allows_is_read_to_its_end() {
    // 6,000 names (sources §1.2), each in ten languages.
    let config = GraphConfig::new("https://graph.facebook.com".parse().unwrap());
    assert!(config.page_limit * config.max_template_pages >= 6_000 * 10);
}

#[tokio::test]
async fn an_edge_without_a_confirmed_success_did_not_succeed() {
    let world = World::new().await;
    world.state().add_fault(always(200, json!({"success": false})));
    assert!(world.client.subscribe_app(&token(), &waba(), None).await.is_err());
}

#[rstest]
#[case("ftp://graph.facebook.com", "v25.0", true)]
#[case("https://graph.facebook.com", "25", false)]
#[case("https://graph.facebook.com", "v25.0/me", false)]
fn a_client_is_not_built_from_nonsense(#[case] url: &str, #[case] version: &str, #[case] url_is_wrong: bool) {
    let config = GraphConfig {
        api_version: version.into(),
        ..GraphConfig::new(url.parse().unwrap())
    };
    let error = GraphClient::new(config, ManualClock::at(NOW).clock(), Jitter::random()).unwrap_err();
    assert_eq!(matches!(error, BadConfig::BaseUrl), url_is_wrong);
    assert_eq!(matches!(error, BadConfig::Version), !url_is_wrong);
}

#[tokio::test]
async fn a_path_in_the_address_is_kept() {
    let world = World::with(|config| config.base_url.set_path("/relay/")).await;
    assert!(world.client.phone_number(&token(), &phone()).await.is_err());
    assert!(
        world
            .state()
            .exchanges()
            .first()
            .unwrap()
            .path
            .starts_with("/relay/v25.0/123456789012345")
    );
}
