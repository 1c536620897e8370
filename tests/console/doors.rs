//! Who gets through which door: every address × everybody × own and other
//! bakery. An address that is not in the table fails the test.

use std::collections::BTreeSet;

use rstest::rstest;
use serde_json::json;
use service::{Call, accounts, people::team, tenants::own};
use store::Engine;

use crate::support::{Answer, Client, TestApp};

/// What somebody meets at a door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Met {
    /// Let in. An action may still find fault with what was sent.
    In,
    /// Sent elsewhere inside: there is nothing for them here, but there is there.
    Home,
    /// Sent to sign in, or told to.
    Out,
    /// Refused.
    No,
    /// Told that there is no such thing.
    Gone,
}
use Met::{Gone, Home, In, No, Out};

/// Everybody, in the order of the table's columns.
const EVERYBODY: [&str; 5] = ["nobody", "admin", "support", "owner", "owner of another bakery"];

const PUBLIC: [Met; 5] = [In, In, In, In, In];
const PEOPLE: [Met; 5] = [Out, In, In, In, In];
const STAFF: [Met; 5] = [Out, In, In, No, No];
const ADMIN: [Met; 5] = [Out, In, No, No, No];

/// Pages. `{…}` stands for a record of `TestApp`'s first bakery, or one that everybody may know.
const PAGES: [(&str, [Met; 5]); 80] = [
    ("/login", [In, Home, Home, Home, Home]),
    ("/login/code", [Out, Out, Out, Out, Out]),
    ("/login/forgot", PUBLIC),
    ("/link/{token}", [Gone, Gone, Gone, Gone, Gone]),
    ("/healthz", PUBLIC),
    ("/readyz", PUBLIC),
    ("/metrics", PUBLIC),
    ("/api/v1/openapi.json", PUBLIC),
    ("/", [Out, Home, Home, Home, Home]),
    ("/app", [Out, In, In, Home, Home]),
    ("/app/events", PEOPLE),
    ("/app/palette", PEOPLE),
    ("/app/search", PEOPLE),
    ("/app/account", PEOPLE),
    ("/app/account/second-factor", PEOPLE),
    ("/app/api", PEOPLE),
    // Staff have no bakery of their own: the page says so.
    ("/app/settings/whatsapp", PEOPLE),
    ("/app/settings/whatsapp/poster", PEOPLE),
    ("/app/admin/whatsapp", STAFF),
    ("/app/admin/whatsapp/assign-all", ADMIN),
    ("/app/admin/whatsapp/numbers", STAFF),
    ("/app/admin/whatsapp/numbers.csv", STAFF),
    ("/app/admin/whatsapp/numbers/{id}", STAFF),
    ("/app/admin/whatsapp/numbers/{id}/release", ADMIN),
    ("/app/admin/whatsapp/messages", STAFF),
    ("/app/admin/whatsapp/messages/export.csv", STAFF),
    ("/app/admin/whatsapp/messages/export.jsonl", STAFF),
    // Nobody has such an export.
    ("/app/messages/export-progress", [Out, Gone, Gone, Gone, Gone]),
    ("/app/admin/whatsapp/conversations", STAFF),
    (
        "/app/admin/whatsapp/conversations/{id}",
        [Out, Gone, Gone, No, No],
    ),
    ("/app/admin/whatsapp/billing", STAFF),
    ("/app/admin/whatsapp/billing/lines", STAFF),
    ("/app/admin/whatsapp/billing/cards", STAFF),
    ("/app/admin/whatsapp/billing/cards/import", ADMIN),
    (
        "/app/admin/whatsapp/billing/cards/{id}",
        [Out, Gone, Gone, No, No],
    ),
    ("/app/admin/whatsapp/billing/budgets", STAFF),
    ("/app/admin/whatsapp/billing/terms", ADMIN),
    ("/app/admin/whatsapp/billing/what-if", STAFF),
    ("/app/admin/whatsapp/billing/reconcile", STAFF),
    ("/app/admin/whatsapp/billing/lines.csv", PEOPLE),
    ("/app/admin/whatsapp/billing/statement.csv", PEOPLE),
    ("/app/settings/whatsapp/billing", PEOPLE),
    ("/app/settings/whatsapp/billing/receipt", PEOPLE),
    ("/app/settings/whatsapp/billing/statement.csv", PEOPLE),
    ("/app/support/messages", STAFF),
    ("/app/support/messages/export.csv", STAFF),
    ("/app/support/messages/export.jsonl", STAFF),
    ("/app/support/conversations", STAFF),
    ("/app/support/conversations/{id}", [Out, Gone, Gone, No, No]),
    ("/app/settings/whatsapp/messages", [Out, Home, Home, In, In]),
    ("/app/settings/whatsapp/messages/export.csv", PEOPLE),
    ("/app/settings/whatsapp/messages/export.jsonl", PEOPLE),
    ("/app/settings/whatsapp/conversations", [Out, Home, Home, In, In]),
    (
        "/app/settings/whatsapp/conversations/{id}",
        [Out, Home, Home, Gone, Gone],
    ),
    ("/app/admin/whatsapp/checks/{tenant}", STAFF),
    ("/app/support/checks/{tenant}", STAFF),
    ("/app/admin/whatsapp/wabas", ADMIN),
    ("/app/admin/whatsapp/wabas/{id}", ADMIN),
    ("/app/admin/whatsapp/webhooks", ADMIN),
    ("/app/admin/whatsapp/contacts", STAFF),
    ("/app/admin/whatsapp/contacts/{id}", [Out, Gone, Gone, No, No]),
    ("/app/support/contacts", STAFF),
    ("/app/support/contacts/{id}", [Out, Gone, Gone, No, No]),
    ("/app/support/reveals", STAFF),
    ("/app/settings/whatsapp/contacts", [Out, Home, Home, In, In]),
    (
        "/app/settings/whatsapp/contacts/{id}",
        [Out, Home, Home, Gone, Gone],
    ),
    ("/app/admin/whatsapp/templates", STAFF),
    ("/app/admin/whatsapp/templates/new", ADMIN),
    // Records that are not there: who may not know of any is refused first.
    ("/app/admin/whatsapp/templates/{id}", [Out, Gone, Gone, No, No]),
    (
        "/app/admin/whatsapp/templates/{id}/delete",
        [Out, Gone, No, No, No],
    ),
    ("/app/admin/whatsapp/templates/{id}/edit", [Out, Gone, No, No, No]),
    (
        "/app/admin/whatsapp/templates/{id}/versions",
        [Out, Gone, No, No, No],
    ),
    ("/app/settings/whatsapp/texts", PEOPLE),
    ("/app/admin/tenants", STAFF),
    ("/app/admin/tenants/new", ADMIN),
    ("/app/admin/tenants/import", ADMIN),
    ("/app/admin/tenants/{id}", STAFF),
    ("/app/admin/team", ADMIN),
    ("/app/admin/team/keys", ADMIN),
    ("/app/admin/audit", ADMIN),
];

/// Actions, sent with an empty form.
const ACTIONS: [(&str, [Met; 5]); 82] = [
    ("accept-link", PUBLIC),
    ("accept-template", ADMIN),
    ("apply-card", ADMIN),
    ("apply-import", ADMIN),
    ("archive-number", ADMIN),
    ("assign-all", ADMIN),
    ("assign-number", ADMIN),
    ("change-password", PEOPLE),
    ("check-health", ADMIN),
    ("choose-language", PUBLIC),
    ("choose-theme", PUBLIC),
    ("clear-budget", ADMIN),
    ("clear-second-factor", ADMIN),
    ("close-month", ADMIN),
    ("confirm-second-factor", PEOPLE),
    ("connect-account", ADMIN),
    ("create-key", ADMIN),
    ("create-tenant", ADMIN),
    ("decide-message", PEOPLE),
    ("delete-template", ADMIN),
    ("disable-second-factor", PEOPLE),
    ("disconnect-account", ADMIN),
    ("duplicate-template", ADMIN),
    ("edit-template", ADMIN),
    ("end-other-sessions", PEOPLE),
    ("end-session", PEOPLE),
    ("fix-webhooks", ADMIN),
    ("hold-template", ADMIN),
    ("hold-template-moves", ADMIN),
    ("import-card", ADMIN),
    ("import-consents", PEOPLE),
    ("import-invoice", ADMIN),
    ("import-tenants", ADMIN),
    ("invite-again", ADMIN),
    ("invite-owner", ADMIN),
    ("invite-person", ADMIN),
    ("make-reset-link", ADMIN),
    ("merge-contacts", PEOPLE),
    ("message-days", ADMIN),
    ("new-recovery-codes", PEOPLE),
    ("put-away-draft", ADMIN),
    ("pull-pricing", ADMIN),
    ("record-consent", PEOPLE),
    ("release-number", ADMIN),
    ("remove-app-secret", ADMIN),
    ("rename", PEOPLE),
    ("replay-event", ADMIN),
    ("replay-events", ADMIN),
    ("reply", PEOPLE),
    ("request-reset", PUBLIC),
    ("resume-sending", ADMIN),
    ("reveal-number", STAFF),
    ("revoke-key", ADMIN),
    ("rotate-token", ADMIN),
    ("save-preferences", PEOPLE),
    ("save-template", ADMIN),
    ("send-test", PEOPLE),
    ("set-budget", ADMIN),
    ("set-app-secret", ADMIN),
    ("set-disabled", ADMIN),
    ("set-nonprofit", ADMIN),
    ("set-terms", ADMIN),
    ("settle-conversation", PEOPLE),
    ("share-number", ADMIN),
    ("sign-in", PUBLIC),
    ("sign-in-code", PUBLIC),
    ("sign-out", PUBLIC),
    ("start-draft", ADMIN),
    ("suspend-tenant", ADMIN),
    ("switch-platform", ADMIN),
    ("switch-whatsapp", PEOPLE),
    ("sync", ADMIN),
    ("sync-templates", ADMIN),
    ("take-template-version", ADMIN),
    ("undo-change", ADMIN),
    ("unmerge-contacts", PEOPLE),
    ("unpause-template", ADMIN),
    ("update-access", ADMIN),
    ("update-tenant", ADMIN),
    ("upload-template-sample", ADMIN),
    ("withdraw-link", ADMIN),
    ("withdraw-card", ADMIN),
];

/// Addresses with tests of their own: the API and the webhook, and pages whose
/// record the test has to make first.
const ELSEWHERE: [&str; 18] = [
    "/api/v1/billing/estimate",
    "/api/v1/billing/lines",
    "/api/v1/billing/lines.csv",
    "/api/v1/billing/statement",
    "/api/v1/billing/statement.csv",
    "/api/v1/admin/whatsapp/tenants",
    "/api/v1/admin/whatsapp/phone-numbers",
    "/api/v1/admin/whatsapp/tenants/{id}/phone-number",
    "/api/v1/admin/whatsapp/webhook-events",
    "/api/v1/whatsapp/webhook",
    "/api/v1/whatsapp/send",
    "/api/v1/whatsapp/messages",
    "/api/v1/whatsapp/messages/{id}",
    "/api/v1/whatsapp/templates",
    "/api/v1/whatsapp/templates/{id}",
    "/app/admin/team/{id}",
    "/app/admin/tenants/import/{id}",
    "/app/admin/whatsapp/billing/cards/import/{id}",
];

async fn everybody(app: &TestApp) -> [Client; 5] {
    [
        app.browser(),
        app.admin().await,
        app.support().await,
        app.owner().await,
        app.other_owner().await,
    ]
}

fn met(answer: &Answer) -> Met {
    let to_sign_in = answer.status == 303 && answer.location().starts_with("/login");
    match answer.status {
        401 => Out,
        303 if to_sign_in => Out,
        403 => No,
        404 | 410 => Gone,
        303 => Home,
        200 => In,
        other => panic!("answered {other}: {}", answer.body),
    }
}

/// As [`met`], for an action: a form that it does not like is let in too.
fn met_by_action(answer: &Answer, path: &str) -> Met {
    let own_step = answer.location().starts_with("/login") && !answer.location().contains("next=");
    let public = ACTIONS
        .iter()
        .any(|(name, everybody)| *everybody == PUBLIC && path.ends_with(name));
    match answer.status {
        303 if public && own_step => In,
        400 | 404 | 409 | 410 | 422 | 429 => In,
        _ => match met(answer) {
            Home | Gone => In,
            other => other,
        },
    }
}

#[test]
fn every_address_is_in_the_table() {
    let known: BTreeSet<String> = PAGES
        .iter()
        .map(|(path, _)| (*path).to_owned())
        .chain(ACTIONS.iter().map(|(name, _)| format!("/do/{name}")))
        .chain(ELSEWHERE.iter().map(|path| (*path).to_owned()))
        .collect();
    let real = tahona::router::paths();
    let missing: Vec<_> = real.difference(&known).collect();
    let gone: Vec<_> = known.difference(&real).collect();
    assert!(
        missing.is_empty() && gone.is_empty(),
        "not in the table: {missing:?}; not there any more: {gone:?}"
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn pages_open_for_whom_they_are_meant(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    let account = accounts::list::list(&app.svc, &Call::system("test"))
        .await
        .unwrap()
        .remove(0)
        .id;
    let mut people = everybody(&app).await;
    let mut wrong = Vec::new();
    for (path, expected) in PAGES {
        let id = match path {
            path if path.contains("/numbers/") => app.number.to_string(),
            path if path.contains("/wabas/") => account.to_string(),
            _ => app.bakery.to_string(),
        };
        let address = path
            .replace("{id}", &id)
            .replace("{tenant}", app.bakery.as_str())
            .replace("{token}", "no-such-token");
        for ((who, person), expected) in EVERYBODY.iter().zip(&mut people).zip(expected) {
            let found = if path == "/app/events" {
                let stream = person
                    .open("GET", &address, None, axum::body::Body::empty())
                    .await;
                if stream.status() == 200 { In } else { Out }
            } else {
                met(&person.get(&address).await)
            };
            if found != expected {
                wrong.push(format!("{who} at {path}: {found:?}, not {expected:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn actions_work_for_whom_they_are_meant(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    let people = everybody(&app).await;
    let mut wrong = Vec::new();
    // Signing out comes last: it ends the sessions that the others need.
    let (last, others): (Vec<_>, Vec<_>) = ACTIONS.into_iter().partition(|(name, _)| *name == "sign-out");
    for (name, expected) in others.into_iter().chain(last) {
        let path = format!("/do/{name}");
        for ((who, person), expected) in EVERYBODY.iter().zip(&people).zip(expected) {
            // A copy of the browser: what one action does to cookies is not the next one's.
            let answer = person.clone().post(&path, &[]).await;
            let found = met_by_action(&answer, &path);
            if found != expected {
                wrong.push(format!(
                    "{who} at {path}: {found:?} ({}), not {expected:?}",
                    answer.status
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

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
