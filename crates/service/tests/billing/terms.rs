//! In which time zone an account is billed, and through which partner.

use domain::time::DAY;
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
