//! Files that people take with them, and how far they have come.

use axum::body::{Body, to_bytes};
use rstest::rstest;
use serde_json::json;
use store::Engine;

use crate::{
    support::TestApp,
    webhook_events::{changes, deliver, written},
};

const EXPORT: &str = "/app/admin/whatsapp/messages/export.csv";
const PROGRESS: &str = "/app/messages/export-progress?watch=";

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_page_learns_how_far_its_own_file_has_come(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    let texts = ["wamid.1", "wamid.2", "wamid.3"].map(|wamid| written(&app, wamid, "Hola"));
    deliver(&app, &[changes(&texts)]).await;
    let (mut admin, mut support) = (app.admin().await, app.support().await);
    let asked = format!("{PROGRESS}file-0001");
    assert_eq!(admin.get(&asked).await.status, 404);
    let address = format!("{EXPORT}?watch=file-0001");
    let file = admin.open("GET", &address, None, Body::empty()).await;
    assert_eq!(
        admin.get(&asked).await.value(),
        json!({"rows": 0, "total": 3, "done": false})
    );
    assert_eq!(support.get(&asked).await.status, 404);
    let bytes = to_bytes(file.into_body(), 1 << 20).await.unwrap();
    assert_eq!(String::from_utf8_lossy(&bytes).lines().count(), 4);
    assert_eq!(
        admin.get(&asked).await.value(),
        json!({"rows": 3, "total": 3, "done": true})
    );
    assert_eq!(support.get(&asked).await.status, 404);
    // A name that cannot be one is no reason to keep the file back.
    let plain = admin.get(&format!("{EXPORT}?watch=x")).await;
    assert_eq!(plain.status, 200);
    assert_eq!(admin.get(&format!("{PROGRESS}x")).await.status, 404);
}
