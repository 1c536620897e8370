//! `/app/admin/whatsapp/billing/reconcile`: our month against Meta's, and
//! signing it off.

use domain::{
    billing::Month,
    ids::AccountId,
    lang::Lang,
    permission::{Permission, Scope},
};
use leptos::{prelude::*, server_fn::ServerFn};
use service::billing::{
    basis,
    close::Closed,
    reconcile::{self, Comparison, Review},
    terms::{self, BilledAccount},
};

use super::{
    address::{BILLING, month_in, to_month, today},
    estimate::estimate,
    reconcile_steps::{levels, steps},
};
use crate::{
    actions::billing::{CLOSE, CloseMonth, INVOICE, ImportInvoice, PullPricing},
    components::{
        callout::Callout,
        card::Card,
        empty::Blank,
        evidence::Evidence,
        field::TextField,
        form::{BackHere, ErrorSummary, Form, Hidden},
        format::{Times, count},
        icon::{Icon, icon},
        money::money,
        page::{PageHead, Screen, page},
        query::Query,
        status::{Tone, status},
    },
    guard::{Cx, guard},
    words::billing as w,
};

/// See the module.
#[component]
pub(crate) fn ReconcilePage() -> impl IntoView {
    page(async {
        let cx = guard(Permission::ViewBilling)?;
        let lang = cx.lang;
        let address = Query::current().only(&["month", "account"]);
        let accounts = terms::list(cx.services(), &cx.call).await?;
        let wanted = address.get("account").and_then(|id| AccountId::parse(id).ok());
        let account = match &wanted {
            Some(id) => accounts.iter().find(|account| account.id == *id),
            None => accounts.first(),
        };
        let this = today(cx.now).month();
        // The last whole month is the one that people come to compare.
        let month = month_in(&address).unwrap_or_else(|| this.previous());
        let title = w::recon_title(lang, &w::month(lang, month));
        let Some(account) = account else {
            let body = view! {
                <PageHead title=title.clone() back=(BILLING.to_owned(), w::title(lang).to_owned())/>
                <section class="card">
                    <Blank icon_name=Icon::Account title=w::no_account(lang) text=w::no_account_text(lang)/>
                </section>
            };
            return Ok(Screen::new(title, body));
        };
        let review = reconcile::compare(cx.services(), &cx.call, &account.id, month).await?;
        let mut cards = basis::cards_of(cx.services(), &cx.call, Some(month)).await?;
        cards.retain(|card| review.comparison.cards.contains(&card.id));
        let (asked, pull) = (
            pulled(lang, &review.comparison),
            may(&cx).then(|| pull_form(lang, account, month)),
        );
        let choice = choice(lang, &accounts, account, month, this);
        let forms = may(&cx).then(|| forms(lang, account, month, &review, month >= this));
        let body = view! {
            <PageHead title=title.clone() sub=w::recon_sub(lang) back=(to_month(BILLING, month, None), w::title_of(lang, &w::month(lang, month)))>
                {asked}
                {pull}
            </PageHead>
            {estimate(lang, &cards)}
            {choice}
            {signed(lang, review.closed.as_ref())}
            {comparison(lang, &review)}
            {forms}
        };
        Ok(Screen::new(title, body).topics("billing"))
    })
}

fn may(cx: &Cx) -> bool {
    cx.call.actor.may(Permission::ManageBilling, Scope::Platform)
}

fn choice(
    lang: Lang,
    accounts: &[BilledAccount],
    account: &BilledAccount,
    month: Month,
    this: Month,
) -> AnyView {
    let to = |account: &BilledAccount, month: Month| {
        Query::to(format!("{BILLING}/reconcile"))
            .with("month", Some(&month.to_string()))
            .with("account", Some(account.id.as_str()))
            .href()
    };
    let others = (accounts.len() > 1).then(|| {
        let links = accounts
            .iter()
            .map(|one| {
                let here = (one.id == account.id).then_some("page");
                view! { <a href=to(one, month) aria-current=here>{one.name.clone()}</a> }
            })
            .collect_view();
        view! { <nav class="tabs" aria-label=w::account(lang)>{links}</nav> }
    });
    let before = month.previous();
    let after = (month < this).then(|| month.next());
    view! {
        {others}
        <nav class="row row--tight" aria-label=w::month_nav(lang)>
            <a class="btn btn--sm" href=to(account, before)>{icon(Icon::Left)}{w::month(lang, before)}</a>
            {after.map(|after| view! { <a class="btn btn--sm" href=to(account, after)>{w::month(lang, after)}{icon(Icon::Right)}</a> })}
        </nav>
    }
    .into_any()
}

fn pulled(lang: Lang, comparison: &Comparison) -> Option<AnyView> {
    let (at, failed) = comparison.pulled.as_ref()?;
    let when = w::pulled_at(lang, &Times::current().moment(*at));
    Some(match failed {
        None => view! { <Evidence>{when}</Evidence> }.into_any(),
        Some(why) => {
            let text = format!("{} {why}", w::pull_failed(lang));
            view! { <Evidence stale=true>{text}</Evidence> }.into_any()
        }
    })
}

fn pull_form(lang: Lang, account: &BilledAccount, month: Month) -> AnyView {
    view! {
        <form method="post" action=PullPricing::url()>
            <Hidden name="account" value=account.id.to_string()/>
            <Hidden name="month" value=month.to_string()/>
            <BackHere/>
            <button class="btn" type="submit">{icon(Icon::Refresh)}{w::pull(lang)}</button>
        </form>
    }
    .into_any()
}

fn signed(lang: Lang, closed: Option<&Closed>) -> Option<AnyView> {
    let closed = closed?;
    let when = Times::current().moment(closed.at);
    let short: String = closed.hash.chars().take(16).collect();
    let seal = w::seal(lang, &count(lang, closed.lines), &short);
    let note = (!closed.note.is_empty()).then(|| view! { <p>{closed.note.clone()}</p> });
    let total = money(lang, closed.total);
    Some(
        view! {
            <Callout tone=Tone::Ok icon_name=Icon::Lock title=w::signed_off(lang, &closed.by, &when)>
                {note}
                <p class="sm">{total}", "{seal}</p>
            </Callout>
        }
        .into_any(),
    )
}

fn comparison(lang: Lang, review: &Review) -> AnyView {
    let found = &review.comparison;
    if found.theirs.is_none() {
        return view! {
            <section class="card">
                <Blank icon_name=Icon::Bill title=w::never_pulled(lang) text=w::never_pulled_text(lang)/>
                <p class="card__foot">{w::our_estimate(lang)}": "{money(lang, found.ours)}</p>
            </section>
        }
        .into_any();
    }
    let all = found.unexplained.micros == 0 && found.unexplained_messages == 0;
    let verdict = if all {
        status(Tone::Ok, Icon::Ok, w::explained(lang), true)
    } else {
        status(Tone::Warn, Icon::Warn, w::not_all_explained(lang), true)
    };
    let (steps, levels) = (steps(lang, found), levels(lang, found));
    view! {
        <Card id="h-steps" title=w::against_meta(lang) head=verdict flush=true>{steps}</Card>
        <div class="stack stack--2">{levels}</div>
    }
    .into_any()
}

fn forms(lang: Lang, account: &BilledAccount, month: Month, review: &Review, running: bool) -> AnyView {
    if review.closed.is_some() {
        return ().into_any();
    }
    let (invoice, close) = (Form::of(INVOICE), Form::of(CLOSE));
    let file_id = invoice.id("file");
    let file_error = invoice.error("file").map(str::to_owned);
    let invalid = file_error.as_ref().map(|_| "true");
    let which = (account.id.to_string(), month.to_string());
    let hidden = move || {
        let (account, month) = which.clone();
        view! {
            <Hidden name="account" value=account/>
            <Hidden name="month" value=month/>
            <BackHere/>
        }
    };
    let for_close = hidden.clone();
    let sign = if running {
        view! { <p class="hint">{w::still_running(lang)}</p> }.into_any()
    } else {
        view! {
            <form class="stack" method="post" action=CloseMonth::url()>
                <ErrorSummary form=&close labels=vec![("note", w::note(lang))]/>
                {for_close()}
                <p class="hint">{w::sign_off_hint(lang)}</p>
                <TextField form=&close name="note" label=w::note(lang)/>
                <div class="row"><button class="btn btn--primary" type="submit">{w::sign_off(lang)}</button></div>
            </form>
        }
        .into_any()
    };
    view! {
        <div class="cols">
            <Card id="h-invoice" title=w::import_invoice(lang)>
                <form class="stack" method="post" enctype="multipart/form-data" action=ImportInvoice::url()>
                    <ErrorSummary form=&invoice labels=vec![("file", w::invoice_file(lang))]/>
                    {hidden()}
                    <div class="field">
                        <label for=file_id.clone()>{w::invoice_file(lang)}</label>
                        <input
                            class="input input--file"
                            id=file_id
                            type="file"
                            name="file"
                            accept=".csv,text/csv"
                            required
                            aria-invalid=invalid
                        />
                        <span class="hint">{w::invoice_hint(lang)}</span>
                        {file_error
                            .map(|words| view! { <span class="error-text">{icon(Icon::Failed)}<span>{words}</span></span> })}
                    </div>
                    <div class="row"><button class="btn" type="submit">{w::import_invoice(lang)}</button></div>
                </form>
            </Card>
            <Card id="h-close" title=w::sign_off(lang)>{sign}</Card>
        </div>
    }
    .into_any()
}
