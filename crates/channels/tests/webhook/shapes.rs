//! Bodies that are not as they should be.

use channels::webhook::envelope::{Event, NotAnEnvelope, parse};
use domain::time::Millis;
use rstest::rstest;

fn body(entry: &str) -> String {
    format!(r#"{{"object":"whatsapp_business_account","entry":[{entry}]}}"#)
}

fn messages(inner: &str) -> String {
    body(&format!(
        r#"{{"id":"987654321098765","changes":[{{"field":"messages","value":{{"metadata":{{"phone_number_id":"1"}},{inner}}}}}]}}"#
    ))
}

#[rstest]
#[case::empty(b"")]
#[case::truncated(br#"{"object":"whatsapp_business_account","entry":[{"id""#)]
#[case::two_values(b"{} {}")]
#[case::html(b"<html>")]
fn what_is_not_json_is_refused(#[case] body: &[u8]) {
    assert!(matches!(parse(body), Err(NotAnEnvelope::NotJson { .. })));
}

#[rstest]
#[case(r"[]")]
#[case("7")]
#[case(r#"{"hello":"world"}"#)]
#[case(r#"{"object":"whatsapp_business_account"}"#)]
#[case(r#"{"object":"whatsapp_business_account","entry":{}}"#)]
#[case(r#"{"object":{},"entry":[]}"#)]
fn json_of_another_shape_is_refused(#[case] body: &str) {
    assert_eq!(parse(body.as_bytes()).unwrap_err(), NotAnEnvelope::OtherShape);
}

#[test]
fn another_product_and_wrong_bytes_are_named() {
    let page = br#"{"object":"instagram","entry":[]}"#;
    assert_eq!(
        parse(page).unwrap_err(),
        NotAnEnvelope::OtherProduct {
            object: "instagram".into()
        }
    );
    assert_eq!(
        parse(b"{\"a\":\"\xff\"}").unwrap_err(),
        NotAnEnvelope::NotText { at: 6 }
    );
}

#[test]
fn one_body_may_hold_everything_at_once() {
    let body = messages(
        r#""contacts":[{"wa_id":"34612999001","profile":{"name":"A"}},{"wa_id":"34612999002","profile":{"name":"B"}}],
           "messages":[{"id":"wamid.1","from":"34612999002","type":"text","text":{"body":"x"},"timestamp":"1795167720"}],
           "statuses":[{"id":"wamid.2","status":"read","timestamp":1795167721},{"id":"wamid.3","status":"sent"}],
           "errors":[{"code":1,"title":"t"}]"#,
    );
    let items = parse(body.as_bytes()).unwrap().items;
    let whats: Vec<_> = items.iter().map(|item| &*item.what).collect();
    assert_eq!(whats, ["message:text", "status:read", "status:sent", "error:1"]);
    let pointers: Vec<_> = items
        .iter()
        .map(|item| item.pointer.trim_start_matches("/entry/0/changes/0/value"))
        .collect();
    assert_eq!(pointers, ["/messages/0", "/statuses/0", "/statuses/1", "/errors"]);
    assert_eq!(items[1].at, Some(Millis(1_795_167_721_000)));
    assert_eq!(items[2].at, None);
    let Event::Inbound(message) = &items[0].event else {
        panic!("no message");
    };
    assert_eq!(message.person.name.as_deref(), Some("B"));
}

#[rstest]
#[case::number_for_text(
    r#""messages":[{"id":7,"from":34612999001,"type":"text","text":{"body":5},"timestamp":1795167720}]"#,
    "message:text"
)]
#[case::text_for_object(
    r#""messages":[{"id":"wamid.1","type":"text","text":"hola"}]"#,
    "message:text"
)]
#[case::no_type(r#""messages":[{"id":"wamid.1"}]"#, "message:")]
#[case::no_object(r#""messages":["hola"]"#, "unknown")]
#[case::no_list(r#""messages":{"id":"wamid.1"}"#, "unknown")]
#[case::nothing(r#""statuses":[]"#, "unknown")]
#[case::field_twice(
    r#""statuses":[{"id":"a","id":"b","status":"sent","status":"read"}]"#,
    "status:read"
)]
#[case::half_character(
    r#""messages":[{"id":"wamid.1","type":"text","text":{"body":"\ud800"}}]"#,
    "message:text"
)]
#[case::huge_number(
    r#""statuses":[{"id":"a","status":"sent","timestamp":1e999999}]"#,
    "status:sent"
)]
fn surprises_inside_are_kept(#[case] inner: &str, #[case] what: &str) {
    let body = messages(inner);
    let items = parse(body.as_bytes()).unwrap().items;
    assert_eq!(items.len(), 1);
    assert_eq!(items[0].what, what);
    assert_eq!(items[0].waba_id.as_deref(), Some("987654321098765"));
}

#[rstest]
#[case::entry_twice(
    r#"{"id":"1","id":"2","changes":[{"field":"security","value":{"event":"PIN_CHANGED"}}]}"#
)]
#[case::change_without_value(r#"{"id":"1","changes":[{"field":"messages"}]}"#)]
#[case::change_is_text(r#"{"id":"1","changes":["x"]}"#)]
#[case::changes_are_text(r#"{"id":"1","changes":"x"}"#)]
#[case::entry_is_text(r#""x""#)]
#[case::value_is_list(r#"{"id":1,"changes":[{"field":"account_update","value":[1]}]}"#)]
#[case::field_is_number(r#"{"id":1,"changes":[{"field":7,"value":{}}]}"#)]
fn surprises_outside_are_kept_too(#[case] entry: &str) {
    let body = body(entry);
    assert_eq!(parse(body.as_bytes()).unwrap().items.len(), 1);
}

#[test]
fn depth_and_size_do_no_harm() {
    let deep = format!(
        r#""messages":[{{"id":"wamid.1","type":"text","text":{}1{}}}]"#,
        "[".repeat(500_000),
        "]".repeat(500_000)
    );
    let body = messages(&deep);
    assert_eq!(parse(body.as_bytes()).unwrap().items.len(), 1);
    let change = r#"{"field":"messages","value":{"statuses":[{"id":"wamid.1","status":"sent"}]}}"#;
    let many = format!(r#"{{"id":"1","changes":[{}]}}"#, vec![change; 1_000].join(","));
    let body = self::body(&many);
    assert_eq!(parse(body.as_bytes()).unwrap().items.len(), 1_000);
}

#[test]
fn a_partners_word_of_any_length_is_shortened_for_lists_only() {
    let body = messages(&format!(
        r#""statuses":[{{"id":"a","status":"{}"}}]"#,
        "ñ".repeat(5_000)
    ));
    let items = parse(body.as_bytes()).unwrap().items;
    assert_eq!(items[0].what.chars().count(), 100);
    assert!(items[0].raw.get().len() > 10_000);
}
