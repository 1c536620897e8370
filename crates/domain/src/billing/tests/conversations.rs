//! Notifications until January 2022, conversations until June 2025 (sources §4.1, seed guide).

use super::{given::*, *};
use crate::{money::Currency, time::HOUR};

#[test]
fn until_january_2022_templates_cost_and_sessions_do_not() {
    let facts = [
        sent("template", "2022-01-31 23:59:59.999", RAVI, "utility"),
        inbound("2022-01-31 10:00", RAVI),
        sent("session", "2022-01-31 11:00", RAVI, "text"),
        // Only India's rate was found; Mexico tried conversations from 2021-02-01 on.
        sent("spain", "2022-01-31 11:00", ANA, "utility"),
        sent("mexico", "2021-03-01 11:00", "+5215512345678", "marketing"),
    ];
    assert_eq!(
        prices(&account(Currency::USD), &facts),
        [
            "notification regular 4200",
            "service free_customer_service 0",
            "notification unknown_rate ?",
            "notification unknown_rate ?",
        ]
    );
    // There is no card of that time in euro.
    assert_eq!(
        prices(&account(Currency::EUR), &facts[..1]),
        ["notification unknown_rate ?"]
    );
}

#[test]
fn in_2022_a_conversation_lasts_24_hours_from_the_first_business_message() {
    let facts = [
        // The customer writes at 15:00; the conversation begins with the answer at 16:00.
        inbound("2022-02-01 15:00", ANA),
        sent("answer", "2022-02-01 16:00", ANA, "text"),
        // A second customer's message moves the active window, not the conversation.
        inbound("2022-02-02 15:30", ANA),
        sent("last inside", "2022-02-02 15:59:59.999", ANA, "utility"),
        sent("new one", "2022-02-02 16:00", ANA, "utility"),
        // Nobody has written: begun by the business.
        sent("to bea", "2022-02-02 16:00", BEA, "utility"),
        // The window of Ana's last message ends at 15:30 of the 3rd, the conversation at 16:00.
        sent("closed window", "2022-02-03 16:00", ANA, "utility"),
    ];
    assert_eq!(
        prices(&account(Currency::USD), &facts),
        [
            "user_initiated free_tier 0",
            "user_initiated open_conversation 0",
            "user_initiated free_tier 0",
            "business_initiated free_tier 0",
            "business_initiated free_tier 0",
        ]
    );
}

/// One delivered message to each of `count` customers of two numbers, in turns.
fn to_many(count: usize, what: &str, start: &str) -> Vec<Fact<'static>> {
    (0..count)
        .map(|n| {
            let contact: &'static str = Box::leak(format!("+346{n:08}").into_boxed_str());
            let id: &'static str = Box::leak(format!("m{n}").into_boxed_str());
            let Fact::Delivered(message) = sent(id, start, contact, what) else {
                panic!("a delivery");
            };
            Fact::Delivered(Delivered {
                at: message.at.plus(i64::try_from(n).unwrap()),
                number: if n % 2 == 0 { "n1" } else { "n2" },
                ..message
            })
        })
        .collect()
}

#[test]
fn in_2022_1000_conversations_of_either_kind_are_free_for_an_account_and_month() {
    let mut facts = to_many(1_001, "utility", "2022-02-10 10:00");
    facts.push(sent("march", "2022-03-01 00:00", "+34699999999", "utility"));
    let all = prices(&account(Currency::USD), &facts);
    // 999 and 1,000 are free, the 1,001st is not, and its rate was never obtained.
    assert_eq!(
        all[998..],
        [
            "business_initiated free_tier 0",
            "business_initiated free_tier 0",
            "business_initiated unknown_rate ?",
            "business_initiated free_tier 0",
        ]
    );
}

#[test]
fn gupshup_passed_the_free_conversations_on_from_march_2022() {
    let mut account = account(Currency::USD);
    account.partner = "gupshup".to_owned();
    let facts = [
        sent("february", "2022-02-28 23:59:59.999", ANA, "utility"),
        sent("march", "2022-03-01 23:59:59.999", BEA, "utility"),
    ];
    assert_eq!(
        prices(&account, &facts),
        [
            "business_initiated unknown_rate ?",
            "business_initiated free_tier 0"
        ]
    );
}

#[test]
fn in_2022_the_first_conversation_after_a_click_is_free_and_uses_no_allowance() {
    let mut facts = vec![
        click("2022-02-01 09:00", ANA),
        sent("answer", "2022-02-01 09:30", ANA, "text"),
        sent("last", "2022-02-02 09:29:59.999", ANA, "text"),
    ];
    facts.extend(to_many(1_000, "utility", "2022-02-10 10:00"));
    let all = prices(&account(Currency::USD), &facts);
    assert_eq!(
        all[..2],
        [
            "user_initiated free_entry_point 0",
            "user_initiated free_entry_point 0"
        ]
    );
    assert!(
        all[2..]
            .iter()
            .all(|line| line == "business_initiated free_tier 0")
    );
}

#[test]
fn from_june_2023_each_category_has_its_conversation_and_several_may_be_open() {
    // Spain: marketing .0615, utility .0380, authentication .0342, service .0369.
    let facts = [
        sent("offer", "2023-06-01 10:00", ANA, "marketing"),
        sent("order", "2023-06-01 11:00", ANA, "utility"),
        sent("order again", "2023-06-02 10:59:59.999", ANA, "utility"),
        sent("code", "2023-06-01 12:00", ANA, "authentication"),
        // Free text in open conversations opens none.
        inbound("2023-06-01 12:30", ANA),
        sent("chat", "2023-06-01 13:00", ANA, "text"),
        // The marketing conversation has ended at 10:00.
        sent("offer again", "2023-06-02 10:00", ANA, "marketing"),
    ];
    assert_eq!(
        prices(&account(Currency::USD), &facts),
        [
            "marketing regular 61500",
            "utility regular 38000",
            "utility open_conversation 0",
            "authentication regular 34200",
            "authentication open_conversation 0",
            "marketing regular 61500",
        ]
    );
}

#[test]
fn from_june_2023_1000_service_conversations_are_free_for_an_account_and_month() {
    let mut facts = to_many(1_001, "text", "2023-06-10 10:00");
    facts.push(sent("inside", "2023-06-10 12:00", "+34600000000", "text"));
    facts.push(sent("utility", "2023-06-10 12:00", "+34600000001", "utility"));
    facts.push(sent("july", "2023-07-01 00:00", ANA, "text"));
    assert_eq!(
        prices(&account(Currency::USD), &facts)[999..],
        [
            "service free_tier 0",
            // The 1,001st: Spain, service .0369.
            "service regular 36900",
            "service open_conversation 0",
            // The allowance is for service only.
            "utility regular 38000",
            "service free_tier 0",
        ]
    );
}

#[test]
fn a_free_entry_point_closes_other_conversations_for_72_hours() {
    let facts = [
        sent("offer", "2023-06-01 10:00", ANA, "marketing"),
        click("2023-06-01 11:00", ANA),
        sent("answer", "2023-06-01 12:00", ANA, "text"),
        sent("offer inside", "2023-06-04 11:59:59.999", ANA, "marketing"),
        sent("offer after", "2023-06-04 12:00", ANA, "marketing"),
    ];
    assert_eq!(
        prices(&account(Currency::USD), &facts),
        [
            "marketing regular 61500",
            "service free_entry_point 0",
            "marketing free_entry_point 0",
            "marketing regular 61500",
        ]
    );
    // Closed means closed: without the click, free text at 12:00 would have been
    // inside the offer's conversation until 10:00 of the next day.
    let facts = [
        sent("offer", "2023-06-01 10:00", ANA, "marketing"),
        inbound("2023-06-01 11:00", ANA),
        sent("answer", "2023-06-01 12:00", ANA, "text"),
    ];
    assert_eq!(
        prices(&account(Currency::USD), &facts),
        ["marketing regular 61500", "marketing open_conversation 0"]
    );
}

#[test]
fn from_november_2024_service_conversations_are_free_without_limit() {
    let mut facts = to_many(1_001, "text", "2024-10-10 10:00");
    facts.extend(
        to_many(1_001, "text", "2024-11-01 00:00")
            .into_iter()
            .map(|fact| match fact {
                Fact::Delivered(message) => Fact::Delivered(Delivered {
                    id: Box::leak(format!("n{}", message.id).into_boxed_str()),
                    ..message
                }),
                other => other,
            }),
    );
    let all = prices(&account(Currency::USD), &facts);
    assert_eq!(all.get(1_000).unwrap(), "service regular 36900");
    assert!(
        all[1_001..]
            .iter()
            .all(|line| line == "service free_customer_service 0")
    );
}

#[test]
fn a_conversation_goes_on_over_the_change_of_november_2024() {
    // Opened at 23:00 on 31 October; free of charge inside until 23:00 of 1 November.
    let facts = [
        sent("offer", "2024-10-31 23:00", ANA, "marketing"),
        sent("offer again", "2024-11-01 22:59:59.999", ANA, "marketing"),
        sent("third", "2024-11-01 23:00", ANA, "marketing"),
    ];
    assert_eq!(
        prices(&account(Currency::USD), &facts),
        [
            "marketing regular 61500",
            "marketing open_conversation 0",
            "marketing regular 61500"
        ]
    );
}

#[test]
fn utility_conversations_have_no_known_rate_after_the_cut_of_august_2024() {
    let facts = [
        sent("july", "2024-07-31 23:59:59.999", ANA, "utility"),
        sent("august", "2024-08-01 23:59:59.999", BEA, "utility"),
        sent("marketing", "2024-08-01 12:00", BEA, "marketing"),
        // The United Kingdom changed in October 2024; to what is not known.
        sent("uk", "2024-10-01 12:00", "+447700900123", "marketing"),
        // France, service: two sources disagree.
        sent("france", "2023-06-10 12:00", "+33612345678", "marketing"),
    ];
    assert_eq!(
        prices(&account(Currency::USD), &facts),
        [
            "utility regular 38000",
            "utility unknown_rate ?",
            "marketing regular 61500",
            "marketing unknown_rate ?",
            "marketing regular 143200",
        ]
    );
}

#[test]
fn from_july_2025_a_conversation_no_longer_covers_templates() {
    // July 2025, Spain: marketing as in January 2026, .0615.
    let facts = [
        sent("june", "2025-06-30 23:00", ANA, "marketing"),
        sent("still june", "2025-06-30 23:59:59.999", ANA, "marketing"),
        sent("july", "2025-07-01 00:00", ANA, "marketing"),
        sent("july again", "2025-07-01 00:00:00.001", ANA, "marketing"),
    ];
    assert_eq!(
        prices(&account(Currency::USD), &facts),
        [
            "marketing regular 61500",
            "marketing open_conversation 0",
            "marketing regular 61500",
            "marketing regular 61500",
        ]
    );
}

#[test]
fn a_conversation_is_24_hours_also_when_the_clocks_change() {
    // Clocks in Madrid go forward on 2024-03-31 at 01:00 UTC; 24 hours are 24 hours.
    let mut account = account(Currency::USD);
    account.zone = madrid();
    let start = utc("2024-03-30 12:00");
    let facts = [
        sent_at("first", start, ANA, "marketing"),
        sent_at("inside", start.plus(24 * HOUR - 1), ANA, "marketing"),
        sent_at("next", start.plus(24 * HOUR), ANA, "marketing"),
    ];
    assert_eq!(
        prices(&account, &facts),
        [
            "marketing regular 61500",
            "marketing open_conversation 0",
            "marketing regular 61500"
        ]
    );
}

#[test]
fn the_app_of_the_business_costs_nothing_under_any_rules() {
    for at in [
        "2021-06-01",
        "2022-06-01",
        "2023-07-01",
        "2025-01-01",
        "2025-08-01",
        "2026-11-01",
    ] {
        let facts = [sent("a", &format!("{at} 10:00"), ANA, "echo")];
        assert_eq!(
            prices(&account(Currency::USD), &facts),
            ["service app_echo 0"],
            "{at}"
        );
    }
}
