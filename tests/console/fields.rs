//! What is wrong is said where it was typed: the summary leads to the control,
//! and the words stand at it.

use rstest::rstest;
use service::{Call, accounts::list};
use store::Engine;

use crate::{
    support::{Client, PASSWORD, TestApp},
    templates::begin,
};

/// The page that a refused form comes back to.
async fn refused(client: &mut Client, action: &str, page: &str, fields: &[(&str, &str)]) -> String {
    let answer = client.post(&format!("/do/{action}"), fields).await;
    assert_eq!(
        (answer.status, answer.location()),
        (303, page),
        "{action}: {}",
        answer.body
    );
    client.get(page).await.body
}

/// Whether the summary has a link to a control that is there.
fn leads_to(body: &str, id: &str) -> bool {
    body.contains(&format!("href=\"#{id}\"")) && body.contains(&format!("id=\"{id}\""))
}

async fn account(app: &TestApp) -> String {
    let all = list::list(&app.svc, &Call::system("test")).await.unwrap();
    all[0].id.to_string()
}

#[tokio::test]
async fn every_form_says_at_its_field_what_is_wrong() {
    let app = TestApp::new(Engine::Sqlite).await;
    let account = account(&app).await;
    let bakery = app.bakery.to_string();
    let own_account = "/app/account";
    let waba = format!("/app/admin/whatsapp/wabas/{account}");
    let terms = format!("/app/admin/whatsapp/billing/terms?account={account}");
    let checks = format!("/app/admin/whatsapp/checks/{bakery}");
    let (messages, budgets) = (
        "/app/admin/whatsapp/messages",
        "/app/admin/whatsapp/billing/budgets",
    );
    let long = "una masa muy larga";
    let right = service::people::demo::PASSWORD;
    let password = |current, new, repeat| vec![("current", current), ("password", new), ("repeat", repeat)];
    let budget = |limit, currency, thresholds| {
        vec![
            ("limit", limit),
            ("currency", currency),
            ("thresholds", thresholds),
            ("back", budgets),
        ]
    };
    let account = account.as_str();
    let wrong = [
        (
            "change-password",
            own_account,
            password(right, "corta", "corta"),
            "password-password",
        ),
        (
            "change-password",
            own_account,
            password(right, long, "otra"),
            "password-repeat",
        ),
        (
            "change-password",
            own_account,
            password(PASSWORD, long, long),
            "password-current",
        ),
        ("rename", own_account, vec![("name", "")], "rename-name"),
        (
            "create-tenant",
            "/app/admin/tenants/new",
            vec![("name", "")],
            "tenant-name",
        ),
        (
            "invite-person",
            "/app/admin/team",
            vec![("name", "Ana"), ("email", "nobody"), ("role", "support")],
            "invite-email",
        ),
        (
            "create-key",
            "/app/admin/team/keys",
            vec![("name", "till"), ("tenant", "nobody at all")],
            "key-tenant",
        ),
        (
            "connect-account",
            "/app/admin/whatsapp/wabas",
            vec![("waba_id", "my account"), ("token", "EAA")],
            "connect-waba_id",
        ),
        (
            "rotate-token",
            waba.as_str(),
            vec![("account", account), ("token", " ")],
            "rotate-token",
        ),
        (
            "set-app-secret",
            waba.as_str(),
            vec![("account", account), ("app_secret", " ")],
            "secret-app_secret",
        ),
        (
            "message-days",
            messages,
            vec![("days", "7"), ("back", messages)],
            "message-days-days",
        ),
        ("set-budget", budgets, budget("much", "EUR", ""), "budget-limit"),
        ("set-budget", budgets, budget("1", "euros", ""), "budget-currency"),
        (
            "set-budget",
            budgets,
            budget("1", "EUR", "half"),
            "budget-thresholds",
        ),
        (
            "set-terms",
            terms.as_str(),
            vec![
                ("account", account),
                ("time_zone", "Europe/Getxo"),
                ("from", "2027-01-01"),
            ],
            "terms-time_zone",
        ),
        (
            "send-test",
            checks.as_str(),
            vec![
                ("tenant", bakery.as_str()),
                ("phone", "622"),
                ("template", "po_notification:es"),
                ("back", checks.as_str()),
            ],
            "send-test-phone",
        ),
    ];
    let mut admin = app.admin().await;
    for (action, page, fields, id) in wrong {
        let body = refused(&mut admin, action, page, &fields).await;
        assert!(leads_to(&body, id), "{action}, {id}: {body}");
        let words = format!("id=\"{id}-e\"");
        assert!(body.contains(&words), "{action}, {id}: {body}");
    }
}

#[tokio::test]
async fn the_editor_leads_to_the_name_and_to_the_language_that_is_there_twice() {
    let app = TestApp::new(Engine::Sqlite).await;
    let mut admin = app.admin().await;
    let draft = begin(&app, &mut admin).await;
    let page = format!("/app/admin/whatsapp/templates/{draft}/edit");
    let long = "n".repeat(600);
    for (name, second, id) in [(long.as_str(), "en", "name"), ("masa_lista", "es", "l1-language")] {
        let fields = [
            ("draft", draft.as_str()),
            ("version", "1"),
            ("name", name),
            ("category", "UTILITY"),
            ("l0.language", "es"),
            ("l0.body", "Hola."),
            ("l1.language", second),
            ("l1.body", "Hola."),
            ("do", "save"),
        ];
        let body = refused(&mut admin, "save-template", &page, &fields).await;
        assert!(leads_to(&body, id), "{id}: {body}");
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_empty_app_secret_removes_nothing_and_its_own_button_does(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    let id = account(&app).await;
    let page = format!("/app/admin/whatsapp/wabas/{id}");
    let there = async || {
        let id = domain::ids::AccountId::parse(&id).unwrap();
        let found = list::get(&app.svc, &Call::system("test"), &id).await.unwrap();
        found.has_app_secret
    };
    let mut admin = app.admin().await;
    for blank in ["", "  "] {
        let fields = [("account", id.as_str()), ("app_secret", blank)];
        let body = refused(&mut admin, "set-app-secret", &page, &fields).await;
        assert!(body.contains("data-error-summary") && there().await, "{body}");
    }
    let shown = admin.get(&page).await.body;
    let (_, button) = shown.split_once("/do/remove-app-secret").unwrap();
    assert!(button.split_once("</form>").unwrap().0.contains("data-confirm="));
    let removed = admin
        .post("/do/remove-app-secret", &[("account", id.as_str())])
        .await;
    assert_eq!((removed.status, removed.location()), (303, page.as_str()));
    assert!(!there().await);
    // Without one there is nothing to remove.
    assert!(!admin.get(&page).await.body.contains("/do/remove-app-secret"));
}
