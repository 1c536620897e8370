//! Sending as programs see it, and the page that says why a bakery cannot.

use domain::ids::PhoneNumberId;
use rstest::rstest;
use serde_json::{Value, json};
use service::{Call, messages::outbox::Outbox, numbers::assign, tenants::own};
use store::Engine;

use crate::support::TestApp;

const SEND: &str = "/api/v1/whatsapp/send";

/// The body of the platform's notification service.
fn order(tenant: impl std::fmt::Display) -> Value {
    json!({
        "tenant_id": tenant.to_string(), "recipient_phone": "+34622334455", "recipient_name": "Juan García",
        "message_type": "template", "user_authorized": true,
        "template": {"template_name": "po_notification", "language": "es", "components": [
            {"type": "body", "parameters": [
                {"type": "text", "text": "Juan García"}, {"type": "text", "text": "PO-TEST-001"},
                {"type": "text", "text": "€150.00"},
            ]},
        ]},
    })
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_message_is_taken_once_and_leaves(#[case] engine: Engine) {
    let app = TestApp::sending(engine).await;
    let mut program = app.platform().with("idempotency-key", "order-1");
    let first = program.json("POST", SEND, &order(&app.bakery)).await;
    assert_eq!(first.status, 202, "{}", first.body);
    let first = first.value();
    assert_eq!(
        (&first["status"], &first["replayed"]),
        (&json!("queued"), &json!(false))
    );
    assert!(first["id"].is_string());
    let again = program.json("POST", SEND, &order(&app.bakery)).await;
    assert_eq!(
        (again.status, &again.value()["id"], &again.value()["replayed"]),
        (202, &first["id"], &json!(true))
    );
    let mut other = order(&app.bakery);
    other["recipient_name"] = json!("Ana");
    program
        .json("POST", SEND, &other)
        .await
        .is_problem(409, "idempotency_key_reused");
    assert_eq!(Outbox::new(&app.svc).turn().await.unwrap(), 1);
    let address = format!("/api/v1/whatsapp/messages/{}", first["id"].as_str().unwrap());
    assert_eq!(app.platform().get(&address).await.value()["status"], "accepted");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_refusal_names_the_gate_the_evidence_and_who_opens_it(#[case] engine: Engine) {
    let app = TestApp::sending(engine).await;
    let mut silent = order(&app.bakery);
    silent["user_authorized"] = json!(false);
    let refused = app.platform().json("POST", SEND, &silent).await;
    refused.is_problem(422, "no_opt_in");
    assert_eq!(refused.value()["who"], "sender");
    let page = format!("http://tahona.test/app/admin/whatsapp/checks/{}", app.bakery);
    assert_eq!(refused.value()["see"], page);
    assert!(
        refused.value()["how"]
            .as_str()
            .unwrap()
            .contains("user_authorized")
    );

    let mut broken = order(&app.bakery);
    broken["template"]["components"][0]["parameters"][1]["text"] = json!("PO\n1");
    let refused = app.platform().json("POST", SEND, &broken).await;
    refused.is_problem(422, "template_parameters");
    let error = &refused.value()["errors"][0];
    assert_eq!(error["field"], "template.components.body.parameters[1]");
    assert_eq!(error["code"], "line_break");

    let mut text = order(&app.bakery);
    text["message_type"] = json!("text");
    app.platform()
        .json("POST", SEND, &text)
        .await
        .is_problem(422, "invalid");
    for words in [json!({"body": "Hola"}), json!("Hola")] {
        text["text"] = words;
        app.platform()
            .json("POST", SEND, &text)
            .await
            .is_problem(422, "window_closed");
    }
    text["text"] = json!({"words": "Hola"});
    let refused = app.platform().json("POST", SEND, &text).await;
    refused.is_problem(422, "invalid");
    assert_eq!(refused.value()["errors"][0]["field"], "text");
    let mut phone = order(&app.bakery);
    phone["recipient_phone"] = json!("pan");
    app.platform()
        .json("POST", SEND, &phone)
        .await
        .is_problem(422, "invalid");
    // Without its country code it would be dialled in Australia.
    phone["recipient_phone"] = json!("622 334 455");
    let refused = app.platform().json("POST", SEND, &phone).await;
    refused.is_problem(422, "invalid");
    let error = &refused.value()["errors"][0];
    assert_eq!(error["field"], "recipient_phone");
    assert_eq!(error["code"], "no_country_code");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_key_of_one_bakery_sends_for_that_one_alone(#[case] engine: Engine) {
    let app = TestApp::sending(engine).await;
    let mut till = app.program(&app.tenant_key);
    assert_eq!(till.json("POST", SEND, &order(&app.bakery)).await.status, 202);
    till.json("POST", SEND, &order(&app.other))
        .await
        .is_problem(404, "not_found");
    app.browser()
        .json("POST", SEND, &order(&app.bakery))
        .await
        .is_problem(401, "unauthorized");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_page_names_the_first_closed_gate_and_what_opens_it(#[case] engine: Engine) {
    let app = TestApp::sending(engine).await;
    let address = format!("/app/admin/whatsapp/checks/{}", app.bakery);
    let open = app.admin().await.get(&address).await;
    assert_eq!(open.status, 200);
    assert!(!open.body.contains("is-blocker"), "{}", open.body);
    own::set_enabled(&app.svc, &Call::system("test"), &app.bakery, false)
        .await
        .unwrap();
    let closed = app.admin().await.get(&address).await;
    assert!(closed.body.contains("is-blocker") && closed.body.contains("gates__fix"));
    let case = format!("{address}?template=low_stock_alert:es&to=%2B34622334455");
    let asked = app.admin().await.get(&case).await;
    assert_eq!(asked.status, 200);
    assert!(
        asked.body.contains("low_stock_alert (es): ") && asked.body.contains(">REJECTED</small>"),
        "{}",
        asked.body
    );
    let support = app
        .support()
        .await
        .get(&format!("/app/support/checks/{}", app.bakery))
        .await;
    assert_eq!(support.status, 200);
    assert!(!support.body.contains("send-test"));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_admin_sends_a_test_from_the_page(#[case] engine: Engine) {
    let app = TestApp::sending(engine).await;
    let back = format!("/app/admin/whatsapp/checks/{}", app.bakery);
    let mut admin = app.admin().await;
    let fields = |phone: &'static str| {
        vec![
            ("tenant", app.bakery.as_str().to_owned()),
            ("phone", phone.to_owned()),
            ("template", "po_notification:es".to_owned()),
            ("back", back.clone()),
        ]
    };
    for (phone, sent) in [("", 0), ("+34622334455", 1)] {
        let fields = fields(phone);
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let answer = admin.post("/do/send-test", &fields).await;
        // Sent, its steps are watched in the log.
        let there = if sent == 0 {
            back.as_str()
        } else {
            "/app/admin/whatsapp/messages?bakery="
        };
        assert!(answer.location().starts_with(there), "{}", answer.location());
        assert_eq!(
            Outbox::new(&app.svc).turn().await.unwrap(),
            sent,
            "{}",
            admin.get(&back).await.body
        );
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_corrected_test_goes_out_from_the_bakery_that_was_chosen(#[case] engine: Engine) {
    let app = TestApp::sending(engine).await;
    // Comes first in the list of those that could send it.
    let second = PhoneNumberId::parse("123456789012346").unwrap();
    assign::assign_by_phone_number_id(&app.svc, &Call::system("test"), &app.other, &second, None)
        .await
        .unwrap();
    let list = app
        .platform()
        .get("/api/v1/whatsapp/templates?limit=200")
        .await
        .value();
    let all = list["data"].as_array().unwrap();
    let order = all.iter().find(|one| one["name"] == "po_notification").unwrap();
    let page = format!("/app/admin/whatsapp/templates/{}", order["id"].as_str().unwrap());
    let chosen = |body: &str, tenant: &str| {
        let (_, rest) = body.split_once(&format!("<option value=\"{tenant}\"")).unwrap();
        rest.split_once('>').unwrap().0.contains("selected")
    };
    let mut admin = app.admin().await;
    let (first, second) = (app.other.to_string(), app.bakery.to_string());
    for tenant in [&first, &second] {
        let fields = [
            ("tenant", tenant.as_str()),
            ("phone", "622"),
            ("template", "po_notification:es"),
            ("back", page.as_str()),
        ];
        let refused = admin.post("/do/send-test", &fields).await;
        assert_eq!((refused.status, refused.location()), (303, page.as_str()));
        let shown = admin.get(&page).await.body;
        assert!(shown.contains("data-error-summary"), "{shown}");
        for each in [&first, &second] {
            assert_eq!(chosen(&shown, each), each == tenant, "{shown}");
        }
    }
}
