//! Assignments and the pool, as the database itself sees them.
#![expect(clippy::unwrap_used, reason = "tests")]

use domain::{
    assignment::ChangeKind,
    number::{
        NameStatus, NumberStatus, NumberUse, QualityRating, REST_AFTER_RELEASE, UseFacts, needs_attention,
    },
    time::{DAY, Millis},
};
use rstest::rstest;
use store::{
    Engine, StoreError, Tx, accounts, assignments,
    numbers::{
        self,
        list::{NumberFilter, NumberOrder},
        sync::{NumberUpstream, save},
    },
    on, settings,
    tenants::{TenantWrite, insert},
    testing::{Dice, TestDb},
};

const NOW: Millis = Millis(1_800_000_000_000);

fn id(kind: u32, n: u32) -> String {
    format!("0192a7c0-0000-7000-8{kind:03x}-{n:012x}")
}

async fn account(tx: &mut Tx) -> String {
    let id = id(1, 1);
    assert!(
        accounts::connect(tx, &id, "987654321098765", "Pilot", "v1.x", None, NOW)
            .await
            .unwrap()
    );
    id
}

async fn number(tx: &mut Tx, account: &str, n: u32, words: (&str, &str, &str)) -> String {
    let (status, quality, name_status) = words;
    let upstream = NumberUpstream {
        id: id(2, n),
        account_id: account.into(),
        phone_number_id: (123_456_789_012_345 + u64::from(n)).to_string(),
        display: format!("+34 612 {n:06}"),
        e164: Some(format!("+34612{n:06}")),
        verified_name: format!("Horno {n}"),
        new_name: None,
        name_status: name_status.into(),
        status: status.into(),
        quality: quality.into(),
        code_verification: "VERIFIED".into(),
        messaging_limit: None,
        throughput: None,
        platform_type: None,
        account_mode: None,
        raw: None,
        seen_at: NOW.0,
        vanished_at: None,
    };
    save(tx, &upstream, &format!("horno {n}"), NOW).await.unwrap();
    upstream.id
}

async fn tenant(tx: &mut Tx, n: u32) -> String {
    let name = format!("bakery {n}");
    let write = TenantWrite {
        id: id(3, n),
        name: name.clone(),
        name_search: name.clone(),
        search: name,
        city: String::new(),
        external_ref: None,
        at: NOW,
    };
    insert(tx, std::slice::from_ref(&write)).await.unwrap();
    write.id
}

async fn batch(tx: &mut Tx, n: u32, kind: ChangeKind) -> String {
    let id = id(4, n);
    assignments::insert_batch(tx, &id, kind, (None, "Ana"), NOW, None)
        .await
        .unwrap();
    id
}

/// Writes an interval as it is, past the functions that people's changes go through.
async fn interval(
    tx: &mut Tx,
    n: u32,
    who: (&str, &str),
    times: (i64, Option<i64>),
    batches: (&str, Option<&str>),
) -> Result<(), StoreError> {
    on!(tx, |c| {
        sqlx::query(
            "INSERT INTO assignments (id, number_id, tenant_id, from_at, to_at, opened_by, closed_by)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(id(5, n))
        .bind(who.0)
        .bind(who.1)
        .bind(times.0)
        .bind(times.1)
        .bind(batches.0)
        .bind(batches.1)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_database_itself_refuses_two_holders_at_one_instant(#[case] engine: Engine) {
    let test = TestDb::new(engine).await;
    let mut tx = test.db.write().await.unwrap();
    let account = account(&mut tx).await;
    let words = ("CONNECTED", "GREEN", "APPROVED");
    let (one, two) = (
        number(&mut tx, &account, 1, words).await,
        number(&mut tx, &account, 2, words).await,
    );
    let (ana, eva) = (tenant(&mut tx, 1).await, tenant(&mut tx, 2).await);
    let b = batch(&mut tx, 1, ChangeKind::Assign).await;
    interval(&mut tx, 1, (&one, &ana), (10, Some(20)), (&b, Some(&b)))
        .await
        .unwrap();
    interval(&mut tx, 2, (&one, &ana), (30, None), (&b, None))
        .await
        .unwrap();
    // Touching ends share no instant, and an interval without length shares none either.
    interval(&mut tx, 3, (&one, &eva), (20, Some(30)), (&b, Some(&b)))
        .await
        .unwrap();
    interval(&mut tx, 4, (&one, &eva), (15, Some(15)), (&b, Some(&b)))
        .await
        .unwrap();
    tx.commit().await.unwrap();

    let refused = [
        ((&one, &eva), (12, Some(14))),
        ((&one, &eva), (5, Some(11))),
        ((&one, &eva), (5, None)),
        ((&one, &eva), (40, Some(50))),
        ((&one, &eva), (40, None)),
        ((&two, &ana), (19, Some(25))),
        ((&two, &ana), (40, None)),
    ];
    for (n, ((number, tenant), times)) in (10..).zip(refused) {
        let mut tx = test.db.write().await.unwrap();
        let closed = times.1.map(|_| b.as_str());
        let outcome = interval(&mut tx, n, (number, tenant), times, (&b, closed)).await;
        assert!(
            matches!(outcome, Err(StoreError::Conflict(_))),
            "{times:?}: {outcome:?}"
        );
    }
    // Nor can an interval grow over another one, or a number be put into its place.
    for sql in [
        "UPDATE assignments SET to_at = 21 WHERE from_at = 10",
        "UPDATE assignments SET from_at = 29 WHERE from_at = 30",
        "UPDATE assignments SET to_at = NULL, closed_by = NULL WHERE from_at = 20",
    ] {
        let mut tx = test.db.write().await.unwrap();
        let outcome = on!(&mut tx, |c| sqlx::query(sql).execute(c).await.map(|_| ()));
        assert!(
            matches!(outcome.map_err(StoreError::from), Err(StoreError::Conflict(_))),
            "{sql}"
        );
    }
    let mut tx = test.db.read().await.unwrap();
    let history = assignments::of_number(&mut tx, &one).await.unwrap();
    let history: Vec<_> = history
        .iter()
        .map(|past| (past.tenant_id.as_str(), past.from_at, past.to_at))
        .collect();
    assert_eq!(
        history,
        [
            (ana.as_str(), 30, None),
            (eva.as_str(), 20, Some(30)),
            (eva.as_str(), 15, Some(15)),
            (ana.as_str(), 10, Some(20)),
        ]
    );
}

/// Every word that is known, one that is not, and one in small letters.
fn words(known: impl Iterator<Item = String>) -> Vec<String> {
    known
        .chain(["SOMETHING_NEW".into(), "pending".into(), "red".into()])
        .collect()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn use_and_attention_are_the_same_in_sql_as_in_the_rules(#[case] engine: Engine) {
    const MANY: u32 = 300;
    let test = TestDb::new(engine).await;
    let mut tx = test.db.write().await.unwrap();
    let account = account(&mut tx).await;
    let statuses = words(NumberStatus::KNOWN.iter().map(ToString::to_string));
    let qualities = words(QualityRating::KNOWN.iter().map(ToString::to_string));
    let names = words(NameStatus::KNOWN.iter().map(ToString::to_string));
    let released = batch(&mut tx, 1, ChangeKind::Release).await;
    let undone = batch(&mut tx, 2, ChangeKind::Undo).await;
    let default = 7;
    let mut dice = Dice::new(3);
    let mut expected = Vec::new();
    for n in 1..=MANY {
        let [status, quality, name] =
            [&statuses, &qualities, &names].map(|words| words[dice.index(words.len())].as_str());
        let number_id = number(&mut tx, &account, n, (status, quality, name)).await;
        let tenant_id = tenant(&mut tx, n).await;
        let ago = dice.pick(&[REST_AFTER_RELEASE - 1, REST_AFTER_RELEASE, DAY, 90 * DAY]);
        let ended = NOW.plus(-ago);
        let mut released_at = None;
        match dice.below(4) {
            0 => {
                interval(
                    &mut tx,
                    n,
                    (&number_id, &tenant_id),
                    (ended.0 - 5, Some(ended.0)),
                    (&released, Some(&released)),
                )
                .await
                .unwrap();
                released_at = Some(ended);
            }
            // What was undone was no release.
            1 => {
                interval(
                    &mut tx,
                    n,
                    (&number_id, &tenant_id),
                    (ended.0 - 5, Some(ended.0)),
                    (&released, Some(&undone)),
                )
                .await
                .unwrap();
            }
            _ => {}
        }
        let assigned = dice.below(3) == 0;
        if assigned {
            let times = (NOW.0 - 1, None);
            interval(
                &mut tx,
                1_000 + n,
                (&number_id, &tenant_id),
                times,
                (&released, None),
            )
            .await
            .unwrap();
        }
        let archived = dice.below(6) == 0;
        if archived {
            numbers::set_archived(&mut tx, &number_id, Some(NOW), NOW)
                .await
                .unwrap();
        }
        let vanished = dice.below(6) == 0;
        if vanished {
            numbers::sync::mark_vanished(&mut tx, &number_id, NOW)
                .await
                .unwrap();
        }
        if n == default {
            settings::set(&mut tx, settings::DEFAULT_NUMBER, &number_id, "Ana", NOW)
                .await
                .unwrap();
        }
        let meta = NumberStatus::parse(status);
        let facts = UseFacts {
            status: &meta,
            assigned,
            is_default: n == default,
            released_at,
            archived,
            vanished,
        };
        let wants = needs_attention(&meta, &QualityRating::parse(quality), &NameStatus::parse(name));
        // Nobody has to look at what is archived, nor at what is gone and serves nobody.
        let attention = !archived && if vanished { assigned } else { wants };
        expected.push((number_id, NumberUse::of(&facts, NOW).key(), i64::from(attention)));
    }
    let filter = NumberFilter {
        rests_since: NOW.plus(-REST_AFTER_RELEASE).0,
        news_since: NOW.plus(-30 * DAY).0,
        ..NumberFilter::default()
    };
    let rows = numbers::list::list(&mut tx, &filter, NumberOrder::Number, i64::MAX, 0)
        .await
        .unwrap();
    let mut found: Vec<_> = rows
        .iter()
        .map(|row| (row.id.clone(), row.used.as_str(), row.attention))
        .collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
    for used in NumberUse::ALL {
        assert!(
            expected.iter().any(|(_, key, _)| *key == used.key()),
            "{used:?} was never tried"
        );
    }
    let cells = numbers::list::cells(&mut tx, &filter).await.unwrap();
    for used in NumberUse::ALL {
        let counted: i64 = cells
            .iter()
            .filter(|cell| cell.used == used.key())
            .map(|cell| cell.count)
            .sum();
        let listed = expected.iter().filter(|(_, key, _)| *key == used.key()).count();
        assert_eq!(counted, i64::try_from(listed).unwrap());
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_waba_that_is_connected_is_not_connected_again(#[case] engine: Engine) {
    let test = TestDb::new(engine).await;
    let mut tx = test.db.write().await.unwrap();
    let first = account(&mut tx).await;
    assert!(
        !accounts::connect(&mut tx, &id(1, 2), "987654321098765", "Else", "v1.y", None, NOW)
            .await
            .unwrap()
    );
    assert!(
        !accounts::swap_token(&mut tx, &first, "v1.other", "v1.new", NOW)
            .await
            .unwrap()
    );
    assert!(
        accounts::swap_token(&mut tx, &first, "v1.x", "v1.new", NOW)
            .await
            .unwrap()
    );
    accounts::disconnect(&mut tx, &first, NOW).await.unwrap();
    assert!(
        accounts::connect(&mut tx, &id(1, 2), "987654321098765", "Again", "v1.z", None, NOW)
            .await
            .unwrap()
    );
    let again = accounts::by_waba_id(&mut tx, "987654321098765")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (again.id, again.name.as_str(), again.disconnected_at),
        (first, "Again", None)
    );
}
