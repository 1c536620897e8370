use domain::{
    ids::{SessionRef, UserId},
    person::Role,
    time::{DAY, HOUR, MINUTE, Millis},
};
use rstest::rstest;
use store::{
    Engine, StoreError,
    sessions::{self, SessionRecord},
    testing::TestDb,
    users::{self, Status},
};

use crate::{NOW, person, uuid};

const IDLE: i64 = 12 * HOUR;

fn record(n: u32, user: Option<&UserId>) -> SessionRecord {
    SessionRecord {
        id_hash: format!("hash{n}"),
        session_ref: SessionRef::parse(&uuid(n)).unwrap(),
        user_id: user.cloned(),
        data: "{}".into(),
        created_at: NOW,
        last_seen_at: NOW,
        expires_at: NOW.plus(14 * DAY),
        ip: Some("203.0.113.7".into()),
        user_agent: Some("Firefox".into()),
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_session_is_over_when_idle_or_at_its_own_end(#[case] engine: Engine) {
    let test = TestDb::new(engine).await;
    let mut tx = test.db.write().await.unwrap();
    let user = person(&mut tx, 1, Role::Owner).await;
    let session = record(2, Some(&user));
    sessions::create(&mut tx, &session).await.unwrap();
    assert!(matches!(
        sessions::create(&mut tx, &session).await,
        Err(StoreError::Conflict(_))
    ));
    drop(tx);

    let mut tx = test.db.write().await.unwrap();
    let user = person(&mut tx, 1, Role::Owner).await;
    sessions::create(&mut tx, &session).await.unwrap();
    assert_eq!(
        sessions::load(&mut tx, "hash2", NOW, IDLE).await.unwrap(),
        Some(session.clone())
    );
    assert_eq!(sessions::load(&mut tx, "hash3", NOW, IDLE).await.unwrap(), None);
    assert!(
        sessions::load(&mut tx, "hash2", NOW.plus(IDLE - 1), IDLE)
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(
        sessions::load(&mut tx, "hash2", NOW.plus(IDLE), IDLE)
            .await
            .unwrap(),
        None
    );
    assert_eq!(
        sessions::list_for_user(&mut tx, &user, NOW.plus(IDLE), IDLE)
            .await
            .unwrap(),
        []
    );

    // Used all the time, it still ends.
    let late = NOW.plus(14 * DAY);
    sessions::touch(&mut tx, "hash2", late.plus(-MINUTE), None, None)
        .await
        .unwrap();
    assert!(
        sessions::load(&mut tx, "hash2", late.plus(-1), IDLE)
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(sessions::load(&mut tx, "hash2", late, IDLE).await.unwrap(), None);
    assert_eq!(sessions::sweep(&mut tx, late.plus(-1), IDLE).await.unwrap(), 0);
    assert_eq!(sessions::sweep(&mut tx, late, IDLE).await.unwrap(), 1);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_use_is_written_at_most_once_a_minute(#[case] engine: Engine) {
    let test = TestDb::new(engine).await;
    let mut tx = test.db.write().await.unwrap();
    sessions::create(&mut tx, &record(1, None)).await.unwrap();
    for (after, wrote) in [
        (0, false),
        (MINUTE - 1, false),
        (MINUTE, true),
        (MINUTE + 1, false),
        (2 * MINUTE, true),
    ] {
        let now = NOW.plus(after);
        let last = sessions::load(&mut tx, "hash1", now, IDLE)
            .await
            .unwrap()
            .unwrap()
            .last_seen_at;
        assert_eq!(sessions::touch_is_due(last, now), wrote, "{after}");
        assert_eq!(
            sessions::touch(&mut tx, "hash1", now, Some("198.51.100.1"), Some("Safari"))
                .await
                .unwrap(),
            wrote
        );
    }
    let found = sessions::load(&mut tx, "hash1", NOW, IDLE)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(found.last_seen_at, NOW.plus(2 * MINUTE));
    assert_eq!(
        (found.ip.as_deref(), found.user_agent.as_deref()),
        (Some("198.51.100.1"), Some("Safari"))
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_ended_session_is_not_brought_back_by_a_late_save(#[case] engine: Engine) {
    let test = TestDb::new(engine).await;
    let mut tx = test.db.write().await.unwrap();
    let mut session = record(1, None);
    sessions::create(&mut tx, &session).await.unwrap();
    session.data = r#"{"flash":1}"#.into();
    assert!(sessions::save(&mut tx, &session).await.unwrap());
    assert_eq!(
        sessions::load(&mut tx, "hash1", NOW, IDLE)
            .await
            .unwrap()
            .unwrap()
            .data,
        session.data
    );
    sessions::delete(&mut tx, "hash1").await.unwrap();
    assert!(!sessions::save(&mut tx, &session).await.unwrap());
    assert_eq!(sessions::load(&mut tx, "hash1", NOW, IDLE).await.unwrap(), None);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn people_see_and_end_only_their_own_sessions(#[case] engine: Engine) {
    let test = TestDb::new(engine).await;
    let mut tx = test.db.write().await.unwrap();
    let (ana, eva) = (
        person(&mut tx, 1, Role::Owner).await,
        person(&mut tx, 2, Role::Owner).await,
    );
    for (n, user) in [(11, &ana), (12, &ana), (13, &ana), (21, &eva)] {
        let seen = NOW.plus(i64::from(n));
        sessions::create(
            &mut tx,
            &SessionRecord {
                last_seen_at: seen,
                ..record(n, Some(user))
            },
        )
        .await
        .unwrap();
    }
    let hashes = |found: Vec<SessionRecord>| found.into_iter().map(|s| s.id_hash).collect::<Vec<_>>();
    let list = sessions::list_for_user(&mut tx, &ana, NOW, IDLE).await.unwrap();
    assert_eq!(hashes(list), ["hash13", "hash12", "hash11"]);
    let of_ana = SessionRef::parse(&uuid(11)).unwrap();
    assert!(!sessions::end_by_ref(&mut tx, &eva, &of_ana).await.unwrap());
    assert!(sessions::end_by_ref(&mut tx, &ana, &of_ana).await.unwrap());
    assert_eq!(sessions::end_others(&mut tx, &ana, "hash12").await.unwrap(), 1);
    assert_eq!(
        hashes(sessions::list_for_user(&mut tx, &ana, NOW, IDLE).await.unwrap()),
        ["hash12"]
    );
    assert_eq!(sessions::end_for_user(&mut tx, &ana).await.unwrap(), 1);
    assert_eq!(
        hashes(sessions::list_for_user(&mut tx, &eva, NOW, IDLE).await.unwrap()),
        ["hash21"]
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_session_of_somebody_who_was_stopped_does_not_load(#[case] engine: Engine) {
    let test = TestDb::new(engine).await;
    let mut tx = test.db.write().await.unwrap();
    let user = person(&mut tx, 1, Role::Owner).await;
    sessions::create(&mut tx, &record(2, Some(&user))).await.unwrap();
    users::set_status(&mut tx, &user, Status::Disabled, NOW)
        .await
        .unwrap();
    assert_eq!(
        sessions::load(&mut tx, "hash2", Millis(NOW.0 + 1), IDLE)
            .await
            .unwrap(),
        None
    );
}
