//! Writing: nothing that anybody typed is lost.

use domain::{ids::DraftId, person::Role, time::MINUTE};
use rstest::rstest;
use serde_json::json;
use service::{
    ServiceError,
    error::Conflict,
    templates::{
        diff::Piece,
        drafts::{self, CopyTo, DraftContent, DraftLanguage, Origin, Saved},
    },
};
use store::Engine;

use crate::world::{World, admin, person, template};

pub(crate) fn content(name: &str, body: &str) -> DraftContent {
    DraftContent {
        name: name.into(),
        category: "UTILITY".into(),
        languages: vec![DraftLanguage {
            language: "es".into(),
            components: json!([{ "type": "BODY", "text": body }]),
        }],
        ..DraftContent::default()
    }
}

async fn begun(world: &World) -> DraftId {
    drafts::create(
        world,
        &admin(),
        &world.account,
        &Origin::Blank,
        &content("aviso", "Hola."),
    )
    .await
    .unwrap()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn two_who_save_the_same_draft_lose_nothing(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let id = begun(&world).await;
    let jon = person("Jon", 0xfe, Role::PlatformAdmin);
    let first = drafts::save(&world, &admin(), &id, 1, &content("aviso", "Hola, Marta."))
        .await
        .unwrap();
    assert_eq!(first, Saved::InForce { version: 2 });
    let late = content("aviso", "Hola, Jon.");
    let second = drafts::save(&world, &jon, &id, 1, &late).await.unwrap();
    let Saved::Aside { mine, theirs, by, .. } = second.clone() else {
        panic!("{second:?}")
    };
    assert_eq!((mine, theirs, by.as_str()), (3, 2, "Marta"));
    // Sent twice, it is kept once.
    assert_eq!(drafts::save(&world, &jon, &id, 1, &late).await.unwrap(), second);
    let draft = drafts::get(&world, &admin(), &id).await.unwrap();
    assert_eq!(draft.content, content("aviso", "Hola, Marta."));
    let kept: Vec<(i64, bool)> = draft.versions.iter().map(|v| (v.version, v.aside)).collect();
    assert_eq!(kept, [(3, true), (2, false), (1, false)]);
    let changes = drafts::diff(&world, &admin(), &id, theirs, mine).await.unwrap();
    assert_eq!(
        changes[0].words,
        [
            Piece::Same("Hola, ".into()),
            Piece::Gone("Marta.".into()),
            Piece::New("Jon.".into())
        ]
    );
    // Jon looks at both and takes his own.
    let taken = drafts::save(&world, &jon, &id, theirs, &late).await.unwrap();
    assert_eq!(taken, Saved::InForce { version: 4 });
    assert_eq!(drafts::get(&world, &admin(), &id).await.unwrap().content, late);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn saves_at_the_same_time_end_in_one_line_with_all_texts(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let id = begun(&world).await;
    let jon = person("Jon", 0xfe, Role::PlatformAdmin);
    let marta = admin();
    let (hers, his) = (content("aviso", "Hola, Marta."), content("aviso", "Hola, Jon."));
    let (a, b) = tokio::join!(
        drafts::save(&world, &marta, &id, 1, &hers),
        drafts::save(&world, &jon, &id, 1, &his)
    );
    let outcomes = [a.unwrap(), b.unwrap()];
    assert_eq!(
        outcomes
            .iter()
            .filter(|o| matches!(o, Saved::InForce { .. }))
            .count(),
        1
    );
    assert_eq!(
        outcomes
            .iter()
            .filter(|o| matches!(o, Saved::Aside { .. }))
            .count(),
        1
    );
    let draft = drafts::get(&world, &admin(), &id).await.unwrap();
    assert!(
        [hers, his]
            .iter()
            .all(|text| draft.versions.iter().any(|v| v.content == *text))
    );
}

/// The numbers of the versions, newest first.
async fn kept(world: &World, id: &DraftId) -> Vec<i64> {
    let draft = drafts::get(world, &admin(), id).await.unwrap();
    draft.versions.iter().map(|v| v.version).collect()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_typed_in_one_go_is_one_version(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let id = begun(&world).await;
    let typed = async |parent: i64, body: &str| {
        drafts::autosave(&world, &admin(), &id, parent, &content("aviso", body))
            .await
            .unwrap()
    };
    assert_eq!(typed(1, "Hola, M").await, Saved::InForce { version: 2 });
    world.pass(MINUTE);
    assert_eq!(typed(2, "Hola, Marta").await, Saved::InForce { version: 3 });
    assert_eq!(typed(3, "Hola, Marta").await, Saved::Unchanged { version: 3 });
    assert_eq!(kept(&world, &id).await, [3, 1]);
    // The page did not hear of it, because it was being left: nobody else has written.
    assert_eq!(typed(1, "Hola, Marta.").await, Saved::InForce { version: 4 });
    assert_eq!(kept(&world, &id).await, [4, 3, 1]);
    // After a while the next version begins.
    world.pass(10 * MINUTE);
    assert_eq!(typed(4, "Hola, Marta. ¿Qué").await, Saved::InForce { version: 5 });
    assert_eq!(kept(&world, &id).await, [5, 4, 3, 1]);
    // What somebody asks for stays.
    let asked = content("aviso", "Hola, Marta. ¿Qué");
    let saved = drafts::save(&world, &admin(), &id, 5, &asked).await.unwrap();
    assert_eq!(saved, Saved::InForce { version: 5 });
    assert_eq!(
        typed(5, "Hola, Marta. ¿Qué tal?").await,
        Saved::InForce { version: 6 }
    );
    assert_eq!(kept(&world, &id).await, [6, 5, 4, 3, 1]);
    assert_eq!(
        drafts::get(&world, &admin(), &id).await.unwrap().content,
        content("aviso", "Hola, Marta. ¿Qué tal?")
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_typed_never_takes_the_place_of_somebody_elses_text(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let id = begun(&world).await;
    let jon = person("Jon", 0xfe, Role::PlatformAdmin);
    let (hers, his) = (content("aviso", "Hola, Marta."), content("aviso", "Hola, Jon."));
    drafts::autosave(&world, &admin(), &id, 1, &hers).await.unwrap();
    // He has opened what she was typing, and she types on.
    let more = content("aviso", "Hola, Marta. ¿Qué tal?");
    drafts::autosave(&world, &admin(), &id, 2, &more).await.unwrap();
    let late = drafts::autosave(&world, &jon, &id, 2, &his).await.unwrap();
    assert!(
        matches!(
            late,
            Saved::Aside {
                mine: 4,
                theirs: 3,
                ..
            }
        ),
        "{late:?}"
    );
    let later = content("aviso", "Hola, Jon. ¿Qué tal?");
    let late = drafts::autosave(&world, &jon, &id, 2, &later).await.unwrap();
    assert!(
        matches!(
            late,
            Saved::Aside {
                mine: 5,
                theirs: 3,
                ..
            }
        ),
        "{late:?}"
    );
    // The same text by the button is the one that is kept beside hers.
    let asked = drafts::save(&world, &jon, &id, 2, &later).await.unwrap();
    assert_eq!(asked, late);
    assert_eq!(kept(&world, &id).await, [5, 3, 1]);
    assert_eq!(drafts::get(&world, &admin(), &id).await.unwrap().content, more);
    // A number that was never given is no version.
    let unknown = drafts::autosave(&world, &jon, &id, 9, &his).await;
    assert!(matches!(unknown, Err(ServiceError::NotFound)));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_draft_begins_from_a_refused_text_with_the_reason_beside_it(#[case] engine: Engine) {
    let mut refused = template(1_689_556_908_129_801, "aviso", "es", "{{1}}");
    refused.status = "REJECTED".into();
    refused.rejected_reason = Some("INVALID_FORMAT".into());
    let world = World::with(engine, Some(vec![refused])).await;
    world.sync().await;
    let row = world.row("aviso", "es").await.unwrap();
    let id = drafts::create_from(&world, &admin(), &row.id, None)
        .await
        .unwrap();
    let draft = drafts::get(&world, &admin(), &id).await.unwrap();
    assert_eq!(
        draft.row.origin,
        Origin::Rejected {
            template: row.id.clone()
        }
    );
    assert_eq!(draft.source.unwrap().reason.as_deref(), Some("INVALID_FORMAT"));
    assert_eq!(
        draft.content.body("es").unwrap()["components"][0]["text"],
        "{{1}}"
    );
    // Somebody else who begins finds the same draft; a copy is another one.
    assert_eq!(
        drafts::create_from(&world, &admin(), &row.id, None)
            .await
            .unwrap(),
        id
    );
    let copy = CopyTo {
        language: Some("en".into()),
        ..CopyTo::default()
    };
    let copied = drafts::create_from(&world, &admin(), &row.id, Some(&copy))
        .await
        .unwrap();
    let copied = drafts::get(&world, &admin(), &copied).await.unwrap();
    assert_eq!(copied.content.languages[0].language, "en");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_starter_gets_a_free_name_when_its_own_is_taken(#[case] engine: Engine) {
    let there = |id, name| template(id, name, "en", "Your order is ready. Come to the shop today.");
    let two = vec![
        there(1_689_556_908_129_801, "order_ready"),
        there(1_689_556_908_129_802, "order_ready_2"),
    ];
    let world = World::with(engine, Some(two)).await;
    world.sync().await;
    for (key, name) in [("order_ready", "order_ready_3"), ("order_status", "order_status")] {
        let origin = Origin::Starter { key: key.into() };
        let id = drafts::create(&world, &admin(), &world.account, &origin, &content(key, "Hola."))
            .await
            .unwrap();
        let draft = drafts::get(&world, &admin(), &id).await.unwrap();
        assert_eq!(
            (draft.row.name.as_str(), draft.content.name.as_str()),
            (name, name)
        );
    }
}

#[tokio::test]
async fn who_only_looks_changes_nothing() {
    let world = World::new(Engine::Sqlite).await;
    let id = begun(&world).await;
    let support = person("Ana", 0xfd, Role::Support);
    assert!(drafts::get(&world, &support, &id).await.is_ok());
    let refused = drafts::save(&world, &support, &id, 1, &content("aviso", "Otra cosa.")).await;
    assert!(matches!(refused, Err(ServiceError::Forbidden)));
    let owner = person("Ibai", 0xfc, Role::Owner);
    assert!(matches!(
        drafts::get(&world, &owner, &id).await,
        Err(ServiceError::Forbidden)
    ));
    drafts::put_away(&world, &admin(), &id, true).await.unwrap();
    let closed = drafts::save(&world, &admin(), &id, 1, &content("aviso", "Otra cosa.")).await;
    assert!(matches!(
        closed,
        Err(ServiceError::Conflict(Conflict::WrongState {
            key: "draft_closed"
        }))
    ));
}
