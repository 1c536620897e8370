//! Prices that depend on what the account is: codes to other countries, and
//! non-profit organisations.

use domain::time::{DAY, HOUR};
use rstest::rstest;
use service::{Call, billing::terms};
use store::{Engine, billing::differences, billing::sums::Whose, on};

use crate::support::{NOW, Sent, World};

const INDIA: &str = "919812345678";

/// An account in dollars, and a code to India an hour ago.
async fn with_a_code(engine: Engine) -> (World, domain::message::id::MessageId) {
    let world = World::new(engine).await;
    set(&world, "currency = 'USD'").await;
    world.moves(0, 1, INDIA).await;
    let code = world
        .delivered(&Sent {
            who: 0,
            contact: 1,
            category: Some("authentication"),
            at: NOW.plus(-HOUR),
        })
        .await;
    (world, code)
}

async fn set(world: &World, what: &'static str) {
    let mut tx = world.write().await;
    let sql = sqlx::AssertSqlSafe(format!("UPDATE accounts SET {what}"));
    on!(&mut tx, |c| sqlx::query(sql).execute(c).await.map(|_| ())).unwrap();
    tx.commit().await.unwrap();
}

async fn kept(world: &World) -> Vec<(String, String, String, i64)> {
    let mut tx = world.test.db.db.read().await.unwrap();
    differences::sums(&mut tx, Whose::All, 202_610)
        .await
        .unwrap()
        .into_iter()
        .map(|sum| {
            (
                sum.kinds,
                sum.expected_category,
                sum.said_category,
                sum.amount_micros,
            )
        })
        .collect()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn codes_to_other_countries_cost_the_international_rate_once_meta_said_so(#[case] engine: Engine) {
    let (world, code) = with_a_code(engine).await;
    // 2026-10-01T00:00:00Z
    set(&world, r#"auth_international = '{"start_time":1790812800}'"#).await;
    world.follow().await;
    // India, card of October 2026: $0.0304 instead of $0.0014.
    assert_eq!(world.proved("2026-10").await, 30_400);
    // Meta's report says the same: no difference.
    world.said(code, "regular", "authentication_international").await;
    world.follow().await;
    assert!(kept(&world).await.is_empty());
    // And here is one.
    world.said(code, "regular", "authentication").await;
    world.follow().await;
    let (expected, said) = (
        "authentication_international".to_owned(),
        "authentication".to_owned(),
    );
    assert_eq!(
        kept(&world).await,
        [("category".to_owned(), expected, said, 1_400 - 30_400)]
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_international_rate_that_nobody_announced_is_kept_as_a_difference(#[case] engine: Engine) {
    let (world, code) = with_a_code(engine).await;
    world.said(code, "regular", "authentication-international").await;
    world.follow().await;
    assert_eq!(world.proved("2026-10").await, 1_400);
    let (expected, said) = (
        "authentication".to_owned(),
        "authentication_international".to_owned(),
    );
    assert_eq!(
        kept(&world).await,
        [("category".to_owned(), expected, said, 30_400 - 1_400)]
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_type_that_nobody_knows_is_kept_without_an_amount(#[case] engine: Engine) {
    let (world, code) = with_a_code(engine).await;
    world.said(code, "half_price", "authentication").await;
    world.follow().await;
    let same = "authentication".to_owned();
    assert_eq!(kept(&world).await, [("type".to_owned(), same.clone(), same, 0)]);
    // A known word for "free" has one: Meta takes nothing where we booked the rate.
    world.said(code, "free_entry_point", "authentication").await;
    world.follow().await;
    assert_eq!(kept(&world).await[0].3, -1_400);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_non_profit_s_answers_are_free_without_an_allowance(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let (svc, call) = (&world.test.svc, Call::system("test"));
    world.wrote(0, 1, NOW.plus(-2 * HOUR), false).await;
    world
        .delivered(&Sent {
            who: 0,
            contact: 1,
            category: None,
            at: NOW.plus(-HOUR),
        })
        .await;
    world
        .delivered(&Sent {
            who: 0,
            contact: 1,
            category: Some("utility"),
            at: NOW.plus(-DAY),
        })
        .await;
    world.follow().await;
    let used = async || world.statement("2026-10").await.allowances[0].used;
    assert_eq!(used().await, 1);
    terms::set_nonprofit(svc, &call, &world.account, true)
        .await
        .unwrap();
    world.follow().await;
    assert_eq!(world.proved("2026-10").await, 16_600);
    assert_eq!(used().await, 0);
    assert!(terms::list(svc, &call).await.unwrap()[0].nonprofit);
}
