//! `/app/admin/whatsapp/billing/budgets`: what a month may cost.

use domain::{
    ids::TenantId,
    lang::Lang,
    money::{Money, decimal},
    permission::{Permission, Scope},
};
use leptos::{prelude::*, server_fn::ServerFn};
use service::{
    billing::{
        basis,
        budgets::{self, BudgetState, THRESHOLDS},
    },
    tenants::choose,
};

use super::{address::BILLING, estimate::estimate};
use crate::{
    actions::billing::{BUDGET, ClearBudget, SetBudget},
    components::{
        card::Card,
        empty::Blank,
        field::TextField,
        form::{BackHere, ErrorSummary, Form, Hidden},
        icon::Icon,
        money::{amounts, money},
        page::{PageHead, Screen, page},
        query::Query,
        status::{Tone, status},
        table::{Column, Table},
    },
    guard::guard,
    pages::choose::{OneBakery, by_name},
    words::{billing as w, billing_terms},
};

/// See the module.
#[component]
pub(crate) fn BudgetsPage() -> impl IntoView {
    page(async {
        let cx = guard(Permission::ViewBilling)?;
        let lang = cx.lang;
        let found = budgets::list(cx.services(), &cx.call).await?;
        let cards = basis::cards_of(cx.services(), &cx.call, None).await?;
        let may = cx.call.actor.may(Permission::ManageBilling, Scope::Platform);
        let form = if may {
            let choices = choose::choices(cx.services(), &cx.call).await?;
            // Whose budget is changed: as a row's link says, else the platform's.
            let bakery = Query::current().get("bakery").unwrap_or_default().to_owned();
            let whose = OneBakery {
                name: "tenant",
                label: w::whose(lang).to_owned(),
                options: by_name(&choices),
                empty: w::platform_budget(lang),
                chosen: bakery.clone(),
                required: false,
                hint: None,
            };
            Some(editor(lang, whose, &bakery, &found))
        } else {
            None
        };
        let body = view! {
            <PageHead title=w::budgets_title(lang) sub=w::budgets_sub(lang) back=(BILLING.to_owned(), w::title(lang).to_owned())/>
            {estimate(lang, &cards)}
            <section class="card" aria-label=w::budgets_title(lang)>{table(lang, &found, may)}</section>
            {form}
        };
        Ok(Screen::new(w::budgets_title(lang), body).topics("billing"))
    })
}

fn table(lang: Lang, found: &[BudgetState], may: bool) -> AnyView {
    if found.is_empty() {
        return view! { <Blank icon_name=Icon::Euro title=w::no_budgets(lang) text=w::no_budgets_text(lang)/> }.into_any();
    }
    let columns = vec![
        Column::new(w::whose(lang)),
        Column::figures(w::limit(lang)),
        Column::figures(w::spent(lang)),
        Column::new(w::state(lang)),
        Column::new(w::thresholds(lang)),
        Column::hidden(w::remove(lang)),
    ];
    let rows = found.iter().map(|budget| row(lang, budget, may)).collect_view();
    view! { <Table caption=w::budgets_title(lang) columns=columns>{rows}</Table> }.into_any()
}

fn row(lang: Lang, budget: &BudgetState, may: bool) -> AnyView {
    let name = if budget.tenant.is_none() {
        w::platform_budget(lang).to_owned()
    } else {
        budget.name.clone()
    };
    let spent = w::budget_spent(lang, &budget.percent.to_string());
    let tone = match budget.passed() {
        _ if budget.stops() => Tone::Bad,
        Some(_) => Tone::Warn,
        None => Tone::Ok,
    };
    let stops = budget
        .hard_stop
        .then(|| view! { <small>{w::budget_stops(lang)}</small> });
    let elsewhere = (!budget.not_counted.is_zero()).then(|| {
        let text = w::not_counted(lang, &amounts(lang, &budget.not_counted, budget.limit.currency));
        view! { <small>{text}</small> }
    });
    let thresholds = budget
        .thresholds
        .iter()
        .map(|percent| format!("{percent} %"))
        .collect::<Vec<_>>()
        .join(", ");
    let tenant = budget
        .tenant
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default();
    let lead = if may {
        let href = Query::to(format!("{BILLING}/budgets"))
            .with("bakery", Some(&tenant))
            .href();
        let label = billing_terms::change_of(lang, &name);
        view! { <a href=format!("{href}#h-set") aria-label=label>{name.clone()}</a> }.into_any()
    } else {
        name.clone().into_any()
    };
    let remove = may.then(|| {
        view! {
            <form method="post" action=ClearBudget::url()>
                <Hidden name="tenant" value=tenant/>
                <BackHere/>
                <button class="btn btn--quiet btn--sm" type="submit" aria-label=format!("{}: {name}", w::remove(lang))>{w::remove(lang)}</button>
            </form>
        }
    });
    view! {
        <tr role="row">
            <th role="rowheader" scope="row" class="lead">{lead}</th>
            <td role="cell" class="n" data-label=w::limit(lang)>{money(lang, budget.limit)}{stops}</td>
            <td role="cell" class="n" data-label=w::spent(lang)>{money(lang, budget.spent)}{elsewhere}</td>
            <td role="cell" class="corner" data-label=w::state(lang)>{status(tone, tone.icon(), spent, false)}</td>
            <td role="cell" data-label=w::thresholds(lang)>{thresholds}</td>
            <td role="cell" class="n act">{remove}</td>
        </tr>
    }
    .into_any()
}

/// The form, filled in with what is in force: whoever only looks and saves changes nothing.
fn editor(lang: Lang, whose: OneBakery, bakery: &str, found: &[BudgetState]) -> AnyView {
    let form = Form::of(BUDGET);
    let current = found
        .iter()
        .find(|budget| budget.tenant.as_ref().map_or("", TenantId::as_str) == bakery);
    let currency = current
        .or(found.first())
        .map_or_else(|| "EUR".to_owned(), |budget| budget.limit.currency.to_string());
    let limit = current.map_or_else(String::new, |budget| typed(lang, budget.limit));
    let thresholds = current.map_or_else(
        || THRESHOLDS.map(|percent| percent.to_string()).join(", "),
        |budget| {
            let all: Vec<String> = budget.thresholds.iter().map(ToString::to_string).collect();
            all.join(", ")
        },
    );
    // A box that was left empty comes back as an empty text, one that nobody has seen yet as nothing.
    let stop = form.typed("hard_stop").map_or_else(
        || current.is_some_and(|budget| budget.hard_stop),
        |typed| typed == "1",
    );
    view! {
        <Card id="h-set" title=w::set_one(lang)>
            <form class="stack" method="post" action=SetBudget::url()>
                <ErrorSummary
                    form=&form
                    labels=vec![("tenant", w::whose(lang)), ("limit", w::limit(lang)), ("currency", w::currency(lang)), ("thresholds", w::thresholds(lang))]
                />
                <BackHere/>
                {whose.view(lang, &form)}
                <TextField form=&form name="limit" label=w::limit(lang) value=limit hint=w::limit_hint(lang) inputmode="decimal" required=true/>
                <TextField form=&form name="currency" label=w::currency(lang) value=currency hint=w::budget_currency_hint(lang) required=true/>
                <TextField form=&form name="thresholds" label=w::thresholds(lang) value=thresholds/>
                <label class="radio"><input type="checkbox" name="hard_stop" value="1" checked=stop/><span>{w::hard_stop(lang)}</span></label>
                <div class="row"><button class="btn btn--primary" type="submit">{w::save(lang)}</button></div>
            </form>
        </Card>
    }
    .into_any()
}

/// An amount as it would be typed.
fn typed(lang: Lang, amount: Money) -> String {
    let plain = decimal(amount.micros, 2);
    match lang {
        Lang::En => plain,
        Lang::Es => plain.replace('.', ","),
    }
}
