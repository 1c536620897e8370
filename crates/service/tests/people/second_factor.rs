use domain::{
    ids::UserId,
    person::Role,
    time::{MINUTE, SECOND},
};
use rstest::rstest;
use service::{
    Call, ServiceError,
    people::{
        password, profile, second_factor,
        sign_in::{self, Step},
        team,
    },
    testing::TestServices,
};
use store::Engine;
use totp_rs::{Builder, Secret};

use crate::{
    PASSWORD, actions, admin, alive, bakery, call_of, from, is_too_many, joined, password_of, session, words,
};

const WRONG: &str = r#"Invalid([FieldError { field: "code", problem: WrongCode }])"#;

/// The code that an authenticator app shows now.
fn code(test: &TestServices, secret: &str) -> String {
    let secret = Secret::try_from_base32(secret.replace(' ', "")).unwrap();
    let seconds = u64::try_from(test.svc.clock.now().0 / 1_000).unwrap();
    Builder::new()
        .with_secret(secret)
        .build()
        .unwrap()
        .generate(seconds)
        .to_string()
}

/// An admin with a second factor: id, call, secret, recovery codes.
async fn enrolled(test: &TestServices) -> (UserId, Call, String, Vec<String>) {
    let (id, call) = admin(test, "ana@obrador.example").await;
    let enrolment = second_factor::start(test, &call).await.unwrap();
    let recovery = second_factor::confirm(test, &call, &code(test, &enrolment.secret))
        .await
        .unwrap();
    test.clock.advance(30 * SECOND);
    (id, call, enrolment.secret, recovery)
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn setting_up_takes_a_right_code_and_hands_out_ten_recovery_codes(#[case] engine: Engine) {
    let test = TestServices::new(engine).await;
    let (id, call) = admin(&test, "ana@obrador.example").await;
    assert!(profile::load(&test, &id).await.unwrap().unwrap().must_enrol);
    let enrolment = second_factor::start(&test, &call).await.unwrap();
    assert_eq!(
        second_factor::start(&test, &call).await.unwrap().secret,
        enrolment.secret,
        "shown again"
    );
    assert!(enrolment.qr_svg.starts_with("<svg aria-hidden=\"true\""));
    assert!(!format!("{enrolment:?}").contains(&enrolment.secret[..4]));

    assert_eq!(words(second_factor::confirm(&test, &call, "000000").await), WRONG);
    let codes = second_factor::confirm(&test, &call, &code(&test, &enrolment.secret))
        .await
        .unwrap();
    assert_eq!(codes.len(), 10);
    for one in &codes {
        assert!(one.len() == 11 && one.as_bytes()[5] == b'-', "{one}");
    }
    assert_eq!(
        second_factor::recovery_codes_left(&test, &call).await.unwrap(),
        10
    );
    let profile = profile::load(&test, &id).await.unwrap().unwrap();
    assert!(profile.second_factor && !profile.must_enrol);
    assert!(words(second_factor::start(&test, &call).await).contains("second_factor_on"));
    assert_eq!(actions(&test).await, ["user.join", "user.second_factor_on"]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_code_signs_in_once(#[case] engine: Engine) {
    let test = TestServices::new(engine).await;
    let (id, _, secret, _) = enrolled(&test).await;
    let origin = from("203.0.113.1");
    let step = sign_in::password(&test, &origin, "ana@obrador.example", PASSWORD)
        .await
        .unwrap();
    assert_eq!(step, Step::SecondFactor(password_of(&test, &id).await));
    assert!(
        !actions(&test).await.contains(&"user.sign_in".to_owned()),
        "half-way is not signed in"
    );

    let now = code(&test, &secret);
    sign_in::second_factor(&test, &origin, &password_of(&test, &id).await, &now)
        .await
        .unwrap();
    assert_eq!(
        words(sign_in::second_factor(&test, &origin, &password_of(&test, &id).await, &now).await),
        WRONG
    );
    test.clock.advance(30 * SECOND);
    assert_eq!(
        words(sign_in::second_factor(&test, &origin, &password_of(&test, &id).await, &now).await),
        WRONG,
        "still shown, but used"
    );
    sign_in::second_factor(
        &test,
        &origin,
        &password_of(&test, &id).await,
        &code(&test, &secret),
    )
    .await
    .unwrap();
    assert_eq!(
        actions(&test)
            .await
            .iter()
            .filter(|action| *action == "user.sign_in")
            .count(),
        2
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn a_code_used_twice_at_the_same_moment_signs_in_once(#[case] engine: Engine) {
    let test = TestServices::new(engine).await;
    let (id, _, secret, recovery) = enrolled(&test).await;
    for code in [code(&test, &secret), recovery[0].clone()] {
        let tries: Vec<_> = (0..4)
            .map(|_| {
                let (svc, id, code) = (test.svc.clone(), id.clone(), code.clone());
                tokio::spawn(async move {
                    sign_in::second_factor(&svc, &from("203.0.113.1"), &password_of(&svc, &id).await, &code)
                        .await
                        .is_ok()
                })
            })
            .collect();
        let mut signed_in = 0;
        for attempt in tries {
            signed_in += i32::from(attempt.await.unwrap());
        }
        assert_eq!(signed_in, 1, "{code}");
        test.clock.advance(60 * MINUTE);
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_recovery_code_signs_in_once_and_new_ones_replace_all(#[case] engine: Engine) {
    let test = TestServices::new(engine).await;
    let (id, call, _, recovery) = enrolled(&test).await;
    let origin = from("203.0.113.1");
    sign_in::second_factor(
        &test,
        &origin,
        &password_of(&test, &id).await,
        &recovery[0].to_lowercase().replace('-', " "),
    )
    .await
    .unwrap();
    assert_eq!(
        words(sign_in::second_factor(&test, &origin, &password_of(&test, &id).await, &recovery[0]).await),
        WRONG
    );
    assert_eq!(second_factor::recovery_codes_left(&test, &call).await.unwrap(), 9);

    let wrong = second_factor::new_recovery_codes(&test, &call, "wrong").await;
    assert_eq!(
        words(wrong),
        r#"Invalid([FieldError { field: "password", problem: WrongCredentials }])"#
    );
    let fresh = second_factor::new_recovery_codes(&test, &call, PASSWORD)
        .await
        .unwrap();
    assert_eq!(
        second_factor::recovery_codes_left(&test, &call).await.unwrap(),
        10
    );
    assert_eq!(
        words(sign_in::second_factor(&test, &origin, &password_of(&test, &id).await, &recovery[1]).await),
        WRONG
    );
    sign_in::second_factor(&test, &origin, &password_of(&test, &id).await, &fresh[0])
        .await
        .unwrap();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn five_wrong_codes_have_to_wait_wherever_they_come_from(#[case] engine: Engine) {
    let test = TestServices::new(engine).await;
    let (id, _, secret, _) = enrolled(&test).await;
    for n in 0..5 {
        let wrong = sign_in::second_factor(
            &test,
            &from(&format!("203.0.113.{n}")),
            &password_of(&test, &id).await,
            "000000",
        )
        .await;
        assert_eq!(words(wrong), WRONG);
    }
    let right = sign_in::second_factor(
        &test,
        &from("203.0.113.77"),
        &password_of(&test, &id).await,
        &code(&test, &secret),
    )
    .await;
    assert!(is_too_many(&right));
    test.clock.advance(5 * MINUTE);
    sign_in::second_factor(
        &test,
        &from("203.0.113.77"),
        &password_of(&test, &id).await,
        &code(&test, &secret),
    )
    .await
    .unwrap();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn who_was_stopped_or_has_no_second_factor_gets_nowhere_with_codes(#[case] engine: Engine) {
    let test = TestServices::new(engine).await;
    let (id, call, secret, _) = enrolled(&test).await;
    let (other, _) = admin(&test, "eva@obrador.example").await;
    assert_eq!(
        words(
            sign_in::second_factor(
                &test,
                &from("203.0.113.1"),
                &password_of(&test, &other).await,
                "000000"
            )
            .await
        ),
        WRONG
    );
    let given = password_of(&test, &id).await;
    team::set_disabled(&test, &call, &id, true).await.unwrap();
    let refused = sign_in::second_factor(&test, &from("203.0.113.1"), &given, &code(&test, &secret)).await;
    assert_eq!(words(refused), WRONG);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn admins_keep_theirs_and_owners_may_remove_it_with_the_password(#[case] engine: Engine) {
    let test = TestServices::new(engine).await;
    let (_, admin_call, ..) = enrolled(&test).await;
    let refused = second_factor::disable(&test, &admin_call, PASSWORD).await;
    assert!(matches!(refused, Err(ServiceError::Forbidden)));

    let tenant = bakery(&test, "San Juan").await;
    let (owner, call) = joined(&test, "amaia@obrador.example", Role::Owner, vec![tenant]).await;
    assert!(!profile::load(&test, &owner).await.unwrap().unwrap().must_enrol);
    let enrolment = second_factor::start(&test, &call).await.unwrap();
    second_factor::confirm(&test, &call, &code(&test, &enrolment.secret))
        .await
        .unwrap();
    assert!(second_factor::disable(&test, &call, "wrong").await.is_err());
    second_factor::disable(&test, &call, PASSWORD).await.unwrap();
    assert!(!profile::load(&test, &owner).await.unwrap().unwrap().second_factor);
    assert_eq!(second_factor::recovery_codes_left(&test, &call).await.unwrap(), 0);
    assert_eq!(actions(&test).await.last().unwrap(), "user.second_factor_off");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_admin_clears_anothers_lost_factor_but_not_their_own(#[case] engine: Engine) {
    let test = TestServices::new(engine).await;
    let (id, call, ..) = enrolled(&test).await;
    let refused = team::clear_second_factor(&test, &call, &id).await;
    assert!(matches!(refused, Err(ServiceError::Forbidden)));
    let (other, _) = admin(&test, "eva@obrador.example").await;
    let hash = session(&test, &id, "s1").await;
    team::clear_second_factor(&test, &call_of(&test, &other).await, &id)
        .await
        .unwrap();
    assert!(!alive(&test, &hash).await);
    assert!(profile::load(&test, &id).await.unwrap().unwrap().must_enrol);
    assert_eq!(actions(&test).await.last().unwrap(), "user.second_factor_reset");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_right_password_waits_ten_minutes_for_its_code(#[case] engine: Engine) {
    let test = TestServices::new(engine).await;
    let (id, _, secret, _) = enrolled(&test).await;
    let origin = from("203.0.113.1");
    let before = password_of(&test, &id).await;
    test.clock.advance(10 * MINUTE + 1);
    let late = sign_in::second_factor(&test, &origin, &before, &code(&test, &secret)).await;
    assert!(words(late).contains("sign_in_expired"));
    let again = password_of(&test, &id).await;
    test.clock.advance(10 * MINUTE);
    sign_in::second_factor(&test, &origin, &again, &code(&test, &secret))
        .await
        .unwrap();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_right_password_is_worth_nothing_once_it_has_changed(#[case] engine: Engine) {
    let test = TestServices::new(engine).await;
    let (id, call, secret, _) = enrolled(&test).await;
    let origin = from("203.0.113.1");
    let before = password_of(&test, &id).await;
    test.clock.advance(SECOND);
    let new = "una miga de pan tierno";
    let fresh = password::change(&test, &call, PASSWORD, new, new).await.unwrap();
    let stale = sign_in::second_factor(&test, &origin, &before, &code(&test, &secret)).await;
    assert!(words(stale).contains("sign_in_expired"));
    let mut tx = test.db.db.write().await.unwrap();
    assert!(!before.still_right(&mut tx).await.unwrap());
    assert!(fresh.still_right(&mut tx).await.unwrap());
    drop(tx);
    sign_in::second_factor(&test, &origin, &fresh, &code(&test, &secret))
        .await
        .unwrap();
}
