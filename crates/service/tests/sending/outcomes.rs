//! How calls end, and what becomes of the message.

use std::collections::BTreeMap;

use domain::{
    message::{delivery::State, gate::Gate},
    time::{MINUTE, SECOND},
};
use rstest::rstest;
use sandbox::{Fault, FaultEffect};
use serde_json::json;
use service::{
    ServiceError,
    accounts::health,
    error::Conflict,
    messages::{
        detail,
        outbox::{decide, perform, stops},
    },
};
use store::Engine;

use crate::{JUAN, World, order, phone, text, world};

pub(crate) fn refusal(status: u16, code: i64) -> FaultEffect {
    let error = json!({"message": "no", "type": "OAuthException", "code": code, "fbtrace_id": "TRACE"});
    FaultEffect::Answer {
        status,
        body: json!({ "error": error }),
        headers: BTreeMap::default(),
    }
}

impl World {
    pub(crate) fn trouble(&self, times: u32, effect: FaultEffect) {
        let fault = Fault::next(times, effect).on(format!("/{}/messages", sandbox::FIRST_PHONE));
        self.sandbox.sandbox.state().add_fault(fault);
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_message_that_is_taken_keeps_metas_id(#[case] engine: Engine) {
    let w = world(engine).await;
    let sent = w.send(&order(&w.tenant, JUAN)).await.unwrap();
    assert_eq!(sent.state, State::Queued);
    let mut outbox = w.outbox();
    assert_eq!(outbox.turn().await.unwrap(), 1);
    let message = w.message(sent.id).await;
    assert_eq!(message.facts.state(), State::Accepted);
    assert!(message.wamid.unwrap().starts_with("wamid."));
    assert_eq!(w.accepted(), [sent.id.to_string()]);
    assert_eq!(outbox.turn().await.unwrap(), 0);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_refusal_is_kept_in_metas_words(#[case] engine: Engine) {
    let w = world(engine).await;
    let sent = w.send(&order(&w.tenant, JUAN)).await.unwrap();
    w.trouble(1, refusal(400, 131_026));
    let mut outbox = w.outbox();
    outbox.turn().await.unwrap();
    let message = w.message(sent.id).await;
    assert_eq!(
        (message.facts.state(), message.error_code),
        (State::Failed, Some(131_026))
    );
    assert!(message.errors.unwrap().contains("TRACE"));
    w.pass(MINUTE);
    assert_eq!(outbox.turn().await.unwrap(), 0);
    // The person counts for nothing: they were not written to.
    assert_eq!(
        w.count("SELECT CAST(COUNT(*) AS BIGINT) FROM daily_recipients")
            .await,
        0
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn trouble_that_passes_is_waited_for(#[case] engine: Engine) {
    let w = world(engine).await;
    for (code, wait) in [(130_429, SECOND), (131_056, 4 * SECOND), (4, SECOND)] {
        let sent = w
            .send(&order(&w.tenant, &phone(u32::try_from(code).unwrap())))
            .await
            .unwrap();
        w.trouble(1, refusal(429, code));
        let mut outbox = w.outbox();
        outbox.turn().await.unwrap();
        assert_eq!(w.state(sent.id).await, State::Queued, "{code}");
        w.pass(wait - 1);
        assert_eq!(outbox.turn().await.unwrap(), 0, "{code}");
        w.pass(1 + MINUTE);
        assert_eq!(outbox.turn().await.unwrap(), 1, "{code}");
        assert_eq!(w.state(sent.id).await, State::Accepted, "{code}");
    }
    assert_eq!(w.accepted().len(), 3);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_person_counts_as_long_as_anything_left_for_them(#[case] engine: Engine) {
    let w = world(engine).await;
    let first = w.send(&order(&w.tenant, JUAN)).await.unwrap().id;
    w.pass(SECOND);
    let second = w.send(&order(&w.tenant, JUAN)).await.unwrap().id;
    let counted = async || {
        w.count("SELECT COALESCE(MAX(message), 0) FROM daily_recipients")
            .await
    };
    assert_eq!(counted().await, first.0);
    w.trouble(2, refusal(400, 131_026));
    let mut outbox = w.outbox();
    for left in [second.0, 0] {
        assert_eq!(outbox.turn().await.unwrap(), 1);
        assert_eq!(counted().await, left);
        w.pass(MINUTE);
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_nobody_knows_is_never_sent_again_by_itself(#[case] engine: Engine) {
    let w = world(engine).await;
    let mut outbox = w.outbox();
    let troubles = [FaultEffect::Disconnect, refusal(500, 131_000), refusal(503, 2)];
    let mut unknown = Vec::new();
    for (n, effect) in (0..).zip(troubles) {
        let sent = w.send(&order(&w.tenant, &phone(n))).await.unwrap();
        w.trouble(1, effect);
        outbox.turn().await.unwrap();
        assert_eq!(w.state(sent.id).await, State::Unknown, "{n}");
        unknown.push(sent.id);
    }
    let before = w.accepted().len();
    for _ in 0..5 {
        w.pass(10 * MINUTE);
        assert_eq!(outbox.turn().await.unwrap(), 0);
    }
    assert_eq!(w.accepted().len(), before);
    // A person decides: one again, one never.
    let again = decide::resend(&w, &w.admin, unknown[1]).await.unwrap();
    assert_ne!(again.id, unknown[1]);
    decide::give_up(&w, &w.admin, unknown[2]).await.unwrap();
    let twice = decide::give_up(&w, &w.admin, unknown[2]).await;
    assert!(matches!(
        twice,
        Err(ServiceError::Conflict(Conflict::WrongState { .. }))
    ));
    outbox.turn().await.unwrap();
    assert_eq!(w.state(again.id).await, State::Accepted);
    assert_eq!(w.state(unknown[1]).await, State::Failed);
    assert_eq!(w.state(unknown[2]).await, State::Failed);
    assert_eq!(w.accepted().len(), before + 1);
}

/// The key of a conflict, for a decision that was refused.
fn conflict<T: std::fmt::Debug>(answer: Result<T, ServiceError>) -> &'static str {
    match answer {
        Err(ServiceError::Conflict(Conflict::WrongState { key })) => key,
        other => panic!("{other:?}"),
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_under_way_is_not_sent_again(#[case] engine: Engine) {
    let w = world(engine).await;
    let sent = w.send(&order(&w.tenant, JUAN)).await.unwrap();
    let mut outbox = w.outbox();
    outbox.upkeep().await.unwrap();
    let job = outbox.claim(1).await.unwrap().pop().unwrap();
    assert_eq!(w.state(sent.id).await, State::Unknown);
    assert_eq!(
        conflict(decide::resend(&w, &w.admin, sent.id).await),
        "message_under_way"
    );
    let ended = perform(w.t.svc.clone(), job).await;
    outbox.record(&mut vec![ended]).await.unwrap();
    assert_eq!(w.state(sent.id).await, State::Accepted);
    assert_eq!(
        conflict(decide::resend(&w, &w.admin, sent.id).await),
        "message_not_unknown"
    );
    assert_eq!(w.accepted(), [sent.id.to_string()]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_message_is_sent_again_once_however_many_ask_for_it(#[case] engine: Engine) {
    let w = world(engine).await;
    let old = w.send(&order(&w.tenant, JUAN)).await.unwrap().id;
    w.trouble(1, refusal(503, 2));
    let mut outbox = w.outbox();
    outbox.turn().await.unwrap();
    assert_eq!(w.state(old).await, State::Unknown);
    let mut people = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let (svc, call) = (w.t.svc.clone(), w.admin.clone());
        people.spawn(async move { decide::resend(&svc, &call, old).await });
    }
    let (done, refused): (Vec<_>, Vec<_>) = people.join_all().await.into_iter().partition(Result::is_ok);
    assert_eq!((done.len(), refused.len()), (1, 3), "{refused:?}");
    for answer in refused {
        assert_eq!(conflict(answer), "message_sent_again");
    }
    let again = done.into_iter().next().unwrap().unwrap().id;
    // The old one counts as failed now; that makes it no message to be sent again.
    assert_eq!(w.state(old).await, State::Failed);
    assert_eq!(
        conflict(decide::resend(&w, &w.admin, old).await),
        "message_sent_again"
    );
    let shown = detail::get(&w, &w.admin, None, old).await.unwrap();
    assert_eq!(shown.again, Some(again), "where it went is said");
    w.pass(MINUTE);
    while outbox.turn().await.unwrap() > 0 {
        w.pass(MINUTE);
    }
    assert_eq!(w.accepted(), [again.to_string()]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn one_refusal_for_all_stops_everything_with_one_alarm(#[case] engine: Engine) {
    let w = world(engine).await;
    let mut sent = Vec::new();
    for n in 0..5 {
        sent.push(w.send(&order(&w.tenant, &phone(n))).await.unwrap().id);
    }
    w.trouble(5, refusal(400, 131_042));
    let mut outbox = w.outbox();
    outbox.turn().await.unwrap();
    let stopped = stops::list(&w, &w.admin).await.unwrap();
    assert_eq!(
        (stopped.len(), stopped[0].code, stopped[0].trace.as_deref()),
        (1, 131_042, Some("TRACE"))
    );
    assert_eq!(
        w.refusal(&order(&w.tenant, JUAN)).await.code(),
        Gate::FleetStop.key()
    );
    w.sandbox.sandbox.state().clear_faults();
    w.pass(MINUTE);
    assert_eq!(outbox.turn().await.unwrap(), 0);
    for id in &sent {
        assert_eq!(w.state(*id).await, State::Queued);
    }
    // Meta says that the account is well again.
    health::refresh(&w, &w.admin, &w.account).await.unwrap();
    w.pass(MINUTE);
    outbox.turn().await.unwrap();
    assert_eq!(stops::list(&w, &w.admin).await.unwrap(), []);
    for id in &sent {
        assert_eq!(w.state(*id).await, State::Accepted);
    }
    assert_eq!(w.accepted().len(), 5);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_admin_may_say_that_a_cause_is_over(#[case] engine: Engine) {
    let w = world(engine).await;
    let sent = w.send(&order(&w.tenant, JUAN)).await.unwrap();
    w.trouble(1, FaultEffect::ExpiredToken);
    let mut outbox = w.outbox();
    outbox.turn().await.unwrap();
    let stopped = stops::list(&w, &w.admin).await.unwrap();
    assert_eq!(stopped[0].code, 190);
    stops::resume(&w, &w.admin, &stopped[0].scope).await.unwrap();
    assert!(matches!(
        stops::resume(&w, &w.admin, &stopped[0].scope).await,
        Err(ServiceError::NotFound)
    ));
    outbox.turn().await.unwrap();
    assert_eq!(w.state(sent.id).await, State::Queued);
    w.pass(MINUTE);
    outbox.turn().await.unwrap();
    assert_eq!(w.state(sent.id).await, State::Accepted);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn text_goes_out_inside_the_window(#[case] engine: Engine) {
    let w = world(engine).await;
    w.customer_writes(JUAN, "¿Tenéis pan de centeno?").await;
    let sent = w
        .send(&text(&w.tenant, JUAN, "Sí, hasta las dos."))
        .await
        .unwrap();
    w.outbox().turn().await.unwrap();
    assert_eq!(w.state(sent.id).await, State::Accepted);
    assert_eq!(
        w.sandbox.sandbox.state().sent()[0].body["text"]["body"],
        "Sí, hasta las dos."
    );
}
