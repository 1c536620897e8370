//! Everything the client sends, and everything it gets, against Meta's document.

use channels::graph::CallbackOverride;
use sandbox::contract::Contract;

use crate::{
    messages::{order, text},
    support::{World, phone, token, waba},
};

#[tokio::test]
async fn every_call_of_the_client_is_in_metas_document() {
    let world = World::with(|config| config.page_limit = 4).await;
    world.state().check_callbacks(false);
    let to = CallbackOverride {
        callback_uri: "https://tahona.example/api/v1/whatsapp/webhook".parse().unwrap(),
        verify_token: "demo-verify-token".into(),
    };
    let client = &world.client;
    client.waba(&token(), &waba()).await.unwrap();
    client.phone_numbers(&token(), &waba()).await.unwrap();
    client.phone_number(&token(), &phone()).await.unwrap();
    client.health_status(&token(), &waba()).await.unwrap();
    client.health_status(&token(), &phone()).await.unwrap();
    client.debug_token(&token(), &token()).await.unwrap();
    client.subscribe_app(&token(), &waba(), Some(&to)).await.unwrap();
    client.subscribed_apps(&token(), &waba()).await.unwrap();
    client.unsubscribe_app(&token(), &waba()).await.unwrap();
    client.message_templates(&token(), &waba()).await.unwrap();
    client.send_message(&token(), &phone(), &order()).await.unwrap();
    client
        .send_message(&token(), &phone(), &text("Hola"))
        .await
        .unwrap();
    client
        .send_message(&token(), &phone(), &text(""))
        .await
        .unwrap_err();
    client
        .mark_read(&token(), &phone(), "wamid.NO", true)
        .await
        .unwrap_err();
    client
        .waba(&sandbox::TOKEN_UNDERSCOPED.into(), &waba())
        .await
        .unwrap_err();

    let contract = Contract::load().unwrap();
    let state = world.state();
    let exchanges = state.exchanges();
    assert_eq!(exchanges.len(), 20);
    for exchange in &exchanges {
        let unexplained: Vec<_> = contract
            .check(&state, exchange)
            .into_iter()
            .filter(|found| found.drift().is_none())
            .collect();
        assert!(
            unexplained.is_empty(),
            "{} {}: {unexplained:#?}",
            exchange.method,
            exchange.path
        );
        assert!(exchange.path.starts_with("/v25.0/"));
        assert_eq!(exchange.headers["user-agent"], channels::http::USER_AGENT);
    }
}
