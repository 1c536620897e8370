//! How accounts are billed: in which time zone, and through which partner with
//! which fees. Said once, dated, never edited.

use domain::{
    billing::{Day, Partner},
    ids::AccountId,
    money::Currency,
    permission::Permission,
};
use serde_json::json;
use store::{
    audit,
    billing::terms::{self as rows, TermsRecord},
};

use super::{
    calendar,
    world::{World, shipped},
};
use crate::{
    Call, Services,
    error::{FieldError, Problem, ServiceError, ServiceResult},
    events::Topic,
    stored,
};

/// An account and how it is billed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BilledAccount {
    /// Our id.
    pub id: AccountId,
    /// Meta's id.
    pub waba_id: String,
    /// Its name.
    pub name: String,
    /// Its currency, as Meta says; nothing can be priced without.
    pub currency: Option<Currency>,
    /// Its time zone.
    pub zone: String,
    /// Whether nobody said so and the platform's own zone is taken.
    pub zone_assumed: bool,
    /// The partner in between and its fees; `None` when connected to Meta directly.
    pub partner: Option<Partner>,
}

/// Accounts with how they are billed, by name.
pub async fn list(svc: &Services, call: &Call) -> ServiceResult<Vec<BilledAccount>> {
    call.allow(Permission::ViewBilling)?;
    let mut tx = svc.db.read().await?;
    let world = World::read(svc, &mut tx).await?;
    let said = rows::all(&mut tx).await?;
    let now = svc.clock.now().0;
    let mut out = Vec::new();
    for record in store::accounts::all(&mut tx).await? {
        let own: Vec<&TermsRecord> = said.iter().filter(|t| t.account_id == record.id).collect();
        let zone = own
            .last()
            .map_or_else(|| svc.settings.time_zone.clone(), |terms| terms.time_zone.clone());
        let partner = own
            .iter()
            .rev()
            .find(|terms| terms.from_at <= now)
            .and_then(|terms| serde_json::from_str(terms.fees.as_deref()?).ok());
        let billed = world.accounts.get(&record.id);
        out.push(BilledAccount {
            currency: record
                .currency
                .as_deref()
                .and_then(|code| Currency::parse(code).ok()),
            zone_assumed: billed.map_or(own.is_empty(), |billed| billed.zone_assumed),
            id: stored::id(record.id)?,
            waba_id: record.waba_id,
            name: record.name,
            zone,
            partner,
        });
    }
    out.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(out)
}

/// Terms as somebody enters them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TermsInput {
    /// IANA name of the time zone: `Europe/Madrid`.
    pub time_zone: String,
    /// The word for a partner whose fees are known (`gupshup`, `twilio` …), or
    /// `meta` or nothing for none.
    pub partner: String,
    /// A mark-up on Meta's price in percent, for a partner of one's own; empty for none.
    pub markup_percent: String,
    /// A fee for each message, for a partner of one's own; empty for none.
    pub per_message: String,
    /// The currency of that fee; empty takes the account's.
    pub fee_currency: String,
    /// First day, `2026-11-01`; today when nothing is said.
    pub from: String,
}

/// The words of [`TermsInput::partner`] that the program has figures for.
#[must_use]
pub fn partners() -> Vec<Partner> {
    shipped().partners().to_vec()
}

/// Says how an account is billed from a day on. Messages since then are priced
/// again; months that are signed off are corrected in the running one.
pub async fn set(svc: &Services, call: &Call, account: &AccountId, input: &TermsInput) -> ServiceResult<()> {
    call.allow(Permission::ManageBilling)?;
    let zone = calendar::zone(input.time_zone.trim())
        .ok_or_else(|| FieldError::only("time_zone", Problem::NotAChoice))?;
    let from = match input.from.trim() {
        "" => zone.day(svc.clock.now()),
        text => Day::parse(text).map_err(|_| FieldError::only("from", Problem::NotAChoice))?,
    };
    let partner = partner(input)?;
    let mut tx = svc.db.write().await?;
    let found = store::accounts::by_id(&mut tx, account.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    let now = svc.clock.now();
    let record = TermsRecord {
        id: svc.random.uuid(now),
        account_id: found.id.clone(),
        from_at: zone.start(from).0,
        time_zone: zone.name.clone(),
        fees: partner
            .as_ref()
            .map(serde_json::to_string)
            .transpose()
            .map_err(|error| ServiceError::Internal(error.to_string()))?,
        created_at: now.0,
        created_by: call.actor.name().to_owned(),
    };
    rows::insert(&mut tx, &record).await?;
    let after = json!({ "time_zone": record.time_zone, "from": from.to_string(), "partner": partner });
    let entry = call.change(
        svc,
        "billing.terms",
        "account",
        &found.id,
        &found.name,
        (None, Some(after)),
    );
    audit::append(&mut tx, entry).await?;
    super::again::since(svc, &mut tx, &found.id, from).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Billing);
    Ok(())
}

fn partner(input: &TermsInput) -> ServiceResult<Option<Partner>> {
    let word = input.partner.trim().to_lowercase();
    let own = !(input.markup_percent.trim().is_empty() && input.per_message.trim().is_empty());
    if !own {
        return match word.as_str() {
            "" | "meta" => Ok(None),
            _ => partners()
                .into_iter()
                .rev()
                .find(|partner| partner.id == word)
                .map(Some)
                .ok_or_else(|| FieldError::only("partner", Problem::NotAChoice)),
        };
    }
    let amount = |field, text: &str| match text.trim() {
        "" => Ok(0),
        text => domain::money::parse_decimal(text).map_err(|_| FieldError::only(field, Problem::NotAnAmount)),
    };
    let currency = match input.fee_currency.trim() {
        "" => None,
        code => {
            Some(Currency::parse(code).map_err(|_| FieldError::only("fee_currency", Problem::NotAChoice))?)
        }
    };
    Ok(Some(Partner {
        currency,
        per_message_micros: amount("per_message", &input.per_message)?,
        // 20 % is 20,000,000 millionths of a percent, and 200,000 of the whole.
        markup_ppm: amount("markup_percent", &input.markup_percent)? / 100,
        ..Partner::free(if word.is_empty() { "own" } else { &word }, "entered by a person")
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partner_is_chosen_or_entered() {
        let known = TermsInput {
            partner: "Gupshup".to_owned(),
            ..TermsInput::default()
        };
        assert_eq!(partner(&known).unwrap().unwrap().per_message_micros, 1_000);
        let own = TermsInput {
            partner: "reseller".to_owned(),
            markup_percent: "20".to_owned(),
            per_message: "0.002".to_owned(),
            fee_currency: "EUR".to_owned(),
            ..TermsInput::default()
        };
        let fees = partner(&own).unwrap().unwrap();
        assert_eq!((fees.markup_ppm, fees.per_message_micros), (200_000, 2_000));
        assert_eq!(partner(&TermsInput::default()).unwrap(), None);
        let nobody = TermsInput {
            partner: "nobody".to_owned(),
            ..TermsInput::default()
        };
        assert!(partner(&nobody).is_err());
    }
}
