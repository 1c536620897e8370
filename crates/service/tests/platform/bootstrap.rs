//! The first start: variables connect the first WABA.

use domain::person::Role;
use rstest::rstest;
use secrecy::SecretString;
use service::{
    accounts::{
        bootstrap::{Bootstrap, BootstrapInput, run},
        list,
    },
    platform::default_number,
    testing::{Setup, TestServices},
};
use store::Engine;

use crate::{PILOT, World, person, world};

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
