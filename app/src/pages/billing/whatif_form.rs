//! The question: one field for each thing that could be otherwise.

use domain::{
    billing::{
        Regime, Unit,
        category::Rated,
        whatif::{Base, Numbers, Offered, Question, TERMS},
    },
    lang::Lang,
    money,
};
use leptos::prelude::*;
use service::billing::whatif::WhatIf;

use super::address::{BILLING, day};
use crate::{
    components::{
        field::{SelectField, TextField},
        form::{Form, Hidden},
        query::Query,
    },
    request::Request,
    words::{billing, whatif as w},
};

/// Templates can be of these categories.
const CATEGORIES: [Rated; 3] = [Rated::Utility, Rated::Marketing, Rated::Authentication];

/// The form. Without the browser library it is sent; with it, each change is
/// answered at once.
pub(super) fn form(lang: Lang, found: &WhatIf, base: &Base, asked: &Question, pilot: bool) -> AnyView {
    let form = Form::of("what-if");
    let nothing = || (String::new(), w::as_now_alone(lang).to_owned());
    let categories = || {
        let named =
            CATEGORIES.map(|rated| (rated.as_str().to_owned(), billing::category(lang, rated.as_str())));
        std::iter::once(nothing()).chain(named).collect::<Vec<_>>()
    };
    let key = |rated: Option<Rated>| rated.map(|rated| rated.as_str().to_owned()).unwrap_or_default();
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let numbers = Numbers::ALL.map(|numbers| {
        let words = match numbers {
            Numbers::AsTheyAre => w::as_now_alone(lang),
            Numbers::Shared => w::numbers_shared(lang),
            Numbers::Own => w::numbers_own(lang),
            Numbers::Advised => w::numbers_advised(lang),
        };
        (numbers.key().to_owned(), words.to_owned())
    });
    let percent = if asked.percent == 100 {
        String::new()
    } else {
        asked.percent.to_string()
    };
    let each = if asked.number_micros == 0 {
        String::new()
    } else {
        let text = money::decimal(asked.number_micros, 2);
        match lang {
            Lang::Es => text.replace('.', ","),
            Lang::En => text,
        }
    };
    let reset = Query::to(format!("{BILLING}/what-if"))
        .with("month", Some(&base.month.to_string()))
        .with(
            "account",
            found.account.as_ref().map(domain::ids::AccountId::as_str),
        )
        .with("pilot", pilot.then_some("1"))
        .href();
    // The same answers without asking; see `public/what_if_start.js`.
    let module = Request::current().assets.module("what_if").cloned();
    let sent = serde_json::to_string(base).unwrap_or_default();
    view! {
        <section class="card" aria-label=w::question(lang)>
            <form class="card__body card__body--pad" method="get" action=format!("{BILLING}/what-if") data-live=""
                data-module=module.as_ref().map(|module| module.start.clone())
                data-module-js=module.as_ref().map(|module| module.js.clone())
                data-module-wasm=module.map(|module| module.wasm)
            >
                <div class="cols cols--thirds">
                    {source(lang, &form, found, base, pilot)}
                    <SelectField form=&form name="rules" label=w::rules(lang) options=rules(lang, base)
                        value=asked.rules.map(|regime| regime.id().to_owned()).unwrap_or_default()/>
                    <SelectField form=&form name="card" label=w::card(lang) options=cards(lang, base)
                        value=text(&asked.card) hint=w::card_hint(lang).to_owned()/>
                    <SelectField form=&form name="partner" label=w::partner(lang) options=partners(lang, base)
                        value=text(&asked.partner)/>
                    <SelectField form=&form name="from" label=w::from(lang) options=categories() value=key(asked.from)/>
                    <SelectField form=&form name="to" label=w::to(lang) options=categories() value=key(asked.to)/>
                    <TextField form=&form name="percent" label=w::percent(lang) value=percent inputmode="numeric"
                        placeholder="100".to_owned() hint=w::percent_hint(lang).to_owned()/>
                    <SelectField form=&form name="only" label=w::only(lang) options=bakeries(lang, base, pilot)
                        value=text(&asked.only)/>
                    <SelectField form=&form name="numbers" label=w::numbers(lang) options=numbers.to_vec()
                        value=asked.numbers.key().to_owned()/>
                    <TextField form=&form name="each" label=w::each(lang) value=each inputmode="decimal"
                        placeholder="0".to_owned() hint=w::each_hint(lang).to_owned()/>
                </div>
                <template data-what-if-base="" data-pilot=pilot.then_some("")>{sent}</template>
                <div class="row">
                    <button class="btn btn--primary" type="submit">{w::work_out(lang)}</button>
                    <a class="btn btn--quiet" href=reset>{w::reset(lang)}</a>
                </div>
            </form>
        </section>
    }
    .into_any()
}

/// What is reckoned with.
fn source(lang: Lang, form: &Form, found: &WhatIf, base: &Base, pilot: bool) -> AnyView {
    let months = found
        .months
        .iter()
        .map(|month| (month.to_string(), billing::month(lang, *month)))
        .collect::<Vec<_>>();
    let chosen = found
        .account
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default();
    let accounts = (found.accounts.len() > 1 && !pilot).then(|| {
        let options = found
            .accounts
            .iter()
            .map(|(id, name)| (id.to_string(), name.clone()))
            .collect::<Vec<_>>();
        view! { <SelectField form=form name="account" label=w::account(lang) options=options value=chosen/> }
    });
    view! {
        {pilot.then(|| view! { <Hidden name="pilot" value="1"/> })}
        {accounts.map(|accounts| view! { <div data-reckoned-with="">{accounts}</div> })}
        <div data-reckoned-with="">
            <SelectField form=form name="month" label=w::month(lang) options=months value=base.month.to_string()/>
        </div>
    }
    .into_any()
}

fn rules(lang: Lang, base: &Base) -> Vec<(String, String)> {
    let now = w::as_now(lang, billing::regime(lang, base.regime).0);
    let others = Regime::ALL
        .into_iter()
        .rev()
        .filter(|regime| *regime != base.regime)
        .map(|regime| {
            let (name, since) = billing::regime(lang, regime);
            (regime.id().to_owned(), format!("{name}, {since}"))
        });
    std::iter::once((String::new(), now)).chain(others).collect()
}

fn cards(lang: Lang, base: &Base) -> Vec<(String, String)> {
    let named = |offered: &Offered| {
        let from = day(lang, offered.card.effective);
        let from = match offered.card.unit {
            Unit::Message => from,
            Unit::Conversation => w::per_conversation(lang, &from),
            Unit::Notification => w::per_template(lang, &from),
        };
        if offered.converted {
            w::card_converted(lang, &from)
        } else {
            from
        }
    };
    let now = base.card.as_deref().and_then(|id| base.offered(id)).map_or_else(
        || w::as_now_alone(lang).to_owned(),
        |card| w::as_now(lang, &named(card)),
    );
    let others = base
        .cards
        .iter()
        .rev()
        .filter(|offered| !base.later.is_empty() || Some(&offered.card.id) != base.card.as_ref())
        .map(|offered| (offered.card.id.clone(), named(offered)));
    std::iter::once((String::new(), now)).chain(others).collect()
}

fn partners(lang: Lang, base: &Base) -> Vec<(String, String)> {
    let named = |id: &str| {
        if id == "meta" {
            w::directly(lang).to_owned()
        } else {
            what_if::words::partner_name(id)
        }
    };
    let own = base.partner.as_ref().map(|partner| partner.id.as_str());
    let now = match own {
        Some(id) if !id.starts_with(TERMS) => w::as_now(lang, &named(id)),
        _ => w::as_now_alone(lang).to_owned(),
    };
    let others = base
        .partners
        .iter()
        .filter(|partner| Some(partner.id.as_str()) != own)
        .map(|partner| (partner.id.clone(), named(&partner.id)));
    std::iter::once((String::new(), now)).chain(others).collect()
}

fn bakeries(lang: Lang, base: &Base, pilot: bool) -> Vec<(String, String)> {
    let mut named: Vec<(String, String)> = base
        .tenants()
        .filter_map(|tenant| {
            let name = base.names.get(&**tenant)?;
            let name = if pilot {
                what_if::words::pilot_bakery(lang, name)
            } else {
                name.clone()
            };
            Some((tenant.to_string(), name))
        })
        .collect();
    if !pilot {
        named.sort_by(|(_, a), (_, b)| a.cmp(b));
    }
    std::iter::once((String::new(), w::everybody(lang).to_owned()))
        .chain(named)
        .collect()
}
