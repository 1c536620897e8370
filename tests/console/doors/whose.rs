//! Doors that open or not by whose bakery, key or record it is.

use rstest::rstest;
use serde_json::json;
use service::{Call, people::team, tenants::own};
use store::Engine;

use super::{
    Met::{Gone, In, No, Out},
    everybody, met,
    table::PAGES,
};
use crate::support::TestApp;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_owner_reaches_their_own_bakery_and_no_other(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    let (own_id, other_id) = (app.bakery.to_string(), app.other.to_string());
    let mut owner = app.owner().await;
    let mut stranger = app.other_owner().await;
    let system = Call::system("test");

    let answer = stranger
        .post("/do/switch-whatsapp", &[("tenant", &own_id), ("on", "1")])
        .await;
    assert_eq!(answer.status, 404, "{}", answer.location());
    assert!(!own::get(&app.svc, &system, &app.bakery).await.unwrap().enabled);
    let answer = owner
        .post("/do/switch-whatsapp", &[("tenant", &own_id), ("on", "1")])
        .await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert!(own::get(&app.svc, &system, &app.bakery).await.unwrap().enabled);

    for path in ["/app/settings/whatsapp", "/app/settings/whatsapp/poster"] {
        assert_eq!(
            owner.get(&format!("{path}?bakery={own_id}")).await.status,
            200,
            "{path}"
        );
        let answer = owner.get(&format!("{path}?bakery={other_id}")).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(
            !answer.body.contains("Panadería Goiko"),
            "{path} names the other bakery"
        );
    }
    let found = owner.get("/app/palette?q=Goiko").await;
    assert_eq!(found.value(), json!([]), "an owner finds other bakeries");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn keys_open_the_api_and_nothing_else(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    let number = json!({"phone_number_id": "123456789012346"});
    let list = "/api/v1/admin/whatsapp/tenants";
    let pool = "/api/v1/admin/whatsapp/phone-numbers";
    let own = format!("{list}/{}/phone-number", app.bakery);
    let other = format!("{list}/{}/phone-number", app.other);
    // The till has a key of the first bakery.
    let expected = [
        ("GET", list, 200, 200),
        ("GET", pool, 200, 403),
        ("PUT", own.as_str(), 200, 403),
        ("PUT", other.as_str(), 409, 404),
        ("DELETE", other.as_str(), 204, 404),
        ("DELETE", own.as_str(), 204, 403),
    ];
    for (method, path, platform, till) in expected {
        for (mut program, expected) in [(app.program(&app.tenant_key), till), (app.platform(), platform)] {
            assert_eq!(
                program.json(method, path, &number).await.status,
                expected,
                "{method} {path}"
            );
        }
    }
    assert_eq!(met(&app.platform().get("/").await), Out);
    let person = "/app/admin/team/0192a7c0-0000-7000-8000-000000000001";
    for path in PAGES
        .iter()
        .map(|(path, _)| *path)
        .filter(|path| path.starts_with("/app"))
        .chain([person])
    {
        let address = path.replace("{id}", app.bakery.as_str());
        assert_eq!(met(&app.platform().get(&address).await), Out, "{path}");
    }
}

#[tokio::test]
async fn people_and_imports_are_for_admins() {
    let app = TestApp::new(Engine::Sqlite).await;
    let member = team::list(&app.svc, &Call::system("test"), &team::TeamQuery::default())
        .await
        .unwrap()
        .remove(0)
        .id;
    let nothing = "0192a7c0-0000-7000-8000-000000000001";
    let [mut nobody, mut admin, mut support, mut owner, _] = everybody(&app).await;
    // A bakery's own page is for its people and for admins.
    let settings = format!("/app/settings/whatsapp?bakery={}", app.bakery);
    assert_eq!(met(&admin.get(&settings).await), In);
    assert_eq!(met(&support.get(&settings).await), No);
    for (path, there) in [
        (format!("/app/admin/team/{member}"), In),
        (format!("/app/admin/tenants/import/{nothing}"), Gone),
    ] {
        assert_eq!(met(&nobody.get(&path).await), Out, "{path}");
        assert_eq!(met(&admin.get(&path).await), there, "{path}");
        assert_eq!(met(&support.get(&path).await), No, "{path}");
        assert_eq!(met(&owner.get(&path).await), No, "{path}");
    }
}
