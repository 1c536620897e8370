//! Templates as programs see them.

use rstest::rstest;
use sandbox::{Fault, FaultEffect};
use serde_json::json;
use service::{
    Call,
    templates::list::{self, TemplateQuery},
};
use store::Engine;

use crate::support::{Client, TestApp};

const TEMPLATES: &str = "/api/v1/whatsapp/templates";

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn templates_are_listed_and_shown_with_old_and_new_words(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    let page = app
        .platform()
        .get(&format!("{TEMPLATES}?limit=200"))
        .await
        .value();
    let data = page["data"].as_array().unwrap();
    let one = |name: &str| data.iter().find(|t| t["name"] == name).unwrap().clone();
    assert_eq!(one("po_notification")["status"], "APPROVED");
    let paused = one("oferta_nadal");
    assert_eq!(
        (&paused["status"], &paused["meta_status"]),
        (&json!("PENDING"), &json!("PAUSED"))
    );
    let refused = one("low_stock_alert");
    assert_eq!(
        (&refused["status"], &refused["reason"]),
        (&json!("REJECTED"), &json!("INVALID_FORMAT"))
    );
    for id in [&refused["id"], &refused["meta_id"]] {
        let shown = app
            .platform()
            .get(&format!("{TEMPLATES}/{}", id.as_str().unwrap()))
            .await
            .value();
        assert_eq!(shown["status"], "REJECTED");
        assert_eq!(shown["components"][0]["type"], "BODY");
    }
    // A bakery's key sees the templates of the account that it sends through, and changes none.
    let mut till = app.program(&app.tenant_key);
    assert_eq!(till.get(TEMPLATES).await.status, 200);
    let body = json!({ "name": "x", "language": "es", "category": "UTILITY", "components": [] });
    till.json("POST", TEMPLATES, &body)
        .await
        .is_problem(403, "forbidden");
    let nobody = format!("{TEMPLATES}/0192a7c0-0000-7000-8000-000000000001");
    app.platform().get(&nobody).await.is_problem(404, "not_found");
    app.platform()
        .get(&format!("{TEMPLATES}/x"))
        .await
        .is_problem(404, "not_found");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_template_is_created_with_an_old_category_and_a_note(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    let mut program = app.platform();
    let body = json!({
        "waba_id": sandbox::WABA, "name": "masa_lista", "language": "es", "category": "ALERT_UPDATE",
        "components": [{ "type": "BODY", "text": "Hola, la masa de hoy ya está lista. Pasa por el obrador cuando quieras." }],
    });
    let answer = FaultEffect::Answer {
        status: 200,
        body: json!({ "id": "1689556908777009", "status": "PENDING", "category": "UTILITY" }),
        headers: std::collections::BTreeMap::default(),
    };
    let fault = Fault {
        method: Some("POST".into()),
        ..Fault::next(1, answer).on(format!("/{}/message_templates", sandbox::WABA))
    };
    app.sandbox.sandbox.state().add_fault(fault);
    let made = program.json("POST", TEMPLATES, &body).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let made = made.value();
    assert_eq!(
        (&made["status"], &made["category"]),
        (&json!("PENDING"), &json!("UTILITY"))
    );
    assert!(made["notes"][0].as_str().unwrap().contains("ALERT_UPDATE"));
    let shown = program
        .get(&format!("{TEMPLATES}/{}", made["id"].as_str().unwrap()))
        .await
        .value();
    assert_eq!(shown["status"], "PENDING");

    // Once more: there is one now, and nothing is changed.
    program
        .json("POST", TEMPLATES, &body)
        .await
        .is_problem(409, "duplicate");
    let broken = json!({
        "waba_id": sandbox::WABA, "name": "Con Mayúsculas", "language": "es", "category": "UTILITY",
        "components": [{ "type": "BODY", "text": "{{1}} {{2}}" }],
    });
    let refused = program.json("POST", TEMPLATES, &broken).await;
    refused.is_problem(422, "template_rules");
    assert!(
        refused.value()["errors"].as_array().unwrap().len() > 1,
        "{}",
        refused.body
    );
    // As `tahona templates lint --json` tells it, also what alone would not have stopped it.
    let findings = refused.value()["findings"].take();
    let findings = findings.as_array().unwrap();
    let name = findings.iter().find(|one| one["rule"] == "name-form").unwrap();
    assert_eq!(
        (&name["severity"], &name["where"]),
        (&json!("error"), &json!("/name"))
    );
    for key in ["message", "why", "how", "source"] {
        assert!(name[key].as_str().is_some_and(|words| !words.is_empty()), "{key}");
    }
    let described = program.get("/api/v1/openapi.json").await.value();
    let schemas = &described["components"]["schemas"];
    assert!(schemas["Problem"]["properties"]["findings"].is_object());
    assert_eq!(
        schemas["TemplateFinding"]["properties"]["where"]["type"],
        "string"
    );
    let elsewhere =
        json!({ "waba_id": "1", "name": "x", "language": "es", "category": "UTILITY", "components": [] });
    program
        .json("POST", TEMPLATES, &elsewhere)
        .await
        .is_problem(422, "invalid");
}

/// A draft that an admin has just begun: its id.
pub(crate) async fn begin(app: &TestApp, admin: &mut Client) -> String {
    let list = list::list(&app.svc, &Call::system("test"), &TemplateQuery::default())
        .await
        .unwrap();
    let account = list.freshness[0].account.to_string();
    let begun = admin
        .post("/do/start-draft", &[("account", &account), ("start", "blank")])
        .await;
    let address = begun.location().to_owned();
    address.rsplit('/').nth(1).unwrap().to_owned()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_page_that_saves_by_itself_is_told_what_to_build_upon(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    let mut admin = app.admin().await;
    let id = begin(&app, &mut admin).await;
    let fields = |version, body, wish| {
        [
            ("draft", id.as_str()),
            ("version", version),
            ("name", "masa_lista"),
            ("category", "UTILITY"),
            ("l0.language", "es"),
            ("l0.body", body),
            ("do", wish),
        ]
    };
    let save = "/do/save-template";
    let mut script = admin.clone().with("accept", "application/json");
    let saved = script.post(save, &fields("1", "Hola.", "auto")).await;
    assert_eq!((saved.status, saved.location()), (200, ""), "{}", saved.body);
    assert_eq!(
        (&saved.value()["version"], &saved.value()["well"]),
        (&json!(2), &json!(true))
    );
    let saved = script.post(save, &fields("2", "Hola, Marta.", "auto")).await;
    assert_eq!(saved.value()["version"], 3);
    // The button saves and shows the page again.
    let pressed = admin.post(save, &fields("3", "Hola, Marta.", "save")).await;
    assert_eq!(pressed.status, 303, "{}", pressed.body);
    let page = admin.get(pressed.location()).await;
    assert!(page.body.contains("Hola, Marta."), "{}", page.body);
    let lost = script.post(save, &fields("77", "Hola, Jon.", "auto")).await;
    let lost = lost.value();
    assert_eq!((&lost["version"], &lost["well"]), (&json!(null), &json!(false)));
    assert!(!lost["said"].as_str().unwrap().is_empty());
}
