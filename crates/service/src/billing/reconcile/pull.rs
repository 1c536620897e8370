//! Asking Meta what it counted and charged.

use channels::graph::{PricingPoint, PricingQuery};
use domain::{
    billing::{Month, Zone},
    ids::AccountId,
    permission::Permission,
};
use store::billing::analytics::{self as rows, Point, Pull};

use super::super::{
    calendar::{day_no, month_no},
    world::World,
};
use crate::{
    Call, Services,
    accounts::secrets,
    error::{ServiceError, ServiceResult, Upstream},
    events::Topic,
};

/// Pulls a month's figures by day, number, country, category, type and tier,
/// and puts them in place of those that were pulled before. Answers how many
/// points Meta gave. What went wrong is kept beside the figures.
pub async fn pull(svc: &Services, call: &Call, account: &AccountId, month: Month) -> ServiceResult<u64> {
    call.allow(Permission::ManageBilling)?;
    let mut tx = svc.db.read().await?;
    let found = store::accounts::by_id(&mut tx, account.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    let world = World::read(svc, &mut tx).await?;
    drop(tx);
    let zone = world
        .accounts
        .get(account.as_str())
        .map_or_else(|| world.common_zone(svc), |billed| billed.zone.clone());
    let access = secrets::access(svc, &found)?;
    let query = PricingQuery::daily(zone.month_start(month), zone.month_start(month.next()));
    let asked = access
        .client
        .pricing_analytics(&access.token, &access.waba, &query)
        .await;
    let now = svc.clock.now();
    let mut tx = svc.db.write().await?;
    let mut note = Pull {
        account_id: found.id.clone(),
        month: month_no(month),
        at: now.0,
        rows: 0,
        problem: None,
    };
    let outcome = match asked {
        Ok(points) => {
            let points: Vec<Point> = points
                .iter()
                .map(|point| stored(&found.id, month, &zone, point))
                .collect();
            note.rows = i64::try_from(points.len()).unwrap_or(i64::MAX);
            rows::replace(&mut tx, &found.id, month_no(month), &points).await?;
            Ok(u64::try_from(points.len()).unwrap_or(0))
        }
        Err(error) => {
            note.problem = Some(Upstream::from(&error).to_string());
            Err(ServiceError::from(error))
        }
    };
    rows::note_pull(&mut tx, &note).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Billing);
    outcome
}

/// Pulls the running month and the one before for every connected account.
/// What fails for one account does not keep the others from being asked.
pub async fn recent(svc: &Services, call: &Call) -> ServiceResult<u64> {
    call.allow(Permission::ManageBilling)?;
    let mut tx = svc.db.read().await?;
    let world = World::read(svc, &mut tx).await?;
    let records = store::accounts::all(&mut tx).await?;
    drop(tx);
    let mut points = 0;
    for record in records {
        let (true, Some(billed)) = (record.token.is_some(), world.accounts.get(&record.id)) else {
            continue;
        };
        let month = billed.zone.month(svc.clock.now());
        let account: AccountId = crate::stored::id(record.id)?;
        for month in [month.previous(), month] {
            match pull(svc, call, &account, month).await {
                Ok(found) => points += found,
                Err(error) => tracing::warn!(account = record.name, %month, %error, "not pulled"),
            }
        }
    }
    Ok(points)
}

fn stored(account: &str, month: Month, zone: &Zone, point: &PricingPoint) -> Point {
    Point {
        account_id: account.to_owned(),
        month: month_no(month),
        day: day_no(zone.day(point.start)),
        phone: point.phone_number.clone().unwrap_or_default(),
        country: point.country.clone().unwrap_or_default(),
        category: point
            .category
            .as_ref()
            .map(|word| word.as_str().to_lowercase())
            .unwrap_or_default(),
        kind: point
            .kind
            .as_ref()
            .map(|word| word.as_str().to_lowercase())
            .unwrap_or_default(),
        tier: point.tier.clone().unwrap_or_default(),
        volume: point.volume.unwrap_or(0),
        cost_micros: point.cost_micros.unwrap_or(0),
    }
}
