//! The description of the API, for reading.

mod operation;
mod schema;

use leptos::prelude::*;
use serde_json::Value;

use crate::{
    components::{
        card::Card,
        empty::Blank,
        icon::{Icon, icon},
        page::{PageHead, Screen, page},
    },
    guard::guard_person,
    pages::team::KEYS,
    request::ApiDocument,
    words::api_docs as words,
};
use domain::lang::Lang;

/// `/app/api`
#[component]
pub(crate) fn ApiPage() -> impl IntoView {
    let document = use_context::<ApiDocument>();
    page(async move {
        let cx = guard_person()?;
        let lang = cx.lang;
        let Some(ApiDocument(document)) = document else {
            let body = view! {
                <Blank icon_name=Icon::Code title=words::missing_title(lang) text=words::missing_text(lang)/>
            };
            return Ok(Screen::new(words::title(lang), body));
        };
        let base = cx
            .services()
            .settings
            .base_url
            .as_str()
            .trim_end_matches('/')
            .to_owned();
        let body = view! {
            <PageHead title=words::title(lang) sub=words::sub(lang)>
                <a class="btn" href=KEYS>{icon(Icon::Key)}{words::keys(lang)}</a>
                <a class="btn" href="/api/v1/openapi.json" data-reload="">{icon(Icon::Code)}{words::document(lang)}</a>
            </PageHead>
            <div class="stack api">
                <section class="card card--pad">
                    <p>{words::bearer(lang)}</p>
                    <pre class="raw" tabindex="0">{format!("curl -H 'Authorization: Bearer tk_…' {base}/api/v1/admin/whatsapp/tenants")}</pre>
                </section>
                {contents(lang, &document)}
                {operations(lang, &document)}
                {shapes(lang, &document)}
            </div>
        };
        Ok(Screen::new(words::title(lang), body))
    })
}

/// Methods in the order in which people look for them.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// Every operation that there is, with a view of each.
fn each(document: &Value, view: impl Fn(&str, &'static str, &Value, &Value) -> AnyView) -> Vec<AnyView> {
    let mut views = Vec::new();
    for (path, item) in document
        .get("paths")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        for method in METHODS {
            if let Some(operation) = item.get(method) {
                views.push(view(path, method, item, operation));
            }
        }
    }
    views
}

fn contents(lang: Lang, document: &Value) -> AnyView {
    let entries = each(document, |path, method, _, operation| {
        operation::entry(path, method, operation)
    });
    view! {
        <nav class="card card--pad" aria-label=words::contents(lang)>
            <ul class="stack stack--2" role="list">{entries}</ul>
        </nav>
    }
    .into_any()
}

fn operations(lang: Lang, document: &Value) -> Vec<AnyView> {
    each(document, |path, method, item, operation| {
        operation::section(lang, path, method, item, operation)
    })
}

fn shapes(lang: Lang, document: &Value) -> Option<AnyView> {
    let schemas = document.pointer("/components/schemas")?.as_object()?;
    let list = schemas
        .iter()
        .map(|(name, schema)| schema::section(lang, name, schema))
        .collect_view();
    Some(view! { <Card id="shapes" title=words::shapes(lang)>{list}</Card> }.into_any())
}
