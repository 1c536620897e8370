//! Random months: whatever the order in which we hear of things, and however
//! often, the ledger ends the same and can be proved.

use domain::time::{HOUR, MINUTE, Millis};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use rstest::rstest;
use store::{Engine, billing::sums};

use crate::support::{OCTOBER, Sent, World};

#[derive(Debug, Clone)]
enum Event {
    Wrote {
        who: usize,
        contact: i64,
        at: Millis,
        entry: bool,
    },
    Delivered(Sent),
}

/// Around the change of the rules: from two days before October to two days after.
fn event() -> impl Strategy<Value = Event> {
    let at = (-2 * 24 * 60_i64..2 * 24 * 60).prop_map(|minutes| OCTOBER.plus(minutes * MINUTE));
    let category = prop_oneof![
        Just(None),
        Just(Some("utility")),
        Just(Some("marketing")),
        Just(Some("authentication")),
    ];
    (0..2_usize, 0..3_i64, at, category, any::<bool>(), 0..4_u8).prop_map(
        |(who, contact, at, category, wrote, entry)| {
            if wrote {
                Event::Wrote {
                    who,
                    contact,
                    at,
                    entry: entry == 0,
                }
            } else {
                Event::Delivered(Sent {
                    who,
                    contact,
                    category,
                    at,
                })
            }
        },
    )
}

/// Tells a world these events in this order, following now and then.
async fn tell(engine: Engine, events: &[(usize, &Event)], follow_every: usize) -> Vec<(i64, i64, i64)> {
    let world = World::new(engine).await;
    for (n, (_, event)) in events.iter().enumerate() {
        let id = match event {
            Event::Wrote {
                who,
                contact,
                at,
                entry,
            } => world.wrote(*who, *contact, *at, *entry).await,
            Event::Delivered(sent) => world.delivered(sent).await,
        };
        // Meta repeats itself.
        if n % 3 == 0 {
            let mut tx = world.write().await;
            world.note(&mut tx, id).await;
            tx.commit().await.unwrap();
        }
        if n % follow_every == 0 {
            world.follow().await;
        }
    }
    world.follow().await;
    let mut out = Vec::new();
    for month in ["2026-09", "2026-10"] {
        let proof = world.prove(month).await;
        assert!(proof.holds(), "{proof:#?}");
        let mut tx = world.test.db.db.read().await.unwrap();
        let no: i64 = month.replace('-', "").parse().unwrap();
        for sum in sums::months(&mut tx, sums::Whose::All, no, no).await.unwrap() {
            out.push((no, sum.messages, sum.amount_micros));
        }
    }
    out.sort_unstable();
    out
}

#[rstest]
#[case::sqlite(Engine::Sqlite, 12)]
#[case::postgres(Engine::Postgres, 4)]
fn any_order_and_repetition_ends_in_the_same_sums(#[case] engine: Engine, #[case] cases: u32) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let mut runner = TestRunner::new(Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 40,
        ..Config::default()
    });
    let strategy = (
        proptest::collection::vec(event(), 1..14),
        any::<u64>(),
        1..5_usize,
    );
    runner
        .run(&strategy, |(events, seed, follow_every)| {
            let in_order: Vec<(usize, &Event)> = events.iter().enumerate().collect();
            let mut mixed = in_order.clone();
            mixed.sort_by_key(|(n, _)| {
                u64::try_from(*n)
                    .unwrap()
                    .wrapping_add(1)
                    .wrapping_mul(seed | 1)
                    .rotate_left(17)
            });
            let (a, b) = runtime.block_on(async {
                (
                    tell(engine, &in_order, follow_every).await,
                    tell(engine, &mixed, 2).await,
                )
            });
            prop_assert_eq!(a, b);
            Ok(())
        })
        .unwrap();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn nothing_waits_for_ever_and_an_empty_month_is_proved(#[case] engine: Engine) {
    let world = World::new(engine).await;
    world.wrote(0, 1, OCTOBER.plus(HOUR), false).await;
    assert_eq!(world.follow().await.notes, 1);
    assert_eq!(world.follow().await.notes, 0);
    assert_eq!(world.proved("2026-10").await, 0);
}
