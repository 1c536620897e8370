//! Whoever touches the audit log is noticed, on both databases.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use domain::{
    permission::{Actor, Permission, Scope},
    person::Role,
    time::Millis,
};
use rstest::rstest;
use service::{
    Call, ServiceError,
    audit::{self, Filter, Verdict},
    testing::{START, TestServices},
};
use store::{Engine, audit as rows, on};

/// Services with `n` rows in the log, one a second.
async fn with_rows(engine: Engine, n: i64) -> TestServices {
    let test = TestServices::new(engine).await;
    let mut tx = test.svc.db.write().await.unwrap();
    for at in 0..n {
        let call = Call::system("test");
        let action = if at % 2 == 0 {
            "number.assign"
        } else {
            "tenant.update"
        };
        let entry = rows::NewEntry {
            at: START.plus(at * 1_000),
            ..call.entry(&test, action, "number", &at.to_string(), "+34 612 345 678")
        };
        rows::append(&mut tx, entry).await.unwrap();
    }
    tx.commit().await.unwrap();
    test
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_untouched_log_is_intact_and_its_end_can_be_kept(#[case] engine: Engine) {
    let test = with_rows(engine, 0).await;
    let empty = Verdict::Intact {
        rows: 0,
        head: String::new(),
        last_at: None,
    };
    assert_eq!(audit::verify(&test.svc.db).await.unwrap(), empty);
    let test = with_rows(engine, 3).await;
    let Verdict::Intact { rows, head, last_at } = audit::verify(&test.svc.db).await.unwrap() else {
        panic!("intact")
    };
    assert_eq!(
        (rows, head.len(), last_at),
        (3, 64, Some(Millis(START.0 + 2_000)))
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_that_grows_while_it_is_verified_is_intact(#[case] engine: Engine) {
    let test = with_rows(engine, 3).await;
    let over = Arc::new(AtomicBool::new(false));
    let writing = tokio::spawn({
        let (svc, over) = (test.svc.clone(), Arc::clone(&over));
        async move {
            let call = Call::system("test");
            while !over.load(Ordering::Relaxed) {
                let mut tx = svc.db.write().await.unwrap();
                let entry = call.entry(&svc, "number.assign", "number", "1", "+34 612 345 678");
                rows::append(&mut tx, entry).await.unwrap();
                tx.commit().await.unwrap();
            }
        }
    });
    for _ in 0..50 {
        let verdict = audit::verify(&test.svc.db).await.unwrap();
        assert!(matches!(verdict, Verdict::Intact { .. }), "{verdict:?}");
    }
    over.store(true, Ordering::Relaxed);
    writing.await.unwrap();
    let Verdict::Intact { rows, .. } = audit::verify(&test.svc.db).await.unwrap() else {
        panic!("intact")
    };
    assert!(rows > 3, "nothing was written meanwhile");
}

#[rstest]
#[case::edited(
    "UPDATE audit SET actor_name = 'Eva' WHERE seq = 3",
    3,
    "its content does not match its hash"
)]
#[case::edited_where_it_was_empty(
    "UPDATE audit SET after = '{}' WHERE seq = 3",
    3,
    "its content does not match its hash"
)]
#[case::edited_at_the_end(
    "UPDATE audit SET at = at + 1 WHERE seq = 5",
    5,
    "its content does not match its hash"
)]
#[case::removed_at_the_start("DELETE FROM audit WHERE seq = 1", 1, "the row is missing")]
#[case::removed_in_the_middle("DELETE FROM audit WHERE seq = 3", 3, "the row is missing")]
#[case::removed_at_the_end("DELETE FROM audit WHERE seq > 3", 4, "rows at the end are missing")]
#[case::removed_altogether("DELETE FROM audit", 1, "rows at the end are missing")]
#[case::added_as_a_copy("INSERT INTO audit SELECT 6, at, actor_kind, actor_id, actor_name, action, entity, entity_id, entity_name,
     tenant_id, before, after, ip, request_id, prev_hash, hash, search FROM audit WHERE seq = 5", 6, "it does not continue the row before")]
#[case::added_as_a_successor("INSERT INTO audit SELECT 6, at, actor_kind, actor_id, actor_name, action, entity, entity_id, entity_name,
     tenant_id, before, after, ip, request_id, hash, hash, search FROM audit WHERE seq = 5", 6, "its content does not match its hash")]
#[case::end_moved_back(
    "UPDATE audit_head SET seq = 4, hash = (SELECT hash FROM audit WHERE seq = 4)",
    5,
    "the end of the chain does not match"
)]
#[case::end_rewritten("UPDATE audit_head SET hash = 'x'", 5, "the end of the chain does not match")]
#[tokio::test]
async fn the_first_row_that_was_touched_is_named(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
    #[case] sql: &'static str,
    #[case] seq: i64,
    #[case] why: &'static str,
) {
    let test = with_rows(engine, 5).await;
    test.db.sql(sql).await;
    assert_eq!(
        audit::verify(&test.svc.db).await.unwrap(),
        Verdict::Broken { seq, why }
    );
}

/// A row that was rewritten with a fitting hash of its own breaks the next one.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_row_with_a_forged_hash_is_noticed_by_the_one_behind_it(#[case] engine: Engine) {
    let test = with_rows(engine, 5).await;
    let mut tx = test.svc.db.write().await.unwrap();
    let mut row = rows::chain(&mut tx, 2, 1).await.unwrap().pop().unwrap();
    row.actor_name = "Eva".into();
    let hash = row.expected_hash();
    on!(&mut tx, |c| {
        sqlx::query("UPDATE audit SET actor_name = 'Eva', hash = $1 WHERE seq = 3")
            .bind(&hash)
            .execute(c)
            .await
            .map(|_| ())
    })
    .unwrap();
    tx.commit().await.unwrap();
    let expected = Verdict::Broken {
        seq: 4,
        why: "it does not continue the row before",
    };
    assert_eq!(audit::verify(&test.svc.db).await.unwrap(), expected);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn pages_follow_each_other_without_gap_or_repeat(#[case] engine: Engine) {
    let test = with_rows(engine, 120).await;
    let call = Call::system("test");
    let (mut seen, mut before, mut pages) = (Vec::new(), None, 0);
    loop {
        let page = audit::list(&test, &call, &Filter::default(), before)
            .await
            .unwrap();
        seen.extend(page.rows.iter().map(|row| row.seq));
        pages += 1;
        before = page.next;
        if before.is_none() {
            break;
        }
    }
    assert_eq!((pages, seen), (3, (1..=120).rev().collect::<Vec<_>>()));
    let filter = Filter {
        action_prefix: Some("number.".into()),
        ..Filter::default()
    };
    let page = audit::list(&test, &call, &filter, Some(100)).await.unwrap();
    assert_eq!(page.rows.len(), 50);
    assert_eq!(page.next, None);
    assert!(page.rows.iter().all(|row| row.action == "number.assign"));
}

#[tokio::test]
async fn only_who_may_read_the_log_does() {
    let test = with_rows(Engine::Sqlite, 1).await;
    for role in Role::ALL {
        let actor = Actor::Person {
            id: test.random.id(START),
            name: "Ana".into(),
            role,
            tenants: vec![],
        };
        let allowed = actor.may(Permission::ViewAudit, Scope::Platform);
        let call = Call {
            actor,
            ip: None,
            request_id: None,
        };
        match audit::list(&test, &call, &Filter::default(), None).await {
            Ok(page) => assert!(allowed && page.rows.len() == 1),
            Err(error) => assert!(!allowed && matches!(error, ServiceError::Forbidden)),
        }
        assert_eq!(allowed, role == Role::PlatformAdmin);
    }
}
