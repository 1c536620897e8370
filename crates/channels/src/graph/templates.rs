//! Creating, changing and deleting message templates (sources §1.5).
//!
//! Each call is made once. When no answer comes nobody knows whether it
//! happened ([`GraphError::outcome_unknown`]); the next complete list
//! ([`GraphClient::message_templates`]) tells.

use domain::ids::WabaId;
use reqwest::Method;
use secrecy::SecretString;
use serde_json::{Value, json};

use super::{
    ApiError, GraphClient, GraphError, MessageTemplate, NodeId, fields::template_fields, read::Read,
    template::EDGE, transport::Call,
};
use crate::template::{ParameterFormat, TemplateCategory, TemplateStatus};

/// A template to be created in one language.
#[derive(Debug, Clone, PartialEq)]
pub struct NewTemplate {
    /// Lower-case letters, digits and underscores.
    pub name: String,
    /// Meta's code, for example `es` or `en_US`.
    pub language: String,
    /// What it is for. Meta may decide otherwise; see [`Submitted::category`].
    pub category: TemplateCategory,
    /// How it names its variables; Meta takes `POSITIONAL` when absent.
    pub parameter_format: Option<ParameterFormat>,
    /// Header, body, footer and buttons in Meta's form.
    pub components: Value,
    /// For how many seconds Meta tries to deliver it.
    pub ttl_seconds: Option<i64>,
}

/// Meta's answer to a new template.
#[derive(Debug, Clone, PartialEq)]
pub struct Submitted {
    /// Meta's id of it.
    pub id: NodeId,
    /// Usually [`TemplateStatus::Pending`].
    pub status: Option<TemplateStatus>,
    /// May differ from the one that was asked for: a promotional "utility"
    /// template is taken as marketing without a question (since 2025-04-09).
    pub category: Option<TemplateCategory>,
    /// The whole answer.
    pub raw: Value,
}

/// What to change in a template. Absent parts stay as they are.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TemplateEdit {
    /// Meta refuses another category for an approved template.
    pub category: Option<TemplateCategory>,
    /// Replaces all components.
    pub components: Option<Value>,
    /// For how many seconds Meta tries to deliver it.
    pub ttl_seconds: Option<i64>,
}

/// Meta's reasons for refusing a template at once, before any review (sources
/// §3; Meta's subcodes of code 100).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TemplateRefusal {
    /// 2388003: its state does not allow changes.
    NotEditable,
    /// 2388019: the WABA holds as many as it may.
    TooMany,
    /// 2388023: the name was deleted lately and cannot be used for 30 days.
    BeingDeleted,
    /// 2388024: there is one with this name and language.
    Exists,
    /// 2388040: a part is too long.
    TooLong,
    /// 2388047: the header's form.
    Header,
    /// 2388072: the body's form.
    Body,
    /// 2388073: the footer's form.
    Footer,
    /// 2388293: too many variables for its length.
    TooManyVariables,
    /// 2388299: a variable stands at the beginning or the end.
    VariableAtEdge,
}

impl ApiError {
    /// Why a template was refused, where Meta has a subcode for it.
    #[must_use]
    pub fn template_refusal(&self) -> Option<TemplateRefusal> {
        // Some answers carry the subcode as the code (sources §3).
        let subcode = if self.code == 100 {
            self.subcode?
        } else {
            self.code
        };
        Some(match subcode {
            2_388_003 => TemplateRefusal::NotEditable,
            2_388_019 => TemplateRefusal::TooMany,
            2_388_023 => TemplateRefusal::BeingDeleted,
            2_388_024 => TemplateRefusal::Exists,
            2_388_040 => TemplateRefusal::TooLong,
            2_388_047 => TemplateRefusal::Header,
            2_388_072 => TemplateRefusal::Body,
            2_388_073 => TemplateRefusal::Footer,
            2_388_293 => TemplateRefusal::TooManyVariables,
            2_388_299 => TemplateRefusal::VariableAtEdge,
            _ => return None,
        })
    }
}

impl GraphClient {
    /// One template with all its fields.
    ///
    /// # Errors
    /// See [`GraphError`].
    pub async fn message_template(
        &self,
        token: &SecretString,
        id: &NodeId,
    ) -> Result<MessageTemplate, GraphError> {
        let (raw, reduced) = self
            .with_fields(|core| self.node(token, id.clone(), template_fields(core)))
            .await?;
        MessageTemplate::read(raw, reduced)
    }

    /// Submits a new template for review.
    ///
    /// # Errors
    /// See [`GraphError`]; [`ApiError::template_refusal`] tells Meta's reason.
    pub async fn create_template(
        &self,
        token: &SecretString,
        waba: &WabaId,
        new: &NewTemplate,
    ) -> Result<Submitted, GraphError> {
        let mut body = json!({
            "name": new.name,
            "language": new.language,
            "category": new.category.as_str(),
            "components": new.components,
        });
        if let Some(format) = &new.parameter_format {
            body["parameter_format"] = json!(format.as_str());
        }
        if let Some(seconds) = new.ttl_seconds {
            body["message_send_ttl_seconds"] = json!(seconds);
        }
        let mut call = Call::new(Method::POST, NodeId::from(waba), Some(EDGE));
        call.body = Some(body.to_string());
        let raw = self.transport.write(token, &call).await?;
        let from = Read(&raw);
        Ok(Submitted {
            id: from.id("id", NodeId::parse)?,
            status: from.word("status", TemplateStatus::parse),
            category: from.word("category", TemplateCategory::parse),
            raw,
        })
    }

    /// Changes a template, which goes back into review.
    ///
    /// # Errors
    /// As [`GraphClient::create_template`]. Only approved, rejected and paused
    /// templates may be changed; approved ones once in 24 hours and ten times
    /// in 30 days.
    pub async fn edit_template(
        &self,
        token: &SecretString,
        id: &NodeId,
        edit: &TemplateEdit,
    ) -> Result<(), GraphError> {
        let mut body = json!({});
        if let Some(category) = &edit.category {
            body["category"] = json!(category.as_str());
        }
        if let Some(components) = &edit.components {
            body["components"] = components.clone();
        }
        if let Some(seconds) = edit.ttl_seconds {
            body["message_send_ttl_seconds"] = json!(seconds);
        }
        let mut call = Call::new(Method::POST, id.clone(), None);
        call.body = Some(body.to_string());
        self.change(token, &call).await
    }

    /// Deletes all languages of a name, or with `only` the one with that id.
    /// The name of an approved template cannot be used again for 30 days.
    ///
    /// # Errors
    /// See [`GraphError`]. Disabled templates cannot be deleted.
    pub async fn delete_template(
        &self,
        token: &SecretString,
        waba: &WabaId,
        name: &str,
        only: Option<&NodeId>,
    ) -> Result<(), GraphError> {
        let mut call = Call::new(Method::DELETE, NodeId::from(waba), Some(EDGE)).with("name", name);
        if let Some(id) = only {
            call = call.with("hsm_id", id.as_str());
        }
        self.change(token, &call).await
    }

    /// Ends the pause of a template that Meta paused while it paced it. Not
    /// earlier than five minutes after the pause.
    ///
    /// # Errors
    /// See [`GraphError`].
    pub async fn unpause_template(&self, token: &SecretString, id: &NodeId) -> Result<(), GraphError> {
        self.change(token, &Call::new(Method::POST, id.clone(), Some("unpause")))
            .await
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(100, Some(2_388_299), Some(TemplateRefusal::VariableAtEdge))]
    #[case(100, Some(2_388_024), Some(TemplateRefusal::Exists))]
    #[case(2_388_293, None, Some(TemplateRefusal::TooManyVariables))]
    #[case(100, None, None)]
    #[case(100, Some(33), None)]
    #[case(190, Some(463), None)]
    fn the_subcode_tells_why_a_template_was_refused(
        #[case] code: i64,
        #[case] subcode: Option<i64>,
        #[case] why: Option<TemplateRefusal>,
    ) {
        let raw = json!({ "error": { "message": "m", "type": "T", "code": code, "error_subcode": subcode } });
        assert_eq!(ApiError::read(400, raw).unwrap().template_refusal(), why);
    }
}
