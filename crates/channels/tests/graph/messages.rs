//! Sending messages: what each outcome is called.

use std::time::Duration;

use channels::{
    graph::{GraphClient, GraphConfig, Jitter},
    partner::{Accepted, AcceptedStatus, Content, MessagingPartner, Outgoing, Recipient, SendError},
    template::{TemplateCategory, TemplateStatus},
};
use domain::{contact::UserIdent, phone::E164};
use rstest::rstest;
use sandbox::{Fault, FaultEffect};
use serde_json::{json, value::RawValue};

use crate::support::{World, phone, token, waba};

pub(crate) fn order() -> Outgoing {
    order_with(&["Harinas Urbano", "PO-1", "10,00"])
}

#[expect(clippy::unwrap_used, reason = "a helper of tests")]
fn order_with(values: &[&str]) -> Outgoing {
    let values: Vec<_> = values
        .iter()
        .map(|text| json!({"type": "text", "text": text}))
        .collect();
    let components = json!([{"type": "body", "parameters": values}]).to_string();
    Outgoing {
        to: Recipient::Phone(E164::parse("+34612999001").unwrap()),
        content: Content::Template {
            name: "po_notification".into(),
            language: "es".into(),
            components: Some(RawValue::from_string(components).unwrap()),
        },
        context: None,
        tracking: Some("7312".into()),
    }
}

pub(crate) fn text(body: &str) -> Outgoing {
    Outgoing {
        content: Content::Text {
            body: body.into(),
            preview_url: false,
        },
        ..order()
    }
}

async fn send(world: &World, message: &Outgoing) -> Result<Accepted, SendError> {
    world.client.send_message(&token(), &phone(), message).await
}

#[tokio::test]
async fn an_accepted_message_has_an_id_and_a_recipient() {
    let world = World::new().await;
    let accepted = send(&world, &order()).await.unwrap();
    assert!(accepted.wamid.starts_with("wamid."));
    assert_eq!(accepted.message_status, Some(AcceptedStatus::Accepted));
    let contact = &accepted.contacts[0];
    assert_eq!(contact.input.as_deref(), Some("+34612999001"));
    assert_eq!(contact.wa_id.as_deref(), Some("34612999001"));
    assert!(UserIdent::parse(contact.user_id.as_deref().unwrap()).is_some());
    assert_eq!(accepted.raw["messages"][0]["id"], accepted.wamid);
    let sent = world.state().sent();
    assert_eq!(sent[0].tracking.as_deref(), Some("7312"));
}

#[tokio::test]
async fn every_partner_sends_through_the_same_trait() {
    let world = World::new().await;
    let partner: &dyn MessagingPartner = &world.client;
    assert!(partner.send(&token(), &phone(), &order()).await.is_ok());
}

#[tokio::test]
async fn people_without_a_phone_are_reached_by_user_id() {
    let world = World::new().await;
    let message = Outgoing {
        to: Recipient::User(UserIdent::parse("ES.134912").unwrap()),
        ..order()
    };
    let accepted = send(&world, &message).await.unwrap();
    assert_eq!(accepted.contacts[0].wa_id, None);
    assert_eq!(accepted.contacts[0].user_id.as_deref(), Some("ES.134912"));
}

#[tokio::test]
async fn a_clear_no_is_a_refusal_with_metas_reason() {
    let world = World::new().await;
    let error = send(&world, &order_with(&["only one"])).await.unwrap_err();
    let SendError::Refused(api) = error else {
        panic!("{error}");
    };
    assert_eq!(api.code, 132_000);
    assert!(api.details.unwrap().contains("localizable_params"));
    assert!(api.fbtrace_id.is_some());
}

#[rstest]
#[case::server_error(FaultEffect::Answer { status: 500, body: json!({"error": {"code": 131_000, "message": "m"}}), headers: [].into() })]
#[case::unavailable(FaultEffect::Answer { status: 503, body: json!({"error": {"code": 131_016, "message": "m"}}), headers: [].into() })]
#[case::edge_page(FaultEffect::Answer { status: 502, body: json!("<html>"), headers: [].into() })]
#[case::request_time_out(FaultEffect::Answer { status: 408, body: json!("<html>"), headers: [].into() })]
#[case::ok_without_id(FaultEffect::Answer { status: 200, body: json!({"messages": []}), headers: [].into() })]
#[case::ok_with_an_endless_id(FaultEffect::Answer { status: 200, body: json!({"messages": [{"id": "w".repeat(3_000)}]}), headers: [].into() })]
#[case::ok_with_an_id_that_no_database_takes(FaultEffect::Answer { status: 200, body: json!({"messages": [{"id": "wamid.\u{0}"}]}), headers: [].into() })]
#[case::ok_but_not_json(FaultEffect::Answer { status: 200, body: json!("<html>"), headers: [].into() })]
#[case::cut(FaultEffect::Disconnect)]
#[tokio::test]
async fn without_a_clear_answer_the_outcome_is_unknown_and_nothing_is_sent_again(
    #[case] effect: FaultEffect,
) {
    let world = World::new().await;
    world.state().add_fault(Fault::always(effect));
    let error = send(&world, &order()).await.unwrap_err();
    assert!(matches!(error, SendError::Unknown { .. }), "{error:?}");
    assert_eq!(world.calls(), 1);
    assert!(world.waits().is_empty());
}

#[tokio::test]
async fn a_late_answer_leaves_the_outcome_unknown() {
    let world = World::with(|config| config.time_outs.total = Duration::from_millis(200)).await;
    world
        .state()
        .add_fault(Fault::always(FaultEffect::Delay).after_ms(5_000));
    let error = send(&world, &order()).await.unwrap_err();
    assert!(matches!(error, SendError::Unknown { .. }), "{error:?}");
}

#[rstest]
#[case::no_capability(500, json!({"error": {"code": 3, "message": "m"}}), true)]
#[case::bad_request(400, json!({"error": {"code": 131_000, "message": "m"}}), true)]
#[case::something_in_between(403, json!("<html>"), false)]
#[case::redirect(302, json!("<html>"), false)]
#[tokio::test]
async fn a_no_of_any_kind_is_not_unknown(
    #[case] status: u16,
    #[case] body: serde_json::Value,
    #[case] refused: bool,
) {
    let world = World::new().await;
    let headers = [].into();
    world.state().add_fault(Fault::always(FaultEffect::Answer {
        status,
        body,
        headers,
    }));
    let error = send(&world, &order()).await.unwrap_err();
    assert_eq!(matches!(error, SendError::Refused(_)), refused, "{error:?}");
    assert_eq!(matches!(error, SendError::NotSent { .. }), !refused, "{error:?}");
}

#[tokio::test]
async fn where_nobody_listens_nothing_was_sent() {
    let world = World::new().await;
    // A port that was just free.
    let closed = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let config = GraphConfig::new(format!("http://{closed}").parse().unwrap());
    let client = GraphClient::new(config, world.time.clock(), Jitter::from_fn(|| 0.0)).unwrap();
    let error = client
        .send_message(&token(), &phone(), &order())
        .await
        .unwrap_err();
    assert!(matches!(error, SendError::NotSent { .. }), "{error:?}");
}

#[tokio::test]
async fn all_templates_are_listed_page_by_page() {
    let world = World::with(|config| config.page_limit = 4).await;
    let templates = world.client.message_templates(&token(), &waba()).await.unwrap();
    assert!(templates.len() > 10);
    assert!(templates.iter().all(|template| !template.reduced));
    let find = |name: &str| {
        templates
            .iter()
            .find(|t| t.name.as_deref() == Some(name))
            .unwrap()
    };
    let order = find("po_notification");
    assert_eq!(order.status, Some(TemplateStatus::Approved));
    assert_eq!(order.category, Some(TemplateCategory::Utility));
    assert_eq!(order.rejected_reason, None);
    assert!(
        order.components().unwrap()[0]["text"]
            .as_str()
            .unwrap()
            .contains("{{3}}")
    );
    assert_eq!(
        find("low_stock_alert").rejected_reason.as_deref(),
        Some("INVALID_FORMAT")
    );
    let ready = find("aviso_pedido_listo");
    assert_eq!(ready.correct_category, Some(TemplateCategory::Marketing));
    assert!(ready.quality.is_some());
}
