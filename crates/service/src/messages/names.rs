//! Names behind the short ids of bakeries and numbers.

use domain::ids::{NumberId, TenantId};
use store::{
    Tx,
    messages::{log::Reach, people},
};

use crate::{error::ServiceResult, stored};

/// Bakeries and numbers that have messages.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    /// Short id, id and name, by name.
    pub(super) tenants: Vec<(i64, TenantId, String)>,
    /// By number.
    pub(super) numbers: Vec<NumberName>,
}

/// A number of ours.
#[derive(Debug, Clone)]
pub(super) struct NumberName {
    /// Short id.
    pub(super) no: i64,
    /// Our id.
    pub(super) id: NumberId,
    /// For people.
    pub(super) display: String,
    /// Meta's id.
    pub(super) phone_number_id: Option<String>,
}

impl Names {
    /// Those within reach. Numbers are the platform's own; a bakery's messages
    /// name only those that served it.
    pub(super) async fn load(tx: &mut Tx, reach: Reach) -> ServiceResult<Self> {
        let tenants = people::tenants(tx, reach).await?;
        let numbers = people::numbers(tx).await?;
        Ok(Self {
            tenants: tenants
                .into_iter()
                .map(|row| Ok((row.no, stored::id(row.id)?, row.name)))
                .collect::<ServiceResult<_>>()?,
            numbers: numbers
                .into_iter()
                .map(|row| {
                    Ok(NumberName {
                        no: row.no,
                        id: stored::id(row.id)?,
                        display: stored::display(row.e164.as_deref(), &row.name),
                        phone_number_id: row.phone_number_id,
                    })
                })
                .collect::<ServiceResult<_>>()?,
        })
    }

    pub(super) fn tenant(&self, no: i64) -> Option<(TenantId, String)> {
        self.tenants
            .iter()
            .find(|(each, _, _)| *each == no)
            .map(|(_, id, name)| (id.clone(), name.clone()))
    }

    pub(super) fn number(&self, no: i64) -> Option<&NumberName> {
        self.numbers.iter().find(|each| each.no == no)
    }
}
