//! Handing in: one call, what Meta answers, and what nobody answered is settled
//! by the next list.

use std::{collections::BTreeMap, time::Instant};

use domain::time::{DAY, HOUR, MINUTE};
use rstest::rstest;
use sandbox::{Fault, FaultEffect};
use serde_json::json;
use service::templates::{
    TemplateCategory, TemplateStatus,
    alarms::Alarm,
    drafts,
    follow::Field,
    limits::Obstacle,
    submit::{self, HandedIn, Outcome},
};
use store::Engine;

use crate::{
    handing::{BODY, ID, answers, asked, draft, hand_in, ready},
    world::{World, admin, template},
};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_meta_made_of_the_category_is_told_at_once_and_alarms(#[case] engine: Engine) {
    let world = World::with(engine, Some(Vec::new())).await;
    world.sync().await;
    let id = draft(&world, &ready(BODY)).await;
    answers(
        &world,
        200,
        json!({ "id": ID.to_string(), "status": "PENDING", "category": "MARKETING" }),
    );
    let HandedIn::Done {
        template: made,
        status,
        asked,
        category,
    } = hand_in(&world, &id).await
    else {
        panic!("not taken")
    };
    assert_eq!(
        (status, asked, category),
        (
            TemplateStatus::Pending,
            TemplateCategory::Utility,
            TemplateCategory::Marketing
        )
    );
    let detail = world.detail(&made).await;
    assert!(matches!(detail.row.alarms.as_slice(), [Alarm::Moved { .. }]));
    assert_eq!(detail.components[0]["text"], BODY);
    assert_eq!(detail.row.meta_id.as_deref(), Some(ID.to_string().as_str()));
    assert_eq!(detail.submissions[0].outcome, Outcome::Done);
    assert!(
        detail
            .timeline
            .iter()
            .any(|event| event.field == Field::Status && event.by == "Marta")
    );
    let draft = drafts::get(&world, &admin(), &id).await.unwrap();
    assert!(draft.row.closed_at.is_some(), "it is handed in");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_language_whose_turn_does_not_come_in_time_is_not_asked(#[case] engine: Engine) {
    let world = World::with(engine, Some(Vec::new())).await;
    world.sync().await;
    let id = draft(&world, &ready(BODY)).await;
    let late = world.t.svc.asking_until(Instant::now());
    let handed = submit::submit(&late, &admin(), &id, 1, None).await.unwrap();
    assert_eq!(handed[0].result, HandedIn::NotAsked);
    assert_eq!(asked(&world), 0);
    // So nothing has to be settled before it is handed in.
    assert!(matches!(hand_in(&world, &id).await, HandedIn::Done { .. }));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn without_an_answer_nothing_is_asked_again_until_a_list_settles_it(#[case] engine: Engine) {
    for took in [true, false] {
        let world = World::with(engine, Some(Vec::new())).await;
        world.sync().await;
        let id = draft(&world, &ready(BODY)).await;
        let fault = Fault {
            method: Some("POST".into()),
            ..Fault::next(1, FaultEffect::Disconnect).on(format!("/{}/message_templates", sandbox::WABA))
        };
        world.sandbox.sandbox.state().add_fault(fault);
        assert_eq!(hand_in(&world, &id).await, HandedIn::Unknown);
        let calls = asked(&world);
        let again = hand_in(&world, &id).await;
        assert!(
            matches!(again, HandedIn::Obstacle(Obstacle::Unsettled { .. })),
            "{again:?}"
        );
        assert_eq!(asked(&world), calls, "it was asked again");
        if took {
            world.listed(|list| {
                list.clear();
                list.push(template(ID, "pedido_listo", "es", BODY));
            });
        } else {
            world.listed(Vec::clear);
        }
        world.pass(5 * MINUTE);
        world.sync().await;
        let draft = drafts::get(&world, &admin(), &id).await.unwrap();
        let outcome = draft.submissions[0].outcome;
        if took {
            assert_eq!((outcome, draft.row.closed_at.is_some()), (Outcome::Done, true));
            assert_eq!(
                world.row("pedido_listo", "es").await.unwrap().status,
                TemplateStatus::Approved
            );
        } else {
            assert_eq!((outcome, draft.row.closed_at), (Outcome::NotDone, None));
            answers(
                &world,
                200,
                json!({ "id": ID.to_string(), "status": "PENDING", "category": "UTILITY" }),
            );
            assert!(matches!(hand_in(&world, &id).await, HandedIn::Done { .. }));
        }
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_refusal_leaves_the_draft_with_metas_words(#[case] engine: Engine) {
    let world = World::with(engine, Some(Vec::new())).await;
    world.sync().await;
    let id = draft(&world, &ready(BODY)).await;
    let error = json!({ "error": {
        "message": "Invalid parameter", "type": "OAuthException", "code": 100, "error_subcode": 2_388_023,
        "error_user_title": "No", "error_user_msg": "The name is being deleted.", "fbtrace_id": "A1",
    }});
    answers(&world, 400, error);
    let HandedIn::Refused(refusal) = hand_in(&world, &id).await else {
        panic!("taken")
    };
    assert_eq!(refusal.message, "The name is being deleted.");
    let draft = drafts::get(&world, &admin(), &id).await.unwrap();
    assert_eq!(
        (draft.row.closed_at, draft.submissions[0].outcome),
        (None, Outcome::Refused)
    );
    assert_eq!(world.row("pedido_listo", "es").await, None);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn deleting_marks_it_at_once_and_the_list_confirms(#[case] engine: Engine) {
    let two = vec![
        template(ID, "pedido_listo", "es", BODY),
        template(ID + 1, "pedido_listo", "en", "Your order is ready."),
    ];
    let world = World::with(engine, Some(two)).await;
    world.sync().await;
    world.pass(HOUR);
    let row = world.row("pedido_listo", "es").await.unwrap();
    let effect = FaultEffect::Answer {
        status: 200,
        body: json!({ "success": true }),
        headers: BTreeMap::new(),
    };
    let fault = Fault {
        method: Some("DELETE".into()),
        ..Fault::next(1, effect)
    };
    world.sandbox.sandbox.state().add_fault(fault);
    let done = submit::delete(&world, &admin(), &row.id, false).await.unwrap();
    assert!(matches!(done, HandedIn::Done { .. }), "{done:?}");
    assert_eq!(
        world.row("pedido_listo", "es").await.unwrap().status,
        TemplateStatus::PendingDeletion
    );
    assert_eq!(
        world.row("pedido_listo", "en").await.unwrap().status,
        TemplateStatus::Approved
    );
    world.listed(|list| list.retain(|t| t.language == "en"));
    world.pass(5 * MINUTE);
    world.sync().await;
    assert_eq!(
        world.row("pedido_listo", "es").await.unwrap().status,
        TemplateStatus::Deleted
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn meta_reviews_what_was_handed_in_and_takes_an_edit(#[case] engine: Engine) {
    let world = World::with(engine, Some(Vec::new())).await;
    world.sync().await;
    let id = draft(&world, &ready(BODY)).await;
    let HandedIn::Done {
        template: made,
        status,
        ..
    } = hand_in(&world, &id).await
    else {
        panic!("not taken")
    };
    assert_eq!(status, TemplateStatus::Pending);
    world.pass(HOUR);
    world.sandbox.sandbox.flush().await;
    world.sync().await;
    assert_eq!(
        world.row("pedido_listo", "es").await.unwrap().status,
        TemplateStatus::Approved
    );
    world.pass(DAY);
    let edit = drafts::create_from(&world, &admin(), &made, None).await.unwrap();
    drafts::save(
        &world,
        &admin(),
        &edit,
        1,
        &ready("Hola, tu pedido está listo. Ven hoy a la tienda."),
    )
    .await
    .unwrap();
    let handed = submit::submit(&world, &admin(), &edit, 2, None).await.unwrap();
    assert!(matches!(handed[0].result, HandedIn::Done { .. }), "{handed:?}");
    world.pass(HOUR);
    world.sandbox.sandbox.flush().await;
    world.sync().await;
    let detail = world.detail(&made).await;
    assert_eq!(detail.row.status, TemplateStatus::Approved);
    assert_eq!(
        detail.components[0]["text"],
        "Hola, tu pedido está listo. Ven hoy a la tienda."
    );
    // The way of the text is told once, whoever told of it.
    let texts = detail
        .timeline
        .iter()
        .filter(|event| event.field == Field::Components)
        .count();
    assert_eq!(texts, 1);
    let gone = submit::delete(&world, &admin(), &made, true).await.unwrap();
    assert!(matches!(gone, HandedIn::Done { .. }), "{gone:?}");
}
