//! Customers: how they are called, and whose they are.

use domain::time::HOUR;
use rstest::rstest;
use service::consent::standing::Standing;
use store::Engine;

use crate::world::{GOIKO, NUMBER, SAN_JUAN, World, inbound, orders};

/// A text from somebody who says how they are called; `at` in milliseconds.
fn named(wamid: &str, from: &str, at: i64, (name, username): (&str, &str)) -> String {
    let seconds = at / 1_000;
    format!(
        r#"{{"field":"messages","value":{{"messaging_product":"whatsapp",
            "metadata":{{"display_phone_number":"34612345678","phone_number_id":"{NUMBER}"}},
            "contacts":[{{"profile":{{"name":"{name}","username":"{username}"}},"wa_id":"{from}"}}],
            "messages":[{{"from":"{from}","id":"{wamid}","timestamp":"{seconds}","type":"text",
                "text":{{"body":"hola"}}}}]}}}}"#
    )
}

/// A customer chooses in WhatsApp; `at` in milliseconds.
fn choice(from: &str, at: i64, value: &str) -> String {
    let seconds = at / 1_000;
    format!(
        r#"{{"field":"user_preferences","value":{{"messaging_product":"whatsapp",
            "metadata":{{"display_phone_number":"34612345678","phone_number_id":"{NUMBER}"}},
            "contacts":[{{"wa_id":"{from}"}}],
            "user_preferences":[{{"wa_id":"{from}","category":"marketing_messages","value":"{value}",
                "timestamp":{seconds}}}]}}}}"#
    )
}

fn stopped(standing: Option<Standing>) -> bool {
    matches!(standing, Some(Standing::Stopped { source, .. }) if source == "user_preferences")
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_customer_is_called_what_they_said_last_in_whatever_order_it_comes(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let then = world.now().0 - 6 * HOUR;
    for (n, order) in orders(3).into_iter().enumerate() {
        // One phone in two forms, as WhatsApp names it.
        let (long, short) = (format!("551198765432{n}"), format!("55118765432{n}"));
        let last = format!("wamid.{n}.last");
        let told = [
            named(&format!("wamid.{n}.first"), &long, then, ("Ana", "ana.1")),
            named(
                &format!("wamid.{n}.then"),
                &short,
                then + 2 * HOUR,
                ("Ane", "ane.2"),
            ),
            named(&last, &long, then + 4 * HOUR, ("Ana", "ana.3")),
        ];
        if n % 2 == 0 {
            for at in order {
                world.deliver(std::slice::from_ref(&told[at])).await;
            }
        } else {
            let together: Vec<String> = order.into_iter().map(|at| told[at].clone()).collect();
            world.deliver(&together).await;
        }
        assert_eq!(
            world.called(&last).await,
            ("Ana".to_owned(), Some("ana.3".to_owned()), Some(long)),
            "{n}"
        );
    }
    assert_eq!(world.contacts().await, 6);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_repetition_brings_no_old_name_back_and_makes_nobody(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let then = world.now().0 - HOUR;
    let old = named("wamid.OLD", "34600000118", then, ("Ana", "ana"));
    let new = named("wamid.NEW", "34600000118", then + 60_000, ("Ane", "ane"));
    world.deliver(std::slice::from_ref(&old)).await;
    world.deliver(&[new]).await;
    world.deliver(std::slice::from_ref(&old)).await;
    let (name, username, _) = world.called("wamid.NEW").await;
    assert_eq!((name.as_str(), username.as_deref()), ("Ane", Some("ane")));
    // The record is taken away; what was understood once is not understood again.
    world.sql("DELETE FROM contacts").await;
    world.deliver(&[old]).await;
    assert_eq!(world.contacts().await, 0);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_late_message_to_a_shared_number_goes_to_who_had_written_then(#[case] engine: Engine) {
    const CUSTOMER: &str = "34600000118";
    let world = World::new(engine).await;
    // Nobody has the number any more; whoever writes from it shares it.
    world.release_number().await;
    world.pass(40 * 24 * HOUR);
    world.writes(SAN_JUAN, CUSTOMER).await;
    world.pass(HOUR);
    let then = world.now().0;
    world.pass(HOUR);
    world.writes(GOIKO, CUSTOMER).await;
    // At once, in the same second, and what was written before that.
    let now = world.now().0;
    world
        .deliver(&[
            inbound("wamid.NOW", NUMBER, CUSTOMER, now, "Sí"),
            inbound("wamid.THEN", NUMBER, CUSTOMER, then, "¿Seguís abiertos?"),
            inbound("wamid.LONG_AGO", NUMBER, CUSTOMER, then - 2 * HOUR, "¿Hola?"),
        ])
        .await;
    assert_eq!(world.tenant_of("wamid.NOW").await.as_deref(), Some(GOIKO));
    assert_eq!(world.tenant_of("wamid.THEN").await.as_deref(), Some(SAN_JUAN));
    assert_eq!(world.tenant_of("wamid.LONG_AGO").await, None);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_reply_to_a_number_that_is_shared_while_it_rests_goes_to_who_had_written(#[case] engine: Engine) {
    let (theirs, others) = ("34600000118", "34600000119");
    let world = World::new(engine).await;
    world.writes(GOIKO, others).await;
    world.pass(HOUR);
    // It was San Juan's until now, and others may write from it at once.
    world.release_number().await;
    world.pass(HOUR);
    world.writes(GOIKO, theirs).await;
    world.pass(HOUR);
    let now = world.now().0;
    world
        .deliver(&[
            inbound("wamid.ANSWER", NUMBER, theirs, now, "Sí"),
            inbound("wamid.LATE", NUMBER, others, now, "Gracias"),
        ])
        .await;
    assert_eq!(world.tenant_of("wamid.ANSWER").await.as_deref(), Some(GOIKO));
    // What was written before the release does not make it anybody else's.
    assert_eq!(world.tenant_of("wamid.LATE").await.as_deref(), Some(SAN_JUAN));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn who_wants_no_advertising_is_believed_before_we_know_them(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let now = world.now().0;
    for (phone, known_first) in [("34600000118", true), ("34600000119", false)] {
        let wamid = format!("wamid.{phone}");
        let wrote = inbound(&wamid, NUMBER, phone, now, "hola");
        let stop = choice(phone, now, "stop");
        if known_first {
            world.deliver(&[wrote]).await;
            world.deliver(&[stop]).await;
        } else {
            world.deliver(&[stop]).await;
            world.deliver(&[wrote]).await;
        }
        world.writes(GOIKO, phone).await;
        assert!(
            stopped(world.adverts(SAN_JUAN, phone).await),
            "known first: {known_first}"
        );
        // The number is the other bakery's; this one was not meant.
        assert_eq!(world.adverts(GOIKO, phone).await, Some(Standing::Silent));
    }
    // And they may change their mind.
    world.pass(HOUR);
    world
        .deliver(&[choice("34600000119", world.now().0, "resume")])
        .await;
    assert!(matches!(
        world.adverts(SAN_JUAN, "34600000119").await,
        Some(Standing::Agreed { .. })
    ));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_chosen_of_a_shared_number_counts_for_all_of_the_platform(#[case] engine: Engine) {
    let world = World::new(engine).await;
    world.release_number().await;
    world.pass(40 * 24 * HOUR);
    for (phone, known_first) in [("34600000118", true), ("34600000119", false)] {
        let stop = choice(phone, world.now().0, "stop");
        if known_first {
            world.writes(GOIKO, phone).await;
            world.deliver(&[stop]).await;
            world.writes(SAN_JUAN, phone).await;
        } else {
            world.deliver(&[stop]).await;
            world.writes(GOIKO, phone).await;
            world.writes(SAN_JUAN, phone).await;
        }
        for bakery in [GOIKO, SAN_JUAN] {
            assert!(
                stopped(world.adverts(bakery, phone).await),
                "{bakery}, known first: {known_first}"
            );
        }
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_choice_that_comes_twice_at_once_is_kept_once(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let stop = choice("34600000118", world.now().0, "stop");
    world.deliver(&[stop.clone(), stop.clone()]).await;
    world.deliver(&[stop]).await;
    assert_eq!(world.consents().await, 1);
}
