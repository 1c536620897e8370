//! Our month against Meta's: every difference has a name, down to nothing.

use domain::{
    billing::Month,
    time::{DAY, HOUR},
};
use rstest::rstest;
use service::{
    Call, ServiceError,
    billing::reconcile::{self, Cause, Source, invoice},
};
use store::{
    Engine,
    billing::analytics::{self, Point, Pull},
};

use crate::support::{NOW, Sent, World};

const PHONE: &str = "34612345678";

fn point(day: i64, category: &str, kind: &str, volume: i64, cost_micros: i64) -> Point {
    Point {
        account_id: String::new(),
        month: 202_610,
        day,
        phone: PHONE.to_owned(),
        country: "ES".to_owned(),
        category: category.to_owned(),
        kind: kind.to_owned(),
        tier: String::new(),
        volume,
        cost_micros,
    }
}

async fn pulled(world: &World, points: &[Point]) {
    let mut tx = world.write().await;
    let account = world.account.as_str();
    let points: Vec<Point> = points
        .iter()
        .map(|point| Point {
            account_id: account.to_owned(),
            ..point.clone()
        })
        .collect();
    analytics::replace(&mut tx, account, 202_610, &points)
        .await
        .unwrap();
    let pull = Pull {
        account_id: account.to_owned(),
        month: 202_610,
        at: NOW.0,
        rows: 1,
        problem: None,
    };
    analytics::note_pull(&mut tx, &pull).await.unwrap();
    tx.commit().await.unwrap();
}

fn october() -> Month {
    Month::parse("2026-10").unwrap()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn every_difference_is_named_and_nothing_is_left(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let yesterday = NOW.plus(-DAY);
    for contact in 1..=5 {
        world
            .delivered(&Sent {
                who: 0,
                contact,
                category: Some("utility"),
                at: yesterday.plus(contact * HOUR / 10),
            })
            .await;
    }
    world.follow().await;
    // 2026-10-19.
    let day = 20_745;
    // Of our five, Meta charged three as utility and one as marketing, counted
    // one on the day before, and knows of two that we never heard of.
    pulled(
        &world,
        &[
            point(day, "UTILITY", "REGULAR", 3, 49_800),
            point(day, "MARKETING", "REGULAR", 1, 58_500),
            point(day - 1, "UTILITY", "REGULAR", 1, 16_600),
            point(day - 9, "UTILITY", "REGULAR", 2, 33_200),
        ],
    )
    .await;
    let review = reconcile::compare(&world.test.svc, &Call::system("test"), &world.account, october())
        .await
        .unwrap();
    let found = &review.comparison;
    assert_eq!(found.ours.micros, 83_000);
    assert_eq!(found.theirs.as_ref().unwrap().source, Source::Analytics);
    assert_eq!(found.difference().unwrap().micros, 75_100);
    let named: Vec<(Cause, i64, i64)> = found
        .steps
        .iter()
        .map(|step| (step.cause, step.messages, step.amount.micros))
        .collect();
    // 0.0585 − 0.0166 for the one in another category, 2 × 0.0166 for those unheard of.
    assert!(named.contains(&(Cause::CategoryDrift, 0, 41_900)), "{named:?}");
    assert!(named.contains(&(Cause::MissingWebhook, 2, 33_200)), "{named:?}");
    assert_eq!((found.unexplained.micros, found.unexplained_messages), (0, 0));
    let category = found.levels.iter().find(|level| level.key == "category").unwrap();
    let utility = category.rows.iter().find(|row| row.key == "utility").unwrap();
    assert_eq!((utility.our_messages, utility.their_messages), (5, 6));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn free_replies_that_another_system_used_up_are_named(#[case] engine: Engine) {
    let world = World::new(engine).await;
    world.wrote(0, 1, NOW.plus(-DAY), false).await;
    world
        .delivered(&Sent {
            who: 0,
            contact: 1,
            category: None,
            at: NOW.plus(-DAY + HOUR),
        })
        .await;
    world.follow().await;
    pulled(&world, &[point(20_745, "SERVICE", "REGULAR", 1, 16_600)]).await;
    let review = reconcile::compare(&world.test.svc, &Call::system("test"), &world.account, october())
        .await
        .unwrap();
    assert_eq!(review.comparison.steps[0].cause, Cause::AllowanceShared);
    assert_eq!(review.comparison.steps[0].amount.micros, 16_600);
    assert_eq!(review.comparison.unexplained.micros, 0);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_invoice_counts_before_analytics_and_its_rest_stays_unexplained(#[case] engine: Engine) {
    let world = World::new(engine).await;
    world
        .delivered(&Sent {
            who: 0,
            contact: 1,
            category: Some("utility"),
            at: NOW.plus(-DAY),
        })
        .await;
    world.follow().await;
    let (svc, call) = (&world.test.svc, Call::system("test"));
    let import = async |text: &str| {
        invoice::import(
            svc,
            &call,
            &world.account,
            october(),
            "october.csv",
            text.as_bytes(),
        )
        .await
    };
    assert!(matches!(
        import("amount,currency\n1.00,USD\n").await,
        Err(ServiceError::Invalid(_))
    ));
    let first = import("amount,currency\n9.00,EUR\n").await.unwrap();
    assert!(!first.detailed);
    // Imported again: the second counts.
    import("amount,currency\n1.00,EUR\n").await.unwrap();
    let review = reconcile::compare(svc, &call, &world.account, october())
        .await
        .unwrap();
    let theirs = review.comparison.theirs.unwrap();
    assert_eq!((theirs.source, theirs.total.micros), (Source::Invoice, 1_000_000));
    assert_eq!(review.comparison.unexplained.micros, 1_000_000 - 16_600);
}
