//! Two instances, one number.

use rstest::rstest;
use service::{
    Inner, ServiceError, Services,
    accounts::GraphAccess,
    error::Conflict,
    numbers::assign::{Assign, assign},
};
use store::{Db, Engine};

use crate::{World, plain, world};

/// The same database through connections of its own, as another instance has.
async fn second_instance(w: &World) -> Services {
    Services::new(Inner {
        db: Db::open(&w.t.db.url).await.unwrap(),
        clock: w.t.svc.clock.clone(),
        random: service::random::Random::from_seed(2),
        vault: w.t.svc.vault.clone(),
        graph: GraphAccess::new(w.t.svc.graph.base_url.clone(), "v25.0".into()),
        settings: w.t.svc.settings.clone(),
        events: w.t.svc.events.clone(),
        mailer: None,
    })
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_who_assign_a_number_at_once_from_two_instances_one_wins(#[case] engine: Engine) {
    const MANY: usize = 12;
    let w = world(engine).await;
    w.connected().await;
    let other = second_instance(&w).await;
    let mut tenants = Vec::new();
    for i in 0..MANY {
        tenants.push(w.tenant(&format!("Horno {i}")).await);
    }
    for ending in ["678", "679", "680"] {
        let number = w.number(ending).await;
        let mut racing = tokio::task::JoinSet::new();
        let start = std::sync::Arc::new(tokio::sync::Barrier::new(MANY));
        for (i, tenant) in tenants.iter().enumerate() {
            let svc = if i % 2 == 0 {
                w.t.svc.clone()
            } else {
                other.clone()
            };
            let (call, start) = (w.admin.clone(), start.clone());
            let input = Assign {
                replace: true,
                ..plain(&number, tenant)
            };
            racing.spawn(async move {
                start.wait().await;
                assign(&svc, &call, &input).await
            });
        }
        let (mut won, mut lost) = (0, 0);
        while let Some(outcome) = racing.join_next().await {
            match outcome.unwrap() {
                Ok(change) => {
                    assert!(change.batch.is_some());
                    won += 1;
                }
                Err(ServiceError::Conflict(Conflict::NumberTaken { .. })) => lost += 1,
                Err(error) => panic!("{error:?}"),
            }
        }
        assert_eq!((won, lost), (1, MANY - 1));
    }
}
