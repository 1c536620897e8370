//! Importing bakeries: the file.

use domain::permission::Permission;
use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    actions::tenants::{ImportTenants, TENANTS},
    components::{
        field::TextArea,
        form::{ErrorSummary, Form},
        icon::{Icon, icon},
        page::{PageHead, Screen, page},
    },
    guard::guard,
    words::tenants as w,
};

/// `/app/admin/tenants/import`
#[component]
pub(crate) fn ImportPage() -> impl IntoView {
    page(async {
        let cx = guard(Permission::ManageTenants)?;
        let lang = cx.lang;
        let form = Form::of("import");
        let error = form.error("file").map(str::to_owned);
        let body = view! {
            <PageHead
                title=w::import_title(lang)
                sub=w::import_sub(lang)
                back=(TENANTS.to_owned(), w::title(lang).to_owned())
            />
            <section class="card card--form">
                <form
                    class="card__body card__body--pad"
                    method="post"
                    enctype="multipart/form-data"
                    action=ImportTenants::url()
                >
                    <ErrorSummary form=&form labels=vec![("file", w::import_file(lang)), ("text", w::import_text(lang))]/>
                    <div class="field">
                        <label for="import-file">{w::import_file(lang)}</label>
                        <input
                            class="input input--file"
                            type="file"
                            id="import-file"
                            name="file"
                            accept=".csv,.txt,.tsv,text/csv,text/plain"
                            aria-invalid=error.as_ref().map(|_| "true")
                            aria-describedby="import-file-h"
                        />
                        <span class="hint" id="import-file-h">{w::import_file_hint(lang)}</span>
                        {error
                            .map(|words| {
                                view! { <span class="error-text">{icon(Icon::Failed)}<span>{words}</span></span> }
                            })}
                    </div>
                    <TextArea
                        form=&form
                        name="text"
                        label=w::import_text(lang)
                        hint=w::import_text_hint(lang).to_owned()
                        rows=6
                    />
                    <div class="row">
                        <button class="btn btn--primary" type="submit">{w::import_run(lang)}</button>
                        <a class="btn" href=TENANTS>{w::cancel(lang)}</a>
                    </div>
                </form>
            </section>
        };
        Ok(Screen::new(w::import_title(lang), body))
    })
}
