//! The rules one by one: places, figures, fixes, what is known of the account.

use domain::template::{
    Body, Component, Samples, Template, TemplateCategory,
    lint::{
        Context, Edits, Finding, Price, Rule, SPAIN, Severity, Sibling, between, english, fixed, lint,
        lint_in, lint_json,
    },
};
use proptest::prelude::*;
use rstest::rstest;
use serde_json::{Value, json};

fn utility(body: &str, samples: &[&str]) -> Template {
    Template {
        name: "pedido".to_owned(),
        language: "es".to_owned(),
        category: Some(TemplateCategory::Utility),
        components: vec![Component::Body(Body::text(body, Samples::of(samples)))],
        ..Template::default()
    }
}

fn rules(template: &Template) -> Vec<Rule> {
    lint(template).iter().map(|finding| finding.rule).collect()
}

/// Fixes one finding and says how often its rule speaks there afterwards.
fn left_after_fix(template: &Template, finding: &Finding) -> Option<(usize, usize)> {
    let count = |template: &Template| {
        lint(template)
            .iter()
            .filter(|other| other.rule == finding.rule)
            .count()
    };
    let fixed = finding.fix.as_ref()?.apply(template);
    Some((count(template), count(&fixed)))
}

#[test]
fn the_texts_of_the_old_guide_are_flagged_as_they_should_be() {
    let order = utility(
        "Hola {{1}}, has recibido una nueva orden de compra {{2}} por un total de {{3}}.",
        &["Juan García", "PO-12345", "€250.50"],
    );
    assert_eq!(rules(&order), [Rule::EndsNearVariable]);
    let stock = utility(
        "⚠️ Alerta: El ingrediente {{1}} tiene stock bajo.\nCantidad actual: {{2}} {{3}}.\nPunto de reorden: {{4}} {{5}}.",
        &["harina", "12", "kg", "25", "kg"],
    );
    let adjacent: Vec<Vec<String>> = lint(&stock)
        .into_iter()
        .filter(|finding| finding.rule == Rule::VariablesAdjacent)
        .map(|finding| finding.args)
        .collect();
    assert_eq!(adjacent, [["2", "3"], ["4", "5"]]);
    assert!(rules(&stock).contains(&Rule::EndsNearVariable));
    // All fixes one after the other leave what a person has to write.
    let mut fixed = stock;
    while let Some(fix) = lint(&fixed).into_iter().find_map(|finding| finding.fix) {
        fixed = fix.apply(&fixed);
    }
    assert_eq!(
        fixed.body_text(),
        "⚠️ Alerta: El ingrediente {{1}} tiene stock bajo.\nCantidad actual: {{2}}.\nPunto de reorden: {{3}}. Gracias por tu confianza."
    );
    assert_eq!(
        fixed.body().unwrap().samples,
        Samples::of(&["harina", "12 kg", "25 kg"])
    );
    assert_eq!(rules(&fixed), []);
}

#[test]
fn a_finding_says_where_why_and_how() {
    let template = utility("Tu pedido ya está listo en la tienda {{1}}", &["Goiko"]);
    let finding = &lint(&template)[0];
    assert_eq!(finding.at, "/components/0/text");
    assert_eq!(&template.body_text()[finding.range.clone().unwrap()], "{{1}}");
    assert_eq!(finding.message(), "The text ends in a variable");
    assert!(finding.why().contains("2388299") && finding.how().contains("word after"));
}

#[test]
fn the_difference_in_price_is_that_of_the_account() {
    let template = utility("Hola, hoy tienes un descuento en la tienda de siempre.", &[]);
    assert!(lint(&template)[0].message().ends_with("(+0.0419 EUR each)"));
    let context = Context {
        price: Price {
            per_month: Some(1_500),
            ..SPAIN
        },
        ..Context::default()
    };
    let found = lint_in(&template, &context);
    assert_eq!(found[0].rule, Rule::PromotionalWords);
    assert_eq!(
        found[0].message(),
        "“descuento” reads as advertising (+0.0419 EUR each, +62.85 EUR a month)"
    );
    let fixed = found[0].fix.as_ref();
    assert!(fixed.is_none(), "nothing would be left to say");
}

#[test]
fn the_advertising_sentence_goes_and_the_variables_close_ranks() {
    let template = utility(
        "Hola {{1}}, tu pedido está listo. Aprovecha el descuento {{2}} de hoy. Di el código {{3}} en la tienda.",
        &["Ana", "10 %", "77"],
    );
    let finding = lint(&template)
        .into_iter()
        .find(|finding| finding.rule == Rule::PromotionalWords)
        .unwrap();
    let fixed = finding.fix.unwrap().apply(&template);
    assert_eq!(
        fixed.body_text(),
        "Hola {{1}}, tu pedido está listo. Di el código {{2}} en la tienda."
    );
    assert_eq!(fixed.body().unwrap().samples, Samples::of(&["Ana", "77"]));
}

#[test]
fn what_is_known_of_the_account_speaks_too() {
    let template = utility("Tu pedido ya está listo y te espera en la tienda.", &[]);
    assert_eq!(rules(&template), []);
    let siblings = [
        Sibling {
            name: "pedido",
            language: "es",
            category: TemplateCategory::Utility,
            body: "Otro texto.",
            footer: "",
        },
        Sibling {
            name: "aviso",
            language: "es",
            category: TemplateCategory::Utility,
            body: "Tu pedido ya está listo y te espera en la tienda. ",
            footer: "",
        },
    ];
    let context = Context {
        siblings: &siblings,
        blocked_names: &["pedido"],
        templates: Some((250, 250)),
        created_last_hour: 100,
        edits: Some(Edits { day: 1, month: 4 }),
        price: SPAIN,
    };
    let found: Vec<Rule> = lint_in(&template, &context).iter().map(|f| f.rule).collect();
    assert_eq!(
        found,
        [
            Rule::NameTaken,
            Rule::NameBlocked,
            Rule::DuplicateContent,
            Rule::TemplateQuota,
            Rule::CreationQuota,
            Rule::EditQuota
        ]
    );
    let context = Context {
        templates: Some((249, 250)),
        created_last_hour: 99,
        edits: Some(Edits { day: 0, month: 9 }),
        ..Context::default()
    };
    assert_eq!(lint_in(&template, &context), []);
}

#[test]
fn languages_of_one_template_are_compared() {
    let es = utility("Hola {{1}}, tu pedido {{2}} está listo.", &["Ana", "7"]);
    let mut en = utility("Hello {{1}}, your order is ready at {{3}}.", &["Ana", "7"]);
    en.language = "en".to_owned();
    let found = between(&es, &en);
    assert_eq!(
        found[0].message(),
        "en and es do not have the same variables: {{2}}, {{3}}"
    );
    assert_eq!(between(&es, &es), []);
}

#[rstest]
#[case("a".repeat(1_024), false)]
#[case("a".repeat(1_025), true)]
#[case(format!("{}👨‍👩‍👧‍👦", "a".repeat(1_017)), false)]
#[case(format!("{}👨‍👩‍👧‍👦", "a".repeat(1_018)), true)]
#[case("e\u{301}".repeat(512), false)]
#[case("e\u{301}".repeat(513), true)]
fn the_limit_counts_as_meta_does(#[case] body: String, #[case] too_long: bool) {
    let found = rules(&utility(&body, &[]));
    assert_eq!(found.contains(&Rule::BodyTooLong), too_long);
}

#[test]
fn both_ways_of_counting_are_told() {
    let found = lint(&utility(&"e\u{301}".repeat(513), &[]));
    assert_eq!(
        found[0].message(),
        "The text has 1026 characters as Meta counts, 513 as people do"
    );
}

#[test]
fn every_rule_has_its_own_id_and_complete_words() {
    let mut ids: Vec<&str> = Rule::ALL.iter().map(|rule| rule.id()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), Rule::ALL.len());
    for &rule in Rule::ALL {
        let words = english(rule);
        assert!(!words.message.is_empty() && !words.why.is_empty() && !words.how.is_empty());
        assert!(!rule.source().is_empty());
        assert_eq!(Rule::by_id(rule.id()), Some(rule));
    }
    // Every row of the list of rules is there.
    for row in 1..=18 {
        assert!(Rule::ALL.iter().any(|rule| rule.row() == row), "row {row}");
    }
}

#[test]
fn a_finding_is_fixed_by_its_rule_and_place() {
    let template = utility("Tu pedido ya está listo en la tienda {{1}}", &["Goiko"]);
    let context = Context::default();
    let found = fixed(&template, &context, Rule::EndsWithVariable, "/components/0/text").unwrap();
    assert_eq!(rules(&found), []);
    assert_eq!(
        fixed(&template, &context, Rule::EndsWithVariable, "/components/1/text"),
        None
    );
    assert_eq!(
        fixed(&template, &context, Rule::BodyMissing, "/components/0/text"),
        None
    );
}

#[test]
fn text_that_is_no_template_is_a_finding() {
    assert_eq!(lint_json("name: x")[0].rule, Rule::NotJson);
    assert_eq!(lint_json("[]")[0].rule, Rule::NotATemplate);
    assert_eq!(lint_json("{}")[0].severity(), Severity::Error);
}

/// Texts with a liking for what goes wrong.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => Just("{{1}}".to_owned()), 2 => Just("{{2}}".to_owned()), 1 => Just("{{3}}".to_owned()),
        1 => Just("{{Nombre}}".to_owned()), 1 => Just("{{".to_owned()), 1 => Just("}".to_owned()),
        1 => Just("{1}".to_owned()), 2 => Just(" ".to_owned()), 1 => Just("\n".to_owned()), 1 => Just(". ".to_owned()),
        1 => Just("*".to_owned()), 1 => Just("🎉".to_owned()), 1 => Just("\u{200B}".to_owned()),
        1 => Just("descuento ".to_owned()), 1 => Just("\u{202E}".to_owned()), 1 => Just("número de tarjeta".to_owned()),
        3 => "[a-zñé ]{1,12}", 1 => ".{0,4}",
    ];
    prop::collection::vec(piece, 0..10).prop_map(|pieces| pieces.concat())
}

fn any_template() -> impl Strategy<Value = Template> {
    let words = |list: &'static [&'static str]| prop::sample::select(list.to_vec());
    let samples = prop::collection::vec(
        prop_oneof![
            Just("Ana".to_owned()),
            Just(String::new()),
            Just("a\nb".to_owned())
        ],
        0..4,
    );
    (
        words(&["pedido", "Pedido Listo", "ñ", ""]),
        words(&["es", "es-ES", "en", "pt_BR", "tlh", ""]),
        words(&["UTILITY", "MARKETING", "AUTHENTICATION", "ALERT_UPDATE", "X"]),
        any_text(),
        samples,
        any_text(),
        any_text(),
        prop::collection::vec(words(&["QUICK_REPLY", "URL", "PHONE_NUMBER", "COPY_CODE", "OTP", "FLOW", "NEW"]), 0..12),
        any_text(),
    )
        .prop_map(|(name, language, category, body, samples, header, footer, buttons, label)| {
            let buttons: Vec<Value> = buttons
                .into_iter()
                .map(|kind| json!({"type": kind, "text": label, "url": label, "phone_number": label, "example": samples}))
                .collect();
            let value = json!({
                "name": name, "language": language, "category": category, "message_send_ttl_seconds": samples.len(),
                "components": [
                    {"type": "HEADER", "format": "TEXT", "text": header, "example": {"header_text": samples}},
                    {"type": "BODY", "text": body, "example": {"body_text": [samples]}},
                    {"type": "FOOTER", "text": footer},
                    {"type": "BUTTONS", "buttons": buttons},
                ],
            });
            Template::read(value).expect("an object")
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn checking_never_panics_and_ranges_are_those_of_the_text(template in any_template()) {
        let value = template.to_value();
        for finding in lint(&template) {
            prop_assert!(!finding.message().is_empty() && !finding.why().is_empty() && !finding.how().is_empty());
            if let Some(range) = finding.range {
                let text = value.pointer(&finding.at).and_then(Value::as_str);
                prop_assert!(text.is_some_and(|text| text.get(range.clone()).is_some()), "{:?} {} {range:?}", finding.rule, finding.at);
            }
        }
    }

    #[test]
    fn a_fix_removes_what_it_fixes(template in any_template()) {
        for finding in lint(&template) {
            if let Some((before, after)) = left_after_fix(&template, &finding) {
                prop_assert!(after < before, "{:?} at {}: {before} before, {after} after", finding.rule, finding.at);
            }
        }
    }

    #[test]
    fn any_text_can_be_checked(text in ".{0,80}") {
        prop_assert!(!lint_json(&text).is_empty());
    }
}
