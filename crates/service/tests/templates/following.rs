//! What is known of a template, whatever the order in which it becomes known.

use domain::{
    number::QualityRating,
    time::{HOUR, MINUTE, Millis},
};
use rstest::rstest;
use serde_json::{Value, json};
use service::templates::{TemplateCategory, TemplateStatus, alarms::Alarm, follow::Field, holds, settings};
use store::Engine;

use crate::world::{World, admin, template};

fn status(id: u64, event: &str) -> Value {
    json!({
        "event": event, "message_template_id": id, "message_template_name": "aviso",
        "message_template_language": "es", "message_template_category": "UTILITY", "reason": "NONE",
    })
}

fn pilot() -> Vec<sandbox::Template> {
    vec![template(
        1_689_556_908_129_801,
        "aviso",
        "es",
        "Hola {{1}}, está listo.",
    )]
}

const ID: u64 = 1_689_556_908_129_801;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn any_order_of_lists_and_webhooks_ends_the_same(#[case] engine: Engine) {
    // Meta: approved, rejected after 10 minutes, paused after 20, approved again after 30.
    let story = [(10, "REJECTED"), (20, "PAUSED"), (30, "APPROVED")];
    let orders: [&[usize]; 5] = [
        &[0, 1, 2],
        &[2, 1, 0],
        &[1, 0, 2, 1],
        &[2, 2, 0, 1, 0],
        &[0, 2, 1],
    ];
    // A list is read before the first and after the last webhook that arrives, or also in between.
    for lists in [false, true] {
        let mut told: Option<Vec<(i64, String)>> = None;
        for order in orders {
            let world = World::with(engine, Some(pilot())).await;
            let start = world.now();
            world.sync().await;
            if lists {
                world.pass(15 * MINUTE);
                world.change("aviso", "es", |t| t.status = "REJECTED".into());
                world.sync().await;
                world.pass(25 * MINUTE);
            } else {
                world.pass(40 * MINUTE);
            }
            world.change("aviso", "es", |t| t.status = "APPROVED".into());
            for (i, step) in order.iter().enumerate() {
                let (minutes, event) = story[*step];
                let at = start.plus(minutes * MINUTE);
                world
                    .webhook(
                        sandbox::WABA,
                        "message_template_status_update",
                        at,
                        &status(ID, event),
                    )
                    .await;
                if i == 0 {
                    world.sync().await;
                }
            }
            world.sync().await;
            let row = world.row("aviso", "es").await.unwrap();
            assert_eq!(row.status, TemplateStatus::Approved, "{order:?}");
            assert_eq!(row.alarms, []);
            let timeline = world.detail(&row.id).await.timeline;
            let mut seen: Vec<(i64, String)> = timeline
                .into_iter()
                .filter(|event| event.field == Field::Status)
                .map(|event| ((event.at.0 - start.0).div_euclid(MINUTE), event.after))
                .collect();
            seen.reverse();
            match &told {
                None => told = Some(seen),
                Some(first) => assert_eq!(*first, seen, "{order:?}"),
            }
        }
        let words: Vec<String> = told.unwrap().into_iter().map(|(_, word)| word).collect();
        assert_eq!(words, ["APPROVED", "REJECTED", "PAUSED", "APPROVED"]);
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_pause_says_when_it_ends_and_a_refusal_what_to_do(#[case] engine: Engine) {
    let world = World::with(engine, Some(pilot())).await;
    world.sync().await;
    world.pass(HOUR);
    let at = world.now();
    let mut paused = status(ID, "PAUSED");
    paused["other_info"] = json!({ "title": "FIRST_PAUSE", "description": "Three hours." });
    world
        .webhook(sandbox::WABA, "message_template_status_update", at, &paused)
        .await;
    let row = world.row("aviso", "es").await.unwrap();
    assert_eq!(
        row.alarms,
        [Alarm::Paused {
            until: Some(Millis(at.0 - at.0 % 1_000 + 3 * HOUR))
        }]
    );

    world.pass(MINUTE);
    let mut refused = status(ID, "REJECTED");
    refused["reason"] = json!("INVALID_FORMAT");
    refused["rejection_info"] = json!({ "reason": "Bad form.", "recommendation": "Put words after it." });
    world
        .webhook(
            sandbox::WABA,
            "message_template_status_update",
            world.now(),
            &refused,
        )
        .await;
    world.change("aviso", "es", |t| {
        t.status = "REJECTED".into();
        t.rejected_reason = Some("INVALID_FORMAT".into());
    });
    world.pass(MINUTE);
    world.sync().await;
    let row = world.row("aviso", "es").await.unwrap();
    assert_eq!(row.reason.as_deref(), Some("INVALID_FORMAT"));
    assert_eq!(row.explanation.as_deref(), Some("Bad form."));
    assert_eq!(row.recommendation.as_deref(), Some("Put words after it."));
    assert_eq!(row.paused_until, None);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_webhook_of_a_sibling_waba_with_the_same_name_does_not_cross(#[case] engine: Engine) {
    let world = World::with(engine, Some(pilot())).await;
    world.sync().await;
    world.pass(HOUR);
    // The sibling is ours too, and has a template of this name.
    let mut tx = world.db.db.write().await.unwrap();
    let sibling = world.random.uuid(world.now());
    store::accounts::connect(
        &mut tx,
        &sibling,
        "111222333444555",
        "Sibling",
        "sealed",
        None,
        world.now(),
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    world
        .webhook(
            "111222333444555",
            "message_template_status_update",
            world.now(),
            &status(777_000_111, "DISABLED"),
        )
        .await;
    assert_eq!(
        world.row("aviso", "es").await.unwrap().status,
        TemplateStatus::Approved
    );
    // Nor does one of a WABA that is not ours at all, nor one of an older template of this name.
    world
        .webhook(
            "999888777666555",
            "message_template_status_update",
            world.now(),
            &status(ID, "DISABLED"),
        )
        .await;
    world
        .webhook(
            sandbox::WABA,
            "message_template_status_update",
            world.now(),
            &status(888_000_111, "DISABLED"),
        )
        .await;
    assert_eq!(
        world.row("aviso", "es").await.unwrap().status,
        TemplateStatus::Approved
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_template_that_meta_no_longer_lists_is_marked_and_comes_back(#[case] engine: Engine) {
    let world = World::with(engine, Some(pilot())).await;
    world.sync().await;
    world.pass(HOUR);
    let mut gone = None;
    world.listed(|list| gone = list.pop());
    assert_eq!(world.sync().await.vanished, 1);
    let row = world.row("aviso", "es").await.unwrap();
    assert_eq!(
        (row.status, row.vanished_at.is_some()),
        (TemplateStatus::Deleted, true)
    );
    world.pass(HOUR);
    world.listed(|list| list.extend(gone));
    world.sync().await;
    let row = world.row("aviso", "es").await.unwrap();
    assert_eq!((row.status, row.vanished_at), (TemplateStatus::Approved, None));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_move_to_a_dearer_category_alarms_until_somebody_accepts(#[case] engine: Engine) {
    let world = World::with(engine, Some(pilot())).await;
    settings::set_hold_moves(&world, &admin(), true).await.unwrap();
    world.sync().await;
    world.pass(HOUR);
    let moves_at = world.now().plus(24 * HOUR);
    let warning = json!({
        "message_template_id": ID, "message_template_name": "aviso", "message_template_language": "es",
        "new_category": "UTILITY", "correct_category": "MARKETING", "category_update_timestamp": moves_at.0 / 1_000,
    });
    world
        .webhook(sandbox::WABA, "template_category_update", world.now(), &warning)
        .await;
    let row = world.row("aviso", "es").await.unwrap();
    let until = Some(Millis(moves_at.0 - moves_at.0 % 1_000));
    assert_eq!(
        row.alarms,
        [Alarm::Moving {
            from: TemplateCategory::Utility,
            to: TemplateCategory::Marketing,
            at: until
        }]
    );
    assert!(!row.held, "it is not dearer yet");

    world.pass(24 * HOUR);
    let done = json!({
        "message_template_id": ID, "message_template_name": "aviso", "message_template_language": "es",
        "previous_category": "UTILITY", "new_category": "MARKETING",
    });
    world
        .webhook(sandbox::WABA, "template_category_update", world.now(), &done)
        .await;
    let row = world.row("aviso", "es").await.unwrap();
    assert!(
        matches!(row.alarms.as_slice(), [Alarm::Moved { .. }]),
        "{:?}",
        row.alarms
    );
    assert!(row.held);
    holds::accept(&world, &admin(), &row.id).await.unwrap();
    let row = world.row("aviso", "es").await.unwrap();
    assert_eq!((row.alarms.len(), row.held), (0, false));

    // Back and forth again is a new move.
    world.pass(HOUR);
    for (previous, new) in [("MARKETING", "UTILITY"), ("UTILITY", "MARKETING")] {
        world.pass(HOUR);
        let mut again = done.clone();
        again["previous_category"] = json!(previous);
        again["new_category"] = json!(new);
        world
            .webhook(sandbox::WABA, "template_category_update", world.now(), &again)
            .await;
    }
    let row = world.row("aviso", "es").await.unwrap();
    assert!(row.held && !row.alarms.is_empty());
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn quality_has_a_history_and_an_alarm(#[case] engine: Engine) {
    let world = World::with(engine, Some(pilot())).await;
    world.sync().await;
    world.pass(HOUR);
    let value = json!({
        "previous_quality_score": "GREEN", "new_quality_score": "YELLOW", "message_template_id": ID,
        "message_template_name": "aviso", "message_template_language": "es",
    });
    world
        .webhook(
            sandbox::WABA,
            "message_template_quality_update",
            world.now(),
            &value,
        )
        .await;
    let row = world.row("aviso", "es").await.unwrap();
    assert_eq!(
        (row.quality, row.previous_quality),
        (QualityRating::Yellow, Some(QualityRating::Green))
    );
    assert_eq!(row.alarms.first().map(Alarm::key), Some("quality_dropped"));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_webhook_about_a_new_template_and_the_list_after_it_make_one_record(#[case] engine: Engine) {
    let world = World::with(engine, Some(Vec::new())).await;
    world.sync().await;
    world.pass(MINUTE);
    world
        .webhook(
            sandbox::WABA,
            "message_template_status_update",
            world.now(),
            &status(ID, "PENDING"),
        )
        .await;
    assert_eq!(
        world.row("aviso", "es").await.unwrap().status,
        TemplateStatus::Pending
    );
    world.pass(MINUTE);
    world.listed(|list| list.extend(pilot()));
    world.sync().await;
    let row = world.row("aviso", "es").await.unwrap();
    assert_eq!(
        (row.status, row.preview.as_str()),
        (TemplateStatus::Approved, "Hola {{1}}, está listo.")
    );
}
