//! The emulated Meta.

use std::net::SocketAddr;

use sandbox::{Behaviour, SandboxConfig, Subscription};
use tahona::http::webhook;

pub(super) const TOKEN: &str = "EAAPROCESS";
pub(super) const APP_SECRET: &str = "secret-of-the-process-tests";
pub(super) const VERIFY_TOKEN: &str = "verify-of-the-process-tests";

/// A Meta that repeats itself, mixes things up and tries again soon.
pub(super) fn emulated(console: SocketAddr) -> SandboxConfig {
    let mut config = SandboxConfig::demo().with_token(TOKEN);
    APP_SECRET.clone_into(&mut config.app.secret);
    config.check_callbacks = false;
    config.journal_length = 10_000;
    let app_id = config.app.id.clone();
    for waba in &mut config.wabas {
        "TIER_UNLIMITED".clone_into(&mut waba.portfolio.messaging_limit);
        if waba.id == sandbox::WABA {
            waba.subscriptions = vec![Subscription {
                app_id: app_id.clone(),
                override_callback_uri: Some(address(console)),
                verify_token: Some(VERIFY_TOKEN.to_owned()),
            }];
        }
    }
    config.behaviour = Behaviour {
        sent_ms: 5,
        delivered_ms: 20,
        read_ms: 60,
        batch: 6,
        concurrency: 4,
        duplicate_percent: 15,
        reorder: true,
        retry_ms: 50,
        attempts: 30,
        time_out_ms: 5_000,
        ..Behaviour::default()
    };
    config
}

pub(super) fn address(console: SocketAddr) -> String {
    format!("http://{console}{}", webhook::PATH)
}
