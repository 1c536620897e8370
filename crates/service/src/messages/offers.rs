//! Templates that people can choose where they send by hand.

use domain::template::variables::names;
use serde_json::Value;
use store::{
    Tx,
    templates::{self, TemplateRecord},
};

use super::send_test::example;
use crate::error::ServiceResult;

/// Most templates that are offered.
const MOST: i64 = 200;

/// A template to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What a form sends: `name:language`.
    pub choice: String,
    /// Its name.
    pub name: String,
    /// Its language.
    pub language: String,
    /// Its body, with the values of its example.
    pub text: String,
    /// Whether it needs values.
    pub needs_values: bool,
}

/// Approved templates of an account that can be sent without files: those of
/// `UTILITY` first, because they may go to everybody who agreed to anything.
pub(super) async fn of_account(tx: &mut Tx, account: Option<&str>) -> ServiceResult<Vec<Offer>> {
    let Some(account) = account else {
        return Ok(Vec::new());
    };
    let mut listed = templates::approved(tx, account, MOST).await?;
    listed.sort_by_key(|record| record.category != "UTILITY");
    Ok(listed.iter().filter_map(offer).collect())
}

fn offer(record: &TemplateRecord) -> Option<Offer> {
    let components: Value = serde_json::from_str(&record.components).ok()?;
    let parts = components.as_array()?;
    let is = |part: &Value, kind: &str| {
        part["type"]
            .as_str()
            .is_some_and(|it| it.eq_ignore_ascii_case(kind))
    };
    if parts.iter().any(needs_more_than_text) {
        return None;
    }
    let body = parts.iter().find(|part| is(part, "BODY"))?["text"].as_str()?;
    let given = example(&components);
    let values = given
        .as_array()
        .and_then(|given| given.iter().find(|part| is(part, "body")))
        .and_then(|part| part["parameters"].as_array())
        .map(Vec::as_slice)
        .unwrap_or_default();
    let mut text = body.to_owned();
    for (name, value) in names(body).into_iter().zip(values) {
        text = text.replace(
            &format!("{{{{{name}}}}}"),
            value["text"].as_str().unwrap_or_default(),
        );
    }
    Some(Offer {
        choice: format!("{}:{}", record.name, record.language),
        name: record.name.clone(),
        language: record.language.clone(),
        text,
        needs_values: given.as_array().is_some_and(|given| !given.is_empty()),
    })
}

/// A picture above the text, or an address that needs a value.
fn needs_more_than_text(part: &Value) -> bool {
    let media = part["format"]
        .as_str()
        .is_some_and(|format| !format.eq_ignore_ascii_case("TEXT"));
    let address = part["buttons"].as_array().is_some_and(|buttons| {
        buttons
            .iter()
            .any(|button| button["url"].as_str().is_some_and(|url| url.contains("{{")))
    });
    media || address
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn record(components: &Value) -> TemplateRecord {
        TemplateRecord {
            name: "listo".into(),
            language: "es".into(),
            status: "APPROVED".into(),
            category: "UTILITY".into(),
            components: components.to_string(),
            ..TemplateRecord::default()
        }
    }

    #[test]
    fn a_template_is_shown_with_the_values_of_its_example() {
        let found = offer(&record(&json!([
            {"type": "BODY", "text": "Hola {{1}}, {{2}} está listo.", "example": {"body_text": [["Amaia", "tu pan"]]}},
        ])))
        .unwrap();
        assert_eq!(
            (found.text.as_str(), found.choice.as_str()),
            ("Hola Amaia, tu pan está listo.", "listo:es")
        );
        assert!(found.needs_values);
        let plain = offer(&record(&json!([{"type": "BODY", "text": "Hola."}]))).unwrap();
        assert!(!plain.needs_values);
    }

    #[test]
    fn what_needs_a_file_or_an_address_is_not_offered() {
        let picture = json!([{"type": "HEADER", "format": "IMAGE"}, {"type": "BODY", "text": "Hola."}]);
        let address = json!([
            {"type": "BODY", "text": "Hola."},
            {"type": "BUTTONS", "buttons": [{"type": "URL", "url": "https://x.example/{{1}}"}]},
        ]);
        assert_eq!((offer(&record(&picture)), offer(&record(&address))), (None, None));
    }
}
