//! `/app/admin/whatsapp/billing`: a month of everybody, or of one bakery.

use domain::permission::{Permission, Scope};
use leptos::prelude::*;
use service::{billing::statement, tenants::list};

use super::{
    address::{BILLING, month_nav, statement_query},
    allowances::allowances,
    bakeries::bakeries,
    basis::basis,
    chart::{chart, legend},
    estimate::estimate,
    figures::{figure, figures},
    items::items,
    rules::rules,
};
use crate::{
    actions::billing::TERMS_PAGE,
    components::{
        callout::Callout,
        card::Card,
        evidence::Evidence,
        format::{Times, count},
        icon::{Icon, icon},
        page::{PageHead, Screen, page},
        query::Query,
        status::Tone,
    },
    guard::guard,
    words::billing as w,
};

/// See the module.
#[component]
pub(crate) fn BillingPage() -> impl IntoView {
    page(async {
        let cx = guard(Permission::ViewBilling)?;
        let lang = cx.lang;
        let times = Times::current();
        let address = Query::current().only(&["month", "bakery"]);
        let query = statement_query(&address);
        let found = statement::get(cx.services(), &cx.call, &query).await?;
        let tenant = query.tenant.clone();
        let bakery = tenant.as_ref();
        let name = bakery.and_then(|id| {
            let part = found.tenants.iter().find(|part| part.tenant.as_ref() == Some(id));
            part.map(|part| part.name.clone())
        });
        // A bakery that sent nothing is no part of the month, and has its name all the same.
        let name = match (name, bakery) {
            (None, Some(id)) => Some(list::get(cx.services(), &cx.call, id).await?.row.name),
            (name, _) => name,
        };
        let month = w::month(lang, found.month);
        let title = match &name {
            Some(name) => format!("{name}, {month}"),
            None => w::title_of(lang, &month),
        };
        let back = bakery.map(|_| {
            (
                super::address::to_month(BILLING, found.month, None),
                w::title_of(lang, &month),
            )
        });
        let zone = if found.basis.zone_assumed {
            format!("{} ({})", found.basis.zone, w::zone_assumed(lang))
        } else {
            found.basis.zone.clone()
        };
        let with = |path: &str| {
            Query::to(format!("{BILLING}{path}"))
                .with("month", Some(&found.month.to_string()))
                .with("bakery", bakery.map(domain::ids::TenantId::as_str))
                .href()
        };
        let nav = month_nav(lang, BILLING, &found, bakery);
        let counted = w::counted(lang, &times.moment(found.basis.counted_at));
        let links = view! {
            <Evidence>{counted}</Evidence>
            <a class="btn btn--quiet" href=with("/statement.csv")>{w::csv_statement(lang)}</a>
            <a class="btn" href=with("/lines.csv")>{icon(Icon::Download)}{w::csv_lines(lang)}</a>
        };
        let sub = w::sub(lang, &zone);
        let head = match back {
            Some(back) => {
                view! { <PageHead title=title.clone() sub=sub beside=nav back=back>{links}</PageHead> }
                    .into_any()
            }
            None => view! { <PageHead title=title.clone() sub=sub beside=nav>{links}</PageHead> }.into_any(),
        };
        let may = cx.call.actor.may(Permission::ManageBilling, Scope::Platform);
        let places = bakery.is_none().then(|| {
            view! {
                <nav class="row" aria-label=w::title(lang)>
                    <a class="btn btn--sm" href=with("/budgets")>{w::budgets(lang)}</a>
                    <a class="btn btn--sm" href=with("/reconcile")>{w::against_meta(lang)}</a>
                    <a class="btn btn--sm" href=with("/what-if")>{w::what_if(lang)}</a>
                    <a class="btn btn--sm" href=format!("{BILLING}/cards")>{w::rate_cards(lang)}</a>
                    {may.then(|| view! { <a class="btn btn--sm" href=TERMS_PAGE>{w::terms(lang)}</a> })}
                </nav>
            }
        });
        let unpriced = (found.figures.unpriced > 0).then(|| {
            let href = format!("{}&unpriced=1", with("/lines"));
            let text = w::unpriced(lang, &figure(lang, found.figures.unpriced));
            view! {
                <Callout tone=Tone::Warn>
                    <p>{text}" "<a href=href>{w::unpriced_see(lang)}</a></p>
                </Callout>
            }
        });
        let waiting = (found.basis.waiting > 0)
            .then(|| view! { <p class="hint">{w::waiting(lang, &count(lang, found.basis.waiting))}</p> });
        let by_bakery = bakery.is_none().then(|| {
            let rows = bakeries(lang, &found);
            let note = view! { <span class="soft sm">{w::by_bakery_note(lang)}</span> }.into_any();
            view! {
                <Card id="h-bakeries" title=w::by_bakery(lang) head=note flush=true>{rows}</Card>
            }
        });
        let (drawing, parts, rests_on) = (
            chart(lang, &found),
            items(lang, &found, bakery),
            basis(lang, &found, true),
        );
        let body = view! {
            {head}
            {estimate(lang, &found.basis.cards)}
            {places}
            {waiting}
            {unpriced}
            {figures(lang, &found)}
            {rules(lang, &found)}
            <Card id="h-chart" title=w::cost_per_day(lang) head=legend(lang, &found)>{drawing}</Card>
            {by_bakery}
            <Card id="h-items" title=w::made_of(lang) flush=true>{parts}</Card>
            {allowances(lang, &found.allowances)}
            <Card id="h-basis" title=w::basis(lang)>{rests_on}</Card>
        };
        Ok(Screen::new(title, body).topics("billing"))
    })
}
