//! `/app/admin/whatsapp/billing/terms`: in which time zone accounts are billed,
//! and through which partner.

use domain::{
    billing::Partner,
    ids::AccountId,
    lang::Lang,
    money::{Currency, Money, decimal},
    permission::Permission,
};
use leptos::{prelude::*, server_fn::ServerFn};
use service::billing::terms::{self, BilledAccount, OWN};

use super::address::{BILLING, day, today};
use crate::{
    actions::billing::{SetNonprofit, SetTerms, TERMS, TERMS_PAGE},
    components::{
        card::Card,
        empty::Blank,
        field::{SelectField, TextField},
        form::{ErrorSummary, Form, Hidden},
        format::Times,
        icon::Icon,
        money::rate,
        page::{PageHead, Screen, page},
        query::Query,
        table::{Column, Table},
    },
    guard::guard,
    words::{billing, billing_terms as w},
};

/// Zones to choose from while typing; any other name of the database is taken too.
const ZONES: [&str; 30] = [
    "Europe/Madrid",
    "Atlantic/Canary",
    "Europe/Lisbon",
    "Atlantic/Azores",
    "Europe/Andorra",
    "Europe/Paris",
    "Europe/London",
    "Europe/Dublin",
    "Europe/Berlin",
    "Europe/Rome",
    "Europe/Amsterdam",
    "Europe/Brussels",
    "Europe/Zurich",
    "Europe/Athens",
    "Europe/Istanbul",
    "Africa/Casablanca",
    "America/Mexico_City",
    "America/Bogota",
    "America/Lima",
    "America/Santiago",
    "America/Argentina/Buenos_Aires",
    "America/Montevideo",
    "America/Caracas",
    "America/Sao_Paulo",
    "America/New_York",
    "America/Chicago",
    "America/Los_Angeles",
    "Asia/Dubai",
    "Asia/Kolkata",
    "UTC",
];
/// Id of the list of zones.
const LIST: &str = "time-zones";

/// See the module.
#[component]
pub(crate) fn TermsPage() -> impl IntoView {
    page(async {
        let cx = guard(Permission::ManageBilling)?;
        let lang = cx.lang;
        let accounts = terms::list(cx.services(), &cx.call).await?;
        let wanted = Query::current()
            .get("account")
            .and_then(|id| AccountId::parse(id).ok());
        let chosen = accounts
            .iter()
            .find(|account| wanted.as_ref() == Some(&account.id))
            .or_else(|| accounts.first());
        let first = today(cx.now).to_string();
        let (listed, form, kind, history) = (
            table(lang, &accounts),
            chosen.map(|account| editor(lang, account, first)),
            chosen.map(|account| kind(lang, account)),
            chosen.and_then(|account| history(lang, account)),
        );
        let body = view! {
            <PageHead title=w::title(lang) sub=w::sub(lang) back=(BILLING.to_owned(), billing::title(lang).to_owned())/>
            <section class="card" aria-label=w::title(lang)>{listed}</section>
            {form}
            {kind}
            {history}
        };
        Ok(Screen::new(w::title(lang), body).topics("billing accounts"))
    })
}

fn table(lang: Lang, accounts: &[BilledAccount]) -> AnyView {
    if accounts.is_empty() {
        return view! {
            <Blank icon_name=Icon::Account title=billing::no_account(lang) text=billing::no_account_text(lang)/>
        }
        .into_any();
    }
    let columns = vec![
        Column::new(w::account(lang)),
        Column::new(w::currency(lang)),
        Column::new(w::time_zone(lang)),
        Column::new(w::partner(lang)),
        Column::new(w::since(lang)),
        Column::hidden(w::change(lang)),
    ];
    let rows = accounts.iter().map(|account| row(lang, account)).collect_view();
    view! { <Table caption=w::title(lang) columns=columns>{rows}</Table> }.into_any()
}

fn row(lang: Lang, account: &BilledAccount) -> AnyView {
    let href = Query::to(TERMS_PAGE)
        .with("account", Some(account.id.as_str()))
        .href();
    let currency = account
        .currency
        .map_or_else(|| w::no_currency(lang).to_owned(), |code| code.to_string());
    let assumed = account
        .zone_assumed
        .then(|| view! { <small>{w::assumed(lang)}</small> });
    let number = account
        .timezone_id
        .as_deref()
        .map(|id| view! { <small>{w::metas_number(lang, id)}</small> });
    let since = account
        .since
        .map_or_else(|| w::never(lang).to_owned(), |since| day(lang, since));
    view! {
        <tr role="row">
            <th role="rowheader" scope="row" class="lead">
                {account.name.clone()}
                <small class="mono">{account.waba_id.clone()}</small>
            </th>
            <td role="cell" data-label=w::currency(lang)>{currency}</td>
            <td role="cell" data-label=w::time_zone(lang)>{account.zone.clone()}{assumed}{number}</td>
            <td role="cell" class="wide" data-label=w::partner(lang)>{partner(lang, account.partner.as_ref(), account.currency)}</td>
            <td role="cell" data-label=w::since(lang)>{since}</td>
            <td role="cell" class="n act">
                <a class="btn btn--quiet btn--sm" href=format!("{href}#h-terms") aria-label=w::change_of(lang, &account.name)>
                    {w::change(lang)}
                </a>
            </td>
        </tr>
    }
    .into_any()
}

fn editor(lang: Lang, account: &BilledAccount, first_day: String) -> AnyView {
    let form = Form::of(TERMS);
    let known = terms::partners();
    let now = account.partner.as_ref();
    // Figures are only shown where somebody entered them.
    let entered = now.filter(|partner| !known.contains(partner));
    let chosen = match (now, entered) {
        (None, _) => "meta".to_owned(),
        (Some(partner), None) => partner.id.clone(),
        (Some(partner), Some(_)) if known.iter().any(|one| one.id == partner.id) => partner.id.clone(),
        (Some(_), Some(_)) => OWN.to_owned(),
    };
    let mut options = vec![("meta".to_owned(), w::directly(lang).to_owned())];
    options.extend(
        known
            .iter()
            .filter(|one| one.id != "meta")
            .map(|one| (one.id.clone(), partner(lang, Some(one), account.currency))),
    );
    options.push((OWN.to_owned(), w::own(lang).to_owned()));
    let figure = |micros: Option<i64>| {
        micros
            .filter(|micros| *micros != 0)
            .map_or_else(String::new, |micros| decimal(micros, 0))
    };
    // 20 % is 200,000 millionths of the whole.
    let markup = figure(entered.map(|partner| partner.markup_ppm.saturating_mul(100)));
    let per_message = figure(entered.map(|partner| partner.per_message_micros));
    let fee_currency = entered
        .and_then(|partner| partner.currency)
        .map_or_else(String::new, |code| code.to_string());
    let zones = ZONES
        .into_iter()
        .map(|zone| view! { <option value=zone></option> })
        .collect_view();
    // What a component shows has to be its own.
    let (id, zone, title) = (
        account.id.to_string(),
        account.zone.clone(),
        w::change_of(lang, &account.name),
    );
    view! {
        <Card id="h-terms" title=title>
            <form class="stack form" method="post" action=SetTerms::url()>
                <ErrorSummary
                    form=&form
                    labels=vec![
                        ("time_zone", w::time_zone(lang)),
                        ("partner", w::partner(lang)),
                        ("markup_percent", w::markup(lang)),
                        ("per_message", w::per_message(lang)),
                        ("fee_currency", w::fee_currency(lang)),
                        ("from", w::from(lang)),
                    ]
                />
                <Hidden name="account" value=id/>
                <TextField form=&form name="time_zone" label=w::time_zone(lang) value=zone hint=w::time_zone_hint(lang) list=LIST required=true/>
                <datalist id=LIST>{zones}</datalist>
                <SelectField form=&form name="partner" label=w::partner(lang) options=options value=chosen/>
                <TextField form=&form name="markup_percent" label=w::markup(lang) value=markup inputmode="decimal"/>
                <TextField form=&form name="per_message" label=w::per_message(lang) value=per_message hint=w::per_message_hint(lang) inputmode="decimal"/>
                <TextField form=&form name="fee_currency" label=w::fee_currency(lang) value=fee_currency hint=w::fee_currency_hint(lang)/>
                <TextField form=&form name="from" label=w::from(lang) value=first_day hint=w::from_hint(lang) kind="date"/>
                <div class="row"><button class="btn btn--primary" type="submit">{w::save(lang)}</button></div>
            </form>
        </Card>
    }
    .into_any()
}

/// What else prices of the account depend on.
fn kind(lang: Lang, account: &BilledAccount) -> AnyView {
    let since = match account.international_since {
        Some(at) => w::international_since(lang, &Times::current().moment(at)),
        None => w::international_not(lang).to_owned(),
    };
    let (id, nonprofit) = (account.id.to_string(), account.nonprofit);
    view! {
        <Card id="h-kind" title=w::kind(lang)>
            <p>{since}</p>
            <form class="stack" method="post" action=SetNonprofit::url()>
                <Hidden name="account" value=id/>
                <label class="radio"><input type="checkbox" name="nonprofit" value="1" checked=nonprofit/><span>{w::nonprofit(lang)}</span></label>
                <div class="row"><button class="btn" type="submit">{w::save(lang)}</button></div>
            </form>
        </Card>
    }
    .into_any()
}

/// Everything that was said, the latest day first.
fn history(lang: Lang, account: &BilledAccount) -> Option<AnyView> {
    let times = Times::current();
    let lines = account
        .said
        .iter()
        .rev()
        .map(|said| {
            let from = w::from_day(lang, &day(lang, said.from));
            let who = w::said(lang, &said.by.0, &times.moment(said.by.1));
            view! {
                <div>
                    <dt>{from}</dt>
                    <dd>
                        {said.zone.clone()}", "{partner(lang, said.partner.as_ref(), account.currency)}
                        <small class="soft">" "{who}</small>
                    </dd>
                </div>
            }
        })
        .collect_view();
    (!account.said.is_empty()).then(|| {
        view! { <Card id="h-said" title=w::history(lang)><dl class="facts">{lines}</dl></Card> }.into_any()
    })
}

/// A partner with what it takes.
fn partner(lang: Lang, partner: Option<&Partner>, account: Option<Currency>) -> String {
    let Some(partner) = partner else {
        return w::directly(lang).to_owned();
    };
    let name = if partner.id == OWN {
        w::own_name(lang).to_owned()
    } else {
        what_if::words::partner_name(&partner.id)
    };
    if !partner.known {
        return w::not_public(lang, &name);
    }
    let money = |micros: i64| match partner.currency.or(account) {
        Some(currency) => rate(lang, Money::of(micros, currency)),
        None => decimal(micros, 2),
    };
    let mut fees: Vec<String> = Vec::new();
    let mut add = |micros: i64, words: fn(Lang, &str) -> String| {
        if micros != 0 {
            fees.push(words(lang, &money(micros)));
        }
    };
    add(partner.per_message_micros, w::each_message);
    add(partner.per_inbound_micros, w::each_answer);
    add(partner.per_failed_micros, w::each_failure);
    add(partner.per_number_month_micros, w::each_number);
    if partner.markup_ppm != 0 {
        fees.push(w::share(
            lang,
            &decimal(partner.markup_ppm.saturating_mul(100), 0),
        ));
    }
    if fees.is_empty() {
        fees.push(w::no_fee(lang).to_owned());
    }
    w::known(lang, &name, &fees.join(", "))
}
