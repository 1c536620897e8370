//! Where Meta's webhooks go.

use sandbox::{Fault, FaultEffect};
use service::{
    Problem, ServiceError,
    accounts::{health, list, subscription},
};
use store::Engine;

use crate::{world, world_with};

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
