use domain::time::{MINUTE, Millis, SECOND};
use rstest::rstest;
use store::{
    Engine, leases,
    testing::TestDb,
    throttle::{self, Charge, Limit},
};

use crate::NOW;

const LIMIT: Limit = Limit {
    burst: 3,
    every: MINUTE,
};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_bucket_takes_its_burst_and_then_one_attempt_at_a_time(#[case] engine: Engine) {
    let test = TestDb::new(engine).await;
    let mut tx = test.db.write().await.unwrap();
    for (after, expected) in [
        (0, Charge::Taken),
        (0, Charge::Taken),
        (0, Charge::Taken),
        (0, Charge::Full { wait: MINUTE }),
        (45 * SECOND, Charge::Full { wait: 15 * SECOND }),
        (MINUTE, Charge::Taken),
        (MINUTE, Charge::Full { wait: MINUTE }),
        // Empty again: no more than the burst is saved up.
        (100 * MINUTE, Charge::Taken),
        (100 * MINUTE, Charge::Taken),
        (100 * MINUTE, Charge::Taken),
        (100 * MINUTE, Charge::Full { wait: MINUTE }),
    ] {
        let charged = throttle::charge(&mut tx, "b", LIMIT, NOW.plus(after))
            .await
            .unwrap();
        assert_eq!(charged, expected, "{after}");
    }
    assert_eq!(
        throttle::charge(&mut tx, "other", LIMIT, NOW).await.unwrap(),
        Charge::Taken
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn good_attempts_are_given_back_and_old_buckets_removed(#[case] engine: Engine) {
    let test = TestDb::new(engine).await;
    let mut tx = test.db.write().await.unwrap();
    let full = |charge| matches!(charge, Charge::Full { .. });
    for _ in 0..3 {
        throttle::charge(&mut tx, "b", LIMIT, NOW).await.unwrap();
    }
    throttle::refund(&mut tx, "b").await.unwrap();
    assert!(!full(throttle::charge(&mut tx, "b", LIMIT, NOW).await.unwrap()));
    assert!(full(throttle::charge(&mut tx, "b", LIMIT, NOW).await.unwrap()));
    throttle::forget(&mut tx, "b").await.unwrap();
    throttle::refund(&mut tx, "b").await.unwrap();
    assert!(!full(throttle::charge(&mut tx, "b", LIMIT, NOW).await.unwrap()));
    assert_eq!(throttle::sweep(&mut tx, NOW).await.unwrap(), 0);
    assert_eq!(throttle::sweep(&mut tx, NOW.plus(1)).await.unwrap(), 1);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_clock_that_is_set_back_locks_nobody_out(#[case] engine: Engine) {
    let test = TestDb::new(engine).await;
    let mut tx = test.db.write().await.unwrap();
    throttle::charge(&mut tx, "b", LIMIT, NOW).await.unwrap();
    let before = Millis(NOW.0 - 1_000 * MINUTE);
    assert_eq!(
        throttle::charge(&mut tx, "b", LIMIT, before).await.unwrap(),
        Charge::Taken
    );
    assert_eq!(
        throttle::charge(&mut tx, "b", LIMIT, before).await.unwrap(),
        Charge::Taken
    );
    assert_eq!(
        throttle::charge(&mut tx, "b", LIMIT, before).await.unwrap(),
        Charge::Full { wait: MINUTE }
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn attempts_at_the_same_moment_do_not_pass_the_limit_together(#[case] engine: Engine) {
    let test = TestDb::new(engine).await;
    let tries: Vec<_> = (0..12)
        .map(|_| {
            let db = test.db.clone();
            tokio::spawn(async move {
                let mut tx = db.write().await.unwrap();
                let charged = throttle::charge(&mut tx, "b", LIMIT, NOW).await.unwrap();
                tx.commit().await.unwrap();
                charged == Charge::Taken
            })
        })
        .collect();
    let mut taken = 0;
    for attempt in tries {
        taken += i64::from(attempt.await.unwrap());
    }
    assert_eq!(taken, LIMIT.burst);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_lease_has_one_holder_until_it_runs_out(#[case] engine: Engine) {
    let test = TestDb::new(engine).await;
    let mut tx = test.db.write().await.unwrap();
    let end = NOW.plus(MINUTE);
    assert!(leases::take(&mut tx, "sync", "a", NOW, end).await.unwrap());
    assert!(
        !leases::take(&mut tx, "sync", "b", NOW.plus(MINUTE - 1), end)
            .await
            .unwrap()
    );
    assert!(leases::take(&mut tx, "sweep", "b", NOW, end).await.unwrap());
    assert!(
        leases::take(&mut tx, "sync", "a", NOW, end.plus(1))
            .await
            .unwrap(),
        "the holder extends it"
    );
    assert!(!leases::take(&mut tx, "sync", "b", end, end).await.unwrap());
    assert!(
        leases::take(&mut tx, "sync", "b", end.plus(1), end.plus(MINUTE))
            .await
            .unwrap()
    );
    leases::give_back(&mut tx, "sync", "a").await.unwrap();
    assert!(
        !leases::take(&mut tx, "sync", "a", end.plus(2), end.plus(MINUTE))
            .await
            .unwrap()
    );
    leases::give_back(&mut tx, "sync", "b").await.unwrap();
    assert!(
        leases::take(&mut tx, "sync", "a", end.plus(2), end.plus(MINUTE))
            .await
            .unwrap()
    );
}
