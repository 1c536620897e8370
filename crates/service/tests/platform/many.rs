//! More bakeries than a page, a list in a form or one change can hold.

use domain::person::Role;
use rstest::rstest;
use service::{
    FieldError, Problem, ServiceError,
    numbers::bulk::{MAX_PAIRS, preview},
    tenants::{
        choose::{Choices, choices, named, named_or_none},
        import,
        list::{TenantQuery, list},
    },
};
use store::{Engine, on};

use crate::{World, person, world};

/// So many bakeries come from a file; the first 1,050 have a reference.
async fn imported(w: &World, count: u32) {
    let lines: Vec<String> = (0..count)
        .map(|i| match i {
            0..1_050 => format!("Horno Número {i},r-{i}"),
            _ => format!("Horno Número {i},"),
        })
        .collect();
    let csv = format!("name,external_ref\n{}", lines.join("\n"));
    let seen = import::dry_run(w, &w.admin, csv.as_bytes()).await.unwrap();
    import::apply(w, &w.admin, &seen.id).await.unwrap();
}

/// What is wrong with the field.
fn problem(error: ServiceError) -> Problem {
    match error {
        ServiceError::Invalid(fields) => match <[FieldError; 1]>::try_from(fields) {
            Ok([only]) if only.field == "tenant" => only.problem,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_bakery_is_named_where_there_are_too_many_to_list(#[case] engine: Engine) {
    let w = world(engine).await;
    imported(&w, 1_000).await;
    let all = choices(&w, &w.admin).await.unwrap();
    assert_eq!(all.listed().map(<[_]>::len), Some(1_000));
    // Its name is another one's reference.
    let twin = w.tenant("r-8").await;
    assert_eq!(choices(&w, &w.admin).await.unwrap(), Choices::TooMany);

    let query = TenantQuery {
        q: Some("r-7".into()),
        ..TenantQuery::default()
    };
    let rows = list(&w, &w.admin, &query).await.unwrap().page.rows;
    let seven = rows
        .into_iter()
        .find(|row| row.external_ref.as_deref() == Some("r-7"))
        .unwrap()
        .id;
    for text in [
        "r-7",
        " r-7 ",
        "Horno Número 7",
        "HORNO  numero 7",
        seven.as_str(),
    ] {
        assert_eq!(
            named(&w, &w.admin, "tenant", text).await.unwrap(),
            seven,
            "{text}"
        );
    }
    assert_eq!(named(&w, &w.admin, "tenant", twin.as_str()).await.unwrap(), twin);
    for (text, expected) in [
        ("", Problem::Required),
        ("Horno", Problem::NoBakery),
        ("0192a7c0-0000-7000-8000-00000000dead", Problem::NoBakery),
        ("r-8", Problem::SeveralBakeries),
    ] {
        let found = named(&w, &w.admin, "tenant", text).await.unwrap_err();
        assert_eq!(problem(found), expected, "{text}");
    }
    assert_eq!(named_or_none(&w, &w.admin, "tenant", " ").await.unwrap(), None);
    let owner = person(Role::Owner, vec![seven]);
    assert!(matches!(
        named(&w, &owner, "tenant", "r-9").await,
        Err(ServiceError::Forbidden)
    ));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_proposal_holds_what_can_be_confirmed_and_says_what_comes_after(#[case] engine: Engine) {
    let w = world(engine).await;
    w.connected().await;
    imported(&w, 1_100).await;
    let mut tx = w.t.db.db.write().await.unwrap();
    on!(&mut tx, |c| {
        sqlx::query(
            "INSERT INTO numbers (id, account_id, phone_number_id, display, status, first_seen_at, seen_at, updated_at)
             SELECT id, (SELECT MIN(id) FROM accounts), id, name, 'CONNECTED', 0, 0, 0
             FROM tenants WHERE external_ref IS NOT NULL",
        )
        .execute(c)
        .await
        .map(|_| ())
    })
    .unwrap();
    tx.commit().await.unwrap();
    // 1,050 numbers and the eight of the pilot that are connected.
    let found = preview(&w, &w.admin).await.unwrap();
    assert_eq!((found.pairs.len(), found.more), (MAX_PAIRS, 58));
    assert_eq!((found.left_out.len(), found.left_out_count), (20, 42));
    assert_eq!(found.spare, 0);
}
