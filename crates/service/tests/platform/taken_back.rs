//! Numbers taken back: released from the bakery that was named, or a change undone.

use domain::{assignment::UNDO_WINDOW, ids::BatchId, number::NumberUse, person::Role, time::MINUTE};
use rstest::rstest;
use service::{
    ServiceError,
    error::Conflict,
    numbers::assign::{Assign, assign, release, release_forecast, undo},
};
use store::Engine;

use crate::{person, plain, world};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_number_is_released_only_from_the_bakery_that_was_named(#[case] engine: Engine) {
    let w = world(engine).await;
    w.connected().await;
    let (one, two) = (w.tenant("Horno Uno").await, w.tenant("Horno Dos").await);
    let number = w.number("678").await;
    w.give(&number, &one).await;
    // Somebody looks at the page that speaks of the first bakery; meanwhile the number moves.
    let seen = release_forecast(&w, &w.admin, &number).await.unwrap().tenant.0;
    assert_eq!(seen, one);
    w.t.clock.advance(MINUTE);
    let moved = assign(
        &w,
        &w.admin,
        &Assign {
            move_from: Some(one.clone()),
            ..plain(&number, &two)
        },
    )
    .await
    .unwrap();
    let refused = release(&w, &w.admin, &number, &seen).await.unwrap_err();
    let ServiceError::Conflict(Conflict::NumberTaken { tenant_name, at, .. }) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!((tenant_name.as_str(), at), ("Horno Dos", moved.at));
    assert_eq!(w.row("678").await.holder.unwrap().tenant, two);
    assert_eq!(w.audited("number.release").await, 0);
    release(&w, &w.admin, &number, &two).await.unwrap();
    assert_eq!(w.row("678").await.used, NumberUse::Resting);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn undoing_has_an_end_and_does_not_undo_what_others_did_since(#[case] engine: Engine) {
    let w = world(engine).await;
    w.connected().await;
    let (one, two) = (w.tenant("Horno Uno").await, w.tenant("Horno Dos").await);
    let number = w.number("678").await;
    let given = w.give(&number, &one).await;
    // Undoing an assignment leaves the number as free as before, not resting.
    undo(&w, &w.admin, given.batch.as_ref().unwrap()).await.unwrap();
    assert_eq!(w.row("678").await.used, NumberUse::Free);

    let given = w.give(&number, &one).await;
    let released = release(&w, &w.admin, &number, &one).await.unwrap();
    let again = w.give(&number, &two).await;
    for batch in [given.batch.as_ref(), released.batch.as_ref()] {
        assert!(matches!(
            undo(&w, &w.admin, batch.unwrap()).await,
            Err(ServiceError::Conflict(Conflict::CannotUndo))
        ));
    }
    w.t.clock.advance(UNDO_WINDOW + 1);
    assert!(matches!(
        undo(&w, &w.admin, again.batch.as_ref().unwrap()).await,
        Err(ServiceError::Conflict(Conflict::CannotUndo))
    ));
    let unknown = BatchId::parse("0192a7c0-0000-7000-8000-00000000dead").unwrap();
    assert!(matches!(
        undo(&w, &w.admin, &unknown).await,
        Err(ServiceError::NotFound)
    ));
    assert!(matches!(
        undo(
            &w,
            &person(Role::Support, Vec::new()),
            again.batch.as_ref().unwrap()
        )
        .await,
        Err(ServiceError::Forbidden)
    ));
}
