//! Shapes that Meta does not take: lists with nothing in them, words written almost
//! right, numbers as texts.

use domain::template::{
    Template,
    lint::{Rule, Severity, lint, lint_json},
};
use rstest::rstest;
use serde_json::{Value, json};

fn template(fields: Value, parts: Value) -> Value {
    let mut template = json!({
        "name": "pedido", "language": "es", "category": "UTILITY",
        "components": [{"type": "BODY", "text": "Tu pedido ya está listo en la tienda y te espera."}],
    });
    if let (Value::Object(fields), Value::Array(parts)) = (fields, parts) {
        template["components"].as_array_mut().unwrap().extend(parts);
        template.as_object_mut().unwrap().extend(fields);
    }
    template
}

fn found(template: &Value) -> Vec<Rule> {
    let found = lint_json(&template.to_string());
    found.iter().map(|finding| finding.rule).collect()
}

#[rstest]
#[case(json!({"type": "BUTTONS", "buttons": []}), Rule::ButtonsEmpty)]
#[case(json!({"type": "BUTTONS"}), Rule::ButtonsEmpty)]
#[case(json!({"type": "BUTTONS", "buttons": "Sí"}), Rule::ButtonsEmpty)]
#[case(json!({"type": "BUTTONS", "buttons": ["Sí"]}), Rule::ComponentForm)]
#[case(json!({"type": "FOTTER", "text": "Goiko"}), Rule::ComponentForm)]
#[case(json!({"text": "Goiko"}), Rule::ComponentForm)]
#[case(json!("FOOTER"), Rule::ComponentForm)]
#[case(json!({"type": "HOLOGRAM"}), Rule::ComponentUnknown)]
#[case(json!({"type": "BUTTONS", "buttons": [{"type": "QUICKREPLY", "text": "Sí"}]}), Rule::ButtonForm)]
#[case(json!({"type": "BUTTONS", "buttons": [{"text": "Sí"}]}), Rule::ButtonForm)]
#[case(json!({"type": "BUTTONS", "buttons": [{"type": "TELEPORT", "text": "Sí"}]}), Rule::ButtonUnknown)]
#[case(json!({"type": "BUTTONS", "buttons": [{"type": "FLOW", "text": "Sí"}]}), Rule::FlowMissing)]
#[case(json!({"type": "BUTTONS", "buttons": [{"type": "FLOW", "text": "Sí", "flow_id": ""}]}), Rule::FlowMissing)]
#[case(json!({"type": "BUTTONS", "buttons": [{"type": "COPY_CODE", "example": ""}]}), Rule::SampleMissing)]
#[case(json!({"type": "CAROUSEL", "cards": [{"components": []}]}), Rule::CardEmpty)]
fn parts_of_the_wrong_shape_are_found(#[case] part: Value, #[case] rule: Rule) {
    assert_eq!(found(&template(json!({}), json!([part]))), [rule]);
    let unknown = [Rule::ComponentUnknown, Rule::ButtonUnknown].contains(&rule);
    let severity = if unknown {
        Severity::Warning
    } else {
        Severity::Error
    };
    assert_eq!(rule.severity(), severity);
}

#[rstest]
#[case(json!({"parameter_format": "NUMERIC"}), Rule::FormatUnknown)]
#[case(json!({"parameter_format": 1}), Rule::FormatUnknown)]
#[case(json!({"message_send_ttl_seconds": "600"}), Rule::TtlForm)]
#[case(json!({"message_send_ttl_seconds": 600.5}), Rule::TtlForm)]
fn fields_of_the_wrong_shape_are_found(#[case] fields: Value, #[case] rule: Rule) {
    let template = template(fields, json!([]));
    assert_eq!(found(&template), [rule]);
    let template = Template::read(template).unwrap();
    let fix = lint(&template)[0].fix.clone().unwrap();
    assert_eq!(lint(&fix.apply(&template)), []);
}

#[rstest]
#[case(json!({"type": "CALL_PERMISSION_REQUEST"}))]
#[case(json!({"type": "BUTTONS", "buttons": [{"type": "FLOW", "text": "Sí", "flow_id": 123}]}))]
#[case(json!({"type": "BUTTONS", "buttons": [{"type": "FLOW", "text": "Sí", "flow_name": "encuesta"}]}))]
#[case(json!({"type": "BUTTONS", "buttons": [{"type": "COPY_CODE", "example": ["PAN10"]}]}))]
fn parts_of_the_right_shape_are_left_alone(#[case] part: Value) {
    assert_eq!(
        found(&template(json!({"parameter_format": null}), json!([part]))),
        []
    );
}

#[test]
fn a_word_that_is_nearly_right_is_put_right() {
    let template = template(json!({}), json!([{"type": "FOTTER", "text": "Goiko"}]));
    let template = Template::read(template).unwrap();
    let fixed = lint(&template)[0].fix.clone().unwrap().apply(&template);
    assert_eq!(fixed.footer().unwrap().text, "Goiko");
    assert_eq!(lint(&fixed), []);
}
