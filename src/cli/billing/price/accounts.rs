//! Accounts, partners and cards as the command takes them.

use super::{
    tests::{NOW, WABA, brief, delivered, say},
    *,
};

#[test]
fn two_lines_that_contradict_each_other_count_neither_whatever_their_order() {
    let (dollars, message) = (
        WABA.replace("EUR", "USD"),
        delivered("m1", "2026-10-02T00:00:00Z"),
    );
    let (dollars, message) = (dollars.as_str(), message.as_str());
    for input in [
        [WABA, dollars, message],
        [dollars, message, WABA],
        [message, WABA, dollars],
    ] {
        let said = say(&input.join("\n"));
        assert_eq!(brief(&said.lines), ["unknown_waba ?"]);
        assert_eq!(said.remarks.matches("so neither counts").count(), 2);
        assert!(!said.complete);
    }
    // The same again is no contradiction.
    let said = say(&[WABA, message, WABA].join("\n"));
    assert_eq!(brief(&said.lines), ["regular 16600"]);
    assert_eq!((said.remarks.as_str(), said.complete), ("", true));
}

#[test]
fn two_accounts_may_use_one_id() {
    let other = |line: &str| line.replace("w1", "w2");
    let message = delivered("m1", "2026-10-02T00:00:00Z");
    let input = [
        WABA.to_owned(),
        other(WABA).replace("EUR", "USD"),
        message.clone(),
        other(&message),
    ]
    .join("\n");
    let said = say(&input);
    // Spain, utility: €.0166 and $.0200.
    assert_eq!(brief(&said.lines), ["regular 16600", "regular 20000"]);
    assert_eq!((said.remarks.as_str(), said.complete), ("", true));
}

#[test]
fn a_partner_nobody_has_figures_for_is_named() {
    for partner in ["acme", "karix"] {
        let input = [
            WABA.replace("meta", partner),
            delivered("m1", "2026-10-02T00:00:00Z"),
        ]
        .join("\n");
        let said = say(&input);
        assert!(said.lines.contains(r#""amount_micros":16600,"fee_micros":null"#));
        assert_eq!(said.remarks, format!("line 1: no fees known for {partner}\n"));
        assert!(said.complete);
    }
}

#[test]
fn what_an_account_says_is_checked() {
    let said = |more: &str| {
        let account = WABA.replace(r#""partner":"meta""#, &format!(r#""partner":"meta",{more}"#));
        say(&account).remarks
    };
    assert_eq!(said(r#""country":"India""#), "");
    assert_eq!(said(r#""country":"in""#), "");
    assert_eq!(
        said(r#""country":"Atlantis""#),
        "line 1: \"Atlantis\" is not a country: its two letters such as ES, or a market that is one, such as Spain (left out)\n"
    );
    assert!(said(r#""country":"Rest of CEE""#).contains("is not a country"));
    let from = r#""auth_international_from":"2026-02-01T00:00:00Z""#;
    assert_eq!(
        said(&format!(r#"{from},"auth_international_exceptions":["India"]"#)),
        ""
    );
    for bad in [
        r#""auth_international_exceptions":["IN"]"#.to_owned(),
        format!(r#"{from},"auth_international_exceptions":"IN""#),
        format!(r#"{from},"auth_international_exceptions":["XX"]"#),
        format!(r#"{from},"auth_international_exceptions":[{{"country":"IN","until":"x"}}]"#),
    ] {
        assert!(said(&bad).ends_with(" (left out)\n"), "{bad}");
    }
    let nowhere = say(&WABA.replace("Europe/Madrid", "Etc/Unknown"));
    assert!(nowhere.remarks.contains("\"Etc/Unknown\" is not a time zone"));
}

#[test]
fn a_country_by_name_is_at_home_and_an_exception_keeps_the_domestic_rate() {
    let code = delivered("m1", "2026-02-10T00:00:00Z")
        .replace("utility", "authentication")
        .replace("+34600111222", "+919812345678");
    let price = |more: &str| {
        let account = WABA.replace("EUR", "USD").replace(
            r#""partner":"meta""#,
            &format!(r#""partner":"meta","auth_international_from":"2026-02-01T00:00:00Z",{more}"#),
        );
        let said = say(&[account.as_str(), code.as_str()].join("\n"));
        assert_eq!(said.remarks, "");
        brief(&said.lines)
    };
    // India: $.0014 at home and $.0280 from abroad.
    assert_eq!(price(r#""country":"India""#), ["regular 1400"]);
    assert_eq!(price(r#""country":"Spain""#), ["regular 28000"]);
    let except = |item: &str| format!(r#""country":"ES","auth_international_exceptions":[{item}]"#);
    assert_eq!(price(&except(r#""IN""#)), ["regular 1400"]);
    assert_eq!(price(&except(r#""ID""#)), ["regular 28000"]);
    let until = |day: &str| {
        except(&format!(
            r#"{{"country":"India","from":"2026-02-{day}T00:00:00Z"}}"#
        ))
    };
    assert_eq!(price(&until("11")), ["regular 1400"]);
    assert_eq!(price(&until("10")), ["regular 28000"]);
}

#[test]
fn a_card_of_ones_own_is_checked_and_counts_before_the_shipped_one() {
    let text = |entries: &str| {
        format!(
            r#"{{"id":"mine","currency":"EUR","effective":"2026-10-01","unit":"message","source":"us","entries":[{entries}]}}"#
        )
    };
    let spain = r#"{"market":"Spain","category":"utility","rate_micros":10000}"#;
    let mine = card(&text(spain), &[]).unwrap();
    let mut book = Book::shipped();
    book.add(mine.clone());
    let input = [WABA, &delivered("m1", "2026-10-02T00:00:00Z")].join("\n");
    let said = answer(input.as_bytes(), &book, NOW);
    assert!(said.lines.contains(r#""amount_micros":10000"#) && said.lines.contains(r#""card":"mine""#));
    // Two of the same day, and one that contradicts itself.
    assert_eq!(
        card(&text(spain), &[mine]).unwrap_err(),
        "mine begins on 2026-10-01 as well"
    );
    let twice = card(&text(&format!("{spain},{spain}")), &[]).unwrap_err();
    assert!(twice.starts_with("Spain, utility is there twice"), "{twice}");
    let negative = card(&text(&spain.replace("10000", "-1")), &[]).unwrap_err();
    assert!(negative.contains("is negative"), "{negative}");
}
