use domain::{
    ids::{ApiKeyId, TenantId},
    time::{MINUTE, Millis},
};
use rstest::rstest;
use store::{
    Engine, Tx,
    api_keys::{self, NewApiKey},
    testing::TestDb,
};

use crate::{NOW, bakery, uuid};

async fn key(tx: &mut Tx, n: u32, tenant: Option<&TenantId>) -> (ApiKeyId, bool) {
    let id = ApiKeyId::parse(&uuid(n)).unwrap();
    let new = NewApiKey {
        id: &id,
        name: "Caja",
        prefix: "tk_abcdefg",
        key_hash: &format!("hash{n}"),
        tenant,
        created_by: None,
        created_at: NOW,
    };
    let added = api_keys::insert(tx, &new).await.unwrap();
    (id, added)
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_key_of_one_bakery_names_it_and_never_passes_for_a_platform_key(#[case] engine: Engine) {
    let test = TestDb::new(engine).await;
    let mut tx = test.db.write().await.unwrap();
    let tenant = bakery(&mut tx, 1, "San Juan").await;
    let (platform, _) = key(&mut tx, 2, None).await;
    let (of_tenant, _) = key(&mut tx, 3, Some(&tenant)).await;
    let unknown = TenantId::parse(&uuid(9)).unwrap();
    assert!(!key(&mut tx, 4, Some(&unknown)).await.1);
    let list = api_keys::list(&mut tx).await.unwrap();
    assert_eq!(
        list.iter().map(|k| k.id.clone()).collect::<Vec<_>>(),
        [of_tenant, platform]
    );
    assert_eq!(list[0].tenant, Some((tenant, "San Juan".into())));
    assert_eq!(list[1].tenant, None);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_use_of_a_key_is_written_at_most_once_a_minute_and_a_revocation_once(#[case] engine: Engine) {
    let test = TestDb::new(engine).await;
    let mut tx = test.db.write().await.unwrap();
    let (id, _) = key(&mut tx, 2, None).await;
    let mut last = None;
    for (after, expected) in [(0, 0), (MINUTE - 1, 0), (MINUTE, MINUTE)] {
        let due = api_keys::touch_is_due(last, NOW.plus(after));
        api_keys::touch(&mut tx, &id, NOW.plus(after)).await.unwrap();
        last = api_keys::by_hash(&mut tx, "hash2")
            .await
            .unwrap()
            .unwrap()
            .last_used_at;
        assert_eq!(last, Some(NOW.plus(expected)));
        assert_eq!(due, expected == after);
    }
    assert!(api_keys::revoke(&mut tx, &id, NOW).await.unwrap());
    assert!(!api_keys::revoke(&mut tx, &id, NOW.plus(1)).await.unwrap());
    assert_eq!(
        api_keys::by_id(&mut tx, &id).await.unwrap().unwrap().revoked_at,
        Some(Millis(NOW.0))
    );
}
