//! `kill -9` in the middle of everything, again and again; then the accounts.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use domain::message::{delivery::State, id::MessageId};
use rstest::rstest;
use sandbox::{Fault, FaultEffect};
use serde_json::Value;
use service::audit::{Verdict, verify};
use store::{Engine, messages::progress};

use crate::support::{World, free_address, until};

/// Messages to send and messages from customers.
const MESSAGES: usize = 320;
/// Programs that send at the same time.
const PROGRAMS: usize = 6;
/// How much has to happen until the next kill: never twice the same, so that
/// it strikes at different places.
const STEPS: [u64; 6] = [31, 203, 97, 260, 55, 151];
/// What is logged: everything of ours.
const LOG: &str = "info,tahona=debug,service=debug,store=debug,channels=debug,app=debug";

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_and_nothing_sent_twice(#[case] engine: Engine) {
    let addr = free_address();
    let world = Arc::new(World::new(engine, addr).await);
    // One number's calls take a while, so that a kill finds some under way.
    let slow = format!("/{}/messages", sandbox::FIRST_PHONE);
    let fault = Fault::always(FaultEffect::Delay).on(slow).after_ms(40);
    world.sandbox.sandbox.state().add_fault(fault);
    let mut console = world.start(addr, LOG).await;

    let next = Arc::new(AtomicUsize::new(0));
    let programs: Vec<_> = (0..PROGRAMS)
        .map(|_| {
            let (world, next, url) = (Arc::clone(&world), Arc::clone(&next), console.url.clone());
            tokio::spawn(async move {
                let mut done = Vec::new();
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    if n >= MESSAGES {
                        return done;
                    }
                    let wrote = world.customer_writes(n);
                    done.push((n, wrote, world.send(&url, n).await));
                }
            })
        })
        .collect();

    for step in STEPS {
        let goal = progress_of(&world) + step;
        until("something happens", async || progress_of(&world) >= goal).await;
        console.kill();
        console = world.start(addr, LOG).await;
    }
    let mut asked = BTreeMap::new();
    let mut written = BTreeSet::new();
    for program in programs {
        for (n, wrote, id) in program.await.unwrap() {
            written.insert(wrote);
            asked.insert(n, id);
        }
    }
    assert_eq!((asked.len(), written.len()), (MESSAGES, MESSAGES));
    let ids: BTreeSet<&String> = asked.values().collect();
    assert_eq!(ids.len(), MESSAGES, "a repeated request is the same message");

    // As if a minute had passed since the last kill: dead senders are known as dead.
    assert!(console.stop().await.success());
    let mut tx = world.svc.db.write().await.unwrap();
    store::on!(&mut tx, |c| sqlx::query("UPDATE leases SET until = 0")
        .execute(c)
        .await
        .map(|_| ()))
    .unwrap();
    tx.commit().await.unwrap();
    let console = world.start(addr, LOG).await;
    until("everything that waits has left", async || {
        world.sandbox.sandbox.flush().await;
        world.count("SELECT CAST(COUNT(*) AS BIGINT) FROM outbox").await == 0
            && world
                .count("SELECT CAST(COUNT(*) AS BIGINT) FROM webhook_deliveries WHERE state = 0")
                .await
                == 0
            && world
                .count("SELECT CAST(COUNT(*) AS BIGINT) FROM webhook_events WHERE state = 2")
                .await
                == 0
            && unsettled(&world, &asked).await == 0
    })
    .await;

    account_for_what_came(&world, &written).await;
    account_for_what_left(&world, &asked).await;
    assert!(matches!(
        verify(&world.svc.db).await.unwrap(),
        Verdict::Intact { .. }
    ));
    assert!(console.stop().await.success());
    world.assert_logs_name_nobody(MESSAGES);
}

/// Messages that Meta took and events that were answered with 200.
fn progress_of(world: &World) -> u64 {
    let tally = world.sandbox.sandbox.state().tally();
    tally.accepted + tally.delivered
}

/// By our id, how often Meta took a message.
fn taken(world: &World) -> HashMap<String, usize> {
    let mut taken = HashMap::new();
    for sent in world.sandbox.sandbox.state().sent() {
        *taken.entry(sent.tracking.unwrap()).or_default() += 1;
    }
    taken
}

async fn states(world: &World, asked: &BTreeMap<usize, String>) -> HashMap<String, State> {
    let ids: Vec<i64> = asked.values().map(|id| MessageId::parse(id).unwrap().0).collect();
    let mut tx = world.svc.db.read().await.unwrap();
    let found = progress::by_ids(&mut tx, &ids).await.unwrap();
    found
        .into_iter()
        .map(|message| (MessageId(message.id).to_string(), message.facts.state()))
        .collect()
}

/// Messages that Meta has and of which we do not know it (yet).
async fn unsettled(world: &World, asked: &BTreeMap<usize, String>) -> usize {
    let taken = taken(world);
    let states = states(world, asked).await;
    states
        .iter()
        .filter(|(id, state)| taken.contains_key(*id) && !arrived(**state))
        .count()
}

fn arrived(state: State) -> bool {
    matches!(state, State::Sent | State::Delivered | State::Read)
}

/// Every event of a delivery that was answered with 200 has had its effect, once.
async fn account_for_what_came(world: &World, written: &BTreeSet<String>) {
    let deliveries = {
        let state = world.sandbox.sandbox.state();
        assert_eq!(state.tally().given_up, 0);
        state.deliveries()
    };
    let stored = world
        .pairs("SELECT key, CAST(state AS TEXT) FROM webhook_events")
        .await;
    let mut told = 0;
    for delivery in deliveries.iter().filter(|delivery| delivery.status == 200) {
        let body: Value = serde_json::from_str(&delivery.body).unwrap();
        for key in keys(&body) {
            assert_eq!(stored.get(&key).map(String::as_str), Some("1"), "{key}");
            told += 1;
        }
    }
    assert!(told > MESSAGES, "{told}");
    let known = world
        .pairs("SELECT wamid, CAST(COUNT(*) AS TEXT) FROM messages WHERE direction = 0 GROUP BY wamid")
        .await;
    let known_ids: BTreeSet<String> = known.keys().cloned().collect();
    assert_eq!(&known_ids, written, "every customer's message, and nothing else");
    assert!(known.values().all(|times| times == "1"), "{known:?}");
}

/// The keys under which a body's messages and statuses are stored.
fn keys(body: &Value) -> Vec<String> {
    let list = |value: &Value, name: &str| value[name].as_array().cloned().unwrap_or_default();
    let mut keys = Vec::new();
    for entry in list(body, "entry") {
        for change in list(&entry, "changes") {
            let value = &change["value"];
            for message in list(value, "messages") {
                keys.push(format!("m:{}", message["id"].as_str().unwrap()));
            }
            for status in list(value, "statuses") {
                let text = |name: &str| status[name].as_str().unwrap().to_owned();
                keys.push(format!("s:{}:{}", text("id"), text("status")));
            }
        }
    }
    keys
}

/// Meta has each message at most once, and each has one honest state.
async fn account_for_what_left(world: &World, asked: &BTreeMap<usize, String>) {
    let taken = taken(world);
    let twice: Vec<_> = taken.iter().filter(|(_, times)| **times > 1).collect();
    assert!(twice.is_empty(), "sent twice: {twice:?}");
    let mut handed: HashMap<String, usize> = HashMap::new();
    for call in world.sandbox.sandbox.state().exchanges() {
        if let Some(id) = call.body["biz_opaque_callback_data"].as_str() {
            *handed.entry(id.to_owned()).or_default() += 1;
        }
    }
    let twice: Vec<_> = handed.iter().filter(|(_, times)| **times > 1).collect();
    assert!(twice.is_empty(), "handed over twice: {twice:?}");
    let states = states(world, asked).await;
    assert_eq!(states.len(), MESSAGES);
    let stored = world
        .count("SELECT CAST(COUNT(*) AS BIGINT) FROM messages WHERE direction = 1")
        .await;
    assert_eq!(usize::try_from(stored).unwrap(), MESSAGES);
    let mut unknown = 0;
    for (id, state) in &states {
        if taken.contains_key(id) {
            assert!(arrived(*state), "{id} has arrived and is shown as {state:?}");
        } else {
            // Its sender died between writing "handed over" and the call's end.
            assert_eq!(*state, State::Unknown, "{id}");
            unknown += 1;
        }
    }
    assert!(
        taken.keys().all(|id| states.contains_key(id)),
        "Meta has nothing of its own"
    );
    assert!(
        unknown < MESSAGES / 2,
        "{unknown} of {MESSAGES} were never handed over"
    );
}
