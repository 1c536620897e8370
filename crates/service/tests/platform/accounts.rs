//! Connecting and disconnecting.

use domain::person::Role;
use rstest::rstest;
use secrecy::{ExposeSecret, SecretString};
use service::{
    Problem, ServiceError,
    accounts::{
        connect::{
            Check, CheckOutcome, ConnectCheck, ConnectInput, Reason, check, connect, disconnect,
            remove_app_secret, set_app_secret,
        },
        list,
    },
    error::Conflict,
    numbers::assign::release,
};
use store::{Engine, secrets::SealedColumn};

use crate::{PILOT, input, invalid, person, world, world_with};

fn outcome(check: &ConnectCheck, wanted: Check) -> &CheckOutcome {
    &check
        .findings
        .iter()
        .find(|finding| finding.check == wanted)
        .unwrap()
        .outcome
}

/// What was checked, in that order.
fn order(checked: &ConnectCheck) -> Vec<Check> {
    checked.findings.iter().map(|finding| finding.check).collect()
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
    assert_eq!(order(&checked), ORDER);
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
    assert_eq!(order(&checked), ORDER);
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
        invalid(check(&w, &w.admin, &asked).await)
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
