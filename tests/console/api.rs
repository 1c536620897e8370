//! The API as programs see it.

use axum::body::Body;
use rstest::rstest;
use serde_json::json;
use store::Engine;

use crate::support::{TestApp, tenant};

const TENANTS: &str = "/api/v1/admin/whatsapp/tenants";
const NUMBERS: &str = "/api/v1/admin/whatsapp/phone-numbers";

fn number_of(tenant: impl std::fmt::Display) -> String {
    format!("{TENANTS}/{tenant}/phone-number")
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn tenants_and_numbers_have_their_shapes(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    let tenants = app.platform().get(TENANTS).await.value();
    assert_eq!(tenants["next"], json!(null));
    let first = &tenants["data"][0];
    assert_eq!(first["id"], app.bakery.as_str());
    assert_eq!(first["name"], "Panadería San Juan");
    assert_eq!(first["status"], "active");
    assert_eq!(first["whatsapp_enabled"], false);
    assert_eq!(first["phone_number_id"], sandbox::FIRST_PHONE);
    assert_eq!(tenants["data"][1]["phone_number_id"], json!(null));

    let numbers = app.platform().get(NUMBERS).await.value();
    let data = numbers["data"].as_array().unwrap();
    assert_eq!(data.len(), 10);
    let number = data
        .iter()
        .find(|n| n["phone_number_id"] == sandbox::FIRST_PHONE)
        .unwrap();
    assert_eq!(number["waba_id"], sandbox::WABA);
    assert_eq!(number["display_phone_number"], "+34 612 345 678");
    assert_eq!(number["status"], "CONNECTED");
    assert_eq!(number["quality_rating"], "GREEN");
    assert_eq!(number["tenant_id"], app.bakery.as_str());
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_list_is_read_in_pages_without_losing_or_repeating(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    for n in 0..5 {
        tenant(&app.svc, &format!("Horno {n}")).await;
    }
    for (list, key, expected) in [(TENANTS, "id", 7), (NUMBERS, "phone_number_id", 10)] {
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = app
                .platform()
                .get(&format!("{list}?limit=3{cursor}"))
                .await
                .value();
            let rows = page["data"].as_array().unwrap();
            assert!(rows.len() <= 3);
            seen.extend(rows.iter().map(|row| row[key].as_str().unwrap().to_owned()));
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(seen.len(), expected, "{seen:?}");
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), expected);
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_number_is_assigned_moved_on_request_and_released(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    let mut program = app.platform();
    let taken = program
        .json(
            "PUT",
            &number_of(&app.other),
            &json!({"phone_number_id": sandbox::FIRST_PHONE}),
        )
        .await;
    taken.is_problem(409, "number_taken");
    let held_by = &taken.value()["held_by"];
    assert_eq!(held_by["tenant_id"], app.bakery.as_str());
    assert_eq!(held_by["tenant_name"], "Panadería San Juan");

    let wanted = json!({"phone_number_id": sandbox::FIRST_PHONE, "move_from": app.bakery.as_str()});
    for _ in 0..2 {
        let moved = program.json("PUT", &number_of(&app.other), &wanted).await;
        assert_eq!(moved.status, 200, "{}", moved.body);
        assert_eq!(moved.value()["tenant_id"], app.other.as_str());
        assert_eq!(moved.value()["phone_number_id"], sandbox::FIRST_PHONE);
    }
    for _ in 0..2 {
        let released = program
            .send("DELETE", &number_of(&app.other), None, Body::empty())
            .await;
        assert_eq!((released.status, released.body.as_str()), (204, ""));
    }
    let tenants = program.get(TENANTS).await.value();
    assert!(
        tenants["data"]
            .as_array()
            .unwrap()
            .iter()
            .all(|t| t["phone_number_id"].is_null())
    );
}

#[tokio::test]
async fn what_belongs_to_somebody_else_is_not_found() {
    let app = TestApp::new(Engine::Sqlite).await;
    let mut till = app.program(&app.tenant_key);
    let own = till.get(TENANTS).await.value();
    let ids: Vec<_> = own["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|t| t["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(ids, [app.bakery.as_str()]);
    let body = json!({"phone_number_id": sandbox::FIRST_PHONE, "move_from": app.bakery.as_str()});
    till.json("PUT", &number_of(&app.other), &body)
        .await
        .is_problem(404, "not_found");
    till.send("DELETE", &number_of(&app.other), None, Body::empty())
        .await
        .is_problem(404, "not_found");
    till.json("PUT", &number_of(&app.bakery), &body)
        .await
        .is_problem(403, "forbidden");
    till.get(NUMBERS).await.is_problem(403, "forbidden");
    let nobody = "0192a7c0-0000-7000-8000-000000000001";
    app.platform()
        .json("PUT", &number_of(nobody), &body)
        .await
        .is_problem(404, "not_found");
    app.platform()
        .json("PUT", &number_of("x"), &body)
        .await
        .is_problem(404, "not_found");
    let unknown = json!({"phone_number_id": "99999999999"});
    app.platform()
        .json("PUT", &number_of(&app.bakery), &unknown)
        .await
        .is_problem(404, "not_found");
}

#[rstest]
#[case::none(None)]
#[case::another_scheme(Some("Basic dGs6eA=="))]
#[case::unknown(Some("Bearer tk_0000000000000000000000000000000000000000000"))]
#[case::empty(Some("Bearer "))]
#[tokio::test]
async fn without_a_valid_key_there_is_nothing(#[case] sent: Option<&str>) {
    let app = TestApp::new(Engine::Sqlite).await;
    let mut program = app.browser();
    if let Some(sent) = sent {
        program = program.with("authorization", sent);
    }
    for path in [TENANTS, NUMBERS] {
        let answer = program.get(path).await;
        answer.is_problem(401, "unauthorized");
        assert_eq!(answer.header("www-authenticate"), "Bearer");
    }
}

#[tokio::test]
async fn a_session_is_no_key() {
    let app = TestApp::new(Engine::Sqlite).await;
    app.admin()
        .await
        .get(TENANTS)
        .await
        .is_problem(401, "unauthorized");
}

#[rstest]
#[case::not_json("{", "application/json", 400, "malformed_json")]
#[case::rest(
    "{\"phone_number_id\":\"123456\"} x",
    "application/json",
    400,
    "malformed_json"
)]
#[case::not_utf8(
    "{\"phone_number_id\":\"\\ud800\"}",
    "application/json",
    400,
    "malformed_json"
)]
#[case::another_shape("[]", "application/json", 422, "invalid")]
#[case::missing("{}", "application/json", 422, "invalid")]
#[case::unknown_field(
    "{\"phone_number_id\":\"123456\",\"force\":true}",
    "application/json",
    422,
    "invalid"
)]
#[case::another_type("{\"phone_number_id\":123456}", "application/json", 422, "invalid")]
#[case::not_an_id("{\"phone_number_id\":\"+34 612\"}", "application/json", 422, "invalid")]
#[case::not_a_tenant(
    "{\"phone_number_id\":\"123456\",\"move_from\":\"x\"}",
    "application/json",
    422,
    "invalid"
)]
#[case::a_form(
    "phone_number_id=123456",
    "application/x-www-form-urlencoded",
    415,
    "unsupported_media_type"
)]
#[tokio::test]
async fn a_bad_body_is_a_problem(
    #[case] body: &str,
    #[case] kind: &str,
    #[case] status: u16,
    #[case] code: &str,
) {
    let app = TestApp::new(Engine::Sqlite).await;
    let path = number_of(&app.other);
    let answer = app
        .platform()
        .send("PUT", &path, Some(kind), Body::from(body.to_owned()))
        .await;
    answer.is_problem(status, code);
    if status == 422 {
        assert!(answer.value()["errors"][0]["field"].is_string());
    }
}

#[tokio::test]
async fn a_body_that_is_too_large_is_a_problem() {
    let app = TestApp::new(Engine::Sqlite).await;
    let body = format!("{{\"phone_number_id\":\"{}\"}}", "1".repeat(1 << 20));
    let path = number_of(&app.other);
    let answer = app
        .platform()
        .send("PUT", &path, Some("application/json"), Body::from(body))
        .await;
    answer.is_problem(413, "too_large");
    // The rest of it is not read, so nothing more can come over this connection.
    assert_eq!(answer.header("connection"), "close");
}

#[rstest]
#[case::missing("{}", "phone_number_id", "required")]
#[case::twice(
    "{\"phone_number_id\":\"123456\",\"phone_number_id\":\"123457\"}",
    "phone_number_id",
    "twice"
)]
#[case::values_without_names("[\"123456789012345\",null]", ".", "invalid")]
#[tokio::test]
async fn a_bad_body_is_told_by_field(#[case] body: &str, #[case] field: &str, #[case] code: &str) {
    let app = TestApp::new(Engine::Sqlite).await;
    let path = number_of(&app.other);
    let answer = app
        .platform()
        .send(
            "PUT",
            &path,
            Some("application/json"),
            Body::from(body.to_owned()),
        )
        .await;
    answer.is_problem(422, "invalid");
    let error = &answer.value()["errors"][0];
    assert_eq!((&error["field"], &error["code"]), (&json!(field), &json!(code)));
}

#[rstest]
#[case("limit=0", 422, "invalid")]
#[case("limit=201", 422, "invalid")]
#[case("limit=many", 422, "invalid")]
#[case("limit=1&limit=2", 422, "invalid")]
#[case("cursor=nonsense", 404, "unknown_cursor")]
#[case("cursor=%FF", 404, "unknown_cursor")]
#[case("cursor=", 404, "unknown_cursor")]
#[tokio::test]
async fn bad_parameters_are_problems(#[case] query: &str, #[case] status: u16, #[case] code: &str) {
    let app = TestApp::new(Engine::Sqlite).await;
    for list in [TENANTS, NUMBERS] {
        app.platform()
            .get(&format!("{list}?{query}"))
            .await
            .is_problem(status, code);
    }
}

#[tokio::test]
async fn other_addresses_and_methods_are_problems_too() {
    let app = TestApp::new(Engine::Sqlite).await;
    for path in [
        "/api",
        "/api/",
        "/api/v1/nothing",
        "/api/v2/admin/whatsapp/tenants",
    ] {
        app.browser().get(path).await.is_problem(404, "not_found");
    }
    let answer = app.platform().send("POST", TENANTS, None, Body::empty()).await;
    answer.is_problem(405, "method_not_allowed");
    assert_eq!(answer.header("allow"), "GET,HEAD");
    let answer = app.platform().get(&number_of(&app.bakery)).await;
    answer.is_problem(405, "method_not_allowed");
    assert!(answer.header("allow").contains("PUT") && answer.header("allow").contains("DELETE"));
}

#[tokio::test]
async fn a_key_that_asks_too_fast_is_told_to_wait() {
    let app = TestApp::new(Engine::Sqlite).await;
    let mut program = app.platform();
    for _ in 0..tahona::api::limit::BURST {
        assert_eq!(program.get(&format!("{TENANTS}?limit=1")).await.status, 200);
    }
    let answer = program.get(TENANTS).await;
    answer.is_problem(429, "too_many_requests");
    assert_eq!(answer.header("retry-after"), "1");
    app.svc.clock.advance(1_000);
    assert_eq!(program.get(TENANTS).await.status, 200);
}

#[tokio::test]
async fn the_description_names_every_operation_and_how_it_may_refuse() {
    let app = TestApp::new(Engine::Sqlite).await;
    let document = app.browser().get("/api/v1/openapi.json").await.value();
    let paths = document["paths"].as_object().unwrap();
    let operations: Vec<_> = paths
        .iter()
        .flat_map(|(_, path)| path.as_object().unwrap())
        .collect();
    assert!(operations.len() >= 7, "{}", operations.len());
    for (_, operation) in operations {
        for status in ["401", "403", "404", "422", "429", "500", "503", "504"] {
            let response = &operation["responses"][status];
            assert!(
                response["content"]["application/problem+json"].is_object(),
                "{status}: {operation}"
            );
        }
    }
    assert_eq!(
        document["components"]["securitySchemes"]["key"]["scheme"],
        "bearer"
    );
    assert_eq!(
        document["components"]["schemas"]["Assignment"]["additionalProperties"],
        false
    );
}
