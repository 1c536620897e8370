//! Secrets do not travel further than they must.

use sandbox::{Fault, FaultEffect};
use serde_json::json;

use crate::support::{World, token, waba};

#[tokio::test]
async fn a_token_that_meta_echoes_is_cut_out() {
    let world = World::new().await;
    let body = json!({"error": {"message": format!("Malformed access token {}", sandbox::TOKEN),
                                "type": "OAuthException", "code": 190}});
    world.state().add_fault(Fault::always(FaultEffect::Answer {
        status: 400,
        body,
        headers: [].into(),
    }));
    let error = world.client.waba(&token(), &waba()).await.unwrap_err();
    assert_eq!(error.api().unwrap().message, "Malformed access token [secret]");
    assert!(!format!("{error:?} {error} {}", error.api().unwrap().raw).contains(sandbox::TOKEN));
}

#[tokio::test]
async fn the_token_travels_in_the_header_with_a_proof_of_the_app() {
    let world = World::new().await;
    world.client.phone_numbers(&token(), &waba()).await.unwrap();
    let exchange = world.state().exchanges().remove(0);
    assert_eq!(
        exchange.headers["authorization"],
        format!("Bearer {}", sandbox::TOKEN)
    );
    assert!(!exchange.path.contains(sandbox::TOKEN));
    assert!(
        !exchange
            .query
            .values()
            .any(|value| value.contains(sandbox::TOKEN))
    );
    assert_eq!(exchange.query["appsecret_proof"].len(), 64);
}

#[test]
fn settings_do_not_show_the_app_secret() {
    let mut config = channels::graph::GraphConfig::new("https://graph.facebook.com".parse().unwrap());
    config.app_secret = Some(sandbox::APP_SECRET.into());
    assert!(!format!("{config:?}").contains(sandbox::APP_SECRET));
}
