//! Months that are signed off stand; what comes later is booked later.

use domain::{
    billing::Month,
    time::{DAY, HOUR},
};
use rstest::rstest;
use service::{
    Call, ServiceError,
    billing::{
        close,
        lines::{self, LineQuery},
    },
    error::Conflict,
};
use store::{Engine, on};

use crate::support::{NOW, OCTOBER, Sent, World};

fn september() -> Month {
    Month::parse("2026-09").unwrap()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_delivery_into_a_month_that_is_signed_off_is_booked_in_the_running_one(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let early = Sent {
        who: 0,
        contact: 1,
        category: Some("marketing"),
        at: OCTOBER.plus(-5 * DAY),
    };
    let first = world.delivered(&early).await;
    world.follow().await;
    let call = Call::system("test");
    let closed = close::close(&world.test.svc, &call, &world.account, september(), "checked")
        .await
        .unwrap();
    assert_eq!(
        (closed.lines, closed.total.to_string().as_str()),
        (1, "0.0585 EUR")
    );

    // A report about September comes on 20 October, and Meta changes its mind
    // about the first message.
    world
        .delivered(&Sent {
            contact: 2,
            at: OCTOBER.plus(-4 * DAY),
            ..early.clone()
        })
        .await;
    world.said(first, "regular", "utility").await;
    world.follow().await;

    let september_now = world.statement("2026-09").await;
    assert_eq!(september_now.figures.total.to_string(), "0.0585 EUR");
    let october = world.statement("2026-10").await;
    // + 0.0585 for the late one, − 0.0585 + 0.0166 for the correction.
    assert_eq!(october.figures.total.to_string(), "0.0166 EUR");
    assert!(october.items.iter().all(|item| item.late_of == Some(september())));
    let query = LineQuery {
        month: Some(Month::parse("2026-10").unwrap()),
        ..LineQuery::default()
    };
    let page = lines::list(&world.test.svc, &call, &query).await.unwrap();
    assert_eq!((page.count, page.sum.to_string()), (3, "0.0166 EUR".to_owned()));
    assert!(page.rows.iter().all(|row| row.of_month == september()));

    // Both months still follow from the log, and the seal holds.
    assert!(world.prove("2026-09").await.holds());
    assert!(world.prove("2026-10").await.holds());
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_month_is_signed_off_once_and_only_when_it_is_over_and_priced(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let call = Call::system("test");
    let close = async |month: &str| {
        let month = Month::parse(month).unwrap();
        close::close(&world.test.svc, &call, &world.account, month, "").await
    };
    let refused = |outcome: Result<close::Closed, ServiceError>, wanted: &str| match outcome {
        Err(ServiceError::Conflict(Conflict::WrongState { key })) => assert_eq!(key, wanted),
        other => panic!("{wanted}: {other:?}"),
    };
    refused(close("2026-10").await, "month_running");
    world
        .delivered(&Sent {
            who: 0,
            contact: 1,
            category: Some("utility"),
            at: OCTOBER.plus(-DAY),
        })
        .await;
    refused(close("2026-09").await, "lines_waiting");
    world.follow().await;
    close("2026-09").await.unwrap();
    refused(close("2026-09").await, "month_closed");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn tampering_is_found_by_the_proof(#[case] engine: Engine) {
    let world = World::new(engine).await;
    for contact in 1..4 {
        world
            .delivered(&Sent {
                who: 0,
                contact,
                category: Some("utility"),
                at: NOW.plus(-HOUR),
            })
            .await;
    }
    world.follow().await;
    assert_eq!(world.proved("2026-10").await, 49_800);
    let mut tx = world.write().await;
    on!(&mut tx, |c| sqlx::query(
        "UPDATE billing_lines SET rate_micros = 1, amount_micros = 1 WHERE id = (SELECT MAX(id) FROM billing_lines)"
    )
    .execute(c)
    .await
    .map(|_| ()))
    .unwrap();
    tx.commit().await.unwrap();
    let proof = world.prove("2026-10").await;
    assert!(!proof.holds() && !proof.sums_agree);
    assert_eq!((proof.differences, proof.named[0].what), (1, "differs"));
    assert_eq!(proof.named[0].expected_micros, Some(16_600));
}
