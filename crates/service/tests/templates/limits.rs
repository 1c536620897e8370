//! Handing in: Meta's limits, told before they bite.

use std::collections::BTreeMap;

use domain::time::{DAY, HOUR, MINUTE};
use rstest::rstest;
use sandbox::{Fault, FaultEffect};
use serde_json::json;
use service::{
    accounts::sync,
    templates::{
        TemplateCategory, TemplateStatus,
        drafts::{self, DraftContent},
        follow::Field,
        limits::Obstacle,
        submit::{self, HandedIn},
    },
};
use store::Engine;

use crate::{
    handing::{BODY, ID, answers, draft, hand_in, ready},
    world::{World, admin, template},
};

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
