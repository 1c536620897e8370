//! Writing what a sync read.

use std::collections::HashMap;

use channels::graph::{PhoneNumber, TokenInfo, Waba};
use domain::{
    account::{BusinessVerification, Ownership, ReviewStatus},
    ids::NumberId,
    number::{CodeVerification, MessagingLimit, NameStatus, NumberStatus, QualityRating, Throughput},
    phone::E164,
    tenant::search_key,
    time::Millis,
};
use serde::{Serialize, de::DeserializeOwned};
use store::{
    Tx,
    accounts::{AccountRecord, AccountUpstream, TokenState},
    numbers::{
        self, HistoryRecord,
        sync::{self as rows, NumberUpstream},
    },
};

use crate::{
    Services,
    error::{ServiceError, ServiceResult},
};

/// JSON for a column.
pub(crate) fn json<T: Serialize>(value: &T) -> ServiceResult<String> {
    serde_json::to_string(value).map_err(|error| ServiceError::Internal(error.to_string()))
}

/// A JSON column; what an older version wrote and this one cannot read counts as not known.
pub(crate) fn read_json<T: DeserializeOwned>(text: Option<&str>) -> Option<T> {
    serde_json::from_str(text?)
        .inspect_err(|error| tracing::warn!(%error, "a stored value cannot be read"))
        .ok()
}

/// What Meta says about a WABA, beside what was known: a field that was not
/// read keeps its old value.
pub(super) fn upstream(old: &AccountRecord, waba: &Waba) -> AccountUpstream {
    let word = |word: Option<&str>, old: &Option<String>| word.map(str::to_owned).or_else(|| old.clone());
    let owner = waba.owner_business_info.as_ref();
    AccountUpstream {
        name: waba.name.clone().unwrap_or_else(|| old.name.clone()),
        portfolio_id: word(owner.map(|owner| owner.id.as_str()), &old.portfolio_id),
        portfolio_name: word(owner.and_then(|owner| owner.name.as_deref()), &old.portfolio_name),
        currency: word(waba.currency.as_deref(), &old.currency),
        timezone_id: word(waba.timezone_id.as_deref(), &old.timezone_id),
        country: word(waba.country.as_deref(), &old.country),
        // Once it is there it stays (sources §4.2): an answer without it is no news.
        auth_international: waba
            .auth_international_rate_eligibility
            .as_ref()
            .filter(|said| said.is_object())
            .map(ToString::to_string)
            .or_else(|| old.auth_international.clone()),
        namespace: word(waba.message_template_namespace.as_deref(), &old.namespace),
        review_status: word(
            waba.account_review_status.as_ref().map(ReviewStatus::as_str),
            &old.review_status,
        ),
        business_verification: word(
            waba.business_verification_status
                .as_ref()
                .map(BusinessVerification::as_str),
            &old.business_verification,
        ),
        ownership: word(
            waba.ownership_type.as_ref().map(Ownership::as_str),
            &old.ownership,
        ),
        status: word(waba.status.as_deref(), &old.status),
        raw: waba.raw.to_string(),
    }
}

/// Whether something that people see is different.
pub(super) fn differs(old: &AccountRecord, new: &AccountUpstream) -> bool {
    old.name != new.name
        || old.portfolio_id != new.portfolio_id
        || old.portfolio_name != new.portfolio_name
        || old.currency != new.currency
        || old.timezone_id != new.timezone_id
        || old.country != new.country
        || old.auth_international != new.auth_international
        || old.namespace != new.namespace
        || old.review_status != new.review_status
        || old.business_verification != new.business_verification
        || old.ownership != new.ownership
        || old.status != new.status
}

/// Whether something is different that prices depend on: nothing is priced
/// without a currency, volume bands are the portfolio's, and codes to other
/// countries than the business's own may have a rate of their own.
pub(super) fn priced_otherwise(old: &AccountRecord, new: &AccountUpstream) -> bool {
    old.currency != new.currency
        || old.portfolio_id != new.portfolio_id
        || old.country != new.country
        || old.auth_international != new.auth_international
}

/// What `debug_token` says, for the columns.
pub(super) fn token_state(info: &TokenInfo) -> ServiceResult<TokenState> {
    Ok(TokenState {
        app_id: info.app_id.clone(),
        app_name: info.application.clone(),
        scopes: json(&info.scopes)?,
        expires_at: info.expires_at.map(|at| at.0),
    })
}

/// What became of the numbers of a WABA.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tally {
    /// Seen for the first time.
    pub(super) added: u32,
    /// Different from before.
    pub(super) changed: u32,
    /// No longer listed.
    pub(super) vanished: u32,
    /// Listed again.
    pub(super) returned: u32,
}

/// Writes a complete list of numbers. `started` is when the list was asked
/// for: a number that another sync saw after that has not vanished.
pub(super) async fn numbers(
    svc: &Services,
    tx: &mut Tx,
    account: &str,
    listed: &[PhoneNumber],
    started: Millis,
) -> ServiceResult<Tally> {
    let now = svc.clock.now();
    let mut tally = Tally::default();
    let mut known: HashMap<String, NumberUpstream> = rows::of_account(tx, account)
        .await?
        .into_iter()
        .map(|number| (number.phone_number_id.clone(), number))
        .collect();
    for phone in listed {
        let old = match known.remove(phone.id.as_str()) {
            Some(old) => Some(old),
            None => rows::by_phone_number_id(tx, phone.id.as_str()).await?,
        };
        let new = number(svc, account, phone, old.as_ref(), now);
        let search = search_key(&format!("{} {}", new.verified_name, new.display));
        rows::save(tx, &new, &search, now).await?;
        let Some(old) = old else {
            tally.added += 1;
            continue;
        };
        let mut changes = changes(&old, &new);
        if !changes.is_empty() {
            tally.changed += 1;
        }
        if let Some(since) = old.vanished_at {
            tally.returned += 1;
            changes.push(("vanished", Some(since.to_string()), None));
        }
        for (field, before, after) in changes {
            history(tx, &new.id, field, before, after, now).await?;
        }
    }
    let mut gone: Vec<NumberUpstream> = known.into_values().collect();
    gone.sort_by(|a, b| a.id.cmp(&b.id));
    for number in gone {
        if number.seen_at <= started.0 && rows::mark_vanished(tx, &number.id, now).await? {
            tally.vanished += 1;
            history(tx, &number.id, "vanished", None, Some(now.0.to_string()), now).await?;
        }
    }
    Ok(tally)
}

async fn history(
    tx: &mut Tx,
    number: &str,
    field: &str,
    before: Option<String>,
    after: Option<String>,
    at: Millis,
) -> ServiceResult<()> {
    let row = HistoryRecord {
        at: at.0,
        field: field.to_owned(),
        before,
        after,
        source: "sync".to_owned(),
    };
    Ok(numbers::add_history(tx, number, &row).await?)
}

/// A number as it will be stored: what Meta left out keeps its old value.
fn number(
    svc: &Services,
    account: &str,
    phone: &PhoneNumber,
    old: Option<&NumberUpstream>,
    now: Millis,
) -> NumberUpstream {
    let display = phone
        .display_phone_number
        .clone()
        .or_else(|| old.map(|old| old.display.clone()))
        .unwrap_or_else(|| phone.id.to_string());
    // The review that matters to a person: of the name asked for while it is
    // not decided in its favour, otherwise of the name in use.
    let pending = phone
        .new_display_name
        .as_ref()
        .and(phone.new_name_status.as_ref())
        .filter(|status| {
            matches!(
                status,
                NameStatus::PendingReview
                    | NameStatus::Declined
                    | NameStatus::Expired
                    | NameStatus::Unknown(_)
            )
        });
    let word = |new: Option<&str>, old: Option<&String>, unknown: &str| {
        new.map_or_else(
            || old.cloned().unwrap_or_else(|| unknown.to_owned()),
            str::to_owned,
        )
    };
    let kept = |new: Option<&str>, old: Option<&Option<String>>| {
        new.map(str::to_owned).or_else(|| old.cloned().flatten())
    };
    let new_name = if phone.reduced {
        old.and_then(|old| old.new_name.clone())
    } else {
        phone.new_display_name.clone()
    };
    NumberUpstream {
        id: old.map_or_else(
            || svc.random.id::<NumberId>(now).to_string(),
            |old| old.id.clone(),
        ),
        account_id: account.to_owned(),
        phone_number_id: phone.id.to_string(),
        e164: E164::parse(&display).ok().map(String::from),
        display,
        verified_name: word(
            phone.verified_name.as_deref(),
            old.map(|old| &old.verified_name),
            "",
        ),
        new_name,
        name_status: word(
            pending.or(phone.name_status.as_ref()).map(NameStatus::as_str),
            old.map(|old| &old.name_status),
            NameStatus::None.as_str(),
        ),
        status: word(
            phone.status.as_ref().map(NumberStatus::as_str),
            old.map(|old| &old.status),
            // Silence is no connection.
            NumberStatus::Pending.as_str(),
        ),
        quality: word(
            phone.quality_rating.as_ref().map(QualityRating::as_str),
            old.map(|old| &old.quality),
            QualityRating::NotRated.as_str(),
        ),
        code_verification: word(
            phone
                .code_verification_status
                .as_ref()
                .map(CodeVerification::as_str),
            old.map(|old| &old.code_verification),
            CodeVerification::NotVerified.as_str(),
        ),
        messaging_limit: kept(
            phone.messaging_limit.as_ref().map(MessagingLimit::as_str),
            old.map(|old| &old.messaging_limit),
        ),
        throughput: kept(
            phone.throughput.as_ref().map(Throughput::as_str),
            old.map(|old| &old.throughput),
        ),
        platform_type: kept(phone.platform_type.as_deref(), old.map(|old| &old.platform_type)),
        account_mode: kept(phone.account_mode.as_deref(), old.map(|old| &old.account_mode)),
        raw: Some(phone.raw.to_string()),
        seen_at: now.0,
        vanished_at: None,
    }
}

type FieldChange = (&'static str, Option<String>, Option<String>);

/// What is worth a row in the number's history.
fn changes(old: &NumberUpstream, new: &NumberUpstream) -> Vec<FieldChange> {
    let some = |text: &String| Some(text.clone());
    [
        ("account", some(&old.account_id), some(&new.account_id)),
        ("display", some(&old.display), some(&new.display)),
        ("status", some(&old.status), some(&new.status)),
        ("quality", some(&old.quality), some(&new.quality)),
        ("name_status", some(&old.name_status), some(&new.name_status)),
        (
            "verified_name",
            some(&old.verified_name),
            some(&new.verified_name),
        ),
        ("new_name", old.new_name.clone(), new.new_name.clone()),
        (
            "messaging_limit",
            old.messaging_limit.clone(),
            new.messaging_limit.clone(),
        ),
        ("throughput", old.throughput.clone(), new.throughput.clone()),
        (
            "code_verification",
            some(&old.code_verification),
            some(&new.code_verification),
        ),
    ]
    .into_iter()
    .filter(|(_, before, after)| before != after)
    .collect()
}
