//! `/app/admin/whatsapp/billing/what-if`: a month under other circumstances.
//!
//! The whole question is in the address. The answer is written by the crate
//! `what-if`, which the browser runs as well.

use domain::{
    billing::whatif::{Base, Question},
    ids::AccountId,
    lang::Lang,
    permission::Permission,
};
use leptos::prelude::*;
use service::billing::whatif::{self, WhatIf, WhatIfQuery};

use super::{
    address::{BILLING, month_in, to_month},
    estimate::{cards_of, estimate},
    whatif_form::form,
};
use crate::{
    components::{
        chips::{Chip, Chips},
        empty::Blank,
        icon::Icon,
        page::{PageHead, Screen, page},
        query::Query,
    },
    guard::guard,
    words::{billing, whatif as w},
};

/// What the address may say: what is reckoned with …
pub(super) const FROM: [&str; 3] = ["account", "month", "pilot"];
/// … and what is asked.
const ASKED: [&str; 9] = [
    "rules", "card", "partner", "from", "to", "percent", "only", "numbers", "each",
];

/// See the module.
#[component]
pub(crate) fn WhatIfPage() -> impl IntoView {
    page(async {
        let cx = guard(Permission::ViewBilling)?;
        let lang = cx.lang;
        let address = Query::current();
        let wanted = WhatIfQuery {
            account: address.get("account").and_then(|id| AccountId::parse(id).ok()),
            month: month_in(&address),
            pilot: address.get("pilot").is_some(),
        };
        let found = whatif::base(cx.services(), &cx.call, &wanted).await?;
        let asked = Question::read(address.only(&ASKED).pairs());
        let month = found
            .base
            .as_ref()
            .map(|base| base.month)
            .or(wanted.month)
            .or_else(|| found.months.first().copied());
        let title = match month {
            _ if wanted.pilot => w::title_pilot(lang).to_owned(),
            Some(month) => w::title_of(lang, &billing::month(lang, month)),
            None => w::title(lang).to_owned(),
        };
        let back = match month {
            Some(month) => (
                to_month(BILLING, month, None),
                billing::title_of(lang, &billing::month(lang, month)),
            ),
            None => (BILLING.to_owned(), billing::title(lang).to_owned()),
        };
        let content = match &found.base {
            Some(base) => answered(lang, &found, base, &asked, wanted.pilot),
            None => view! {
                <section class="card">
                    <Blank icon_name=Icon::Bill title=w::nothing(lang) text=w::nothing_text(lang)/>
                </section>
            }
            .into_any(),
        };
        let cards = found.base.as_ref().map(cards_of).unwrap_or_default();
        let body = view! {
            <PageHead title=title.clone() sub=w::sub(lang) back=back/>
            {estimate(lang, &cards)}
            {starters(lang, &address)}
            {content}
        };
        Ok(Screen::new(title, body))
    })
}

fn answered(lang: Lang, found: &WhatIf, base: &Base, asked: &Question, pilot: bool) -> AnyView {
    let html = what_if::answer_html(lang, base, asked, pilot);
    view! {
        {form(lang, found, base, asked, pilot)}
        <div class="stack" id="what-if-answer" inner_html=html></div>
    }
    .into_any()
}

/// Questions to begin with, each an address.
fn starters(lang: Lang, address: &Query) -> AnyView {
    let bare = address.only(&FROM);
    let pilot = address.get("pilot").is_some();
    let here = |link: &Query| address.only(&[&FROM[..], &ASKED[..]].concat()) == *link;
    let chip = |link: Query, words: &'static str| Chip::plain(link.href(), words, here(&link));
    let chips = vec![
        chip(bare.with("pilot", None), w::as_it_is(lang)),
        chip(
            if pilot {
                bare.clone()
            } else {
                bare.with("pilot", Some("1")).with("account", None)
            },
            w::pilot(lang),
        ),
        chip(
            bare.with("from", Some("utility")).with("to", Some("marketing")),
            w::marketing(lang),
        ),
        chip(bare.with("numbers", Some("own")), w::own_numbers(lang)),
        chip(bare.with("partner", Some("gupshup")), w::gupshup(lang)),
    ];
    view! { <Chips label=w::starters(lang) chips=chips/> }.into_any()
}
