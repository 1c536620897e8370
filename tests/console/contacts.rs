//! Customers with two records: kept apart, merged by a person, and taken apart
//! again; and phones that WhatsApp calls differently.

use domain::message::id::MessageId;
use rstest::rstest;
use serde_json::{Value, json};
use service::{
    Call,
    contacts::{detail, list},
    messages::{conversation, outbox::Outbox},
    webhooks::list as events,
};
use store::{Engine, webhooks::events::EventState};

use crate::{
    support::TestApp,
    webhook_events::{changes, deliver},
};

const USER: &str = "ES.13491208655302741918";

/// A text from somebody who shows their phone, their user id, or both.
fn text(app: &TestApp, wamid: &str, phone: Option<&str>, user: Option<&str>) -> Vec<u8> {
    let at = (app.svc.svc.clock.now().0 / 1_000).to_string();
    let mut message = json!({"id": wamid, "timestamp": at, "type": "text", "text": {"body": wamid}});
    let mut person = json!({"profile": {"name": "Amaia Ruiz"}});
    if let Some(phone) = phone {
        message["from"] = json!(phone);
        person["wa_id"] = json!(phone);
    }
    if let Some(user) = user {
        message["from_user_id"] = json!(user);
        person["user_id"] = json!(user);
    }
    let value: Value = json!({
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "34612345678", "phone_number_id": sandbox::FIRST_PHONE},
        "contacts": [person], "messages": [message],
    });
    changes(&[("messages", value)])
}

async fn customers(app: &TestApp) -> Vec<MessageId> {
    list::list(&app.svc, &Call::system("test"), &list::ContactQuery::default())
        .await
        .unwrap()
        .rows
        .into_iter()
        .map(|row| row.id)
        .collect()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn two_records_of_one_person_stay_two_until_somebody_merges_them(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    let system = Call::system("test");
    let phone = Some("34622334455");
    deliver(&app, &[text(&app, "wamid.phone", phone, None)]).await;
    deliver(&app, &[text(&app, "wamid.user", None, Some(USER))]).await;
    // Now they show both. Nothing may be lost over the question who that is.
    deliver(&app, &[text(&app, "wamid.both", phone, Some(USER))]).await;
    let state = events::state(&app.svc, &system).await.unwrap();
    assert_eq!(state.dead, 0);
    assert!(state.open.iter().all(|(state, _)| *state != EventState::Dead));
    let two = customers(&app).await;
    assert_eq!(two.len(), 2);
    let (by_user, by_phone) = (two[0], two[1]);

    let page = format!("/app/settings/whatsapp/contacts/{by_phone}");
    let (mut owner, mut other) = (app.owner().await, app.other_owner().await);
    assert!(owner.get(&page).await.body.contains("/do/merge-contacts"));
    let (kept, gone) = (by_phone.to_string(), by_user.to_string());
    let fields = [("kept", kept.as_str()), ("other", &gone), ("back", &page)];
    assert_eq!(other.post("/do/merge-contacts", &fields).await.status, 404);
    assert_eq!(owner.post("/do/merge-contacts", &fields).await.location(), page);
    assert_eq!(customers(&app).await, [by_phone]);
    let talk = conversation::get(&app.svc, &system, None, by_phone, None)
        .await
        .unwrap();
    assert_eq!(talk.bubbles.len(), 3);
    // The old address leads to the one that was kept, and what comes next goes there.
    let old = detail::get(&app.svc, &system, None, by_user).await.unwrap();
    assert_eq!(old.row.id, by_phone);
    deliver(&app, &[text(&app, "wamid.later", None, Some(USER))]).await;
    let talk = conversation::get(&app.svc, &system, None, by_phone, None)
        .await
        .unwrap();
    assert_eq!(talk.bubbles.len(), 4);

    let merge = old.merged[0].merge.to_string();
    let fields = [("merge", merge.as_str()), ("back", page.as_str())];
    assert_eq!(other.post("/do/unmerge-contacts", &fields).await.status, 404);
    assert_eq!(owner.post("/do/unmerge-contacts", &fields).await.location(), page);
    assert_eq!(customers(&app).await, two);
    // A second time there is nothing to undo, and nothing breaks.
    assert_eq!(owner.post("/do/unmerge-contacts", &fields).await.location(), page);
    assert_eq!(customers(&app).await, two);
    let log = app.admin().await.get("/app/admin/audit?kind=contact").await;
    assert!(log.body.contains(&merge), "{}", log.body);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_phone_that_whatsapp_calls_differently_is_noted_once(#[case] engine: Engine) {
    let app = TestApp::sending(engine).await;
    let system = Call::system("test");
    let order = json!({
        "tenant_id": app.bakery.to_string(), "recipient_phone": "+5541987654321", "message_type": "template",
        "user_authorized": true, "template": {"template_name": "nudge_reply", "language": "es"},
    });
    for _ in 0..2 {
        let sent = app.platform().json("POST", "/api/v1/whatsapp/send", &order).await;
        assert_eq!(sent.status, 202, "{}", sent.body);
        assert_eq!(Outbox::new(&app.svc).turn().await.unwrap(), 1);
        app.svc.clock.advance(domain::time::HOUR);
    }
    let found = customers(&app).await;
    let one = detail::get(&app.svc, &system, None, found[0]).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(one.events.len(), 1, "{:?}", one.events);
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let (dialled, answered) = (digits(&one.events[0].dialled), digits(&one.events[0].answered));
    assert_eq!(
        (dialled.as_str(), answered.as_str()),
        ("5541987654321", "554187654321")
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_file_of_permissions_is_checked_first_and_recorded_once(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    let mut owner = app.owner().await;
    let page = "/app/settings/whatsapp/contacts";
    let body = |csv: &str, trial: bool| {
        let part = |name: &str, value: &str| {
            format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let trial = if trial { part("trial", "1") } else { String::new() };
        format!(
            "{}{}{}{trial}--b--\r\n",
            part("tenant", app.bakery.as_str()),
            part("back", page),
            part("text", csv)
        )
    };
    let good = "phone,name,wording,date\n+34622334455,Amaia,\"Sí, en la tienda\",2026-11-01T09:00:00Z\n";
    let wrong = "phone,wording\n622,sí\n+34622334455,\n";
    // (file, trial, customers afterwards, what the page says)
    let steps = [
        (wrong, false, 0, "callout"),
        (good, true, 0, "+34622334455,Amaia"),
        (good, false, 1, "Amaia"),
        (good, false, 1, "Amaia"),
    ];
    for (csv, trial, there, said) in steps {
        let kind = Some("multipart/form-data; boundary=b");
        let answer = owner
            .send("POST", "/do/import-consents", kind, body(csv, trial).into())
            .await;
        assert_eq!((answer.status, answer.location()), (303, page), "{}", answer.body);
        let shown = owner.get(page).await;
        assert!(shown.body.contains(said), "{}", shown.body);
        assert_eq!(customers(&app).await.len(), there, "{csv}");
    }
    let one = detail::get(&app.svc, &Call::system("test"), None, customers(&app).await[0])
        .await
        .unwrap();
    assert_eq!(one.statements.len(), 1);
}
