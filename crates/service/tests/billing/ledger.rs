//! One line for each delivered message, and corrections instead of edits.

use domain::{
    billing::Reason,
    time::{DAY, HOUR, MINUTE},
};
use rstest::rstest;
use service::{
    Call,
    billing::{
        cards::import::{self, CardInput},
        lines,
    },
    templates::price::{PerMonth, per_month},
};
use store::{Engine, on};

use crate::support::{NOW, OCTOBER, Sent, World};

const fn sent(contact: i64, category: Option<&'static str>, at: domain::time::Millis) -> Sent {
    Sent {
        who: 0,
        contact,
        category,
        at,
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn each_delivered_message_has_one_line_with_what_made_it(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let utility = world.delivered(&sent(1, Some("utility"), NOW.plus(-DAY))).await;
    world.delivered(&sent(2, Some("marketing"), NOW.plus(-DAY))).await;
    world.wrote(0, 3, NOW.plus(-2 * HOUR), false).await;
    world.delivered(&sent(3, None, NOW.plus(-HOUR))).await;
    // Accepted, but nobody knows whether it arrived: costs nothing yet.
    world.unheard(&sent(4, Some("utility"), NOW.plus(-HOUR))).await;
    let done = world.follow().await;
    assert_eq!((done.priced, done.corrected), (3, 0));

    let found = lines::of_message(&world.test.svc, &Call::system("test"), utility)
        .await
        .unwrap();
    assert_eq!(found.len(), 1);
    let line = &found[0];
    // Spain, card of July 2026, €0.0166 for utility.
    assert_eq!(line.rate.unwrap().micros, 16_600);
    assert_eq!(
        (line.market.as_str(), line.category.as_str()),
        ("Spain", "utility")
    );
    assert_eq!((line.quantity, line.reason.clone()), (1, Reason::Regular));
    assert!(!line.card.is_empty());

    let statement = world.statement("2026-10").await;
    assert_eq!((statement.figures.delivered, statement.figures.free), (3, 1));
    // €0.0166 and €0.0585.
    assert_eq!(statement.figures.total.to_string(), "0.0751 EUR");
    assert_eq!(world.proved("2026-10").await, 75_100);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_meta_says_about_the_category_is_followed_by_a_correction_and_kept(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let id = world.delivered(&sent(1, Some("utility"), NOW.plus(-DAY))).await;
    world.follow().await;
    world.said(id, "regular", "marketing").await;
    world.follow().await;

    let found = lines::of_message(&world.test.svc, &Call::system("test"), id)
        .await
        .unwrap();
    let amounts: Vec<i64> = found.iter().map(|line| line.amount.unwrap().micros).collect();
    assert_eq!(amounts, [16_600, -16_600, 58_500]);
    assert_eq!(found[1].reverses, Some(found[0].id));
    assert_eq!(
        (found[1].why.as_str(), found[2].why.as_str()),
        ("category", "category")
    );
    assert_eq!(world.proved("2026-10").await, 58_500);

    let mut tx = world.test.db.db.read().await.unwrap();
    let sums = store::billing::differences::sums(&mut tx, store::billing::sums::Whose::All, 202_610)
        .await
        .unwrap();
    assert_eq!(sums.len(), 1);
    assert_eq!(sums[0].kinds, "category");
    // 0.0585 − 0.0166: what the template's new category costs more.
    assert_eq!(sums[0].amount_micros, 41_900);
    drop(tx);

    // The same report again changes nothing.
    world.said(id, "regular", "marketing").await;
    let again = world.follow().await;
    assert_eq!((again.priced, again.corrected), (0, 0));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_late_click_makes_free_what_was_charged(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let at = NOW.plus(-DAY);
    world.delivered(&sent(1, Some("marketing"), at)).await;
    world.follow().await;
    assert_eq!(world.proved("2026-10").await, 58_500);
    // The webhook about the click comes a day late.
    world.wrote(0, 1, at.plus(-HOUR), true).await;
    let done = world.follow().await;
    assert_eq!(done.corrected, 1);
    assert_eq!(world.proved("2026-10").await, 0);
    let statement = world.statement("2026-10").await;
    assert_eq!((statement.figures.delivered, statement.figures.free), (1, 1));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_thousandth_reply_is_free_and_the_next_is_not_whenever_we_hear_of_them(#[case] engine: Engine) {
    let world = World::new(engine).await;
    world.wrote(0, 1, OCTOBER.plus(HOUR), false).await;
    // 1,000 replies, one each second; a second number stands beside it.
    bulk(&world, 0, 1, 1_000, OCTOBER.plus(2 * HOUR)).await;
    bulk(&world, 1, 2, 5, OCTOBER.plus(2 * HOUR)).await;
    world.follow().await;
    assert_eq!(world.proved("2026-10").await, 0);
    assert_eq!(world.left("2026-10").await, [0, 995]);

    // Number 1,001 costs.
    world.delivered(&sent(1, None, OCTOBER.plus(3 * HOUR))).await;
    world.follow().await;
    assert_eq!(world.proved("2026-10").await, 16_600);

    // One from before all of them is heard of now: it is free, and the
    // thousandth becomes the thousand and first.
    world.delivered(&sent(1, None, OCTOBER.plus(HOUR + MINUTE))).await;
    let done = world.follow().await;
    assert_eq!((done.priced, done.corrected), (1, 1));
    assert_eq!(world.proved("2026-10").await, 33_200);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_month_of_a_message_is_that_of_its_delivery_in_the_accounts_zone(#[case] engine: Engine) {
    let world = World::new(engine).await;
    // The last millisecond of September and the first of October in Madrid;
    // the customer had written, so in September it was free.
    world.wrote(0, 1, OCTOBER.plus(-HOUR), false).await;
    world.delivered(&sent(1, Some("utility"), OCTOBER.plus(-1))).await;
    world.delivered(&sent(1, Some("utility"), OCTOBER)).await;
    world.follow().await;
    assert_eq!(world.proved("2026-09").await, 0);
    assert_eq!(world.proved("2026-10").await, 16_600);
    assert_eq!(world.statement("2026-09").await.figures.free, 1);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_earlier_proof_of_arrival_moves_the_line(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let id = world
        .delivered(&sent(1, Some("utility"), OCTOBER.plus(MINUTE)))
        .await;
    world.follow().await;
    assert_eq!(world.proved("2026-10").await, 16_600);
    let mut tx = world.write().await;
    on!(&mut tx, |c| sqlx::query(
        "UPDATE messages SET read_at = $2 WHERE id = $1"
    )
    .bind(id.0)
    .bind(OCTOBER.plus(-1).0)
    .execute(c)
    .await
    .map(|_| ()))
    .unwrap();
    world.note(&mut tx, id).await;
    tx.commit().await.unwrap();
    world.follow().await;
    assert_eq!(world.proved("2026-10").await, 0);
    assert_eq!(world.proved("2026-09").await, 16_600);
}

/// Volume bands are the portfolio's: what one account sends moves the other's.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn bands_count_the_accounts_of_a_portfolio_together(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let (svc, call) = (&world.test.svc, Call::system("test"));
    let second: domain::ids::AccountId = world.test.random.id(NOW);
    let mut tx = world.write().await;
    store::accounts::connect(
        &mut tx,
        second.as_str(),
        "987654321098766",
        "Second",
        "sealed",
        None,
        NOW,
    )
    .await
    .unwrap();
    for sql in [
        "UPDATE accounts SET currency = 'EUR', country = 'ES', portfolio_id = 'p1'",
        "UPDATE numbers SET account_id = (SELECT id FROM accounts WHERE name = 'Second')
         WHERE display = '+34612345679'",
    ] {
        on!(&mut tx, |c| sqlx::query(sql).execute(c).await.map(|_| ())).unwrap();
    }
    tx.commit().await.unwrap();
    let bands = "Volume tiers,,\n,,\nEffective,2026-10-01,\n,,Utility,,,,,Authentication\n\
                 Market,Currency,From,To,Rate type,Rate,vs. List,From,To,Rate type,Rate,vs. List\n\
                 Spain,€,0,3,List,0.0166,,\n,,4,,Tier,0.01,,\n";
    let about = CardInput {
        effective: "2026-10-01".to_owned(),
        source: "test".to_owned(),
        ..CardInput::default()
    };
    let preview = import::preview(svc, &call, "bands.csv", bands.as_bytes(), &about)
        .await
        .unwrap();
    import::apply(svc, &call, &preview.id).await.unwrap();

    // In turn from both accounts, five in all: three at €0.0166, two at €0.01.
    for (n, who) in [0, 1, 1, 0, 1].into_iter().enumerate() {
        let n = i64::try_from(n).unwrap();
        let sent = Sent {
            who,
            ..sent(n, Some("utility"), OCTOBER.plus(n * HOUR))
        };
        world.delivered(&sent).await;
    }
    world.follow().await;
    assert_eq!(world.proved("2026-10").await, 3 * 16_600 + 2 * 10_000);
    // One of the first account's from the first hour is heard of now: what was the
    // third and is the second account's becomes the fourth.
    world
        .delivered(&sent(9, Some("utility"), OCTOBER.plus(MINUTE)))
        .await;
    world.follow().await;
    assert_eq!(world.proved("2026-10").await, 3 * 16_600 + 3 * 10_000);
}

/// Many replies at once, a second apart.
async fn bulk(world: &World, who: usize, contact: i64, count: i64, from: domain::time::Millis) {
    let all: Vec<Sent> = (0..count)
        .map(|n| Sent {
            who,
            contact,
            category: None,
            at: from.plus(n * 1_000),
        })
        .collect();
    world.all_delivered(&all).await;
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_template_without_messages_is_reckoned_like_the_others_of_its_account(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let call = Call::system("test");
    let of = async |name: &str| {
        per_month(&world.test.svc, &call, &world.account, name)
            .await
            .unwrap()
    };
    assert_eq!(of("aviso_nuevo").await, None);
    let mut all: Vec<Sent> = (1..=6)
        .map(|n| sent(n, Some("utility"), NOW.plus(-n * DAY)))
        .collect();
    // Neither what is older nor what is of another kind counts.
    all.push(sent(7, Some("utility"), NOW.plus(-40 * DAY)));
    all.push(sent(8, Some("marketing"), NOW.plus(-DAY)));
    world.all_delivered(&all).await;
    world.follow().await;
    let estimated = PerMonth {
        messages: 6,
        estimated: true,
    };
    assert_eq!(of("aviso_nuevo").await, Some(estimated));
    // Seven in 30 days under its own name, whatever they were charged as.
    let own = PerMonth {
        messages: 7,
        estimated: false,
    };
    assert_eq!(of("po_notification").await, Some(own));
}
