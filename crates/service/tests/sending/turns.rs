//! Nobody's queue holds up somebody else.

use std::collections::HashSet;

use domain::time::SECOND;
use rstest::rstest;
use service::messages::outbox::Job;
use store::Engine;

use crate::{order, phone, world};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_single_message_does_not_wait_for_somebody_elses_queue(#[case] engine: Engine) {
    let w = world(engine).await;
    // Ten bakeries on one shared number; the first has a long queue.
    w.sql("INSERT INTO settings (name, value, updated_at, updated_by) SELECT 'default_number', id, 1, 'test' FROM numbers WHERE phone_number_id = '123456789012345'").await;
    w.sql("UPDATE assignments SET to_at = from_at + 1, closed_by = opened_by WHERE to_at IS NULL")
        .await;
    let mut bakeries = vec![w.tenant.clone()];
    for n in 0..9 {
        let input = service::tenants::edit::TenantInput {
            name: format!("Horno {n}"),
            ..Default::default()
        };
        let tenant = service::tenants::edit::create(&w, &w.admin, &input)
            .await
            .unwrap();
        service::tenants::own::set_enabled(&w, &w.admin, &tenant, true)
            .await
            .unwrap();
        bakeries.push(tenant);
    }
    for n in 0..300 {
        w.send(&order(&bakeries[0], &phone(n))).await.unwrap();
    }
    let mut outbox = w.outbox();
    outbox.upkeep().await.unwrap();
    // The queue is on its way when the others come.
    assert_eq!(outbox.claim(40).await.unwrap().len(), 40);
    let mut singles = HashSet::new();
    for (n, tenant) in (1_000..).zip(&bakeries[1..]) {
        singles.insert(w.send(&order(tenant, &phone(n))).await.unwrap().id);
    }
    w.pass(SECOND);
    let next: Vec<_> = outbox.claim(20).await.unwrap().iter().map(Job::message).collect();
    // Within two turns of everybody each single message is on its way.
    let reached = next
        .iter()
        .take(2 * bakeries.len())
        .filter(|id| singles.contains(id))
        .count();
    assert_eq!(reached, singles.len(), "{next:?}");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_long_queue_leaves_places_to_the_others_of_its_number(#[case] engine: Engine) {
    let w = world(engine).await;
    w.sql("INSERT INTO settings (name, value, updated_at, updated_by) SELECT 'default_number', id, 1, 'test' FROM numbers WHERE phone_number_id = '123456789012345'").await;
    let other = w.bakery("Goiko", 1).await;
    w.sql("UPDATE assignments SET to_at = from_at + 1, closed_by = opened_by WHERE to_at IS NULL")
        .await;
    for n in 0..60 {
        w.send(&order(&w.tenant, &phone(n))).await.unwrap();
    }
    let mut outbox = w.outbox();
    outbox.upkeep().await.unwrap();
    // None of these calls ends, and no more of them begin.
    let hanging = outbox.claim(64).await.unwrap();
    assert!(outbox.claim(64 - hanging.len()).await.unwrap().is_empty());
    let single = w.send(&order(&other, &phone(1_000))).await.unwrap().id;
    let next = outbox.claim(64 - hanging.len()).await.unwrap();
    let next: Vec<_> = next.iter().map(Job::message).collect();
    assert_eq!(next, [single]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn nobody_loses_a_turn_in_which_the_number_had_to_rest(#[case] engine: Engine) {
    let w = world(engine).await;
    w.sql("INSERT INTO settings (name, value, updated_at, updated_by) SELECT 'default_number', id, 1, 'test' FROM numbers WHERE phone_number_id = '123456789012345'").await;
    w.sql("UPDATE assignments SET to_at = from_at + 1, closed_by = opened_by WHERE to_at IS NULL")
        .await;
    let other = w.bakery("Goiko", 1).await;
    w.sql("UPDATE assignments SET to_at = from_at + 1, closed_by = opened_by WHERE to_at IS NULL")
        .await;
    for n in 0..130 {
        w.send(&order(&w.tenant, &phone(n))).await.unwrap();
    }
    let mut outbox = w.outbox();
    outbox.upkeep().await.unwrap();
    // What the number had saved up is gone.
    while !outbox.claim(40).await.unwrap().is_empty() {}
    let single = w.send(&order(&other, &phone(1_000))).await.unwrap().id;
    // Between two messages of the number somebody looks and finds it resting.
    let mut left = Vec::new();
    for _ in 0..12 {
        w.pass(5);
        left.extend(outbox.claim(40).await.unwrap().iter().map(Job::message));
    }
    assert!(left.iter().take(2).any(|id| *id == single), "{left:?}");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_single_message_does_not_wait_for_another_numbers_queue(#[case] engine: Engine) {
    let w = world(engine).await;
    let other = w.bakery("Goiko", 1).await;
    // The number that sends first has the lower short id.
    for n in 0..60 {
        w.send(&order(&w.tenant, &phone(n))).await.unwrap();
    }
    let mut outbox = w.outbox();
    outbox.upkeep().await.unwrap();
    let single = w.send(&order(&other, &phone(1_000))).await.unwrap().id;
    let first = outbox.claim(20).await.unwrap();
    assert_eq!(first.len(), 20);
    assert!(
        first.iter().any(|job| job.message() == single),
        "it waits for the whole queue"
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_number_that_does_not_answer_leaves_room_for_the_others(#[case] engine: Engine) {
    let w = world(engine).await;
    let other = w.bakery("Goiko", 1).await;
    for n in 0..80 {
        w.send(&order(&w.tenant, &phone(n))).await.unwrap();
    }
    let mut outbox = w.outbox();
    outbox.upkeep().await.unwrap();
    // None of these calls ends.
    let hanging = outbox.claim(64).await.unwrap();
    assert!(hanging.len() < 64, "nothing is left for the others");
    w.pass(SECOND);
    assert!(outbox.claim(64 - hanging.len()).await.unwrap().is_empty());
    let single = w.send(&order(&other, &phone(1_000))).await.unwrap().id;
    let next = outbox.claim(64 - hanging.len()).await.unwrap();
    let next: Vec<_> = next.iter().map(Job::message).collect();
    assert_eq!(next, [single]);
    // What has ended makes room again.
    drop(hanging);
    assert!(!outbox.claim(10).await.unwrap().is_empty());
}
