//! The audit chain on both databases.

use domain::{tenant::search_key, time::Millis};
use rstest::rstest;
use store::{Engine, audit, on, testing::TestDb};

fn entry(n: i64) -> audit::NewEntry {
    audit::NewEntry {
        at: Millis(n),
        actor_kind: "person".into(),
        actor_id: Some("u1".into()),
        actor_name: "Ana".into(),
        action: "number.assign".into(),
        entity: "number".into(),
        entity_id: n.to_string(),
        entity_name: "+34 612 345 678".into(),
        tenant_id: None,
        before: None,
        after: Some(serde_json::json!({"tenant": "Panadería 100 %"})),
        ip: Some("127.0.0.1".into()),
        request_id: Some("r1".into()),
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn rows_form_a_chain_without_gaps(#[case] engine: Engine) {
    let test = TestDb::new(engine).await;
    for n in 1..=5 {
        let mut tx = test.db.write().await.unwrap();
        assert_eq!(audit::append(&mut tx, entry(n)).await.unwrap(), n);
        tx.commit().await.unwrap();
    }
    // Many at once are the same chain, and none at all changes nothing.
    let mut tx = test.db.write().await.unwrap();
    let many = (6..=300).map(entry).collect();
    assert_eq!(audit::append_all(&mut tx, many).await.unwrap(), 300);
    assert_eq!(audit::append_all(&mut tx, Vec::new()).await.unwrap(), 300);
    tx.commit().await.unwrap();
    let mut tx = test.db.read().await.unwrap();
    let rows = audit::chain(&mut tx, 0, 1_000).await.unwrap();
    let order: Vec<i64> = rows.iter().map(|row| row.at).collect();
    assert_eq!(order, (1..=300).collect::<Vec<_>>());
    let mut previous = String::new();
    for row in &rows {
        assert_eq!(row.prev_hash, previous);
        assert_eq!(row.hash, row.expected_hash());
        previous.clone_from(&row.hash);
    }
    assert_eq!(audit::head(&mut tx).await.unwrap(), (300, previous));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_change_that_is_not_committed_leaves_no_row_and_no_gap(#[case] engine: Engine) {
    let test = TestDb::new(engine).await;
    {
        let mut tx = test.db.write().await.unwrap();
        audit::append(&mut tx, entry(1)).await.unwrap();
    }
    let mut tx = test.db.write().await.unwrap();
    assert_eq!(audit::append(&mut tx, entry(2)).await.unwrap(), 1);
    tx.commit().await.unwrap();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn concurrent_writers_queue_up_in_one_chain(#[case] engine: Engine) {
    let test = TestDb::new(engine).await;
    let writers: Vec<_> = (0..20)
        .map(|n| {
            let db = test.db.clone();
            tokio::spawn(async move {
                let mut tx = db.write().await.unwrap();
                audit::append(&mut tx, entry(n)).await.unwrap();
                tx.commit().await.unwrap();
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    let mut tx = test.db.read().await.unwrap();
    let rows = audit::chain(&mut tx, 0, 100).await.unwrap();
    assert_eq!(
        rows.iter().map(|r| r.seq).collect::<Vec<_>>(),
        (1..=20).collect::<Vec<_>>()
    );
    assert!(rows.windows(2).all(|w| w[0].hash == w[1].prev_hash));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_filter_takes_percent_signs_literally(#[case] engine: Engine) {
    let test = TestDb::new(engine).await;
    let mut tx = test.db.write().await.unwrap();
    audit::append(
        &mut tx,
        audit::NewEntry {
            entity_name: "100% integral".into(),
            ..entry(1)
        },
    )
    .await
    .unwrap();
    audit::append(
        &mut tx,
        audit::NewEntry {
            entity_name: "1000 panes".into(),
            ..entry(2)
        },
    )
    .await
    .unwrap();
    let filter = audit::Filter {
        text: Some("100%".into()),
        ..Default::default()
    };
    let rows = audit::list(&mut tx, &filter, None, 10).await.unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].entity_name, "100% integral");
}

/// A row by somebody about something.
fn named(actor: &str, thing: &str) -> audit::NewEntry {
    audit::NewEntry {
        actor_name: actor.into(),
        entity_name: thing.into(),
        ..entry(1)
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_search_ignores_case_and_accents(#[case] engine: Engine) {
    let test = TestDb::new(engine).await;
    let mut tx = test.db.write().await.unwrap();
    let rows = vec![
        named("Íñigo Núñez", "Panadería Ángela"),
        named("Marta", "HORNO DEL PEÑÓN"),
    ];
    audit::append_all(&mut tx, rows).await.unwrap();
    for (text, found) in [
        ("inigo", vec!["Íñigo Núñez"]),
        ("ÑIGO NUÑ", vec!["Íñigo Núñez"]),
        ("panaderia ang", vec!["Íñigo Núñez"]),
        ("PANADERÍA", vec!["Íñigo Núñez"]),
        ("peñon", vec!["Marta"]),
        ("n", vec!["Marta", "Íñigo Núñez"]),
        ("o_d", vec![]),
    ] {
        let filter = audit::Filter {
            text: Some(text.into()),
            ..Default::default()
        };
        let rows = audit::list(&mut tx, &filter, None, 10).await.unwrap();
        let actors: Vec<_> = rows.iter().map(|row| row.actor_name.as_str()).collect();
        assert_eq!(actors, found, "{text}");
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn rows_from_before_the_search_are_found_too(#[case] engine: Engine) {
    let test = TestDb::new(engine).await;
    let mut tx = test.db.write().await.unwrap();
    audit::append(&mut tx, named("BEGOÑA Güell", "PANADERÍA Núñez · Peñón"))
        .await
        .unwrap();
    // As the migration leaves such a row.
    let migration = include_str!("../../../migrations/0013_audit_search.sql");
    let update = &migration[migration.find("UPDATE audit").unwrap()..];
    on!(&mut tx, |c| {
        sqlx::query("UPDATE audit SET search = ''")
            .execute(c)
            .await
            .map(|_| ())
    })
    .unwrap();
    on!(&mut tx, |c| sqlx::query(update).execute(c).await.map(|_| ())).unwrap();
    let search: String = on!(&mut tx, |c| {
        sqlx::query_scalar("SELECT search FROM audit").fetch_one(c).await
    })
    .unwrap();
    assert_eq!(search, search_key("BEGOÑA Güell PANADERÍA Núñez · Peñón"));
}
