use domain::{
    ids::{TenantId, UserId},
    person::{Email, Role},
};
use rstest::rstest;
use store::{
    Engine, StoreError, audit, second_factor,
    testing::TestDb,
    users::{self, NewUser, Status},
};

use crate::{NOW, bakery, person, uuid};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_address_belongs_to_one_person(#[case] engine: Engine) {
    let test = TestDb::new(engine).await;
    let mut tx = test.db.write().await.unwrap();
    let id = person(&mut tx, 1, Role::Owner).await;
    let email = Email::parse("P1@obrador.example").unwrap();
    assert_eq!(users::by_email(&mut tx, &email).await.unwrap().unwrap().id, id);
    let second = NewUser {
        id: UserId::parse(&uuid(2)).unwrap(),
        email,
        name: "Otra".into(),
        role: Role::Owner,
        status: Status::Invited,
        at: NOW,
    };
    assert!(matches!(
        users::insert(&mut tx, &second).await,
        Err(StoreError::Conflict(_))
    ));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn people_are_found_by_part_of_name_or_address_without_accents(#[case] engine: Engine) {
    let test = TestDb::new(engine).await;
    let mut tx = test.db.write().await.unwrap();
    for (n, name, email, role) in [
        (1, "Íñigo Goñi", "inigo@obrador.example", Role::Owner),
        (2, "Begoña 100%", "bego_na@obrador.example", Role::Support),
        (3, "Ana", "ana@obrador.example", Role::Owner),
    ] {
        let id = UserId::parse(&uuid(n)).unwrap();
        let email = Email::parse(email).unwrap();
        let new = NewUser {
            id,
            email,
            name: name.into(),
            role,
            status: Status::Active,
            at: NOW,
        };
        users::insert(&mut tx, &new).await.unwrap();
    }
    for (text, role, expected) in [
        (None, None, vec!["Ana", "Begoña 100%", "Íñigo Goñi"]),
        (Some("GOÑ"), None, vec!["Begoña 100%", "Íñigo Goñi"]),
        (Some("goni"), None, vec!["Íñigo Goñi"]),
        (Some("0%"), None, vec!["Begoña 100%"]),
        (Some("o_n"), None, vec!["Begoña 100%"]),
        (Some("obrador"), Some(Role::Owner), vec!["Ana", "Íñigo Goñi"]),
        (None, Some(Role::PlatformAdmin), vec![]),
    ] {
        let found = users::list(&mut tx, text, role).await.unwrap();
        let names: Vec<_> = found.iter().map(|user| user.name.as_str()).collect();
        assert_eq!(names, expected, "{text:?} {role:?}");
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn bakeries_of_a_person_are_replaced_as_a_whole(#[case] engine: Engine) {
    let test = TestDb::new(engine).await;
    let mut tx = test.db.write().await.unwrap();
    let id = person(&mut tx, 1, Role::Owner).await;
    let (san_juan, artesano) = (
        bakery(&mut tx, 2, "San Juan").await,
        bakery(&mut tx, 3, "Artesano").await,
    );
    let both = [san_juan.clone(), artesano.clone(), san_juan.clone()];
    assert!(users::set_tenants(&mut tx, &id, &both).await.unwrap());
    let expected = vec![
        (artesano.clone(), "Artesano".to_owned()),
        (san_juan.clone(), "San Juan".to_owned()),
    ];
    assert_eq!(users::tenants_of(&mut tx, &id).await.unwrap(), expected);
    assert!(
        users::set_tenants(&mut tx, &id, std::slice::from_ref(&san_juan))
            .await
            .unwrap()
    );
    assert_eq!(
        users::memberships(&mut tx).await.unwrap(),
        [(id.as_str().to_owned(), san_juan, "San Juan".into())]
    );
    let unknown = TenantId::parse(&uuid(9)).unwrap();
    assert!(!users::set_tenants(&mut tx, &id, &[unknown]).await.unwrap());
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_held_person_is_not_changed_by_others_before_the_commit(#[case] engine: Engine) {
    let test = TestDb::new(engine).await;
    let mut tx = test.db.write().await.unwrap();
    let id = person(&mut tx, 1, Role::Owner).await;
    tx.commit().await.unwrap();

    let mut tx = test.db.write().await.unwrap();
    users::hold(&mut tx, &id).await.unwrap();
    let other = {
        let (db, id) = (test.db.clone(), id.clone());
        tokio::spawn(async move {
            let mut tx = db.write().await.unwrap();
            let seen = users::hold(&mut tx, &id).await.unwrap().unwrap();
            tx.commit().await.unwrap();
            seen.status
        })
    };
    users::set_status(&mut tx, &id, Status::Disabled, NOW)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    // Whichever came first, the other one saw the finished change.
    assert_eq!(other.await.unwrap(), Status::Disabled);
}

/// Two admins who remove each other at the same moment: one of them stays.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn the_count_of_admins_after_an_audit_row_sees_every_finished_change(#[case] engine: Engine) {
    let test = TestDb::new(engine).await;
    let mut tx = test.db.write().await.unwrap();
    let ids = [
        person(&mut tx, 1, Role::PlatformAdmin).await,
        person(&mut tx, 2, Role::PlatformAdmin).await,
    ];
    tx.commit().await.unwrap();
    let barrier = std::sync::Arc::new(tokio::sync::Barrier::new(2));
    let removals = ids.map(|id| {
        let (db, barrier) = (test.db.clone(), std::sync::Arc::clone(&barrier));
        tokio::spawn(async move {
            barrier.wait().await;
            let mut tx = db.write().await.unwrap();
            users::set_status(&mut tx, &id, Status::Disabled, NOW)
                .await
                .unwrap();
            let entry = audit::NewEntry {
                at: NOW,
                actor_kind: "system".into(),
                actor_id: None,
                actor_name: "test".into(),
                action: "user.disable".into(),
                entity: "user".into(),
                entity_id: id.as_str().into(),
                entity_name: String::new(),
                tenant_id: None,
                before: None,
                after: None,
                ip: None,
                request_id: None,
            };
            audit::append(&mut tx, entry).await.unwrap();
            let left = users::active_admins(&mut tx).await.unwrap();
            if left > 0 {
                tx.commit().await.unwrap();
            }
            left > 0
        })
    });
    let mut removed = 0;
    for removal in removals {
        removed += i64::from(removal.await.unwrap());
    }
    assert_eq!(removed, 1);
    assert_eq!(
        users::active_admins(&mut test.db.read().await.unwrap())
            .await
            .unwrap(),
        1
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_time_step_and_all_before_it_are_used_up_together(#[case] engine: Engine) {
    let test = TestDb::new(engine).await;
    let mut tx = test.db.write().await.unwrap();
    let id = person(&mut tx, 1, Role::Support).await;
    assert!(
        !second_factor::use_step(&mut tx, &id, 1).await.unwrap(),
        "nothing is confirmed"
    );
    assert!(second_factor::begin(&mut tx, &id, "v1.x").await.unwrap());
    assert!(second_factor::confirm(&mut tx, &id, 10, NOW).await.unwrap());
    assert!(
        !second_factor::begin(&mut tx, &id, "v1.y").await.unwrap(),
        "a confirmed one is not replaced"
    );
    for (step, accepted) in [
        (10, false),
        (9, false),
        (11, true),
        (11, false),
        (13, true),
        (12, false),
    ] {
        assert_eq!(
            second_factor::use_step(&mut tx, &id, step).await.unwrap(),
            accepted,
            "{step}"
        );
    }
    second_factor::clear(&mut tx, &id, NOW).await.unwrap();
    assert!(
        !users::by_id(&mut tx, &id)
            .await
            .unwrap()
            .unwrap()
            .has_second_factor()
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_recovery_code_is_used_once_and_only_by_its_owner(#[case] engine: Engine) {
    let test = TestDb::new(engine).await;
    let mut tx = test.db.write().await.unwrap();
    let (ana, eva) = (
        person(&mut tx, 1, Role::Support).await,
        person(&mut tx, 2, Role::Support).await,
    );
    second_factor::replace_codes(&mut tx, &ana, &["a".into(), "b".into()])
        .await
        .unwrap();
    assert!(!second_factor::use_code(&mut tx, &eva, "a", NOW).await.unwrap());
    assert!(second_factor::use_code(&mut tx, &ana, "a", NOW).await.unwrap());
    assert!(!second_factor::use_code(&mut tx, &ana, "a", NOW).await.unwrap());
    assert_eq!(second_factor::codes_left(&mut tx, &ana).await.unwrap(), 1);
    second_factor::replace_codes(&mut tx, &ana, &["c".into()])
        .await
        .unwrap();
    assert!(!second_factor::use_code(&mut tx, &ana, "b", NOW).await.unwrap());
}
