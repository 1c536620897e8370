//! The first and the last millisecond of each set of rules, and the edges of months,
//! in time zones of the database.

use rstest::rstest;

use super::{tests::NOW, *};

const INDIA: &str = "+919812345678";
const SPAIN: &str = "+34600111222";
const MOROCCO: &str = "+212612345678";

fn account(zone: &str, currency: &str) -> String {
    format!(r#"{{"event":"waba","waba":"w1","timezone":"{zone}","currency":"{currency}","partner":"meta"}}"#)
}

/// A delivery: `what` is `text` or a template's category.
fn sent(id: &str, at: &str, contact: &str, what: &str) -> String {
    let kind = if what == "text" { "free_form" } else { "template" };
    let category = if what == "text" { "service" } else { what };
    format!(
        r#"{{"event":"delivered","id":"{id}","at":"{at}","waba":"w1","number":"n1","contact":"{contact}","kind":"{kind}","category":"{category}"}}"#
    )
}

/// `regime market charged_as reason amount` of each line.
fn prices(lines: &[String]) -> Vec<String> {
    let said = answer(lines.join("\n").as_bytes(), &Book::shipped(), NOW);
    assert_eq!((said.remarks.as_str(), said.complete), ("", true));
    let word = |line: &serde_json::Value, key: &str| match &line[key] {
        serde_json::Value::String(word) => word.clone(),
        serde_json::Value::Null => "?".to_owned(),
        other => other.to_string(),
    };
    said.lines
        .lines()
        .map(|line| {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            ["regime", "market", "charged_as", "reason", "amount_micros"]
                .map(|key| word(&line, key))
                .join(" ")
        })
        .collect()
}

/// Local midnight is at 22:00 UTC in Madrid in summer and at 23:00 in winter. In Mexico City,
/// which has had no summer time since 2023, it is at 06:00 UTC on all of these days.
#[rstest]
// 2022-02-01. India, for each template: .0042. After it the first of 1,000 conversations.
#[case(
    "Europe/Madrid",
    ["2022-01-31T22:59:59.999Z", "2022-01-31T23:00:00.000Z"],
    (INDIA, "utility"),
    [
        "notification India notification regular 4200",
        "conversation-2022-02 India business_initiated free_tier 0",
    ]
)]
#[case(
    "America/Mexico_City",
    ["2022-02-01T05:59:59.999Z", "2022-02-01T06:00:00.000Z"],
    (INDIA, "utility"),
    [
        "notification India notification regular 4200",
        "conversation-2022-02 India business_initiated free_tier 0",
    ]
)]
// 2023-06-01. Spain, utility conversation: .0380.
#[case(
    "Europe/Madrid",
    ["2023-05-31T21:59:59.999Z", "2023-05-31T22:00:00.000Z"],
    (SPAIN, "utility"),
    [
        "conversation-2022-02 Spain business_initiated free_tier 0",
        "conversation-2023-06 Spain utility regular 38000",
    ]
)]
#[case(
    "America/Mexico_City",
    ["2023-06-01T05:59:59.999Z", "2023-06-01T06:00:00.000Z"],
    (SPAIN, "utility"),
    [
        "conversation-2022-02 Spain business_initiated free_tier 0",
        "conversation-2023-06 Spain utility regular 38000",
    ]
)]
// 2024-11-01. Service: one of 1,000, then free without limit.
#[case(
    "Europe/Madrid",
    ["2024-10-31T22:59:59.999Z", "2024-10-31T23:00:00.000Z"],
    (SPAIN, "text"),
    [
        "conversation-2023-06 Spain service free_tier 0",
        "conversation-2024-11 Spain service free_customer_service 0",
    ]
)]
#[case(
    "America/Mexico_City",
    ["2024-11-01T05:59:59.999Z", "2024-11-01T06:00:00.000Z"],
    (SPAIN, "text"),
    [
        "conversation-2023-06 Spain service free_tier 0",
        "conversation-2024-11 Spain service free_customer_service 0",
    ]
)]
// 2025-07-01. Spain, utility: unknown since the cut of August 2024, then .0200.
#[case(
    "Europe/Madrid",
    ["2025-06-30T21:59:59.999Z", "2025-06-30T22:00:00.000Z"],
    (SPAIN, "utility"),
    [
        "conversation-2024-11 Spain utility unknown_rate ?",
        "per-message-2025-07 Spain utility regular 20000",
    ]
)]
#[case(
    "America/Mexico_City",
    ["2025-07-01T05:59:59.999Z", "2025-07-01T06:00:00.000Z"],
    (SPAIN, "utility"),
    [
        "conversation-2024-11 Spain utility unknown_rate ?",
        "per-message-2025-07 Spain utility regular 20000",
    ]
)]
// 2026-10-01. Free text: free, then one of the number's 1,000.
#[case(
    "Europe/Madrid",
    ["2026-09-30T21:59:59.999Z", "2026-09-30T22:00:00.000Z"],
    (SPAIN, "text"),
    [
        "per-message-2025-07 Spain service free_customer_service 0",
        "per-message-2026-10 Spain service free_tier 0",
    ]
)]
#[case(
    "America/Mexico_City",
    ["2026-10-01T05:59:59.999Z", "2026-10-01T06:00:00.000Z"],
    (SPAIN, "text"),
    [
        "per-message-2025-07 Spain service free_customer_service 0",
        "per-message-2026-10 Spain service free_tier 0",
    ]
)]
fn rules_change_with_the_first_millisecond_of_their_day(
    #[case] zone: &str,
    #[case] instants: [&str; 2],
    #[case] to: (&str, &str),
    #[case] lines: [&str; 2],
) {
    let ([last, first], (contact, what)) = (instants, to);
    // To two customers, so that no conversation reaches over the change.
    let other = format!("{}9", &contact[..contact.len() - 1]);
    let input = [
        sent("first", first, &other, what),
        account(zone, "USD"),
        sent("last", last, contact, what),
    ];
    assert_eq!(prices(&input), [lines[1], lines[0]]);
}

/// 1,000 messages that use the month's allowance up, each to somebody else.
fn thousand(at: &str) -> Vec<String> {
    (0..1_000)
        .map(|n| sent(&format!("m{n}"), at, &format!("+34700{n:06}"), "text"))
        .collect()
}

#[test]
fn conversations_are_free_again_when_a_month_begins_at_one_o_clock() {
    // Asunción, 2023-10-01: after 23:59:59.999 of 30 September (UTC−4) comes 01:00 (UTC−3),
    // both at 04:00 UTC. Service conversation, Spain: .0369.
    let mut input = vec![account("America/Asuncion", "USD")];
    input.extend(thousand("2023-09-10T12:00:00Z"));
    input.push(sent("last", "2023-10-01T03:59:59.999Z", "+34600000001", "text"));
    input.push(sent("first", "2023-10-01T04:00:00.000Z", "+34600000002", "text"));
    assert_eq!(
        prices(&input)[999..],
        [
            "conversation-2023-06 Spain service free_tier 0",
            "conversation-2023-06 Spain service regular 36900",
            "conversation-2023-06 Spain service free_tier 0",
        ]
    );
}

#[rstest]
// 2026-11-01 is a Sunday. In Havana 01:00 becomes 00:00 at 05:00 UTC: midnight comes twice, and
// the month begins with the first. In New York 02:00 becomes 01:00 at 06:00 UTC.
#[case("America/Havana")]
#[case("America/New_York")]
fn service_messages_are_free_again_in_a_month_that_begins_with_a_change_of_the_clocks(#[case] zone: &str) {
    let mut input = vec![account(zone, "EUR")];
    input.extend(thousand("2026-10-10T12:00:00Z"));
    for (id, at) in [
        ("last", "2026-11-01T03:59:59.999Z"),
        ("first", "2026-11-01T04:00:00.000Z"),
        ("again", "2026-11-01T05:00:00.000Z"),
        ("later", "2026-11-01T06:00:00.000Z"),
    ] {
        input.push(sent(id, at, SPAIN, "text"));
    }
    assert_eq!(
        prices(&input)[999..],
        [
            "per-message-2026-10 Spain service free_tier 0",
            "per-message-2026-10 Spain service regular 16600",
            "per-message-2026-10 Spain service free_tier 0",
            "per-message-2026-10 Spain service free_tier 0",
            "per-message-2026-10 Spain service free_tier 0",
        ]
    );
}

#[test]
fn a_country_has_its_own_rate_from_the_day_it_is_a_market() {
    // Morocco is one from 2026-10-01 on: .0414 after "Rest of Africa", .0225. Midnight in
    // Madrid is at 22:00 UTC.
    for contact in [MOROCCO, "MA.13491208655302741918"] {
        let input = [
            account("Europe/Madrid", "USD"),
            sent("last", "2026-09-30T21:59:59.999Z", contact, "marketing"),
            sent("first", "2026-09-30T22:00:00.000Z", contact, "marketing"),
        ];
        assert_eq!(
            prices(&input),
            [
                "per-message-2025-07 Rest of Africa marketing regular 22500",
                "per-message-2026-10 Morocco marketing regular 41400",
            ]
        );
    }
}

#[test]
fn a_summer_night_at_the_end_of_the_century_is_in_the_next_month() {
    // 22:30 UTC of 31 July 2099 is 00:30 of 1 August in Madrid: a new allowance.
    let mut input = vec![account("Europe/Madrid", "EUR")];
    input.extend(thousand("2099-07-10T12:00:00Z"));
    input.push(sent("night", "2099-07-31T22:30:00Z", SPAIN, "text"));
    input.push(sent("evening", "2099-07-31T21:30:00Z", SPAIN, "text"));
    let said = answer(input.join("\n").as_bytes(), &Book::shipped(), NOW);
    let reasons: Vec<bool> = said
        .lines
        .lines()
        .map(|line| line.contains(r#""reason":"free_tier""#))
        .collect();
    assert_eq!(reasons[999..], [true, true, false]);
}
