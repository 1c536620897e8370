//! The list: filters, counts, pages. How quick it is with many templates is
//! measured, not tested.

use rstest::rstest;
use sandbox::{Fault, FaultEffect, Template};
use secrecy::SecretString;
use service::{
    accounts::{
        connect::{ConnectInput, connect, disconnect},
        list as accounts,
    },
    templates::{
        list::{self, TemplateQuery, TemplateSort},
        round::{self, Standing},
    },
};
use store::Engine;

use crate::world::{World, admin, template};

fn many(names: u64) -> Vec<Template> {
    let languages = ["es", "en", "ca"];
    (0..names)
        .flat_map(|n| {
            languages.into_iter().zip(0..).map(move |(language, i)| {
                let id = 1_000_000_000_000_000 + n * 3 + i;
                let mut made = template(
                    id,
                    &format!("aviso_{n:05}"),
                    language,
                    &format!("Texto {n} {language}."),
                );
                if n % 10 == 3 {
                    made.status = "REJECTED".into();
                }
                if n % 7 == 0 {
                    made.category = "MARKETING".into();
                }
                made
            })
        })
        .collect()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn filters_narrow_and_counts_obey_every_filter_but_their_own(#[case] engine: Engine) {
    let world = World::with(engine, Some(many(20))).await;
    world.sync().await;
    let all = list::list(&world, &admin(), &TemplateQuery::default())
        .await
        .unwrap();
    assert_eq!((all.groups.len(), all.total, all.all), (20, 60, 60));
    assert_eq!(all.groups[0].languages.len(), 3);
    assert_eq!(all.attention, 6);
    let query = TemplateQuery {
        status: Some("rejected".into()),
        language: Some("en".into()),
        ..TemplateQuery::default()
    };
    let found = list::list(&world, &admin(), &query).await.unwrap();
    let names: Vec<&str> = found.groups.iter().map(|g| g.name.as_str()).collect();
    assert_eq!(names, ["aviso_00003", "aviso_00013"]);
    assert_eq!((found.total, found.all), (2, 20));
    let languages: Vec<(String, u64)> = found.by_language;
    assert_eq!(languages, [("ca".into(), 2), ("en".into(), 2), ("es".into(), 2)]);
    let text = TemplateQuery {
        q: Some("texto 7 EN".into()),
        ..TemplateQuery::default()
    };
    let found = list::list(&world, &admin(), &text).await.unwrap();
    assert_eq!(found.groups.len(), 1);
    let attention = TemplateQuery {
        attention: true,
        ..TemplateQuery::default()
    };
    assert_eq!(
        list::list(&world, &admin(), &attention)
            .await
            .unwrap()
            .groups
            .len(),
        2
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn pages_neither_lose_nor_repeat_and_lead_back(
    #[case] engine: Engine,
    #[values("", "-name", "used", "-used", "attention")] sort: &str,
) {
    let sort = TemplateSort::parse(sort);
    let world = World::with(engine, Some(many(23))).await;
    world.sync().await;
    let mut seen: Vec<String> = Vec::new();
    let mut after = None;
    let mut starts = vec![String::new()];
    loop {
        let query = TemplateQuery {
            after: after.clone(),
            size: Some(5),
            sort,
            ..TemplateQuery::default()
        };
        let page = list::list(&world, &admin(), &query).await.unwrap();
        if let Some(previous) = &page.previous {
            assert_eq!(Some(previous), starts.iter().rev().nth(1), "the page before");
        }
        seen.extend(page.groups.into_iter().map(|g| g.name));
        match page.next {
            Some(next) => {
                starts.push(next.clone());
                after = Some(next);
            }
            None => break,
        }
    }
    let mut sorted = seen.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!((seen.len(), sorted.len()), (23, 23));
    match sort {
        // Nothing was used yet, so that names decide.
        TemplateSort::Name | TemplateSort::Used | TemplateSort::UsedDown => assert_eq!(seen, sorted),
        TemplateSort::NameDown => assert!(seen.iter().rev().eq(&sorted)),
        TemplateSort::Attention => {
            assert_eq!(seen[..3], ["aviso_00003", "aviso_00013", "aviso_00000"]);
        }
    }
    let bad = TemplateQuery {
        after: Some("nowhere".into()),
        sort,
        ..TemplateQuery::default()
    };
    assert!(list::list(&world, &admin(), &bad).await.is_err());
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_round_reads_every_account_and_tells_how_far_it_is(#[case] engine: Engine) {
    let world = World::with(engine, Some(many(4))).await;
    assert_eq!(round::latest(&world, &admin()).await.unwrap(), None);
    let mut changes = world.events.subscribe();
    assert!(round::begin(&world, &admin()).await.unwrap());
    let round = loop {
        changes.recv().await.unwrap();
        let round = round::latest(&world, &admin()).await.unwrap().unwrap();
        assert_eq!(round.accounts.len(), 1);
        if round.standing(world.now()) != Standing::Going {
            break round;
        }
    };
    assert_eq!(round.standing(world.now()), Standing::Done);
    assert_eq!((round.done[0].listed, round.done[0].problem.as_ref()), (12, None));
    assert_eq!(round.by, "Marta");

    // A round whose process is gone is told apart, and does not keep the next from beginning.
    let mut left = round.clone();
    left.done.clear();
    assert_eq!(left.standing(left.at), Standing::Going);
    assert_eq!(
        left.standing(left.at.plus(6 * domain::time::MINUTE)),
        Standing::Broken
    );
    assert!(round::begin(&world, &admin()).await.unwrap());
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_account_that_is_disconnected_during_a_round_is_left_out(#[case] engine: Engine) {
    let world = World::with(engine, Some(many(4))).await;
    let input = ConnectInput {
        waba_id: sandbox::OTHER_WABA.into(),
        token: SecretString::from(sandbox::TOKEN_OTHER),
        app_secret: SecretString::from(String::new()),
    };
    let other = connect(&world, &admin(), &input).await.unwrap().unwrap();
    // While Meta takes its time with the first, somebody disconnects the second.
    let slow = Fault {
        method: Some("GET".into()),
        ..Fault::next(1, FaultEffect::Delay).after_ms(2_000)
    };
    let mut changes = world.events.subscribe();
    world.sandbox.sandbox.state().add_fault(slow);
    assert!(round::begin(&world, &admin()).await.unwrap());
    let begun = round::latest(&world, &admin()).await.unwrap().unwrap();
    assert_eq!(begun.accounts.len(), 2);
    let name = accounts::get(&world, &admin(), &other).await.unwrap().row.name;
    let second = if begun.accounts[1] == name {
        &other
    } else {
        &world.account
    };
    disconnect(&world, &admin(), second).await.unwrap();
    let round = loop {
        changes.recv().await.unwrap();
        let round = round::latest(&world, &admin()).await.unwrap().unwrap();
        if round.standing(world.now()) != Standing::Going {
            break round;
        }
    };
    assert_eq!(round.standing(world.now()), Standing::Done);
    assert!(!round.failed);
    assert_eq!(round.accounts, begun.accounts[..1]);
    assert_eq!(round.done.len(), 1);
}
