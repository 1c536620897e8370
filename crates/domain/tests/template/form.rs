//! The form of headers, footers, buttons and what stands around them, as JSON
//! brings it: also in shapes that no editor makes.

use domain::template::lint::{Finding, Rule, Severity, lint_json};
use rstest::rstest;
use serde_json::{Value, json};

fn found(template: &Value) -> Vec<Rule> {
    let found = lint_json(&template.to_string());
    found.iter().map(|finding| finding.rule).collect()
}

/// A good template with one more part or field.
fn utility(extra: Value) -> Value {
    let mut template = json!({
        "name": "pedido", "language": "es", "category": "UTILITY",
        "components": [{
            "type": "BODY", "text": "Hola {{1}}, tu pedido ya está listo en la tienda.",
            "example": {"body_text": [["Ana"]]},
        }],
    });
    match extra {
        Value::Array(parts) => template["components"].as_array_mut().unwrap().extend(parts),
        Value::Object(fields) => template.as_object_mut().unwrap().extend(fields),
        _ => panic!("parts or fields"),
    }
    template
}

fn header(text: &str) -> Value {
    utility(json!([{"type": "HEADER", "format": "TEXT", "text": text}]))
}

fn footer(text: &str) -> Value {
    utility(json!([{"type": "FOOTER", "text": text}]))
}

fn is_error(rule: Rule) -> bool {
    rule.severity() == Severity::Error
}

#[test]
fn the_template_to_start_from_is_good() {
    assert_eq!(found(&utility(json!([]))), []);
}

#[rstest]
#[case("Pedido listo", None)]
#[case("1. Pedido recibido", None)]
#[case("- Pedido recibido", None)]
#[case("¡Listo!", None)]
#[case("Pedido *listo", Some(Rule::HeaderForm))]
#[case("ℹ️ Pedido listo", Some(Rule::HeaderForm))]
#[case("1️⃣ Pedido listo", Some(Rule::HeaderForm))]
#[case("🎉", Some(Rule::HeaderForm))]
#[case("", Some(Rule::HeaderEmpty))]
#[case(" \u{200B}", Some(Rule::HeaderEmpty))]
fn headers_are_plain_text(#[case] text: &str, #[case] rule: Option<Rule>) {
    assert_eq!(found(&header(text)), rule.into_iter().collect::<Vec<_>>());
}

#[rstest]
#[case("Panadería Goiko", None)]
#[case("* Horario de festivo", None)]
#[case("", Some(Rule::FooterEmpty))]
#[case("Panadería\nGoiko 🥐", Some(Rule::FooterForm))]
#[case("Panadería *Goiko*", Some(Rule::FooterForm))]
#[case("Panadería ▶️ Goiko", Some(Rule::FooterForm))]
fn footers_are_plain_text_in_one_line(#[case] text: &str, #[case] rule: Option<Rule>) {
    assert_eq!(found(&footer(text)), rule.into_iter().collect::<Vec<_>>());
}

#[test]
fn a_header_says_what_it_is() {
    let unsaid = utility(json!([{"type": "HEADER", "text": "Pedido listo"}]));
    assert_eq!(found(&unsaid), [Rule::HeaderFormat]);
    let unknown = utility(json!([{"type": "HEADER", "format": "PICTURE"}]));
    assert_eq!(found(&unknown), [Rule::HeaderFormat]);
    assert!(is_error(Rule::HeaderFormat) && is_error(Rule::FooterEmpty) && is_error(Rule::FooterForm));
}

#[test]
fn what_decorates_a_line_goes_and_its_words_stay() {
    let fixed = |template: &Value| {
        let findings = lint_json(&template.to_string());
        let fix = findings.into_iter().find_map(|finding| finding.fix).unwrap();
        let template = domain::template::Template::read(template.clone()).unwrap();
        fix.apply(&template).to_value()["components"][1]["text"].clone()
    };
    assert_eq!(fixed(&header("1. *Pedido* listo 🎉")), "1. Pedido listo");
    assert_eq!(fixed(&footer("Panader\u{ed}a\nGoiko 🥐")), "Panader\u{ed}a Goiko");
    assert_eq!(fixed(&header("🎉")), Value::Null);
}

fn code(buttons: Value, footer: Value) -> Value {
    json!({
        "name": "codigo", "language": "es", "category": "AUTHENTICATION",
        "components": [{"type": "BODY"}, footer, {"type": "BUTTONS", "buttons": buttons}],
    })
}

#[rstest]
#[case(json!({"type": "OTP", "otp_type": "COPY_CODE"}), &[])]
#[case(json!({"type": "otp", "otp_type": "zero_tap"}), &[])]
#[case(json!({"type": "OTP", "text": "Copiar"}), &[Rule::OtpType])]
#[case(json!({"type": "OTP", "otp_type": "TELEPATHY"}), &[Rule::OtpType])]
#[case(json!({"type": "URL", "text": "Copiar", "url": "https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp{{1}}", "example": ["otp1"]}), &[])]
#[case(json!({"type": "URL", "text": "Abrir", "url": "https://tahona.test/otp/{{1}}", "example": ["1"]}), &[Rule::AuthContent, Rule::AuthButton])]
fn a_button_for_a_code_says_how_the_code_arrives(#[case] button: Value, #[case] rules: &[Rule]) {
    let footer = json!({"type": "FOOTER", "code_expiration_minutes": 5});
    assert_eq!(found(&code(json!([button]), footer)), rules);
    assert!(is_error(Rule::OtpType));
}

#[rstest]
#[case("123456", &[])]
#[case("1234567890123456", &[Rule::AuthCodeLength])]
#[case("🔑 1234", &[Rule::AuthContent])]
#[case("http://a.es/1", &[Rule::AuthContent])]
fn a_code_is_short_and_nothing_but_a_code(#[case] sample: &str, #[case] rules: &[Rule]) {
    let button = json!([{"type": "OTP", "otp_type": "COPY_CODE"}]);
    let mut template = code(button, json!({"type": "FOOTER", "code_expiration_minutes": 5}));
    template["components"][0]["example"] = json!({"body_text": [[sample]]});
    assert_eq!(found(&template), rules);
}

#[rstest]
#[case(json!(1), false)]
#[case(json!(90), false)]
#[case(json!(0), true)]
#[case(json!(91), true)]
#[case(json!("120"), true)]
#[case(json!("10"), true)]
#[case(json!(7.5), true)]
#[case(json!(null), true)]
fn a_code_expires_in_whole_minutes(#[case] minutes: Value, #[case] wrong: bool) {
    let button = json!([{"type": "OTP", "otp_type": "COPY_CODE"}]);
    let template = code(
        button,
        json!({"type": "FOOTER", "code_expiration_minutes": minutes}),
    );
    let expected: &[Rule] = if wrong { &[Rule::AuthExpiry] } else { &[] };
    assert_eq!(found(&template), expected);
}

#[rstest]
#[case("Tu pedido {{1}}\u{200E}{{2}} está listo en la tienda.", &[Rule::VariablesAdjacent, Rule::InvisibleCharacters])]
#[case("Tu pedido ya está listo en la tienda {{1}}\u{200D}", &[Rule::EndsWithVariable, Rule::InvisibleCharacters])]
#[case("\u{2800}{{1}}, tu pedido ya está listo.", &[Rule::StartsWithVariable, Rule::InvisibleCharacters])]
#[case("Hola {{1}} 👩\u{200D}🍳, tu pedido ya está en el horno.", &[])]
fn what_nobody_sees_parts_no_variables(#[case] text: &str, #[case] rules: &[Rule]) {
    let mut template = utility(json!([]));
    let both = ["a", "b"];
    let samples = both.get(..text.matches("{{").count());
    template["components"][0] = json!({"type": "BODY", "text": text, "example": {"body_text": [samples]}});
    assert_eq!(found(&template), rules);
}

#[rstest]
#[case("https://tahona.test/p", None)]
#[case("HTTPS://tahona.test/p", None)]
#[case("https://tahona.test/{{1}}", None)]
#[case("https://tahona.test/{{2}}", Some(Rule::UrlVariable))]
#[case("https://tahona.test/{{pedido}}", Some(Rule::UrlVariable))]
#[case("https://tahona.test/{{1}}/x", Some(Rule::UrlVariable))]
#[case("ftp://tahona.test/p", Some(Rule::UrlForm))]
fn the_variable_of_an_address_is_the_first_and_the_last(#[case] url: &str, #[case] rule: Option<Rule>) {
    let mut button = json!({"type": "URL", "text": "Ver", "url": url});
    if url.contains("{{") {
        button["example"] = json!(["a"]);
    }
    let template = utility(json!([{"type": "BUTTONS", "buttons": [button]}]));
    assert_eq!(found(&template), rule.into_iter().collect::<Vec<_>>());
}

#[test]
fn messages_say_what_is_the_matter() {
    let said = |fields: Value| {
        let found = lint_json(&utility(fields).to_string());
        found.iter().map(Finding::message).collect::<Vec<_>>()
    };
    assert_eq!(said(json!({"name": ""})), ["The name is missing"]);
    assert_eq!(
        said(json!({"name": "a".repeat(513)})),
        ["The name has 513 characters"]
    );
    assert_eq!(
        said(json!({"name": "Señal"})),
        ["The name “Señal” has characters that Meta does not take"]
    );
    let code = json!({"type": "COPY_CODE", "text": "Copiar"});
    assert_eq!(
        said(json!([{"type": "BUTTONS", "buttons": [code]}])),
        ["COPY_CODE has no sample"]
    );
    let header = json!({"type": "HEADER", "format": "TEXT", "text": "Para {{1}}"});
    assert_eq!(said(json!([header])), ["{{1}} has no sample"]);
}

#[test]
fn a_number_beyond_counting_is_no_name() {
    let body = json!({"type": "BODY", "text": "Hola {{99999999999}}, tu pedido ya está listo."});
    let template = json!({"name": "pedido", "language": "es", "category": "UTILITY", "components": [body]});
    assert_eq!(found(&template), [Rule::VariablesSkip, Rule::SampleMissing]);
}

#[test]
fn a_template_of_metas_library_brings_its_own_text() {
    let of = |fields: Value| {
        let mut template = json!({"name": "pedido_listo", "language": "es", "category": "UTILITY"});
        template.as_object_mut().unwrap().extend(match fields {
            Value::Object(fields) => fields,
            _ => panic!("fields"),
        });
        found(&template)
    };
    assert_eq!(of(json!({"library_template_name": "order_pick_up_1"})), []);
    assert_eq!(of(json!({"library_template_name": " "})), [Rule::BodyMissing]);
    assert_eq!(of(json!({})), [Rule::BodyMissing]);
    // Components of one's own need a text of one's own.
    let footer = json!({"type": "FOOTER", "text": "Panadería San Juan"});
    assert_eq!(
        of(json!({"library_template_name": "order_pick_up_1", "components": [footer]})),
        [Rule::BodyMissing]
    );
}
