use domain::time::{DAY, MINUTE};
use rstest::rstest;
use service::{
    Call, ServiceError,
    people::{sessions, sign_in},
    testing::TestServices,
};
use store::Engine;

use crate::{actions, admin, alive, from, session};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn people_see_and_end_their_own_sessions_only(#[case] engine: Engine) {
    let test = TestServices::new(engine).await;
    let (ana, of_ana) = admin(&test, "ana@obrador.example").await;
    let (_, of_eva) = admin(&test, "eva@obrador.example").await;
    let mut hashes = Vec::new();
    for name in ["one", "two", "three"] {
        hashes.push(session(&test, &ana, name).await);
        test.clock.advance(MINUTE);
    }
    let list = sessions::list(&test, &of_ana, Some(&hashes[1])).await.unwrap();
    assert_eq!(
        list.iter().map(|row| row.current).collect::<Vec<_>>(),
        [false, true, false]
    );
    assert_eq!(sessions::list(&test, &of_eva, None).await.unwrap(), []);

    let oldest = &list[2].session;
    assert!(matches!(
        sessions::end(&test, &of_eva, oldest).await,
        Err(ServiceError::NotFound)
    ));
    sessions::end(&test, &of_ana, oldest).await.unwrap();
    assert!(!alive(&test, &hashes[0]).await);
    assert_eq!(sessions::end_others(&test, &of_ana, &hashes[1]).await.unwrap(), 1);
    assert!(alive(&test, &hashes[1]).await && !alive(&test, &hashes[2]).await);
    assert_eq!(sessions::end_others(&test, &of_ana, &hashes[1]).await.unwrap(), 0);
    assert_eq!(actions(&test).await[2..], ["session.end", "session.end"]);
    assert!(matches!(
        sessions::list(&test, &Call::system("job"), None).await,
        Err(ServiceError::Forbidden)
    ));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_over_is_swept_away(#[case] engine: Engine) {
    let test = TestServices::new(engine).await;
    let (ana, _) = admin(&test, "ana@obrador.example").await;
    session(&test, &ana, "one").await;
    assert!(
        sign_in::password(&test, &from("203.0.113.1"), "ana@obrador.example", "wrong")
            .await
            .is_err()
    );
    assert_eq!(sessions::sweep(&test).await.unwrap(), 0);
    test.clock.advance(sessions::IDLE - 1);
    assert_eq!(sessions::sweep(&test).await.unwrap(), 0);
    test.clock.advance(DAY);
    assert_eq!(sessions::sweep(&test).await.unwrap(), 1);
    let mut tx = test.svc.db.read().await.unwrap();
    let buckets: i64 = store::on!(&mut tx, |c| {
        sqlx::query_scalar("SELECT CAST(COUNT(*) AS BIGINT) FROM throttle")
            .fetch_one(c)
            .await
    })
    .unwrap();
    assert_eq!(buckets, 0);
}
