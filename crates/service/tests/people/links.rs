use domain::{
    person::Role,
    time::{HOUR, Millis},
};
use rstest::rstest;
use service::{
    Call, ServiceError,
    people::{
        links::{self, Invite, LinkKind},
        sign_in::{self, RightPassword, Step},
        team::{self, MemberStatus},
    },
    testing::{START, TestServices},
};
use store::Engine;

use crate::{
    OTHER_PASSWORD, PASSWORD, actions, admin, alive, bakery, dump::dump, from, joined, password_of, session,
    token_of, words,
};

const BAD: &str = r#"Invalid([FieldError { field: "token", problem: BadLink }])"#;

fn support(email: &str) -> Invite {
    Invite {
        email: email.into(),
        name: "Sara  Soto".into(),
        role: Role::Support,
        tenants: vec![],
    }
}

async fn accept(test: &TestServices, url: &str) -> Result<Step, ServiceError> {
    links::accept(
        test,
        &from("203.0.113.1"),
        token_of(url),
        "Sara",
        PASSWORD,
        PASSWORD,
    )
    .await
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_invitation_lets_somebody_in_once(#[case] engine: Engine) {
    let test = TestServices::new(engine).await;
    let (_, call) = admin(&test, "ana@obrador.example").await;
    let tenant = bakery(&test, "San Juan").await;
    let wish = Invite {
        email: "Amaia@obrador.example".into(),
        name: "Amaia".into(),
        role: Role::Owner,
        tenants: vec![tenant.clone()],
    };
    let link = links::invite(&test, &call, wish).await.unwrap();
    assert!(!link.mailed, "no mail server is set up");
    assert_eq!(link.expires_at, Millis(START.0 + links::INVITE_LASTS));
    assert!(!format!("{link:?}").contains(token_of(&link.url)));

    let open = links::open(&test, token_of(&link.url)).await.unwrap();
    assert_eq!(
        (open.kind, open.email.as_str()),
        (LinkKind::Invite, "amaia@obrador.example")
    );
    assert_eq!(open.tenants, ["San Juan"]);

    let origin = from("203.0.113.1");
    let refused = links::accept(&test, &origin, token_of(&link.url), " ", "short", "shorter").await;
    assert_eq!(
        words(refused),
        r#"Invalid([FieldError { field: "name", problem: Required }, FieldError { field: "password", problem: Password(TooShort) }, FieldError { field: "repeat", problem: PasswordsDiffer }])"#
    );
    let step = links::accept(
        &test,
        &origin,
        token_of(&link.url),
        "Amaia  Goiko",
        PASSWORD,
        PASSWORD,
    )
    .await
    .unwrap();
    let Step::Done(RightPassword { user: id, .. }) = step else {
        panic!("{step:?}")
    };
    let member = team::get(&test, &call, &id).await.unwrap();
    assert_eq!(
        (member.name.as_str(), member.status),
        ("Amaia Goiko", MemberStatus::Active)
    );
    assert_eq!(
        (member.tenants, member.open_link),
        (vec![(tenant.clone(), "San Juan".into())], None)
    );

    assert_eq!(words(accept(&test, &link.url).await), BAD);
    assert_eq!(words(links::open(&test, token_of(&link.url)).await), BAD);
    let signed_in = sign_in::password(&test, &origin, "amaia@obrador.example", PASSWORD)
        .await
        .unwrap();
    assert_eq!(signed_in, Step::Done(password_of(&test, &id).await));
    assert_eq!(
        actions(&test).await,
        [
            "user.join",
            "user.invite",
            "user.join",
            "user.sign_in",
            "user.sign_in"
        ]
    );
    let mut tx = test.svc.db.read().await.unwrap();
    let invited = store::audit::chain(&mut tx, 1, 1).await.unwrap();
    assert_eq!(invited[0].tenant_id.as_deref(), Some(tenant.as_str()));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn links_that_are_too_old_withdrawn_or_replaced_do_not_work(#[case] engine: Engine) {
    let test = TestServices::new(engine).await;
    let (_, call) = admin(&test, "ana@obrador.example").await;
    let old = links::invite(&test, &call, support("sara@obrador.example"))
        .await
        .unwrap();
    let new = links::invite(&test, &call, support("sara@obrador.example"))
        .await
        .unwrap();
    assert_eq!(words(accept(&test, &old.url).await), BAD);

    let listed = team::list(&test, &call, &team::TeamQuery::default())
        .await
        .unwrap();
    let sara = listed.iter().find(|member| member.name == "Sara Soto").unwrap();
    assert_eq!(sara.open_link, Some((new.id.clone(), new.expires_at)));

    links::withdraw(&test, &call, &new.id).await.unwrap();
    links::withdraw(&test, &call, &new.id).await.unwrap();
    assert_eq!(words(accept(&test, &new.url).await), BAD);

    let late = links::invite(&test, &call, support("sara@obrador.example"))
        .await
        .unwrap();
    test.clock.advance(links::INVITE_LASTS - 1);
    assert!(links::open(&test, token_of(&late.url)).await.is_ok());
    test.clock.advance(1);
    assert_eq!(words(links::open(&test, token_of(&late.url)).await), BAD);
    assert_eq!(words(accept(&test, &late.url).await), BAD);
    assert_eq!(words(links::open(&test, "").await), BAD);
    assert_eq!(
        actions(&test).await,
        [
            "user.join",
            "user.invite",
            "user.invite",
            "user.link_withdraw",
            "user.invite"
        ]
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_use_a_link_at_once_one_gets_in(#[case] engine: Engine) {
    let test = TestServices::new(engine).await;
    let link = links::invite(&test, &Call::system("test"), support("sara@obrador.example"))
        .await
        .unwrap();
    let tries = [PASSWORD, OTHER_PASSWORD].map(|password| {
        let (svc, token) = (test.svc.clone(), token_of(&link.url).to_owned());
        tokio::spawn(async move {
            links::accept(&svc, &from("203.0.113.1"), &token, "Sara", password, password)
                .await
                .is_ok()
        })
    });
    let mut used = Vec::new();
    for attempt in tries {
        used.push(attempt.await.unwrap());
    }
    assert_eq!(used.iter().filter(|ok| **ok).count(), 1);
    // The password is the one of who got in.
    for (password, ok) in [PASSWORD, OTHER_PASSWORD].into_iter().zip(used) {
        let signed_in =
            sign_in::password(&test, &from("203.0.113.1"), "sara@obrador.example", password).await;
        assert_eq!(signed_in.is_ok(), ok);
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn who_is_here_already_is_not_invited_and_who_never_came_is_invited_anew(#[case] engine: Engine) {
    let test = TestServices::new(engine).await;
    let (_, call) = admin(&test, "ana@obrador.example").await;
    let taken = links::invite(&test, &call, support("ANA@obrador.example")).await;
    assert_eq!(
        words(taken),
        r#"Invalid([FieldError { field: "email", problem: Taken }])"#
    );
    let bad = Invite {
        email: "ana".into(),
        name: String::new(),
        role: Role::Owner,
        tenants: vec![],
    };
    assert_eq!(
        words(links::invite(&test, &call, bad).await),
        r#"Invalid([FieldError { field: "email", problem: NotAnEmail }, FieldError { field: "name", problem: Required }, FieldError { field: "tenants", problem: Required }])"#
    );
    let unknown = Invite {
        role: Role::Owner,
        tenants: vec![test.random.id(START)],
        ..support("amaia@obrador.example")
    };
    assert_eq!(
        words(links::invite(&test, &call, unknown).await),
        r#"Invalid([FieldError { field: "tenants", problem: NotAChoice }])"#
    );
    assert_eq!(
        team::list(&test, &call, &team::TeamQuery::default())
            .await
            .unwrap()
            .len(),
        1,
        "nothing was left"
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_reset_link_changes_the_password_and_ends_all_sessions(#[case] engine: Engine) {
    let test = TestServices::new(engine).await;
    let (_, call) = admin(&test, "ana@obrador.example").await;
    let tenant = bakery(&test, "San Juan").await;
    let (id, _) = joined(&test, "amaia@obrador.example", Role::Owner, vec![tenant]).await;
    let hash = session(&test, &id, "s1").await;
    let older = links::reset_for(&test, &call, &id).await.unwrap();
    let link = links::reset_for(&test, &call, &id).await.unwrap();
    assert_eq!(words(links::open(&test, token_of(&older.url)).await), BAD);
    assert!(alive(&test, &hash).await);

    let origin = from("203.0.113.1");
    let token = token_of(&link.url);
    let step = links::accept(&test, &origin, token, "ignored", OTHER_PASSWORD, OTHER_PASSWORD)
        .await
        .unwrap();
    assert_eq!(step, Step::Done(password_of(&test, &id).await));
    assert!(!alive(&test, &hash).await);
    assert_eq!(team::get(&test, &call, &id).await.unwrap().name, "Amaia Goiko");
    assert!(
        sign_in::password(&test, &origin, "amaia@obrador.example", PASSWORD)
            .await
            .is_err()
    );
    assert!(
        sign_in::password(&test, &origin, "amaia@obrador.example", OTHER_PASSWORD)
            .await
            .is_ok()
    );

    let link = links::reset_for(&test, &call, &id).await.unwrap();
    test.clock.advance(HOUR);
    assert_eq!(words(links::open(&test, token_of(&link.url)).await), BAD);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn who_was_stopped_cannot_come_back_by_a_link(#[case] engine: Engine) {
    let test = TestServices::new(engine).await;
    let (_, call) = admin(&test, "ana@obrador.example").await;
    let (id, _) = joined(&test, "sara@obrador.example", Role::Support, vec![]).await;
    let link = links::reset_for(&test, &call, &id).await.unwrap();
    team::set_disabled(&test, &call, &id, true).await.unwrap();
    assert_eq!(words(links::open(&test, token_of(&link.url)).await), BAD);
    assert!(words(links::reset_for(&test, &call, &id).await).contains("user_disabled"));
    // Letting them in again does not bring the link back.
    team::set_disabled(&test, &call, &id, false).await.unwrap();
    assert_eq!(words(links::open(&test, token_of(&link.url)).await), BAD);
}

#[tokio::test]
async fn owners_and_support_let_nobody_in() {
    let test = TestServices::new(Engine::Sqlite).await;
    let tenant = bakery(&test, "San Juan").await;
    let (owner, owner_call) = joined(&test, "amaia@obrador.example", Role::Owner, vec![tenant.clone()]).await;
    let (_, support_call) = joined(&test, "sara@obrador.example", Role::Support, vec![]).await;
    let open = links::invite(&test, &Call::system("test"), support("new@obrador.example"))
        .await
        .unwrap();
    for call in [&owner_call, &support_call] {
        for role in Role::ALL {
            let wish = Invite {
                role,
                tenants: vec![tenant.clone()],
                ..support("x@obrador.example")
            };
            assert!(matches!(
                links::invite(&test, call, wish).await,
                Err(ServiceError::Forbidden)
            ));
        }
        assert!(matches!(
            links::reset_for(&test, call, &owner).await,
            Err(ServiceError::Forbidden)
        ));
        assert!(matches!(
            links::withdraw(&test, call, &open.id).await,
            Err(ServiceError::Forbidden)
        ));
        let unknown = test.random.id(START);
        assert!(matches!(
            links::withdraw(&test, call, &unknown).await,
            Err(ServiceError::Forbidden)
        ));
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_stolen_database_opens_no_link_and_no_account(#[case] engine: Engine) {
    let test = TestServices::new(engine).await;
    let (id, call) = admin(&test, "ana@obrador.example").await;
    let link = links::invite(&test, &call, support("sara@obrador.example"))
        .await
        .unwrap();
    let key = service::people::api_keys::create(&test, &call, "Caja", None)
        .await
        .unwrap();
    let enrolment = service::people::second_factor::start(&test, &call).await.unwrap();
    session(&test, &id, "the value of a cookie").await;
    let stolen = dump(&test.svc.db, &test.db.url).await;
    assert!(
        stolen.contains("ana@obrador.example"),
        "the dump holds what is no secret"
    );
    for secret in [
        token_of(&link.url),
        &key.key,
        &enrolment.secret.replace(' ', ""),
        "the value of a cookie",
        PASSWORD,
    ] {
        assert!(!stolen.contains(secret));
    }
}
