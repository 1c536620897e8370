//! What the command says about what it reads.

use super::*;

pub(super) const NOW: Millis = Millis(1_800_000_000_000);

pub(super) fn say(input: &str) -> Answer {
    answer(input.as_bytes(), &Book::shipped(), NOW)
}

pub(super) const WABA: &str =
    r#"{"event":"waba","waba":"w1","timezone":"Europe/Madrid","currency":"EUR","partner":"meta"}"#;

pub(super) fn delivered(id: &str, at: &str) -> String {
    format!(
        r#"{{"event":"delivered","id":"{id}","at":"{at}","waba":"w1","number":"n1","contact":"+34600111222","kind":"template","category":"utility","media_bytes":0}}"#
    )
}

/// The reasons and amounts of lines, `?` for an unknown one.
pub(super) fn brief(lines: &str) -> Vec<String> {
    lines
        .lines()
        .map(|line| {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            let amount = line["amount_micros"]
                .as_i64()
                .map_or_else(|| "?".to_owned(), |micros| micros.to_string());
            format!("{} {amount}", line["reason"].as_str().unwrap())
        })
        .collect()
}

#[test]
fn each_delivered_message_has_a_line_in_the_order_given() {
    let input = [
        &delivered("m2", "2026-10-02T00:00:00Z"),
        r#"{"event":"inbound","at":"2026-09-30T10:00:00Z","waba":"w1","number":"n1","contact":"+34 600 111 222"}"#,
        &delivered("m1", "2026-09-30T21:59:59.999Z"),
        WABA,
    ]
    .join("\n");
    let said = say(&input);
    assert_eq!(
        said.lines,
        concat!(
            r#"{"id":"m2","regime":"per-message-2026-10","market":"Spain","charged_as":"utility","reason":"regular","rate_micros":16600,"amount_micros":16600,"fee_micros":0,"currency":"EUR","card":"eur-2026-10-01"}"#,
            "\n",
            r#"{"id":"m1","regime":"per-message-2025-07","market":"Spain","charged_as":"utility","reason":"free_customer_service","rate_micros":0,"amount_micros":0,"fee_micros":0,"currency":"EUR","card":"eur-2026-07-01"}"#,
            "\n"
        )
    );
    assert_eq!((said.remarks.as_str(), said.complete), ("", true));
}

#[test]
fn a_line_that_cannot_be_used_is_named_and_the_others_are_priced() {
    let input = format!(
        "\u{feff}{WABA}\r\nnonsense\r\n\r\n{}\r\n{}\r\n",
        delivered("m1", "yesterday"),
        delivered("m2", "2026-10-02T00:00:00Z")
    );
    let said = say(&input);
    let lines: Vec<&str> = said.lines.lines().collect();
    assert_eq!(lines.len(), 2);
    // Nothing can be said of when it was, but a delivery with an id has a line.
    assert_eq!(
        lines[0],
        r#"{"id":"m1","regime":null,"market":null,"charged_as":null,"reason":"unreadable","rate_micros":null,"amount_micros":null,"fee_micros":null,"currency":null,"card":null}"#
    );
    assert!(lines[1].starts_with(r#"{"id":"m2","regime":"per-message-2026-10""#));
    assert!(said.remarks.starts_with("line 2: not JSON"), "{}", said.remarks);
    assert!(
        said.remarks
            .ends_with("line 4: \"at\" is not an instant such as 2026-10-01T10:00:00Z (no price)\n"),
        "{}",
        said.remarks
    );
    assert!(!said.complete);
}

#[test]
fn without_a_description_of_the_account_nothing_is_guessed() {
    let said = say(&delivered("m1", "2026-10-02T00:00:00Z"));
    assert_eq!(
        said.lines,
        concat!(
            r#"{"id":"m1","regime":null,"market":null,"charged_as":null,"reason":"unknown_waba","rate_micros":null,"amount_micros":null,"fee_micros":null,"currency":null,"card":null}"#,
            "\n"
        )
    );
    assert!(
        said.remarks
            .starts_with("line 1: no line describes the account w1")
    );
}

#[test]
fn a_message_reported_twice_has_one_line_and_a_contradiction_is_named() {
    let input = [
        WABA,
        &delivered("m1", "2026-10-02T00:00:00Z"),
        &delivered("m1", "2026-10-02T00:00:00Z"),
        &delivered("m1", "2026-09-30T00:00:00Z"),
    ]
    .join("\n");
    let said = say(&input);
    assert_eq!(said.lines.lines().count(), 1);
    assert!(said.lines.contains("per-message-2025-07"));
    assert_eq!(
        said.remarks,
        "line 4: m1 is on line 2 with other particulars; the earlier delivery counts\n"
    );
}

#[test]
fn clocks_ahead_unknown_keys_and_contradicting_accounts_are_remarked() {
    let input = [
        WABA,
        &WABA.replace("EUR", "USD"),
        &delivered("m1", "2030-01-01T00:00:00Z").replace("media_bytes", "media_size"),
    ]
    .join("\n");
    let said = say(&input);
    assert_eq!(
        said.remarks,
        "line 1: w1 is described differently on line 2, so neither counts (left out)\n\
         line 2: w1 is described differently on line 1, so neither counts (left out)\n\
         line 3: dated in the future; priced by the rules known today\n\
         line 3: \"media_size\" is not a key of this event and plays no part\n"
    );
}

#[test]
fn a_partners_fee_in_dollars_stays_in_dollars() {
    let input = [
        WABA.replace("meta", "gupshup"),
        delivered("m1", "2026-10-02T00:00:00Z").replace("\"media_bytes\":0", "\"media_bytes\":65537"),
        delivered("m2", "2026-10-02T00:00:00Z").replace("\"media_bytes\":0", "\"media_bytes\":5242881"),
    ]
    .join("\n");
    let said = say(&input);
    assert!(
        said.lines
            .contains(r#""fee_micros":2000,"currency":"EUR","card":"eur-2026-10-01","fee_currency":"USD""#)
    );
    assert!(said.lines.contains(r#""id":"m2""#) && said.lines.contains(r#""fee_micros":null"#));
}

#[test]
fn words_that_nobody_knows_have_no_price_and_no_crash() {
    let input = [
        WABA,
        &delivered("m1", "2026-10-02T00:00:00Z").replace("utility", "karaoke"),
        &delivered("m2", "2026-10-02T00:00:00Z").replace("template", "telepathy"),
        &delivered("m3", "2026-10-02T00:00:00Z").replace("+34600111222", "somebody"),
    ]
    .join("\n");
    let lines = say(&input).lines;
    for reason in ["unknown_category", "unknown_kind", "unknown_market"] {
        assert!(lines.contains(reason), "{lines}");
    }
    assert_eq!(lines.matches("\"amount_micros\":null").count(), 3);
}

#[test]
fn every_delivery_with_an_id_has_a_line_in_its_place() {
    let whole = |id: &str| delivered(id, "2026-10-02T00:00:00Z");
    let contact = r#""contact":"+34600111222","#;
    let category = r#","category":"utility""#;
    let input = [
        WABA.to_owned(),
        whole("m1").replace(contact, ""),
        whole("m2").replace(contact, r#""contact":"","#),
        whole("m3").replace(contact, r#""contact":null,"#),
        whole("m4").replace(category, ""),
        whole("m5").replace(category, r#","category":null"#),
        whole("m6").replace(r#""kind":"template","#, ""),
        whole("m7").replace(r#""number":"n1","#, ""),
        whole("m8").replace(r#""waba":"w1","#, ""),
        whole("m9").replace(r#""media_bytes":0"#, r#""media_bytes":-1"#),
        whole("m10"),
    ]
    .join("\n");
    let said = say(&input);
    assert_eq!(
        brief(&said.lines),
        [
            "unknown_market ?",
            "unknown_market ?",
            "unknown_market ?",
            "unknown_category ?",
            "unknown_category ?",
            "unknown_kind ?",
            "unreadable ?",
            "unknown_waba ?",
            "unreadable ?",
            "regular 16600",
        ]
    );
    assert_eq!(
        said.remarks,
        "line 2: \"contact\" is missing\n\
         line 3: \"contact\" is missing\n\
         line 4: \"contact\" is missing\n\
         line 5: \"category\" is missing\n\
         line 6: \"category\" is missing\n\
         line 7: \"kind\" is missing\n\
         line 8: \"number\" is missing (no price)\n\
         line 9: \"waba\" is missing\n\
         line 10: \"media_bytes\" is not a number of bytes (no price)\n"
    );
    assert!(!said.complete);
}

#[test]
fn a_delivery_that_another_line_reports_readably_has_one_line() {
    let input = [
        WABA.to_owned(),
        delivered("m1", "yesterday"),
        delivered("m1", "2026-10-02T00:00:00Z"),
        delivered("m2", "yesterday"),
        delivered("m2", "tomorrow"),
    ]
    .join("\n");
    assert_eq!(brief(&say(&input).lines), ["regular 16600", "unreadable ?"]);
}

#[test]
fn fees_for_what_customers_write_are_summed_beside_the_lines() {
    let wrote = |at: &str| {
        format!(r#"{{"event":"inbound","at":"{at}","waba":"w1","number":"n1","contact":"+34600111222"}}"#)
    };
    let input = [
        WABA.replace("meta", "twilio"),
        wrote("2026-10-01T10:00:00Z"),
        wrote("2026-10-01T11:00:00Z"),
        wrote("2026-10-01T12:00:00Z"),
        delivered("m1", "2026-10-01T13:00:00Z"),
    ]
    .join("\n");
    let said = say(&input);
    assert_eq!(said.lines.lines().count(), 1);
    assert!(said.lines.contains(r#""fee_micros":5000"#));
    // 3 × $0.005
    assert_eq!(
        said.remarks,
        "inbound fees not in the lines: 0.015 USD (messages: 3)\n"
    );
    assert!(said.complete);
}

#[test]
fn a_rate_that_is_not_stated_for_its_date_says_so() {
    let to_chile = delivered("m1", "2026-10-02T00:00:00Z").replace("+34600111222", "+56912345678");
    let converted = |yes: bool| {
        let mut book = Book::shipped();
        book.converted = yes;
        let input = [WABA, &to_chile].join("\n");
        answer(input.as_bytes(), &book, NOW).lines
    };
    // $.0200 × .828 = €.01656, rounded to four decimals.
    assert!(converted(true).ends_with(
        r#""amount_micros":16600,"fee_micros":0,"currency":"EUR","card":"eur-2026-10-01","origin":"converted"}
"#
    ));
    assert!(!converted(false).contains("origin"));
    // Spain's utility rate of March 2026 follows from July's.
    let inferred = say(&[WABA, &delivered("m1", "2026-03-10T00:00:00Z")].join("\n")).lines;
    assert!(inferred.contains(r#""card":"eur-2026-01-01","origin":"inferred"}"#));
    let stated = say(&[WABA, &delivered("m1", "2026-10-10T00:00:00Z")].join("\n")).lines;
    assert!(stated.contains(r#""amount_micros":16600"#) && !stated.contains("origin"));
}

#[test]
fn a_whole_number_may_have_a_point() {
    let fee = |bytes: &str| {
        let message = delivered("m1", "2026-10-02T00:00:00Z")
            .replace(r#""media_bytes":0"#, &format!(r#""media_bytes":{bytes}"#));
        let said = say(&[WABA.replace("meta", "gupshup"), message].join("\n"));
        let line: serde_json::Value = serde_json::from_str(said.lines.trim()).unwrap();
        line["fee_micros"].as_i64()
    };
    // $0.001 a message, and as much again over 65,536 bytes.
    assert_eq!(fee("70000.0"), Some(2_000));
    assert_eq!(fee("7e4"), Some(2_000));
    assert_eq!(fee("65536.0"), Some(1_000));
    for nonsense in ["70000.5", "-1.0", "1e30", "\"70000\"", "true"] {
        assert_eq!(fee(nonsense), None, "{nonsense}");
    }
}
