//! What the client makes of good answers.

use std::collections::BTreeSet;

use channels::graph::{NodeId, TokenKind};
use domain::{
    account::{BusinessVerification, NEEDED_SCOPES, Ownership, ReviewStatus},
    health::{CanSend, HealthEntity},
    number::{CodeVerification, MessagingLimit, NameStatus, NumberStatus, QualityRating, Throughput},
};
use serde_json::json;

use crate::support::{World, phone, token, waba};

#[tokio::test]
async fn a_waba_is_read_with_all_its_fields() {
    let world = World::new().await;
    let read = world.client.waba(&token(), &waba()).await.unwrap();
    assert_eq!(read.id, waba());
    assert_eq!(read.name.as_deref(), Some("Tahona Pilot ES"));
    assert_eq!(read.currency.as_deref(), Some("EUR"));
    assert_eq!(read.country.as_deref(), Some("ES"));
    assert!(read.timezone_id.is_some() && read.message_template_namespace.is_some());
    assert_eq!(read.account_review_status, Some(ReviewStatus::Approved));
    assert_eq!(
        read.business_verification_status,
        Some(BusinessVerification::Verified)
    );
    assert_eq!(read.ownership_type, Some(Ownership::SelfOwned));
    assert_eq!(read.status.as_deref(), Some("ACTIVE"));
    assert_eq!(
        read.owner_business_info.unwrap().name.as_deref(),
        Some("Tahona Plataforma S.L.")
    );
    assert_eq!(read.health.unwrap().health.can_send, CanSend::Available);
    assert!(!read.reduced);
    assert_eq!(read.raw["name"], "Tahona Pilot ES");
}

#[tokio::test]
async fn a_phone_number_is_read_with_all_its_fields() {
    let world = World::new().await;
    let read = world.client.phone_number(&token(), &phone()).await.unwrap();
    assert_eq!(read.id, phone());
    assert_eq!(read.display_phone_number.as_deref(), Some("+34 612 345 678"));
    assert_eq!(read.verified_name.as_deref(), Some("Panadería San Juan"));
    assert_eq!(read.status, Some(NumberStatus::Connected));
    assert_eq!(read.quality_rating, Some(QualityRating::Green));
    assert_eq!(read.name_status, Some(NameStatus::Approved));
    assert_eq!(read.code_verification_status, Some(CodeVerification::Verified));
    assert_eq!(read.messaging_limit, Some(MessagingLimit::Tier2K));
    assert_eq!(read.throughput, Some(Throughput::Standard));
    assert_eq!(read.is_pin_enabled, Some(true));
    assert_eq!(read.country_dial_code.as_deref(), Some("34"));
}

#[tokio::test]
async fn before_v24_the_limit_of_the_number_is_read() {
    let world = World::with(|config| config.api_version = "v23.0".into()).await;
    let read = world.client.phone_number(&token(), &phone()).await.unwrap();
    assert_eq!(read.messaging_limit, Some(MessagingLimit::Tier1K));
}

#[tokio::test]
async fn every_number_is_listed_once_over_several_pages() {
    let world = World::with(|config| config.page_limit = 3).await;
    let numbers = world.client.phone_numbers(&token(), &waba()).await.unwrap();
    let ids: BTreeSet<_> = numbers.iter().map(|n| n.id.clone()).collect();
    assert_eq!((numbers.len(), ids.len()), (10, 10));
    assert_eq!(numbers.first().unwrap().id, phone());
    assert_eq!(world.calls(), 4);
}

#[tokio::test]
async fn calls_may_run_on_other_threads() {
    let world = World::new().await;
    let client = world.client.clone();
    let listed = tokio::spawn(async move { client.phone_numbers(&token(), &waba()).await });
    assert_eq!(listed.await.unwrap().unwrap().len(), 10);
    assert!(world.client.usage().of(&waba()).is_some());
}

#[tokio::test]
async fn a_full_last_page_ends_the_list_without_another_call() {
    let world = World::with(|config| config.page_limit = 5).await;
    assert_eq!(
        world.client.phone_numbers(&token(), &waba()).await.unwrap().len(),
        10
    );
    assert_eq!(world.calls(), 2);
}

#[tokio::test]
async fn a_waba_without_numbers_has_an_empty_list() {
    let world = World::new().await;
    world.state().waba_mut(sandbox::WABA).unwrap().phones.clear();
    assert!(
        world
            .client
            .phone_numbers(&token(), &waba())
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn unknown_words_numeric_ids_and_missing_fields_are_no_obstacle() {
    let world = World::new().await;
    {
        let mut state = world.state();
        let number = state.phone_mut(sandbox::FIRST_PHONE).unwrap();
        number.status = "HIBERNATING".into();
        number.extra = json!({
            "id": 123_456_789_012_345_u64,
            "quality_rating": null, "verified_name": null, "throughput": "fast", "health_status": null,
            "something_new": {"a": [1]},
        })
        .as_object()
        .unwrap()
        .clone();
        state.waba_mut(sandbox::WABA).unwrap().extra =
            json!({"id": 987_654_321_098_765_u64, "name": null, "account_review_status": "PONDERING"})
                .as_object()
                .unwrap()
                .clone();
    }
    let read = world.client.phone_number(&token(), &phone()).await.unwrap();
    assert_eq!(read.id, phone());
    assert_eq!(read.status, Some(NumberStatus::Unknown("HIBERNATING".into())));
    assert_eq!(
        (read.quality_rating, read.verified_name, read.throughput),
        (None, None, None)
    );
    let read = world.client.waba(&token(), &waba()).await.unwrap();
    assert_eq!(read.id, waba());
    assert_eq!(
        read.account_review_status,
        Some(ReviewStatus::Unknown("PONDERING".into()))
    );
}

#[tokio::test]
async fn a_record_without_a_usable_id_is_refused() {
    let world = World::new().await;
    world.state().phone_mut(sandbox::FIRST_PHONE).unwrap().extra =
        json!({"id": "not-an-id"}).as_object().unwrap().clone();
    let error = world.client.phone_numbers(&token(), &waba()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "an answer that cannot be read (HTTP 200): no usable id"
    );
}

#[tokio::test]
async fn health_names_the_entity_that_is_in_the_way() {
    let world = World::new().await;
    world.state().waba_mut(sandbox::WABA).unwrap().payment_method = false;
    let read = world
        .client
        .health_status(&token(), &phone())
        .await
        .unwrap()
        .health;
    assert_eq!(read.can_send, CanSend::Blocked);
    let waba = read
        .entities
        .iter()
        .find(|e| e.entity == HealthEntity::Waba)
        .unwrap();
    assert_eq!(waba.problems.first().unwrap().code, 141_006);
    assert!(waba.problems.first().unwrap().solution.is_some());
    let number = read
        .entities
        .iter()
        .find(|e| e.entity == HealthEntity::PhoneNumber)
        .unwrap();
    assert_eq!(number.can_send, CanSend::Available);
}

#[tokio::test]
async fn silence_about_health_is_not_a_green_light() {
    let world = World::new().await;
    world.state().waba_mut(sandbox::WABA).unwrap().extra = json!({"health_status": {"entities": []}})
        .as_object()
        .unwrap()
        .clone();
    let read = world
        .client
        .health_status(&token(), NodeId::from(waba()))
        .await
        .unwrap();
    assert_eq!(read.health.can_send, CanSend::Unknown(String::new()));
}

#[tokio::test]
async fn a_token_tells_what_it_is() {
    let world = World::new().await;
    let info = world.client.debug_token(&token(), &token()).await.unwrap();
    assert!(info.is_valid);
    assert_eq!(info.kind, Some(TokenKind::SystemUser));
    assert_eq!(info.app_id.as_deref(), Some(sandbox::APP_ID));
    assert_eq!((info.expires_at, info.data_access_expires_at), (None, None));
    assert!(info.issued_at.is_some());
    assert!(
        NEEDED_SCOPES
            .iter()
            .all(|scope| info.scopes.iter().any(|have| have == scope))
    );
    let targets = info.granular_scopes.first().unwrap().target_ids.clone().unwrap();
    assert_eq!(targets, [sandbox::WABA]);
}

#[tokio::test]
async fn a_token_that_does_not_work_is_an_answer_not_an_error() {
    let world = World::new().await;
    let expired = world
        .client
        .debug_token(&sandbox::TOKEN_EXPIRED.into(), &token())
        .await
        .unwrap();
    assert!(!expired.is_valid && expired.expires_at.is_some());
    assert_eq!(expired.error.unwrap().subcode, Some(463));
    let unknown = world
        .client
        .debug_token(&"EAANOBODY".into(), &token())
        .await
        .unwrap();
    assert!(!unknown.is_valid && unknown.scopes.is_empty());
    assert_eq!(unknown.error.unwrap().code, 190);
}
