use domain::permission::Actor;
use rstest::rstest;
use service::{
    Call, Inner, ServiceError, Services,
    accounts::GraphAccess,
    events::Events,
    people::{
        api_keys, demo,
        links::{self, Invite},
        profile,
        sign_in::{self, RightPassword, Step},
        team,
    },
    random::Random,
    testing::{Setup, TestServices},
    vault::Vault,
};
use store::Engine;

use crate::{PASSWORD, bakery, from, words};

/// The same database without the demo, as if somebody had reused it.
fn reused(test: &TestServices) -> Services {
    Services::new(Inner {
        db: test.svc.db.clone(),
        clock: test.svc.clock.clone(),
        random: Random::from_seed(2),
        vault: Vault::from_file(test.folder.path().join("secret.key")).unwrap(),
        graph: GraphAccess::new("http://127.0.0.1:9/".parse().unwrap(), "v25.0".to_owned()),
        settings: Setup::default().settings,
        events: Events::default(),
        mailer: None,
    })
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_demo_works_in_the_demo_and_nowhere_else(#[case] engine: Engine) {
    let mut setup = Setup::default();
    setup.settings.demo = true;
    setup.settings.require_second_factor = false;
    let test = TestServices::with(engine, setup).await;
    let tenant = bakery(&test, "San Juan").await;
    demo::seed(&test, std::slice::from_ref(&tenant)).await.unwrap();
    demo::seed(&test, std::slice::from_ref(&tenant)).await.unwrap();

    let origin = from("203.0.113.1");
    let mut people = Vec::new();
    for (email, _, role) in demo::PEOPLE {
        let Ok(Step::Done(RightPassword { user: id, .. })) =
            sign_in::password(&test, &origin, email, demo::PASSWORD).await
        else {
            panic!("{email}")
        };
        let profile = profile::load(&test, &id).await.unwrap().unwrap();
        assert!(profile.role == role && !profile.must_enrol);
        people.push(profile);
    }
    assert_eq!(people[2].tenants, [(tenant, "San Juan".to_owned())]);
    let key = api_keys::authenticate(&test, demo::API_KEY).await.unwrap();
    assert!(matches!(key, Some(Actor::PlatformKey { .. })));

    let real = reused(&test);
    for person in people {
        assert_eq!(profile::load(&real, &person.id).await.unwrap(), None);
        let refused = sign_in::password(&real, &origin, person.email.as_str(), demo::PASSWORD).await;
        assert!(words(refused).contains("WrongCredentials"));
        let made = team::create_admin(&real, &Call::system("test"), person.email.as_str(), PASSWORD).await;
        assert!(words(made).contains("NotAChoice"));
        let link = links::reset_for(&real, &Call::system("test"), &person.id)
            .await
            .unwrap();
        let token = link.url.rsplit('/').next().unwrap();
        assert!(words(links::open(&real, token).await).contains("BadLink"));
    }
    assert_eq!(api_keys::authenticate(&real, demo::API_KEY).await.unwrap(), None);
    assert!(matches!(
        demo::seed(&real, &[]).await,
        Err(ServiceError::Forbidden)
    ));
    let wish = Invite {
        email: "owner@demo.test".into(),
        name: "x".into(),
        role: domain::person::Role::Support,
        tenants: vec![],
    };
    assert!(words(links::invite(&real, &Call::system("test"), wish).await).contains("NotAChoice"));
}
