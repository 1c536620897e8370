//! Costs as programs and people see them.

mod api;
mod pages;
mod terms;

use domain::{
    message::{delivery::State, id::MessageId},
    time::{DAY, HOUR, MINUTE, Millis},
};
use service::billing::follow;
use store::{
    Engine, on,
    short_ids::{self, ShortKind},
};

use crate::support::TestApp;

const ESTIMATE: &str = "/api/v1/billing/estimate";

/// Two utility templates to Spain that the first bakery's customers got a day ago.
async fn app(engine: Engine) -> (TestApp, Millis) {
    with(engine, &["34600111220", "34600111221"]).await
}

/// The same to these customers, one each hour.
async fn with(engine: Engine, phones: &[&str]) -> (TestApp, Millis) {
    let app = TestApp::new(engine).await;
    let now = app.svc.clock.clock().now();
    let mut tx = app.svc.db.db.write().await.unwrap();
    let tenant = short_ids::ensure(&mut tx, ShortKind::Tenant, app.bakery.as_str())
        .await
        .unwrap();
    let number = short_ids::ensure(&mut tx, ShortKind::Number, app.number.as_str())
        .await
        .unwrap();
    for (n, phone) in (0_u16..).zip(phones) {
        let at = now.plus(-DAY + i64::from(n) * HOUR);
        let id = MessageId::compose(at, 9, n);
        on!(&mut tx, |c| {
            sqlx::query(
                "INSERT INTO contacts (id, tenant, match_key, phone, created_at, updated_at)
                 VALUES ($1, $2, $3, $3, 0, 0)",
            )
            .bind(i64::from(n) + 1)
            .bind(tenant)
            .bind(*phone)
            .execute(c)
            .await
            .map(|_| ())
        })
        .unwrap();
        on!(&mut tx, |c| {
            sqlx::query(
                "INSERT INTO messages (id, tenant, number, contact, direction, state, kind, at, content, template,
                                       category, asked_category, accepted_at, delivered_at)
                 VALUES ($1, $2, $3, $4, 1, $5, 'template', $6, '{}', 'po_notification', 'utility', 'utility', $6, $7)",
            )
            .bind(id.0)
            .bind(tenant)
            .bind(number)
            .bind(i64::from(n) + 1)
            .bind(State::Delivered.code())
            .bind(at.0)
            .bind(at.plus(MINUTE).0)
            .execute(c)
            .await
            .map(|_| ())
        })
        .unwrap();
        store::billing::due::note(&mut tx, &[(id, id.0)]).await.unwrap();
    }
    tx.commit().await.unwrap();
    follow::all(&app.svc).await.unwrap();
    (app, now)
}
