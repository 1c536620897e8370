//! Handing in: rules and limits first, one call, and what nobody answered is
//! settled by the next list.

use std::{collections::BTreeMap, time::Instant};

use domain::{
    ids::DraftId,
    template::lint::{Rule, Severity},
    time::{DAY, HOUR, MINUTE},
};
use rstest::rstest;
use sandbox::{Fault, FaultEffect};
use serde_json::{Value, json};
use service::{
    ServiceError,
    accounts::sync,
    error::Conflict,
    templates::{
        TemplateCategory, TemplateStatus,
        alarms::Alarm,
        drafts::{self, CopyTo, DraftContent, DraftLanguage, Origin},
        follow::Field,
        limits::Obstacle,
        submit::{self, HandedIn, NewFromProgram, Outcome},
    },
};
use store::Engine;

use crate::world::{World, admin, template};

const ID: u64 = 1_689_556_908_777_001;
const BODY: &str = "Hola, tu pedido ya está listo. Puedes recogerlo hoy en la tienda.";

fn ready(body: &str) -> DraftContent {
    DraftContent {
        name: "pedido_listo".into(),
        category: "UTILITY".into(),
        languages: vec![DraftLanguage {
            language: "es".into(),
            components: json!([{ "type": "BODY", "text": body }]),
        }],
        ..DraftContent::default()
    }
}

/// Meta's next answer to a new template.
fn answers(world: &World, status: u16, body: Value) {
    let effect = FaultEffect::Answer {
        status,
        body,
        headers: BTreeMap::new(),
    };
    let fault = Fault {
        method: Some("POST".into()),
        ..Fault::next(1, effect).on(format!("/{}/message_templates", sandbox::WABA))
    };
    world.sandbox.sandbox.state().add_fault(fault);
}

/// How often a new template was asked for.
fn asked(world: &World) -> usize {
    let edge = format!("{}/message_templates", sandbox::WABA);
    world
        .sandbox
        .sandbox
        .state()
        .exchanges()
        .iter()
        .filter(|exchange| exchange.method == "POST" && exchange.path.contains(&edge))
        .count()
}

async fn draft(world: &World, content: &DraftContent) -> DraftId {
    drafts::create(world, &admin(), &world.account, &Origin::Blank, content)
        .await
        .unwrap()
}

async fn hand_in(world: &World, id: &DraftId) -> HandedIn {
    let mut handed = submit::submit(world, &admin(), id, 1, None).await.unwrap();
    handed.remove(0).result
}

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
async fn what_breaks_a_rule_is_never_asked(#[case] engine: Engine) {
    let world = World::with(engine, Some(Vec::new())).await;
    world.sync().await;
    // The pilot's text with two variables side by side.
    let id = draft(
        &world,
        &ready("⚠️ Alerta: El ingrediente {{1}} tiene stock bajo. Cantidad: {{2}} {{3}}."),
    )
    .await;
    let HandedIn::Broken(findings) = hand_in(&world, &id).await else {
        panic!("Meta was asked")
    };
    assert!(
        findings
            .iter()
            .any(|finding| finding.severity() == Severity::Error)
    );
    assert_eq!(asked(&world), 0);
    // The draft stays, and another version than the one in force is refused.
    let stale = submit::submit(&world, &admin(), &id, 7, None).await;
    assert!(matches!(
        stale,
        Err(ServiceError::Conflict(Conflict::Stale { .. }))
    ));
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
async fn limits_are_told_before_they_bite(#[case] engine: Engine) {
    let world = World::with(engine, Some(vec![template(ID, "pedido_listo", "es", BODY)])).await;
    world.sync().await;
    world.pass(HOUR);
    // Approved: one edit in 24 hours. The first one goes through.
    let row = world.row("pedido_listo", "es").await.unwrap();
    let edit = FaultEffect::Answer {
        status: 200,
        body: json!({ "success": true }),
        headers: BTreeMap::new(),
    };
    let fault = Fault {
        method: Some("POST".into()),
        ..Fault::next(1, edit).on(format!("/{ID}"))
    };
    world.sandbox.sandbox.state().add_fault(fault);
    let first = drafts::create_from(&world, &admin(), &row.id, None)
        .await
        .unwrap();
    drafts::save(
        &world,
        &admin(),
        &first,
        1,
        &ready("Hola, tu pedido está listo. Ven hoy a la tienda."),
    )
    .await
    .unwrap();
    let done = submit::submit(&world, &admin(), &first, 2, None).await.unwrap();
    assert!(matches!(done[0].result, HandedIn::Done { .. }), "{done:?}");
    let detail = world.detail(&row.id).await;
    assert!(
        detail
            .timeline
            .iter()
            .any(|event| event.field == Field::Components && !event.changes.is_empty())
    );
    assert_eq!((detail.limits.edits_today, detail.limits.edits_month), (1, 1));
    let second = drafts::create_from(&world, &admin(), &row.id, None)
        .await
        .unwrap();
    drafts::save(
        &world,
        &admin(),
        &second,
        1,
        &ready("Hola, tu pedido está listo. Ven mañana a la tienda."),
    )
    .await
    .unwrap();
    let refused = submit::submit(&world, &admin(), &second, 2, None).await.unwrap();
    assert!(
        matches!(
            refused[0].result,
            HandedIn::Obstacle(Obstacle::EditedToday { .. })
        ),
        "{refused:?}"
    );

    // Deleted in WhatsApp Manager: the name rests for 30 days.
    world.listed(Vec::clear);
    world.pass(2 * DAY);
    world.sync().await;
    let third = draft(&world, &ready(BODY)).await;
    let refused = hand_in(&world, &third).await;
    assert!(
        matches!(refused, HandedIn::Obstacle(Obstacle::NameRests { .. })),
        "{refused:?}"
    );
    world.pass(31 * DAY);
    answers(
        &world,
        200,
        json!({ "id": (ID + 1).to_string(), "status": "PENDING", "category": "UTILITY" }),
    );
    assert!(matches!(hand_in(&world, &third).await, HandedIn::Done { .. }));
    let back = world.row("pedido_listo", "es").await.unwrap();
    assert_eq!((back.status, back.vanished_at), (TemplateStatus::Pending, None));
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
async fn a_program_creates_but_never_changes(#[case] engine: Engine) {
    let world = World::with(engine, Some(vec![template(ID, "pedido_listo", "es", BODY)])).await;
    world.sync().await;
    let mut new = NewFromProgram {
        waba_id: None,
        body: ready(BODY).body("es").unwrap(),
    };
    let there = submit::create(&world, &admin(), &new).await;
    assert!(
        matches!(
            there,
            Err(ServiceError::Conflict(Conflict::Duplicate { field: "name" }))
        ),
        "{there:?}"
    );
    new.body["name"] = json!("pedido_en_camino");
    new.body["components"] =
        json!([{ "type": "BODY", "text": "Hola, tu pedido sale ahora del obrador y llega esta mañana." }]);
    answers(
        &world,
        200,
        json!({ "id": (ID + 5).to_string(), "status": "PENDING", "category": "UTILITY" }),
    );
    let made = submit::create(&world, &admin(), &new).await.unwrap();
    assert!(matches!(made.result, HandedIn::Done { .. }), "{made:?}");
    new.waba_id = Some("1".into());
    assert!(matches!(
        submit::create(&world, &admin(), &new).await,
        Err(ServiceError::Invalid(_))
    ));
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

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_new_text_never_takes_the_place_of_one_that_bears_its_name(#[case] engine: Engine) {
    let world = World::with(engine, Some(vec![template(ID, "pedido_listo", "es", BODY)])).await;
    world.sync().await;
    world.pass(HOUR);
    let other = ready("Hola, tu encargo te espera. Ven hoy a recogerlo a la tienda.");
    let row = world.row("pedido_listo", "es").await.unwrap();
    let copied = drafts::create_from(&world, &admin(), &row.id, Some(&CopyTo::default()))
        .await
        .unwrap();
    drafts::save(&world, &admin(), &copied, 1, &other).await.unwrap();
    for (id, version) in [(draft(&world, &other).await, 1), (copied, 2)] {
        let shown = submit::check(&world, &admin(), &id, "es").await.unwrap();
        let typed = submit::check_typed(&world, &admin(), &id, &other.body("es").unwrap())
            .await
            .unwrap();
        let handed = submit::submit(&world, &admin(), &id, version, None)
            .await
            .unwrap();
        let HandedIn::Broken(stopped) = &handed[0].result else {
            panic!("it was handed in: {handed:?}")
        };
        for findings in [&shown, &typed, stopped] {
            assert!(
                findings.iter().any(|finding| finding.rule == Rule::NameTaken),
                "{findings:?}"
            );
        }
    }
    let there = world.detail(&row.id).await;
    assert_eq!(there.components[0]["text"], BODY);
    assert!(there.submissions.is_empty(), "{:?}", there.submissions);
    // Who opens that very template edits it.
    let edit = drafts::create_from(&world, &admin(), &row.id, None)
        .await
        .unwrap();
    let findings = submit::check(&world, &admin(), &edit, "es").await.unwrap();
    assert!(
        findings.iter().all(|finding| finding.rule != Rule::NameTaken),
        "{findings:?}"
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_draft_may_change_what_it_has_made_itself(#[case] engine: Engine) {
    let world = World::with(engine, Some(Vec::new())).await;
    world.sync().await;
    let id = draft(&world, &ready(BODY)).await;
    assert!(matches!(hand_in(&world, &id).await, HandedIn::Done { .. }));
    let findings = submit::check(&world, &admin(), &id, "es").await.unwrap();
    assert!(
        findings.iter().all(|finding| finding.rule != Rule::NameTaken),
        "{findings:?}"
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_refused_template_may_change_its_category_and_an_approved_one_may_not(#[case] engine: Engine) {
    let mut refused = template(ID, "pedido_listo", "es", BODY);
    refused.category = "UTILITY".into();
    refused.status = "REJECTED".into();
    refused.rejected_reason = Some("INCORRECT_CATEGORY".into());
    let world = World::with(engine, Some(vec![refused])).await;
    world.sync().await;
    world.pass(HOUR);
    let marketing = DraftContent {
        category: "MARKETING".into(),
        ..ready("Hola, este sábado hay pan de espelta. Ven a probarlo a la tienda.")
    };
    let row = world.row("pedido_listo", "es").await.unwrap();
    let again = drafts::create_from(&world, &admin(), &row.id, None)
        .await
        .unwrap();
    drafts::save(&world, &admin(), &again, 1, &marketing)
        .await
        .unwrap();
    let handed = submit::submit(&world, &admin(), &again, 2, None).await.unwrap();
    let HandedIn::Done { status, category, .. } = &handed[0].result else {
        panic!("not taken: {handed:?}")
    };
    assert_eq!(
        (status, category),
        (&TemplateStatus::Pending, &TemplateCategory::Marketing)
    );
    let now = world.detail(&row.id).await;
    assert_eq!(now.row.category, TemplateCategory::Marketing);
    // It was asked for: nobody has to be warned of the price.
    assert_eq!(now.row.alarms, []);

    world.change("pedido_listo", "es", |t| t.status = "APPROVED".into());
    world.pass(HOUR);
    world.sync().await;
    let edit = drafts::create_from(&world, &admin(), &row.id, None)
        .await
        .unwrap();
    let utility = ready("Hola, tu pedido está listo. Ven hoy a la tienda.");
    drafts::save(&world, &admin(), &edit, 1, &utility).await.unwrap();
    let fixed = Obstacle::CategoryFixed {
        category: TemplateCategory::Marketing,
    };
    let draft = drafts::get(&world, &admin(), &edit).await.unwrap();
    assert_eq!(draft.limits[0].1.obstacle, Some(fixed.clone()));
    let handed = submit::submit(&world, &admin(), &edit, 2, None).await.unwrap();
    assert_eq!(handed[0].result, HandedIn::Obstacle(fixed));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_languages_of_a_name_take_the_room_of_one_template(#[case] engine: Engine) {
    let mut there: Vec<_> = (0..249)
        .map(|n| {
            template(
                ID + n,
                &format!("aviso_{n}"),
                "es",
                &format!("Hola, hoy toca el pan {n}."),
            )
        })
        .collect();
    there.push(template(ID + 249, "aviso_0", "en", "Hello, bread 0 is on today."));
    let world = World::with(engine, Some(there)).await;
    let room = async |name: &str, language: &str| {
        let mut content = ready(BODY);
        content.name = name.into();
        content.languages[0].language = language.into();
        let id = draft(&world, &content).await;
        let found = drafts::get(&world, &admin(), &id).await.unwrap().limits;
        (found[0].1.held, found[0].1.obstacle.clone())
    };
    {
        let mut state = world.sandbox.sandbox.state();
        let waba = state.waba_mut(sandbox::WABA).unwrap();
        waba.portfolio.verification = "not_verified".into();
    }
    sync::one(&world, &admin(), &world.account).await.unwrap();
    world.sync().await;
    assert_eq!(room("pedido_listo", "es").await, (249, None));
    world.listed(|list| {
        list.push(template(
            ID + 250,
            "aviso_250",
            "es",
            "Hola, hoy toca el pan 250.",
        ));
    });
    world.pass(MINUTE);
    world.sync().await;
    let used = Some(Obstacle::QuotaUsed { limit: 250 });
    assert_eq!(room("pedido_listo", "es").await, (250, used));
    assert_eq!(room("aviso_250", "en").await, (250, None));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn only_a_text_that_lives_stands_in_the_way_of_the_same_one(#[case] engine: Engine) {
    let world = World::with(engine, Some(vec![template(ID, "aviso", "es", BODY)])).await;
    let id = draft(&world, &ready(BODY)).await;
    for (status, repeats) in [
        ("APPROVED", true),
        ("PENDING", true),
        ("PAUSED", true),
        ("REJECTED", false),
        ("PENDING_DELETION", false),
        ("DELETED", false),
    ] {
        world.change("aviso", "es", |t| t.status = status.into());
        world.pass(HOUR);
        world.sync().await;
        let findings = submit::check(&world, &admin(), &id, "es").await.unwrap();
        let found = findings
            .iter()
            .any(|finding| finding.rule == Rule::DuplicateContent);
        assert_eq!(found, repeats, "{status}");
    }
}
