//! Budgets: thresholds raise alarms once, a hard stop closes a gate.

use domain::{
    message::gate::{Gate, Verdict},
    time::HOUR,
};
use rstest::rstest;
use service::{
    Call, ServiceError,
    billing::{
        budgets::{self, BudgetInput},
        terms,
    },
    messages::checks::{self, CheckQuery},
};
use store::Engine;

use crate::support::{NOW, Sent, World};

fn budget(limit: &str, hard_stop: bool) -> BudgetInput {
    BudgetInput {
        limit: limit.to_owned(),
        currency: "EUR".to_owned(),
        thresholds: "80 100".to_owned(),
        hard_stop,
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_hard_stop_closes_the_gate_of_one_bakery_until_the_budget_is_raised(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let (svc, call) = (&world.test.svc, Call::system("test"));
    let tenant = &world.tenants[0];
    budgets::set(svc, &call, Some(tenant), &budget("0.05", true))
        .await
        .unwrap();
    let verdict = async |tenant| {
        let report = checks::run(svc, &call, tenant, &CheckQuery::default())
            .await
            .unwrap()
            .report;
        report
            .lines
            .iter()
            .find(|line| line.gate == Gate::Budget)
            .unwrap()
            .verdict
    };
    assert_eq!(verdict(tenant).await, Verdict::Passes);
    assert_eq!(verdict(&world.tenants[1]).await, Verdict::NotNeeded);
    world
        .delivered(&Sent {
            who: 0,
            contact: 1,
            category: Some("marketing"),
            at: NOW.plus(-HOUR),
        })
        .await;
    world.follow().await;
    assert_eq!(verdict(tenant).await, Verdict::Stops);

    let state = &budgets::list(svc, &call).await.unwrap()[0];
    assert_eq!(
        (state.percent, state.passed(), state.stops()),
        (117, Some(100), true)
    );
    let reached: Vec<i64> = state.reached.iter().map(|(threshold, _)| *threshold).collect();
    assert_eq!(reached, [80, 100]);

    budgets::set(svc, &call, Some(tenant), &budget("5", true))
        .await
        .unwrap();
    assert_eq!(verdict(tenant).await, Verdict::Passes);
    budgets::clear(svc, &call, Some(tenant)).await.unwrap();
    assert!(budgets::list(svc, &call).await.unwrap().is_empty());
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_platforms_budget_counts_everybody(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let (svc, call) = (&world.test.svc, Call::system("test"));
    budgets::set(svc, &call, None, &budget("1", false)).await.unwrap();
    for who in 0..2 {
        world
            .delivered(&Sent {
                who,
                contact: 1,
                category: Some("utility"),
                at: NOW.plus(-HOUR),
            })
            .await;
    }
    world.follow().await;
    let state = &budgets::list(svc, &call).await.unwrap()[0];
    assert_eq!(
        (state.tenant.clone(), state.spent.micros, state.percent),
        (None, 33_200, 3)
    );
    assert_eq!(
        world
            .statement("2026-10")
            .await
            .budget
            .map(|budget| budget.percent),
        Some(3)
    );
    for refused in ["nothing", "0", "1,500", "1.500,00", "-3"] {
        assert!(
            matches!(
                budgets::set(svc, &call, None, &budget(refused, false)).await,
                Err(ServiceError::Invalid(_))
            ),
            "{refused}"
        );
    }
    // As the form's hint writes it, in both languages.
    for typed in ["180,50", "180.50"] {
        budgets::set(svc, &call, None, &budget(typed, false))
            .await
            .unwrap();
        let state = &budgets::list(svc, &call).await.unwrap()[0];
        assert_eq!(state.limit.micros, 180_500_000, "{typed}");
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_budget_is_in_the_currency_of_an_account_and_says_what_it_does_not_count(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let (svc, call) = (&world.test.svc, Call::system("test"));
    let dollars = BudgetInput {
        currency: "USD".to_owned(),
        ..budget("1", false)
    };
    let refused = budgets::set(svc, &call, None, &dollars).await;
    let Err(ServiceError::Invalid(errors)) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(errors[0].field, "currency");

    // Twilio takes dollars.
    let partner = terms::TermsInput {
        time_zone: "Europe/Madrid".to_owned(),
        partner: "twilio".to_owned(),
        from: "2026-10-01".to_owned(),
        ..terms::TermsInput::default()
    };
    terms::set(svc, &call, &world.account, &partner).await.unwrap();
    budgets::set(svc, &call, None, &budget("1", false)).await.unwrap();
    world
        .delivered(&Sent {
            who: 0,
            contact: 1,
            category: Some("utility"),
            at: NOW.plus(-HOUR),
        })
        .await;
    world.follow().await;
    let state = &budgets::list(svc, &call).await.unwrap()[0];
    assert_eq!(state.spent.micros, 16_600);
    assert_eq!(state.not_counted.to_string(), "0.005 USD");
}
