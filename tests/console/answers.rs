//! Answering customers, deciding about messages, and looking after customers,
//! through the pages' own forms.

use rstest::rstest;
use serde_json::{Value, json};
use service::{
    Call,
    consent::record,
    contacts::{detail, list},
    messages::{list as log, outbox::Outbox},
    tenants::own,
};
use store::{Engine, on};

use crate::{
    support::{Client, TestApp},
    webhook_events::{changes, deliver, reported, written},
};

/// The newest message, as programs see it.
async fn newest(app: &TestApp) -> Value {
    let mut page = app.platform().get("/api/v1/whatsapp/messages").await.value();
    page["data"][0].take()
}

/// The only customer.
async fn customer(app: &TestApp) -> list::ContactRow {
    let found = list::list(&app.svc, &Call::system("test"), &list::ContactQuery::default())
        .await
        .unwrap();
    assert_eq!(found.rows.len(), 1);
    found.rows.into_iter().next().unwrap()
}

async fn answer(client: &mut Client, contact: &str, body: &str, ask: &str, back: &str) -> (u16, String) {
    let fields = [("contact", contact), ("body", body), ("ask", ask), ("back", back)];
    let answer = client.post("/do/reply", &fields).await;
    (answer.status, answer.location().to_owned())
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_owner_answers_inside_the_window_and_support_cannot(#[case] engine: Engine) {
    let app = TestApp::sending(engine).await;
    deliver(&app, &[changes(&[written(&app, "wamid.1", "¿Hay roscón?")])]).await;
    let id = customer(&app).await.id.to_string();
    let page = format!("/app/settings/whatsapp/conversations/{id}");
    let (mut owner, mut other, mut support) =
        (app.owner().await, app.other_owner().await, app.support().await);
    let open = owner.get(&page).await;
    assert!(open.body.contains("/do/reply\""), "{}", open.body);
    // What holds the text is there for the moment when the 24 hours end, and plays no part before.
    let (before, after) = open.body.split_once("composer__ask").unwrap();
    let attributes = [before.rsplit('<').next(), after.split('>').next()]
        .map(Option::unwrap)
        .concat();
    assert!(
        attributes.contains("hidden") && attributes.contains("disabled"),
        "{attributes}"
    );
    let list = owner
        .get("/app/settings/whatsapp/conversations?show=waiting")
        .await;
    assert!(
        list.body.contains(&page) && list.body.contains("¿Hay roscón?"),
        "{}",
        list.body
    );
    let others = other.get("/app/settings/whatsapp/conversations").await;
    assert!(others.status == 200 && !others.body.contains(&id));
    let seen = support.get(&format!("/app/support/conversations/{id}")).await;
    assert!(seen.status == 200 && !seen.body.contains("/do/reply\""));
    assert_eq!(answer(&mut support, &id, "Hola", "", "/app").await.0, 403);
    assert_eq!(answer(&mut other, &id, "Hola", "", "/app").await.0, 404);

    let empty = answer(&mut owner, &id, "  ", "", &page).await;
    assert_eq!(empty, (303, page.clone()));
    assert!(owner.get(&page).await.body.contains("data-error-summary"));
    assert_eq!(newest(&app).await["direction"], "in");

    assert_eq!(
        answer(&mut owner, &id, "Sí, hasta las 20:30.", "", &page).await,
        (303, page)
    );
    let sent = newest(&app).await;
    assert_eq!(
        (&sent["direction"], &sent["status"], &sent["preview"]),
        (&"out".into(), &"queued".into(), &"Sí, hasta las 20:30.".into())
    );
    assert_eq!(Outbox::new(&app.svc).turn().await.unwrap(), 1);
    assert_eq!(newest(&app).await["status"], "accepted");
    let list = owner
        .get("/app/settings/whatsapp/conversations?show=waiting")
        .await;
    assert!(!list.body.contains(&id), "who was answered does not wait");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_needs_no_answer_leaves_the_list_of_those_who_wait(#[case] engine: Engine) {
    let app = TestApp::sending(engine).await;
    deliver(&app, &[changes(&[written(&app, "wamid.1", "Gracias")])]).await;
    let id = customer(&app).await.id.to_string();
    let list = "/app/admin/whatsapp/conversations?show=waiting";
    let (mut admin, mut support) = (app.admin().await, app.support().await);
    assert!(admin.get(list).await.body.contains(&id));
    let newest = newest(&app).await["id"].as_str().unwrap().to_owned();
    let before = (newest.parse::<i64>().unwrap() - 1).to_string();
    let seen_less = [
        ("contact", id.as_str()),
        ("upto", before.as_str()),
        ("back", list),
    ];
    let fields = [
        ("contact", id.as_str()),
        ("upto", newest.as_str()),
        ("back", list),
    ];
    assert_eq!(support.post("/do/settle-conversation", &fields).await.status, 403);
    assert!(
        admin.get(list).await.body.contains(&id),
        "support does not decide that"
    );
    assert_eq!(
        admin.post("/do/settle-conversation", &seen_less).await.status,
        303
    );
    assert!(
        admin.get(list).await.body.contains(&id),
        "what came since is not settled unread"
    );
    assert_eq!(admin.post("/do/settle-conversation", &fields).await.status, 303);
    assert!(!admin.get(list).await.body.contains(&id));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn outside_the_window_the_text_is_held_and_can_be_withdrawn(#[case] engine: Engine) {
    let app = TestApp::sending(engine).await;
    deliver(
        &app,
        &[changes(&[written(&app, "wamid.1", "Apunta dos roscones")])],
    )
    .await;
    let contact = customer(&app).await.id;
    record::record(
        &app.svc,
        &Call::system("test"),
        &record::NewStatement {
            tenant: app.bakery.clone(),
            contact: contact.0,
            purpose: None,
            given: true,
            at: None,
            wording: "at the till".to_owned(),
        },
    )
    .await
    .unwrap();
    app.svc.clock.advance(25 * domain::time::HOUR);
    let (id, page) = (
        contact.to_string(),
        format!("/app/admin/whatsapp/conversations/{contact}"),
    );
    let mut admin = app.admin().await.with("accept-language", "es");
    let closed = admin.get(&page).await;
    assert!(closed.body.contains("name=\"ask\"") && closed.body.contains("nudge_reply:es"));
    // The question in the language of who asks is the one that leaves unless they choose.
    let place = |choice: &str| closed.body.find(&format!("value=\"{choice}\""));
    assert!(place("nudge_reply:es") < place("nudge_reply:en"));
    // Without a template that asks, free text is refused and comes back.
    answer(&mut admin, &id, "¿Los querías para hoy?", "", &page).await;
    assert!(admin.get(&page).await.body.contains("¿Los querías para hoy?"));
    answer(&mut admin, &id, "¿Los querías para hoy?", "nudge_reply:es", &page).await;
    let query = log::MessageQuery {
        state: Some(domain::message::delivery::State::Held),
        range: log::Range::All,
        ..log::MessageQuery::default()
    };
    let system = Call::system("test");
    let held = log::list(&app.svc, &system, &query).await.unwrap().rows.remove(0);
    let message = held.id.to_string();
    let log_page = format!("/app/admin/whatsapp/messages?day=all&sel={message}");
    assert!(admin.get(&log_page).await.body.contains("value=\"withdraw\""));
    let fields = [
        ("message", message.as_str()),
        ("decision", "withdraw"),
        ("back", &log_page),
    ];
    assert_eq!(
        admin.post("/do/decide-message", &fields).await.location(),
        log_page
    );
    assert_eq!(log::list(&app.svc, &system, &query).await.unwrap().rows.len(), 0);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_answer_that_was_typed_is_not_lost_when_there_is_no_form_any_more(#[case] engine: Engine) {
    let app = TestApp::sending(engine).await;
    let system = Call::system("test");
    deliver(&app, &[changes(&[written(&app, "wamid.1", "¿Hay roscón?")])]).await;
    let contact = customer(&app).await.id;
    let (id, page) = (
        contact.to_string(),
        format!("/app/settings/whatsapp/conversations/{contact}"),
    );
    let typed = "Sí, guardado a tu nombre.";
    // Where it can be copied, but not sent.
    let kept = |body: &str| {
        assert!(!body.contains("/do/reply\""), "{body}");
        let field = body.split_once("id=\"reply-body\"").map(|(_, rest)| rest);
        let parts = field.and_then(|rest| rest.split_once("</textarea>")?.0.split_once('>'));
        parts.is_some_and(|(tag, text)| tag.contains("readonly") && text.contains(typed))
    };

    // The bakery switches off while somebody writes.
    let mut owner = app.owner().await;
    own::set_enabled(&app.svc, &system, &app.bakery, false)
        .await
        .unwrap();
    assert!(!kept(&owner.get(&page).await.body));
    assert_eq!(
        answer(&mut owner, &id, typed, "", &page).await,
        (303, page.clone())
    );
    let shown = owner.get(&page).await.body;
    assert!(kept(&shown), "{shown}");

    // The 24 hours end, and no template asks the customer to write.
    own::set_enabled(&app.svc, &system, &app.bakery, true)
        .await
        .unwrap();
    let agreed = record::NewStatement {
        tenant: app.bakery.clone(),
        contact: contact.0,
        purpose: None,
        given: true,
        at: None,
        wording: "at the till".to_owned(),
    };
    record::record(&app.svc, &system, &agreed).await.unwrap();
    app.svc.clock.advance(25 * domain::time::HOUR);
    let mut tx = app.svc.svc.db.write().await.unwrap();
    on!(&mut tx, |c| sqlx::query("UPDATE templates SET status = 'PAUSED'")
        .execute(c)
        .await
        .map(|_| ()))
    .unwrap();
    tx.commit().await.unwrap();
    let mut owner = app.owner().await;
    assert_eq!(
        answer(&mut owner, &id, typed, "", &page).await,
        (303, page.clone())
    );
    let shown = owner.get(&page).await.body;
    assert!(kept(&shown), "{shown}");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn owners_read_of_a_failure_without_metas_words_and_admins_with_them(#[case] engine: Engine) {
    const PLAIN: [&str; 2] = [
        "WhatsApp could not read this message.",
        "WhatsApp no ha entendido este mensaje.",
    ];
    const METAS: [&str; 2] = [
        "Meta could not read the request.",
        "Meta no ha entendido la petición.",
    ];
    let app = TestApp::sending(engine).await;
    deliver(&app, &[changes(&[written(&app, "wamid.1", "¿Hay roscón?")])]).await;
    let contact = customer(&app).await.id.to_string();
    let mut owner = app.owner().await;
    answer(&mut owner, &contact, "Sí", "", "/app").await;
    assert_eq!(Outbox::new(&app.svc).turn().await.unwrap(), 1);
    let sent = newest(&app).await;
    let (field, mut report) = reported(&app, sent["wamid"].as_str().unwrap(), "failed");
    report["statuses"][0]["errors"] = json!([{"code": 100, "title": "Invalid parameter"}]);
    deliver(&app, &[changes(&[(field, report)])]).await;
    let id = sent["id"].as_str().unwrap();

    let mut admin = app.admin().await;
    let says = |body: &str, words: [&str; 2]| words.iter().any(|words| body.contains(words));
    for page in [
        format!("messages?sel={id}"),
        "messages".to_owned(),
        format!("conversations/{contact}"),
    ] {
        let own = owner.get(&format!("/app/settings/whatsapp/{page}")).await.body;
        assert!(says(&own, PLAIN) && !says(&own, METAS), "{page}: {own}");
        let all = admin.get(&format!("/app/admin/whatsapp/{page}")).await.body;
        assert!(says(&all, METAS) && !says(&all, PLAIN), "{page}: {all}");
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn customers_are_found_by_name_and_what_they_agreed_to_is_recorded(#[case] engine: Engine) {
    let app = TestApp::sending(engine).await;
    deliver(&app, &[changes(&[written(&app, "wamid.1", "Hola")])]).await;
    let row = customer(&app).await;
    let mut owner = app.owner().await;
    let list_page = "/app/settings/whatsapp/contacts";
    for q in ["amaia", "RUÍZ", "455"] {
        let found = owner.get(&format!("{list_page}?q={q}")).await;
        assert!(found.body.contains("Amaia Ruiz"), "{q}: {}", found.body);
    }
    assert!(
        !owner
            .get(&format!("{list_page}?q=leire"))
            .await
            .body
            .contains("Amaia Ruiz")
    );
    let other = app.other_owner().await.get(list_page).await;
    assert!(other.status == 200 && !other.body.contains("Amaia"));
    let hers = format!("/app/settings/whatsapp/contacts/{}?bakery={}", row.id, app.other);
    assert_eq!(app.other_owner().await.get(&hers).await.status, 404);

    let page = format!("{list_page}/{}", row.id);
    let (tenant, contact) = (app.bakery.to_string(), row.id.to_string());
    let say = |wording: &'static str| {
        [
            ("tenant", tenant.clone()),
            ("contact", contact.clone()),
            ("given", "yes".to_owned()),
            ("purpose", "marketing".to_owned()),
            ("wording", wording.to_owned()),
            ("back", page.clone()),
        ]
    };
    for wording in ["", "«Sí, avisadme», en la tienda"] {
        let fields = say(wording);
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        assert_eq!(owner.post("/do/record-consent", &fields).await.location(), page);
    }
    let found = detail::get(&app.svc, &Call::system("test"), None, row.id)
        .await
        .unwrap();
    assert_eq!(found.statements.len(), 1);
    assert!(owner.get(&page).await.body.contains("en la tienda"));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_reveal_is_listed_with_its_reason(#[case] engine: Engine) {
    let app = TestApp::sending(engine).await;
    deliver(&app, &[changes(&[written(&app, "wamid.1", "Hola")])]).await;
    let id = customer(&app).await.id.to_string();
    let (mut support, mut admin) = (app.support().await, app.admin().await);
    let page = format!("/app/support/contacts/{id}");
    assert!(!support.get(&page).await.body.contains("622 334 455"));
    let fields = [
        ("contact", id.as_str()),
        ("reason", "me piden que llame"),
        ("back", &page),
    ];
    assert_eq!(support.post("/do/reveal-number", &fields).await.location(), page);
    assert!(support.get(&page).await.body.contains("622 334 455"));
    for reader in [&mut support, &mut admin] {
        let list = reader.get("/app/support/reveals").await;
        assert!(list.body.contains("me piden que llame"), "{}", list.body);
        assert!(!list.body.contains("622 334 455"));
    }
}
