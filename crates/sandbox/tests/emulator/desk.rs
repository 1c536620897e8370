//! The page on which people play Meta's part.
#![expect(clippy::unwrap_used, reason = "tests")]

use reqwest::{Method, StatusCode, redirect::Policy};
use serde_json::json;

use crate::support::World;

const PENDING: &str = "1689556908129813";

/// Posts a form; status and where it leads.
async fn post(world: &World, path: &str, fields: &[(&str, &str)]) -> (StatusCode, String) {
    let http = reqwest::Client::builder()
        .redirect(Policy::none())
        .build()
        .unwrap();
    let answer = http
        .post(format!("{}/_sandbox/desk{path}", world.running.base_url))
        .form(fields)
        .send()
        .await
        .unwrap();
    let place = answer
        .headers()
        .get("location")
        .map(|v| v.to_str().unwrap().to_owned());
    (answer.status(), place.unwrap_or_default())
}

async fn page(world: &World, lang: &str) -> String {
    let answer = world
        .http
        .get(format!("{}/_sandbox/desk?lang={lang}", world.running.base_url))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    answer.text().await.unwrap()
}

#[tokio::test]
async fn a_person_decides_and_the_console_hears_of_it() {
    let world = World::new().await;
    let console = world.console().await;
    let shown = page(&world, "en").await;
    assert!(shown.contains("factura_mensual") && shown.contains("Approve"));
    let path = format!("/templates/{PENDING}");
    let decide = async |fields: &[(&str, &str)]| {
        let (status, place) = post(&world, &path, &[fields, &[("lang", "en")]].concat()).await;
        assert_eq!(status, 303, "{fields:?}");
        assert_eq!(place, format!("/_sandbox/desk?lang=en#t{PENDING}"));
        let state = world.state();
        let (_, template) = state.template(PENDING).unwrap();
        (template.status.clone(), template.category.clone())
    };
    let is = |status: &str, category: &str| (status.to_owned(), category.to_owned());
    assert_eq!(
        decide(&[("action", "reject"), ("reason", "SCAM")]).await,
        is("REJECTED", "UTILITY")
    );
    assert_eq!(decide(&[("action", "approve")]).await, is("APPROVED", "UTILITY"));
    assert_eq!(
        decide(&[("action", "warn"), ("category", "MARKETING")]).await,
        is("APPROVED", "UTILITY")
    );
    assert_eq!(
        decide(&[("action", "move"), ("category", "MARKETING")]).await,
        is("APPROVED", "MARKETING")
    );
    assert_eq!(
        decide(&[("action", "quality"), ("score", "RED")]).await,
        is("PAUSED", "MARKETING")
    );
    assert_eq!(decide(&[("action", "resume")]).await, is("APPROVED", "MARKETING"));
    assert_eq!(
        decide(&[("action", "disable")]).await,
        is("DISABLED", "MARKETING")
    );
    world.running.sandbox.flush().await;
    let fields: Vec<_> = console
        .bodies()
        .iter()
        .map(|body| {
            body["entry"][0]["changes"][0]["field"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    let count = |name: &str| fields.iter().filter(|field| *field == name).count();
    assert_eq!(count("message_template_status_update"), 5);
    assert_eq!(count("template_category_update"), 2);
    assert_eq!(count("message_template_quality_update"), 1);
}

#[tokio::test]
async fn what_is_no_decision_changes_nothing() {
    let world = World::new().await;
    let path = format!("/templates/{PENDING}");
    for fields in [
        &[("action", "explode")][..],
        &[("action", "reject"), ("reason", "MOOD")],
        &[("action", "move"), ("category", "")],
    ] {
        assert_eq!(post(&world, &path, fields).await.0, 422, "{fields:?}");
    }
    assert_eq!(
        post(&world, "/templates/1", &[("action", "approve")]).await.0,
        404
    );
    assert_eq!(world.state().template(PENDING).unwrap().1.status, "PENDING");
}

#[tokio::test]
async fn review_and_differences_are_set_on_the_page() {
    let world = World::new().await;
    assert!(page(&world, "").await.contains("Ninguna"));
    post(&world, "/differences", &[("plant", "true")]).await;
    assert!(
        page(&world, "es")
            .await
            .contains("aviso_pedido_listo cuenta como MARKETING")
    );
    let listed = world.get("/_sandbox/differences").await;
    assert_eq!(listed.as_array().unwrap().len(), 6);
    post(&world, "/differences", &[("plant", "false")]).await;
    assert_eq!(world.get("/_sandbox/differences").await, json!([]));
    let put = world
        .call(
            Method::PUT,
            "/_sandbox/differences",
            Some(json!([{"kind": "time_zone_edge"}])),
        )
        .await;
    assert_eq!(put.0, 200);

    post(&world, "/review", &[("review", "by_hand"), ("seconds", "90")]).await;
    let behaviour = world.get("/_sandbox/behaviour").await;
    assert_eq!(
        (&behaviour["review"], &behaviour["review_ms"]),
        (&json!("by_hand"), &json!(90_000))
    );
}
