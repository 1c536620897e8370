//! Numbers for many bakeries in one change.

use domain::number::NumberUse;
use rstest::rstest;
use service::{
    ServiceError,
    error::Conflict,
    numbers::{
        assign::{release, undo},
        bulk,
    },
    platform::set_default_number,
    tenants::edit::set_suspended,
};
use store::Engine;

use crate::world;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn many_bakeries_get_what_the_preview_shows_and_lose_it_as_one(#[case] engine: Engine) {
    let w = world(engine).await;
    w.connected().await;
    for name in ["Zeta", "obrador RUIZ", "Panaderia Goiko", "Alfa"] {
        w.tenant(name).await;
    }
    let suspended = w.tenant("Beta").await;
    set_suspended(&w, &w.admin, &suspended, true).await.unwrap();
    let rested = w.number("681").await;
    let gamma = w.tenant("Gamma").await;
    w.give(&rested, &gamma).await;
    release(&w, &w.admin, &rested, &gamma).await.unwrap();
    set_default_number(&w, &w.admin, Some(&w.number("684").await))
        .await
        .unwrap();

    let preview = bulk::preview(&w, &w.admin).await.unwrap();
    let shown: Vec<_> = preview
        .pairs
        .iter()
        .map(|pair| {
            (
                pair.tenant_name.as_str(),
                &pair.number_display[pair.number_display.len() - 3..],
                pair.name_matches,
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            ("Alfa", "678", false),
            ("Gamma", "680", false),
            ("obrador RUIZ", "682", true),
            ("Panaderia Goiko", "679", true),
            ("Zeta", "683", false),
        ]
    );
    // Of ten: five given, one shared, one resting, one disconnected, one not set up, one left.
    assert_eq!(
        (
            preview.spare,
            preview.resting,
            preview.left_out.len(),
            preview.more
        ),
        (1, 1, 0, 0)
    );

    let pairs: Vec<_> = preview
        .pairs
        .iter()
        .map(|pair| (pair.number.clone(), pair.tenant.clone()))
        .collect();
    let change = bulk::apply(&w, &w.admin, &pairs).await.unwrap();
    let done: Vec<_> = change
        .items
        .iter()
        .map(|item| (item.number.clone(), item.to.clone().unwrap()))
        .collect();
    let promised: Vec<_> = preview
        .pairs
        .iter()
        .map(|pair| (pair.number_display.clone(), pair.tenant_name.clone()))
        .collect();
    assert_eq!(done, promised);
    assert_eq!(bulk::apply(&w, &w.admin, &pairs).await.unwrap().batch, None);
    assert!(bulk::preview(&w, &w.admin).await.unwrap().pairs.is_empty());

    undo(&w, &w.admin, change.batch.as_ref().unwrap()).await.unwrap();
    assert_eq!(bulk::preview(&w, &w.admin).await.unwrap(), preview);
    // All or none: one pair that is no longer possible keeps the others from being made.
    w.give(&pairs[4].0, &gamma).await;
    assert!(matches!(
        bulk::apply(&w, &w.admin, &pairs[2..]).await,
        Err(ServiceError::Conflict(Conflict::NumberTaken { .. }))
    ));
    assert_eq!(w.row("682").await.used, NumberUse::Free);
    let twice = [pairs[2].clone(), (pairs[3].0.clone(), pairs[2].1.clone())];
    assert!(matches!(
        bulk::apply(&w, &w.admin, &twice).await,
        Err(ServiceError::Invalid(_))
    ));
    assert!(matches!(
        bulk::apply(&w, &w.admin, &[]).await,
        Err(ServiceError::Invalid(_))
    ));
}
