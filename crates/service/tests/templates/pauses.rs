//! Templates that Meta has paused: what people decide meanwhile counts.

use std::time::Duration;

use domain::time::{HOUR, MINUTE};
use rstest::rstest;
use sandbox::{Fault, FaultEffect};
use serde_json::json;
use service::templates::{TemplateStatus, alarms::Alarm, holds, submit};
use store::Engine;

use crate::world::{World, admin, template};

const ID: u64 = 1_689_556_908_129_801;

/// A template that has become dearer, and was paused after that.
async fn paused_and_dearer(engine: Engine) -> World {
    let world = World::with(engine, Some(vec![template(ID, "aviso", "es", "Hola {{1}}.")])).await;
    world.sync().await;
    world.pass(HOUR);
    let at = world.now();
    world.change("aviso", "es", |template| {
        template.category = "MARKETING".into();
        template.status = "PAUSED".into();
        template.paused_at = Some(at);
    });
    let moved = json!({
        "message_template_id": ID, "message_template_name": "aviso", "message_template_language": "es",
        "previous_category": "UTILITY", "new_category": "MARKETING",
    });
    world
        .webhook(sandbox::WABA, "template_category_update", at, &moved)
        .await;
    world.pass(6 * MINUTE);
    world.sync().await;
    let row = world.row("aviso", "es").await.unwrap();
    assert!(
        matches!(row.alarms.as_slice(), [Alarm::Paused { .. }, Alarm::Moved { .. }]),
        "{:?}",
        row.alarms
    );
    world.pass(MINUTE);
    world
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_price_of_a_paused_template_can_be_accepted(#[case] engine: Engine) {
    let world = paused_and_dearer(engine).await;
    let row = world.row("aviso", "es").await.unwrap();
    holds::accept(&world, &admin(), &row.id).await.unwrap();
    let row = world.row("aviso", "es").await.unwrap();
    assert!(
        matches!(row.alarms.as_slice(), [Alarm::Paused { .. }]),
        "{:?}",
        row.alarms
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_accepted_while_meta_ends_a_pause_stays_accepted(#[case] engine: Engine) {
    let world = paused_and_dearer(engine).await;
    let id = world.row("aviso", "es").await.unwrap().id;
    let slow = Fault::next(1, FaultEffect::Delay)
        .on(format!("/{ID}/unpause"))
        .after_ms(800);
    world.sandbox.sandbox.state().add_fault(slow);
    let marta = admin();
    let accepting = async {
        tokio::time::sleep(Duration::from_millis(250)).await;
        holds::accept(&world, &marta, &id).await
    };
    let (ended, accepted) = tokio::join!(submit::unpause(&world, &marta, &id), accepting);
    ended.unwrap();
    accepted.unwrap();
    let row = world.row("aviso", "es").await.unwrap();
    assert_eq!(row.status, TemplateStatus::Approved);
    assert!(row.alarms.is_empty(), "{:?}", row.alarms);
}
