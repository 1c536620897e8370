//! What Meta refuses at once (sources §8, §3: subcodes of code 100).

mod around;
#[cfg(test)]
mod corpus;

use serde_json::Value;

use self::around::{footer, for_buttons, header};
use super::texts::{Cut, buttons, cut, is, part, text};
use crate::graph::answer::Answer;

/// Longest body, in characters.
const BODY: usize = 1_024;

/// Languages that Meta knows.
const LANGUAGES: &[&str] = &[
    "af", "sq", "ar", "ar_EG", "ar_AE", "ar_LB", "ar_MA", "ar_QA", "az", "be_BY", "bn", "bn_IN", "bg", "ca",
    "zh_CN", "zh_HK", "zh_TW", "hr", "cs", "da", "prs_AF", "nl", "nl_BE", "en", "en_GB", "en_US", "en_AE",
    "en_AU", "en_CA", "en_GH", "en_IE", "en_IN", "en_JM", "en_MY", "en_NZ", "en_QA", "en_SG", "en_UG",
    "en_ZA", "et", "fil", "fi", "fr", "fr_BE", "fr_CA", "fr_CH", "fr_CI", "fr_MA", "ka", "de", "de_AT",
    "de_CH", "el", "gu", "ha", "he", "hi", "hu", "id", "ga", "it", "ja", "kn", "kk", "rw_RW", "ko", "ky_KG",
    "lo", "lv", "lt", "mk", "ms", "ml", "mr", "nb", "ps_AF", "fa", "pl", "pt_BR", "pt_PT", "pa", "ro", "ru",
    "sr", "si_LK", "sk", "sl", "es", "es_AR", "es_CL", "es_CO", "es_CR", "es_DO", "es_EC", "es_HN", "es_MX",
    "es_PA", "es_PE", "es_ES", "es_UY", "es_VE", "sw", "sv", "ta", "te", "th", "tr", "uk", "ur", "uz", "vi",
    "zu",
];

/// A refusal with what people are told.
pub(crate) fn refuse(subcode: i64, title: &str, text: &str) -> Answer {
    Answer::invalid("Invalid parameter")
        .subcode(subcode)
        .for_users(title, text)
}

fn invalid(text: &str) -> Answer {
    Answer::invalid(&format!("(#100) {text}")).for_users("Invalid parameter", text)
}

/// A new template's name, language and category.
pub(crate) fn head(name: &str, language: &str, category: &str) -> Result<(), Answer> {
    if name.is_empty() || name.chars().count() > 512 {
        return Err(invalid("The name must have 1 to 512 characters."));
    }
    if !name
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    {
        return Err(invalid(
            "The name can only contain lower-case letters, digits and underscores.",
        ));
    }
    if !LANGUAGES.contains(&language) {
        return Err(invalid(&format!(
            "Param language must be one of the supported languages - got \"{language}\"."
        )));
    }
    if !matches!(category, "UTILITY" | "MARKETING" | "AUTHENTICATION") {
        return Err(invalid(&format!(
            "Param category must be one of {{UTILITY, MARKETING, AUTHENTICATION}} - got \"{category}\"."
        )));
    }
    Ok(())
}

/// The parts of a template.
pub(crate) fn components(components: &Value, category: &str) -> Result<(), Answer> {
    let Some(list) = components.as_array() else {
        return Err(invalid("The parameter components is required."));
    };
    for part in list {
        let known = [
            "HEADER",
            "BODY",
            "FOOTER",
            "BUTTONS",
            "CAROUSEL",
            "LIMITED_TIME_OFFER",
            "CALL_PERMISSION_REQUEST",
        ];
        if !known.iter().any(|kind| is(part, kind)) {
            return Err(invalid("A component has an unknown type."));
        }
    }
    let Some(main) = part(components, "BODY") else {
        return Err(invalid("A component of type BODY is required."));
    };
    if category == "AUTHENTICATION" {
        return authentication(components, main);
    }
    body(main)?;
    if let Some(part) = part(components, "HEADER") {
        header(part)?;
    }
    if part(components, "FOOTER").is_some() {
        footer(text(components, "FOOTER"))?;
    }
    for_buttons(buttons(components))
}

/// Authentication templates have a fixed body; only switches are sent.
fn authentication(components: &Value, main: &Value) -> Result<(), Answer> {
    if main.get("text").is_some() {
        return Err(invalid(
            "Authentication templates have a fixed body; text is not allowed.",
        ));
    }
    if part(components, "HEADER").is_some() {
        return Err(invalid("Authentication templates have no header."));
    }
    let minutes = part(components, "FOOTER").map(|part| &part["code_expiration_minutes"]);
    if minutes.is_some_and(|minutes| !minutes.as_i64().is_some_and(|m| (1..=90).contains(&m))) {
        return Err(invalid("code_expiration_minutes must be between 1 and 90."));
    }
    if buttons(components).iter().any(|button| is(button, "OTP")) {
        Ok(())
    } else {
        Err(invalid("Authentication templates need a button of type OTP."))
    }
}

fn body(main: &Value) -> Result<(), Answer> {
    let words = main["text"].as_str().unwrap_or_default();
    if words.trim().is_empty() {
        return Err(invalid("The text of the body is required."));
    }
    if words.chars().count() > BODY {
        return Err(refuse(
            2_388_040,
            "Character limit exceeded",
            "The body may have 1,024 characters at most.",
        ));
    }
    let bad_variables = |text: &str| refuse(2_388_072, "Message body format is not valid", text);
    let Some(cut) = cut(words) else {
        return Err(bad_variables("The body has braces that do not match."));
    };
    named(&cut).map_err(bad_variables)?;
    edges(&cut)?;
    density(&cut)?;
    samples(main, &cut)
}

/// Variables are 1, 2, 3, … or all have names.
fn named(cut: &Cut<'_>) -> Result<(), &'static str> {
    let names = cut.names();
    let numbers: Vec<usize> = names.iter().filter_map(|name| name.parse().ok()).collect();
    if numbers.is_empty() {
        let fits = names.iter().all(|name| {
            !name.is_empty()
                && name
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        });
        return if fits {
            Ok(())
        } else {
            Err("Names of variables have lower-case letters, digits and underscores only.")
        };
    }
    if numbers.len() < names.len() {
        return Err("Numbered and named variables cannot be mixed.");
    }
    let mut sorted = numbers;
    sorted.sort_unstable();
    if sorted.iter().copied().eq(1..=names.len()) {
        Ok(())
    } else {
        Err("Numbered variables must follow each other, beginning with 1.")
    }
}

fn edges(cut: &Cut<'_>) -> Result<(), Answer> {
    let empty = |text: Option<&&str>| text.is_some_and(|text| text.trim().is_empty());
    if !cut.variables.is_empty() && (empty(cut.between.first()) || empty(cut.between.last())) {
        return Err(refuse(
            2_388_299,
            "Leading or trailing params",
            "This template can't start or end with a variable. Add words before or after it.",
        ));
    }
    Ok(())
}

/// Meta has not published its ratio; the community's rule is at least
/// 2n + 1 words for n variables (sources §8.9), and Meta is taken to refuse from
/// half of that on.
fn density(cut: &Cut<'_>) -> Result<(), Answer> {
    let words = cut
        .between
        .iter()
        .flat_map(|text| text.split_whitespace())
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .count();
    let variables = cut.variables.len();
    if variables > 0 && words < variables + 1 {
        return Err(refuse(
            2_388_293,
            "Too many variables for its length",
            "This template has too many variables for its length. Reduce the number of variables or add words.",
        ));
    }
    Ok(())
}

fn samples(main: &Value, cut: &Cut<'_>) -> Result<(), Answer> {
    let wanted = cut.names().len();
    if wanted == 0 {
        return Ok(());
    }
    let example = &main["example"];
    let given = example["body_text_named_params"].as_array().map_or_else(
        || {
            example["body_text"][0]
                .as_array()
                .or_else(|| example["body_text"].as_array())
                .map(Vec::len)
                .unwrap_or_default()
        },
        Vec::len,
    );
    if given == wanted {
        Ok(())
    } else {
        Err(refuse(
            2_388_072,
            "Message body format is not valid",
            &format!("The body has {wanted} variables and {given} sample values."),
        ))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn subcode(parts: &Value) -> Option<i64> {
        match components(parts, "UTILITY") {
            Ok(()) => None,
            Err(answer) => answer.body["error"]["error_subcode"].as_i64().or(Some(0)),
        }
    }

    fn with_body(text: &str, samples: usize) -> Value {
        let samples = vec!["x"; samples];
        json!([{"type": "BODY", "text": text, "example": {"body_text": [samples]}}])
    }

    #[test]
    fn the_body_is_refused_with_metas_subcodes() {
        assert_eq!(
            subcode(&with_body("Hola {{1}}, tu pedido {{2}} ya está listo.", 2)),
            None
        );
        assert_eq!(
            subcode(&with_body("{{1}}, tu pedido está listo.", 1)),
            Some(2_388_299)
        );
        assert_eq!(subcode(&with_body("Tu pedido es {{1}} ", 1)), Some(2_388_299));
        assert_eq!(subcode(&with_body("A {{1}} b {{2}} c {{3}} d.", 3)), None);
        assert_eq!(subcode(&with_body("A {{1}}, {{2}}, {{3}}.", 3)), Some(2_388_293));
        assert_eq!(
            subcode(&with_body("Hola {{2}}, esto es para ti.", 1)),
            Some(2_388_072)
        );
        assert_eq!(
            subcode(&with_body("Hola {{1}}, esto es {{name}} para ti.", 2)),
            Some(2_388_072)
        );
        assert_eq!(
            subcode(&with_body("Hola {{1}}, tu pedido ya está.", 2)),
            Some(2_388_072)
        );
        assert_eq!(
            subcode(&with_body("Hola {{1, tu pedido ya está.", 1)),
            Some(2_388_072)
        );
        assert_eq!(subcode(&with_body(&"á".repeat(1_024), 0)), None);
        assert_eq!(subcode(&with_body(&"á".repeat(1_025), 0)), Some(2_388_040));
        assert_eq!(subcode(&json!([])), Some(0));
    }

    #[test]
    fn header_footer_and_buttons_are_checked() {
        let with = |part: Value| json!([{"type": "body", "text": "Tu pedido está listo."}, part]);
        let text = |text: &str| with(json!({"type": "HEADER", "format": "TEXT", "text": text}));
        assert_eq!(subcode(&text("Pedido listo")), None);
        assert_eq!(subcode(&text("Pedido *listo*")), Some(2_388_047));
        assert_eq!(subcode(&text("Pedido 🥐")), Some(2_388_047));
        assert_eq!(subcode(&text("Pedido {{1}}")), Some(2_388_047));
        let unsaid = with(json!({"type": "HEADER", "text": "Pedido listo"}));
        assert_eq!(subcode(&unsaid), Some(2_388_047));
        let media = |example: Value| with(json!({"type": "HEADER", "format": "IMAGE", "example": example}));
        assert_eq!(subcode(&media(json!({}))), Some(2_388_047));
        assert_eq!(subcode(&media(json!({"header_handle": ["4::aW"]}))), None);
        let footer = |text: &str| with(json!({"type": "FOOTER", "text": text}));
        assert_eq!(subcode(&footer("Panadería Goiko")), None);
        assert_eq!(subcode(&footer("{{1}}")), Some(2_388_073));
        assert_eq!(subcode(&footer("Panadería\nGoiko 🥐")), Some(2_388_073));
        let buttons = |buttons: Value| with(json!({"type": "BUTTONS", "buttons": buttons}));
        let reply = |text: &str| json!({"type": "QUICK_REPLY", "text": text});
        let url = |url: &str| json!({"type": "URL", "text": "Ver", "url": url, "example": ["1"]});
        assert_eq!(
            subcode(&buttons(json!([
                reply("Sí"),
                reply("No"),
                url("https://a.es/{{1}}")
            ]))),
            None
        );
        assert_eq!(
            subcode(&buttons(json!([reply("Sí"), url("https://a.es"), reply("No")]))),
            Some(0)
        );
        assert_eq!(
            subcode(&buttons(json!([url("https://a.es/{{1}}/{{2}}")]))),
            Some(0)
        );
        assert_eq!(subcode(&buttons(json!([url("https://a.es/{{1}}/x")]))), Some(0));
        assert_eq!(subcode(&buttons(json!(vec![reply("a"); 11]))), Some(0));
        assert_eq!(
            subcode(&buttons(json!([reply(&"a".repeat(26))]))),
            Some(2_388_040)
        );
    }

    #[test]
    fn an_authentication_template_has_no_text_of_its_own() {
        let fixed = json!([
            {"type": "BODY", "add_security_recommendation": true},
            {"type": "FOOTER", "code_expiration_minutes": 10},
            {"type": "BUTTONS", "buttons": [{"type": "OTP", "otp_type": "COPY_CODE", "text": "Copiar"}]},
        ]);
        assert!(components(&fixed, "AUTHENTICATION").is_ok());
        let own = json!([{"type": "BODY", "text": "Tu código es {{1}} hoy."}]);
        assert!(components(&own, "AUTHENTICATION").is_err());
    }

    #[test]
    fn name_language_and_category_are_checked() {
        assert!(head("pedido_listo", "es", "UTILITY").is_ok());
        for (name, language, category) in [
            ("Pedido", "es", "UTILITY"),
            ("", "es", "UTILITY"),
            ("pedido", "es_XX", "UTILITY"),
            ("pedido", "es", "ALERT_UPDATE"),
        ] {
            assert!(head(name, language, category).is_err());
        }
    }
}
