//! The API: an estimate with what it rests on, its lines, and whose they are.

use rstest::rstest;
use serde_json::json;
use store::Engine;

use super::{ESTIMATE, app};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_estimate_says_what_it_rests_on_and_can_be_followed_to_its_lines(#[case] engine: Engine) {
    let (app, _) = app(engine).await;
    // The clock of these tests stands in January 2027.
    let estimate = app
        .platform()
        .get(&format!("{ESTIMATE}?month=2027-01"))
        .await
        .value();
    assert_eq!(estimate["delivered"], 2);
    assert_eq!(
        estimate["total"],
        json!([{ "micros": 33_200, "decimal": "0.0332", "currency": "EUR" }])
    );
    assert_eq!(
        estimate["basis"]["disclaimer"],
        "Estimate; Meta's invoice is final."
    );
    assert_eq!(estimate["basis"]["rules"], json!(["per-message-2026-10"]));
    // Other rows of this card are converted, that of Spain is stated.
    assert_eq!(estimate["basis"]["cards"][0]["id"], "eur-2026-10-01");
    assert_eq!(estimate["basis"]["cards"][0]["derived"], false);

    let lines = app
        .platform()
        .get("/api/v1/billing/lines?month=2027-01&limit=1")
        .await
        .value();
    assert_eq!(
        (&lines["count"], &lines["sum_micros"]),
        (&json!(2), &json!(33_200))
    );
    assert_eq!(lines["sums"][0]["currency"], "EUR");
    let line = &lines["data"][0];
    assert_eq!(
        (&line["market"], &line["reason"]),
        (&json!("Spain"), &json!("regular"))
    );
    let next = lines["next"].as_str().unwrap();
    let rest = app
        .platform()
        .get(&format!(
            "/api/v1/billing/lines?month=2027-01&limit=1&cursor={next}"
        ))
        .await
        .value();
    assert_eq!(rest["data"].as_array().unwrap().len(), 1);
    assert_eq!(rest["next"], json!(null));

    let statement = app
        .platform()
        .get("/api/v1/billing/statement?month=2027-01")
        .await
        .value();
    assert_eq!(statement["tenants"][0]["tenant_id"], app.bakery.as_str());
    assert_eq!(statement["tenants"][0]["items"][0]["messages"], 2);
    for file in ["statement.csv", "lines.csv"] {
        let answer = app
            .platform()
            .get(&format!("/api/v1/billing/{file}?month=2027-01"))
            .await;
        assert_eq!(answer.status, 200);
        assert!(answer.body.contains("0.0166"), "{}", answer.body);
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_tenants_key_sees_its_own_costs_and_nobody_elses(#[case] engine: Engine) {
    let (app, _) = app(engine).await;
    let mut own = app.program(&app.tenant_key);
    let estimate = own.get(&format!("{ESTIMATE}?month=2027-01")).await.value();
    assert_eq!(estimate["tenant_id"], app.bakery.as_str());
    assert_eq!(estimate["delivered"], 2);
    own.get(&format!("{ESTIMATE}?month=2027-01&tenant_id={}", app.other))
        .await
        .is_problem(404, "not_found");
    let theirs = app
        .platform()
        .get(&format!("{ESTIMATE}?month=2027-01&tenant_id={}", app.other))
        .await
        .value();
    assert_eq!((&theirs["delivered"], &theirs["total"]), (&json!(0), &json!([])));
    app.browser().get(ESTIMATE).await.is_problem(401, "unauthorized");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_no_month_is_refused_with_its_field(#[case] engine: Engine) {
    let (app, _) = app(engine).await;
    for bad in ["2026-13", "2026-1", "october", "2026-10-01", ""] {
        let answer = app.platform().get(&format!("{ESTIMATE}?month={bad}")).await;
        assert_eq!(answer.status, 422, "{bad}: {}", answer.body);
        assert_eq!(answer.value()["errors"][0]["field"], "month");
    }
    let nobody = "0192a7c0-0000-7000-8000-000000000001";
    app.platform()
        .get(&format!("{ESTIMATE}?tenant_id={nobody}"))
        .await
        .is_problem(404, "not_found");
    // A month before there was anything is empty, not wrong.
    let empty = app
        .platform()
        .get(&format!("{ESTIMATE}?month=1999-01"))
        .await
        .value();
    assert_eq!(empty["delivered"], 0);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn lines_are_narrowed_as_on_the_page(#[case] engine: Engine) {
    let (app, _) = app(engine).await;
    let mut program = app.platform();
    let number = format!("phone_number_id={}", sandbox::FIRST_PHONE);
    for (filter, lines) in [
        ("market=Spain", 2),
        ("market=France", 0),
        (number.as_str(), 2),
        ("phone_number_id=1", 0),
        ("template=po_notification", 2),
        ("template=another", 0),
        ("corrections=false", 2),
        ("corrections=true", 0),
        ("unpriced=true", 0),
    ] {
        let address = format!("/api/v1/billing/lines?month=2027-01&{filter}");
        assert_eq!(program.get(&address).await.value()["count"], lines, "{filter}");
        // The file has the same lines under its heading.
        let file = format!("/api/v1/billing/lines.csv?month=2027-01&{filter}");
        assert_eq!(
            program.get(&file).await.body.lines().count(),
            lines + 1,
            "{filter}"
        );
    }
    let refused = program.get("/api/v1/billing/lines?unpriced=maybe").await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.value()["errors"][0]["field"], "unpriced");
}
