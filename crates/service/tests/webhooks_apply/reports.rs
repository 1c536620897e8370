//! Reports about messages of ours: what is left of those that contradict each
//! other.

use rstest::rstest;
use store::Engine;

use crate::world::{NUMBER, World, message_change};

/// Every order of the numbers below `n`.
fn orders(n: usize) -> Vec<Vec<usize>> {
    if n == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for rest in orders(n - 1) {
        for at in 0..n {
            let mut order = rest.clone();
            order.insert(at, n - 1);
            all.push(order);
        }
    }
    all
}

/// A report with whatever belongs to it; `at` in milliseconds.
fn report(wamid: &str, word: &str, at: i64, rest: &str) -> String {
    let seconds = at / 1_000;
    let report = format!(r#"{{"id":"{wamid}","status":"{word}","timestamp":"{seconds}"{rest}}}"#);
    message_change(NUMBER, "statuses", &report)
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn reports_that_contradict_each_other_end_the_same_in_every_order(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let then = world.now().0 - 60_000;
    let told = |wamid: &str| {
        [
            report(
                wamid,
                "failed",
                then,
                r#","errors":[{"code":131026,"title":"first"}]"#,
            ),
            report(
                wamid,
                "failed",
                then + 9_000,
                r#","errors":[{"code":131000,"title":"second"}]"#,
            ),
            report(
                wamid,
                "sent",
                then,
                r#","pricing":{"pricing_model":"PMP","type":"regular","category":"utility"}"#,
            ),
            report(
                wamid,
                "sent",
                then + 9_000,
                r#","pricing":{"pricing_model":"PMP","type":"regular","category":"marketing"}"#,
            ),
        ]
    };
    let mut ends = Vec::new();
    for (n, order) in orders(4).into_iter().enumerate() {
        let wamid = format!("wamid.ORDER{n}");
        world.sent(&wamid).await;
        let told = told(&wamid);
        for at in order {
            world.deliver(std::slice::from_ref(&told[at])).await;
        }
        ends.push(world.kept_of(&wamid).await);
    }
    assert_eq!(ends.len(), 24);
    assert_eq!(ends[0].1, Some(131_026), "the earlier failure says why");
    for end in &ends {
        assert_eq!(end, &ends[0]);
    }
}
