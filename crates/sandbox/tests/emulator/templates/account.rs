//! All of an account: how many it holds, how they are listed, and how they come
//! into another one.

use domain::time::HOUR;
use reqwest::Method;
use sandbox::Waba;
use serde_json::json;

use super::{EDGE, body, create, good};
use crate::support::World;

#[tokio::test]
async fn the_account_holds_only_so_many_names() {
    let world = World::new().await;
    let summary = world
        .get(&format!(
            "{EDGE}?summary=total_count,message_template_count,message_template_limit&limit=1"
        ))
        .await;
    assert_eq!(
        summary["summary"],
        json!({"total_count": 16, "message_template_count": 15, "message_template_limit": 6_000})
    );
    world
        .state()
        .waba_mut(sandbox::WABA)
        .unwrap()
        .portfolio
        .verification = "not_verified".into();
    for i in 0..235 {
        world.state().add_template(
            sandbox::WABA,
            sandbox::Template {
                id: format!("17000000000{i:05}"),
                name: format!("otra_{i}"),
                ..sandbox::Template::default()
            },
        );
    }
    assert_eq!(
        create(&world, good("encargo_listo")).await.1["error"]["error_subcode"],
        2_388_019
    );
    // Another language of a known name has room.
    let mut other = body(
        "po_notification",
        "Bon dia {{1}}, la teva comanda {{2}} ja està a punt a la botiga.",
        &["a", "b"],
    );
    other["language"] = json!("ca");
    assert_eq!(create(&world, other).await.0, 200);
}

#[tokio::test]
async fn lists_are_filtered_by_several_words_and_by_content() {
    let world = World::new().await;
    let count = async |query: &str| {
        let page = world.get(&format!("{EDGE}?limit=100&{query}")).await;
        page["data"].as_array().unwrap().len()
    };
    assert_eq!(count("status=REJECTED,PAUSED").await, 3);
    assert_eq!(count("language=en,ca&category=UTILITY").await, 3);
    assert_eq!(count("name_or_content=nudge").await, 2);
    assert_eq!(count("content=Nadal").await, 1);
    assert_eq!(count("quality_score=YELLOW").await, 1);
    assert_eq!(
        world
            .call(Method::GET, &format!("{EDGE}?summary=colour"), None)
            .await
            .0,
        400
    );
}

#[tokio::test]
async fn a_hundred_templates_an_hour_are_enough() {
    let world = World::new().await;
    for i in 0..100 {
        assert_eq!(create(&world, good(&format!("n{i}"))).await.0, 200);
    }
    assert_eq!(create(&world, good("n100")).await.0, 429);
    world.time.advance(HOUR);
    assert_eq!(create(&world, good("n100")).await.0, 200);
}

#[tokio::test]
async fn approved_templates_are_copied_into_another_account_of_the_same_business() {
    let world = World::new().await;
    let twin = {
        let mut state = world.state();
        let twin = Waba {
            id: "987654321098700".into(),
            phones: Vec::new(),
            templates: Vec::new(),
            ..state.waba(sandbox::WABA).unwrap().clone()
        };
        state.add_waba(twin.clone());
        state
            .token_mut(sandbox::TOKEN)
            .unwrap()
            .wabas
            .push(twin.id.clone());
        twin.id
    };
    let path = format!("/v25.0/{twin}/migrate_message_templates");
    let ids = json!({"source_waba_id": sandbox::WABA, "template_ids": ["1689556908129801", 1_689_556_908_129_802_u64]});
    let (status, answer) = world.call(Method::POST, &path, Some(ids.clone())).await;
    assert_eq!(status, 200);
    assert_eq!(answer["migrated_templates"], json!([{"id": "1689556908129801"}]));
    assert!(
        answer["failed_templates"]["1689556908129802"]
            .as_str()
            .unwrap()
            .contains("approved")
    );
    let copied = world.get(&format!("/v25.0/{twin}/message_templates")).await;
    assert_eq!(copied["data"][0]["name"], "po_notification");
    assert_ne!(copied["data"][0]["id"], "1689556908129801");
    // Once there, it is there.
    let again = world.call(Method::POST, &path, Some(ids)).await.1;
    assert_eq!(again["migrated_templates"], json!([]));
    // Another business gets nothing.
    let other = "/v25.0/987654321098799/migrate_message_templates";
    let body = json!({"source_waba_id": sandbox::WABA});
    assert_eq!(world.call(Method::POST, other, Some(body)).await.0, 400);
}
