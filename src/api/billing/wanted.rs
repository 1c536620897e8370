//! Which month, whose, and which lines of it a program asks about.

use axum::{extract::FromRequestParts, http::request::Parts};
use domain::{
    billing::{Day, Month},
    ids::TenantId,
};
use service::billing::{lines::LineQuery, statement::StatementQuery};

use crate::http::problem::Problem;

/// What is asked about.
#[derive(Debug, Default)]
pub(in crate::api) struct Wanted {
    month: Option<Month>,
    tenant: Option<TenantId>,
    category: String,
    reason: String,
    market: String,
    template: String,
    number: String,
    day: Option<Day>,
    corrections: bool,
    unpriced: bool,
}

impl<S: Send + Sync> FromRequestParts<S> for Wanted {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        let mut wanted = Self::default();
        for (key, value) in url::form_urlencoded::parse(query.as_bytes()) {
            let bad = |words: &str| Problem::field(&key, "invalid", words.to_owned());
            let flag = || match value.as_ref() {
                "true" => Some(true),
                "false" => Some(false),
                _ => None,
            };
            match key.as_ref() {
                "month" => {
                    wanted.month =
                        Some(Month::parse(&value).map_err(|_| bad("month is a month such as 2026-10."))?);
                }
                "tenant_id" => {
                    wanted.tenant = Some(TenantId::parse(&value).map_err(|_| bad("tenant_id is a UUID."))?);
                }
                "day" => {
                    wanted.day =
                        Some(Day::parse(&value).map_err(|_| bad("day is a day such as 2026-10-01."))?);
                }
                "corrections" => {
                    wanted.corrections = flag().ok_or_else(|| bad("corrections is true or false."))?;
                }
                "unpriced" => {
                    wanted.unpriced = flag().ok_or_else(|| bad("unpriced is true or false."))?;
                }
                "market" => wanted.market = value.into_owned(),
                "template" => wanted.template = value.into_owned(),
                "phone_number_id" => wanted.number = value.into_owned(),
                "category" => wanted.category = value.into_owned(),
                "reason" => wanted.reason = value.into_owned(),
                _ => {}
            }
        }
        Ok(wanted)
    }
}

impl Wanted {
    pub(super) fn statement(&self) -> StatementQuery {
        StatementQuery {
            month: self.month,
            tenant: self.tenant.clone(),
        }
    }

    pub(super) fn lines(self) -> LineQuery {
        LineQuery {
            month: self.month,
            tenant: self.tenant,
            category: self.category,
            reason: self.reason,
            market: self.market,
            template: self.template,
            number: self.number,
            day: self.day,
            corrections: self.corrections,
            unpriced: self.unpriced,
            ..LineQuery::default()
        }
    }
}
