//! `tahona demo`: sandbox, demo data and console in one process.

use std::{net::SocketAddr, path::PathBuf, process::ExitCode};

use sandbox::{Difference, LifeSettings, Phone, Sandbox, SandboxConfig, history};
use service::{
    ServiceError, Services,
    billing::follow,
    demo::{self, past::PastEvent},
    people::demo as people,
};
use tokio_util::sync::CancellationToken;

use super::{Outcome, log_and_trace, past, say};
use crate::{
    config::{Config, DEMO_VERIFY_TOKEN, Given, setting},
    http::webhook,
    start::{self, Mode, StartError},
};

/// Options of `tahona demo`.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Folder for the database and the key file
    #[arg(long, value_name = "DIR", default_value = "data/demo")]
    data: PathBuf,
    /// Address and port of the emulated Graph API [default: a free port of this machine]
    #[arg(
        long,
        value_name = "ADDR",
        default_value = "127.0.0.1:0",
        hide_default_value = true
    )]
    sandbox_addr: SocketAddr,
    /// How many numbers the pool holds
    #[arg(long, value_name = "COUNT", default_value_t = 10, value_parser = clap::value_parser!(u32).range(10..=600))]
    numbers: u32,
    /// Lets customers of the emulated Meta write now and then
    #[arg(long)]
    life: bool,
    #[command(flatten)]
    given: Given,
}

pub(super) async fn run(options: Options) -> Outcome {
    let file = |name: &str| options.data.join(name).display().to_string();
    let given = options
        .given
        .or_default(setting::DATABASE_URL, format!("sqlite://{}", file("tahona.db")))
        .or_default(setting::SECRET_KEY_FILE, file("secret.key"))
        // The demo looks after its own account.
        .without(setting::WABA_ID)
        .without(setting::ACCESS_TOKEN)
        .without(setting::PHONE_NUMBER_ID)
        .without(setting::APP_SECRET)
        .with(setting::VERIFY_TOKEN, DEMO_VERIFY_TOKEN);
    let mut config = Config::read(given, true)?;
    let traces = log_and_trace(&config)?;
    start::only_the_demos(&config).await?;
    std::fs::create_dir_all(&options.data)?;

    let stop = start::stop_on_signals()?;
    let sandbox = Sandbox::new(emulated(options.numbers), start::system_clock())?;
    let sandbox = sandbox.spawn(options.sandbox_addr).await?;
    config.graph_base_url = sandbox.base_url.parse().map_err(std::io::Error::other)?;

    let listener = start::listen(config.addr).await?;
    let base_url = config.base_url_at(listener.local_addr()?);
    let services = start::services(&config, base_url.clone(), Mode { demo: true }).await?;
    demo::seed(&services).await.map_err(|error| match error {
        ServiceError::Forbidden => StartError::NotTheDemos(config.database_for_people()),
        other => other.into(),
    })?;
    let past = history::history(services.clock.now(), history::SEED);
    {
        let mut emulated = sandbox.sandbox.state();
        emulated.behaviour_mut().callback_url = Some(
            base_url
                .join(webhook::PATH)
                .map_err(std::io::Error::other)?
                .into(),
        );
        // The emulated Meta remembers the same past as the console's demo data,
        // and counts a few things differently.
        let now = services.clock.now();
        emulated.remember_history(&past);
        *emulated.differences_mut() = Difference::demo(now);
        emulated.set_life(options.life.then(LifeSettings::default));
    }

    say_facts(base_url.as_str(), &sandbox.base_url)?;
    // Months of messages take a while; people can look around meanwhile.
    let telling = tokio::spawn(tell(services.clone(), past::told(&past), stop.clone()));
    let served = start::serve(&config, services, listener, stop).await;
    let _ = telling.await;
    sandbox.shutdown().await?;
    if let Some(traces) = traces {
        traces.finish().await;
    }
    served?;
    Ok(ExitCode::SUCCESS)
}

/// Writes the past, then asks the emulated Meta what it counted.
async fn tell(services: Services, past: Vec<PastEvent>, stop: CancellationToken) {
    let told = stop.run_until_cancelled_owned(async move {
        let told = demo::past::tell(&services, &past).await?;
        if told > 0 {
            follow::all(&services).await?;
            demo::past::settle(&services).await?;
        }
        Ok::<_, service::ServiceError>(told)
    });
    match Box::pin(told).await {
        Some(Ok(told)) => tracing::info!(told, "the demo's past is told"),
        Some(Err(error)) => tracing::warn!(%error, "the demo's past is not told to its end"),
        None => {}
    }
}

/// One line for each fact; tools read them.
fn say_facts(url: &str, sandbox: &str) -> std::io::Result<()> {
    say(&format!("url: {}", url.trim_end_matches('/')))?;
    say(&format!("sandbox: {sandbox}"))?;
    for (email, ..) in people::PEOPLE {
        say(&format!("sign-in: {email} / {}", people::PASSWORD))?;
    }
    say(&format!("desk: {sandbox}{}", sandbox::operator::desk::PATH))
}

/// The emulated Meta with this many numbers in its pilot account.
fn emulated(numbers: u32) -> SandboxConfig {
    let mut config = SandboxConfig::demo();
    let Some(pilot) = config.wabas.iter_mut().find(|waba| waba.id == sandbox::WABA) else {
        return config;
    };
    let first: u64 = sandbox::FIRST_PHONE.parse().unwrap_or_default();
    let known = u32::try_from(pilot.phones.len()).unwrap_or(u32::MAX);
    pilot.phones.extend((known..numbers).map(|i| Phone {
        id: (first + u64::from(i)).to_string(),
        display_phone_number: format!("+34 622 {:03} {:03}", i / 1_000, i % 1_000),
        verified_name: format!("Tahona Avisos {i}"),
        ..Phone::default()
    }));
    config
}
