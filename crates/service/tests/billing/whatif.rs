//! What-if of the present is the present, and what is asked is answered from
//! the month as it was.

use domain::{
    billing::{
        Month,
        category::Rated,
        whatif::{Because, Numbers, Question, answer},
    },
    time::{DAY, HOUR, MINUTE},
};
use rstest::rstest;
use service::{
    Call,
    billing::{
        cards::import::{self, CardInput},
        terms::{self, TermsInput},
        whatif::{self, WhatIf, WhatIfQuery},
    },
};
use store::Engine;

use crate::support::{NOW, Sent, World};

async fn base(world: &World, query: WhatIfQuery) -> WhatIf {
    whatif::base(&world.test.svc, &Call::system("test"), &query)
        .await
        .unwrap()
}

/// Two bakeries: utility and marketing, replies, and one inside a click on an
/// advertisement.
async fn busy(world: &World) {
    let sent = |who, contact, category, at| Sent {
        who,
        contact,
        category,
        at,
    };
    let mut all = Vec::new();
    for n in 0..30 {
        all.push(sent(0, n % 5, Some("utility"), NOW.plus(-3 * DAY + n * MINUTE)));
        all.push(sent(1, n % 7, Some("marketing"), NOW.plus(-2 * DAY + n * MINUTE)));
    }
    for (who, contact, clicked) in [(0, 1, false), (1, 2, true)] {
        world.wrote(who, contact, NOW.plus(-2 * HOUR), clicked).await;
        all.push(sent(who, contact, None, NOW.plus(-HOUR)));
    }
    world.all_delivered(&all).await;
    world.follow().await;
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_present_is_what_the_ledger_says_for_each_bakery(#[case] engine: Engine) {
    let world = World::new(engine).await;
    busy(&world).await;
    let found = base(&world, WhatIfQuery::default()).await;
    assert_eq!(found.account.as_ref(), Some(&world.account));
    let base = found.base.unwrap();
    assert_eq!(
        (base.month, base.followed),
        (Month::parse("2026-10").unwrap(), true)
    );

    let present = answer(&base, &Question::default()).walk.present;
    let statement = world.statement("2026-10").await;
    assert_eq!(present.amount_micros(), world.proved("2026-10").await);
    assert!(present.amount_micros() > 0);
    let sums = present.by_tenant();
    for part in &statement.tenants {
        let (key, _) = base.names.iter().find(|(_, name)| **name == part.name).unwrap();
        let sum = sums.get(key.as_str()).unwrap();
        assert_eq!(
            (sum.amount_micros, sum.messages),
            (part.figures.meta.first().unwrap().micros, part.figures.delivered)
        );
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_asked_is_explained_to_the_last_millionth(#[case] engine: Engine) {
    let world = World::new(engine).await;
    busy(&world).await;
    let base = base(&world, WhatIfQuery::default()).await.base.unwrap();
    let asked = Question {
        rules: Some(domain::billing::Regime::PerMessage),
        from: Some(Rated::Utility),
        to: Some(Rated::Marketing),
        percent: 150,
        numbers: Numbers::Shared,
        partner: Some("gupshup".to_owned()),
        ..Question::default()
    };
    let walk = answer(&base, &asked).walk;
    assert_eq!(walk.steps.len(), 5);
    let mut amount = walk.present.amount_micros();
    for step in &walk.steps {
        let parts: i64 = step.because.iter().map(Because::amount_micros).sum();
        assert_eq!(parts, step.amount_micros, "{:?}", step.cause);
        amount += step.amount_micros;
    }
    assert_eq!(amount, walk.would_be.amount_micros());
    // 45 utility as marketing and 45 marketing at €0.0585; replies are free again.
    assert_eq!(walk.would_be.amount_micros(), 90 * 58_500);
    // Gupshup takes $0.001 for each of 90 templates and 3 replies (1.5 each, rounded up).
    let fee = walk.steps.last().unwrap().fee_after;
    assert_eq!((fee.0, fee.1.unwrap().as_str()), (94_000, "USD"));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn without_messages_only_the_pilot_can_be_asked_about(#[case] engine: Engine) {
    let world = World::new(engine).await;
    assert!(base(&world, WhatIfQuery::default()).await.base.is_none());
    let pilot = WhatIfQuery {
        month: Some(Month::parse("2026-11").unwrap()),
        pilot: true,
        ..WhatIfQuery::default()
    };
    let found = base(&world, pilot).await;
    let present = answer(&found.base.unwrap(), &Question::default()).walk.present;
    // 1,500 × €0.0166
    assert_eq!(present.amount_micros(), 24_900_000);
}

/// Also where a card begins inside the month: the days before keep theirs.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_present_stays_the_present_when_a_card_and_a_partner_begin_inside_the_month(
    #[case] engine: Engine,
) {
    let world = World::new(engine).await;
    let (svc, call) = (&world.test.svc, Call::system("test"));
    busy(&world).await;
    // Marketing was delivered on the 18th, utility on the 17th.
    let file = "Market,Currency,Marketing,Utility\nSpain,EUR,0.0900,0.0300\n";
    let about = CardInput {
        effective: "2026-10-18".to_owned(),
        source: "test".to_owned(),
        ..CardInput::default()
    };
    let preview = import::preview(svc, &call, "x.csv", file.as_bytes(), &about)
        .await
        .unwrap();
    import::apply(svc, &call, &preview.id).await.unwrap();
    let partner = TermsInput {
        time_zone: "Europe/Madrid".to_owned(),
        partner: "gupshup".to_owned(),
        from: "2026-10-19".to_owned(),
        ..TermsInput::default()
    };
    terms::set(svc, &call, &world.account, &partner).await.unwrap();
    world.follow().await;
    let base = base(&world, WhatIfQuery::default()).await.base.unwrap();
    assert_eq!(base.later.len(), 2);
    let present = answer(&base, &Question::default()).walk.present;
    // 30 at €0.0166 and 30 at €0.09; two replies, one inside a click.
    let figures = world.statement("2026-10").await.figures;
    assert_eq!(figures.meta.first().unwrap().micros, 30 * 16_600 + 30 * 90_000);
    assert_eq!(present.amount_micros(), figures.meta.first().unwrap().micros);
    assert_eq!(present.fee_micros(), figures.partner.first().unwrap().micros);
}
