//! Reports about messages of ours: what is left of those that contradict each
//! other.

use domain::time::{DAY, HOUR};
use rstest::rstest;
use service::{
    Call,
    messages::{outbox::stops, retention},
    webhooks::worker,
};
use store::{Engine, webhooks::events::EventState};

use crate::world::{NUMBER, World, message_change, orders};

/// A report with whatever belongs to it; `at` in milliseconds.
fn report(wamid: &str, word: &str, at: i64, rest: &str) -> String {
    let seconds = at / 1_000;
    let report = format!(r#"{{"id":"{wamid}","status":"{word}","timestamp":"{seconds}"{rest}}}"#);
    message_change(NUMBER, "statuses", &report)
}

/// Reports of one message that say different things about the same.
fn contradictions(wamid: &str, then: i64) -> [String; 4] {
    let price = |category: &str| {
        format!(r#","pricing":{{"pricing_model":"PMP","type":"regular","category":"{category}"}}"#)
    };
    [
        report(
            wamid,
            "failed",
            then,
            r#","errors":[{"code":131026,"title":"first"}]"#,
        ),
        report(
            wamid,
            "failed",
            then + 9_000,
            r#","errors":[{"code":131000,"title":"second"}]"#,
        ),
        report(wamid, "sent", then, &price("utility")),
        report(wamid, "sent", then + 9_000, &price("marketing")),
    ]
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn reports_that_contradict_each_other_end_the_same_in_every_order(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let then = world.now().0 - 60_000;
    let mut ends = Vec::new();
    for (n, order) in orders(4).into_iter().enumerate() {
        let wamid = format!("wamid.ORDER{n}");
        world.sent(&wamid).await;
        let told = contradictions(&wamid, then);
        for at in order {
            world.deliver(std::slice::from_ref(&told[at])).await;
        }
        ends.push(world.kept_of(&wamid).await);
    }
    assert_eq!(ends.len(), 24);
    assert_eq!(ends[0].1, Some(131_026), "the earlier failure says why");
    for end in &ends {
        assert_eq!(end, &ends[0]);
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn reports_that_had_to_wait_end_as_those_that_did_not(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let then = world.now().0 - 60_000;
    world.sent("wamid.KNOWN").await;
    world.deliver(&contradictions("wamid.KNOWN", then)).await;
    let direct = (
        world.kept_of("wamid.KNOWN").await,
        world.facts_of("wamid.KNOWN").await.sent_at,
    );
    for (n, order) in orders(4).into_iter().enumerate() {
        let wamid = format!("wamid.LATE{n}");
        let told = contradictions(&wamid, then);
        // One by one or together, and each of them twice.
        let (alone, together) = order.split_at(n % 4);
        for at in alone {
            world.deliver(&[told[*at].clone(), told[*at].clone()]).await;
        }
        let together: Vec<String> = together.iter().map(|at| told[*at].clone()).collect();
        world.deliver(&together).await;
        world.deliver(&told).await;
        assert_eq!(
            world.events(EventState::Parked).await,
            4,
            "each that differs, once"
        );
        world.sent(&wamid).await;
        worker::recover(&world.test.svc, 0).await.unwrap();
        assert_eq!(world.events(EventState::Parked).await, 0);
        let joined = (world.kept_of(&wamid).await, world.facts_of(&wamid).await.sent_at);
        assert_eq!(joined, direct);
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_clock_that_runs_ahead_is_not_believed_of_a_report_that_had_to_wait(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let came = world.now();
    let ahead = came.plus(5 * 24 * HOUR);
    world
        .deliver(&[report("wamid.AHEAD", "delivered", ahead.0, "")])
        .await;
    world.pass(HOUR);
    world.sent("wamid.AHEAD").await;
    worker::recover(&world.test.svc, 0).await.unwrap();
    assert_eq!(world.facts_of("wamid.AHEAD").await.delivered_at, Some(came));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_failure_that_had_to_wait_stops_what_would_fail_as_well(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let then = world.now();
    world
        .deliver(&[report(
            "wamid.UNPAID",
            "failed",
            then.0,
            r#","errors":[{"code":131042}]"#,
        )])
        .await;
    let stopped = async || stops::list(&world.test.svc, &Call::system("test")).await.unwrap();
    assert_eq!(stopped().await, []);
    world.pass(HOUR);
    world.sent("wamid.UNPAID").await;
    worker::recover(&world.test.svc, 0).await.unwrap();
    let stopped = stopped().await;
    assert_eq!(
        (stopped.len(), stopped[0].code, stopped[0].since),
        (1, 131_042, then)
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_report_about_another_systems_message_waits_for_days_and_not_for_ever(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let then = world.now();
    world.deliver(&[report("wamid.OTHERS", "sent", then.0, "")]).await;
    // As long as Meta may repeat what tells us of the message.
    world.pass(8 * DAY);
    retention::sweep(&world.test.svc).await.unwrap();
    assert_eq!(world.events(EventState::Parked).await, 1);
    world.pass(3 * DAY);
    world
        .deliver(&[report("wamid.LATE", "sent", world.now().0, "")])
        .await;
    retention::sweep(&world.test.svc).await.unwrap();
    let waiting = world.rows(EventState::Parked).await;
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].wamid.as_deref(), Some("wamid.LATE"));
    // It is kept, and shown for what it is.
    let settled = world.rows(EventState::Processed).await;
    assert_eq!(settled.len(), 1);
    assert_eq!(
        (settled[0].wamid.as_deref(), settled[0].outcome.as_str()),
        (Some("wamid.OTHERS"), "noted")
    );
}
