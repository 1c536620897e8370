//! Templates at the gate: only what may be used is sent, and why not is said.

use domain::{
    message::{delivery::State, gate::Gate},
    time::{DAY, HOUR, MINUTE},
};
use rstest::rstest;
use service::templates::{
    self, detail, holds,
    list::{self, TemplateQuery},
    own,
    row::TemplateRow,
};
use store::Engine;

use crate::{JUAN, World, order, phone, template, world};

async fn row(w: &World, name: &str) -> TemplateRow {
    let query = TemplateQuery {
        q: Some(name.into()),
        ..TemplateQuery::default()
    };
    let mut found = list::list(w, &w.admin, &query).await.unwrap();
    found.groups.remove(0).languages.remove(0)
}

async fn reason(w: &World) -> String {
    let report = w.refusal(&order(&w.tenant, &phone(77))).await;
    let stop = report.first_stop().unwrap();
    assert_eq!(stop.gate, Gate::Template);
    stop.evidence.clone()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_may_not_be_used_is_refused_with_the_reason(#[case] engine: Engine) {
    let w = world(engine).await;
    for status in [
        "REJECTED",
        "PAUSED",
        "DISABLED",
        "PENDING",
        "ARCHIVED",
        "BRAND_NEW_WORD",
    ] {
        w.pass(MINUTE);
        let id = row(&w, "po_notification").await.meta_id.unwrap();
        w.sandbox.sandbox.state().template_mut(&id).unwrap().status = status.into();
        templates::sync::one(&w, &w.admin, &w.account).await.unwrap();
        assert_eq!(reason(&w).await, format!("po_notification (es): {status}"));
    }
    let mut other = order(&w.tenant, &phone(78));
    if let service::messages::send::SendContent::Template(content) = &mut other.content {
        content.language = "fr".into();
    }
    let report = w.refusal(&other).await;
    assert_eq!(
        report.first_stop().unwrap().evidence,
        "po_notification (fr): only es"
    );

    w.pass(DAY);
    w.sandbox
        .sandbox
        .state()
        .waba_mut(sandbox::WABA)
        .unwrap()
        .templates
        .clear();
    templates::sync::one(&w, &w.admin, &w.account).await.unwrap();
    assert_eq!(reason(&w).await, "po_notification (es): DELETED");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_held_template_waits_with_its_queue_until_somebody_accepts(#[case] engine: Engine) {
    let w = world(engine).await;
    let queued = w.send(&order(&w.tenant, JUAN)).await.unwrap();
    let template = row(&w, "po_notification").await;
    holds::hold(&w, &w.admin, &template.id).await.unwrap();
    assert!(reason(&w).await.starts_with("po_notification (es): HELD"));
    let mut outbox = w.outbox();
    w.pass(HOUR);
    assert!(outbox.claim(10).await.unwrap().is_empty(), "the queue went out");
    assert_eq!(w.state(queued.id).await, State::Queued);
    holds::accept(&w, &w.admin, &template.id).await.unwrap();
    assert_eq!(outbox.claim(10).await.unwrap().len(), 1);
    assert!(row(&w, "po_notification").await.last_used_at.is_some());
    w.send(&order(&w.tenant, &phone(79))).await.unwrap();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn usage_is_told_by_day_and_bakery_and_an_owner_sees_their_own(#[case] engine: Engine) {
    let w = world(engine).await;
    let other = w.bakery("Goiko", 1).await;
    for n in 0..3 {
        w.send(&order(&w.tenant, &phone(n))).await.unwrap();
    }
    w.pass(DAY);
    w.send(&order(&other, &phone(9))).await.unwrap();
    w.send(&template(&other, &phone(9), "nudge_reply", &[]))
        .await
        .unwrap();
    let found = row(&w, "po_notification").await;
    let detail = detail::get(&w, &w.admin, &found.id).await.unwrap();
    let days: Vec<u64> = detail
        .usage
        .days
        .iter()
        .rev()
        .take(2)
        .map(|day| day.sent)
        .collect();
    assert_eq!(days, [1, 3]);
    let tenants: Vec<(&str, u64)> = detail
        .usage
        .tenants
        .iter()
        .map(|t| (t.name.as_str(), t.sent))
        .collect();
    assert_eq!(tenants, [("San Juan", 3), ("Goiko", 1)]);
    assert_eq!(detail.usage.sources, [("Marta".to_owned(), 4)]);
    let own = own::list(&w, &w.admin, &w.tenant).await.unwrap();
    let names: Vec<(&str, u64)> = own.iter().map(|m| (m.name.as_str(), m.sent)).collect();
    assert_eq!(names, [("po_notification", 3)]);
}
