//! Who agreed, who took it back, and whom that concerns.

use domain::{
    contact::Wish,
    message::{gate::Gate, id::MessageId},
    phone::BadPhone,
    time::MINUTE,
};
use rstest::rstest;
use service::{
    FieldError, Problem,
    consent::{
        self, import, record,
        standing::{Purpose, Standing},
    },
    contacts::merge,
    messages::send::SendInput,
};
use store::{Engine, contacts, short_ids};

use crate::{JUAN, World, order, text, world};

impl World {
    pub(crate) async fn wish(&self, contact: i64, wish: Wish) {
        let now = self.t.clock.clock().now();
        let mut tx = self.t.db.db.write().await.unwrap();
        consent::note_wish(&self.t, &mut tx, contact, wish, now, "x")
            .await
            .unwrap();
        tx.commit().await.unwrap();
        self.pass(MINUTE);
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn who_wants_no_advertising_still_gets_what_they_ordered(#[case] engine: Engine) {
    let w = world(engine).await;
    let (_, contact) = w.customer_writes(JUAN, "Hola").await;
    w.wish(contact, Wish::StopAdvertising).await;
    w.send(&order(&w.tenant, JUAN)).await.unwrap();
    let mut tx = w.t.db.db.read().await.unwrap();
    let said = store::consents::about(&mut tx, contact).await.unwrap();
    let standing = Standing::of(&said, Purpose::Marketing);
    assert!(
        matches!(standing, Standing::Stopped { platform: false, .. }),
        "{standing:?}"
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn stop_is_for_one_bakery_and_stop_all_for_every_one(#[case] engine: Engine) {
    let w = world(engine).await;
    let other = w.bakery("Goiko", 1).await;
    let (_, contact) = w.customer_writes(JUAN, "Hola").await;
    w.wish(contact, Wish::Stop).await;
    // A statement of the bakery does not undo what the customer said.
    assert_eq!(
        w.refusal(&order(&w.tenant, JUAN)).await.code(),
        Gate::OptOut.key()
    );
    w.send(&order(&other, JUAN)).await.unwrap();
    w.wish(contact, Wish::StopAll).await;
    assert_eq!(w.refusal(&order(&other, JUAN)).await.code(), Gate::OptOut.key());
    // A bakery that has never written to them is one of every one, too.
    let third = w.bakery("Nueva", 2).await;
    assert_eq!(w.refusal(&order(&third, JUAN)).await.code(), Gate::OptOut.key());
    // Starting again with one bakery starts again with that one alone.
    w.wish(contact, Wish::Start).await;
    w.send(&SendInput {
        authorized: None,
        ..order(&w.tenant, JUAN)
    })
    .await
    .unwrap();
    assert_eq!(w.refusal(&order(&other, JUAN)).await.code(), Gate::OptOut.key());
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn stop_all_counts_whichever_of_the_merged_records_it_was_said_to(#[case] engine: Engine) {
    let w = world(engine).await;
    let other = w.bakery("Goiko", 1).await;
    let (_, by_phone) = w.customer_writes(JUAN, "Hola").await;
    let now = w.t.clock.clock().now();
    let mut tx = w.t.db.db.write().await.unwrap();
    let tenant = short_ids::ensure(&mut tx, short_ids::ShortKind::Tenant, w.tenant.as_str())
        .await
        .unwrap();
    let who = contacts::Identity {
        tenant,
        user_id: Some("ES.1001".into()),
        ..contacts::Identity::default()
    };
    let by_name = contacts::ensure(&mut tx, w.t.random.message_id(now), &who, now)
        .await
        .unwrap()
        .id;
    tx.commit().await.unwrap();
    merge::merge(&w, &w.admin, MessageId(by_name), MessageId(by_phone))
        .await
        .unwrap();
    w.send(&order(&other, JUAN)).await.unwrap();
    // What they say now is noted with the record that is kept, which has no phone.
    w.wish(by_name, Wish::StopAll).await;
    assert_eq!(w.refusal(&order(&other, JUAN)).await.code(), Gate::OptOut.key());
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn who_writes_again_after_a_goodbye_gets_an_answer_and_no_template(#[case] engine: Engine) {
    let w = world(engine).await;
    let (_, contact) = w.customer_writes(JUAN, "STOP").await;
    w.wish(contact, Wish::Stop).await;
    assert_eq!(
        w.refusal(&text(&w.tenant, JUAN, "Vale")).await.code(),
        Gate::OptOut.key()
    );
    w.customer_writes(JUAN, "¿A qué hora abrís?").await;
    w.send(&text(&w.tenant, JUAN, "A las siete.")).await.unwrap();
    assert_eq!(
        w.refusal(&order(&w.tenant, JUAN)).await.code(),
        Gate::OptOut.key()
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_program_that_says_the_same_with_every_message_says_it_once(#[case] engine: Engine) {
    let w = world(engine).await;
    let said = async || w.count("SELECT CAST(COUNT(*) AS BIGINT) FROM consents").await;
    for _ in 0..3 {
        w.send(&order(&w.tenant, JUAN)).await.unwrap();
        w.pass(MINUTE);
    }
    assert_eq!(said().await, 1);
    // Other words are another proof, also when they were said before that.
    for (wording, rows) in [("Ficha de cliente", 2), ("Sí, avisadme por WhatsApp", 3)] {
        let input = SendInput {
            authorized: Some(wording.into()),
            ..order(&w.tenant, JUAN)
        };
        w.send(&input).await.unwrap();
        w.pass(MINUTE);
        assert_eq!(said().await, rows, "{wording}");
    }
    // So is the same for another purpose.
    w.sql("UPDATE templates SET category = 'MARKETING' WHERE name = 'po_notification'")
        .await;
    for _ in 0..2 {
        w.send(&order(&w.tenant, JUAN)).await.unwrap();
        w.pass(MINUTE);
    }
    assert_eq!(said().await, 4);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn no_advertising_is_not_no_orders(#[case] engine: Engine) {
    let w = world(engine).await;
    w.customer_writes(JUAN, "Hola").await;
    let now = w.t.clock.clock().now();
    let mut tx = w.t.db.db.write().await.unwrap();
    let digits = JUAN.trim_start_matches('+');
    consent::note_preference(&w.t, &mut tx, None, (Some(digits), None), Wish::Stop, now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    w.send(&order(&w.tenant, JUAN)).await.unwrap();
    w.sql("UPDATE templates SET category = 'MARKETING' WHERE name = 'po_notification'")
        .await;
    assert_eq!(
        w.refusal(&order(&w.tenant, JUAN)).await.code(),
        Gate::OptOut.key()
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_file_of_statements_is_read_whole_or_not_at_all_and_twice_adds_nothing(#[case] engine: Engine) {
    let w = world(engine).await;
    let read = async |csv: &str, trial| import::import(&w, &w.admin, &w.tenant, csv, trial).await.unwrap();
    let bad = "phone,wording\n+34 622 334 455,Ficha firmada\npan,Ficha\n+34600000001,\n";
    let found = read(bad, false).await;
    assert_eq!(
        (found.added, found.wrong.len(), found.wrong[0].0, found.wrong[1].0),
        (0, 2, 3, 4)
    );
    assert_eq!(
        found.wrong[1].1,
        FieldError {
            field: "wording",
            problem: Problem::Required
        }
    );
    let national = read("phone,wording\n622 334 455,Ficha firmada\n", false).await;
    assert_eq!(
        (national.added, &national.wrong[0].1.problem),
        (0, &Problem::NotAPhone(BadPhone::NoCountryCode))
    );
    let spanish = "Teléfono;Palabras;Para;Permiso\n+34600000003;Ficha firmada;ofertas;sí\n";
    assert_eq!(read(spanish, true).await.added, 1);
    let good = "\u{feff}phone,name,category,given,date,wording\n\
                +34 622 334 455,Juan,all,yes,2026-11-01T10:00:00Z,Ficha firmada\n\
                +34600000001,Ana,marketing,no,2026-11-02T10:00:00Z,Por correo\n";
    assert_eq!(read(good, true).await.added, 2);
    assert_eq!(w.count("SELECT CAST(COUNT(*) AS BIGINT) FROM consents").await, 0);
    assert_eq!(read(good, false).await.added, 2);
    assert_eq!(
        (
            read(good, false).await.known,
            w.count("SELECT CAST(COUNT(*) AS BIGINT) FROM consents").await
        ),
        (2, 2)
    );
    w.send(&SendInput {
        authorized: None,
        ..order(&w.tenant, JUAN)
    })
    .await
    .unwrap();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_a_person_records_has_a_proof_and_counts(#[case] engine: Engine) {
    let w = world(engine).await;
    let (_, contact) = w.customer_writes(JUAN, "Hola").await;
    let new = |given, wording: &str| record::NewStatement {
        tenant: w.tenant.clone(),
        contact,
        purpose: Some(Purpose::Marketing),
        given,
        at: None,
        wording: wording.into(),
    };
    assert!(record::record(&w, &w.admin, &new(true, " ")).await.is_err());
    record::record(&w, &w.admin, &new(true, "En la tienda, de palabra"))
        .await
        .unwrap();
    w.pass(MINUTE);
    record::record(&w, &w.admin, &new(false, "Por teléfono"))
        .await
        .unwrap();
    let (said, orders, adverts) = record::list(&w, &w.admin, &w.tenant, contact).await.unwrap();
    assert_eq!(
        said.iter().map(|s| (s.given, s.by.as_str())).collect::<Vec<_>>(),
        [(false, "Marta"), (true, "Marta")]
    );
    assert_eq!(orders, Standing::Silent);
    assert!(matches!(adverts, Standing::Stopped { wording, .. } if wording == "Por teléfono"));
}
