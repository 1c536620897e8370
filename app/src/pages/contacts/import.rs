//! A file of what customers agreed to: checked first, then recorded.

use domain::ids::TenantId;
use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    actions::contacts::{IMPORT, ImportConsents, ImportShown},
    components::{
        field::TextArea,
        form::{BackHere, ErrorSummary, Form, Hidden},
        format::count,
        icon::{Icon, icon},
        status::Tone,
    },
    flash,
    guard::Cx,
    pages::parts::{callout, note},
    words::{contacts as w, problems},
};

/// The form for one bakery, with what its last attempt found.
pub(super) fn import(cx: &Cx, tenant: &TenantId, name: &str, own: bool) -> AnyView {
    let lang = cx.lang;
    let form = Form::of(IMPORT);
    let shown: Option<ImportShown> = flash::once(cx, IMPORT);
    let open = form.refused() || shown.is_some();
    let text = shown.as_ref().map(|shown| shown.text.clone()).unwrap_or_default();
    let labels = vec![("file", w::import_file(lang)), ("text", w::import_text(lang))];
    let file_error = form.error("file").map(str::to_owned);
    let invalid = file_error.as_ref().map(|_| "true");
    let (file_id, tenant) = (form.id("file"), tenant.to_string());
    let class = if own { "card card--flush" } else { "card" };
    view! {
        <section class=class aria-labelledby="h-import">
            <div class="card__body">
            <details class="disclosure" open=open>
                <summary id="h-import">{icon(Icon::Right)}{w::import(lang)}</summary>
                <form class="stack stack--3" method="post" enctype="multipart/form-data" action=ImportConsents::url()>
                    <p class="soft">{w::import_sub(lang, name)}</p>
                    {shown.as_ref().map(|shown| found(cx, shown))}
                    <ErrorSummary form=&form labels=labels/>
                    <Hidden name="tenant" value=tenant/>
                    <BackHere/>
                    <div class="field">
                        <label for=file_id.clone()>{w::import_file(lang)}</label>
                        <input
                            class="input input--file"
                            type="file"
                            id=file_id.clone()
                            name="file"
                            accept=".csv,.txt,text/csv,text/plain"
                            aria-invalid=invalid
                        />
                        {file_error
                            .map(|words| view! { <span class="error-text">{icon(Icon::Failed)}<span>{words}</span></span> })}
                    </div>
                    <TextArea
                        form=&form
                        name="text"
                        label=w::import_text(lang)
                        value=text
                        hint=w::import_hint(lang).to_owned()
                        rows=6
                    />
                    <div class="row">
                        <button class="btn" type="submit" name="trial" value="1">{w::import_try(lang)}</button>
                        <button class="btn btn--primary" type="submit">{w::import_do(lang)}</button>
                    </div>
                </form>
            </details>
            </div>
        </section>
    }
    .into_any()
}

/// What the last attempt found.
fn found(cx: &Cx, shown: &ImportShown) -> Option<AnyView> {
    let lang = cx.lang;
    if shown.wrong > 0 {
        let lines = shown
            .lines
            .iter()
            .map(|(line, column, words)| {
                view! { <li>{w::import_line(lang, &line.to_string())}", "<code>{problems::column(lang, column).to_owned()}</code>": "{words.clone()}</li> }
            })
            .collect_view();
        let title = w::import_wrong(lang, &count(lang, shown.wrong));
        return Some(callout(
            Tone::Bad,
            title,
            view! { <ul class="sm" role="list">{lines}</ul> },
        ));
    }
    shown.trial.then(|| {
        let words = w::import_would(lang, &count(lang, shown.added), &count(lang, shown.known));
        note(Tone::Ok, words)
    })
}
