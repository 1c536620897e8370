//! Whatever is done, "whose was it then?" has one answer.

use domain::{
    assignment::{Interval, holder_at},
    ids::PhoneNumberId,
    time::DAY,
};
use rstest::rstest;
use service::{
    ServiceError,
    numbers::{
        assign::{Assign, assign, release, undo},
        detail::{self, holder_at as stored_holder_at},
    },
};
use store::{Engine, testing::Dice};

use crate::{plain, world};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn history_answers_as_the_rule_does_whatever_is_done_and_whatever_the_clock_does(
    #[case] engine: Engine,
) {
    let w = world(engine).await;
    w.connected().await;
    let mut tenants = Vec::new();
    for i in 0..3 {
        tenants.push(w.tenant(&format!("Horno {i}")).await);
    }
    let numbers = [w.number("678").await, w.number("679").await];
    let phones = ["123456789012345", "123456789012346"].map(|id| PhoneNumberId::parse(id).unwrap());
    let (mut dice, mut last) = (Dice::new(7), None);
    let (mut lowest, mut highest) = (w.svc.clock.now(), w.svc.clock.now());
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
            Ok(change) => {
                last = change.batch.or(last);
                lowest = lowest.min(change.at);
                highest = highest.max(change.at);
            }
            Err(ServiceError::Conflict(_)) => {}
            Err(error) => panic!("{error:?}"),
        }
    }
    let mut intervals = 0;
    for (number, phone) in numbers.iter().zip(&phones) {
        let detail = detail::get(&w, &w.admin, number).await.unwrap();
        let history: Vec<Interval> = detail
            .holders
            .into_iter()
            .map(|past| Interval {
                tenant: past.tenant,
                from: past.from,
                to: past.to,
            })
            .collect();
        intervals += history.len();
        for (i, a) in history.iter().enumerate() {
            assert!(history[i + 1..].iter().all(|b| !a.overlaps(b)));
        }
        let mut at = lowest.plus(-500);
        while at < highest.plus(DAY) {
            assert_eq!(
                stored_holder_at(&w, phone, at).await.unwrap().as_ref(),
                holder_at(&history, at)
            );
            at = if at > highest {
                at.plus(DAY / 2)
            } else {
                at.plus(500)
            };
        }
    }
    assert!(intervals > 10, "the sequence did too little: {intervals}");
}
