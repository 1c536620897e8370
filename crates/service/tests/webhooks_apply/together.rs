//! Several instances on one database.

use rstest::rstest;
use service::webhooks::{backlog, worker};
use store::Engine;
use tokio::{sync::mpsc, task::JoinSet};
use tokio_util::sync::CancellationToken;

use crate::world::{NUMBER, World, inbound};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn customers_who_are_new_to_all_instances_at_once_cost_no_delivery(#[case] engine: Engine) {
    const INSTANCES: usize = 8;
    const CUSTOMERS: usize = 20;
    let world = World::new(engine).await;
    let now = world.now().0;
    let mut instances = JoinSet::new();
    for instance in 0..INSTANCES {
        let changes: Vec<String> = (0..CUSTOMERS)
            .map(|customer| {
                let (wamid, from) = (
                    format!("wamid.{instance}.{customer}"),
                    format!("346000001{customer:02}"),
                );
                inbound(&wamid, NUMBER, &from, now, "hola")
            })
            .collect();
        let (handover, to_do) = backlog::open(&world.test.svc);
        handover.hand(vec![world.take(&changes).await]);
        let (changed, _) = mpsc::channel(1);
        instances.spawn(worker::run(
            world.test.svc.clone(),
            to_do,
            changed,
            CancellationToken::new(),
        ));
    }
    // Each ends when there is nothing left for it.
    instances.join_all().await;
    // What a deadlock put off waits in the database.
    worker::recover(&world.test.svc, 0).await.unwrap();
    assert_eq!((world.dead_deliveries().await, world.waiting().await), (0, 0));
    assert_eq!(usize::try_from(world.contacts().await).unwrap(), CUSTOMERS);
    assert_eq!(
        usize::try_from(world.received().await).unwrap(),
        INSTANCES * CUSTOMERS
    );
}
