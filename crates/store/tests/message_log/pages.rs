//! Pages and counts against brute force.

use domain::{
    message::id::MessageId,
    time::{DAY, HOUR, MINUTE},
};
use rstest::rstest;
use store::{
    Engine,
    messages::{
        counts,
        log::{self, LogFilter, Reach},
    },
    testing::Dice,
};

use super::{START, brute_counts, filled, filters};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn pages_of_any_filter_hold_every_message_once_newest_first(#[case] engine: Engine) {
    let (db, rows) = filled(engine, 1).await;
    let mut tx = db.db.read().await.unwrap();
    for filter in filters(&mut Dice::new(2)) {
        let expected: Vec<i64> = rows
            .iter()
            .filter(|row| row.fits(&filter))
            .map(|row| row.id)
            .collect();
        let (mut found, mut before) = (Vec::new(), None);
        loop {
            let page = log::page(&mut tx, &filter, before, 7).await.unwrap();
            let Some(last) = page.last() else { break };
            before = Some(MessageId(last.id));
            found.extend(page.iter().map(|row| row.id));
        }
        assert_eq!(found, expected, "{filter:?}");
        let exported: Vec<i64> = log::export(&mut tx, &filter, None, 10_000)
            .await
            .unwrap()
            .iter()
            .map(|row| row.id)
            .collect();
        assert_eq!(exported, expected, "{filter:?}");
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn counts_by_state_are_those_of_brute_force(#[case] engine: Engine) {
    let (db, rows) = filled(engine, 3).await;
    for compacted in [false, true] {
        if compacted {
            let mut tx = db.db.write().await.unwrap();
            for owner in counts::owners(&mut tx).await.unwrap() {
                counts::compact(&mut tx, owner).await.unwrap();
            }
            tx.commit().await.unwrap();
        }
        let mut tx = db.db.read().await.unwrap();
        for filter in filters(&mut Dice::new(4)) {
            assert_eq!(
                counts::counted(&mut tx, &filter).await.unwrap(),
                brute_counts(&rows, &filter),
                "{filter:?}"
            );
            let plain = LogFilter {
                from: filter.from,
                to: filter.to,
                ..LogFilter::all(filter.reach)
            };
            assert!(plain.is_summed_up());
            assert_eq!(
                counts::summed(&mut tx, &plain).await.unwrap(),
                brute_counts(&rows, &plain),
                "{plain:?}"
            );
        }
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn ranges_that_begin_and_end_inside_an_hour_are_counted_exactly(#[case] engine: Engine) {
    let (db, rows) = filled(engine, 5).await;
    let mut tx = db.db.read().await.unwrap();
    for minutes in [1, 20, 59, 60, 61, 150, 1_500] {
        for shift in [0, 1, 59_999, 30 * MINUTE, HOUR - 1] {
            let from = START.plus(-2 * DAY + shift);
            let filter = LogFilter {
                from: MessageId::first_of(from),
                to: Some(MessageId::first_of(from.plus(minutes * MINUTE))),
                ..LogFilter::all(Reach::Everyone)
            };
            assert_eq!(
                counts::summed(&mut tx, &filter).await.unwrap(),
                brute_counts(&rows, &filter),
                "{filter:?}"
            );
        }
    }
}
