//! What partners take (sources §4.6, seed guide).

use super::{given::*, *};
use crate::money::{Currency, sum};

/// 200 messages to India before February 2022.
fn two_hundred(what: &str, media_bytes: i64) -> (i64, i64) {
    let ids: Vec<String> = (0..200).map(|n| format!("m{n}")).collect();
    let facts: Vec<_> = ids
        .iter()
        .map(|id| match sent(id, "2021-06-01 10:00", "+919812345678", what) {
            Fact::Delivered(message) => Fact::Delivered(Delivered {
                media_bytes,
                ..message
            }),
            other => other,
        })
        .collect();
    let account = Account {
        partner: "gupshup".to_owned(),
        ..account(Currency::USD)
    };
    let book = Book::shipped();
    let lines = price(&book, &[account], &facts);
    let total =
        |each: fn(&Charge) -> Option<i64>| sum(lines.iter().map(|line| each(&line.charge).unwrap())).unwrap();
    (
        total(|charge| charge.amount_micros),
        total(|charge| charge.fee_micros),
    )
}

#[test]
fn the_guides_four_examples_come_out() {
    // (0.0010 + 0.0000) × 200 = $0.20
    assert_eq!(two_hundred("text", 0), (0, 200_000));
    // (0.0010 + 0.0042) × 200 = $1.04
    assert_eq!(two_hundred("utility", 0), (840_000, 200_000));
    // (0.0010 + 0.0000 + 0.0010) × 200 = $0.40
    assert_eq!(two_hundred("text", 1_000_000), (0, 400_000));
    // (0.0010 + 0.0042 + 0.0010) × 200 = $1.24
    assert_eq!(two_hundred("utility", 1_000_000), (840_000, 400_000));
}

#[test]
fn the_media_fee_is_for_files_over_64_kb_and_known_up_to_5_mb() {
    let book = Book::shipped();
    let gupshup = book
        .partner("gupshup", Day::parse("2026-10-01").unwrap())
        .unwrap();
    assert_eq!(gupshup.fee(65_536, Some(0)), Some(1_000));
    assert_eq!(gupshup.fee(65_537, Some(0)), Some(2_000));
    assert_eq!(gupshup.fee(5_242_880, Some(0)), Some(2_000));
    assert_eq!(gupshup.fee(5_242_881, Some(0)), None);
}

#[test]
fn twilio_takes_a_fee_in_and_out_and_for_failures() {
    let account = Account {
        partner: "twilio".to_owned(),
        ..account(Currency::USD)
    };
    let failed = |id, at| {
        Fact::Failed(Failed {
            id,
            at: utc(at),
            waba: "w1",
            number: "n1",
            contact: ANA,
        })
    };
    let facts = [
        inbound("2026-10-01 10:00", ANA),
        sent("out", "2026-10-01 11:00", ANA, "text"),
        failed("lost", "2026-10-01 12:00"),
        // It failed on one device and arrived on another.
        failed("out", "2026-10-01 10:59"),
    ];
    let book = Book::shipped();
    let fees: Vec<_> = price(&book, &[account], &facts)
        .iter()
        .map(|line| (brief(&line.charge), line.charge.fee_micros))
        .collect();
    assert_eq!(
        fees,
        [
            ("- partner_fee 0".to_owned(), Some(5_000)),
            ("service free_tier 0".to_owned(), Some(5_000)),
            ("- partner_fee 0".to_owned(), Some(1_000)),
        ]
    );
}

#[test]
fn a_mark_up_is_a_share_of_metas_price_and_unknown_with_it() {
    let own = Partner {
        markup_ppm: 150_000,
        per_message_micros: 500,
        ..Partner::free("own", "agreement")
    };
    // 15 % of €0.0166 is €0.00249; with the half-thousandth on top €0.00299.
    assert_eq!(own.fee(0, Some(16_600)), Some(2_990));
    assert_eq!(own.fee(0, Some(0)), Some(500));
    assert_eq!(own.fee(0, None), None);
}

#[test]
fn partners_without_a_public_figure_have_an_unknown_fee() {
    let book = Book::shipped();
    for (partner, fee) in [("meta", Some(0)), ("karix", None), ("somebody", None)] {
        let account = Account {
            partner: partner.to_owned(),
            ..account(Currency::EUR)
        };
        let facts = [sent("a", "2026-10-01 10:00", ANA, "utility")];
        let lines = price(&book, &[account], &facts);
        assert_eq!(lines.first().unwrap().charge.fee_micros, fee, "{partner}");
        assert_eq!(lines.first().unwrap().charge.amount_micros, Some(16_600));
    }
}
