//! Forms: what was typed comes back when something is wrong.

use std::sync::Arc;

use leptos::prelude::*;

use super::icon::{Icon, icon};
use crate::{
    request::{FormState, Request},
    words::common,
};

/// A form on the page, with what the last attempt left behind. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Form {
    name: &'static str,
    state: Arc<FormState>,
    /// Fields whose controls have ids of their own.
    ids: Vec<(&'static str, String)>,
}

impl Form {
    /// The form of this name, filled in when its last attempt was refused.
    pub(crate) fn of(name: &'static str) -> Self {
        let state = Request::current()
            .flash
            .form
            .clone()
            .filter(|state| state.form == name)
            .unwrap_or_default();
        Self {
            name,
            state: Arc::new(state),
            ids: Vec::new(),
        }
    }

    /// The same form, where the control of this field has another `id`.
    #[must_use]
    pub(crate) fn with_id(mut self, field: &'static str, id: impl Into<String>) -> Self {
        self.ids.push((field, id.into()));
        self
    }

    /// What was typed into a field.
    pub(crate) fn typed(&self, field: &str) -> Option<&str> {
        self.state.values.get(field).map(String::as_str)
    }

    /// What was typed, or else what is stored.
    pub(crate) fn value_or(&self, field: &str, stored: &str) -> String {
        self.typed(field).unwrap_or(stored).to_owned()
    }

    /// What is wrong with a field (or, with an empty name, with the form).
    pub(crate) fn error(&self, field: &str) -> Option<&str> {
        self.state
            .errors
            .iter()
            .find(|(name, _)| name == field)
            .map(|(_, words)| words.as_str())
    }

    /// Whether the last attempt was refused.
    pub(crate) fn refused(&self) -> bool {
        !self.state.errors.is_empty()
    }

    /// The `id` of a field's control.
    pub(crate) fn id(&self, field: &str) -> String {
        let own = self.ids.iter().find(|(name, _)| *name == field);
        own.map_or_else(|| format!("{}-{field}", self.name), |(_, id)| id.clone())
    }
}

impl From<&Self> for Form {
    fn from(form: &Self) -> Self {
        form.clone()
    }
}

/// What is wrong, on top of a form that was refused: a link to each field.
#[component]
pub(crate) fn ErrorSummary(
    /// The form.
    #[prop(into)]
    form: Form,
    /// Names of its fields with their labels.
    #[prop(optional)]
    labels: Vec<(&'static str, &'static str)>,
) -> impl IntoView {
    if !form.refused() {
        return ().into_any();
    }
    let lang = Request::current().lang;
    let lines = form
        .state
        .errors
        .iter()
        .map(|(field, words)| {
            let label = labels
                .iter()
                .find(|(name, _)| name == field)
                .map(|(_, label)| *label);
            match label {
                Some(label) => {
                    let href = format!("#{}", form.id(field));
                    view! { <li><a href=href>{label}": "{words.clone()}</a></li> }.into_any()
                }
                None => view! { <li>{words.clone()}</li> }.into_any(),
            }
        })
        .collect_view();
    view! {
        <div class="callout" data-tone="bad" role="alert" tabindex="-1" data-error-summary="">
            {icon(Icon::Failed)}
            <div>
                <h2>{common::things_to_correct(lang, form.state.errors.len())}</h2>
                <ul class="sm" role="list">{lines}</ul>
            </div>
        </div>
    }
    .into_any()
}

/// A value that goes along with a form.
#[component]
pub(crate) fn Hidden(
    /// Name.
    name: &'static str,
    /// Value.
    #[prop(into)]
    value: String,
) -> impl IntoView {
    view! { <input type="hidden" name=name value=value/> }
}

/// Where a form returns to when it is refused: the page it stands on.
#[component]
pub(crate) fn BackHere() -> impl IntoView {
    view! { <input type="hidden" name="back" value=Request::current().path_and_query.clone()/> }
}
