//! A running emulator and a client for it.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use channels::graph::{GraphClient, GraphConfig, Jitter, Pause};
use domain::{
    clock::ManualClock,
    ids::{PhoneNumberId, WabaId},
    time::Millis,
};
use sandbox::{RunningSandbox, Sandbox, SandboxConfig};
use secrecy::SecretString;

/// 2026-11-20T09:42:00Z
pub(crate) const NOW: Millis = Millis(1_795_167_720_000);

pub(crate) struct World {
    pub(crate) running: RunningSandbox,
    pub(crate) client: GraphClient,
    pub(crate) time: ManualClock,
    waits: Arc<Mutex<Vec<Duration>>>,
}

impl World {
    /// The demo data and a client with the app's secret.
    pub(crate) async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// The same with other settings of the client.
    pub(crate) async fn with(change: impl FnOnce(&mut GraphConfig)) -> Self {
        let time = ManualClock::at(NOW);
        let sandbox = Sandbox::new(SandboxConfig::demo(), time.clock()).unwrap();
        let running = sandbox.spawn("127.0.0.1:0".parse().unwrap()).await.unwrap();
        let mut config = GraphConfig::new(running.base_url.parse().unwrap());
        config.app_secret = Some(sandbox::APP_SECRET.into());
        change(&mut config);
        let waits = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&waits);
        let pause = Pause::noted(move |time| noted.lock().unwrap().push(time));
        // The longest possible jitter makes waits predictable.
        let client = GraphClient::with_pause(config, time.clock(), Jitter::from_fn(|| 1.0), pause).unwrap();
        Self {
            running,
            client,
            time,
            waits,
        }
    }

    pub(crate) fn state(&self) -> std::sync::MutexGuard<'_, sandbox::State> {
        self.running.sandbox.state()
    }

    /// How many calls arrived.
    pub(crate) fn calls(&self) -> usize {
        self.state().exchanges().len()
    }

    /// The waits that the client would have made.
    pub(crate) fn waits(&self) -> Vec<Duration> {
        self.waits.lock().unwrap().clone()
    }
}

pub(crate) fn token() -> SecretString {
    sandbox::TOKEN.into()
}

pub(crate) fn waba() -> WabaId {
    WabaId::parse(sandbox::WABA).unwrap()
}

pub(crate) fn phone() -> PhoneNumberId {
    PhoneNumberId::parse(sandbox::FIRST_PHONE).unwrap()
}
