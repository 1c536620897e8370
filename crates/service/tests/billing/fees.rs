//! What a partner takes besides Meta, also for what costs nothing at Meta.

use domain::time::{DAY, HOUR, MINUTE};
use rstest::rstest;
use service::{
    Call,
    billing::{
        lines,
        terms::{self, TermsInput},
    },
};
use store::Engine;

use crate::support::{NOW, Sent, World};

async fn through_twilio(world: &World) {
    let input = TermsInput {
        time_zone: "Europe/Madrid".to_owned(),
        partner: "twilio".to_owned(),
        from: "2026-10-01".to_owned(),
        ..TermsInput::default()
    };
    terms::set(&world.test.svc, &Call::system("test"), &world.account, &input)
        .await
        .unwrap();
    world.follow().await;
}

fn sent(contact: i64) -> Sent {
    Sent {
        who: 0,
        contact,
        category: Some("utility"),
        at: NOW.plus(-DAY),
    }
}

async fn fees(world: &World) -> String {
    let proof = world.prove("2026-10").await;
    assert!(proof.holds(), "{proof:#?}");
    world.statement("2026-10").await.figures.partner.to_string()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_partner_s_fees_for_both_directions_and_for_failures_are_booked(#[case] engine: Engine) {
    let world = World::new(engine).await;
    through_twilio(&world).await;
    world.delivered(&sent(1)).await;
    world.wrote(0, 2, NOW.plus(-HOUR), false).await;
    let lost = world.unheard(&sent(3)).await;
    world.fails(lost, NOW.plus(-HOUR)).await;
    world.follow().await;
    // Two at $0.005, one at $0.001.
    assert_eq!(fees(&world).await, "0.011 USD");

    // It failed on one device and arrived on another: a delivered message after all.
    let mut tx = world.write().await;
    world.arrives(&mut tx, lost, NOW.plus(-MINUTE)).await;
    tx.commit().await.unwrap();
    world.follow().await;
    assert_eq!(fees(&world).await, "0.015 USD");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_partner_that_is_named_later_gets_the_fees_since_then(#[case] engine: Engine) {
    let world = World::new(engine).await;
    world.delivered(&sent(1)).await;
    world.wrote(0, 2, NOW.plus(-2 * DAY), false).await;
    let lost = world.unheard(&sent(3)).await;
    world.fails(lost, NOW.plus(-HOUR)).await;
    world.follow().await;
    assert_eq!(fees(&world).await, "");
    through_twilio(&world).await;
    assert_eq!(fees(&world).await, "0.011 USD");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn lines_of_two_currencies_have_two_sums(#[case] engine: Engine) {
    let world = World::new(engine).await;
    through_twilio(&world).await;
    world.delivered(&sent(1)).await;
    world.wrote(0, 2, NOW.plus(-HOUR), false).await;
    world.follow().await;
    let query = lines::LineQuery::default();
    let found = lines::list(&world.test.svc, &Call::system("test"), &query)
        .await
        .unwrap();
    // €0.0166 for Meta, and two at $0.005.
    assert_eq!(
        (found.count, found.sum.to_string()),
        (3, "0.0166 EUR + 0.01 USD".to_owned())
    );
}
