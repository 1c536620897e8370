//! Reports of messages, on their way to a console.

use domain::time::{DAY, SECOND};
use reqwest::Method;
use rstest::rstest;
use sandbox::{Behaviour, Customer};
use serde_json::{Value, json};

use crate::support::{World, po_notification};

fn text(body: &str) -> Value {
    json!({"type": "text", "text": {"body": body}})
}

#[tokio::test]
async fn a_template_is_sent_delivered_and_read_with_its_price() {
    let world = World::new().await;
    let console = world.console().await;
    let mut content = po_notification();
    content["biz_opaque_callback_data"] = json!("7312");
    let (_, accepted) = world.message("+34612999001", content).await;
    world.running.sandbox.flush().await;
    let statuses = console.statuses();
    let words: Vec<&str> = statuses.iter().map(|(word, _)| word.as_str()).collect();
    assert_eq!(words, ["sent", "delivered", "read"]);
    for (word, report) in &statuses {
        assert_eq!(report["id"], accepted["messages"][0]["id"]);
        assert_eq!(report["recipient_id"], "34612999001");
        assert_eq!(report["biz_opaque_callback_data"], "7312");
        assert_eq!(report["timestamp"], "1795167720");
        let price =
            json!({"billable": true, "pricing_model": "PMP", "type": "regular", "category": "utility"});
        assert_eq!(
            report["pricing"],
            if word == "read" { Value::Null } else { price }
        );
    }
    let value = &console.values()[0];
    assert_eq!(value["metadata"]["phone_number_id"], "123456789012345");
    assert_eq!(value["metadata"]["display_phone_number"], "34612345678");
    assert!(console.bodies()[0]["entry"][0].get("time").is_none());
}

#[tokio::test]
async fn reports_come_when_they_are_due_and_not_before() {
    let world = World::new().await;
    let console = world.console().await;
    let callback_url = world.state().behaviour_mut().callback_url.clone();
    *world.state().behaviour_mut() = Behaviour {
        callback_url,
        sent_ms: 1_000,
        delivered_ms: 5_000,
        read_ms: 60_000,
        ..Behaviour::instant()
    };
    world.message("+34612999001", po_notification()).await;
    let come = async || -> usize {
        world.running.sandbox.deliver_due().await;
        console.statuses().len()
    };
    assert_eq!(come().await, 0);
    world.time.advance(SECOND);
    assert_eq!(come().await, 1);
    world.time.advance(4 * SECOND);
    assert_eq!(come().await, 2);
    world.running.sandbox.flush().await;
    let times: Vec<_> = console
        .statuses()
        .iter()
        .map(|(_, report)| report["timestamp"].clone())
        .collect();
    assert_eq!(times, ["1795167721", "1795167725", "1795167780"]);
}

#[rstest]
#[case::landline("+34945123456", 131_026)]
#[case::not_on_whatsapp("+34612999002", 131_026)]
#[case::fails_on_request("+34612999003", 131_049)]
#[tokio::test]
async fn what_cannot_arrive_is_accepted_and_then_fails(#[case] to: &str, #[case] code: i64) {
    let world = World::new().await;
    let console = world.console().await;
    world.state().add_customer(Customer {
        phone: Some("34612999002".into()),
        on_whatsapp: false,
        ..Customer::default()
    });
    world.state().add_customer(Customer {
        phone: Some("34612999003".into()),
        fails_with: Some(131_049),
        ..Customer::default()
    });
    assert_eq!(world.message(to, po_notification()).await.0, 200);
    world.running.sandbox.flush().await;
    let statuses = console.statuses();
    assert_eq!(statuses.len(), 1);
    assert_eq!(statuses[0].0, "failed");
    assert_eq!(statuses[0].1["errors"][0]["code"], code);
    assert!(statuses[0].1["errors"][0]["error_data"]["details"].is_string());
    assert!(statuses[0].1.get("pricing").is_none());
}

#[tokio::test]
async fn free_text_needs_a_customer_who_wrote_within_a_day() {
    let world = World::new().await;
    let console = world.console().await;
    let to = "+34612999001";
    let last = async || {
        world.running.sandbox.flush().await;
        let statuses = console.statuses();
        let (word, report) = statuses.last().unwrap();
        (word.clone(), report["errors"][0]["code"].clone())
    };
    assert_eq!(world.message(to, text("Hola")).await.0, 200);
    assert_eq!(last().await, ("failed".to_owned(), json!(131_047)));
    let wrote = json!({"number": "123456789012345", "from": "34612999001", "text": "¿Abrís?"});
    world
        .call(Method::POST, "/_sandbox/customers/write", Some(wrote))
        .await;
    world.message(to, text("Sí")).await;
    assert_eq!(last().await.0, "read");
    let price = console
        .statuses()
        .iter()
        .rev()
        .find_map(|(_, r)| r.get("pricing").cloned());
    assert_eq!(price.unwrap()["category"], "service");
    world.time.advance(DAY);
    world.message(to, text("¿Sigues ahí?")).await;
    assert_eq!(last().await.1, 131_047);
}

#[tokio::test]
async fn without_a_payment_method_templates_fail() {
    let world = World::new().await;
    let console = world.console().await;
    world.state().waba_mut(sandbox::WABA).unwrap().payment_method = false;
    world.message("+34612999001", po_notification()).await;
    world.running.sandbox.flush().await;
    assert_eq!(console.statuses()[0].1["errors"][0]["code"], 131_042);
}

#[tokio::test]
async fn a_callback_that_is_not_answered_with_200_comes_again_and_is_given_up_at_last() {
    let world = World::new().await;
    let console = world.console().await;
    world.state().behaviour_mut().attempts = 3;
    console.refuse(2);
    world.state().announce(
        sandbox::WABA,
        "account_review_update",
        json!({"decision": "APPROVED"}),
    );
    world.running.sandbox.flush().await;
    assert_eq!(console.values(), [json!({"decision": "APPROVED"})]);
    let deliveries = world.state().deliveries();
    let tries: Vec<_> = deliveries.iter().map(|d| (d.attempt, d.status)).collect();
    assert_eq!(tries, [(1, 503), (2, 503), (3, 200)]);

    console.refuse(3);
    world.state().announce(
        sandbox::WABA,
        "account_review_update",
        json!({"decision": "REJECTED"}),
    );
    world.running.sandbox.flush().await;
    assert_eq!(console.values().len(), 1);
    assert_eq!(world.state().tally().given_up, 1);
}

#[tokio::test]
async fn a_console_that_never_answers_does_not_stop_the_graph_side() {
    let world = World::new().await;
    // Connections are opened and never looked at.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/hook", silent.local_addr().unwrap());
    world.state().behaviour_mut().callback_url = Some(url);
    for _ in 0..5 {
        assert_eq!(world.message("+34612999001", po_notification()).await.0, 200);
    }
    assert_eq!(world.state().tally().delivered, 0);
}

#[tokio::test]
async fn many_reports_share_one_body() {
    let world = World::new().await;
    // Nobody listens yet, so that everything is planned before the first post.
    world.state().behaviour_mut().sent_ms = 60_000;
    world.state().behaviour_mut().delivered_ms = 60_000;
    world.state().behaviour_mut().read_ms = 60_000;
    for i in 0..10 {
        world.message(&format!("+3461299900{i}"), po_notification()).await;
    }
    let console = world.console().await;
    world.state().behaviour_mut().batch = 25;
    world.running.sandbox.flush().await;
    let sizes: Vec<usize> = console
        .bodies()
        .iter()
        .map(|body| body["entry"][0]["changes"].as_array().unwrap().len())
        .collect();
    assert_eq!(sizes, [25, 5]);
}

#[tokio::test]
async fn reports_can_come_twice_in_any_order_or_never() {
    let world = World::new().await;
    let console = world.console().await;
    let spoil = |change: &dyn Fn(&mut Behaviour)| {
        let mut state = world.state();
        let url = state.behaviour_mut().callback_url.clone();
        let mut behaviour = Behaviour {
            callback_url: url,
            sent_ms: 60_000,
            delivered_ms: 60_000,
            read_ms: 60_000,
            ..Behaviour::instant()
        };
        change(&mut behaviour);
        *state.behaviour_mut() = behaviour;
    };
    spoil(&|b| b.duplicate_percent = 100);
    world.message("+34612999001", po_notification()).await;
    world.running.sandbox.flush().await;
    assert_eq!(console.statuses().len(), 6);

    spoil(&|b| b.reorder = true);
    for _ in 0..4 {
        world.message("+34612999001", po_notification()).await;
    }
    world.running.sandbox.flush().await;
    let words: Vec<String> = console
        .statuses()
        .into_iter()
        .skip(6)
        .map(|(word, _)| word)
        .collect();
    let usual = ["sent", "delivered", "read"].repeat(4);
    assert_ne!(words, usual);
    let sorted = |mut words: Vec<String>| {
        words.sort();
        words
    };
    assert_eq!(
        sorted(words),
        sorted(usual.into_iter().map(str::to_owned).collect())
    );

    spoil(&|b| b.lose_percent = 100);
    world.message("+34612999001", po_notification()).await;
    world.running.sandbox.flush().await;
    assert_eq!(console.statuses().len(), 18);
    assert_eq!(world.state().tally().lost, 3);
}
