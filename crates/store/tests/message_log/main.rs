//! The message log on both databases: pages and counts against brute force over
//! random messages, and the wall between bakeries.
#![expect(clippy::unwrap_used, reason = "tests")]

mod forgetting;
mod pages;
mod reach;

use domain::{
    message::{delivery::State, id::MessageId},
    time::{DAY, Millis},
};
use sqlx::AssertSqlSafe;
use store::{
    Engine, Tx,
    messages::log::{KindGroup, LogFilter, Reach},
    on,
    testing::{Dice, TestDb},
};

const START: Millis = Millis(1_800_000_000_000);

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
    let mut dice = Dice::new(seed);
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
        let at = dice.index(rows.len());
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
