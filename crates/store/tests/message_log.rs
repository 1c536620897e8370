//! The message log on both databases: pages and counts against brute force over
//! random messages, and the wall between bakeries.
#![expect(clippy::unwrap_used, reason = "tests")]

use domain::{
    message::{delivery::State, id::MessageId},
    time::{DAY, HOUR, MINUTE, Millis},
};
use rstest::rstest;
use sqlx::AssertSqlSafe;
use store::{
    Engine, Tx,
    messages::{
        counts, detail,
        log::{self, KindGroup, LogFilter, Reach},
        people, retention, reveals,
    },
    on,
    testing::TestDb,
};

const START: Millis = Millis(1_800_000_000_000);

/// Repeats itself for a seed; good enough to mix test data.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: i64) -> i64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(self.0 >> 33).unwrap() % n
    }

    fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[usize::try_from(self.below(i64::try_from(choices.len()).unwrap())).unwrap()]
    }
}

#[derive(Debug, Clone)]
struct Row {
    id: i64,
    tenant: i64,
    number: i64,
    contact: i64,
    direction: i64,
    state: State,
    kind: &'static str,
    template: Option<&'static str>,
    category: Option<&'static str>,
    error: Option<i64>,
}

impl Row {
    fn random(dice: &mut Dice) -> Self {
        let direction = dice.below(2);
        let state = if direction == 0 {
            State::Received
        } else {
            dice.pick(&State::ALL[..10])
        };
        let kind = if direction == 0 {
            dice.pick(&["text", "image", "reaction"])
        } else {
            dice.pick(&["template", "text"])
        };
        let at = START.plus(dice.below(3 * DAY) - 3 * DAY);
        let tenant = dice.below(4);
        Self {
            id: MessageId::compose(at, 1, u16::try_from(dice.below(4_096)).unwrap()).0,
            tenant,
            number: 10 + dice.below(3),
            contact: 100 * tenant + dice.below(5),
            direction,
            state,
            kind,
            template: (kind == "template").then(|| dice.pick(&["po_notification", "oferta"])),
            category: (kind == "template").then(|| dice.pick(&["utility", "marketing"])),
            error: (state == State::Failed).then(|| dice.pick(&[131_026, 131_047])),
        }
    }

    fn fits(&self, f: &LogFilter) -> bool {
        let group = match self.kind {
            "template" => KindGroup::Template,
            "text" => KindGroup::Text,
            "image" => KindGroup::Media,
            _ => KindGroup::Other,
        };
        f.reach.includes(self.tenant)
            && self.id >= f.from.0
            && f.to.is_none_or(|to| self.id < to.0)
            && f.state.is_none_or(|s| s == self.state)
            && f.direction.is_none_or(|d| d == self.direction)
            && f.number.is_none_or(|n| n == self.number)
            && f.kind.is_none_or(|k| k == group)
            && f.template.as_deref().is_none_or(|t| self.template == Some(t))
            && f.category.as_deref().is_none_or(|c| self.category == Some(c))
            && f.error.is_none_or(|e| self.error == Some(e))
            && f.contacts.as_ref().is_none_or(|c| c.contains(&self.contact))
    }
}

async fn insert(tx: &mut Tx, row: &Row) {
    on!(tx, |c| {
        sqlx::query(
            "INSERT INTO messages (id, tenant, number, contact, direction, state, kind, wamid, at, content, template,
                                   category, error_code)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '{}', $10, $11, $12)",
        )
        .bind(row.id)
        .bind(row.tenant)
        .bind(row.number)
        .bind(row.contact)
        .bind(row.direction)
        .bind(row.state.code())
        .bind(row.kind)
        .bind(format!("wamid.{}", row.id))
        .bind(MessageId(row.id).at().0)
        .bind(row.template)
        .bind(row.category)
        .bind(row.error)
        .execute(c)
        .await
        .unwrap();
    });
}

async fn run(tx: &mut Tx, sql: &str) {
    on!(tx, |c| {
        sqlx::query(AssertSqlSafe(sql.to_owned()))
            .execute(c)
            .await
            .unwrap();
    });
}

/// Random messages of nobody (0) and of three bakeries, some of which have
/// moved on or were removed since.
async fn filled(engine: Engine, seed: u64) -> (TestDb, Vec<Row>) {
    let db = TestDb::new(engine).await;
    let mut dice = Dice(seed);
    let mut rows: Vec<Row> = Vec::new();
    let mut tx = db.db.write().await.unwrap();
    for no in 1..=3 {
        run(
            &mut tx,
            &format!("INSERT INTO short_ids (no, kind, id) VALUES ({no}, 'tenant', 't{no}')"),
        )
        .await;
    }
    while rows.len() < 500 {
        let row = Row::random(&mut dice);
        if rows.iter().all(|r| r.id != row.id) {
            insert(&mut tx, &row).await;
            rows.push(row);
        }
    }
    tx.commit().await.unwrap();
    let mut tx = db.db.write().await.unwrap();
    for _ in 0..200 {
        let at = usize::try_from(dice.below(i64::try_from(rows.len()).unwrap())).unwrap();
        if dice.below(5) == 0 {
            let row = rows.swap_remove(at);
            run(&mut tx, &format!("DELETE FROM messages WHERE id = {}", row.id)).await;
        } else if rows[at].direction == 1 {
            let state = dice.pick(&State::ALL[..10]);
            run(
                &mut tx,
                &format!(
                    "UPDATE messages SET state = {} WHERE id = {}",
                    state.code(),
                    rows[at].id
                ),
            )
            .await;
            rows[at].state = state;
        }
    }
    tx.commit().await.unwrap();
    rows.sort_by_key(|row| std::cmp::Reverse(row.id));
    (db, rows)
}

#[expect(
    clippy::many_single_char_names,
    reason = "ten coins, one for each field in turn"
)]
fn filters(dice: &mut Dice) -> Vec<LogFilter> {
    let mut all = vec![LogFilter::all(Reach::Everyone)];
    for _ in 0..60 {
        let mut coin = |n: i64| dice.below(n) == 0;
        let (a, b, c, d, e, f, g, h, i, j) = (
            coin(2),
            coin(2),
            coin(3),
            coin(4),
            coin(4),
            coin(4),
            coin(5),
            coin(5),
            coin(5),
            coin(6),
        );
        let from = START.plus(dice.below(3 * DAY) - 3 * DAY);
        all.push(LogFilter {
            reach: if a {
                Reach::Tenant(dice.below(4))
            } else {
                Reach::Everyone
            },
            from: if b {
                MessageId::first_of(from)
            } else {
                MessageId(0)
            },
            to: c.then(|| MessageId::first_of(from.plus(dice.below(2 * DAY)))),
            state: d.then(|| dice.pick(&State::ALL)),
            direction: e.then(|| dice.below(2)),
            number: f.then(|| 10 + dice.below(3)),
            kind: g.then(|| dice.pick(&KindGroup::ALL)),
            template: h.then(|| "oferta".to_owned()),
            category: i.then(|| "utility".to_owned()),
            error: j.then_some(131_026),
            contacts: dice
                .pick(&[None, None, None, Some(1), Some(2)])
                .map(|n| (0..n).map(|k| 100 + k).collect()),
            ..LogFilter::all(Reach::Everyone)
        });
    }
    all
}

fn brute_counts(rows: &[Row], filter: &LogFilter) -> Vec<(i64, i64)> {
    let free = LogFilter {
        state: None,
        ..filter.clone()
    };
    let mut counts: Vec<(i64, i64)> = State::ALL
        .into_iter()
        .map(|s| {
            (
                s.code(),
                i64::try_from(rows.iter().filter(|r| r.state == s && r.fits(&free)).count()).unwrap(),
            )
        })
        .filter(|(_, n)| *n > 0)
        .collect();
    counts.sort_unstable();
    counts
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn pages_of_any_filter_hold_every_message_once_newest_first(#[case] engine: Engine) {
    let (db, rows) = filled(engine, 1).await;
    let mut tx = db.db.read().await.unwrap();
    for filter in filters(&mut Dice(2)) {
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
        for filter in filters(&mut Dice(4)) {
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

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_message_beyond_reach_does_not_exist(#[case] engine: Engine) {
    let (db, rows) = filled(engine, 6).await;
    let mut tx = db.db.read().await.unwrap();
    for row in rows.iter().take(20) {
        for no in 0..4 {
            let found = detail::get(&mut tx, Reach::Tenant(no), MessageId(row.id))
                .await
                .unwrap();
            assert_eq!(found.is_some(), no == row.tenant);
        }
        assert!(
            detail::get(&mut tx, Reach::Everyone, MessageId(row.id))
                .await
                .unwrap()
                .is_some()
        );
        assert!(
            detail::get(&mut tx, Reach::NOBODY, MessageId(row.id))
                .await
                .unwrap()
                .is_none()
        );
    }
}

async fn contact(tx: &mut Tx, id: i64, tenant: i64, phone: &str, merged: Option<i64>) {
    let sql = "INSERT INTO contacts (id, tenant, match_key, phone, tail, user_id, created_at, updated_at, merged_into)
               VALUES ($1, $2, $3, $4, $5, $6, 0, 0, $7)";
    on!(tx, |c| {
        sqlx::query(sql)
            .bind(id)
            .bind(tenant)
            .bind(&phone[1..])
            .bind(phone)
            .bind(&phone[phone.len() - 4..])
            .bind(format!("ES.{id}"))
            .bind(merged)
            .execute(c)
            .await
            .unwrap();
    });
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn customers_are_found_by_their_last_digits_within_reach(#[case] engine: Engine) {
    let db = TestDb::new(engine).await;
    let mut tx = db.db.write().await.unwrap();
    contact(&mut tx, 1, 1, "+34600111412", None).await;
    contact(&mut tx, 2, 2, "+34600222412", None).await;
    contact(&mut tx, 3, 1, "+34600333999", None).await;
    contact(&mut tx, 4, 1, "+34600444000", Some(3)).await;
    let (all, one) = (Reach::Everyone, Reach::Tenant(1));
    assert_eq!(
        people::by_last_digits(&mut tx, all, "412", 10).await.unwrap(),
        [2, 1]
    );
    assert_eq!(people::by_last_digits(&mut tx, all, "412", 1).await.unwrap(), [2]);
    assert_eq!(
        people::by_last_digits(&mut tx, one, "1412", 10).await.unwrap(),
        [1]
    );
    assert_eq!(
        people::by_last_digits(&mut tx, all, "34600222412", 10)
            .await
            .unwrap(),
        [2]
    );
    assert_eq!(
        people::by_last_digits(&mut tx, all, "600222412", 10)
            .await
            .unwrap(),
        [2]
    );
    assert!(
        people::by_last_digits(&mut tx, all, "12", 10)
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(people::by_user_id(&mut tx, all, "ES.2").await.unwrap(), [2]);
    assert!(people::by_user_id(&mut tx, one, "ES.2").await.unwrap().is_empty());
    assert_eq!(
        people::customer(&mut tx, one, 4).await.unwrap().unwrap().id,
        3,
        "merged into 3"
    );
    assert!(
        people::customer(&mut tx, one, 2).await.unwrap().is_none(),
        "somebody else's"
    );
    assert_eq!(people::merged(&mut tx, 3).await.unwrap(), [3, 4]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_number_is_revealed_to_one_person_for_a_while(#[case] engine: Engine) {
    let db = TestDb::new(engine).await;
    let mut tx = db.db.write().await.unwrap();
    let end = START.plus(15 * MINUTE);
    reveals::insert(&mut tx, MessageId(1), 7, "iker", "asked to call", START, end)
        .await
        .unwrap();
    assert_eq!(
        reveals::until(&mut tx, 7, "iker", START).await.unwrap(),
        Some(end)
    );
    assert_eq!(reveals::until(&mut tx, 7, "ana", START).await.unwrap(), None);
    assert_eq!(reveals::until(&mut tx, 8, "iker", START).await.unwrap(), None);
    assert_eq!(reveals::until(&mut tx, 7, "iker", end).await.unwrap(), None);
    assert_eq!(retention::reveals(&mut tx, end, 10).await.unwrap(), 0);
    assert_eq!(retention::reveals(&mut tx, end.plus(1), 10).await.unwrap(), 1);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn forgetting_removes_the_oldest_but_nothing_that_still_waits_to_go(#[case] engine: Engine) {
    let (db, rows) = filled(engine, 7).await;
    let mut tx = db.db.write().await.unwrap();
    let oldest = rows.last().unwrap();
    let sql = format!(
        "INSERT INTO outbox (message, tenant, number, contact, due_at) VALUES ({}, 1, 1, 1, 0)",
        oldest.id
    );
    run(&mut tx, &sql).await;
    let cut = MessageId(rows[100].id);
    let mut removed = 0;
    loop {
        let n = retention::messages(&mut tx, cut, 64).await.unwrap();
        removed += n;
        if n == 0 {
            break;
        }
    }
    assert_eq!(removed, u64::try_from(rows.len()).unwrap() - 102);
    let left = log::page(&mut tx, &LogFilter::all(Reach::Everyone), None, 1_000)
        .await
        .unwrap();
    assert_eq!(left.last().unwrap().id, oldest.id);
    assert_eq!(left.len(), 102);
    let summed = counts::summed(&mut tx, &LogFilter::all(Reach::Everyone))
        .await
        .unwrap();
    assert_eq!(
        summed.iter().map(|(_, n)| n).sum::<i64>(),
        102,
        "the summary forgets with the messages"
    );
}
