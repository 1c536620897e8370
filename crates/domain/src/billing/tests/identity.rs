//! Who is the same person, which message is the same, and which comes first.

use proptest::prelude::*;
use rstest::rstest;

use super::{given::*, *};
use crate::{contact::match_key, money::Currency, phone::E164};

#[rstest]
// Mexico: utility .0085, marketing .0305 on the dollar card of January 2026.
#[case("+5215512345678", "+525512345678", "marketing regular 30500")]
// Brazil .0625, Argentina .0618.
#[case("+5535987654321", "+553587654321", "marketing regular 62500")]
#[case("+5491123456789", "+541123456789", "marketing regular 61800")]
#[case("34600111222", "+34600111222", "marketing regular 61500")]
#[case("0034600111222", "+34600111222", "marketing regular 61500")]
fn both_spellings_of_a_phone_share_window_and_entry_point(
    #[case] one: &str,
    #[case] other: &str,
    #[case] after: &str,
) {
    for (from, to) in [(one, other), (other, one)] {
        let facts = [
            inbound("2026-02-10 10:00", from),
            sent("window", "2026-02-11 09:59:59.999", to, "utility"),
            // Clicked at 12:00, answered at 13:00: free until 13:00 of the 14th.
            click("2026-02-11 12:00", from),
            sent("answer", "2026-02-11 13:00", to, "text"),
            sent("inside", "2026-02-14 12:59:59.999", from, "marketing"),
            sent("after", "2026-02-14 13:00", to, "marketing"),
        ];
        assert_eq!(
            prices(&account(Currency::USD), &facts),
            [
                "utility free_customer_service 0",
                "service free_entry_point 0",
                "marketing free_entry_point 0",
                after,
            ]
        );
    }
}

#[test]
fn both_spellings_share_a_conversation() {
    // Mexico, marketing conversation .0436 for 24 hours.
    let facts = [
        sent("a", "2023-06-01 10:00", "+5215512345678", "marketing"),
        sent("b", "2023-06-02 09:59:59.999", "+525512345678", "marketing"),
    ];
    assert_eq!(
        prices(&account(Currency::USD), &facts),
        ["marketing regular 43600", "marketing open_conversation 0"]
    );
}

proptest! {
    #[test]
    fn a_thread_is_with_whom_the_ledger_says(phone in "(1|34|52|521|54|549|55)[0-9]{7,11}") {
        let key = match_key(&E164::parse(&phone).unwrap());
        for spelling in [phone.clone(), format!("+{phone}"), format!(" 00{phone} ")] {
            let person = thread::person(&spelling);
            prop_assert_eq!(person.as_deref(), Some(key.as_str()));
        }
        // The ledger hands keys in; they stay what they are.
        let again = thread::person(&key);
        prop_assert_eq!(again.as_deref(), Some(key.as_str()));
    }
}

#[test]
fn a_message_to_nobody_in_particular_opens_nothing_for_others() {
    // Somebody without a number wrote; that opens no window for somebody else without one.
    let facts = [
        inbound("2026-07-10 10:00", ""),
        click("2026-07-10 10:00", " "),
        sent("a", "2026-07-10 11:00", "", "text"),
        sent("b", "2026-07-10 11:00", "", "utility"),
        sent("c", "2023-06-10 11:00", "", "utility"),
        sent("d", "2023-06-10 11:00", "", "utility"),
    ];
    assert_eq!(
        prices(&account(Currency::EUR), &facts),
        [
            "service free_customer_service 0",
            "utility unknown_market ?",
            "utility unknown_market ?",
            "utility unknown_market ?",
        ]
    );
}

#[test]
fn of_1001_messages_of_one_millisecond_the_one_with_the_last_id_is_charged() {
    // 1,000 are free; of m1 … m1001 the last is m1001, though m999 is the last as a text.
    let ids: Vec<String> = (1..=1_001).map(|n| format!("m{n}")).collect();
    let mut facts: Vec<Fact<'_>> = ids
        .iter()
        .map(|id| sent(id, "2026-10-10 10:00", ANA, "text"))
        .collect();
    let mut expected = vec!["service free_tier 0"; 1_000];
    expected.push("service regular 16600");
    assert_eq!(prices(&account(Currency::EUR), &facts), expected);
    // In whatever order they come in.
    facts.reverse();
    expected.reverse();
    assert_eq!(prices(&account(Currency::EUR), &facts), expected);
}

#[test]
fn a_message_is_known_by_its_account_and_id() {
    let one = account(Currency::EUR);
    let two = Account {
        id: "w2".to_owned(),
        ..account(Currency::USD)
    };
    let m1 = || sent("m1", "2026-10-10 10:00", ANA, "utility");
    // Spain, utility: €.0166 and $.0200. The same report again changes nothing.
    let facts = [m1(), of_account(m1(), "w2"), m1(), of_account(m1(), "w2")];
    let book = Book::shipped();
    let lines: Vec<_> = price(&book, &[one, two], &facts)
        .iter()
        .map(|line| (line.fact, line.charge.amount_micros))
        .collect();
    assert_eq!(lines, [(0, Some(16_600)), (1, Some(20_000))]);
}

#[test]
fn a_failure_in_one_account_is_none_in_another() {
    let twilio = |id: &str| Account {
        id: id.to_owned(),
        partner: "twilio".to_owned(),
        ..account(Currency::USD)
    };
    let facts = [
        sent("m1", "2026-10-10 10:00", ANA, "text"),
        Fact::Failed(Failed {
            id: "m1",
            at: utc("2026-10-10 10:00"),
            waba: "w2",
            number: "n1",
            contact: ANA,
        }),
    ];
    let book = Book::shipped();
    let fees: Vec<_> = price(&book, &[twilio("w1"), twilio("w2")], &facts)
        .iter()
        .map(|line| line.charge.fee_micros)
        .collect();
    // $.005 for the one that arrived, $.001 for the one that did not.
    assert_eq!(fees, [Some(5_000), Some(1_000)]);
}
