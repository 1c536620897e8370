//! Bakeries from CSV.

use domain::person::Role;
use rstest::rstest;
use service::{
    Problem, ServiceError, audit,
    error::Conflict,
    tenants::{
        edit::{TenantInput, create},
        import::{MAX_BYTES, Outcome, apply, dry_run, preview},
        list::{TenantQuery, list},
    },
};
use store::Engine;

use crate::{person, world};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_dry_run_says_what_the_confirmation_then_does(#[case] engine: Engine) {
    let w = world(engine).await;
    for (name, city, own) in [
        ("Horno Uno", "Bilbao", "b-1"),
        ("Horno Dos", "Bilbao", ""),
        ("Horno Tres", "", "b-3"),
    ] {
        let input = TenantInput {
            name: name.into(),
            city: city.into(),
            external_ref: own.into(),
        };
        create(&w, &w.admin, &input).await.unwrap();
    }
    let csv = "\u{feff}Referencia;Nombre;Ciudad\r\n\
               b-1;Horno Primero;Bilbao\r\n\
               ;HORNO DÓS;Bilbao\r\n\
               ;Horno Tres;\r\n\
               b-9;Panadería Nueva;Ávila\r\n\
               ;=HYPERLINK(\"x\");\r\n\
               ;;\r\n\
               ;panaderia nueva;Soria\r\n\
               b-9;Otra;\r\n\
               b-77;Horno Tres;\r\n\
               ;\"Línea\npartida\";\r\n";
    let seen = dry_run(&w, &w.admin, csv.as_bytes()).await.unwrap();
    assert_eq!((seen.create, seen.update, seen.same, seen.refused), (1, 2, 1, 5));
    let refused: Vec<_> = seen
        .rows
        .iter()
        .filter_map(|row| match &row.outcome {
            Outcome::Refused(column, problem) => Some((row.line, *column, problem.clone())),
            _ => None,
        })
        .collect();
    assert_eq!(
        refused,
        [
            (6, "name", Problem::Formula),
            (8, "name", Problem::Repeated { line: 5 }),
            (9, "external_ref", Problem::Repeated { line: 5 }),
            (10, "name", Problem::Repeated { line: 4 }),
            (11, "name", Problem::ControlCharacters),
        ]
    );
    assert!(
        matches!(seen.rows[0].outcome, Outcome::Refused(..)),
        "refused ones come first"
    );
    assert_eq!(list(&w, &w.admin, &TenantQuery::default()).await.unwrap().all, 3);
    let again = preview(&w, &w.admin, &seen.id).await.unwrap();
    assert_eq!((again.create, again.update, again.applied), (1, 2, false));

    assert_eq!(apply(&w, &w.admin, &seen.id).await.unwrap(), (1, 2));
    let names: Vec<_> = list(&w, &w.admin, &TenantQuery::default())
        .await
        .unwrap()
        .page
        .rows
        .into_iter()
        .map(|row| (row.name, row.city, row.external_ref))
        .collect();
    let row = |name: &str, city: &str, own: Option<&str>| {
        (name.to_owned(), city.to_owned(), own.map(str::to_owned))
    };
    assert_eq!(
        names,
        [
            row("HORNO DÓS", "Bilbao", None),
            row("Horno Primero", "Bilbao", Some("b-1")),
            row("Horno Tres", "", Some("b-3")),
            row("Panadería Nueva", "Ávila", Some("b-9")),
        ]
    );
    assert!(matches!(
        apply(&w, &w.admin, &seen.id).await,
        Err(ServiceError::Conflict(Conflict::WrongState {
            key: "import_applied"
        }))
    ));
    assert!(preview(&w, &w.admin, &seen.id).await.unwrap().applied);
    assert_eq!(w.audited("tenant.import").await, 1);

    // Each bakery that was changed is in the log with what it was; the import as a whole comes last.
    let log = audit::list(&w, &w.admin, &audit::Filter::default(), None)
        .await
        .unwrap();
    let logged: Vec<_> = log
        .rows
        .iter()
        .take(3)
        .map(|row| {
            let name = |state: Option<&str>| {
                let state: serde_json::Value = serde_json::from_str(state?).unwrap();
                state["name"].as_str().map(str::to_owned)
            };
            (
                row.action.as_str(),
                name(row.before.as_deref()),
                name(row.after.as_deref()),
            )
        })
        .collect();
    let changed =
        |before: &str, after: &str| ("tenant.update", Some(before.to_owned()), Some(after.to_owned()));
    assert_eq!(
        logged,
        [
            ("tenant.import", None, None),
            changed("Horno Dos", "HORNO DÓS"),
            changed("Horno Uno", "Horno Primero"),
        ]
    );
    for row in &log.rows[1..3] {
        assert_eq!(row.tenant_id.as_ref(), Some(&row.entity_id));
    }
    assert!(matches!(
        audit::verify(&w.svc.db).await.unwrap(),
        audit::Verdict::Intact { .. }
    ));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_hundred_thousand_bakeries_come_in_at_once(#[case] engine: Engine) {
    let w = world(engine).await;
    let mut csv = String::from("name,city\n");
    for i in 0..100_000 {
        csv.extend(["Panadería ", &i.to_string(), ",Bilbao\n"]);
    }
    let seen = dry_run(&w, &w.admin, csv.as_bytes()).await.unwrap();
    assert_eq!((seen.create, seen.rows.len()), (100_000, 200));
    assert_eq!(apply(&w, &w.admin, &seen.id).await.unwrap(), (100_000, 0));
    assert_eq!(
        list(&w, &w.admin, &TenantQuery::default()).await.unwrap().all,
        100_000
    );
    // The same file again changes nothing.
    let again = dry_run(&w, &w.admin, csv.as_bytes()).await.unwrap();
    assert_eq!((again.same, again.create, again.update), (100_000, 0, 0));
    // Some thousands of them move, each with its row in the log.
    let moved: Vec<_> = csv.lines().take(3_001).collect();
    let moved = moved.join("\n").replace("Bilbao", "Getxo");
    let seen = dry_run(&w, &w.admin, moved.as_bytes()).await.unwrap();
    assert_eq!(apply(&w, &w.admin, &seen.id).await.unwrap(), (0, 3_000));
    assert!(matches!(
        audit::verify(&w.svc.db).await.unwrap(),
        // Besides them the two imports.
        audit::Verdict::Intact { rows: 3_002, .. }
    ));
}

#[tokio::test]
async fn only_those_who_manage_bakeries_import_and_nothing_endless_is_read() {
    let w = world(Engine::Sqlite).await;
    let support = person(Role::Support, vec![]);
    assert!(matches!(
        dry_run(&w, &support, b"name\nUno").await,
        Err(ServiceError::Forbidden)
    ));
    assert!(matches!(
        dry_run(&w, &w.admin, &vec![b'a'; MAX_BYTES + 1]).await,
        Err(ServiceError::Invalid(wrong)) if wrong[0].problem == Problem::TooLarge { max: MAX_BYTES }
    ));
    let seen = dry_run(&w, &w.admin, b"name\nUno").await.unwrap();
    assert!(matches!(
        apply(&w, &support, &seen.id).await,
        Err(ServiceError::Forbidden)
    ));
}
