use domain::{ids::UserId, person::Role};
use rstest::rstest;
use service::{
    Call, ServiceError,
    error::Conflict,
    people::{
        password, profile, sign_in,
        team::{self, MemberStatus, TeamQuery},
    },
    testing::{START, TestServices},
};
use store::{Engine, on};

use crate::{OTHER_PASSWORD, PASSWORD, actions, admin, alive, bakery, call_of, from, joined, session, words};

fn last_admin<T: std::fmt::Debug>(result: Result<T, ServiceError>) -> bool {
    matches!(
        result,
        Err(ServiceError::Conflict(Conflict::WrongState { key: "last_admin" }))
    )
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn somebody_always_runs_the_platform(#[case] engine: Engine) {
    let test = TestServices::new(engine).await;
    let (ana, call) = admin(&test, "ana@obrador.example").await;
    let before = actions(&test).await;
    assert!(last_admin(team::set_disabled(&test, &call, &ana, true).await));
    assert!(last_admin(
        team::update(&test, &call, &ana, Role::Support, vec![]).await
    ));
    assert_eq!(actions(&test).await, before, "a refused change leaves no row");
    assert_eq!(
        team::get(&test, &call, &ana).await.unwrap().role,
        Role::PlatformAdmin
    );

    let (eva, _) = admin(&test, "eva@obrador.example").await;
    team::update(&test, &call, &ana, Role::Support, vec![])
        .await
        .unwrap();
    let call = call_of(&test, &eva).await;
    assert!(last_admin(team::set_disabled(&test, &call, &eva, true).await));
    // An admin who cannot sign in does not count.
    team::update(&test, &call, &ana, Role::PlatformAdmin, vec![])
        .await
        .unwrap();
    team::set_disabled(&test, &call, &ana, true).await.unwrap();
    assert!(last_admin(team::set_disabled(&test, &call, &eva, true).await));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn two_admins_who_remove_each_other_at_once_do_not_both_go(#[case] engine: Engine) {
    let test = TestServices::new(engine).await;
    let (ana, of_ana) = admin(&test, "ana@obrador.example").await;
    let (eva, of_eva) = admin(&test, "eva@obrador.example").await;
    for _ in 0..5 {
        let ways = [(of_ana.clone(), eva.clone()), (of_eva.clone(), ana.clone())].map(|(call, victim)| {
            let svc = test.svc.clone();
            tokio::spawn(async move { team::set_disabled(&svc, &call, &victim, true).await })
        });
        let mut gone = 0;
        for way in ways {
            match way.await.unwrap() {
                Ok(()) => gone += 1,
                refused => assert!(last_admin(refused)),
            }
        }
        assert_eq!(gone, 1);
        for id in [&ana, &eva] {
            team::set_disabled(&test, &Call::system("test"), id, false)
                .await
                .unwrap();
        }
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_new_role_or_a_stop_ends_the_sessions_at_once(#[case] engine: Engine) {
    let test = TestServices::new(engine).await;
    let (_, call) = admin(&test, "ana@obrador.example").await;
    let (one, two) = (bakery(&test, "San Juan").await, bakery(&test, "Artesano").await);
    let (id, _) = joined(&test, "amaia@obrador.example", Role::Owner, vec![one.clone()]).await;
    let hash = session(&test, &id, "s1").await;

    team::update(&test, &call, &id, Role::Owner, vec![one.clone(), two])
        .await
        .unwrap();
    assert!(alive(&test, &hash).await, "the same role with other bakeries");
    assert_eq!(profile::load(&test, &id).await.unwrap().unwrap().tenants.len(), 2);
    let same = actions(&test).await.len();
    let names = profile::load(&test, &id).await.unwrap().unwrap().tenants;
    let ids = names.into_iter().map(|(id, _)| id).collect();
    team::update(&test, &call, &id, Role::Owner, ids).await.unwrap();
    assert_eq!(
        actions(&test).await.len(),
        same,
        "nothing changed, nothing written"
    );

    team::update(&test, &call, &id, Role::Support, vec![one])
        .await
        .unwrap();
    assert!(!alive(&test, &hash).await);
    assert_eq!(profile::load(&test, &id).await.unwrap().unwrap().tenants, []);

    let hash = session(&test, &id, "s2").await;
    team::set_disabled(&test, &call, &id, true).await.unwrap();
    assert!(!alive(&test, &hash).await);
    assert_eq!(profile::load(&test, &id).await.unwrap(), None);
    assert!(
        sign_in::password(&test, &from("203.0.113.1"), "amaia@obrador.example", PASSWORD)
            .await
            .is_err()
    );
    team::set_disabled(&test, &call, &id, false).await.unwrap();
    assert!(!alive(&test, &hash).await, "a session does not come back");
    assert_eq!(
        team::get(&test, &call, &id).await.unwrap().status,
        MemberStatus::Active
    );
    assert!(
        sign_in::password(&test, &from("203.0.113.1"), "amaia@obrador.example", PASSWORD)
            .await
            .is_ok()
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_changed_password_ends_every_session(#[case] engine: Engine) {
    let test = TestServices::new(engine).await;
    let (id, call) = admin(&test, "ana@obrador.example").await;
    let hash = session(&test, &id, "s1").await;
    for (current, new, repeat, expected) in [
        (
            "wrong",
            OTHER_PASSWORD,
            OTHER_PASSWORD,
            r#"field: "current", problem: WrongCredentials"#,
        ),
        (
            PASSWORD,
            "corta",
            "corta",
            r#"field: "password", problem: Password(TooShort)"#,
        ),
        (
            PASSWORD,
            "tahona-demo",
            "tahona-demo",
            r#"field: "password", problem: Password(TooCommon)"#,
        ),
        (
            PASSWORD,
            OTHER_PASSWORD,
            "otra",
            r#"field: "repeat", problem: PasswordsDiffer"#,
        ),
    ] {
        let refused = words(password::change(&test, &call, current, new, repeat).await);
        assert!(refused.contains(expected), "{refused}");
    }
    assert!(alive(&test, &hash).await);
    password::change(&test, &call, PASSWORD, OTHER_PASSWORD, OTHER_PASSWORD)
        .await
        .unwrap();
    assert!(!alive(&test, &hash).await);
    assert!(
        sign_in::password(&test, &from("203.0.113.1"), "ana@obrador.example", OTHER_PASSWORD)
            .await
            .is_ok()
    );
    assert_eq!(
        actions(&test).await,
        ["user.join", "user.password_change", "user.sign_in"]
    );
    let profile = profile::load(&test, &id).await.unwrap().unwrap();
    assert_eq!(profile.password_changed_at, Some(START));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_change_without_its_audit_row_does_not_happen(#[case] engine: Engine) {
    let test = TestServices::new(engine).await;
    let (id, call) = admin(&test, "ana@obrador.example").await;
    let (sara, _) = joined(&test, "sara@obrador.example", Role::Support, vec![]).await;
    let hash = session(&test, &sara, "s1").await;
    let mut tx = test.svc.db.write().await.unwrap();
    on!(&mut tx, |c| sqlx::query("DELETE FROM audit_head")
        .execute(c)
        .await
        .map(|_| ()))
    .unwrap();
    tx.commit().await.unwrap();

    assert!(team::set_disabled(&test, &call, &sara, true).await.is_err());
    assert!(profile::rename(&test, &call, "Ana Nueva").await.is_err());
    assert!(
        password::change(&test, &call, PASSWORD, OTHER_PASSWORD, OTHER_PASSWORD)
            .await
            .is_err()
    );
    assert_eq!(
        team::get(&test, &call, &sara).await.unwrap().status,
        MemberStatus::Active
    );
    assert!(alive(&test, &hash).await);
    assert_eq!(profile::load(&test, &id).await.unwrap().unwrap().name, "ana");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn preferences_are_changed_one_by_one(#[case] engine: Engine) {
    use domain::lang::Lang;
    let test = TestServices::new(engine).await;
    let (id, call) = admin(&test, "ana@obrador.example").await;
    let dark = Some(Some("dark".to_owned()));
    profile::set_preferences(&test, &call, Some(Some(Lang::En)), dark)
        .await
        .unwrap();
    profile::set_preferences(&test, &call, Some(None), None)
        .await
        .unwrap();
    let now = profile::load(&test, &id).await.unwrap().unwrap();
    assert_eq!((now.lang, now.theme.as_deref()), (None, Some("dark")));
    let refused = profile::set_preferences(&test, &call, None, Some(Some("pink".into()))).await;
    assert!(words(refused).contains("NotAChoice"));
    profile::rename(&test, &call, "  Ana   Arrieta ").await.unwrap();
    assert_eq!(
        profile::load(&test, &id).await.unwrap().unwrap().name,
        "Ana Arrieta"
    );
    assert_eq!(actions(&test).await, ["user.join", "user.update"]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_command_line_makes_an_admin_of_a_known_address(#[case] engine: Engine) {
    let test = TestServices::new(engine).await;
    let tenant = bakery(&test, "San Juan").await;
    let (id, _) = joined(&test, "amaia@obrador.example", Role::Owner, vec![tenant]).await;
    let hash = session(&test, &id, "s1").await;
    let system = Call::system("command line");
    let again = team::create_admin(&test, &system, "AMAIA@obrador.example", OTHER_PASSWORD)
        .await
        .unwrap();
    assert_eq!(again, id);
    let now = profile::load(&test, &id).await.unwrap().unwrap();
    assert_eq!((now.role, now.tenants.len()), (Role::PlatformAdmin, 0));
    assert!(!alive(&test, &hash).await);
    assert!(
        sign_in::password(
            &test,
            &from("203.0.113.1"),
            "amaia@obrador.example",
            OTHER_PASSWORD
        )
        .await
        .is_ok()
    );
    for (email, password, field) in [
        ("x", OTHER_PASSWORD, "email"),
        ("x@obrador.example", "short", "password"),
    ] {
        let refused = words(team::create_admin(&test, &system, email, password).await);
        assert!(refused.contains(field), "{refused}");
    }
}

#[tokio::test]
async fn the_list_is_filtered_and_for_admins_only() {
    let test = TestServices::new(Engine::Sqlite).await;
    let (_, call) = admin(&test, "ana@obrador.example").await;
    let tenant = bakery(&test, "San Juan").await;
    let (owner, owner_call) = joined(&test, "amaia@obrador.example", Role::Owner, vec![tenant]).await;
    let owners = TeamQuery {
        q: Some(" GOIKO ".into()),
        role: Some(Role::Owner),
    };
    let found = team::list(&test, &call, &owners).await.unwrap();
    assert_eq!(
        found.iter().map(|member| &member.id).collect::<Vec<_>>(),
        [&owner]
    );
    assert_eq!(found[0].tenants[0].1, "San Juan");

    let (_, support_call) = joined(&test, "sara@obrador.example", Role::Support, vec![]).await;
    let unknown: UserId = test.random.id(START);
    for call in [&owner_call, &support_call] {
        assert!(matches!(
            team::list(&test, call, &TeamQuery::default()).await,
            Err(ServiceError::Forbidden)
        ));
        for id in [&owner, &unknown] {
            assert!(matches!(
                team::get(&test, call, id).await,
                Err(ServiceError::Forbidden)
            ));
            assert!(matches!(
                team::set_disabled(&test, call, id, true).await,
                Err(ServiceError::Forbidden)
            ));
            assert!(matches!(
                team::clear_second_factor(&test, call, id).await,
                Err(ServiceError::Forbidden)
            ));
            let update = team::update(&test, call, id, Role::PlatformAdmin, vec![]).await;
            assert!(matches!(update, Err(ServiceError::Forbidden)));
        }
        let made = team::create_admin(&test, call, "x@obrador.example", PASSWORD).await;
        assert!(matches!(made, Err(ServiceError::Forbidden)));
    }
    assert!(matches!(
        team::get(&test, &call, &unknown).await,
        Err(ServiceError::NotFound)
    ));
}
