//! Controls of the editor. Their names are those of
//! [`template_editor::form`], one for each language, so they are made at run time.

use domain::{lang::Lang, template::language::CODES};
use leptos::prelude::*;

use crate::words::templates as w;

/// Languages that are written most here, first in every list.
const FIRST: [&str; 7] = ["es", "en", "ca", "pt_PT", "pt_BR", "fr", "it"];

/// Every language that Meta takes, with its name.
pub(super) fn languages(lang: Lang) -> Vec<(String, String)> {
    FIRST
        .into_iter()
        .chain(CODES.into_iter().filter(|code| !FIRST.contains(code)))
        .map(|code| (code.to_owned(), w::language_name(lang, code)))
        .collect()
}

/// The id of a control.
pub(super) fn id(name: &str) -> String {
    name.replace('.', "-")
}

/// A line of text with its label.
pub(super) fn line(
    name: &str,
    label: impl IntoView,
    value: &str,
    lang: Option<&str>,
    hint: Option<&str>,
) -> AnyView {
    let id = id(name);
    let described = hint.map(|_| format!("{id}-h"));
    view! {
        <div class="field">
            <label for=id.clone()>{label.into_view()}</label>
            <input
                class="input"
                id=id.clone()
                name=name.to_owned()
                value=value.to_owned()
                lang=lang.map(str::to_owned)
                autocomplete="off"
                aria-describedby=described
            />
            {hint.map(|hint| view! { <span class="hint" id=format!("{id}-h")>{hint.to_owned()}</span> })}
        </div>
    }
    .into_any()
}

/// One of several values with its label.
pub(super) fn select(
    name: &str,
    label: &'static str,
    mut options: Vec<(String, String)>,
    value: &str,
    hint: Option<&str>,
) -> AnyView {
    let id = id(name);
    // A value that the list does not have is kept, not replaced by the first one.
    if options.iter().all(|(key, _)| key != value) {
        options.push((value.to_owned(), value.to_owned()));
    }
    let options = options
        .into_iter()
        .map(|(key, words)| {
            let selected = key == value;
            view! { <option value=key selected=selected>{words}</option> }
        })
        .collect_view();
    let described = hint.map(|_| format!("{id}-h"));
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select class="select" id=id.clone() name=name.to_owned() aria-describedby=described>
                {options}
            </select>
            {hint.map(|hint| view! { <span class="hint" id=format!("{id}-h")>{hint.to_owned()}</span> })}
        </div>
    }
    .into_any()
}

/// A value that goes along.
pub(super) fn hidden(name: String, value: String) -> AnyView {
    view! { <input type="hidden" name=name value=value/> }.into_any()
}

/// A button that submits the form with a wish.
pub(super) fn press(
    value: String,
    class: &'static str,
    words: impl IntoView,
    label: Option<String>,
) -> AnyView {
    view! {
        <button class=class type="submit" name="do" value=value aria-label=label formnovalidate="">
            {words.into_view()}
        </button>
    }
    .into_any()
}
