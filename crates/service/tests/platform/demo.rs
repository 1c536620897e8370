//! The demo's story.

use domain::{number::NumberUse, time::DAY};
use rstest::rstest;
use service::{
    ServiceError,
    demo::seed,
    numbers::{assign::release, bulk, detail},
    overview,
    tenants::list::{TenantQuery, list},
};
use store::Engine;

use crate::{world, world_with};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_demo_tells_its_story_once_and_leaves_work_to_do(#[case] engine: Engine) {
    let w = world_with(engine, |settings| settings.demo = true).await;
    seed(&w).await.unwrap();
    let bakeries = list(&w, &w.admin, &TenantQuery::default()).await.unwrap();
    assert_eq!((bakeries.all, bakeries.with_number, bakeries.enabled), (10, 7, 8));
    let owned = bakeries.page.rows.iter().find(|row| row.owners == 1).unwrap();
    assert_eq!(owned.name, "Panadería San Juan");
    assert_eq!(w.row("684").await.used, NumberUse::Shared);
    let moved = detail::get(&w, &w.admin, &w.number("680").await).await.unwrap();
    assert_eq!(moved.holders.len(), 2);
    assert!(w.svc.clock.now().since(moved.holders[0].from) >= 3 * DAY);
    let todo = bulk::preview(&w, &w.admin).await.unwrap();
    assert_eq!(todo.pairs.len(), 1);
    assert!(todo.pairs[0].name_matches && todo.left_out.len() == 2);
    let page = overview::get(&w, &w.admin).await.unwrap();
    assert!(page.attention.len() >= 4 && page.ready_tenants > 0);

    // A restart keeps what was done since.
    let taken = w.row("678").await;
    release(&w, &w.admin, &taken.id, &taken.holder.unwrap().tenant)
        .await
        .unwrap();
    seed(&w).await.unwrap();
    assert_eq!(
        list(&w, &w.admin, &TenantQuery::default())
            .await
            .unwrap()
            .with_number,
        6
    );
}

#[tokio::test]
async fn there_is_no_demo_outside_the_demo() {
    let w = world(Engine::Sqlite).await;
    assert!(matches!(seed(&w).await, Err(ServiceError::Forbidden)));
}
