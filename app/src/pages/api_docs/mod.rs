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
                {operations(lang, &document)}
                {shapes(lang, &document)}
            </div>
        };
        Ok(Screen::new(words::title(lang), body))
    })
}

/// Methods in the order in which people look for them.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

fn operations(lang: Lang, document: &Value) -> Vec<AnyView> {
    let Some(paths) = document.get("paths").and_then(Value::as_object) else {
        return Vec::new();
    };
    paths
        .iter()
        .flat_map(|(path, item)| {
            METHODS.into_iter().filter_map(move |method| {
                Some(operation::section(lang, path, method, item, item.get(method)?))
            })
        })
        .collect()
}

fn shapes(lang: Lang, document: &Value) -> Option<AnyView> {
    let schemas = document.pointer("/components/schemas")?.as_object()?;
    let list = schemas
        .iter()
        .map(|(name, schema)| schema::section(lang, name, schema))
        .collect_view();
    Some(view! { <Card id="shapes" title=words::shapes(lang)>{list}</Card> }.into_any())
}
