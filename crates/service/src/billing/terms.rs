//! How accounts are billed: in which time zone, and through which partner with
//! which fees. Said once, dated, never edited.

mod input;

use domain::{
    billing::{Day, Partner, Zone},
    ids::AccountId,
    money::Currency,
    permission::Permission,
    time::Millis,
};
use serde_json::{Value, json};
use store::{
    audit,
    billing::terms::{self as rows, TermsRecord},
};

pub use self::input::{OWN, TermsInput, partners};
use super::{calendar, eligibility};
use crate::{
    Call, Services,
    error::{ServiceError, ServiceResult},
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
    /// Whether it is of a government or a non-profit organisation.
    pub nonprofit: bool,
    /// Since when codes to other countries cost the international rate, if Meta has said so.
    pub international_since: Option<Millis>,
    /// Meta's number for its time zone. What the numbers mean is not published.
    pub timezone_id: Option<String>,
    /// The partner in between and its fees; `None` when connected to Meta directly.
    pub partner: Option<Partner>,
    /// First day of the terms in force; `None` while nobody has said anything.
    pub since: Option<Day>,
    /// Everything that was said, in the order of the days.
    pub said: Vec<Said>,
}

/// What somebody said about an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// First day of the partner.
    pub from: Day,
    /// The time zone.
    pub zone: String,
    /// The partner; `None` for none.
    pub partner: Option<Partner>,
    /// Who said it, and when.
    pub by: (String, Millis),
}

/// Accounts with how they are billed, by name.
pub async fn list(svc: &Services, call: &Call) -> ServiceResult<Vec<BilledAccount>> {
    call.allow(Permission::ViewBilling)?;
    let mut tx = svc.db.read().await?;
    let said = rows::all(&mut tx).await?;
    let now = svc.clock.now();
    let mut out = Vec::new();
    for record in store::accounts::all(&mut tx).await? {
        let own = by_day(&said, &record.id);
        let known = zone_said(&own).filter(|name| calendar::zone(name).is_some());
        let zone = known.unwrap_or(&svc.settings.time_zone).to_owned();
        let today = calendar::zone(&zone).unwrap_or_else(Zone::utc).day(now);
        let in_force = own.iter().rev().find(|(from, _)| *from <= today);
        out.push(BilledAccount {
            currency: record
                .currency
                .as_deref()
                .and_then(|code| Currency::parse(code).ok()),
            zone_assumed: known.is_none(),
            partner: in_force.and_then(|(_, terms)| fees(terms)),
            since: in_force.map(|(from, _)| *from),
            said: own
                .iter()
                .map(|(from, terms)| Said {
                    from: *from,
                    zone: terms.time_zone.clone(),
                    partner: fees(terms),
                    by: (terms.created_by.clone(), Millis(terms.created_at)),
                })
                .collect(),
            id: stored::id(record.id)?,
            waba_id: record.waba_id,
            name: record.name,
            timezone_id: record.timezone_id,
            nonprofit: record.nonprofit,
            international_since: record
                .auth_international
                .as_deref()
                .and_then(eligibility::read)
                .map(|said| said.from),
            zone,
        });
    }
    out.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(out)
}

/// What was said about an account, in the order of its days; of what begins on
/// the same day, the last word comes last.
pub(super) fn by_day<'a>(all: &'a [TermsRecord], account: &str) -> Vec<(Day, &'a TermsRecord)> {
    let mut own: Vec<(Day, &TermsRecord)> = all
        .iter()
        .filter(|terms| terms.account_id == account)
        .map(|terms| (first_day(terms), terms))
        .collect();
    own.sort_by(|(a_day, a), (b_day, b)| (a_day, a.created_at, &a.id).cmp(&(b_day, b.created_at, &b.id)));
    own
}

/// The first day, in the zone that was said with it.
fn first_day(terms: &TermsRecord) -> Day {
    calendar::zone(&terms.time_zone)
        .unwrap_or_else(Zone::utc)
        .day(Millis(terms.from_at))
}

/// The time zone of an account. Meta fixes it with the account (sources §1), so
/// the last word corrects all of the account's history, whatever its first day.
pub(super) fn zone_said<'a>(own: &[(Day, &'a TermsRecord)]) -> Option<&'a str> {
    own.iter()
        .max_by(|(_, a), (_, b)| (a.created_at, &a.id).cmp(&(b.created_at, &b.id)))
        .map(|(_, terms)| terms.time_zone.as_str())
}

/// The partner of some terms; `None` for none.
pub(super) fn fees(terms: &TermsRecord) -> Option<Partner> {
    serde_json::from_str(terms.fees.as_deref()?).ok()
}

/// Says how an account is billed. The partner counts from a day on, and messages
/// since then are priced again; the time zone is the account's for good, so a
/// new one has every message priced again. Months that are signed off are
/// corrected in the running one.
pub async fn set(svc: &Services, call: &Call, account: &AccountId, input: &TermsInput) -> ServiceResult<()> {
    call.allow(Permission::ManageBilling)?;
    let now = svc.clock.now();
    let wanted = input::read(input, now)?;
    let mut tx = svc.db.write().await?;
    let found = store::accounts::by_id(&mut tx, account.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    let said = rows::all(&mut tx).await?;
    let own = by_day(&said, &found.id);
    let zone_before = zone_said(&own).unwrap_or(&svc.settings.time_zone);
    let corrected = calendar::zone(zone_before).is_none_or(|zone| zone.name != wanted.zone.name);
    let record = TermsRecord {
        id: svc.random.uuid(now),
        account_id: found.id.clone(),
        from_at: wanted.zone.start(wanted.from).0,
        time_zone: wanted.zone.name.clone(),
        fees: wanted
            .partner
            .as_ref()
            .map(serde_json::to_string)
            .transpose()
            .map_err(|error| ServiceError::Internal(error.to_string()))?,
        created_at: now.0,
        created_by: call.actor.name().to_owned(),
    };
    rows::insert(&mut tx, &record).await?;
    let states = (
        own.last().map(|(from, terms)| shown(*from, terms)),
        Some(shown(wanted.from, &record)),
    );
    if corrected {
        // Another zone moves deliveries of any month across midnight.
        super::again::whole(svc, &mut tx, &found.id).await?;
    } else {
        super::again::since(svc, &mut tx, &found.id, wanted.from).await?;
    }
    let entry = call.change(svc, "billing.terms", "account", &found.id, &found.name, states);
    audit::append(&mut tx, entry).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Billing);
    Ok(())
}

/// Says whether an account is of a government or a non-profit organisation,
/// whose service messages are free until the end of 2027 (sources §4.1).
pub async fn set_nonprofit(
    svc: &Services,
    call: &Call,
    account: &AccountId,
    nonprofit: bool,
) -> ServiceResult<()> {
    call.allow(Permission::ManageBilling)?;
    let mut tx = svc.db.write().await?;
    let found = store::accounts::by_id(&mut tx, account.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    if found.nonprofit == nonprofit {
        return Ok(());
    }
    store::accounts::set_nonprofit(&mut tx, &found.id, nonprofit, svc.clock.now()).await?;
    let states = (
        Some(json!({ "nonprofit": found.nonprofit })),
        Some(json!({ "nonprofit": nonprofit })),
    );
    let entry = call.change(
        svc,
        "billing.nonprofit",
        "account",
        &found.id,
        &found.name,
        states,
    );
    super::again::whole(svc, &mut tx, &found.id).await?;
    audit::append(&mut tx, entry).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Billing);
    Ok(())
}

/// Terms as the audit log keeps them.
fn shown(from: Day, terms: &TermsRecord) -> Value {
    json!({ "time_zone": terms.time_zone, "from": from.to_string(), "partner": fees(terms) })
}
