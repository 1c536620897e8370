//! "Send me a test": an approved template with the values of its own example.

use domain::{ids::TenantId, permission::Permission, template::variables::names};
use serde_json::{Value, json, value::RawValue};
use store::{messages::outgoing, templates};

use super::{
    offers::{self, Offer},
    send::{self, SendContent, SendInput, SendTo, Sent, TemplateContent},
};
use crate::{
    Call, Services,
    error::{FieldError, Problem, ServiceError, ServiceResult},
};

/// Sends a template to whoever asks for it; asking is agreeing.
pub async fn send_test(
    svc: &Services,
    call: &Call,
    tenant: &TenantId,
    phone: &str,
    (name, language): (&str, &str),
) -> ServiceResult<Sent> {
    call.allow_tenant(Permission::SendMessages, tenant)?;
    let mut tx = svc.db.read().await?;
    let sender = outgoing::sender(&mut tx, tenant.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    let template = match &sender.account_id {
        Some(account) => templates::find(&mut tx, account, name, language).await?,
        None => None,
    };
    drop(tx);
    let template = template.ok_or_else(|| FieldError::only("template", Problem::NotAChoice))?;
    let components = serde_json::from_str(&template.components).unwrap_or_default();
    let given = RawValue::from_string(example(&components).to_string())
        .map_err(|error| ServiceError::Internal(error.to_string()))?;
    let input = SendInput {
        tenant: tenant.clone(),
        to: SendTo::Phone {
            phone: phone.to_owned(),
            name: String::new(),
        },
        content: SendContent::Template(TemplateContent {
            name: template.name,
            language: template.language,
            components: Some(given),
        }),
        authorized: Some(format!("test, asked for by {}", call.actor.name())),
        reply_to: None,
        key: None,
    };
    send::send_trial(svc, call, &input).await
}

/// What can be chosen for a test.
pub async fn offers(svc: &Services, call: &Call, tenant: &TenantId) -> ServiceResult<Vec<Offer>> {
    call.allow_tenant(Permission::SendMessages, tenant)?;
    let mut tx = svc.db.read().await?;
    let sender = outgoing::sender(&mut tx, tenant.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    offers::of_account(&mut tx, sender.account_id.as_deref()).await
}

/// The values of the example that Meta reviewed; the name of the variable
/// where it has none.
pub(super) fn example(components: &Value) -> Value {
    let parts = components.as_array().map(Vec::as_slice).unwrap_or_default();
    let filled = parts.iter().filter_map(|part| {
        let kind = part["type"].as_str()?.to_lowercase();
        let names = names(part["text"].as_str()?);
        if names.is_empty() || !(kind == "body" || kind == "header") {
            return None;
        }
        let examples = [&part["example"]["body_text"][0], &part["example"]["header_text"]];
        let named = part["example"][format!("{kind}_text_named_params")].as_array();
        let by_name = |name: &str| {
            named?
                .iter()
                .find(|param| param["param_name"] == name)
                .and_then(|param| param["example"].as_str())
        };
        let values: Vec<Value> = names
            .iter()
            .enumerate()
            .map(|(i, name)| {
                let text = by_name(name)
                    .or_else(|| examples.iter().find_map(|list| list[i].as_str()))
                    .unwrap_or(name);
                let mut value = json!({ "type": "text", "text": text });
                if name.parse::<u32>().is_err() {
                    value["parameter_name"] = json!(name);
                }
                value
            })
            .collect();
        Some(json!({ "type": kind, "parameters": values }))
    });
    Value::Array(filled.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::parameters::check;

    #[test]
    fn an_example_fits_its_template() {
        let template = json!([
            {"type": "HEADER", "format": "TEXT", "text": "Hola {{1}}", "example": {"header_text": ["Ana"]}},
            {"type": "BODY", "text": "{{2}} y {{1}}.", "example": {"body_text": [["uno", "dos"]]}},
        ]);
        let checked = check(&template, &example(&template));
        assert_eq!((checked.misfits.len(), checked.body.as_str()), (0, "dos y uno."));
        let named = json!([{"type": "BODY", "text": "Hola {{name}}.", "example": {
            "body_text_named_params": [{"param_name": "name", "example": "Ana"}]}}]);
        let checked = check(&named, &example(&named));
        assert_eq!((checked.misfits.len(), checked.body.as_str()), (0, "Hola Ana."));
    }
}
