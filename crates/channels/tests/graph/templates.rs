//! Templates through the client, their samples, and what Meta charged.
#![expect(clippy::unwrap_used, reason = "tests")]

use channels::{
    graph::{
        Dimension, Granularity, NewTemplate, NodeId, PricingCategory, PricingQuery, PricingType, Sample,
        TemplateEdit, TemplateRefusal,
    },
    template::{ParameterFormat, TemplateCategory, TemplateStatus},
};
use domain::time::{DAY, Millis};
use sandbox::history;
use serde_json::{Value, json};

use crate::support::{NOW, World, token, waba};

/// A template that passes every review.
pub(crate) fn new(name: &str) -> NewTemplate {
    NewTemplate {
        name: name.into(),
        language: "es".into(),
        category: TemplateCategory::Utility,
        parameter_format: Some(ParameterFormat::Positional),
        components: body("Hola {{1}}, tu encargo {{2}} te espera en la tienda hasta las ocho."),
        ttl_seconds: Some(3_600),
    }
}

pub(crate) fn body(text: &str) -> Value {
    json!([{"type": "BODY", "text": text, "example": {"body_text": [["Ane", "ENC-1"]]}}])
}

pub(crate) fn picture() -> Sample {
    Sample {
        file_name: "pan & más.jpg".into(),
        mime_type: "image/jpeg".into(),
        bytes: (0..=255).cycle().take(70_000).collect(),
    }
}

pub(crate) fn app() -> NodeId {
    NodeId::parse(sandbox::APP_ID).unwrap()
}

async fn review(world: &World) {
    world.time.advance(60_000);
    world.running.sandbox.deliver_due().await;
}

#[tokio::test]
async fn a_template_is_created_read_edited_and_deleted() {
    let world = World::new().await;
    let client = &world.client;
    let made = client
        .create_template(&token(), &waba(), &new("encargo_listo"))
        .await
        .unwrap();
    assert_eq!(made.status, Some(TemplateStatus::Pending));
    assert_eq!(made.category, Some(TemplateCategory::Utility));
    review(&world).await;
    let read = client.message_template(&token(), &made.id).await.unwrap();
    assert_eq!(read.status, Some(TemplateStatus::Approved));
    assert_eq!(
        (read.name.as_deref(), read.ttl_seconds),
        (Some("encargo_listo"), Some(3_600))
    );
    assert_eq!(read.parameter_format, Some(ParameterFormat::Positional));
    assert!(!read.reduced);

    let edit = TemplateEdit {
        components: Some(body(
            "Hola {{1}}, tu encargo {{2}} te espera mañana en la tienda.",
        )),
        ..TemplateEdit::default()
    };
    client.edit_template(&token(), &made.id, &edit).await.unwrap();
    let again = client.edit_template(&token(), &made.id, &edit).await.unwrap_err();
    assert!(!again.outcome_unknown() && !again.retryable());
    let changed = client.message_template(&token(), &made.id).await.unwrap();
    assert!(
        changed.components().unwrap()[0]["text"]
            .as_str()
            .unwrap()
            .contains("mañana")
    );

    client
        .delete_template(&token(), &waba(), "encargo_listo", Some(&made.id))
        .await
        .unwrap();
    let left = client.message_templates(&token(), &waba()).await.unwrap();
    assert!(left.iter().all(|template| template.id != made.id));
    let reused = client
        .create_template(&token(), &waba(), &new("encargo_listo"))
        .await
        .unwrap_err();
    assert_eq!(
        reused.api().unwrap().template_refusal(),
        Some(TemplateRefusal::BeingDeleted)
    );
}

#[tokio::test]
async fn a_refusal_says_why() {
    let world = World::new().await;
    let refusal = async |new: NewTemplate| {
        let error = world
            .client
            .create_template(&token(), &waba(), &new)
            .await
            .unwrap_err();
        let api = error.api().unwrap();
        assert!(api.user_msg.is_some(), "{api:?}");
        api.template_refusal()
    };
    let with = |components: Value| NewTemplate {
        components,
        ..new("otra")
    };
    assert_eq!(
        refusal(new("po_notification")).await,
        Some(TemplateRefusal::Exists)
    );
    assert_eq!(
        refusal(with(body("{{1}} y {{2}} te esperan en la tienda."))).await,
        Some(TemplateRefusal::VariableAtEdge)
    );
    assert_eq!(
        refusal(with(body("A {{1}}, {{2}} b"))).await,
        Some(TemplateRefusal::TooManyVariables)
    );
    assert_eq!(
        refusal(with(body("Hola {{1}}, esto es {{3}} para ti hoy."))).await,
        Some(TemplateRefusal::Body)
    );
    assert_eq!(
        refusal(with(json!([{"type": "BODY", "text": "a".repeat(1_025)}]))).await,
        Some(TemplateRefusal::TooLong)
    );
    assert_eq!(refusal(with(json!([]))).await, None);
}

#[tokio::test]
async fn what_was_only_meant_as_utility_comes_back_as_marketing() {
    let world = World::new().await;
    let sale = NewTemplate {
        components: body("Aprovecha esta oferta, {{1}}, con tu encargo {{2}} en la tienda."),
        ..new("rebajas")
    };
    let made = world
        .client
        .create_template(&token(), &waba(), &sale)
        .await
        .unwrap();
    assert_eq!(made.category, Some(TemplateCategory::Marketing));
}

#[tokio::test]
async fn a_pause_is_ended() {
    let world = World::new().await;
    let id = NodeId::parse("1689556908129801").unwrap();
    world.state().template_becomes(id.as_str(), "PAUSED", None);
    world.client.unpause_template(&token(), &id).await.unwrap_err();
    world.time.advance(5 * 60_000);
    world.client.unpause_template(&token(), &id).await.unwrap();
    let read = world.client.message_template(&token(), &id).await.unwrap();
    assert_eq!(read.status, Some(TemplateStatus::Approved));
}

#[tokio::test]
async fn a_sample_is_uploaded_and_used_in_a_header() {
    let world = World::new().await;
    let handle = world
        .client
        .upload_sample(&token(), &app(), &picture())
        .await
        .unwrap();
    let mut with_picture = new("con_foto");
    with_picture
        .components
        .as_array_mut()
        .unwrap()
        .push(json!({"type": "HEADER", "format": "IMAGE", "example": {"header_handle": [handle]}}));
    world
        .client
        .create_template(&token(), &waba(), &with_picture)
        .await
        .unwrap();
    let calls = world.state().exchanges();
    let upload = calls.iter().find(|call| call.path.contains("/upload:")).unwrap();
    assert_eq!(upload.headers["authorization"], "OAuth EAADEMO");
    assert_eq!(upload.headers["file_offset"], "0");
    let video = json!([{"type": "BODY", "text": "Hola."}, {"type": "HEADER", "format": "VIDEO", "example": {"header_handle": [handle]}}]);
    let other = NewTemplate {
        components: video,
        ..new("con_video")
    };
    let error = world
        .client
        .create_template(&token(), &waba(), &other)
        .await
        .unwrap_err();
    assert_eq!(
        error.api().unwrap().template_refusal(),
        Some(TemplateRefusal::Header)
    );
}

#[tokio::test]
async fn an_interrupted_upload_goes_on_where_it_stopped() {
    let world = World::new().await;
    let sample = picture();
    let session = world
        .client
        .start_upload(&token(), &app(), &sample)
        .await
        .unwrap();
    let half = Sample {
        bytes: sample.bytes[..30_000].to_vec(),
        ..sample.clone()
    };
    // Only a part arrives, and no handle comes back.
    world
        .client
        .send_upload(&token(), &session, &half, 0)
        .await
        .unwrap_err();
    let offset = world.client.upload_offset(&token(), &session).await.unwrap();
    assert_eq!(offset, 30_000);
    let wrong = world
        .client
        .send_upload(&token(), &session, &sample, 0)
        .await
        .unwrap_err();
    assert_eq!(wrong.api().unwrap().code, 100);
    let handle = world
        .client
        .send_upload(&token(), &session, &sample, offset)
        .await
        .unwrap();
    assert!(handle.starts_with("4::"));

    // Trouble on the way is overcome without anybody noticing.
    let trouble = json!({
        "path_prefix": "/upload:", "times": 1, "effect": "answer", "status": 503,
        "body": {"error": {"code": 2, "message": "Service temporarily unavailable", "type": "OAuthException"}},
    });
    world.state().add_fault(serde_json::from_value(trouble).unwrap());
    world
        .client
        .upload_sample(&token(), &app(), &sample)
        .await
        .unwrap();
}

#[tokio::test]
async fn what_meta_charged_is_read_to_the_millionth() {
    let world = World::new().await;
    world
        .state()
        .remember_history(&history::history(NOW, history::SEED));
    let query = PricingQuery::daily(NOW.plus(-60 * DAY), NOW);
    let points = world
        .client
        .pricing_analytics(&token(), &waba(), &query)
        .await
        .unwrap();
    assert!(points.len() > 500);
    for point in &points {
        assert!(point.end > point.start && point.country.is_some() && point.phone_number.is_some());
        let free = point.kind != Some(PricingType::Regular);
        assert_eq!(free, point.tier.is_none());
        assert_eq!(free, point.cost_micros == Some(0));
    }
    let spanish_utility = points.iter().filter(|point| {
        point.country.as_deref() == Some("ES")
            && point.category == Some(PricingCategory::Utility)
            && point.kind == Some(PricingType::Regular)
    });
    for point in spanish_utility {
        assert_eq!(point.cost_micros, point.volume.map(|volume| volume * 16_600));
    }
    let monthly = PricingQuery {
        granularity: Granularity::Monthly,
        dimensions: vec![Dimension::Phone],
        phone_numbers: vec!["+34 612 345 684".into()],
        ..query
    };
    let few = world
        .client
        .pricing_analytics(&token(), &waba(), &monthly)
        .await
        .unwrap();
    assert!((2..=3).contains(&few.len()));
    assert!(
        few.iter()
            .all(|point| point.phone_number.as_deref() == Some("34612345684"))
    );
    let nothing = PricingQuery::daily(Millis(0), Millis(DAY));
    assert!(
        world
            .client
            .pricing_analytics(&token(), &waba(), &nothing)
            .await
            .unwrap()
            .is_empty()
    );
}
