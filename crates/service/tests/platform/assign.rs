//! One number, one bakery, and who may decide that.

use domain::{
    assignment::ChangeKind,
    ids::{ApiKeyId, PhoneNumberId, TenantId},
    number::NumberUse,
    permission::Actor,
    person::Role,
    time::{MINUTE, Millis},
};
use rstest::rstest;
use service::{
    Call, ServiceError,
    error::Conflict,
    numbers::{
        assign::{
            Assign, assign, assign_by_phone_number_id, release, release_forecast, release_of_tenant, undo,
        },
        detail,
        pool::set_archived,
    },
    platform::set_default_number,
    tenants::edit::set_suspended,
};
use store::Engine;

use crate::{person, plain, world};

fn state(error: &ServiceError) -> &'static str {
    match error {
        ServiceError::Conflict(Conflict::WrongState { key }) => key,
        other => panic!("{other:?}"),
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_taken_number_says_who_took_it_and_when(#[case] engine: Engine) {
    let w = world(engine).await;
    w.connected().await;
    let (one, two) = (w.tenant("Horno Uno").await, w.tenant("Horno Dos").await);
    let number = w.number("678").await;
    let change = w.give(&number, &one).await;
    assert_eq!(change.kind, ChangeKind::Assign);
    assert_eq!(change.items[0].to.as_deref(), Some("Horno Uno"));
    let refused = assign(&w, &w.admin, &plain(&number, &two)).await.unwrap_err();
    let ServiceError::Conflict(Conflict::NumberTaken {
        number: display,
        tenant_id,
        tenant_name,
        by,
        at,
    }) = refused
    else {
        panic!("{refused:?}")
    };
    assert_eq!(
        (
            display.as_str(),
            tenant_id.as_str(),
            tenant_name.as_str(),
            by.as_str(),
            at
        ),
        ("+34 612 345 678", one.as_str(), "Horno Uno", "Marta", change.at)
    );
    // Asking twice for the same changes nothing.
    assert_eq!(w.give(&number, &one).await.batch, None);
    assert_eq!(w.audited("number.assign").await, 1);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_move_names_whom_it_takes_from_and_a_replacement_releases_the_old_number(#[case] engine: Engine) {
    let w = world(engine).await;
    w.connected().await;
    let (one, two) = (w.tenant("Horno Uno").await, w.tenant("Horno Dos").await);
    let (first, second) = (w.number("678").await, w.number("679").await);
    w.give(&first, &one).await;
    w.give(&second, &two).await;
    let wrong = Assign {
        move_from: Some(two.clone()),
        ..plain(&first, &two)
    };
    assert!(matches!(
        assign(&w, &w.admin, &wrong).await,
        Err(ServiceError::Conflict(Conflict::NumberTaken { .. }))
    ));
    let hasty = Assign {
        move_from: Some(one.clone()),
        ..plain(&first, &two)
    };
    assert!(matches!(
        assign(&w, &w.admin, &hasty).await,
        Err(ServiceError::Conflict(Conflict::TenantHasNumber { .. }))
    ));
    w.t.clock.advance(MINUTE);
    let done = assign(
        &w,
        &w.admin,
        &Assign {
            replace: true,
            ..hasty
        },
    )
    .await
    .unwrap();
    assert_eq!(done.kind, ChangeKind::Move);
    assert_eq!(done.items.len(), 2);
    assert_eq!(w.row("678").await.holder.unwrap().name, "Horno Dos");
    let freed = w.row("679").await;
    assert_eq!(
        (freed.used, freed.last_holder),
        (NumberUse::Resting, Some(("Horno Dos".into(), done.at)))
    );
    assert_eq!(
        (w.audited("number.move").await, w.audited("number.release").await),
        (1, 1)
    );

    // The whole of it is undone, and history keeps the minute in which it was true.
    w.t.clock.advance(MINUTE);
    let undone = undo(&w, &w.admin, done.batch.as_ref().unwrap()).await.unwrap();
    assert_eq!(undone.kind, ChangeKind::Undo);
    assert_eq!(w.row("678").await.holder.unwrap().name, "Horno Uno");
    assert_eq!(w.row("679").await.holder.unwrap().name, "Horno Dos");
    let history = detail::get(&w, &w.admin, &first).await.unwrap().holders;
    let at = |at: Millis| {
        let mut then = history
            .iter()
            .filter(|past| past.from <= at && past.to.is_none_or(|to| at < to));
        let holder = then.next().map(|past| past.tenant.clone());
        assert_eq!(then.next(), None);
        holder
    };
    assert_eq!(at(done.at), Some(two.clone()));
    assert_eq!(at(done.at.plus(-1)), Some(one.clone()));
    assert_eq!(at(undone.at), Some(one));
    assert!(matches!(
        undo(&w, &w.admin, done.batch.as_ref().unwrap()).await,
        Err(ServiceError::Conflict(Conflict::CannotUndo))
    ));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_cannot_serve_is_not_assigned(#[case] engine: Engine) {
    let w = world(engine).await;
    w.connected().await;
    let one = w.tenant("Horno Uno").await;
    let (first, second) = (w.number("678").await, w.number("679").await);

    set_suspended(&w, &w.admin, &one, true).await.unwrap();
    assert_eq!(
        state(&assign(&w, &w.admin, &plain(&first, &one)).await.unwrap_err()),
        "tenant_suspended"
    );
    set_suspended(&w, &w.admin, &one, false).await.unwrap();

    set_archived(&w, &w.admin, &first, true).await.unwrap();
    assert_eq!(
        state(&assign(&w, &w.admin, &plain(&first, &one)).await.unwrap_err()),
        "number_archived"
    );
    assert_eq!(
        state(&set_default_number(&w, &w.admin, Some(&first)).await.unwrap_err()),
        "number_archived"
    );
    set_archived(&w, &w.admin, &first, false).await.unwrap();

    set_default_number(&w, &w.admin, Some(&first)).await.unwrap();
    assert_eq!(
        state(&assign(&w, &w.admin, &plain(&first, &one)).await.unwrap_err()),
        "number_is_default"
    );
    assert_eq!(
        state(&set_archived(&w, &w.admin, &first, true).await.unwrap_err()),
        "number_is_default"
    );

    w.give(&second, &one).await;
    assert_eq!(
        state(&set_archived(&w, &w.admin, &second, true).await.unwrap_err()),
        "number_in_use"
    );
    assert_eq!(
        state(&set_default_number(&w, &w.admin, Some(&second)).await.unwrap_err()),
        "number_in_use"
    );
    // A suspended bakery keeps what it has.
    set_suspended(&w, &w.admin, &one, true).await.unwrap();
    assert_eq!(w.row("679").await.holder.unwrap().tenant, one);
    let forecast = release_forecast(&w, &w.admin, &second).await.unwrap();
    assert_eq!(forecast.then_uses.as_deref(), Some("+34 612 345 678"));
    for changed in [true, false] {
        let released = release(&w, &w.admin, &second, &one).await.unwrap();
        assert_eq!(released.batch.is_some(), changed);
    }
    assert_eq!(
        state(&release_forecast(&w, &w.admin, &second).await.unwrap_err()),
        "number_free"
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn only_those_who_may_assign_do_and_strangers_learn_nothing(#[case] engine: Engine) {
    let w = world(engine).await;
    w.connected().await;
    let (own, other) = (w.tenant("Horno Uno").await, w.tenant("Horno Dos").await);
    let number = w.number("678").await;
    let phone = PhoneNumberId::parse("123456789012345").unwrap();
    let key = |actor| Call {
        actor,
        ip: None,
        request_id: None,
    };
    let id = ApiKeyId::parse("0192a7c0-0000-7000-8000-0000000000fe").unwrap();
    let till = key(Actor::TenantKey {
        id: id.clone(),
        name: "till".into(),
        tenant: own.clone(),
    });
    let platform = key(Actor::PlatformKey {
        id,
        name: "erp".into(),
    });
    let owner = person(Role::Owner, vec![own.clone()]);
    let support = person(Role::Support, Vec::new());
    for call in [&till, &owner] {
        assert!(matches!(
            assign(&w, call, &plain(&number, &own)).await,
            Err(ServiceError::Forbidden)
        ));
        assert!(matches!(
            assign(&w, call, &plain(&number, &other)).await,
            Err(ServiceError::NotFound)
        ));
        assert!(matches!(
            release_of_tenant(&w, call, &other).await,
            Err(ServiceError::NotFound)
        ));
    }
    assert!(matches!(
        assign(&w, &support, &plain(&number, &own)).await,
        Err(ServiceError::Forbidden)
    ));
    let unknown = PhoneNumberId::parse("999999999999999").unwrap();
    assert!(matches!(
        assign_by_phone_number_id(&w, &platform, &own, &unknown, None).await,
        Err(ServiceError::NotFound)
    ));
    let change = assign_by_phone_number_id(&w, &platform, &own, &phone, None)
        .await
        .unwrap();
    assert!(change.batch.is_some());
    assert_eq!(
        assign_by_phone_number_id(&w, &platform, &own, &phone, None)
            .await
            .unwrap()
            .batch,
        None
    );
    assert!(
        release_of_tenant(&w, &platform, &own)
            .await
            .unwrap()
            .batch
            .is_some()
    );
    assert_eq!(release_of_tenant(&w, &platform, &own).await.unwrap().batch, None);
    let nobody = TenantId::parse("0192a7c0-0000-7000-8000-00000000dead").unwrap();
    assert!(matches!(
        release_of_tenant(&w, &platform, &nobody).await,
        Err(ServiceError::NotFound)
    ));
}
