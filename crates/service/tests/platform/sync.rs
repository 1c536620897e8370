//! Reading from Meta: partial failure, numbers that go and come back.

use std::time::{Duration, Instant};

use domain::{
    number::{NumberStatus, NumberUse, QualityRating},
    time::{DAY, MINUTE},
};
use rstest::rstest;
use sandbox::{Fault, FaultEffect};
use service::{
    accounts::{connect::connect, list, sync},
    numbers::detail,
};
use store::Engine;

use crate::{PILOT, input, world};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_could_be_read_is_kept_when_something_else_could_not(#[case] engine: Engine) {
    let w = world(engine).await;
    let id = w.connected().await;
    let synced = list::get(&w, &w.admin, &id).await.unwrap().row.sync_ok_at;
    w.t.clock.advance(MINUTE);
    {
        let mut state = w.sandbox.sandbox.state();
        state.waba_mut(sandbox::WABA).unwrap().name = "Tahona Dos".into();
        let refusal = FaultEffect::Answer {
            status: 403,
            body: serde_json::json!({"error": {"message": "no", "type": "OAuthException", "code": 200, "fbtrace_id": "T1"}}),
            headers: std::collections::BTreeMap::default(),
        };
        state.add_fault(Fault::always(refusal).on(format!("/{}/phone_numbers", sandbox::WABA)));
        state.remove_phone(sandbox::FIRST_PHONE);
    }
    let report = sync::one(&w, &w.admin, &id).await.unwrap();
    assert_eq!(report.problems.len(), 1);
    let problem = &report.problems[0];
    assert_eq!(
        (problem.part.as_str(), problem.class.as_str(), problem.code),
        ("numbers", "permission", Some(200))
    );
    assert_eq!(problem.trace.as_deref(), Some("T1"));
    assert_eq!((report.name.as_str(), report.vanished), ("Tahona Dos", 0));
    // A list that was not read proves nothing about the numbers on it.
    assert!(w.rows().await.iter().all(|row| row.vanished_at.is_none()));
    let row = list::get(&w, &w.admin, &id).await.unwrap().row;
    assert_eq!((row.sync_ok_at, row.sync_problems), (synced, report.problems));
    // The same failure again is no news; that it is over, is.
    let before = w.audited("account.sync").await;
    sync::one(&w, &w.admin, &id).await.unwrap();
    assert_eq!(w.audited("account.sync").await, before);
    w.sandbox.sandbox.state().clear_faults();
    let report = sync::one(&w, &w.admin, &id).await.unwrap();
    assert_eq!((report.problems.len(), report.vanished), (0, 1));
    assert_eq!(w.audited("account.sync").await, before + 1);
    sync::one(&w, &w.admin, &id).await.unwrap();
    assert_eq!(w.audited("account.sync").await, before + 1);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_number_that_goes_is_marked_and_one_that_returns_is_the_same(#[case] engine: Engine) {
    let w = world(engine).await;
    let id = w.connected().await;
    let tenant = w.tenant("Panadería San Juan").await;
    let number = w.number("678").await;
    w.give(&number, &tenant).await;
    let kept = w
        .sandbox
        .sandbox
        .state()
        .phone(sandbox::FIRST_PHONE)
        .unwrap()
        .1
        .clone();
    w.sandbox.sandbox.state().remove_phone(sandbox::FIRST_PHONE);
    w.t.clock.advance(MINUTE);
    assert_eq!(sync::one(&w, &w.admin, &id).await.unwrap().vanished, 1);
    let gone = w.row("678").await;
    assert_eq!((gone.used, gone.attention), (NumberUse::Vanished, true));
    assert_eq!(gone.holder.unwrap().tenant, tenant);

    w.sandbox.sandbox.state().add_phone(sandbox::WABA, kept);
    w.t.clock.advance(MINUTE);
    let report = sync::one(&w, &w.admin, &id).await.unwrap();
    assert_eq!((report.returned, report.added, report.changed), (1, 0, 0));
    let back = w.row("678").await;
    assert_eq!((back.id, back.used), (number.clone(), NumberUse::InUse));
    let changes = detail::get(&w, &w.admin, &number).await.unwrap().changes;
    assert_eq!(
        changes
            .iter()
            .map(|change| change.field.as_str())
            .collect::<Vec<_>>(),
        ["vanished", "vanished"]
    );
    assert!(changes[0].after.is_none() && changes[1].after.is_some());
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_meta_changes_has_a_history_also_in_words_nobody_knows(#[case] engine: Engine) {
    let w = world(engine).await;
    let id = w.connected().await;
    w.t.clock.advance(DAY);
    {
        let mut state = w.sandbox.sandbox.state();
        let phone = state.phone_mut(sandbox::FIRST_PHONE).unwrap();
        phone.quality_rating = "RED".into();
        phone.status = "UNDER_WATER".into();
    }
    let report = sync::one(&w, &w.admin, &id).await.unwrap();
    assert_eq!((report.changed, report.added, report.vanished), (1, 0, 0));
    let row = w.row("678").await;
    assert_eq!(row.quality, QualityRating::Red);
    assert_eq!(row.quality_before, Some((QualityRating::Green, report.at)));
    assert_eq!(row.status, NumberStatus::Unknown("UNDER_WATER".into()));
    let changes = detail::get(&w, &w.admin, &row.id).await.unwrap().changes;
    let fields: Vec<_> = changes
        .iter()
        .map(|c| (c.field.as_str(), c.before.as_deref(), c.after.as_deref()))
        .collect();
    assert_eq!(
        fields,
        [
            ("quality", Some("GREEN"), Some("RED")),
            ("status", Some("CONNECTED"), Some("UNDER_WATER"))
        ]
    );
    w.t.clock.advance(40 * DAY);
    assert_eq!(w.row("678").await.quality_before, None);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_refused_token_is_said_once_and_one_account_does_not_keep_the_others_from_it(
    #[case] engine: Engine,
) {
    let w = world(engine).await;
    let id = w.connected().await;
    let other = input(sandbox::OTHER_WABA, sandbox::TOKEN_OTHER);
    connect(&w, &w.admin, &other).await.unwrap().unwrap();
    w.sandbox.sandbox.state().remove_token(PILOT);
    let reports = sync::all(&w, &w.admin).await.unwrap();
    assert_eq!(reports.len(), 2);
    for report in &reports {
        let parts: Vec<_> = report
            .problems
            .iter()
            .map(|problem| (problem.part.as_str(), problem.class.as_str()))
            .collect();
        let expected: &[(&str, &str)] = if report.account == id {
            &[("token", "token")]
        } else {
            &[]
        };
        assert_eq!(parts, expected);
    }
    let row = list::get(&w, &w.admin, &id).await.unwrap().row;
    assert_eq!(row.token_problem.unwrap().class, "token");
    assert_eq!(row.numbers, 10);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_slow_meta_is_waited_for_only_so_long_and_what_it_said_is_kept(#[case] engine: Engine) {
    let w = world(engine).await;
    let id = w.connected().await;
    {
        let mut state = w.sandbox.sandbox.state();
        state.waba_mut(sandbox::WABA).unwrap().name = "Tahona Dos".into();
        let numbers = format!("/{}/phone_numbers", sandbox::WABA);
        state.add_fault(Fault::always(FaultEffect::Delay).on(numbers).after_ms(60_000));
    }
    let waiting = w.t.svc.asking_until(Instant::now() + Duration::from_secs(2));
    let report = sync::one(&waiting, &w.admin, &id).await.unwrap();
    let missing: Vec<_> = report.problems.iter().map(|p| p.part.as_str()).collect();
    assert!(missing.contains(&"numbers"), "{missing:?}");
    assert!(!missing.contains(&"account"), "{missing:?}");
    assert!(report.problems.iter().all(|p| p.class == "unreachable"));
    assert_eq!((report.name.as_str(), report.vanished), ("Tahona Dos", 0));

    // Nothing is held against an account whose turn did not come.
    let before = list::get(&w, &w.admin, &id).await.unwrap().row;
    w.t.clock.advance(MINUTE);
    let reports = sync::all(&w.t.svc.asking_until(Instant::now()), &w.admin)
        .await
        .unwrap();
    let problem = &reports[0].problems[0];
    assert_eq!(
        (problem.part.as_str(), problem.class.as_str()),
        ("account", "unreachable")
    );
    let after = list::get(&w, &w.admin, &id).await.unwrap().row;
    assert_eq!(
        (after.sync_attempt_at, after.sync_problems),
        (before.sync_attempt_at, before.sync_problems)
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_account_is_connected_although_meta_became_slow_and_says_what_is_missing(#[case] engine: Engine) {
    let w = world(engine).await;
    let apps = format!("/{}/subscribed_apps", sandbox::WABA);
    w.sandbox
        .sandbox
        .state()
        .add_fault(Fault::always(FaultEffect::Delay).on(apps).after_ms(60_000));
    let waiting = w.t.svc.asking_until(Instant::now() + Duration::from_secs(2));
    let id = connect(&waiting, &w.admin, &input(sandbox::WABA, PILOT))
        .await
        .unwrap()
        .unwrap();
    let row = list::get(&w, &w.admin, &id).await.unwrap().row;
    assert_eq!((row.numbers, row.sync_ok_at), (10, None));
    let missing: Vec<_> = row.sync_problems.iter().map(|p| p.part.as_str()).collect();
    assert!(missing.contains(&"subscription"), "{missing:?}");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn syncs_at_the_same_time_do_no_harm(#[case] engine: Engine) {
    let w = world(engine).await;
    let id = w.connected().await;
    w.sandbox.sandbox.state().remove_phone(sandbox::FIRST_PHONE);
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..6 {
        let (svc, call, id) = (w.t.svc.clone(), w.admin.clone(), id.clone());
        running.spawn(async move { sync::one(&svc, &call, &id).await });
    }
    let mut vanished = 0;
    while let Some(report) = running.join_next().await {
        let report = report.unwrap().unwrap();
        assert!(report.problems.is_empty(), "{:?}", report.problems);
        vanished += report.vanished;
    }
    assert_eq!(vanished, 1);
    assert_eq!(w.rows().await.len(), 10);
}
