//! Whatever is done, "whose was it then?" has one answer.

use rstest::rstest;
use service::{
    ServiceError,
    numbers::{
        assign::{Assign, assign, release, undo},
        detail::{self, PastHolder},
    },
};
use store::{Engine, testing::Dice};

use crate::{plain, world};

/// Whether two intervals share an instant. An empty interval shares none.
fn overlap(a: &PastHolder, b: &PastHolder) -> bool {
    let ends_after = |a: &PastHolder, b: &PastHolder| a.to.is_none_or(|to| to > b.from);
    let empty = |a: &PastHolder| a.to.is_some_and(|to| to <= a.from);
    !empty(a) && !empty(b) && ends_after(a, b) && ends_after(b, a)
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn history_has_one_answer_whatever_is_done_and_whatever_the_clock_does(#[case] engine: Engine) {
    let w = world(engine).await;
    w.connected().await;
    let mut tenants = Vec::new();
    for i in 0..3 {
        tenants.push(w.tenant(&format!("Horno {i}")).await);
    }
    let numbers = [w.number("678").await, w.number("679").await];
    let (mut dice, mut last) = (Dice::new(7), None);
    for _ in 0..80 {
        // Mostly forward, sometimes back, sometimes not at all.
        let step = dice.below(7) * 1_000 - 2_000;
        w.t.clock.advance(step);
        let number = &numbers[dice.index(2)];
        let tenant = &tenants[dice.index(3)];
        let outcome = match dice.below(4) {
            0 => match detail::get(&w, &w.admin, number).await.unwrap().row.holder {
                Some(holder) => release(&w, &w.admin, number, &holder.tenant).await,
                None => continue,
            },
            1 => match &last {
                Some(batch) => undo(&w, &w.admin, batch).await,
                None => continue,
            },
            _ => {
                let from = tenants[dice.index(3)].clone();
                let input = Assign {
                    move_from: Some(from),
                    replace: dice.below(2) == 0,
                    ..plain(number, tenant)
                };
                assign(&w, &w.admin, &input).await
            }
        };
        match outcome {
            Ok(change) => last = change.batch.or(last),
            Err(ServiceError::Conflict(_)) => {}
            Err(error) => panic!("{error:?}"),
        }
    }
    let mut history: Vec<(usize, PastHolder)> = Vec::new();
    for (n, number) in numbers.iter().enumerate() {
        let detail = detail::get(&w, &w.admin, number).await.unwrap();
        history.extend(detail.holders.into_iter().map(|past| (n, past)));
    }
    for (i, (number, past)) in history.iter().enumerate() {
        for (other_number, other) in &history[i + 1..] {
            // Neither has a number two bakeries at an instant, nor a bakery two numbers.
            if number == other_number || past.tenant == other.tenant {
                assert!(!overlap(past, other), "{past:?} {other:?}");
            }
        }
    }
    assert!(
        history.len() > 10,
        "the sequence did too little: {}",
        history.len()
    );
}
