//! Everything the client sends, and everything it gets, against Meta's document.

use channels::{
    graph::{CallbackOverride, PricingQuery, TemplateEdit},
    template::TemplateCategory,
};
use domain::time::DAY;
use sandbox::contract::Contract;

use crate::{
    messages::{order, text},
    support::{NOW, World, phone, token, waba},
    templates::{app, body, new, picture},
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
    client.message_templates(&token(), &waba()).await.unwrap();
    let made = client
        .create_template(&token(), &waba(), &new("encargo_listo"))
        .await
        .unwrap();
    client.message_template(&token(), &made.id).await.unwrap();
    world.time.advance(60_000);
    world.running.sandbox.deliver_due().await;
    let edit = TemplateEdit {
        category: Some(TemplateCategory::Utility),
        components: Some(body(
            "Hola {{1}}, tu encargo {{2}} te espera mañana en la tienda.",
        )),
        ttl_seconds: None,
    };
    client.edit_template(&token(), &made.id, &edit).await.unwrap();
    client.edit_template(&token(), &made.id, &edit).await.unwrap_err();
    client
        .delete_template(&token(), &waba(), "po_notification", None)
        .await
        .unwrap();
    client
        .create_template(&token(), &waba(), &new("encargo_listo"))
        .await
        .unwrap_err();
    client.upload_sample(&token(), &app(), &picture()).await.unwrap();
    let query = PricingQuery::daily(NOW.plus(-DAY), NOW);
    client.pricing_analytics(&token(), &waba(), &query).await.unwrap();
    client
        .send_message(&token(), &phone(), &order())
        .await
        .unwrap_err();
    client
        .send_message(&token(), &phone(), &text("Hola"))
        .await
        .unwrap();
    client
        .send_message(&token(), &phone(), &text(""))
        .await
        .unwrap_err();
    client
        .waba(&sandbox::TOKEN_UNDERSCOPED.into(), &waba())
        .await
        .unwrap_err();

    let contract = Contract::load().unwrap();
    let state = world.state();
    let exchanges = state.exchanges();
    assert_eq!(exchanges.len(), 27);
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
