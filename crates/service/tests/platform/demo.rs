//! The demo's story.

use channels::webhook::signature;
use domain::{number::NumberUse, time::DAY};
use rstest::rstest;
use sandbox::{Fault, FaultEffect};
use secrecy::SecretString;
use service::{
    Call, Inner, ServiceError, Services,
    accounts::{self, health, rotate::rotate, sync},
    demo::{APP_SECRET, may_use, seed},
    events::Events,
    numbers::{assign::release, bulk, detail},
    overview,
    people::team,
    random::Random,
    tenants::list::{TenantQuery, list},
    testing::Setup,
    vault::Vault,
    webhooks::{
        backlog,
        intake::{Intake, Refusal},
    },
};
use store::{Engine, settings, users};
use tokio_util::sync::CancellationToken;

use crate::{PILOT, World, world, world_with};

/// The same database and the same Meta without the demo, as if somebody had
/// reused them.
fn reused(w: &World) -> Services {
    Services::new(Inner {
        db: w.t.svc.db.clone(),
        clock: w.t.svc.clock.clone(),
        random: Random::from_seed(2),
        vault: Vault::from_file(w.t.folder.path().join("secret.key")).unwrap(),
        graph: w.t.svc.graph.clone(),
        settings: Setup::default().settings,
        events: Events::default(),
        mailer: None,
    })
}

/// Brings a delivery that is signed with the demo's app secret.
async fn deliver(svc: &Services) -> Result<(), Refusal> {
    const BODY: &[u8] = br#"{"object":"whatsapp_business_account","entry":[]}"#;
    let (taken, _kept) = backlog::open(svc);
    let stop = CancellationToken::new();
    let (intake, commits) = Intake::open(svc.clone(), taken, stop.clone());
    let committing = tokio::spawn(commits);
    let signed = signature(APP_SECRET.as_bytes(), BODY);
    let answer = intake.take(Some(&signed), BODY.to_vec()).await;
    stop.cancel();
    drop(intake);
    committing.await.unwrap();
    answer.map(|_| ())
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_demos_secrets_are_nobodys_outside_the_demo(#[case] engine: Engine) {
    let w = world_with(engine, |settings| settings.demo = true).await;
    seed(&w).await.unwrap();
    deliver(&w).await.unwrap();
    let account = accounts::list::list(&w, &w.admin).await.unwrap().remove(0);
    assert!(account.token_problem.is_none());

    let real = reused(&w);
    let asked = w.sandbox.sandbox.state().exchanges().len();
    assert_eq!(deliver(&real).await, Err(Refusal::NoSecret));
    let report = sync::one(&real, &w.admin, &account.id).await.unwrap();
    let problem = &report.problems[0];
    assert_eq!(
        (problem.part.as_str(), problem.class.as_str()),
        ("token", "demo_token")
    );
    let Err(ServiceError::Upstream(refusal)) = health::refresh(&real, &w.admin, &account.id).await else {
        panic!("refused")
    };
    assert_eq!(refusal.class, "demo_token");
    assert_eq!(
        w.sandbox.sandbox.state().exchanges().len(),
        asked,
        "Meta was asked with the demo's token"
    );
    let seen = accounts::list::get(&real, &w.admin, &account.id).await.unwrap();
    assert_eq!(seen.row.token_problem.unwrap().class, "demo_token");

    // A token of one's own takes its place.
    let own = SecretString::from(PILOT);
    let rotation = rotate(&real, &w.admin, &account.id, &own).await.unwrap();
    assert!(rotation.swapped, "{rotation:?}");
    let report = sync::one(&real, &w.admin, &account.id).await.unwrap();
    assert!(report.problems.is_empty(), "{:?}", report.problems);
    assert_eq!(deliver(&real).await, Err(Refusal::NoSecret));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_demo_tells_its_story_once_and_leaves_work_to_do(#[case] engine: Engine) {
    let w = world_with(engine, |settings| settings.demo = true).await;
    seed(&w).await.unwrap();
    let bakeries = list(&w, &w.admin, &TenantQuery::default()).await.unwrap();
    assert_eq!((bakeries.all, bakeries.with_number, bakeries.enabled), (10, 7, 8));
    let owned = bakeries.page.rows.iter().find(|row| row.owners == 1).unwrap();
    assert_eq!(owned.name, "Panadería San Juan");
    assert_eq!(w.row("684").await.used, NumberUse::Shared);
    let moved = detail::get(&w, &w.admin, &w.number("680").await).await.unwrap();
    assert_eq!(moved.holders.len(), 2);
    assert!(w.svc.clock.now().since(moved.holders[0].from) >= 3 * DAY);
    let todo = bulk::preview(&w, &w.admin).await.unwrap();
    assert_eq!(todo.pairs.len(), 1);
    assert!(todo.pairs[0].name_matches && todo.left_out.len() == 2);
    let page = overview::get(&w, &w.admin).await.unwrap();
    assert!(page.attention.len() >= 4 && page.ready_tenants > 0);

    // A restart keeps what was done since.
    let taken = w.row("678").await;
    release(&w, &w.admin, &taken.id, &taken.holder.unwrap().tenant)
        .await
        .unwrap();
    seed(&w).await.unwrap();
    assert_eq!(
        list(&w, &w.admin, &TenantQuery::default())
            .await
            .unwrap()
            .with_number,
        6
    );
}

/// What makes a database somebody's.
#[derive(Debug, Clone, Copy)]
enum Used {
    Person,
    Bakery,
    Account,
}

#[rstest]
#[case::person_sqlite(Engine::Sqlite, Used::Person)]
#[case::person_postgres(Engine::Postgres, Used::Person)]
#[case::bakery_sqlite(Engine::Sqlite, Used::Bakery)]
#[case::bakery_postgres(Engine::Postgres, Used::Bakery)]
#[case::account_sqlite(Engine::Sqlite, Used::Account)]
#[case::account_postgres(Engine::Postgres, Used::Account)]
#[tokio::test]
async fn the_demo_keeps_out_of_a_console_that_somebody_uses(#[case] engine: Engine, #[case] used: Used) {
    let w = world_with(engine, |settings| settings.demo = true).await;
    match used {
        Used::Person => {
            let system = Call::system("test");
            team::create_admin(&w, &system, "ana@platform.example", "pan de molde y agua")
                .await
                .unwrap();
        }
        Used::Bakery => {
            w.tenant("Horno de verdad").await;
        }
        Used::Account => {
            w.connected().await;
        }
    }
    let before = everything(&w).await;
    assert!(matches!(seed(&w).await, Err(ServiceError::Forbidden)));
    assert_eq!(everything(&w).await, before);
    let mut tx = w.svc.db.read().await.unwrap();
    assert!(!may_use(&mut tx).await.unwrap());
}

/// How many people and bakeries there are.
async fn everything(w: &World) -> (usize, u64) {
    let mut tx = w.svc.db.read().await.unwrap();
    let people = users::list(&mut tx, None, None).await.unwrap().len();
    drop(tx);
    let bakeries = list(w, &w.admin, &TenantQuery::default()).await.unwrap();
    (people, bakeries.all)
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_interrupted_demo_goes_on_and_one_from_before_the_mark_starts(#[case] engine: Engine) {
    let w = world_with(engine, |settings| settings.demo = true).await;
    w.sandbox
        .sandbox
        .state()
        .add_fault(Fault::always(FaultEffect::ExpiredToken));
    assert!(seed(&w).await.is_err(), "Meta refuses everything");
    w.sandbox.sandbox.state().clear_faults();
    seed(&w).await.unwrap();
    let bakeries = list(&w, &w.admin, &TenantQuery::default()).await.unwrap();
    assert_eq!((bakeries.all, bakeries.with_number), (10, 7));

    let mut tx = w.svc.db.write().await.unwrap();
    assert!(settings::clear(&mut tx, "demo_begun").await.unwrap());
    tx.commit().await.unwrap();
    seed(&w).await.unwrap();
}

#[tokio::test]
async fn there_is_no_demo_outside_the_demo() {
    let w = world(Engine::Sqlite).await;
    assert!(matches!(seed(&w).await, Err(ServiceError::Forbidden)));
}
