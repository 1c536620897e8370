//! The demo: ten bakeries, one WABA, and some work left to do.
//!
//! Everything is made by the use cases that people use. A clock that is set
//! back tells the story of the last days, so that lists and histories look
//! like those of a console in use; nothing outside `tahona demo` may do that.

pub mod past;

use std::collections::HashMap;

use domain::{
    clock::Clock,
    ids::{NumberId, TenantId},
    permission::Actor,
    person::{Email, Role},
    time::DAY,
};
use secrecy::SecretString;
use store::{
    Tx, counts,
    numbers::sync as numbers,
    settings,
    tenants::{self as tenant_rows},
    users,
};

use crate::{
    Call, Inner, Services, Settings,
    accounts::{
        GraphAccess,
        connect::{self, ConnectInput},
        sync,
    },
    error::{ServiceError, ServiceResult},
    numbers::assign::{Assign, assign},
    people, platform, stored,
    tenants::{edit, own},
};

/// The demo's WABA, as the sandbox has it.
pub const WABA: &str = "987654321098765";
/// The token for it.
pub const TOKEN: &str = "EAADEMO";
/// The app secret that fits the token.
pub const APP_SECRET: &str = "demo-app-secret";

/// The setting that says that the database is the demo's; the first thing that
/// is written into it.
const BEGUN: &str = "demo_begun";
/// The setting that says that the demo was told to its end.
const TOLD: &str = "demo_told";

/// Bakeries: name, city, switch.
const BAKERIES: [(&str, &str, bool); 10] = [
    (OWNED, "Bilbao", true),
    ("Panadería Goiko", "Getxo", true),
    ("Bakery Artesano", "Madrid", true),
    ("Horno La Espiga", "Valladolid", true),
    ("Obrador Ruiz", "Logroño", true),
    ("Forn de la Vila", "Girona", true),
    ("Panadería Santa Clara", "Burgos", true),
    ("Horno San Blas", "Zaragoza", false),
    ("Pastelería Aroa", "Pamplona", true),
    ("Obrador El Molino", "Vitoria-Gasteiz", false),
];
/// The bakery of `owner@demo.test`.
const OWNED: &str = "Panadería San Juan";
/// Who has which number from the beginning, by the last three digits.
const ASSIGNED: [(&str, &str); 7] = [
    ("678", OWNED),
    ("679", "Panadería Goiko"),
    ("680", "Forn de la Vila"),
    ("681", "Horno La Espiga"),
    ("683", "Panadería Santa Clara"),
    ("685", "Pastelería Aroa"),
    ("686", "Obrador El Molino"),
];
/// A number that changed hands since: from, to.
const MOVED: (&str, &str, &str) = ("680", "Forn de la Vila", "Bakery Artesano");
/// The number that bakeries without their own use.
const DEFAULT: &str = "684";

/// Whether the demo may write into this database: it is the demo's, or nobody
/// has used it yet. Its people have passwords that everybody knows.
pub async fn may_use(tx: &mut Tx) -> ServiceResult<bool> {
    // Databases that are older than the first mark have the second.
    for mark in [BEGUN, TOLD] {
        if settings::get(tx, mark).await?.is_some() {
            return Ok(true);
        }
    }
    Ok(!counts::is_used(tx).await?)
}

/// Tells the demo's story, once for each database. Refused (`Forbidden`)
/// outside the demo, and in a database that [is not the demo's](may_use).
pub async fn seed(svc: &Services) -> ServiceResult<()> {
    if !svc.settings.demo {
        return Err(ServiceError::Forbidden);
    }
    let mut tx = svc.db.write().await?;
    if !may_use(&mut tx).await? {
        return Err(ServiceError::Forbidden);
    }
    let told = settings::get(&mut tx, TOLD).await?.is_some();
    if !told {
        settings::set(&mut tx, BEGUN, "true", "demo", svc.clock.now()).await?;
    }
    tx.commit().await?;

    let system = Call::system("demo");
    let bakeries = if told {
        known(svc).await?
    } else {
        bakeries(&ago(svc, 12), &system).await?
    };
    let owned: Vec<TenantId> = bakeries.get(OWNED).cloned().into_iter().collect();
    people::demo::seed(svc, &owned).await?;
    if told {
        return Ok(());
    }
    let call = admin(svc).await?;
    connected(&ago(svc, 9), &call).await?;
    let numbers = by_last_digits(svc).await?;
    let find = |name: &str| bakeries.get(name).cloned().ok_or(ServiceError::NotFound);
    let number = |digits: &str| numbers.get(digits).cloned().ok_or(ServiceError::NotFound);

    let then = ago(svc, 8);
    platform::set_default_number(&then, &call, Some(&number(DEFAULT)?)).await?;
    for (digits, bakery) in ASSIGNED {
        give(&then, &call, number(digits)?, find(bakery)?, None).await?;
    }
    let then = ago(svc, 3);
    let (digits, from, to) = MOVED;
    give(&then, &call, number(digits)?, find(to)?, Some(find(from)?)).await?;
    for (name, _, on) in BAKERIES {
        own::set_enabled(&ago(svc, 2), &call, &find(name)?, on).await?;
    }
    sync::all(svc, &system).await?;

    let mut tx = svc.db.write().await?;
    settings::set(&mut tx, TOLD, "true", "demo", svc.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// The same services, some days ago.
fn ago(svc: &Services, days: i64) -> Services {
    let clock = svc.clock.clone();
    Services::new(Inner {
        db: svc.db.clone(),
        clock: Clock::from_fn(move || clock.now().plus(-days * DAY)),
        random: svc.random.clone(),
        vault: svc.vault.clone(),
        // Its own connections: the meter of calls must not look back in time later.
        graph: GraphAccess::new(svc.graph.base_url.clone(), svc.graph.api_version.clone()),
        settings: Settings {
            ..svc.settings.clone()
        },
        events: svc.events.clone(),
        mailer: None,
    })
}

/// The bakeries that are there, by name.
async fn known(svc: &Services) -> ServiceResult<HashMap<String, TenantId>> {
    let mut tx = svc.db.read().await?;
    tenant_rows::all(&mut tx)
        .await?
        .into_iter()
        .map(|tenant| Ok((tenant.name, stored::id(tenant.id)?)))
        .collect()
}

/// Makes the bakeries that are not there yet.
async fn bakeries(svc: &Services, call: &Call) -> ServiceResult<HashMap<String, TenantId>> {
    let mut known = known(svc).await?;
    for (name, city, _) in BAKERIES {
        if !known.contains_key(name) {
            let input = edit::TenantInput {
                name: name.to_owned(),
                city: city.to_owned(),
                external_ref: String::new(),
            };
            known.insert(name.to_owned(), edit::create(svc, call, &input).await?);
        }
    }
    Ok(known)
}

/// The demo's admin, in whose name the story happens.
async fn admin(svc: &Services) -> ServiceResult<Call> {
    let (address, ..) = people::demo::PEOPLE[0];
    let email = Email::parse(address).map_err(|error| ServiceError::Internal(error.to_string()))?;
    let mut tx = svc.db.read().await?;
    let user = users::by_email(&mut tx, &email)
        .await?
        .ok_or(ServiceError::NotFound)?;
    let actor = Actor::Person {
        id: user.id,
        name: user.name,
        role: Role::PlatformAdmin,
        tenants: Vec::new(),
    };
    Ok(Call {
        actor,
        ..Call::system("demo")
    })
}

/// Connects the sandbox's WABA, unless it is.
async fn connected(svc: &Services, call: &Call) -> ServiceResult<()> {
    let mut tx = svc.db.read().await?;
    let known = store::accounts::by_waba_id(&mut tx, WABA).await?;
    drop(tx);
    if known.is_some_and(|account| account.disconnected_at.is_none()) {
        return Ok(());
    }
    let input = ConnectInput {
        waba_id: WABA.to_owned(),
        token: SecretString::from(TOKEN),
        app_secret: SecretString::from(APP_SECRET),
    };
    match connect::connect(svc, call, &input).await? {
        Ok(_) => Ok(()),
        Err(check) => Err(ServiceError::Internal(format!(
            "the sandbox's WABA cannot be connected: {:?}",
            check.findings
        ))),
    }
}

/// The numbers of the demo's WABA by their last three digits.
async fn by_last_digits(svc: &Services) -> ServiceResult<HashMap<String, NumberId>> {
    let mut tx = svc.db.read().await?;
    let account = store::accounts::by_waba_id(&mut tx, WABA)
        .await?
        .ok_or(ServiceError::NotFound)?;
    let listed = numbers::of_account(&mut tx, &account.id).await?;
    listed
        .into_iter()
        .map(|number| {
            let digits = number
                .e164
                .as_deref()
                .and_then(|e164| e164.get(e164.len().saturating_sub(3)..));
            Ok((digits.unwrap_or_default().to_owned(), stored::id(number.id)?))
        })
        .collect()
}

/// Assigns a number; what was done before an interrupted start is kept.
async fn give(
    svc: &Services,
    call: &Call,
    number: NumberId,
    tenant: TenantId,
    move_from: Option<TenantId>,
) -> ServiceResult<()> {
    match assign(
        svc,
        call,
        &Assign {
            number,
            tenant,
            move_from,
            replace: false,
        },
    )
    .await
    {
        Ok(_) | Err(ServiceError::Conflict(_)) => Ok(()),
        Err(error) => Err(error),
    }
}
