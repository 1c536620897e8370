//! Meta takes a message and says so too late: nobody knows, nobody sends it
//! again, and its status settles it.

use std::{collections::BTreeMap, time::Duration};

use domain::message::{delivery::State, id::MessageId};
use rstest::rstest;
use sandbox::{Fault, FaultEffect};
use serde_json::json;
use service::{Inner, Services};
use store::{
    Engine,
    messages::{outgoing, progress},
};
use tahona::{
    jobs, router, serve,
    state::{AppState, WebSettings},
};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::support::{World, free_address, until};

/// How long this console waits for Meta.
const PATIENCE: Duration = Duration::from_millis(250);

/// The world's use cases, without much patience.
fn impatient(world: &World) -> Services {
    let svc = &world.svc;
    Services::new(Inner {
        db: svc.db.clone(),
        clock: svc.clock.clone(),
        random: svc.random.clone(),
        vault: svc.vault.clone(),
        graph: svc.graph.clone().with_patience(PATIENCE),
        settings: svc.settings.clone(),
        events: svc.events.clone(),
        mailer: None,
    })
}

async fn state(world: &World, id: MessageId) -> (State, bool) {
    let mut tx = world.svc.db.read().await.unwrap();
    let message = progress::by_ids(&mut tx, &[id.0]).await.unwrap().pop().unwrap();
    (message.facts.state(), message.facts.unanswered_at.is_some())
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_comes_too_late_is_settled_by_the_status(#[case] engine: Engine) {
    let addr = free_address();
    let world = World::new(engine, addr).await;
    {
        let mut meta = world.sandbox.sandbox.state();
        // Reports wait until they are asked for.
        let behaviour = meta.behaviour_mut();
        (behaviour.sent_ms, behaviour.delivered_ms, behaviour.read_ms) = (600_000, 600_000, 600_000);
        let messages = |n: u64| {
            let first: u64 = sandbox::FIRST_PHONE.parse().unwrap();
            format!("/{}/messages", first + n)
        };
        meta.add_fault(Fault::next(1, FaultEffect::Late { ms: 3_000 }).on(messages(0)));
        let broken = FaultEffect::Answer {
            status: 503,
            body: json!("<html>try again</html>"),
            headers: BTreeMap::default(),
        };
        meta.add_fault(Fault::next(1, broken).on(messages(1)));
    }
    let services = impatient(&world);
    let stop = CancellationToken::new();
    let web = WebSettings {
        base_url: services.settings.base_url.clone(),
        trusted_proxies: Vec::new(),
        time_zone: "Europe/Madrid".to_owned(),
        metrics_token: None,
    };
    let listener = TcpListener::bind(addr).await.unwrap();
    let console = router::build(AppState::new(services.clone(), web, stop.clone()));
    let serving = tokio::spawn(serve::run(listener, console, stop.clone()));
    let jobs = jobs::start(&services, None, &stop);

    let url = format!("http://{addr}");
    let late = MessageId::parse(&world.send(&url, 0).await).unwrap();
    let broken = MessageId::parse(&world.send(&url, 1).await).unwrap();
    for id in [late, broken] {
        until("the outcome is known as unknown", async || {
            state(&world, id).await == (State::Unknown, true)
        })
        .await;
    }
    let taken = |world: &World| world.sandbox.sandbox.state().sent().len();
    assert_eq!(taken(&world), 1, "Meta has the late one");
    assert_eq!(
        world.count("SELECT CAST(COUNT(*) AS BIGINT) FROM outbox").await,
        0
    );

    until("the late one is settled", async || {
        world.sandbox.sandbox.flush().await;
        matches!(state(&world, late).await.0, State::Delivered | State::Read)
    })
    .await;
    assert_eq!(taken(&world), 1, "nothing was sent again");
    assert_eq!(state(&world, broken).await.0, State::Unknown, "a person decides");
    let mut tx = world.svc.db.read().await.unwrap();
    for id in [late, broken] {
        let attempts = outgoing::attempts(&mut tx, id).await.unwrap();
        assert_eq!(attempts.len(), 1);
        assert_eq!(attempts[0].outcome, "unknown");
    }
    drop(tx);
    stop.cancel();
    serving.await.unwrap().unwrap();
    jobs.wait().await;
}
