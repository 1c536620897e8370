//! The demo's past: months of messages, written in bulk while the console
//! already serves, then priced by the job that prices everything else.

mod rows;
mod settle;
mod teller;

use domain::time::Millis;
use store::settings;

pub use self::settle::settle;
use self::teller::Teller;
use crate::{
    Services,
    error::{ServiceError, ServiceResult},
    events::Topic,
};

/// The setting that says up to when the past is told.
const TOLD_UNTIL: &str = "demo_past_until";
/// Messages of one transaction: short enough that a page's change does not wait long.
const PIECE: usize = 500;

/// Something that happened between a number and a person.
#[derive(Debug, Clone)]
pub struct PastEvent {
    /// When it was written or asked for.
    pub at: Millis,
    /// Meta's id of the number.
    pub phone_number_id: String,
    /// The person's phone, digits only.
    pub wa_id: String,
    /// The person's name.
    pub name: String,
    /// Meta's id of the message.
    pub wamid: String,
    /// What was written.
    pub text: String,
    /// What it was.
    pub what: PastWhat,
}

/// What happened.
#[derive(Debug, Clone)]
pub enum PastWhat {
    /// The customer wrote.
    Wrote {
        /// Whether they came through an advertisement.
        entry_point: bool,
    },
    /// A message to the customer.
    Sent(Box<PastSent>),
}

/// A message to a customer, and what became of it.
#[derive(Debug, Clone, Default)]
pub struct PastSent {
    /// Name of the bakery, where the number is shared.
    pub bakery: Option<String>,
    /// Name, language and category of the template, and its values.
    pub template: Option<(String, String, String, Vec<String>)>,
    /// Reported `sent`.
    pub sent_at: Option<Millis>,
    /// Reported `delivered`.
    pub delivered_at: Option<Millis>,
    /// Reported `read`.
    pub read_at: Option<Millis>,
    /// Reported `failed`, with Meta's code.
    pub failed: Option<(Millis, i64)>,
    /// What the report said about the price: type and category.
    pub charge: Option<(String, String)>,
}

/// Tells what is new of the past. Refused (`Forbidden`) outside the demo.
/// Answers how many messages that were.
pub async fn tell(svc: &Services, events: &[PastEvent]) -> ServiceResult<u64> {
    if !svc.settings.demo {
        return Err(ServiceError::Forbidden);
    }
    let mut tx = svc.db.read().await?;
    let until = settings::get(&mut tx, TOLD_UNTIL)
        .await?
        .and_then(|set| set.value.parse::<i64>().ok())
        .unwrap_or(i64::MIN);
    drop(tx);
    let new: Vec<&PastEvent> = events.iter().filter(|event| event.at.0 > until).collect();
    let mut teller = Teller::default();
    let mut told = 0;
    for piece in new.chunks(PIECE) {
        let mut tx = svc.db.write().await?;
        told += teller.piece(svc, &mut tx, piece).await?;
        if let Some(last) = piece.last() {
            let value = last.at.0.to_string();
            settings::set(&mut tx, TOLD_UNTIL, &value, "demo", svc.clock.now()).await?;
        }
        tx.commit().await?;
        // Others want to write, too.
        tokio::task::yield_now().await;
    }
    if told > 0 {
        svc.events.publish(Topic::Messages);
    }
    Ok(told)
}
