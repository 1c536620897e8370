//! Nothing that was read is lost, and nothing that is read makes it fail.

use domain::template::{
    Body, Button, ButtonKind, Component, Header, HeaderFormat, ParameterFormat, ReadError, Samples, Template,
    TemplateCategory,
};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

fn read(value: Value) -> Template {
    Template::read(value).expect("an object")
}

/// Any JSON, with a liking for the words that templates consist of.
fn any_json() -> impl Strategy<Value = Value> {
    let words = prop_oneof![
        Just("HEADER"),
        Just("body"),
        Just("FOOTER"),
        Just("BUTTONS"),
        Just("CAROUSEL"),
        Just("URL"),
        Just("LIMITED_TIME_OFFER"),
        Just("UTILITY"),
        Just("TEXT"),
        Just("Hola {{1}}."),
        Just("{{nombre}}"),
        Just(""),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        words.prop_map(Value::from),
    ];
    let keys = prop::sample::select(vec![
        "name",
        "language",
        "category",
        "components",
        "type",
        "format",
        "text",
        "example",
        "body_text",
        "header_text",
        "header_handle",
        "body_text_named_params",
        "param_name",
        "buttons",
        "url",
        "cards",
        "limited_time_offer",
        "parameter_format",
        "has_expiration",
        "new_key",
    ]);
    leaf.prop_recursive(6, 60, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((keys.clone(), inner), 0..6).prop_map(|pairs| {
                let map: Map<String, Value> = pairs.into_iter().map(|(k, v)| (k.to_owned(), v)).collect();
                Value::Object(map)
            }),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_is_read_is_written_again(value in any_json()) {
        match Template::read(value.clone()) {
            Ok(template) => {
                prop_assert_eq!(template.to_value(), value);
            }
            Err(error) => {
                prop_assert_eq!(error, ReadError::NotAnObject);
                prop_assert!(!value.is_object());
            }
        }
    }

    #[test]
    fn components_are_written_as_they_were(value in any_json()) {
        prop_assert_eq!(Component::read(value.clone()).to_value(), value);
    }
}

#[test]
fn text_that_is_no_json_is_said_to_be_none() {
    assert!(matches!(Template::parse("name: po"), Err(ReadError::NotJson(_))));
    assert_eq!(Template::parse("[]"), Err(ReadError::NotAnObject));
}

#[test]
fn a_template_made_from_its_parts_has_metas_form() {
    let mut url = Button::of(ButtonKind::Url, "Ver pedido");
    url.url = "https://tahona.test/p/{{1}}".to_owned();
    url.example = vec!["ENC-1".to_owned()];
    let mut code = Button::of(ButtonKind::CopyCode, "");
    code.example = vec!["PAN10".to_owned()];
    let mut picture = Header::of(HeaderFormat::Image);
    picture.handles = vec!["4::aW".to_owned()];
    let template = Template {
        name: "pedido".to_owned(),
        language: "es".to_owned(),
        category: Some(TemplateCategory::Utility),
        parameter_format: Some(ParameterFormat::Positional),
        components: vec![
            Component::Header(picture),
            Component::Body(Body::text("Hola {{1}}, todo bien.", Samples::of(&["Ana"]))),
            Component::Buttons(vec![url, code], Map::new()),
        ],
        raw: Map::new(),
    };
    let value = template.to_value();
    assert_eq!(
        value,
        json!({
            "name": "pedido", "language": "es", "category": "UTILITY", "parameter_format": "POSITIONAL",
            "components": [
                {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": ["4::aW"]}},
                {"type": "BODY", "text": "Hola {{1}}, todo bien.", "example": {"body_text": [["Ana"]]}},
                {"type": "BUTTONS", "buttons": [
                    {"type": "URL", "text": "Ver pedido", "url": "https://tahona.test/p/{{1}}", "example": ["ENC-1"]},
                    {"type": "COPY_CODE", "example": "PAN10"},
                ]},
            ],
        })
    );
    let again = read(value.clone());
    assert_eq!(again.to_value(), value);
    assert_eq!(again.buttons()[1].example, ["PAN10"]);
}

#[test]
fn changing_one_thing_leaves_the_rest_as_it_was() {
    let mut template = read(json!({
        "name": "pedido", "language": "es", "category": "utility", "message_send_ttl_seconds": 600, "new": [1, null],
        "components": [
            {"type": "body", "text": "Hola {{name}}.", "brand_new": true,
             "example": {"body_text_named_params": [{"param_name": "name", "example": "Ana"}], "other": 1}},
            {"type": "HOLOGRAM", "depth": 3},
        ],
    }));
    assert_eq!(template.ttl_seconds(), Some(600));
    let Component::Body(body) = &mut template.components[0] else {
        panic!("a body");
    };
    assert_eq!(body.samples.get("name"), Some("Ana"));
    body.text = "Hola {{quien}}.".to_owned();
    body.samples = Samples::named(&[("quien", "Eva")]);
    template.category = Some(TemplateCategory::Marketing);
    assert_eq!(
        template.to_value(),
        json!({
            "name": "pedido", "language": "es", "category": "MARKETING", "message_send_ttl_seconds": 600,
            "new": [1, null],
            "components": [
                {"type": "body", "text": "Hola {{quien}}.", "brand_new": true,
                 "example": {"body_text_named_params": [{"param_name": "quien", "example": "Eva"}], "other": 1}},
                {"type": "HOLOGRAM", "depth": 3},
            ],
        })
    );
}
