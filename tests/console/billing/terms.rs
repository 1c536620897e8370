//! What a price rests on besides the card: the terms of an account, its currency,
//! and what Meta says of its international rates.

use domain::{
    message::id::MessageId,
    time::{DAY, HOUR, Millis},
};
use rstest::rstest;
use serde_json::json;
use service::billing::follow;
use store::{Engine, on};

use super::{ESTIMATE, app};

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
