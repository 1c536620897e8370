//! `/app/admin/whatsapp/billing/cards/import`: a rate card from Meta's file.

use domain::permission::Permission;
use leptos::{prelude::*, server_fn::ServerFn};
use service::billing::cards::import;

use super::address::BILLING;
use crate::{
    actions::billing_cards::{IMPORT_CARD, ImportCard},
    components::{
        field::{SelectField, TextArea, TextField},
        form::{ErrorSummary, Form},
        icon::{Icon, icon},
        page::{PageHead, Screen, page},
    },
    guard::guard,
    words::{billing, card_import as w},
};

/// See the module.
#[component]
pub(crate) fn ImportCardPage() -> impl IntoView {
    page(async {
        let cx = guard(Permission::ManageBilling)?;
        let lang = cx.lang;
        let form = Form::of(IMPORT_CARD);
        let error = form.error("file").map(str::to_owned);
        let own = (String::new(), w::currency_of_file(lang).to_owned());
        let currencies = import::currencies()
            .into_iter()
            .map(|currency| (currency.to_string(), currency.to_string()));
        let currencies: Vec<(String, String)> = std::iter::once(own).chain(currencies).collect();
        let labels = vec![
            ("file", w::file(lang)),
            ("effective", w::effective(lang)),
            ("currency", w::currency(lang)),
            ("source", w::source(lang)),
        ];
        let cards = format!("{BILLING}/cards");
        let body = view! {
            <PageHead title=w::title(lang) sub=w::sub(lang) back=(cards.clone(), billing::cards_title(lang).to_owned())/>
            <section class="card card--form">
                <form
                    class="card__body card__body--pad"
                    method="post"
                    enctype="multipart/form-data"
                    action=ImportCard::url()
                >
                    <ErrorSummary form=&form labels=labels/>
                    <div class="field">
                        <label for=form.id("file")>{w::file(lang)}</label>
                        <input
                            class="input input--file"
                            type="file"
                            id=form.id("file")
                            name="file"
                            accept=".csv,.txt,.tsv,.xlsx,text/csv,text/plain,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
                            aria-invalid=error.as_ref().map(|_| "true")
                            aria-describedby="import-card-file-h"
                        />
                        <span class="hint" id="import-card-file-h">{w::file_hint(lang)}</span>
                        {error
                            .map(|words| {
                                view! { <span class="error-text">{icon(Icon::Failed)}<span>{words}</span></span> }
                            })}
                    </div>
                    <TextArea form=&form name="text" label=w::text(lang) hint=w::text_hint(lang).to_owned() rows=6/>
                    <TextField form=&form name="effective" label=w::effective(lang) kind="date"
                        hint=w::effective_hint(lang).to_owned() required=true/>
                    <SelectField form=&form name="currency" label=w::currency(lang) options=currencies/>
                    <TextField form=&form name="source" label=w::source(lang) hint=w::source_hint(lang).to_owned() required=true/>
                    <TextField form=&form name="note" label=w::note(lang)/>
                    <div class="row">
                        <button class="btn btn--primary" type="submit">{w::look(lang)}</button>
                        <a class="btn" href=cards>{w::cancel(lang)}</a>
                    </div>
                </form>
            </section>
        };
        Ok(Screen::new(w::title(lang), body))
    })
}
