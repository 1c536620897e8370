//! Masks, and seeing behind them for a while.

use domain::{
    message::id::MessageId,
    time::{DAY, MINUTE},
};
use rstest::rstest;
use service::{
    Problem, ServiceError, audit,
    messages::{
        conversation,
        detail::{self, Sight},
        list::{self, MessageQuery},
        retention,
        reveal::{self, LASTS},
    },
};
use store::{
    Engine,
    messages::outgoing::{self, Attempt},
    on,
};

use crate::support::{GOIKO, LEAKS, World, admin, helper, key, owner, tenant};

fn leaks(what: &str, text: &str) {
    for leak in LEAKS {
        assert!(!text.contains(leak), "{what} shows {leak}: {text}");
    }
}

fn shown(json: &detail::RawJson) -> &str {
    match json {
        detail::RawJson::Shown(text) => text,
        other => panic!("not shown: {other:?}"),
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn support_sees_no_whole_number_anywhere(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let list = list::list(&world.test, &helper(), &MessageQuery::default())
        .await
        .unwrap();
    leaks("the list", &format!("{list:?}"));
    assert_eq!(list.rows[0].who, "+34 6•• ••• 412");
    for id in [world.failed, world.received] {
        let detail = detail::get(&world.test, &helper(), None, id).await.unwrap();
        assert_eq!(detail.sight, Sight::Masked { may_reveal: true });
        leaks("the detail", &format!("{detail:?}"));
    }
    let detail = detail::get(&world.test, &helper(), None, world.failed)
        .await
        .unwrap();
    assert!(
        shown(&detail.events[0].json).contains("1799999940"),
        "times are no numbers of people"
    );
    let talk = conversation::get(&world.test, &helper(), None, MessageId(10), None)
        .await
        .unwrap();
    leaks("the conversation", &format!("{talk:?}"));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_record_shows_the_number_to_admins_and_to_the_bakerys_own_people(#[case] engine: Engine) {
    let world = World::new(engine).await;
    for call in [admin(), owner(), key(GOIKO)] {
        let detail = detail::get(&world.test, &call, None, world.failed).await.unwrap();
        assert_eq!(
            (detail.sight, detail.number.as_str()),
            (Sight::Whole, "+34 600 111 412")
        );
        assert_eq!(
            detail.row.who, "+34 6•• ••• 412",
            "lists are masked for everybody"
        );
        let cause = detail.cause.unwrap();
        assert_eq!(
            (cause.code, cause.details.as_deref()),
            (131_026, Some("+34600111412 is not on WhatsApp"))
        );
        assert!(shown(&detail.events[0].json).contains("34600111412"));
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_reveal_needs_a_reason_lasts_a_quarter_of_an_hour_and_leaves_a_trace(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let contact = MessageId(10);
    for bad in ["", "  ", &"x".repeat(201)] {
        let refused = reveal::reveal(&world.test, &helper(), contact, bad).await;
        assert!(matches!(refused, Err(ServiceError::Invalid(_))), "{bad}");
    }
    assert!(matches!(
        reveal::reveal(&world.test, &owner(), contact, "x").await,
        Err(ServiceError::Forbidden)
    ));
    assert!(matches!(
        reveal::reveal(&world.test, &key(GOIKO), contact, "x").await,
        Err(ServiceError::Forbidden)
    ));
    let nobody = reveal::reveal(&world.test, &helper(), MessageId(99), "x").await;
    assert!(matches!(nobody, Err(ServiceError::NotFound)));

    let until = reveal::reveal(&world.test, &helper(), contact, " asked  to call ")
        .await
        .unwrap();
    assert_eq!(until, world.test.svc.clock.now().plus(LASTS));
    let detail = detail::get(&world.test, &helper(), None, world.failed)
        .await
        .unwrap();
    assert_eq!(
        (detail.sight, detail.number.as_str()),
        (Sight::Until(until), "+34 600 111 412")
    );
    let other = detail::get(&world.test, &helper(), None, world.read)
        .await
        .unwrap();
    assert_eq!(other.number, "+34 6•• ••• 412", "one customer, not all of them");
    let list = list::list(&world.test, &helper(), &MessageQuery::default())
        .await
        .unwrap();
    leaks("the list", &format!("{list:?}"));

    let rows = audit::list(&world.test, &admin(), &audit::Filter::default(), None)
        .await
        .unwrap()
        .rows;
    let row = &rows[0];
    assert_eq!(
        (row.action.as_str(), row.actor_name.as_str()),
        ("contact.reveal", "Iker")
    );
    assert_eq!(row.tenant_id.as_deref(), Some(tenant(GOIKO).as_str()));
    assert!(row.after.as_ref().unwrap().contains("asked to call"));
    leaks("the audit log", &format!("{rows:?}"));

    world.test.clock.advance(LASTS);
    let detail = detail::get(&world.test, &helper(), None, world.failed)
        .await
        .unwrap();
    assert_eq!(detail.sight, Sight::Masked { may_reveal: true });
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_reveal_counts_for_what_was_said_before_records_were_merged(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let mut tx = world.test.db.db.write().await.unwrap();
    on!(&mut tx, |c| sqlx::query(
        "UPDATE contacts SET merged_into = 10, tenant = 1 WHERE id = 20"
    )
    .execute(c)
    .await
    .map(|_| ()))
    .unwrap();
    tx.commit().await.unwrap();
    let before = detail::get(&world.test, &helper(), None, world.read)
        .await
        .unwrap();
    assert_eq!(before.sight, Sight::Masked { may_reveal: true });
    // The message names the record that is gone; so does the button beside it.
    let until = reveal::reveal(&world.test, &helper(), MessageId(20), "asked to call")
        .await
        .unwrap();
    for message in [world.read, world.failed] {
        let detail = detail::get(&world.test, &helper(), None, message).await.unwrap();
        assert_eq!(detail.sight, Sight::Until(until));
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_too_old_is_forgotten_and_the_figures_with_it(#[case] engine: Engine) {
    let world = World::new(engine).await;
    assert_eq!(
        retention::days(&world.test).await.unwrap(),
        retention::DEFAULT_DAYS
    );
    for bad in ["", "7", "99999", "many"] {
        let refused = retention::set_days(&world.test, &admin(), bad).await;
        let Err(ServiceError::Invalid(errors)) = refused else {
            panic!("{bad}: {refused:?}");
        };
        let (min, max) = (retention::MIN_DAYS, retention::MAX_DAYS);
        assert_eq!(errors[0].problem, Problem::OutOfRange { min, max }, "{bad}");
    }
    assert!(matches!(
        retention::set_days(&world.test, &helper(), "90").await,
        Err(ServiceError::Forbidden)
    ));
    assert_eq!(
        retention::set_days(&world.test, &admin(), " 90 ").await.unwrap(),
        90
    );
    let figures = |swept: retention::Swept| (swept.messages, swept.deliveries, swept.events);
    // The world's delivery is from 2020.
    assert_eq!(figures(retention::sweep(&world.test).await.unwrap()), (0, 1, 1));
    world.test.clock.advance(82 * DAY);
    let svc = world.test.svc.clone();
    // As a job does it, in a task of its own.
    let swept = tokio::spawn(async move { retention::sweep(&svc).await.unwrap() })
        .await
        .unwrap();
    assert_eq!(figures(swept), (1, 0, 0));
    let query = MessageQuery {
        range: list::Range::All,
        ..MessageQuery::default()
    };
    let left = list::list(&world.test, &admin(), &query).await.unwrap();
    assert_eq!(left.rows.len(), 3);
    assert_eq!(left.total(), Some(3));
    assert_eq!(left.kept_days, 90);
    assert_eq!(
        left.newest.map(|at| at.plus(MINUTE)),
        Some(service::testing::START)
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_forgotten_leaves_no_calls_behind(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let mut tx = world.test.db.db.write().await.unwrap();
    for (message, no) in [(world.old, 1), (world.old, 2), (world.read, 1)] {
        let attempt = Attempt {
            message,
            no,
            at: message.at(),
            ended_at: message.at().plus(300),
            outcome: "accepted",
            code: None,
            trace: None,
            detail: String::new(),
        };
        outgoing::note_attempt(&mut tx, &attempt).await.unwrap();
    }
    tx.commit().await.unwrap();
    retention::set_days(&world.test, &admin(), "90").await.unwrap();
    world.test.clock.advance(82 * DAY);
    assert_eq!(retention::sweep(&world.test).await.unwrap().messages, 1);
    let mut tx = world.test.db.db.read().await.unwrap();
    assert_eq!(outgoing::attempts(&mut tx, world.old).await.unwrap(), []);
    assert_eq!(outgoing::attempts(&mut tx, world.read).await.unwrap().len(), 1);
}
