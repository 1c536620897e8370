//! `/app/settings/whatsapp/billing/receipt`: a month on paper.

use leptos::prelude::*;
use service::billing::owner;

use super::{
    address::{OWN, currency, month_in, to_month},
    basis::basis,
    estimate::estimate_plain,
    own::receipt_lines,
};
use crate::{
    components::{
        format::Times,
        page::{PageHead, Screen, page},
        query::Query,
    },
    guard::guard_person,
    pages::owner::chosen::{bakery, nothing},
    words::billing as w,
};

/// See the module.
#[component]
pub(crate) fn ReceiptPage() -> impl IntoView {
    page(async {
        let cx = guard_person()?;
        let lang = cx.lang;
        let address = Query::current();
        let Some(tenant) = bakery(&cx, &address)? else {
            return Ok(nothing(&cx));
        };
        let found = owner::month(cx.services(), &cx.call, &tenant, month_in(&address)).await?;
        let statement = &found.statement;
        let title = w::receipt_title(lang, &w::month(lang, statement.month));
        let back = to_month(OWN, statement.month, Some(&tenant));
        let csv = to_month(&format!("{OWN}/statement.csv"), statement.month, Some(&tenant));
        let made = w::receipt_made(lang, &Times::current().with_weekday(statement.basis.counted_at));
        let body = view! {
            <PageHead title=title.clone() sub=w::receipt_print(lang) back=(back, w::own_title(lang).to_owned())>
                <a class="btn" href=csv>"CSV"</a>
            </PageHead>
            <section class="card paper" aria-label=title.clone()>
                <div class="card__body stack">
                    <p>{w::receipt_of(lang)}" "<strong>{found.name.clone()}</strong></p>
                    {receipt_lines(lang, &found, currency(statement))}
                    {estimate_plain(lang, &statement.basis.cards)}
                    <p class="hint">{w::receipt_no_invoice(lang)}</p>
                    {basis(lang, statement, false)}
                    <p class="hint">{made}</p>
                </div>
            </section>
        };
        Ok(Screen::new(title, body))
    })
}
