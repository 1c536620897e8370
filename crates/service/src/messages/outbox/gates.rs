//! The gates that concern everything in a lane, asked before anything is taken
//! out of it. What waits behind a closed one stays there untouched: handed to
//! Meta it would be refused for good.

use std::collections::HashMap;

use domain::{health::Health, message::gate, number::NumberStatus};
use store::{Tx, accounts, outbox::Lane};

use crate::{accounts::save::read_json, error::ServiceResult};

/// What a sender knows about the health of accounts: lanes are looked at many
/// times a second, and Meta's answers are long and rarely change.
#[derive(Debug, Default)]
pub(super) struct Gates {
    /// When Meta was asked, and whether its answer stops everything.
    health: HashMap<String, (Option<i64>, bool)>,
}

impl Gates {
    /// Whether number and account let messages pass, by the same judgement as
    /// when a message is accepted.
    pub(super) async fn let_pass(&mut self, tx: &mut Tx, lane: &Lane) -> ServiceResult<bool> {
        if gate::number_stops(&NumberStatus::parse(&lane.number_status)) {
            return Ok(false);
        }
        if let Some((at, stops)) = self.health.get(&lane.account_id)
            && *at == lane.health_at
        {
            return Ok(!stops);
        }
        let record = accounts::by_id(tx, &lane.account_id).await?;
        let health: Option<Health> = record.and_then(|account| read_json(account.health.as_deref()));
        let stops = health.is_some_and(|health| gate::health_stops(&health.can_send));
        self.health
            .insert(lane.account_id.clone(), (lane.health_at, stops));
        Ok(!stops)
    }
}
