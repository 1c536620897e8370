//! Two consoles on one PostgreSQL database.

use std::{sync::Arc, time::Duration};

use domain::message::{delivery::State, id::MessageId};
use serde_json::Value;
use store::{Engine, messages::progress};

use crate::support::{Console, OWNER, PASSWORD, World, free_address, until};

/// Messages to send, half of them asked of each console.
const MESSAGES: usize = 240;
/// JSON lines, everything of ours.
const LOG: &str = "info,tahona=debug,service=debug,store=debug,channels=debug,app=debug,json";
/// Generous: only a stream that says nothing takes this long.
const PATIENCE: Duration = Duration::from_secs(20);

/// Signs in and listens to changes.
async fn listen(world: &World, console: &Console) -> reqwest::Response {
    let form = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("email", OWNER), ("password", PASSWORD)])
        .finish();
    let signed_in = world
        .http
        .post(format!("{}/do/sign-in", console.url))
        .header("content-type", "application/x-www-form-urlencoded")
        .header("accept", "text/html")
        .body(form)
        .send()
        .await
        .unwrap();
    assert_eq!(signed_in.status(), 303);
    let cookie = signed_in.headers()["set-cookie"].to_str().unwrap();
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let stream = world
        .http
        .get(format!("{}/app/events", console.url))
        .header("cookie", cookie)
        .header("accept", "text/event-stream")
        // The usual limit counts until the end of an answer, which does not come.
        .timeout(Duration::from_mins(10))
        .send()
        .await
        .unwrap();
    assert_eq!(stream.status(), 200);
    stream
}

/// Reads until `wanted` comes; to the end with a text that never does.
async fn read_until(stream: &mut reqwest::Response, wanted: &str) -> String {
    let mut text = String::new();
    let reading = async {
        while !text.contains(wanted) {
            match stream.chunk().await {
                Ok(Some(chunk)) => text.push_str(&String::from_utf8_lossy(&chunk)),
                Ok(None) | Err(_) => break,
            }
        }
    };
    tokio::time::timeout(PATIENCE, reading).await.unwrap();
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn two_consoles_share_the_work_and_tell_each_other() {
    let (one, two) = (free_address(), free_address());
    let world = Arc::new(World::new(Engine::Postgres, one).await);
    let (first, second) = (world.start(one, LOG).await, world.start(two, LOG).await);

    // What comes in at the first one is seen by whoever watches the second one.
    let mut stream = listen(&world, &second).await;
    read_until(&mut stream, "listening").await;
    world.customer_writes(0);
    let text = read_until(&mut stream, "data: messages").await;
    assert!(text.contains("event: change"), "{text}");
    assert_eq!(
        second
            .figure(&world.http, "tahona_webhook_deliveries_total")
            .await
            .to_string(),
        "0"
    );

    // Programs ask both, Meta tells first the one, then the other.
    let ask = |from: usize, to: usize| {
        let asked: Vec<_> = (from..to)
            .map(|n| {
                let (world, url) = (Arc::clone(&world), [&first.url, &second.url][n % 2].clone());
                tokio::spawn(async move { world.send(&url, n).await })
            })
            .collect();
        futures::future::join_all(asked)
    };
    let mut ids: Vec<String> = ask(0, MESSAGES / 2)
        .await
        .into_iter()
        .map(Result::unwrap)
        .collect();
    world.post_to(two);
    ids.extend(ask(MESSAGES / 2, MESSAGES).await.into_iter().map(Result::unwrap));
    let ids: Vec<i64> = ids.iter().map(|id| MessageId::parse(id).unwrap().0).collect();
    until("every message has arrived", async || {
        world.sandbox.sandbox.flush().await;
        let mut tx = world.svc.db.read().await.unwrap();
        let found = progress::by_ids(&mut tx, &ids).await.unwrap();
        found.len() == MESSAGES
            && found
                .iter()
                .all(|m| matches!(m.facts.state(), State::Delivered | State::Read))
    })
    .await;
    let mut taken: Vec<String> = world
        .sandbox
        .sandbox
        .state()
        .sent()
        .into_iter()
        .filter_map(|sent| sent.tracking)
        .collect();
    taken.sort_unstable();
    let mut expected: Vec<String> = ids.iter().map(|id| MessageId(*id).to_string()).collect();
    expected.sort_unstable();
    assert_eq!(taken, expected, "each message once");
    for console in [&first, &second] {
        for figure in ["tahona_sends_total", "tahona_webhook_deliveries_total"] {
            assert!(
                console.figure(&world.http, figure).await > 0.0,
                "{}: {figure}",
                console.url
            );
        }
        for figure in [
            "tahona_webhook_lag_seconds_count",
            "tahona_outbox_wait_seconds_count",
            "tahona_graph_call_seconds_count",
            "tahona_db_transaction_seconds_count",
            "tahona_db_commit_seconds_count",
        ] {
            assert!(
                console.figure(&world.http, figure).await > 0.0,
                "{}: {figure}",
                console.url
            );
        }
        assert_eq!(
            console
                .figure(&world.http, "tahona_outbox_messages")
                .await
                .to_string(),
            "0"
        );
        assert_eq!(
            console
                .figure(&world.http, "tahona_webhook_waiting")
                .await
                .to_string(),
            "0"
        );
    }

    // An open stream does not hold up the end of a console.
    assert!(second.stop().await.success());
    read_until(&mut stream, "there is no such event").await;
    assert!(first.stop().await.success());
    world.assert_logs_name_nobody(MESSAGES);
    for log in world.logs() {
        let answers: Vec<Value> = log
            .lines()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
            .filter(|line: &Value| line["fields"]["message"] == "answered")
            .collect();
        assert!(!answers.is_empty());
        assert!(
            answers.iter().all(|line| line["span"]["id"].is_string()),
            "{answers:?}"
        );
    }
}
