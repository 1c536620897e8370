//! What a platform would have done with the past: budgets, invoices, months
//! signed off.

use domain::{billing::Month, ids::AccountId, money};
use store::billing::analytics;

use crate::{
    Services,
    billing::{
        self,
        budgets::{self, BudgetInput},
        close,
        reconcile::{invoice, pull},
        terms::{self, TermsInput},
    },
    demo,
    error::{ServiceError, ServiceResult},
};

/// Budgets of a month: whose (the platform's has no name), how much, whether
/// sending stops there.
const BUDGETS: [(&str, &str, bool); 4] = [
    ("", "60", false),
    ("Panadería San Juan", "12", false),
    ("Panadería Goiko", "8", false),
    ("Pastelería Aroa", "5", true),
];

/// Does with the past what a platform would have done: budgets, Meta's own
/// figures, an invoice for the month before, and the oldest month signed off.
pub async fn settle(svc: &Services) -> ServiceResult<()> {
    if !svc.settings.demo {
        return Err(ServiceError::Forbidden);
    }
    let call = demo::admin(svc).await?;
    for (name, limit, hard_stop) in BUDGETS {
        let tenant = match name {
            "" => None,
            name => Some(
                demo::known(svc)
                    .await?
                    .remove(name)
                    .ok_or(ServiceError::NotFound)?,
            ),
        };
        let input = BudgetInput {
            limit: limit.to_owned(),
            currency: "EUR".to_owned(),
            thresholds: String::new(),
            hard_stop,
        };
        budgets::set(svc, &call, tenant.as_ref(), &input).await?;
    }
    for account in terms::list(svc, &call).await? {
        let zone = TermsInput {
            time_zone: account.zone.clone(),
            from: "2026-01-01".to_owned(),
            ..TermsInput::default()
        };
        terms::set(svc, &call, &account.id, &zone).await?;
        billing::follow::all(svc).await?;
        let Some(zone) = billing::calendar::zone(&account.zone) else {
            continue;
        };
        let this = zone.month(svc.clock.now());
        let last = this.previous();
        for month in [last.previous().previous(), last.previous(), last, this] {
            pull::pull(svc, &call, &account.id, month).await?;
        }
        let csv = invoice_of(svc, &account.id, last).await?;
        let file = format!("meta-invoice-{last}.csv");
        invoice::import(svc, &call, &account.id, last, &file, csv.as_bytes()).await?;
        let oldest = last.previous().previous();
        match close::close(svc, &call, &account.id, oldest, "Compared with Meta's invoice.").await {
            // Nothing was sent then, or somebody was faster: nothing to sign.
            Ok(_) | Err(ServiceError::Conflict(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// An invoice as Meta's analytics would lead to.
async fn invoice_of(svc: &Services, account: &AccountId, month: Month) -> ServiceResult<String> {
    let mut tx = svc.db.read().await?;
    let points = analytics::points(&mut tx, account.as_str(), billing::calendar::month_no(month)).await?;
    let mut csv = String::from("date,phone_number,country,category,type,volume,amount,currency\n");
    for point in points {
        let line = format!(
            "{},{},{},{},{},{},{},EUR\n",
            billing::calendar::day_of(point.day),
            point.phone,
            point.country,
            point.category,
            point.kind,
            point.volume,
            money::decimal(point.cost_micros, 2),
        );
        csv.push_str(&line);
    }
    Ok(csv)
}
