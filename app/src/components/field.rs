//! Fields: label above, hint below, error under it with icon and words.

use leptos::prelude::*;

use super::{
    form::Form,
    icon::{Icon, icon},
};

/// Label, hint and error around a control.
fn frame(
    form: &Form,
    name: &str,
    label: String,
    hint: Option<String>,
    beside: Option<AnyView>,
    control: AnyView,
) -> AnyView {
    let id = form.id(name);
    let error = form.error(name).map(str::to_owned);
    let label = view! { <label for=id.clone()>{label}</label> };
    let label = match beside {
        Some(beside) => view! { <div class="field__line">{label}{beside}</div> }.into_any(),
        None => label.into_any(),
    };
    view! {
        <div class="field">
            {label}
            {control}
            {hint.map(|hint| view! { <span class="hint" id=format!("{id}-h")>{hint}</span> })}
            {error
                .map(|error| {
                    view! {
                        <span class="error-text" id=format!("{id}-e")>{icon(Icon::Failed)}<span>{error}</span></span>
                    }
                })}
        </div>
    }
    .into_any()
}

/// The ids that describe a control: its error first, then its hint.
fn described_by(form: &Form, name: &str, hint: bool) -> Option<String> {
    let id = form.id(name);
    match (form.error(name).is_some(), hint) {
        (true, true) => Some(format!("{id}-e {id}-h")),
        (true, false) => Some(format!("{id}-e")),
        (false, true) => Some(format!("{id}-h")),
        (false, false) => None,
    }
}

/// A line of text.
#[component]
pub(crate) fn TextField(
    /// The form it belongs to.
    #[prop(into)]
    form: Form,
    /// Its name.
    name: &'static str,
    /// Its label.
    #[prop(into)]
    label: String,
    /// What it holds before anything is typed.
    #[prop(optional, into)]
    value: String,
    /// What to know before filling it in.
    #[prop(optional, into)]
    hint: Option<String>,
    /// `type`: text (when left out), email, search, tel, url, date.
    #[prop(default = "text")]
    kind: &'static str,
    /// `autocomplete`.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// `inputmode`.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// Greyed example.
    #[prop(optional, into)]
    placeholder: Option<String>,
    /// Whether it has to be filled in. The server says so too.
    #[prop(optional)]
    required: bool,
    /// Id of a `datalist` with values to choose from while typing.
    #[prop(optional)]
    list: Option<&'static str>,
    /// Large, for owners' and sign-in pages.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    let class = if large { "input input--lg" } else { "input" };
    let control = view! {
        <input
            class=class
            id=form.id(name)
            name=name
            type=kind
            list=list
            value=form.value_or(name, &value)
            autocomplete=autocomplete
            inputmode=inputmode
            placeholder=placeholder
            required=required
            spellcheck=(kind != "text").then_some("false")
            aria-invalid=form.error(name).map(|_| "true")
            aria-describedby=described_by(&form, name, hint.is_some())
        />
    };
    frame(&form, name, label, hint, None, control.into_any())
}

/// A password. Never filled in by the server.
#[component]
pub(crate) fn PasswordField(
    /// The form it belongs to.
    #[prop(into)]
    form: Form,
    /// Its name.
    name: &'static str,
    /// Its label.
    #[prop(into)]
    label: String,
    /// What to know before filling it in.
    #[prop(optional, into)]
    hint: Option<String>,
    /// `autocomplete`: `current-password`, `new-password` or `off`.
    autocomplete: &'static str,
    /// A link at the end of the label's line.
    #[prop(optional, into)]
    beside: Option<AnyView>,
    /// Large, for owners' and sign-in pages.
    #[prop(optional)]
    large: bool,
    /// Whether it may stay empty.
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    let class = if large { "input input--lg" } else { "input" };
    let control = view! {
        <input
            class=class
            id=form.id(name)
            name=name
            type="password"
            autocomplete=autocomplete
            required=!optional
            aria-invalid=form.error(name).map(|_| "true")
            aria-describedby=described_by(&form, name, hint.is_some())
        />
    };
    frame(&form, name, label, hint, beside, control.into_any())
}

/// One of several values.
#[component]
pub(crate) fn SelectField(
    /// The form it belongs to.
    #[prop(into)]
    form: Form,
    /// Its name.
    name: &'static str,
    /// Its label.
    #[prop(into)]
    label: String,
    /// Values with their words.
    options: Vec<(String, String)>,
    /// The value before anything is chosen.
    #[prop(optional, into)]
    value: String,
    /// What to know before choosing.
    #[prop(optional, into)]
    hint: Option<String>,
) -> impl IntoView {
    let chosen = form.value_or(name, &value);
    let options = options
        .into_iter()
        .map(|(key, words)| {
            let selected = key == chosen;
            view! { <option value=key selected=selected>{words}</option> }
        })
        .collect_view();
    let control = view! {
        <select
            class="select"
            id=form.id(name)
            name=name
            aria-invalid=form.error(name).map(|_| "true")
            aria-describedby=described_by(&form, name, hint.is_some())
        >
            {options}
        </select>
    };
    frame(&form, name, label, hint, None, control.into_any())
}

/// Several lines of text.
#[component]
pub(crate) fn TextArea(
    /// The form it belongs to.
    #[prop(into)]
    form: Form,
    /// Its name.
    name: &'static str,
    /// Its label.
    #[prop(into)]
    label: String,
    /// What it holds before anything is typed.
    #[prop(optional, into)]
    value: String,
    /// What to know before filling it in.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Height in lines.
    #[prop(default = 4)]
    rows: u32,
) -> impl IntoView {
    let control = view! {
        <textarea
            class="textarea"
            id=form.id(name)
            name=name
            rows=rows.to_string()
            aria-invalid=form.error(name).map(|_| "true")
            aria-describedby=described_by(&form, name, hint.is_some())
        >
            {form.value_or(name, &value)}
        </textarea>
    };
    frame(&form, name, label, hint, None, control.into_any())
}

/// A choice with a word and a note, drawn as a card: radio button or tick box.
#[component]
pub(crate) fn Choice(
    /// Name of the field; for tick boxes with several values end it in `[]`.
    name: &'static str,
    /// Value that is sent.
    #[prop(into)]
    value: String,
    /// Its word.
    #[prop(into)]
    label: String,
    /// A note under it.
    #[prop(optional, into)]
    note: Option<String>,
    /// Whether it is chosen.
    #[prop(optional)]
    checked: bool,
    /// Whether several may be chosen.
    #[prop(optional)]
    several: bool,
) -> impl IntoView {
    let kind = if several { "checkbox" } else { "radio" };
    view! {
        <label class="option">
            <input type=kind name=name value=value checked=checked/>
            <span>{label}</span>
            {note.map(|note| view! { <small>{note}</small> })}
        </label>
    }
}
