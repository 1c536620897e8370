use argon2::{Argon2, PasswordHash, PasswordHasher};
use domain::{
    person::{Email, Role},
    time::MINUTE,
};
use rstest::rstest;
use service::{
    Call,
    people::{
        links::{Invite, invite},
        profile,
        sign_in::{self, Step},
        team,
    },
    testing::TestServices,
};
use store::{Engine, users};

use crate::{PASSWORD, actions, admin, bakery, from, is_too_many, joined, password_of, words};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_right_password_signs_in_and_leaves_a_trace(#[case] engine: Engine) {
    let test = TestServices::new(engine).await;
    let (id, _) = admin(&test, "ana@obrador.example").await;
    let step = sign_in::password(&test, &from("203.0.113.1"), " Ana@Obrador.example ", PASSWORD)
        .await
        .unwrap();
    assert_eq!(step, Step::Done(password_of(&test, &id).await));
    let mut tx = test.svc.db.read().await.unwrap();
    let user = users::by_id(&mut tx, &id).await.unwrap().unwrap();
    assert_eq!(user.last_sign_in_at, Some(test.svc.clock.now()));
    let row = store::audit::chain(&mut tx, 0, 10).await.unwrap().pop().unwrap();
    assert_eq!(
        (row.action.as_str(), row.actor_id.as_deref()),
        ("user.sign_in", Some(id.as_str()))
    );
    assert_eq!(
        (row.ip.as_deref(), row.request_id.as_deref()),
        (Some("203.0.113.1"), Some("r1"))
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn every_way_to_fail_looks_the_same_and_leaves_no_audit_row(#[case] engine: Engine) {
    let test = TestServices::new(engine).await;
    let tenant = bakery(&test, "San Juan").await;
    admin(&test, "ana@obrador.example").await;
    let (stopped, _) = joined(&test, "stopped@obrador.example", Role::Owner, vec![tenant]).await;
    team::set_disabled(&test, &Call::system("test"), &stopped, true)
        .await
        .unwrap();
    let invited = Invite {
        email: "new@obrador.example".into(),
        name: "New".into(),
        role: Role::Support,
        tenants: vec![],
    };
    invite(&test, &Call::system("test"), invited).await.unwrap();
    let before = actions(&test).await;
    let mut answers = Vec::new();
    for (email, password) in [
        ("ana@obrador.example", "pan de molde y mantequilla "),
        ("ana@obrador.example", ""),
        ("nobody@obrador.example", PASSWORD),
        ("not an address", PASSWORD),
        ("", ""),
        ("stopped@obrador.example", PASSWORD),
        ("new@obrador.example", PASSWORD),
        ("ana@obrador.example", "tahona-demo"),
    ] {
        answers.push(words(
            sign_in::password(&test, &from("203.0.113.1"), email, password).await,
        ));
    }
    answers.dedup();
    assert_eq!(
        answers,
        [r#"Invalid([FieldError { field: "password", problem: WrongCredentials }])"#]
    );
    assert_eq!(actions(&test).await, before);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn guessing_stops_the_guesser_and_not_the_owner_of_the_account(#[case] engine: Engine) {
    let test = TestServices::new(engine).await;
    admin(&test, "ana@obrador.example").await;
    // A /64 of one customer is one client.
    let attacker = |n: u32| from(&format!("2001:db8:1:2::{n:x}"));
    for n in 0..5 {
        let wrong = sign_in::password(&test, &attacker(n), "ana@obrador.example", "wrong").await;
        assert!(!is_too_many(&wrong), "{n}");
    }
    // Even a right guess is refused now, and says when to come back.
    let blocked = sign_in::password(&test, &attacker(6), "ana@obrador.example", PASSWORD).await;
    assert_eq!(words(blocked), "TooMany { retry_after_secs: 60 }");
    let owner = sign_in::password(&test, &from("203.0.113.1"), "ana@obrador.example", PASSWORD).await;
    assert!(matches!(owner, Ok(Step::Done(_))));
    test.clock.advance(MINUTE);
    assert!(
        sign_in::password(&test, &attacker(7), "ana@obrador.example", PASSWORD)
            .await
            .is_ok()
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_unknown_account_is_limited_just_like_a_known_one(#[case] engine: Engine) {
    let test = TestServices::new(engine).await;
    admin(&test, "ana@obrador.example").await;
    let mut answers = [Vec::new(), Vec::new()];
    for _ in 0..7 {
        for (email, answers) in ["ana@obrador.example", "nobody@obrador.example"]
            .into_iter()
            .zip(&mut answers)
        {
            answers.push(words(
                sign_in::password(&test, &from("203.0.113.1"), email, "wrong").await,
            ));
        }
    }
    assert_eq!(answers[0], answers[1]);
    assert!(answers[0][6].starts_with("TooMany"), "{:?}", answers[0]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn guesses_at_the_same_moment_count_one_by_one(#[case] engine: Engine) {
    let test = TestServices::new(engine).await;
    admin(&test, "ana@obrador.example").await;
    let tries: Vec<_> = (0..12)
        .map(|_| {
            let svc = test.svc.clone();
            tokio::spawn(async move {
                is_too_many(
                    &sign_in::password(&svc, &from("203.0.113.1"), "ana@obrador.example", "wrong").await,
                )
            })
        })
        .collect();
    let mut refused = 0;
    for attempt in tries {
        refused += i32::from(attempt.await.unwrap());
    }
    assert_eq!(refused, 12 - 5);
}

#[tokio::test]
async fn one_address_cannot_try_a_password_on_everybody() {
    let test = TestServices::new(Engine::Sqlite).await;
    admin(&test, "ana@obrador.example").await;
    for n in 0..30 {
        let email = format!("p{n}@obrador.example");
        assert!(
            !is_too_many(&sign_in::password(&test, &from("203.0.113.1"), &email, PASSWORD).await),
            "{n}"
        );
    }
    assert!(is_too_many(
        &sign_in::password(&test, &from("203.0.113.1"), "p31@obrador.example", PASSWORD).await
    ));
    assert!(
        sign_in::password(&test, &from("203.0.113.2"), "ana@obrador.example", PASSWORD)
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn good_sign_ins_use_no_limit_up() {
    let test = TestServices::new(Engine::Sqlite).await;
    admin(&test, "ana@obrador.example").await;
    for n in 0..35 {
        let step = sign_in::password(&test, &from("203.0.113.1"), "ana@obrador.example", PASSWORD).await;
        assert!(step.is_ok(), "{n}");
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_hash_with_old_parameters_is_renewed_without_counting_as_a_change(#[case] engine: Engine) {
    let test = TestServices::new(engine).await;
    let (id, _) = admin(&test, "ana@obrador.example").await;
    let weak = argon2::Params::new(8_192, 1, 1, None).unwrap();
    let weak = Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, weak);
    let weak: PasswordHash = weak
        .hash_password_with_salt(PASSWORD.as_bytes(), &[7; 16])
        .unwrap();
    let mut tx = test.svc.db.write().await.unwrap();
    users::rehash_password(&mut tx, &id, &weak.to_string())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let changed_at = profile::load(&test, &id)
        .await
        .unwrap()
        .unwrap()
        .password_changed_at;
    test.clock.advance(MINUTE);

    sign_in::password(&test, &from("203.0.113.1"), "ana@obrador.example", PASSWORD)
        .await
        .unwrap();

    let email = Email::parse("ana@obrador.example").unwrap();
    let user = users::by_email(&mut test.svc.db.read().await.unwrap(), &email)
        .await
        .unwrap()
        .unwrap();
    assert!(
        user.password_hash
            .unwrap()
            .starts_with("$argon2id$v=19$m=19456,t=2,p=1$")
    );
    assert_eq!(user.password_changed_at, changed_at);
    assert!(
        sign_in::password(&test, &from("203.0.113.1"), "ana@obrador.example", PASSWORD)
            .await
            .is_ok()
    );
}
