//! Each gate alone, and whether what passes them is what Meta takes.

use domain::{
    message::{
        daily_limit,
        delivery::State,
        gate::{Gate, Verdict},
    },
    time::HOUR,
};
use rstest::rstest;
use service::{
    FieldError, Problem, ServiceError,
    accounts::sync,
    messages::{checks, send::SendContent},
    platform,
    tenants::{edit, own},
};
use store::{Engine, on};

use crate::{JUAN, World, order, phone, template, text, world};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn each_gate_stops_alone_with_its_key(#[case] engine: Engine) {
    let w = world(engine).await;
    let stops = async |wanted: Gate, input: &service::messages::send::SendInput| {
        let report = w.refusal(input).await;
        assert_eq!(
            (report.code(), report.stops()),
            (wanted.key(), 1),
            "{:?}",
            report.lines
        );
    };
    let good = order(&w.tenant, JUAN);

    platform::set_switch(&w, &w.admin, Some(false)).await.unwrap();
    stops(Gate::Platform, &good).await;
    platform::set_switch(&w, &w.admin, None).await.unwrap();

    edit::set_suspended(&w, &w.admin, &w.tenant, true).await.unwrap();
    stops(Gate::Tenant, &good).await;
    edit::set_suspended(&w, &w.admin, &w.tenant, false).await.unwrap();

    own::set_enabled(&w, &w.admin, &w.tenant, false).await.unwrap();
    stops(Gate::OwnerSwitch, &good).await;
    own::set_enabled(&w, &w.admin, &w.tenant, true).await.unwrap();

    for (gate, broken, mended) in [
        (
            Gate::NumberStatus,
            "UPDATE numbers SET status = 'BANNED'",
            "UPDATE numbers SET status = 'CONNECTED'",
        ),
        (
            Gate::NumberLimit,
            "UPDATE numbers SET status = 'RESTRICTED'",
            "UPDATE numbers SET status = 'CONNECTED'",
        ),
        (
            Gate::Token,
            "UPDATE accounts SET token_problem = '{}'",
            "UPDATE accounts SET token_problem = NULL",
        ),
        (
            Gate::AccountHealth,
            "UPDATE accounts SET raw = health, health = '{\"can_send\":\"BLOCKED\",\"entities\":[]}'",
            "UPDATE accounts SET health = raw",
        ),
        (
            Gate::FleetStop,
            "INSERT INTO sending_stops (scope, account_id, since, code, detail)
             SELECT 'account:' || id, id, 1, 131042, '' FROM accounts",
            "DELETE FROM sending_stops",
        ),
    ] {
        w.sql(broken).await;
        stops(gate, &good).await;
        w.sql(mended).await;
    }

    stops(
        Gate::Template,
        &template(&w.tenant, JUAN, "no_such_template", &["a"]),
    )
    .await;
    stops(
        Gate::Template,
        &template(&w.tenant, JUAN, "low_stock_alert", &["a", "b", "c", "d"]),
    )
    .await;
    stops(
        Gate::Parameters,
        &template(&w.tenant, JUAN, "po_notification", &["a", "b"]),
    )
    .await;
    let report = w
        .refusal(&template(&w.tenant, JUAN, "po_notification", &["a", "b\nc", "d"]))
        .await;
    assert_eq!(report.misfits[0].field, "template.components.body.parameters[1]");
    assert_eq!(report.misfits[0].what, "line_break");

    let silent = service::messages::send::SendInput {
        authorized: None,
        ..good.clone()
    };
    stops(Gate::OptIn, &silent).await;
    stops(Gate::Window, &text(&w.tenant, JUAN, "Hola")).await;

    // Nothing of all that was stored.
    assert_eq!(w.count("SELECT CAST(COUNT(*) AS BIGINT) FROM messages").await, 0);
    assert_eq!(w.count("SELECT CAST(COUNT(*) AS BIGINT) FROM consents").await, 0);
    w.send(&good).await.unwrap();
    // The statement was kept: now it needs no other.
    w.send(&silent).await.unwrap();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_bakery_without_a_number_sends_from_the_shared_one_or_not_at_all(#[case] engine: Engine) {
    let w = world(engine).await;
    let input = edit::TenantInput {
        name: "Sin número".into(),
        ..edit::TenantInput::default()
    };
    let tenant = edit::create(&w, &w.admin, &input).await.unwrap();
    own::set_enabled(&w, &w.admin, &tenant, true).await.unwrap();
    assert_eq!(w.refusal(&order(&tenant, JUAN)).await.code(), Gate::Number.key());
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_daily_limit_leaves_each_bakery_its_part(#[case] engine: Engine) {
    let w = world(engine).await;
    w.sandbox
        .sandbox
        .state()
        .waba_mut(sandbox::WABA)
        .unwrap()
        .portfolio
        .messaging_limit = "TIER_50".into();
    sync::one(&w, &w.admin, &w.account).await.unwrap();
    w.sql("UPDATE accounts SET messaging_limit = 'TIER_50'").await;
    let other = w.bakery("Goiko", 1).await;
    // 50 people, two bakeries: 12 kept for each, 26 for whoever comes first.
    for n in 0..38 {
        w.send(&order(&w.tenant, &phone(n))).await.unwrap();
    }
    assert_eq!(
        w.refusal(&order(&w.tenant, &phone(99))).await.code(),
        Gate::DailyLimit.key()
    );
    // Somebody who was written to today does not count again.
    w.send(&order(&w.tenant, &phone(0))).await.unwrap();
    // A customer who writes opens the window, where the limit plays no part.
    w.customer_writes(&phone(98), "Hola").await;
    w.send(&text(&w.tenant, &phone(98), "Hola")).await.unwrap();
    for n in 200..212 {
        w.send(&order(&other, &phone(n))).await.unwrap();
    }
    assert_eq!(
        w.refusal(&order(&other, &phone(300))).await.code(),
        Gate::DailyLimit.key()
    );
    w.pass(daily_limit::PERIOD);
    w.send(&order(&other, &phone(300))).await.unwrap();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_passes_the_gates_is_what_meta_takes(#[case] engine: Engine) {
    let w = world(engine).await;
    w.sandbox.sandbox.state().behaviour_mut().closed_window = sandbox::ClosedWindow::Refused;
    let mut outbox = w.outbox();
    // Meta is asked the same, whatever the gates say: through a message that is
    // put into the outbox past them.
    let cases = [
        template(&w.tenant, &phone(1), "po_notification", &["a", "b", "c"]),
        template(&w.tenant, &phone(2), "po_notification", &["a", "b"]),
        template(&w.tenant, &phone(3), "po_notification", &["a", "b", "c", "d"]),
        template(&w.tenant, &phone(4), "po_notification", &["a", "b\tc", "d"]),
        template(&w.tenant, &phone(5), "po_notification", &["a", "b\nc", "d"]),
        template(&w.tenant, &phone(6), "po_notification", &["a", "b     c", "d"]),
        template(&w.tenant, &phone(7), "po_notification", &["a", "b    c", "d"]),
        template(&w.tenant, &phone(8), "po_notification", &["", "b", "c"]),
        template(&w.tenant, &phone(9), "low_stock_alert", &["a", "b", "c", "d"]),
        template(&w.tenant, &phone(10), "nothing", &[]),
        template(&w.tenant, &phone(11), "aviso_pedido_listo", &["a", "b", "c", "d"]),
        text(&w.tenant, &phone(12), "sin ventana"),
        text(&w.tenant, &phone(13), "con ventana"),
    ];
    w.customer_writes(&phone(13), "Hola").await;
    for case in cases {
        let passes = match w.send(&case).await {
            Ok(sent) => {
                outbox.turn().await.unwrap();
                assert_eq!(w.state(sent.id).await, State::Accepted, "{case:?}");
                true
            }
            Err(ServiceError::Refused(_)) => false,
            Err(other) => panic!("{other:?}"),
        };
        if !passes {
            let status = w.ask_meta(&case).await;
            assert!((400..500).contains(&status), "{status} {case:?}");
        }
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_no_message_names_its_field(#[case] engine: Engine) {
    let w = world(engine).await;
    let field = async |input: &service::messages::send::SendInput| match w.send(input).await {
        Err(ServiceError::Invalid(fields)) => fields,
        other => panic!("{other:?}"),
    };
    let named = |field, problem| vec![FieldError { field, problem }];
    let found = field(&text(&w.tenant, JUAN, &"x".repeat(4_097))).await;
    assert_eq!(found, named("text.body", Problem::TooLong { max: 4_096 }));
    assert_eq!(
        field(&text(&w.tenant, "", "Hola")).await,
        named("recipient_phone", Problem::Required)
    );
    assert!(matches!(
        field(&text(&w.tenant, "pan", "Hola")).await[0].problem,
        Problem::NotAPhone(_)
    ));
    // Spaces and a missing plus sign are the same number.
    w.customer_writes(JUAN, "Hola").await;
    w.send(&text(&w.tenant, "34 622 33 44 55", "Hola")).await.unwrap();
    let landline = w.send(&order(&w.tenant, "+34 912 345 678")).await.unwrap();
    assert!(landline.landline);
    // Its own number.
    let own = {
        let mut tx = w.t.db.db.read().await.unwrap();
        store::messages::outgoing::sender(&mut tx, w.tenant.as_str())
            .await
            .unwrap()
            .unwrap()
            .e164
            .unwrap()
    };
    assert_eq!(
        field(&order(&w.tenant, &own)).await,
        named("recipient_phone", Problem::OwnNumber)
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_page_says_what_sending_would_find(#[case] engine: Engine) {
    let w = world(engine).await;
    let ask = async |template: &str, phone: Option<&str>| {
        let query = checks::CheckQuery {
            template: Some((template.to_owned(), "es".to_owned())),
            phone: phone.map(str::to_owned),
        };
        checks::run(&w, &w.admin, &w.tenant, &query).await.unwrap()
    };
    let fine = ask("po_notification", None).await;
    assert_eq!(fine.report.code(), "");
    assert!(fine.templates.iter().any(|(name, ..)| name == "po_notification"));
    assert_eq!(
        ask("low_stock_alert", None).await.report.code(),
        Gate::Template.key()
    );
    assert_eq!(
        ask("po_notification", Some(JUAN)).await.report.code(),
        Gate::OptIn.key()
    );
    w.send(&order(&w.tenant, JUAN)).await.unwrap();
    let after = ask("po_notification", Some(JUAN)).await;
    assert_eq!((after.report.code(), after.waiting), ("", 1));
    let limit = after
        .report
        .lines
        .iter()
        .find(|line| line.gate == Gate::DailyLimit)
        .unwrap();
    assert_eq!(
        (limit.verdict, limit.evidence.as_str()),
        (Verdict::Passes, "1/2000 (1/1000)")
    );
    w.pass(HOUR);
    let bakery = checks::run(&w, &w.admin, &w.tenant, &checks::CheckQuery::default())
        .await
        .unwrap();
    let window = bakery
        .report
        .lines
        .iter()
        .find(|line| line.gate == Gate::Window)
        .unwrap();
    assert_eq!(window.verdict, Verdict::NotNeeded);
}

impl World {
    pub(crate) async fn sql(&self, sql: &'static str) {
        self.t.db.sql(sql).await;
    }

    pub(crate) async fn count(&self, sql: &'static str) -> i64 {
        let mut tx = self.t.db.db.read().await.unwrap();
        on!(&mut tx, |c| sqlx::query_scalar(sql).fetch_one(c).await).unwrap()
    }

    /// What Meta answers to the same message, whatever the gates say.
    async fn ask_meta(&self, input: &service::messages::send::SendInput) -> u16 {
        use channels::{graph, partner};
        let config = graph::GraphConfig::new(url::Url::parse(&self.sandbox.base_url).unwrap());
        let client = graph::GraphClient::new(config, self.t.clock.clock(), graph::Jitter::random()).unwrap();
        let service::messages::send::SendTo::Phone { phone, .. } = &input.to else {
            panic!("a phone")
        };
        let message = partner::Outgoing {
            to: partner::Recipient::Phone(domain::phone::E164::parse(phone).unwrap()),
            content: match &input.content {
                SendContent::Text { body, .. } => partner::Content::Text {
                    body: body.clone(),
                    preview_url: false,
                },
                SendContent::Template(template) => partner::Content::Template {
                    name: template.name.clone(),
                    language: template.language.clone(),
                    components: template.components.clone(),
                },
            },
            context: None,
            tracking: None,
        };
        let number = domain::ids::PhoneNumberId::parse(sandbox::FIRST_PHONE).unwrap();
        match client.send_message(&crate::PILOT.into(), &number, &message).await {
            Ok(_) => 200,
            Err(error) => error.api().map_or(0, |api| api.http_status),
        }
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn programs_that_send_at_the_same_moment_do_not_overrun_the_daily_limit(#[case] engine: Engine) {
    let w = std::sync::Arc::new(world(engine).await);
    w.sql("UPDATE accounts SET messaging_limit = 'TIER_50'").await;
    let sending = (0..64).map(|n| {
        let w = std::sync::Arc::clone(&w);
        tokio::spawn(async move { w.send(&order(&w.tenant, &phone(n))).await })
    });
    let mut taken = 0;
    for sent in futures::future::join_all(sending).await {
        match sent.unwrap() {
            Ok(_) => taken += 1,
            Err(ServiceError::Refused(report)) => assert_eq!(report.code(), Gate::DailyLimit.key()),
            Err(other) => panic!("{other:?}"),
        }
    }
    assert_eq!(taken, 50);
    assert_eq!(
        w.count("SELECT CAST(COUNT(*) AS BIGINT) FROM daily_recipients")
            .await,
        50
    );
}
