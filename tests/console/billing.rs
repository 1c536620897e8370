//! Costs as programs see them.

use domain::{
    billing::Month,
    message::{delivery::State, id::MessageId},
    time::{DAY, HOUR, MINUTE, Millis},
};
use rstest::rstest;
use serde_json::json;
use service::billing::{follow, statement};
use store::{
    Engine, on,
    short_ids::{self, ShortKind},
};

use crate::support::TestApp;

const ESTIMATE: &str = "/api/v1/billing/estimate";

/// Two utility templates to Spain that the first bakery's customers got a day ago.
async fn app(engine: Engine) -> (TestApp, Millis) {
    with(engine, &["34600111220", "34600111221"]).await
}

/// The same to these customers, one each hour.
async fn with(engine: Engine, phones: &[&str]) -> (TestApp, Millis) {
    let app = TestApp::new(engine).await;
    let now = app.svc.clock.clock().now();
    let mut tx = app.svc.db.db.write().await.unwrap();
    let tenant = short_ids::ensure(&mut tx, ShortKind::Tenant, app.bakery.as_str())
        .await
        .unwrap();
    let number = short_ids::ensure(&mut tx, ShortKind::Number, app.number.as_str())
        .await
        .unwrap();
    for (n, phone) in (0_u16..).zip(phones) {
        let at = now.plus(-DAY + i64::from(n) * HOUR);
        let id = MessageId::compose(at, 9, n);
        on!(&mut tx, |c| {
            sqlx::query(
                "INSERT INTO contacts (id, tenant, match_key, phone, created_at, updated_at)
                 VALUES ($1, $2, $3, $3, 0, 0)",
            )
            .bind(i64::from(n) + 1)
            .bind(tenant)
            .bind(*phone)
            .execute(c)
            .await
            .map(|_| ())
        })
        .unwrap();
        on!(&mut tx, |c| {
            sqlx::query(
                "INSERT INTO messages (id, tenant, number, contact, direction, state, kind, at, content, template,
                                       category, asked_category, accepted_at, delivered_at)
                 VALUES ($1, $2, $3, $4, 1, $5, 'template', $6, '{}', 'po_notification', 'utility', 'utility', $6, $7)",
            )
            .bind(id.0)
            .bind(tenant)
            .bind(number)
            .bind(i64::from(n) + 1)
            .bind(State::Delivered.code())
            .bind(at.0)
            .bind(at.plus(MINUTE).0)
            .execute(c)
            .await
            .map(|_| ())
        })
        .unwrap();
        store::billing::due::note(&mut tx, &[(id, id.0)]).await.unwrap();
    }
    tx.commit().await.unwrap();
    follow::all(&app.svc).await.unwrap();
    (app, now)
}

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
async fn time_zone_and_partner_are_said_on_a_page_that_keeps_what_was_typed(#[case] engine: Engine) {
    let (app, _) = app(engine).await;
    let account = app.account().await;
    let id = account.id.to_string();
    let page = format!("/app/admin/whatsapp/billing/terms?account={id}");
    let mut admin = app.admin().await;
    let shown = admin.get(&page).await;
    assert!(shown.status == 200 && shown.body.contains(&account.waba_id));

    let fields = |zone, partner, per_message| {
        [
            ("account", id.as_str()),
            ("time_zone", zone),
            ("partner", partner),
            ("per_message", per_message),
            ("fee_currency", "EUR"),
            ("from", "2027-01-01"),
        ]
    };
    let refused = admin
        .post("/do/set-terms", &fields("Europe/Getxo", "own", "0,0049"))
        .await;
    assert_eq!((refused.status, refused.location()), (303, page.as_str()));
    let shown = admin.get(&page).await.body;
    assert!(
        shown.contains("data-error-summary") && shown.contains("Europe/Getxo") && shown.contains("0,0049")
    );

    let saved = admin
        .post("/do/set-terms", &fields("Europe/Madrid", "own", "0,005"))
        .await;
    assert_eq!((saved.status, saved.location()), (303, page.as_str()));
    follow::all(&app.svc).await.unwrap();
    let estimate = app
        .platform()
        .get(&format!("{ESTIMATE}?month=2027-01"))
        .await
        .value();
    // Two messages at €0.005 on top.
    assert_eq!(estimate["partner"][0]["micros"], 10_000);
    assert_eq!(estimate["basis"]["time_zone_assumed"], false);
    // Euros and dollars are never added up.
    let mut dollars = fields("Europe/Madrid", "own", "0.005");
    dollars[4] = ("fee_currency", "USD");
    // Two words of the same millisecond have no order.
    app.svc.clock.advance(1);
    let saved = admin.post("/do/set-terms", &dollars).await;
    assert_eq!(saved.status, 303);
    follow::all(&app.svc).await.unwrap();
    let lines = app
        .platform()
        .get("/api/v1/billing/lines?month=2027-01")
        .await
        .value();
    let sums: Vec<(&str, i64)> = lines["sums"]
        .as_array()
        .unwrap()
        .iter()
        .map(|sum| (sum["currency"].as_str().unwrap(), sum["micros"].as_i64().unwrap()))
        .collect();
    assert_eq!(sums, [("EUR", 33_200), ("USD", 10_000)]);
    assert_eq!(lines["sum_micros"], json!(null));
    let log = service::audit::list(
        &app.svc,
        &service::Call::system("test"),
        &service::audit::Filter::default(),
        None,
    )
    .await
    .unwrap();
    assert!(log.rows.iter().any(|row| row.action == "billing.terms"));
    assert!(admin.get(&page).await.body.contains("0.005"));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn messages_from_before_the_currency_was_known_get_their_price(#[case] engine: Engine) {
    let (app, now) = app(engine).await;
    let mut tx = app.svc.db.db.write().await.unwrap();
    on!(&mut tx, |c| sqlx::query("UPDATE accounts SET currency = NULL")
        .execute(c)
        .await
        .map(|_| ()))
    .unwrap();
    for n in 0..2_u16 {
        let id = MessageId::compose(now.plus(-DAY + i64::from(n) * HOUR), 9, n);
        store::billing::due::note(&mut tx, &[(id, id.0)]).await.unwrap();
    }
    tx.commit().await.unwrap();
    follow::all(&app.svc).await.unwrap();
    let month = format!("{ESTIMATE}?month=2027-01");
    let before = app.platform().get(&month).await.value();
    assert_eq!(before["unpriced"], 2);

    let system = service::Call::system("test");
    let account = app.account().await;
    service::accounts::sync::one(&app.svc, &system, &account.id)
        .await
        .unwrap();
    follow::all(&app.svc).await.unwrap();
    let after = app.platform().get(&month).await.value();
    assert_eq!(
        (&after["unpriced"], &after["meta"][0]["micros"]),
        (&json!(0), &json!(33_200))
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_meta_says_about_international_rates_is_kept_when_it_is_asked(#[case] engine: Engine) {
    let (app, _) = app(engine).await;
    let system = service::Call::system("test");
    let account = app.account().await;
    let since = async || {
        service::billing::terms::list(&app.svc, &system)
            .await
            .unwrap()
            .remove(0)
            .international_since
    };
    assert_eq!(since().await, None);
    let eligible = json!({"start_time": 1_798_761_600, "exception_countries": []});
    for said in [eligible, json!(null)] {
        app.sandbox
            .sandbox
            .state()
            .waba_mut(sandbox::WABA)
            .unwrap()
            .extra
            .insert("auth_international_rate_eligibility".to_owned(), said);
        service::accounts::sync::one(&app.svc, &system, &account.id)
            .await
            .unwrap();
        // It is for good: an answer without it is no news.
        assert_eq!(since().await, Some(Millis(1_798_761_600_000)));
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn every_page_with_figures_says_that_it_is_an_estimate_and_by_which_card(#[case] engine: Engine) {
    let (app, _) = app(engine).await;
    let said = |body: &str| {
        let line = body.split("data-estimate").nth(1).unwrap_or_default();
        line.split("</p>").next().unwrap_or_default().to_owned()
    };
    let mut admin = app.admin().await;
    for page in ["", "/lines", "/budgets", "/reconcile", "/what-if"] {
        let address = format!("/app/admin/whatsapp/billing{page}?month=2027-01");
        let line = said(&admin.get(&address).await.body);
        assert!(line.contains("/billing/cards/eur-2026-10-01"), "{page}: {line}");
        assert!(line.contains("2026") && line.contains("Meta"), "{page}: {line}");
    }
    let mut owner = app.owner().await;
    for page in ["", "/receipt"] {
        let address = format!("/app/settings/whatsapp/billing{page}?month=2027-01");
        let line = said(&owner.get(&address).await.body);
        assert!(line.contains("2026") && line.contains("Meta"), "{page}: {line}");
    }
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

/// The tag of the field of this name, from its name on.
fn field<'a>(body: &'a str, name: &str) -> &'a str {
    let (_, rest) = body.split_once(&format!("name=\"{name}\"")).unwrap();
    rest.split_once('>').unwrap().0
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_form_of_a_budget_holds_what_is_in_force_and_an_empty_box_stays_empty(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    let mut admin = app.admin().await;
    let page = "/app/admin/whatsapp/billing/budgets";
    let bakery = app.bakery.to_string();
    let own = format!("{page}?bakery={bakery}");
    let ticked = |body: &str| field(body, "hard_stop").contains("checked");
    for (tenant, page, limit) in [("", page, "180"), (bakery.as_str(), own.as_str(), "90")] {
        // As a browser sends it: of a box without a tick, nothing.
        let without = |limit: &'static str| {
            vec![
                ("tenant", tenant),
                ("limit", limit),
                ("currency", "EUR"),
                ("thresholds", "80"),
                ("back", page),
            ]
        };
        let with = [without(limit), vec![("hard_stop", "1")]].concat();
        let saved = admin.post("/do/set-budget", &with).await;
        assert_eq!((saved.status, saved.location()), (303, page), "{}", saved.body);
        let shown = admin.get(page).await.body;
        assert!(ticked(&shown), "{page}: {shown}");
        assert!(
            field(&shown, "limit").contains(&format!("value=\"{limit}")),
            "{page}"
        );

        admin.post("/do/set-budget", &without("much")).await;
        let shown = admin.get(page).await.body;
        assert!(
            shown.contains("data-error-summary") && !ticked(&shown),
            "{page}: {shown}"
        );
        // Refused, so nothing was changed.
        assert!(ticked(&admin.get(page).await.body), "{page}");
    }
    // The rows lead to the forms.
    let shown = admin.get(page).await.body;
    assert!(shown.contains(&format!("href=\"{own}#h-set\"")), "{shown}");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_dearest_parts_of_a_month_stand_first_and_the_rest_unfolds(#[case] engine: Engine) {
    // Each country has a rate of its own.
    let phones = [
        "34600111220",
        "33600111220",
        "491700111220",
        "393200111220",
        "447700111220",
        "31600111220",
        "525500111220",
        "551100111220",
        "573000111220",
        "519000111220",
        "569000111220",
        "541100111220",
    ];
    let (app, _) = with(engine, &phones).await;
    let query = statement::StatementQuery {
        month: Some(Month::parse("2027-01").unwrap()),
        tenant: None,
    };
    let found = statement::get(&app.svc, &service::Call::system("test"), &query)
        .await
        .unwrap();
    let items = &found.items;
    assert!(items.len() > 9, "{items:?}");
    assert!(items[0].amount.micros > items[8].amount.micros, "{items:?}");
    let shown = app
        .admin()
        .await
        .get("/app/admin/whatsapp/billing?month=2027-01")
        .await
        .body;
    let (_, parts) = shown.split_once("id=\"h-items\"").unwrap();
    let (parts, _) = parts.split_once("</section>").unwrap();
    let (first, rest) = parts.split_once("<details").unwrap();
    // Each leads to its lines, folded away or not.
    let links = |html: &str| html.matches("/billing/lines?").count();
    assert_eq!((links(first), links(rest)), (8, items.len() - 8));
    let dearest = format!("market={}", items[0].market);
    assert!(first.contains(&dearest) && !rest.contains(&dearest), "{parts}");
    // Their sum is not folded away.
    assert!(first.contains("<tfoot"), "{first}");
}
