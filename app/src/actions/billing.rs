//! Budgets, rate cards, and the comparison with Meta.

use domain::{
    billing::Month,
    ids::{AccountId, TenantId},
    permission::Permission,
};
use leptos::prelude::*;
use service::{
    FieldError, Problem, ServiceError, ServiceResult,
    billing::{
        budgets::{self, BudgetInput},
        cards, close,
        reconcile::{invoice, pull},
        terms::{self, TermsInput},
    },
    tenants::choose,
};

use super::upload::{Upload, Uploaded, takes_a_file};
use crate::{
    components::format::count,
    error::AppError,
    flash::{done, refused, refused_button},
    guard::{Cx, guard},
    words::{billing as w, billing_terms as words},
};

/// Name of the form that sets a budget.
pub(crate) const BUDGET: &str = "budget";
/// Name of the form that withdraws a rate card.
pub(crate) const WITHDRAW: &str = "withdraw-card";
/// Name of the form that imports an invoice.
pub(crate) const INVOICE: &str = "invoice";
/// Name of the form that signs a month off.
pub(crate) const CLOSE: &str = "close-month";
/// Name of the form that says how an account is billed.
pub(crate) const TERMS: &str = "terms";
/// Where that form stands.
pub(crate) const TERMS_PAGE: &str = "/app/admin/whatsapp/billing/terms";
/// Where people end up when a form does not say.
const BILLING: &str = "/app/admin/whatsapp/billing";

/// Sets a budget; of the platform when no bakery is named.
#[server(prefix = "/do", endpoint = "set-budget")]
pub(crate) async fn set_budget(
    #[server(default)] tenant: String,
    #[server(default)] limit: String,
    #[server(default)] currency: String,
    #[server(default)] thresholds: String,
    #[server(default)] hard_stop: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::ManageBilling)?;
    let back = or_billing(&back);
    let input = BudgetInput {
        limit: limit.clone(),
        currency: currency.clone(),
        thresholds: thresholds.clone(),
        hard_stop: hard_stop == "1",
    };
    match set_one(&cx, &tenant, &input).await {
        Ok(()) => done(&cx.request, w::budget_saved(cx.lang), back).await,
        Err(error) => {
            let values = [
                ("tenant", tenant.as_str()),
                ("limit", &limit),
                ("currency", &currency),
                ("thresholds", &thresholds),
                ("hard_stop", &hard_stop),
            ];
            refused(&cx.request, BUDGET, &values, &error, back).await
        }
    }
}

async fn set_one(cx: &Cx, tenant: &str, input: &BudgetInput) -> ServiceResult<()> {
    let whose = choose::named_or_none(cx.services(), &cx.call, "tenant", tenant).await?;
    budgets::set(cx.services(), &cx.call, whose.as_ref(), input).await
}

/// Takes a budget away.
#[server(prefix = "/do", endpoint = "clear-budget")]
pub(crate) async fn clear_budget(
    #[server(default)] tenant: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::ManageBilling)?;
    let back = or_billing(&back);
    let whose = whose(&tenant)?;
    match budgets::clear(cx.services(), &cx.call, whose.as_ref()).await {
        Ok(()) => done(&cx.request, w::budget_removed(cx.lang), back).await,
        Err(error) => refused_button(&cx.request, &error, back).await,
    }
}

/// Withdraws an imported rate card that is wrong.
#[server(prefix = "/do", endpoint = "withdraw-card")]
pub(crate) async fn withdraw_card(
    #[server(default)] card: String,
    #[server(default)] why: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::ManageBilling)?;
    let back = or_billing(&back);
    match cards::withdraw(cx.services(), &cx.call, &card, &why).await {
        Ok(()) => done(&cx.request, w::withdrawn_done(cx.lang), back).await,
        Err(error) => refused(&cx.request, WITHDRAW, &[("why", &why)], &error, back).await,
    }
}

/// Says how an account is billed: its time zone, and who carries its messages.
#[server(prefix = "/do", endpoint = "set-terms")]
pub(crate) async fn set_terms(
    #[server(default)] account: String,
    #[server(default)] time_zone: String,
    #[server(default)] partner: String,
    #[server(default)] markup_percent: String,
    #[server(default)] per_message: String,
    #[server(default)] fee_currency: String,
    #[server(default)] from: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::ManageBilling)?;
    let id = AccountId::parse(&account).map_err(|_| AppError::from_service(&ServiceError::NotFound))?;
    let back = format!("{TERMS_PAGE}?account={id}");
    let input = TermsInput {
        time_zone,
        partner,
        markup_percent,
        per_message,
        fee_currency,
        from,
    };
    match terms::set(cx.services(), &cx.call, &id, &input).await {
        Ok(()) => done(&cx.request, words::saved(cx.lang), &back).await,
        Err(error) => {
            let values = [
                ("time_zone", input.time_zone.as_str()),
                ("partner", &input.partner),
                ("markup_percent", &input.markup_percent),
                ("per_message", &input.per_message),
                ("fee_currency", &input.fee_currency),
                ("from", &input.from),
            ];
            refused(&cx.request, TERMS, &values, &error, &back).await
        }
    }
}

/// Says whether an account is of a government or a non-profit organisation.
#[server(prefix = "/do", endpoint = "set-nonprofit")]
pub(crate) async fn set_nonprofit(
    #[server(default)] account: String,
    #[server(default)] nonprofit: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::ManageBilling)?;
    let id = AccountId::parse(&account).map_err(|_| AppError::from_service(&ServiceError::NotFound))?;
    let back = format!("{TERMS_PAGE}?account={id}");
    match terms::set_nonprofit(cx.services(), &cx.call, &id, nonprofit == "1").await {
        Ok(()) => done(&cx.request, words::saved(cx.lang), &back).await,
        Err(error) => refused_button(&cx.request, &error, &back).await,
    }
}

/// Asks Meta what it charged in a month.
#[server(prefix = "/do", endpoint = "pull-pricing")]
pub(crate) async fn pull_pricing(
    #[server(default)] account: String,
    #[server(default)] month: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::ManageBilling)?;
    let back = or_billing(&back);
    let (account, month) = of(&account, &month)?;
    match pull::pull(cx.services(), &cx.call, &account, month).await {
        Ok(figures) => {
            let text = w::pulled(cx.lang, &count(cx.lang, figures));
            done(&cx.request, text, back).await
        }
        Err(error) => refused_button(&cx.request, &error, back).await,
    }
}

/// Signs a month off.
#[server(prefix = "/do", endpoint = "close-month")]
pub(crate) async fn close_month(
    #[server(default)] account: String,
    #[server(default)] month: String,
    #[server(default)] note: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::ManageBilling)?;
    let back = or_billing(&back);
    let (account, month) = of(&account, &month)?;
    match close::close(cx.services(), &cx.call, &account, month, &note).await {
        Ok(_) => done(&cx.request, w::signed_off_done(cx.lang), back).await,
        Err(error) => refused(&cx.request, CLOSE, &[("note", &note)], &error, back).await,
    }
}

/// Imports an invoice of Meta's.
#[server(prefix = "/do", endpoint = "import-invoice", input = Upload, input_derive = (Clone,))]
pub(crate) async fn import_invoice(upload: Uploaded) -> Result<(), AppError> {
    let cx = guard(Permission::ManageBilling)?;
    let back = or_billing(upload.field("back")).to_owned();
    let (account, month) = of(upload.field("account"), upload.field("month"))?;
    if upload.broken || upload.is_empty() {
        let error = FieldError::only("file", Problem::Required);
        return refused(&cx.request, INVOICE, &[], &error, &back).await;
    }
    let read = invoice::import(
        cx.services(),
        &cx.call,
        &account,
        month,
        "invoice.csv",
        &upload.bytes,
    )
    .await;
    match read {
        Ok(_) => done(&cx.request, w::invoice_done(cx.lang), &back).await,
        Err(error) => refused(&cx.request, INVOICE, &[], &error, &back).await,
    }
}

takes_a_file!(ImportInvoice);

fn or_billing(back: &str) -> &str {
    if back.is_empty() { BILLING } else { back }
}

/// The bakery that is named; `None` when none is.
fn whose(tenant: &str) -> Result<Option<TenantId>, AppError> {
    if tenant.is_empty() {
        return Ok(None);
    }
    TenantId::parse(tenant)
        .map(Some)
        .map_err(|_| AppError::from_service(&ServiceError::NotFound))
}

/// An account and a month that exist by their form.
fn of(account: &str, month: &str) -> Result<(AccountId, Month), AppError> {
    let account = AccountId::parse(account).map_err(|_| AppError::from_service(&ServiceError::NotFound))?;
    let month = Month::parse(month).map_err(|_| AppError::from_service(&ServiceError::NotFound))?;
    Ok((account, month))
}
