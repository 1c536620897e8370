//! Connecting, subscribing, disconnecting, and the first start.

use domain::person::Role;
use rstest::rstest;
use sandbox::{Fault, FaultEffect};
use secrecy::{ExposeSecret, SecretString};
use service::{
    FieldError, Problem, ServiceError,
    accounts::{
        bootstrap::{Bootstrap, BootstrapInput, run},
        connect::{
            Check, CheckOutcome, ConnectCheck, ConnectInput, Reason, check, connect, disconnect,
            remove_app_secret, set_app_secret,
        },
        health, list, subscription,
    },
    error::Conflict,
    numbers::assign::release,
    platform::default_number,
    testing::{Setup, TestServices},
};
use store::{Engine, secrets::SealedColumn};

use crate::{PILOT, World, input, person, world, world_with};

fn outcome(check: &ConnectCheck, wanted: Check) -> &CheckOutcome {
    &check
        .findings
        .iter()
        .find(|finding| finding.check == wanted)
        .unwrap()
        .outcome
}

const ORDER: [Check; 8] = [
    Check::TokenValid,
    Check::TokenExpiry,
    Check::Scopes,
    Check::App,
    Check::WabaReadable,
    Check::NumbersReadable,
    Check::NumbersUnique,
    Check::NotConnected,
];

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_good_token_passes_every_check_and_the_waba_comes_with_its_numbers(#[case] engine: Engine) {
    let w = world(engine).await;
    let checked = check(&w, &w.admin, &input(sandbox::WABA, PILOT)).await.unwrap();
    assert!(checked.can_connect, "{:?}", checked.findings);
    assert_eq!(
        checked
            .findings
            .iter()
            .map(|finding| finding.check)
            .collect::<Vec<_>>(),
        ORDER
    );
    assert_eq!(
        (checked.name.as_deref(), checked.numbers.len()),
        (Some("Tahona Pilot ES"), 10)
    );
    assert!(list::list(&w, &w.admin).await.unwrap().is_empty());

    let id = w.connected().await;
    let detail = list::get(&w, &w.admin, &id).await.unwrap();
    assert_eq!((detail.row.numbers, detail.row.sync_problems.len()), (10, 0));
    assert_eq!(detail.currency.as_deref(), Some("EUR"));
    assert_eq!(detail.app.as_ref().unwrap().1, "Tahona Pilot");
    assert!(detail.row.health.is_some() && detail.row.sync_ok_at.is_some());
    let (subscription, _) = detail.row.subscription.as_ref().unwrap();
    assert_eq!(subscription.actual_url.as_deref(), Some(""));
    assert!(!subscription.ok(), "the app's own setting proves nothing");
    // What is stored opens in its own place only, and the token stands nowhere in the clear.
    let mut tx = w.t.db.db.read().await.unwrap();
    let record = store::accounts::by_id(&mut tx, id.as_str())
        .await
        .unwrap()
        .unwrap();
    let sealed = record.token.clone().unwrap();
    let opened = w
        .vault
        .open(&SealedColumn::AccountToken.place(id.as_str()), &sealed)
        .unwrap();
    assert_eq!(opened.expose_secret(), PILOT);
    assert!(!format!("{record:?}").contains(PILOT));
    let rows = store::audit::list(&mut tx, &store::audit::Filter::default(), None, 100)
        .await
        .unwrap();
    assert!(!format!("{rows:?}").contains(PILOT));
    drop(tx);

    let again = connect(&w, &w.admin, &input(sandbox::WABA, PILOT))
        .await
        .unwrap()
        .unwrap_err();
    assert!(matches!(
        outcome(&again, Check::NotConnected),
        CheckOutcome::Failed(Reason::AlreadyConnected)
    ));
}

#[rstest]
#[case::expired(sandbox::WABA, sandbox::TOKEN_EXPIRED, Check::TokenValid)]
#[case::unknown(sandbox::WABA, "EAANOBODY", Check::TokenValid)]
#[case::without_scopes(sandbox::WABA, sandbox::TOKEN_UNDERSCOPED, Check::Scopes)]
#[case::of_another_waba(sandbox::WABA, sandbox::TOKEN_OTHER, Check::WabaReadable)]
#[case::no_such_waba("111111111111111", PILOT, Check::WabaReadable)]
#[case::a_phone_number_id(sandbox::FIRST_PHONE, PILOT, Check::WabaReadable)]
#[tokio::test]
async fn what_is_wrong_is_found_where_it_is(#[case] waba: &str, #[case] token: &str, #[case] wrong: Check) {
    let w = world(Engine::Sqlite).await;
    let checked = connect(&w, &w.admin, &input(waba, token))
        .await
        .unwrap()
        .unwrap_err();
    let failed: Vec<_> = checked
        .findings
        .iter()
        .filter(|finding| matches!(finding.outcome, CheckOutcome::Failed(_)))
        .map(|finding| finding.check)
        .collect();
    assert_eq!(failed.first(), Some(&wrong), "{:?}", checked.findings);
    assert!(!checked.can_connect);
    assert_eq!(
        checked
            .findings
            .iter()
            .map(|finding| finding.check)
            .collect::<Vec<_>>(),
        ORDER
    );
    if waba == sandbox::FIRST_PHONE {
        assert!(matches!(
            outcome(&checked, Check::WabaReadable),
            CheckOutcome::Failed(Reason::NotAWaba)
        ));
    }
    if wrong == Check::Scopes {
        let CheckOutcome::Failed(Reason::MissingScopes(scopes)) = outcome(&checked, Check::Scopes) else {
            panic!()
        };
        assert_eq!(scopes.len(), 2);
    }
    assert!(list::list(&w, &w.admin).await.unwrap().is_empty());
}

#[tokio::test]
async fn fields_are_checked_before_meta_is_asked() {
    let w = world(Engine::Sqlite).await;
    let problems = async |waba: &str, token: &str, secret: &str| {
        let asked = ConnectInput {
            app_secret: SecretString::from(secret),
            ..input(waba, token)
        };
        match check(&w, &w.admin, &asked).await {
            Err(ServiceError::Invalid(errors)) => errors
                .into_iter()
                .map(|FieldError { field, problem }| (field, problem))
                .collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(
        problems("", " ", "").await,
        [("waba_id", Problem::Required), ("token", Problem::Required)]
    );
    assert_eq!(
        problems("+34 612", PILOT, "").await,
        [("waba_id", Problem::NotAnId)]
    );
    assert_eq!(
        problems(sandbox::WABA, "a b", "").await,
        [("token", Problem::ControlCharacters)]
    );
    assert_eq!(
        problems(sandbox::WABA, &"x".repeat(5_000), "").await,
        [("token", Problem::TooLong { max: 1_000 })]
    );
    // The demo's secrets are printed in the manual.
    assert_eq!(
        problems(sandbox::WABA, sandbox::TOKEN, sandbox::APP_SECRET).await,
        [
            ("token", Problem::DemoSecret),
            ("app_secret", Problem::DemoSecret)
        ]
    );
    assert!(w.sandbox.sandbox.state().exchanges().is_empty());
    let support = person(Role::Support, vec![]);
    assert!(matches!(
        check(&w, &support, &input(sandbox::WABA, PILOT)).await,
        Err(ServiceError::Forbidden)
    ));
    assert!(matches!(
        list::list(&w, &support).await,
        Err(ServiceError::Forbidden)
    ));
}

#[tokio::test]
async fn an_app_secret_has_to_fit_the_token() {
    let w = world_with(Engine::Sqlite, |settings| settings.demo = true).await;
    let asked = |secret: &str| ConnectInput {
        app_secret: SecretString::from(secret),
        ..input(sandbox::WABA, PILOT)
    };
    let wrong = check(&w, &w.admin, &asked("not-this-one")).await.unwrap();
    assert!(matches!(
        outcome(&wrong, Check::App),
        CheckOutcome::Failed(Reason::WrongSecret)
    ));
    assert!(matches!(
        outcome(&wrong, Check::WabaReadable),
        CheckOutcome::Passed(_)
    ));
    let id = connect(&w, &w.admin, &asked(sandbox::APP_SECRET))
        .await
        .unwrap()
        .unwrap();
    let set = async |secret: &str| set_app_secret(&w, &w.admin, &id, &SecretString::from(secret)).await;
    assert!(matches!(set("not-this-one").await, Err(ServiceError::Invalid(_))));
    assert!(list::get(&w, &w.admin, &id).await.unwrap().has_app_secret);
    // Nothing typed is no wish to be without one.
    for blank in ["", " \n"] {
        let refused = set(blank).await;
        let Err(ServiceError::Invalid(errors)) = refused else {
            panic!("{refused:?}");
        };
        assert_eq!(
            (errors[0].field, &errors[0].problem),
            ("app_secret", &Problem::Required)
        );
    }
    assert!(list::get(&w, &w.admin, &id).await.unwrap().has_app_secret);
    for _ in 0..2 {
        remove_app_secret(&w, &w.admin, &id).await.unwrap();
    }
    assert!(!list::get(&w, &w.admin, &id).await.unwrap().has_app_secret);
    set(sandbox::APP_SECRET).await.unwrap();
    assert_eq!(w.audited("account.app_secret").await, 2);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_number_in_two_wabas_is_pointed_out_and_both_are_kept(#[case] engine: Engine) {
    let w = world(engine).await;
    w.connected().await;
    let other = input(sandbox::OTHER_WABA, sandbox::TOKEN_OTHER);
    let checked = check(&w, &w.admin, &other).await.unwrap();
    let CheckOutcome::Warning(which) = outcome(&checked, Check::NumbersUnique) else {
        panic!()
    };
    assert!(which.contains("+34 612 345 680") && checked.can_connect);
    connect(&w, &w.admin, &other).await.unwrap().unwrap();
    let twice: Vec<_> = w
        .rows()
        .await
        .into_iter()
        .filter(|row| row.duplicate)
        .map(|row| row.display)
        .collect();
    assert_eq!(twice, ["+34 612 345 680", "+34 612 345 680"]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_waba_in_use_stays_and_one_that_comes_back_keeps_its_history(#[case] engine: Engine) {
    let w = world(engine).await;
    let id = w.connected().await;
    let tenant = w.tenant("Horno Uno").await;
    let number = w.number("678").await;
    w.give(&number, &tenant).await;
    assert!(matches!(
        disconnect(&w, &w.admin, &id).await,
        Err(ServiceError::Conflict(Conflict::WrongState {
            key: "number_in_use"
        }))
    ));
    release(&w, &w.admin, &number, &tenant).await.unwrap();
    disconnect(&w, &w.admin, &id).await.unwrap();
    disconnect(&w, &w.admin, &id).await.unwrap();
    assert!(
        list::list(&w, &w.admin).await.unwrap()[0]
            .disconnected_at
            .is_some()
    );
    let gone = |result| {
        matches!(
            result,
            Err(ServiceError::Conflict(Conflict::WrongState {
                key: "account_disconnected"
            }))
        )
    };
    assert!(gone(
        service::accounts::sync::one(&w, &w.admin, &id).await.map(|_| ())
    ));
    assert!(gone(
        service::numbers::assign::assign(&w, &w.admin, &crate::plain(&number, &tenant))
            .await
            .map(|_| ())
    ));
    assert_eq!(w.connected().await, id);
    assert_eq!(w.number("678").await, number);
    assert_eq!(w.audited("account.connect").await, 2);
}

#[tokio::test]
async fn webhooks_are_pointed_here_only_when_meta_says_so() {
    let w = world(Engine::Sqlite).await;
    let id = w.connected().await;
    let Err(ServiceError::Invalid(errors)) = subscription::fix(&w, &w.admin, &id).await else {
        panic!()
    };
    assert!(matches!(errors[0].problem, Problem::NotConfigured { .. }));

    let w = world_with(Engine::Sqlite, |settings| {
        settings.webhook_verify_token = Some("a-secret-word".into());
    })
    .await;
    let id = w.connected().await;
    w.sandbox.sandbox.state().add_fault(
        Fault::next(1, FaultEffect::RateLimit { minutes: 1 })
            .on(format!("/{}/subscribed_apps", sandbox::WABA)),
    );
    assert!(matches!(
        subscription::fix(&w, &w.admin, &id).await,
        Err(ServiceError::Upstream(_))
    ));
    assert_eq!(w.audited("account.subscribe").await, 0);
}

#[tokio::test]
async fn a_subscription_that_was_fixed_is_read_again() {
    let w = world_with(Engine::Sqlite, |settings| {
        settings.webhook_verify_token = Some("a-secret-word".into());
    })
    .await;
    let id = w.connected().await;
    let fixed = subscription::fix(&w, &w.admin, &id).await.unwrap();
    assert!(fixed.ok());
    assert_eq!(fixed.expected_url, "https://tahona.test/api/v1/whatsapp/webhook");
    assert!(
        list::get(&w, &w.admin, &id)
            .await
            .unwrap()
            .row
            .subscription
            .unwrap()
            .0
            .ok()
    );
    assert_eq!(w.audited("account.subscribe").await, 1);
    let health = health::refresh(&w, &w.admin, &id).await.unwrap();
    assert!(!health.entities.is_empty());
}

fn variables(waba: Option<&str>, token: Option<&str>, phone: Option<&str>) -> BootstrapInput {
    BootstrapInput {
        waba_id: waba.map(Into::into),
        token: token.map(SecretString::from),
        phone_number_id: phone.map(Into::into),
        app_secret: None,
    }
}

async fn boot(w: &World, waba: Option<&str>, token: Option<&str>, phone: Option<&str>) -> Bootstrap {
    run(w, &variables(waba, token, phone)).await.unwrap()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn variables_connect_the_first_waba_and_are_ignored_from_then_on(#[case] engine: Engine) {
    let w = world(engine).await;
    let refused = |outcome: Bootstrap| match outcome {
        Bootstrap::Refused { variable, .. } => variable,
        other => panic!("{other:?}"),
    };
    assert_eq!(boot(&w, None, None, None).await, Bootstrap::Nothing);
    assert_eq!(
        refused(boot(&w, Some(sandbox::WABA), None, None).await),
        "WHATSAPP_ACCESS_TOKEN"
    );
    assert_eq!(
        refused(boot(&w, None, Some(PILOT), None).await),
        "WHATSAPP_BUSINESS_ACCOUNT_ID"
    );
    assert_eq!(
        refused(boot(&w, Some("x"), Some(PILOT), None).await),
        "WHATSAPP_BUSINESS_ACCOUNT_ID"
    );
    assert_eq!(
        refused(boot(&w, Some(sandbox::WABA), Some("EAADEMO"), None).await),
        "WHATSAPP_ACCESS_TOKEN"
    );
    assert_eq!(
        refused(boot(&w, Some(sandbox::WABA), Some(PILOT), Some("x")).await),
        "WHATSAPP_PHONE_NUMBER_ID"
    );
    let expired = boot(&w, Some(sandbox::WABA), Some(sandbox::TOKEN_EXPIRED), None).await;
    assert_eq!(refused(expired), "WHATSAPP_ACCESS_TOKEN");
    assert!(list::list(&w, &w.admin).await.unwrap().is_empty());

    let done = boot(&w, Some(sandbox::WABA), Some(PILOT), Some(sandbox::FIRST_PHONE)).await;
    assert_eq!(done, Bootstrap::Connected { problems: vec![] });
    assert_eq!(default_number(&w).await.unwrap(), Some(w.number("678").await));
    let again = boot(&w, Some(sandbox::WABA), Some(PILOT), Some(sandbox::FIRST_PHONE)).await;
    assert_eq!(again, Bootstrap::AlreadyConnected);
}

#[tokio::test]
async fn a_start_does_not_depend_on_meta() {
    // Nobody listens there.
    let t = TestServices::with(Engine::Sqlite, Setup::default()).await;
    let outcome = run(
        &t,
        &variables(Some(sandbox::WABA), Some(PILOT), Some(sandbox::FIRST_PHONE)),
    )
    .await
    .unwrap();
    let Bootstrap::Connected { problems } = outcome else {
        panic!("{outcome:?}")
    };
    assert!(!problems.is_empty());
    let row = &list::list(&t, &person(Role::PlatformAdmin, vec![]))
        .await
        .unwrap()[0];
    assert!(row.sync_ok_at.is_none() && !row.sync_problems.is_empty() && row.token_problem.is_none());
}
