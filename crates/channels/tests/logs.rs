//! What is logged. A test binary of its own, because the choice of what is
//! logged is shared by all threads of a process.

use std::{
    io,
    sync::{Arc, Mutex},
};

use channels::graph::{GraphClient, GraphConfig, Jitter, Pause};
use domain::{clock::ManualClock, ids::WabaId, time::Millis};
use sandbox::{Fault, FaultEffect, Sandbox, SandboxConfig};
use tracing_subscriber::fmt::MakeWriter;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0
            .lock()
            .map_err(|_| io::ErrorKind::Other)?
            .extend_from_slice(bytes);
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
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_max_level(tracing::Level::TRACE)
        .with_writer(log.clone())
        .finish();
    let _on = tracing::subscriber::set_default(subscriber);

    let clock = ManualClock::at(Millis(1_795_167_720_000)).clock();
    let running = Sandbox::new(SandboxConfig::demo(), clock.clone())
        .unwrap()
        .spawn("127.0.0.1:0".parse().unwrap())
        .await
        .unwrap();
    let mut config = GraphConfig::new(running.base_url.parse().unwrap());
    config.app_secret = Some(sandbox::APP_SECRET.into());
    let client =
        GraphClient::with_pause(config, clock, Jitter::from_fn(|| 0.0), Pause::noted(|_| ())).unwrap();

    let (token, waba) = (sandbox::TOKEN.into(), WabaId::parse(sandbox::WABA).unwrap());
    client.waba(&token, &waba).await.unwrap();
    client
        .debug_token(&sandbox::TOKEN_OTHER.into(), &token)
        .await
        .unwrap();
    client
        .waba(&sandbox::TOKEN_EXPIRED.into(), &waba)
        .await
        .unwrap_err();
    running
        .sandbox
        .state()
        .add_fault(Fault::always(FaultEffect::Disconnect));
    client
        .debug_token(&sandbox::TOKEN_OTHER.into(), &token)
        .await
        .unwrap_err();

    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    for expected in [
        "graph call method=GET path=\"/987654321098765\"",
        "graph call refused",
        "fbtrace_id=\"A",
    ] {
        assert!(text.contains(expected), "no {expected} in {text}");
    }
    assert!(
        text.contains("graph call failed method=GET path=\"/debug_token\""),
        "{text}"
    );
    for secret in [
        sandbox::TOKEN,
        sandbox::TOKEN_OTHER,
        sandbox::TOKEN_EXPIRED,
        sandbox::APP_SECRET,
    ] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}
