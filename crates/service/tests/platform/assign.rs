//! One number, one bakery, one answer to "whose was it then?".

use domain::{
    assignment::{ChangeKind, Interval, UNDO_WINDOW, holder_at},
    ids::{ApiKeyId, BatchId, PhoneNumberId, TenantId},
    number::NumberUse,
    permission::Actor,
    person::Role,
    time::{DAY, MINUTE, Millis},
};
use rstest::rstest;
use service::{
    Call, Inner, ServiceError, Services,
    accounts::GraphAccess,
    error::Conflict,
    numbers::{
        assign::{Assign, assign, assign_by_phone_number_id, release, release_forecast, release_of_tenant, undo},
        bulk,
        detail::{self, holder_at as stored_holder_at},
        pool::set_archived,
    },
    platform::set_default_number,
    tenants::edit::set_suspended,
};
use store::{Db, Engine};

use crate::{World, person, plain, world};

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
    let ServiceError::Conflict(Conflict::NumberTaken { number: display, tenant_id, tenant_name, by, at }) = refused
    else {
        panic!("{refused:?}")
    };
    assert_eq!(
        (display.as_str(), tenant_id.as_str(), tenant_name.as_str(), by.as_str(), at),
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
    let wrong = Assign { move_from: Some(two.clone()), ..plain(&first, &two) };
    assert!(matches!(
        assign(&w, &w.admin, &wrong).await,
        Err(ServiceError::Conflict(Conflict::NumberTaken { .. }))
    ));
    let hasty = Assign { move_from: Some(one.clone()), ..plain(&first, &two) };
    assert!(matches!(
        assign(&w, &w.admin, &hasty).await,
        Err(ServiceError::Conflict(Conflict::TenantHasNumber { .. }))
    ));
    w.t.clock.advance(MINUTE);
    let done = assign(&w, &w.admin, &Assign { replace: true, ..hasty }).await.unwrap();
    assert_eq!(done.kind, ChangeKind::Move);
    assert_eq!(done.items.len(), 2);
    assert_eq!(w.row("678").await.holder.unwrap().name, "Horno Dos");
    let freed = w.row("679").await;
    assert_eq!((freed.used, freed.last_holder), (NumberUse::Resting, Some(("Horno Dos".into(), done.at))));
    assert_eq!((w.audited("number.move").await, w.audited("number.release").await), (1, 1));

    // The whole of it is undone, and history keeps the minute in which it was true.
    w.t.clock.advance(MINUTE);
    let undone = undo(&w, &w.admin, done.batch.as_ref().unwrap()).await.unwrap();
    assert_eq!(undone.kind, ChangeKind::Undo);
    assert_eq!(w.row("678").await.holder.unwrap().name, "Horno Uno");
    assert_eq!(w.row("679").await.holder.unwrap().name, "Horno Dos");
    let phone = PhoneNumberId::parse("123456789012345").unwrap();
    let at = |at: Millis| stored_holder_at(&w, &phone, at);
    assert_eq!(at(done.at).await.unwrap(), Some(two.clone()));
    assert_eq!(at(done.at.plus(-1)).await.unwrap(), Some(one.clone()));
    assert_eq!(at(undone.at).await.unwrap(), Some(one));
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
    assert_eq!(state(&assign(&w, &w.admin, &plain(&first, &one)).await.unwrap_err()), "tenant_suspended");
    set_suspended(&w, &w.admin, &one, false).await.unwrap();

    set_archived(&w, &w.admin, &first, true).await.unwrap();
    assert_eq!(state(&assign(&w, &w.admin, &plain(&first, &one)).await.unwrap_err()), "number_archived");
    assert_eq!(
        state(&set_default_number(&w, &w.admin, Some(&first)).await.unwrap_err()),
        "number_archived"
    );
    set_archived(&w, &w.admin, &first, false).await.unwrap();

    set_default_number(&w, &w.admin, Some(&first)).await.unwrap();
    assert_eq!(state(&assign(&w, &w.admin, &plain(&first, &one)).await.unwrap_err()), "number_is_default");
    assert_eq!(state(&set_archived(&w, &w.admin, &first, true).await.unwrap_err()), "number_is_default");

    w.give(&second, &one).await;
    assert_eq!(state(&set_archived(&w, &w.admin, &second, true).await.unwrap_err()), "number_in_use");
    assert_eq!(state(&set_default_number(&w, &w.admin, Some(&second)).await.unwrap_err()), "number_in_use");
    // A suspended bakery keeps what it has.
    set_suspended(&w, &w.admin, &one, true).await.unwrap();
    assert_eq!(w.row("679").await.holder.unwrap().tenant, one);
    let forecast = release_forecast(&w, &w.admin, &second).await.unwrap();
    assert_eq!(forecast.then_uses.as_deref(), Some("+34 612 345 678"));
    release(&w, &w.admin, &second).await.unwrap();
    assert_eq!(release(&w, &w.admin, &second).await.unwrap().batch, None);
    assert_eq!(state(&release_forecast(&w, &w.admin, &second).await.unwrap_err()), "number_free");
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
    let key = |actor| Call { actor, ip: None, request_id: None };
    let id = ApiKeyId::parse("0192a7c0-0000-7000-8000-0000000000fe").unwrap();
    let till = key(Actor::TenantKey { id: id.clone(), name: "till".into(), tenant: own.clone() });
    let platform = key(Actor::PlatformKey { id, name: "erp".into() });
    let owner = person(Role::Owner, vec![own.clone()]);
    let support = person(Role::Support, Vec::new());
    for call in [&till, &owner] {
        assert!(matches!(assign(&w, call, &plain(&number, &own)).await, Err(ServiceError::Forbidden)));
        assert!(matches!(assign(&w, call, &plain(&number, &other)).await, Err(ServiceError::NotFound)));
        assert!(matches!(release_of_tenant(&w, call, &other).await, Err(ServiceError::NotFound)));
    }
    assert!(matches!(assign(&w, &support, &plain(&number, &own)).await, Err(ServiceError::Forbidden)));
    let unknown = PhoneNumberId::parse("999999999999999").unwrap();
    assert!(matches!(
        assign_by_phone_number_id(&w, &platform, &own, &unknown, None).await,
        Err(ServiceError::NotFound)
    ));
    let change = assign_by_phone_number_id(&w, &platform, &own, &phone, None).await.unwrap();
    assert!(change.batch.is_some());
    assert_eq!(assign_by_phone_number_id(&w, &platform, &own, &phone, None).await.unwrap().batch, None);
    assert!(release_of_tenant(&w, &platform, &own).await.unwrap().batch.is_some());
    assert_eq!(release_of_tenant(&w, &platform, &own).await.unwrap().batch, None);
    let nobody = TenantId::parse("0192a7c0-0000-7000-8000-00000000dead").unwrap();
    assert!(matches!(release_of_tenant(&w, &platform, &nobody).await, Err(ServiceError::NotFound)));
}

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
            let svc = if i % 2 == 0 { w.t.svc.clone() } else { other.clone() };
            let (call, start) = (w.admin.clone(), start.clone());
            let input = Assign { replace: true, ..plain(&number, tenant) };
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
    let released = release(&w, &w.admin, &number).await.unwrap();
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
    assert!(matches!(undo(&w, &w.admin, &unknown).await, Err(ServiceError::NotFound)));
    assert!(matches!(
        undo(&w, &person(Role::Support, Vec::new()), again.batch.as_ref().unwrap()).await,
        Err(ServiceError::Forbidden)
    ));
}

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
    release(&w, &w.admin, &rested).await.unwrap();
    set_default_number(&w, &w.admin, Some(&w.number("684").await)).await.unwrap();

    let preview = bulk::preview(&w, &w.admin).await.unwrap();
    let shown: Vec<_> = preview
        .pairs
        .iter()
        .map(|pair| (pair.tenant_name.as_str(), &pair.number_display[pair.number_display.len() - 3..], pair.name_matches))
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
    assert_eq!((preview.spare, preview.resting, preview.left_out.len()), (1, 1, 0));

    let pairs: Vec<_> = preview.pairs.iter().map(|pair| (pair.number.clone(), pair.tenant.clone())).collect();
    let change = bulk::apply(&w, &w.admin, &pairs).await.unwrap();
    let done: Vec<_> = change.items.iter().map(|item| (item.number.clone(), item.to.clone().unwrap())).collect();
    let promised: Vec<_> =
        preview.pairs.iter().map(|pair| (pair.number_display.clone(), pair.tenant_name.clone())).collect();
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
    assert!(matches!(bulk::apply(&w, &w.admin, &twice).await, Err(ServiceError::Invalid(_))));
    assert!(matches!(bulk::apply(&w, &w.admin, &[]).await, Err(ServiceError::Invalid(_))));
}

/// A small generator; the same sequence in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn history_answers_as_the_rule_does_whatever_is_done_and_whatever_the_clock_does(#[case] engine: Engine) {
    let w = world(engine).await;
    w.connected().await;
    let mut tenants = Vec::new();
    for i in 0..3 {
        tenants.push(w.tenant(&format!("Horno {i}")).await);
    }
    let numbers = [w.number("678").await, w.number("679").await];
    let phones = ["123456789012345", "123456789012346"].map(|id| PhoneNumberId::parse(id).unwrap());
    let (mut dice, mut last) = (Dice(7), None);
    let (mut lowest, mut highest) = (w.svc.clock.now(), w.svc.clock.now());
    for _ in 0..80 {
        // Mostly forward, sometimes back, sometimes not at all.
        let step = i64::try_from(dice.roll(7)).unwrap() * 1_000 - 2_000;
        w.t.clock.advance(step);
        let number = &numbers[usize::try_from(dice.roll(2)).unwrap()];
        let tenant = &tenants[usize::try_from(dice.roll(3)).unwrap()];
        let outcome = match dice.roll(4) {
            0 => release(&w, &w.admin, number).await,
            1 => match &last {
                Some(batch) => undo(&w, &w.admin, batch).await,
                None => continue,
            },
            _ => {
                let from = tenants[usize::try_from(dice.roll(3)).unwrap()].clone();
                let input = Assign { move_from: Some(from), replace: dice.roll(2) == 0, ..plain(number, tenant) };
                assign(&w, &w.admin, &input).await
            }
        };
        match outcome {
            Ok(change) => {
                last = change.batch.or(last);
                lowest = lowest.min(change.at);
                highest = highest.max(change.at);
            }
            Err(ServiceError::Conflict(_)) => {}
            Err(error) => panic!("{error:?}"),
        }
    }
    let mut intervals = 0;
    for (number, phone) in numbers.iter().zip(&phones) {
        let detail = detail::get(&w, &w.admin, number).await.unwrap();
        let history: Vec<Interval> = detail
            .holders
            .into_iter()
            .map(|past| Interval { tenant: past.tenant, from: past.from, to: past.to })
            .collect();
        intervals += history.len();
        for (i, a) in history.iter().enumerate() {
            assert!(history[i + 1..].iter().all(|b| !a.overlaps(b)));
        }
        let mut at = lowest.plus(-500);
        while at < highest.plus(DAY) {
            assert_eq!(stored_holder_at(&w, phone, at).await.unwrap().as_ref(), holder_at(&history, at));
            at = if at > highest { at.plus(DAY / 2) } else { at.plus(500) };
        }
    }
    assert!(intervals > 10, "the sequence did too little: {intervals}");
}
