//! Secrets do not travel further than they must.

use std::{
    io,
    sync::{Arc, Mutex},
};

use sandbox::{Fault, FaultEffect};
use serde_json::json;
use tracing_subscriber::fmt::MakeWriter;

use crate::support::{World, token, waba};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;
    fn make_writer(&self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn no_token_or_secret_is_logged_whatever_happens() {
    let log = Log::default();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(log.clone()).finish();
    let _on = tracing::subscriber::set_default(subscriber);

    let world = World::new().await;
    world.client.waba(&token(), &waba()).await.unwrap();
    world.client.debug_token(&sandbox::TOKEN_OTHER.into(), &token()).await.unwrap();
    world.client.waba(&sandbox::TOKEN_EXPIRED.into(), &waba()).await.unwrap_err();
    world.state().add_fault(Fault::always(FaultEffect::Disconnect));
    world.client.debug_token(&sandbox::TOKEN_OTHER.into(), &token()).await.unwrap_err();

    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let ours: Vec<&str> = text.lines().filter(|line| line.contains("channels::")).collect();
    assert!(ours.iter().any(|line| line.contains("graph call refused") && line.contains("fbtrace_id")), "{text}");
    assert!(ours.iter().any(|line| line.contains("/debug_token")), "{text}");
    for secret in [sandbox::TOKEN, sandbox::TOKEN_OTHER, sandbox::TOKEN_EXPIRED, sandbox::APP_SECRET] {
        assert!(!ours.iter().any(|line| line.contains(secret)), "{secret} in {ours:?}");
    }
}

#[tokio::test]
async fn a_token_that_meta_echoes_is_cut_out() {
    let world = World::new().await;
    let body = json!({"error": {"message": format!("Malformed access token {}", sandbox::TOKEN),
                                "type": "OAuthException", "code": 190}});
    world.state().add_fault(Fault::always(FaultEffect::Answer { status: 400, body, headers: [].into() }));
    let error = world.client.waba(&token(), &waba()).await.unwrap_err();
    assert_eq!(error.api().unwrap().message, "Malformed access token [secret]");
    assert!(!format!("{error:?} {error} {}", error.api().unwrap().raw).contains(sandbox::TOKEN));
}

#[tokio::test]
async fn the_token_travels_in_the_header_with_a_proof_of_the_app() {
    let world = World::new().await;
    world.client.phone_numbers(&token(), &waba()).await.unwrap();
    let exchange = world.state().exchanges().remove(0);
    assert_eq!(exchange.headers["authorization"], format!("Bearer {}", sandbox::TOKEN));
    assert!(!exchange.path.contains(sandbox::TOKEN));
    assert!(!exchange.query.values().any(|value| value.contains(sandbox::TOKEN)));
    assert_eq!(exchange.query["appsecret_proof"].len(), 64);
}

#[test]
fn settings_do_not_show_the_app_secret() {
    let mut config = channels::graph::GraphConfig::new("https://graph.facebook.com".parse().unwrap());
    config.app_secret = Some(sandbox::APP_SECRET.into());
    assert!(!format!("{config:?}").contains(sandbox::APP_SECRET));
}
