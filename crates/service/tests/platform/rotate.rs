//! A new token is tried on everything before it replaces the old one.

use domain::{secret_age::TokenAge, time::DAY};
use rstest::rstest;
use sandbox::{Fault, FaultEffect};
use secrecy::SecretString;
use service::{
    Problem, ServiceError,
    accounts::{list, rotate::rotate, sync},
    error::Conflict,
};
use store::Engine;

use crate::{PILOT, SECOND, world};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_old_token_stays_until_every_number_answers_to_the_new_one(#[case] engine: Engine) {
    let w = world(engine).await;
    let id = w.connected().await;
    w.t.clock.advance(61 * DAY);
    let age = async || list::get(&w, &w.admin, &id).await.unwrap().row.token_age;
    assert_eq!(age().await, TokenAge::Overdue);
    let turn = async |token: &str| rotate(&w, &w.admin, &id, &SecretString::from(token)).await;

    w.sandbox
        .sandbox
        .state()
        .add_fault(Fault::always(FaultEffect::ExpiredToken).on("/123456789012349"));
    let refused = turn(SECOND).await.unwrap();
    assert!(!refused.swapped);
    let failed: Vec<_> = refused
        .probes
        .iter()
        .filter(|(_, refusal)| refusal.is_some())
        .map(|(n, _)| n.as_str())
        .collect();
    assert_eq!((refused.probes.len(), failed), (10, vec!["+34 612 345 682"]));
    assert_eq!(age().await, TokenAge::Overdue);
    w.sandbox.sandbox.state().clear_faults();

    // A token that may too little is not even tried on the numbers.
    let refused = turn(sandbox::TOKEN_UNDERSCOPED).await.unwrap();
    assert!(!refused.swapped && refused.probes.is_empty());
    assert!(matches!(
        turn(PILOT).await,
        Err(ServiceError::Conflict(Conflict::WrongState { .. }))
    ));
    let Err(ServiceError::Invalid(errors)) = turn(sandbox::TOKEN).await else {
        panic!()
    };
    assert_eq!(errors[0].problem, Problem::DemoSecret);
    assert_eq!(w.audited("account.rotate_token").await, 0);

    let done = turn(SECOND).await.unwrap();
    assert!(done.swapped && done.probes.iter().all(|(_, refusal)| refusal.is_none()));
    assert_eq!(age().await, TokenAge::Fresh);
    assert_eq!(w.audited("account.rotate_token").await, 1);
    // The old one is not needed any more.
    w.sandbox.sandbox.state().remove_token(PILOT);
    assert!(sync::one(&w, &w.admin, &id).await.unwrap().problems.is_empty());
}
