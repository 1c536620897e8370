//! In which time zone an account is billed, and through which partner.

use domain::time::{DAY, HOUR, MINUTE};
use rstest::rstest;
use service::{
    Call, ServiceError,
    billing::terms::{self, TermsInput},
};
use store::Engine;

use crate::support::{NOW, OCTOBER, Sent, World};

fn terms(zone: &str, partner: &str, from: &str) -> TermsInput {
    TermsInput {
        time_zone: zone.to_owned(),
        partner: partner.to_owned(),
        from: from.to_owned(),
        ..TermsInput::default()
    }
}

async fn say(world: &World, input: &TermsInput) {
    // Two words of the same millisecond have no order.
    world.test.clock.advance(1);
    terms::set(&world.test.svc, &Call::system("test"), &world.account, input)
        .await
        .unwrap();
    world.follow().await;
}

fn sent(contact: i64, at: domain::time::Millis) -> Sent {
    Sent {
        who: 0,
        contact,
        category: Some("utility"),
        at,
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_said_is_dated_listed_and_kept_in_the_audit_log(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let (svc, call) = (&world.test.svc, Call::system("test"));
    let before = terms::list(svc, &call).await.unwrap().remove(0);
    assert!(before.zone_assumed && before.since.is_none() && before.said.is_empty());

    say(&world, &terms("Europe/Madrid", "gupshup", "2026-10-05")).await;
    say(&world, &terms("Europe/Madrid", "twilio", "2026-11-01")).await;
    let now = terms::list(svc, &call).await.unwrap().remove(0);
    // Twilio begins next month.
    assert_eq!(now.partner.unwrap().id, "gupshup");
    assert_eq!(now.since.unwrap().to_string(), "2026-10-05");
    let said: Vec<String> = now.said.iter().map(|said| said.from.to_string()).collect();
    assert_eq!(said, ["2026-10-05", "2026-11-01"]);
    assert!(!now.zone_assumed);

    let log = service::audit::list(svc, &call, &service::audit::Filter::default(), None)
        .await
        .unwrap();
    let rows: Vec<_> = log
        .rows
        .iter()
        .filter(|row| row.action == "billing.terms")
        .collect();
    assert_eq!(rows.len(), 2);

    // Without a day it begins today; what cannot be is refused with its field.
    say(&world, &terms("Europe/Madrid", "", "")).await;
    let now = terms::list(svc, &call).await.unwrap().remove(0);
    assert_eq!(
        (now.partner, now.since.unwrap().to_string()),
        (None, "2026-10-20".to_owned())
    );
    let wrong = terms("Europe/Getxo", "nobody", "soon");
    let refused = terms::set(svc, &call, &world.account, &wrong).await;
    let Err(ServiceError::Invalid(errors)) = refused else {
        panic!("{refused:?}");
    };
    let fields: Vec<&str> = errors.iter().map(|error| error.field).collect();
    assert_eq!(fields, ["time_zone", "partner", "from"]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn before_the_first_day_of_a_partner_there_was_none(#[case] engine: Engine) {
    let world = World::new(engine).await;
    world.delivered(&sent(1, OCTOBER.plus(2 * DAY))).await;
    world.delivered(&sent(2, OCTOBER.plus(12 * DAY))).await;
    world.follow().await;
    say(&world, &terms("Europe/Madrid", "gupshup", "2026-10-10")).await;
    let proof = world.prove("2026-10").await;
    assert!(proof.holds(), "{proof:#?}");
    let figures = world.statement("2026-10").await.figures;
    // One of two messages at $0.001, and no fee that nobody knows.
    assert_eq!(
        (figures.partner.to_string(), figures.unpriced),
        ("0.001 USD".to_owned(), 0)
    );
}

/// The zone is the account's for good: whatever day it is said for, it corrects
/// every month, and the log leads to what the ledger says.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn another_time_zone_corrects_every_month(#[case] engine: Engine) {
    let world = World::new(engine).await;
    // 1 September in Madrid begins at 22:00 UTC of 31 August.
    let september = OCTOBER.plus(-30 * DAY);
    for (contact, at) in [
        (1, september.plus(MINUTE)),
        (2, OCTOBER.plus(-MINUTE)),
        (3, OCTOBER.plus(MINUTE)),
        (4, OCTOBER.plus(2 * HOUR)),
        (5, NOW.plus(-HOUR)),
    ] {
        world.delivered(&sent(contact, at)).await;
    }
    // An answer in the open window: free in September, from the allowance in October.
    world.wrote(0, 3, OCTOBER.plus(-HOUR), false).await;
    world
        .delivered(&Sent {
            category: None,
            ..sent(3, OCTOBER.plus(30 * MINUTE))
        })
        .await;
    world.follow().await;
    assert_eq!(world.proved("2026-08").await, 0);
    assert_eq!(world.proved("2026-09").await, 2 * 16_600);
    assert_eq!(world.proved("2026-10").await, 3 * 16_600);

    // The Canaries are an hour behind. Said for a day to come: that is when a
    // partner would begin.
    say(&world, &terms("Atlantic/Canary", "", "2026-11-01")).await;
    assert_eq!(world.proved("2026-08").await, 16_600);
    assert_eq!(world.proved("2026-09").await, 16_600);
    assert_eq!(world.proved("2026-10").await, 2 * 16_600);
    assert_eq!(world.left("2026-10").await.first(), Some(&1_000));

    // And back again, with terms that begin before the others.
    say(&world, &terms("Europe/Madrid", "", "2026-10-01")).await;
    assert_eq!(world.proved("2026-08").await, 0);
    assert_eq!(world.proved("2026-09").await, 2 * 16_600);
    assert_eq!(world.proved("2026-10").await, 3 * 16_600);
}
