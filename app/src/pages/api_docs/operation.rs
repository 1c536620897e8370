//! One request that programs can make.

use domain::lang::Lang;
use leptos::prelude::*;
use serde_json::Value;

use super::schema::{kind, rich};
use crate::{
    components::icon::{Icon, icon},
    words::api_docs as words,
};

/// Method, path, what it does, what it takes, what it answers.
pub(super) fn section(
    lang: Lang,
    path: &str,
    method: &'static str,
    item: &Value,
    operation: &Value,
) -> AnyView {
    let id = anchor(path, operation);
    let summary = operation
        .get("summary")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let parameters: Vec<_> = [item, operation]
        .into_iter()
        .filter_map(|owner| owner.get("parameters")?.as_array())
        .flatten()
        .map(|parameter| parameter_row(lang, parameter))
        .collect();
    let parameters = (!parameters.is_empty()).then(|| {
        view! {
            <h3 class="strong sm">{words::parameters(lang)}</h3>
            <table class="diff api__table">
                <thead>
                    <tr>
                        <th scope="col">{words::parameter(lang)}</th>
                        <th scope="col">{words::place(lang)}</th>
                        <th scope="col">{words::kind(lang)}</th>
                        <th scope="col">{words::meaning(lang)}</th>
                    </tr>
                </thead>
                <tbody lang="en">{parameters}</tbody>
            </table>
        }
    });
    let body = operation.get("requestBody").and_then(schema_of).map(|schema| {
        view! { <h3 class="strong sm">{words::body(lang)}</h3> <p>{kind(schema)}</p> }
    });
    let answers = operation.get("responses").and_then(Value::as_object);
    let (good, problems): (Vec<_>, Vec<_>) = answers
        .into_iter()
        .flatten()
        .partition(|(status, _)| status.starts_with('2'));
    let rows = |answers: Vec<(&String, &Value)>| {
        answers
            .into_iter()
            .map(|(status, answer)| answer_row(status, answer))
            .collect_view()
    };
    // Every operation fails in the same ways: they are there for who asks.
    let count = problems.len().to_string();
    let fails = (!problems.is_empty()).then(|| {
        let problems = rows(problems);
        view! {
            <details class="disclosure">
                <summary>{icon(Icon::Right)}{words::problems(lang, &count)}</summary>
                <table class="diff api__table" lang="en">
                    <tbody>{problems}</tbody>
                </table>
            </details>
        }
    });
    let answers = rows(good);
    view! {
        <section class="card card--pad" aria-labelledby=id>
            <h2 class="api__head" id=id.clone()>
                <span class="api__method" data-method=method>{method.to_uppercase()}</span>
                <code>{path.to_owned()}</code>
            </h2>
            <p class="strong" lang="en">{summary}</p>
            <p class="soft" lang="en">{rich(operation)}</p>
            {parameters}
            {body}
            <h3 class="strong sm">{words::answers(lang)}</h3>
            <table class="diff api__table" lang="en">
                <tbody>{answers}</tbody>
            </table>
            {fails}
        </section>
    }
    .into_any()
}

/// Where an operation is described on the page.
fn anchor(path: &str, operation: &Value) -> String {
    operation
        .get("operationId")
        .and_then(Value::as_str)
        .unwrap_or(path)
        .to_owned()
}

/// A line of the contents: method and path, leading to the description.
pub(super) fn entry(path: &str, method: &'static str, operation: &Value) -> AnyView {
    let href = format!("#{}", anchor(path, operation));
    view! {
        <li>
            <a class="api__head" href=href>
                <span class="api__method" data-method=method>{method.to_uppercase()}</span>
                <code>{path.to_owned()}</code>
            </a>
        </li>
    }
    .into_any()
}

fn answer_row(status: &str, answer: &Value) -> AnyView {
    let schema = schema_of(answer).map(kind);
    view! {
        <tr>
            <th scope="row"><code>{status.to_owned()}</code></th>
            <td>{schema}</td>
            <td>{rich(answer)}</td>
        </tr>
    }
    .into_any()
}

fn parameter_row(lang: Lang, parameter: &Value) -> AnyView {
    let text = |key: &str| {
        parameter
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let must = parameter
        .get("required")
        .and_then(Value::as_bool)
        .unwrap_or_default();
    view! {
        <tr>
            <th scope="row"><code>{text("name")}</code></th>
            <td>{text("in")}</td>
            <td>
                {parameter.get("schema").map(kind)}
                {must.then(|| view! { " "<span class="tag">{words::required(lang)}</span> })}
            </td>
            <td>{rich(parameter)}</td>
        </tr>
    }
    .into_any()
}

/// The schema of a body or an answer, whatever its media type.
fn schema_of(owner: &Value) -> Option<&Value> {
    owner.get("content")?.as_object()?.values().next()?.get("schema")
}
