//! Lists agree with the rules and with one another.

use std::collections::HashSet;

use domain::{
    number::{NumberUse, QualityRating},
    page::PageRequest,
    person::Role,
};
use rstest::rstest;
use service::{
    ServiceError,
    numbers::{
        assign::release,
        list::{NumberQuery, NumberRow, NumberSort, by_cursor, csv, list},
        pool::set_archived,
    },
    platform::set_default_number,
    search,
};
use store::Engine;

use crate::{World, person, world};

/// In use, shared, free, being set up, resting, archived: one of each at least.
async fn varied(engine: Engine) -> World {
    let w = world(engine).await;
    w.connected().await;
    let one = w.tenant("Panadería Núñez").await;
    w.give(&w.number("678").await, &one).await;
    let two = w.tenant("Horno Dos").await;
    let rested = w.number("679").await;
    w.give(&rested, &two).await;
    release(&w, &w.admin, &rested, &two).await.unwrap();
    set_archived(&w, &w.admin, &w.number("680").await, true)
        .await
        .unwrap();
    set_default_number(&w, &w.admin, Some(&w.number("684").await))
        .await
        .unwrap();
    w
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn every_count_is_what_its_pill_would_list(#[case] engine: Engine) {
    let w = varied(engine).await;
    let all = w.rows().await;
    let uses: HashSet<NumberUse> = all.iter().map(|row| row.used).collect();
    assert!(uses.len() >= 6, "{uses:?}");
    let qualities = [None, Some("GREEN"), Some("yellow")];
    let accounts = [None, Some(all[0].account.0.clone())];
    let texts = [
        None,
        Some("panaderia"),
        Some("NÚÑEZ"),
        Some("345 68"),
        Some("zzz"),
        Some("100%"),
    ];
    for q in texts {
        for used in [None, Some(NumberUse::InUse), Some(NumberUse::Free)] {
            for attention in [false, true] {
                for quality in qualities {
                    for account in &accounts {
                        let query = NumberQuery {
                            q: q.map(Into::into),
                            used,
                            attention,
                            account: account.clone(),
                            quality: quality.map(Into::into),
                            ..NumberQuery::default()
                        };
                        let listed = list(&w, &w.admin, &query).await.unwrap();
                        let world = &w;
                        let total = |query: NumberQuery| async move {
                            list(world, &world.admin, &query).await.unwrap().page.total
                        };
                        let rows = &listed.page.rows;
                        assert_eq!(listed.page.total, u64::try_from(rows.len()).unwrap());
                        let fits = |row: &NumberRow| {
                            used.is_none_or(|used| row.used == used)
                                && (!attention || row.attention)
                                && quality.is_none_or(|quality| row.quality == QualityRating::parse(quality))
                        };
                        assert!(rows.iter().all(fits));
                        if q.is_none() {
                            assert_eq!(rows.len(), all.iter().filter(|row| fits(row)).count());
                        }
                        for (each, count) in &listed.by_use {
                            assert_eq!(
                                *count,
                                total(NumberQuery {
                                    used: Some(*each),
                                    ..query.clone()
                                })
                                .await
                            );
                        }
                        for (each, count) in &listed.by_quality {
                            let quality = Some(each.to_string());
                            assert_eq!(
                                *count,
                                total(NumberQuery {
                                    quality,
                                    ..query.clone()
                                })
                                .await
                            );
                        }
                        let none = NumberQuery {
                            used: None,
                            attention: false,
                            ..query.clone()
                        };
                        assert_eq!(listed.all, total(none).await);
                        assert_eq!(
                            listed.attention,
                            total(NumberQuery {
                                attention: true,
                                ..query.clone()
                            })
                            .await
                        );
                    }
                }
            }
        }
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn pages_and_cursors_show_each_number_once_in_every_order(#[case] engine: Engine) {
    let w = varied(engine).await;
    let sorts = [
        NumberSort::Number,
        NumberSort::NumberDesc,
        NumberSort::Bakery,
        NumberSort::LastUsed,
        NumberSort::Quality,
    ];
    for sort in sorts {
        let mut seen = Vec::new();
        for page in 1..=4 {
            let query = NumberQuery {
                sort,
                page: PageRequest::clamped(Some(page), Some(3)),
                ..NumberQuery::default()
            };
            seen.extend(
                list(&w, &w.admin, &query)
                    .await
                    .unwrap()
                    .page
                    .rows
                    .into_iter()
                    .map(|row| row.id),
            );
        }
        assert_eq!(seen.len(), 10);
        assert_eq!(seen.iter().collect::<HashSet<_>>().len(), 10, "{sort:?}");
    }
    let (mut cursor, mut seen) = (None, Vec::new());
    loop {
        let (rows, next) = by_cursor(&w, &w.admin, cursor.as_deref(), 4).await.unwrap();
        seen.extend(rows.into_iter().map(|row| row.phone_number_id));
        cursor = next;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen.iter().collect::<HashSet<_>>().len(), 10);
    assert!(matches!(
        by_cursor(&w, &w.admin, Some("rubbish"), 4).await,
        Err(ServiceError::Invalid(_))
    ));
    let worst = NumberQuery {
        sort: NumberSort::Quality,
        ..NumberQuery::default()
    };
    assert_eq!(
        list(&w, &w.admin, &worst).await.unwrap().page.rows[0].quality,
        QualityRating::Yellow
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_table_holds_the_whole_filter_and_no_formula(#[case] engine: Engine) {
    let w = varied(engine).await;
    let query = NumberQuery {
        page: PageRequest::clamped(Some(2), Some(3)),
        ..NumberQuery::default()
    };
    let text = String::from_utf8(csv(&w, &w.admin, &query).await.unwrap()).unwrap();
    assert_eq!(text.lines().count(), 11);
    assert!(text.contains("'+34 612 345 678,123456789012345"));
    assert!(text.contains("Panadería Núñez"));
    assert!(matches!(
        csv(&w, &person(Role::Owner, vec![]), &query).await,
        Err(ServiceError::Forbidden)
    ));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn one_box_finds_names_numbers_and_ids_that_the_caller_may_see(#[case] engine: Engine) {
    let w = varied(engine).await;
    let find = |q: &'static str| async { search::find(&w, &w.admin, q).await.unwrap() };
    let titles = |hits: Vec<search::Hit>| hits.into_iter().map(|hit| hit.title).collect::<Vec<_>>();
    assert!(titles(find("nunez").await).contains(&"Panadería Núñez".to_owned()));
    assert_eq!(titles(find("682").await), ["+34 612 345 682"]);
    assert_eq!(titles(find("+34 612-345 682").await), ["+34 612 345 682"]);
    assert_eq!(titles(find("123456789012349").await), ["+34 612 345 682"]);
    let waba = find(sandbox::WABA).await;
    assert_eq!((waba.len(), waba[0].kind), (1, "account"));
    assert_eq!(titles(find("pilot").await), ["Tahona Pilot ES"]);
    assert!(find(" ").await.is_empty() && find("%_%").await.is_empty());

    let tenant = find("nunez")
        .await
        .into_iter()
        .find(|hit| hit.kind == "tenant")
        .unwrap();
    assert_eq!(
        search::find(&w, &w.admin, &tenant.id).await.unwrap(),
        std::slice::from_ref(&tenant)
    );
    let support = person(Role::Support, vec![]);
    assert!(search::find(&w, &support, "pilot").await.unwrap().is_empty());
    assert_eq!(search::find(&w, &support, "682").await.unwrap().len(), 1);
    let own = domain::ids::TenantId::parse(&tenant.id).unwrap();
    let owner = person(Role::Owner, vec![own]);
    assert_eq!(search::find(&w, &owner, "panaderia").await.unwrap().len(), 1);
    assert!(search::find(&w, &owner, "horno").await.unwrap().is_empty());
    assert!(search::find(&w, &owner, "682").await.unwrap().is_empty());
}
