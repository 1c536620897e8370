use domain::{permission::Actor, person::Role, time::MINUTE};
use rstest::rstest;
use service::{
    ServiceError,
    people::api_keys,
    testing::{START, TestServices},
};
use store::Engine;

use crate::{actions, admin, bakery, joined, words};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_key_opens_what_it_was_made_for_until_it_is_revoked(#[case] engine: Engine) {
    let test = TestServices::new(engine).await;
    let (_, call) = admin(&test, "ana@obrador.example").await;
    let tenant = bakery(&test, "San Juan").await;
    let platform = api_keys::create(&test, &call, " Caja  central ", None)
        .await
        .unwrap();
    let of_tenant = api_keys::create(&test, &call, "Tienda", Some(tenant.clone()))
        .await
        .unwrap();
    for made in [&platform, &of_tenant] {
        assert!(
            made.key.len() == 46 && made.key.starts_with("tk_"),
            "{}",
            made.key
        );
        assert_eq!(made.row.prefix, made.key[..10]);
        assert!(!format!("{made:?}").contains(&made.key));
    }
    assert_ne!(platform.key, of_tenant.key);

    let expected = Actor::PlatformKey {
        id: platform.row.id.clone(),
        name: "Caja central".into(),
    };
    assert_eq!(
        api_keys::authenticate(&test, &platform.key).await.unwrap(),
        Some(expected)
    );
    let expected = Actor::TenantKey {
        id: of_tenant.row.id.clone(),
        name: "Tienda".into(),
        tenant: tenant.clone(),
    };
    assert_eq!(
        api_keys::authenticate(&test, &of_tenant.key).await.unwrap(),
        Some(expected)
    );
    for wrong in [
        "",
        "tk_",
        &platform.row.prefix,
        &platform.key[..45],
        &format!("{}x", platform.key),
    ] {
        assert_eq!(
            api_keys::authenticate(&test, wrong).await.unwrap(),
            None,
            "{wrong}"
        );
    }

    test.clock.advance(MINUTE - 1);
    api_keys::authenticate(&test, &platform.key).await.unwrap();
    let listed = api_keys::list(&test, &call).await.unwrap();
    assert_eq!(
        listed
            .iter()
            .find(|row| row.id == platform.row.id)
            .unwrap()
            .last_used_at,
        Some(START)
    );

    api_keys::revoke(&test, &call, &platform.row.id).await.unwrap();
    api_keys::revoke(&test, &call, &platform.row.id).await.unwrap();
    assert_eq!(api_keys::authenticate(&test, &platform.key).await.unwrap(), None);
    assert!(
        api_keys::authenticate(&test, &of_tenant.key)
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(
        actions(&test).await,
        ["user.join", "api_key.create", "api_key.create", "api_key.revoke"]
    );
}

#[tokio::test]
async fn only_admins_handle_keys_and_bad_input_is_named() {
    let test = TestServices::new(Engine::Sqlite).await;
    let (_, call) = admin(&test, "ana@obrador.example").await;
    let (_, support) = joined(&test, "sara@obrador.example", Role::Support, vec![]).await;
    assert!(matches!(
        api_keys::list(&test, &support).await,
        Err(ServiceError::Forbidden)
    ));
    assert!(matches!(
        api_keys::create(&test, &support, "x", None).await,
        Err(ServiceError::Forbidden)
    ));
    let id = test.random.id(START);
    assert!(matches!(
        api_keys::revoke(&test, &support, &id).await,
        Err(ServiceError::Forbidden)
    ));
    assert!(matches!(
        api_keys::revoke(&test, &call, &id).await,
        Err(ServiceError::NotFound)
    ));
    assert!(
        words(api_keys::create(&test, &call, " ", None).await)
            .contains(r#"field: "name", problem: Required"#)
    );
    let unknown = api_keys::create(&test, &call, "x", Some(test.random.id(START))).await;
    assert!(words(unknown).contains(r#"field: "tenant", problem: NotAChoice"#));
}
