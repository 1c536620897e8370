//! Once and only once, in fair turns, whatever dies on the way.

use std::{collections::HashSet, time::Duration};

use domain::{
    ids::ApiKeyId,
    message::{delivery::State, pacing::PAIR_PAUSE},
    permission::Actor,
    time::{DAY, MINUTE},
};
use rstest::rstest;
use service::{
    Call, ServiceError,
    error::Conflict,
    messages::{
        outbox::{self, Outbox, WAITS_AT_MOST, perform},
        send,
    },
};
use store::{Engine, on};
use tokio_util::sync::CancellationToken;

use crate::{JUAN, order, phone, text, world};

fn key(tenant: Option<&domain::ids::TenantId>) -> Call {
    let id = ApiKeyId::parse("0192a7c0-0000-7000-8000-0000000000aa").unwrap();
    let actor = match tenant {
        Some(tenant) => Actor::TenantKey {
            id,
            name: "till".into(),
            tenant: tenant.clone(),
        },
        None => Actor::PlatformKey {
            id,
            name: "erp".into(),
        },
    };
    Call {
        actor,
        ip: None,
        request_id: None,
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_same_request_is_one_message_and_another_one_a_conflict(#[case] engine: Engine) {
    let w = world(engine).await;
    let keyed = |mut input: send::SendInput| {
        input.key = Some("order-1".into());
        input
    };
    let call = key(None);
    let first = send::send(&w, &call, &keyed(order(&w.tenant, JUAN)))
        .await
        .unwrap();
    let second = send::send(&w, &call, &keyed(order(&w.tenant, JUAN)))
        .await
        .unwrap();
    assert_eq!(
        (first.id, first.replayed, second.replayed),
        (second.id, false, true)
    );
    w.outbox().turn().await.unwrap();
    let third = send::send(&w, &call, &keyed(order(&w.tenant, JUAN)))
        .await
        .unwrap();
    assert_eq!((third.id, third.state), (first.id, State::Accepted));
    let other = send::send(&w, &call, &keyed(order(&w.tenant, &phone(1)))).await;
    assert!(
        matches!(
            other,
            Err(ServiceError::Conflict(Conflict::WrongState {
                key: "idempotency_key_reused"
            }))
        ),
        "{other:?}"
    );
    // Another caller's key is another key.
    let mine = send::send(&w, &w.admin, &keyed(order(&w.tenant, JUAN)))
        .await
        .unwrap();
    assert_ne!(mine.id, first.id);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_same_request_many_times_at_once_is_one_message(#[case] engine: Engine) {
    let w = world(engine).await;
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let (svc, input) = (
            w.t.svc.clone(),
            send::SendInput {
                key: Some("k".into()),
                ..order(&w.tenant, JUAN)
            },
        );
        calls.spawn(async move { send::send(&svc, &key(None), &input).await.unwrap().id });
    }
    let ids: HashSet<_> = calls.join_all().await.into_iter().collect();
    assert_eq!(ids.len(), 1);
    assert_eq!(w.count("SELECT CAST(COUNT(*) AS BIGINT) FROM outbox").await, 1);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_key_of_one_bakery_knows_of_no_other(#[case] engine: Engine) {
    let w = world(engine).await;
    let other = w.bakery("Goiko", 1).await;
    let own = key(Some(&w.tenant));
    send::send(&w, &own, &order(&w.tenant, JUAN)).await.unwrap();
    let refused = send::send(&w, &own, &order(&other, JUAN)).await;
    assert!(matches!(refused, Err(ServiceError::NotFound)));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_sender_that_dies_between_marking_and_answer_leaves_the_unknown(#[case] engine: Engine) {
    let w = world(engine).await;
    let mut ids = Vec::new();
    for n in 0..3 {
        ids.push(w.send(&order(&w.tenant, &phone(n))).await.unwrap().id);
    }
    // Dies before the call of the first, and after the call of the others.
    let mut dying = w.outbox();
    dying.upkeep().await.unwrap();
    let mut jobs = dying.claim(3).await.unwrap();
    assert_eq!(jobs.len(), 3);
    let uncalled = jobs.remove(0).message();
    for job in jobs {
        drop(perform(w.t.svc.clone(), job).await);
    }
    drop(dying);
    assert_eq!(w.accepted().len(), 2);
    for id in &ids {
        assert_eq!(w.state(*id).await, State::Unknown);
    }
    // Long after, another sender: nothing leaves a second time.
    w.pass(10 * MINUTE);
    let mut next = w.outbox();
    for _ in 0..3 {
        assert_eq!(next.turn().await.unwrap(), 0);
        w.pass(MINUTE);
    }
    assert_eq!(w.accepted().len(), 2);
    assert!(!w.accepted().contains(&uncalled.to_string()));
    for id in &ids {
        let message = w.message(*id).await;
        assert_eq!(message.facts.state(), State::Unknown);
        assert!(message.facts.unanswered_at.is_some());
    }
    assert_eq!(w.count("SELECT CAST(COUNT(*) AS BIGINT) FROM outbox").await, 0);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_call_that_broke_is_found_while_its_sender_lives(#[case] engine: Engine) {
    let w = world(engine).await;
    for n in 0..2 {
        w.send(&order(&w.tenant, &phone(n))).await.unwrap();
    }
    let mut outbox = w.outbox();
    outbox.upkeep().await.unwrap();
    let mut jobs = outbox.claim(2).await.unwrap();
    let slow = jobs.pop().unwrap();
    let broke = jobs.pop().unwrap().message();
    w.pass(10 * MINUTE);
    assert_eq!(outbox.turn().await.unwrap(), 0);
    assert!(w.message(broke).await.facts.unanswered_at.is_some());
    // The other one is under way, however long it takes.
    let id = slow.message();
    assert_eq!(w.message(id).await.facts.unanswered_at, None);
    let ended = perform(w.t.svc.clone(), slow).await;
    outbox.record(&mut vec![ended]).await.unwrap();
    assert_eq!(w.state(id).await, State::Accepted);
    assert_eq!(w.accepted(), [id.to_string()]);
    assert_eq!(w.count("SELECT CAST(COUNT(*) AS BIGINT) FROM outbox").await, 0);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_sender_that_can_write_nothing_down_ends_all_the_same(#[case] engine: Engine) {
    let w = world(engine).await;
    let sent = w.send(&order(&w.tenant, JUAN)).await.unwrap().id;
    w.sql("DROP TABLE message_attempts").await;
    let stop = CancellationToken::new();
    let job = tokio::spawn(outbox::run(w.t.svc.clone(), stop.clone()));
    let handed_over = async {
        while w.state(sent).await != State::Unknown {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), handed_over)
        .await
        .unwrap();
    stop.cancel();
    tokio::time::timeout(Duration::from_secs(40), job)
        .await
        .unwrap()
        .unwrap();
    // Whoever comes next finds it as one that nobody knows about.
    assert_eq!(w.state(sent).await, State::Unknown);
    assert_eq!(w.accepted(), [sent.to_string()]);
}

#[tokio::test]
async fn two_senders_on_one_database_never_send_a_message_twice() {
    let w = world(Engine::Postgres).await;
    let mut expected = HashSet::new();
    for n in 0..60 {
        expected.insert(w.send(&order(&w.tenant, &phone(n))).await.unwrap().id.to_string());
    }
    let mut senders = tokio::task::JoinSet::new();
    for _ in 0..3 {
        let mut outbox = Outbox::new(&w.t.svc);
        senders.spawn(async move {
            let mut total = 0;
            for _ in 0..10 {
                total += outbox.turn().await.unwrap();
            }
            total
        });
    }
    let total: usize = senders.join_all().await.into_iter().sum();
    let accepted = w.accepted();
    assert_eq!((total, accepted.len()), (60, 60));
    assert_eq!(accepted.into_iter().collect::<HashSet<_>>(), expected);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn one_person_is_not_written_to_faster_than_meta_allows(#[case] engine: Engine) {
    let w = world(engine).await;
    w.customer_writes(JUAN, "Hola").await;
    for n in 0..3 {
        w.send(&text(&w.tenant, JUAN, &format!("{n}"))).await.unwrap();
    }
    w.send(&order(&w.tenant, &phone(1))).await.unwrap();
    let mut outbox = w.outbox();
    assert_eq!(outbox.turn().await.unwrap(), 2);
    w.pass(PAIR_PAUSE - 1);
    assert_eq!(outbox.turn().await.unwrap(), 0);
    w.pass(1);
    assert_eq!(outbox.turn().await.unwrap(), 1);
    w.pass(PAIR_PAUSE);
    assert_eq!(outbox.turn().await.unwrap(), 1);
    let bodies: Vec<String> = w
        .sandbox
        .sandbox
        .state()
        .sent()
        .iter()
        .filter_map(|sent| sent.body["text"]["body"].as_str().map(str::to_owned))
        .collect();
    assert_eq!(bodies, ["0", "1", "2"]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_waits_for_a_switch_waits_and_what_waits_for_ever_expires(#[case] engine: Engine) {
    let w = world(engine).await;
    let sent = w.send(&order(&w.tenant, JUAN)).await.unwrap();
    service::tenants::own::set_enabled(&w, &w.admin, &w.tenant, false)
        .await
        .unwrap();
    let mut outbox = w.outbox();
    w.pass(DAY);
    assert_eq!(outbox.turn().await.unwrap(), 0);
    assert_eq!(w.state(sent.id).await, State::Queued);
    w.pass(WAITS_AT_MOST - DAY + MINUTE);
    assert_eq!(outbox.turn().await.unwrap(), 0);
    assert_eq!(w.state(sent.id).await, State::Dropped);
    service::tenants::own::set_enabled(&w, &w.admin, &w.tenant, true)
        .await
        .unwrap();
    assert_eq!(outbox.turn().await.unwrap(), 0);
    assert_eq!(w.accepted(), Vec::<String>::new());
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_queue_of_days_that_ends_at_once_ends_in_pieces(#[case] engine: Engine) {
    let w = world(engine).await;
    let sent = w.send(&order(&w.tenant, JUAN)).await.unwrap();
    let mut tx = w.t.svc.db.write().await.unwrap();
    on!(&mut tx, |c| sqlx::query(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200)
         INSERT INTO outbox (message, tenant, number, contact, due_at) SELECT i, 1, 1, 1, 0 FROM n"
    )
    .execute(c)
    .await
    .map(|_| ()))
    .unwrap();
    tx.commit().await.unwrap();
    w.outbox().upkeep().await.unwrap();
    let mut tx = w.t.svc.db.read().await.unwrap();
    let left: Vec<i64> = on!(&mut tx, |c| sqlx::query_scalar("SELECT message FROM outbox")
        .fetch_all(c)
        .await)
    .unwrap();
    assert_eq!(left, [sent.id.0]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_job_sends_what_comes_and_ends_when_told(#[case] engine: Engine) {
    let w = world(engine).await;
    let stop = CancellationToken::new();
    let job = tokio::spawn(outbox::run(w.t.svc.clone(), stop.clone()));
    let mut news = w.events.subscribe();
    let first = w.send(&order(&w.tenant, &phone(1))).await.unwrap().id;
    let second = w.send(&order(&w.tenant, &phone(2))).await.unwrap().id;
    let arrived = async {
        while w.state(first).await != State::Accepted || w.state(second).await != State::Accepted {
            news.recv().await.unwrap();
        }
    };
    tokio::time::timeout(Duration::from_secs(20), arrived)
        .await
        .unwrap();
    stop.cancel();
    tokio::time::timeout(Duration::from_secs(20), job)
        .await
        .unwrap()
        .unwrap();
    let late = w.send(&order(&w.tenant, &phone(3))).await.unwrap().id;
    assert_eq!(w.state(late).await, State::Queued);
    assert_eq!(w.accepted().len(), 2);
}
