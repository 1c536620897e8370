//! Handing in: what breaks a rule, and what would take another text's place, is
//! never asked.

use domain::{
    ids::DraftId,
    template::lint::{Rule, Severity},
    time::HOUR,
};
use rstest::rstest;
use serde_json::json;
use service::{
    ServiceError,
    error::Conflict,
    templates::{
        drafts::{self, CopyTo},
        submit::{self, HandedIn, NewFromProgram},
    },
};
use store::Engine;

use crate::{
    handing::{BODY, ID, answers, asked, draft, hand_in, ready},
    world::{World, admin, template},
};

/// Nothing of the name stands in this draft's way.
async fn name_is_free(world: &World, draft: &DraftId) {
    let findings = submit::check(world, &admin(), draft, "es").await.unwrap();
    assert!(
        findings.iter().all(|finding| finding.rule != Rule::NameTaken),
        "{findings:?}"
    );
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
    name_is_free(&world, &edit).await;
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
    name_is_free(&world, &id).await;
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
