//! Templates that Meta would refuse: through the editor's form and through the
//! API they are told by the right rule, and Meta is never asked.

use rstest::rstest;
use serde_json::{Value, json};
use store::Engine;

use crate::{support::TestApp, templates::begin};

/// A text with the rules that it breaks.
struct Bad {
    rules: &'static [&'static str],
    language: &'static str,
    body: String,
    sample: Option<&'static str>,
    /// Kind, label and address.
    buttons: Vec<(&'static str, String, &'static str)>,
}

const GOOD: &str = "Hola, tu pedido ya está listo. Pasa hoy a recogerlo por la tienda.";

fn all() -> [Bad; 5] {
    let good = |rules| Bad {
        rules,
        language: "es",
        body: GOOD.to_owned(),
        sample: None,
        buttons: Vec::new(),
    };
    let eleven = (1..=11).map(|n| ("QUICK_REPLY", format!("Opción {n}"), ""));
    let url = "https://tahona.test/{{1}}/{{2}}";
    [
        Bad {
            buttons: eleven.collect(),
            ..good(&["buttons-too-many"])
        },
        Bad {
            buttons: vec![("URL", "Ver el pedido".to_owned(), url)],
            ..good(&["url-variable"])
        },
        Bad {
            body: format!("{}.", "pan ".repeat(256)),
            ..good(&["body-too-long"])
        },
        Bad {
            language: "tlh",
            ..good(&["language-unknown"])
        },
        // The zero-width space at the end hides that the text ends in a variable.
        Bad {
            body: "Hola, tu pedido ya está listo en la tienda {{1}}\u{200b}".to_owned(),
            sample: Some("Goiko"),
            ..good(&["ends-with-variable", "invisible-characters"])
        },
    ]
}

impl Bad {
    /// The fields of the editor's form, with the button that hands in.
    fn form(&self, draft: &str) -> Vec<(String, String)> {
        let mut fields = vec![
            ("draft", draft),
            ("version", "1"),
            ("name", "aviso_malo"),
            ("category", "UTILITY"),
            ("format", "POSITIONAL"),
            ("l0.language", self.language),
            ("l0.body", self.body.as_str()),
            ("do", "submit"),
        ];
        fields.extend(self.sample.map(|sample| ("l0.s.1", sample)));
        let mut fields: Vec<(String, String)> = fields
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        for (k, (kind, label, url)) in self.buttons.iter().enumerate() {
            let values = [
                ("kind", *kind),
                ("text", label.as_str()),
                ("url", *url),
                ("example", *url),
            ];
            fields.extend(values.map(|(name, value)| (format!("l0.b{k}.{name}"), value.to_owned())));
        }
        fields
    }

    /// The body of the API's call.
    fn json(&self) -> Value {
        let mut text = json!({ "type": "BODY", "text": self.body });
        if let Some(sample) = self.sample {
            text["example"] = json!({ "body_text": [[sample]] });
        }
        let mut components = vec![text];
        let button = |(kind, label, url): &(&str, String, &str)| {
            let mut button = json!({ "type": kind, "text": label });
            if !url.is_empty() {
                button["url"] = json!(url);
                button["example"] = json!([url]);
            }
            button
        };
        if !self.buttons.is_empty() {
            let buttons: Vec<Value> = self.buttons.iter().map(button).collect();
            components.push(json!({ "type": "BUTTONS", "buttons": buttons }));
        }
        json!({
            "waba_id": sandbox::WABA, "name": "aviso_malo", "language": self.language, "category": "UTILITY",
            "components": components,
        })
    }
}

/// How often Meta was asked for a new template.
fn asked(app: &TestApp) -> usize {
    let exchanges = app.sandbox.sandbox.state().exchanges();
    exchanges
        .iter()
        .filter(|exchange| exchange.method == "POST" && exchange.path.contains("message_templates"))
        .count()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_editor_names_the_rule_and_hands_nothing_in(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    let mut admin = app.admin().await;
    for bad in all() {
        let draft = begin(&app, &mut admin).await;
        let form = bad.form(&draft);
        let form: Vec<(&str, &str)> = form
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let sent = admin.post("/do/save-template", &form).await;
        assert_eq!(sent.status, 303, "{:?}: {}", bad.rules, sent.body);
        let page = admin.get(sent.location()).await;
        assert_eq!(page.status, 200, "{:?}", bad.rules);
        for rule in bad.rules {
            let finding = format!("id=\"lint-0-{rule}-0\"");
            assert!(page.body.contains(&finding), "{rule}: {}", page.body);
        }
    }
    assert_eq!(asked(&app), 0);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_api_names_the_rule_and_hands_nothing_in(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    let mut program = app.platform();
    for bad in all() {
        let answer = program
            .json("POST", "/api/v1/whatsapp/templates", &bad.json())
            .await;
        answer.is_problem(422, "template_rules");
        let problem = answer.value();
        let findings = problem["findings"].as_array().unwrap();
        for rule in bad.rules {
            assert!(
                findings.iter().any(|finding| finding["rule"] == *rule),
                "{rule}: {problem}"
            );
        }
        // The first of them is what stops it.
        assert_eq!(problem["errors"][0]["code"], bad.rules[0], "{problem}");
    }
    assert_eq!(asked(&app), 0);
}
