//! What owners do for their bakery, with records that are there: who gets it
//! done, and who is refused while nothing changes. (`doors` sends empty forms
//! and so says only who is let in.)

use domain::{contact::match_key, message::id::MessageId, phone::E164, time::MINUTE};
use rstest::rstest;
use serde_json::{Value, json};
use service::{Call, contacts::merge, messages::send_test::send_test};
use store::{
    Engine,
    contacts::{self, Identity},
    on,
    short_ids::{self, ShortKind},
};

use crate::{
    support::{Client, TestApp},
    webhook_events::{changes, deliver},
};

/// What becomes of a deed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Met {
    /// It is done, and the next page says so.
    Done,
    /// The form comes back, or the next page says why it was not done.
    Back,
    /// Refused: not theirs to do.
    No,
    /// Told that there is no such thing.
    Gone,
}
use Met::{Done, Gone, No};

/// Everybody, in the order of the table's columns.
const EVERYBODY: [&str; 4] = ["the bakery's owner", "admin", "support", "another bakery's owner"];

/// For a bakery: by its owner and by admins. Support looks on; to strangers
/// the bakery does not exist.
const OWN: [Met; 4] = [Done, Done, No, Gone];

const DEEDS: [(&str, [Met; 4]); 10] = [
    ("switch-whatsapp", OWN),
    ("send-test", OWN),
    ("decide-message", OWN),
    ("reply", OWN),
    ("settle-conversation", OWN),
    ("record-consent", OWN),
    ("import-consents", OWN),
    ("merge-contacts", OWN),
    ("unmerge-contacts", OWN),
    ("switch-platform", [No, Done, No, No]),
];

/// A customer of the bakery.
const JUAN: &str = "+34622334455";
/// A template that anybody may be sent, and its language.
const ORDER: (&str, &str) = ("po_notification", "es");
/// Where every form returns to: a page that everybody has.
const BACK: &str = "/app/account";

/// The customer writes to the bakery. Answers their record and their message.
async fn writes(app: &TestApp, no: u32) -> (MessageId, MessageId) {
    let (wamid, now) = (format!("wamid.deed.{no}"), app.svc.svc.clock.now());
    let value: Value = json!({
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "34612345678", "phone_number_id": sandbox::FIRST_PHONE},
        "contacts": [{"profile": {"name": "Juan García"}, "wa_id": "34622334455"}],
        "messages": [{"from": "34622334455", "id": wamid, "timestamp": (now.0 / 1_000).to_string(),
                      "type": "text", "text": {"body": "¿Abrís el domingo?"}}],
    });
    deliver(app, &[changes(&[("messages", value)])]).await;
    let mut tx = app.svc.svc.db.read().await.unwrap();
    let (contact, message): (i64, i64) = on!(&mut tx, |c| {
        sqlx::query_as("SELECT contact, id FROM messages WHERE wamid = $1")
            .bind(&wamid)
            .fetch_one(c)
            .await
    })
    .unwrap();
    (MessageId(contact), MessageId(message))
}

/// Two records of customers of the bakery.
async fn two_records(app: &TestApp, no: u32) -> (MessageId, MessageId) {
    let now = app.svc.svc.clock.now();
    let mut tx = app.svc.svc.db.write().await.unwrap();
    let tenant = short_ids::ensure(&mut tx, ShortKind::Tenant, app.bakery.as_str())
        .await
        .unwrap();
    let mut made = Vec::new();
    for phone in [format!("+346{no:08}"), format!("+347{no:08}")] {
        let phone = E164::parse(&phone).unwrap();
        let who = Identity {
            tenant,
            match_key: Some(match_key(&phone)),
            phone: Some(phone.to_string()),
            ..Identity::default()
        };
        let id = app.svc.random.message_id(now);
        let contact = contacts::ensure(&mut tx, id, &who, now).await.unwrap();
        made.push(MessageId(contact.id));
    }
    tx.commit().await.unwrap();
    (made[0], made[1])
}

/// A form that is right in every field, with records of its own.
async fn form(app: &TestApp, deed: &str, no: u32) -> Vec<(&'static str, String)> {
    let system = Call::system("test");
    let text = |text: &str| text.to_owned();
    let tenant = ("tenant", app.bakery.to_string());
    let mut fields = match deed {
        "switch-whatsapp" => vec![tenant, ("on", text("1"))],
        "send-test" => {
            let template = format!("{}:{}", ORDER.0, ORDER.1);
            vec![tenant, ("phone", text(JUAN)), ("template", template)]
        }
        "decide-message" => {
            let sent = send_test(&app.svc, &system, &app.bakery, JUAN, ORDER)
                .await
                .unwrap();
            vec![("message", sent.id.to_string()), ("decision", text("withdraw"))]
        }
        "reply" => {
            let (contact, _) = writes(app, no).await;
            vec![
                ("contact", contact.to_string()),
                ("body", text("Sí, hasta las dos.")),
            ]
        }
        "settle-conversation" => {
            let (contact, message) = writes(app, no).await;
            vec![("contact", contact.to_string()), ("upto", message.to_string())]
        }
        "record-consent" => {
            let (contact, _) = writes(app, no).await;
            vec![
                tenant,
                ("contact", contact.to_string()),
                ("given", text("yes")),
                ("purpose", text("all")),
                ("wording", text("Sí, dicho en la tienda")),
            ]
        }
        "import-consents" => {
            let row = format!("+346{no:08},Amaia,\"Sí, en la tienda\",2026-11-01T09:00:00Z");
            vec![tenant, ("text", format!("phone,name,wording,date\n{row}\n"))]
        }
        "merge-contacts" => {
            let (kept, other) = two_records(app, no).await;
            vec![("kept", kept.to_string()), ("other", other.to_string())]
        }
        "unmerge-contacts" => {
            let (kept, other) = two_records(app, no).await;
            let merge = merge::merge(&app.svc, &system, kept, other).await.unwrap();
            vec![("merge", merge.to_string())]
        }
        "switch-platform" => vec![("to", text("on"))],
        other => panic!("{other} has no form"),
    };
    fields.push(("back", text(BACK)));
    fields
}

/// Sends the form as a browser does, and looks at the page after it.
async fn tries(person: &mut Client, deed: &str, fields: &[(&'static str, String)]) -> Met {
    let path = format!("/do/{deed}");
    let answer = if deed == "import-consents" {
        let mut body: Vec<String> = fields
            .iter()
            .map(|(name, value)| {
                format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
            })
            .collect();
        body.push("--b--\r\n".to_owned());
        let kind = Some("multipart/form-data; boundary=b");
        person.send("POST", &path, kind, body.concat().into()).await
    } else {
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        person.post(&path, &fields).await
    };
    match answer.status {
        403 => Met::No,
        404 => Met::Gone,
        303 => {
            // Only a message about what was done goes away by itself.
            let next = person.get(BACK).await;
            if next.body.contains("data-seconds=") {
                Met::Done
            } else {
                Met::Back
            }
        }
        other => panic!("{path} answered {other}: {}", answer.body),
    }
}

/// How many rows there are that a deed could have added.
async fn traces(app: &TestApp) -> i64 {
    let mut tx = app.svc.svc.db.read().await.unwrap();
    on!(&mut tx, |c| {
        sqlx::query_scalar(
            "SELECT CAST((SELECT COUNT(*) FROM audit) + (SELECT COUNT(*) FROM messages)
                  + (SELECT COUNT(*) FROM consents) + (SELECT COUNT(*) FROM contacts) AS BIGINT)",
        )
        .fetch_one(c)
        .await
    })
    .unwrap()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_bakerys_deeds_are_done_by_its_owner_and_admins_and_by_nobody_else(#[case] engine: Engine) {
    let app = TestApp::sending(engine).await;
    let mut people = [
        app.owner().await,
        app.admin().await,
        app.support().await,
        app.other_owner().await,
    ];
    let (mut wrong, mut no) = (Vec::new(), 0);
    for (deed, expected) in DEEDS {
        for ((who, person), expected) in EVERYBODY.iter().zip(&mut people).zip(expected) {
            // Ids of messages sort by time, and the clock stands still by itself.
            app.svc.clock.advance(MINUTE);
            no += 1;
            let fields = form(&app, deed, no).await;
            let before = traces(&app).await;
            let found = tries(person, deed, &fields).await;
            if found != expected {
                wrong.push(format!("{who}, {deed}: {found:?}, not {expected:?}"));
            }
            let refused = matches!(found, No | Gone);
            if refused && traces(&app).await != before {
                wrong.push(format!("{who}, {deed}: refused, but something was written"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
