//! Creating and changing bakeries.

use domain::{
    ids::TenantId,
    permission::Permission,
    tenant::{NAME_MAX, TenantStatus, clean_name, search_key},
};
use serde_json::{Value, json};
use store::{
    StoreError, Tx,
    audit::{self, NewEntry},
    tenants::{self as rows, TenantRecord, TenantWrite},
};

use crate::{
    Call, Services,
    error::{FieldError, Problem, ServiceError, ServiceResult},
    events::Topic,
    spreadsheet,
};

/// Most characters of the platform's own id.
pub const REF_MAX: usize = 100;

/// What can be said about a bakery.
#[derive(Debug, Clone, Default)]
pub struct TenantInput {
    /// Name; unique without regard to case and accents. Field `name`.
    pub name: String,
    /// City, may be empty. Field `city`.
    pub city: String,
    /// The platform's own id, may be empty. Field `external_ref`.
    pub external_ref: String,
}

/// Input that passed every check that needs no database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clean {
    /// Name.
    pub(super) name: String,
    /// City.
    pub(super) city: String,
    /// The platform's own id.
    pub(super) external_ref: Option<String>,
}

impl Clean {
    /// Checks every field and names every problem.
    pub(super) fn read(input: &TenantInput) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut note = |field: &'static str, problem: Problem| {
            errors.push(FieldError { field, problem });
            String::new()
        };
        let name = clean_name(&input.name).unwrap_or_else(|bad| note("name", bad.into()));
        let name = if spreadsheet::runs(&name) {
            note("name", Problem::Formula)
        } else {
            name
        };
        let city = optional(&input.city, NAME_MAX).unwrap_or_else(|problem| note("city", problem));
        let own =
            optional(&input.external_ref, REF_MAX).unwrap_or_else(|problem| note("external_ref", problem));
        if errors.is_empty() {
            Ok(Self {
                name,
                city,
                external_ref: if own.is_empty() { None } else { Some(own) },
            })
        } else {
            Err(errors)
        }
    }

    /// The row to write.
    pub(super) fn write(&self, id: String, at: domain::time::Millis) -> TenantWrite {
        let own = self.external_ref.as_deref().unwrap_or_default();
        TenantWrite {
            id,
            name: self.name.clone(),
            name_search: search_key(&self.name),
            search: search_key(format!("{} {} {own}", self.name, self.city).trim()),
            city: self.city.clone(),
            external_ref: self.external_ref.clone(),
            at,
        }
    }

    fn state(&self) -> Value {
        json!({ "name": self.name, "city": self.city, "external_ref": self.external_ref })
    }

    /// Whether a stored bakery is so already.
    pub(super) fn same_as(&self, record: &TenantRecord) -> bool {
        self.name == record.name && self.city == record.city && self.external_ref == record.external_ref
    }
}

fn optional(text: &str, max: usize) -> Result<String, Problem> {
    if text.trim().chars().any(|c| c.is_control() && c != '\t') {
        return Err(Problem::ControlCharacters);
    }
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() > max {
        Err(Problem::TooLong { max })
    } else {
        Ok(text)
    }
}

fn state_of(record: &TenantRecord) -> Value {
    json!({ "name": record.name, "city": record.city, "external_ref": record.external_ref })
}

/// Refuses a name or own id that another bakery has.
async fn refuse_taken(tx: &mut Tx, clean: &Clean, except: Option<&str>) -> ServiceResult<()> {
    let own = clean.external_ref.as_deref();
    let (name, own) = rows::taken(tx, &search_key(&clean.name), own, except).await?;
    let mut errors = Vec::new();
    if name {
        errors.push(FieldError {
            field: "name",
            problem: Problem::Taken,
        });
    }
    if own {
        errors.push(FieldError {
            field: "external_ref",
            problem: Problem::Taken,
        });
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(ServiceError::Invalid(errors))
    }
}

/// What the schema's refusal of a write means: somebody was quicker.
fn taken_meanwhile(error: StoreError) -> ServiceError {
    match error {
        StoreError::Conflict(rule) if rule.contains("external_ref") => {
            FieldError::only("external_ref", Problem::Taken)
        }
        StoreError::Conflict(_) => FieldError::only("name", Problem::Taken),
        other => other.into(),
    }
}

/// Creates a bakery: active, switch off.
pub async fn create(svc: &Services, call: &Call, input: &TenantInput) -> ServiceResult<TenantId> {
    call.allow(Permission::ManageTenants)?;
    let clean = Clean::read(input).map_err(ServiceError::Invalid)?;
    let now = svc.clock.now();
    let id: TenantId = svc.random.id(now);
    let mut tx = svc.db.write().await?;
    refuse_taken(&mut tx, &clean, None).await?;
    rows::insert(&mut tx, &[clean.write(id.to_string(), now)])
        .await
        .map_err(taken_meanwhile)?;
    let mut entry = call.change(
        svc,
        "tenant.create",
        "tenant",
        id.as_str(),
        &clean.name,
        (None, Some(clean.state())),
    );
    entry.tenant_id = Some(id.to_string());
    audit::append(&mut tx, entry).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Tenants);
    Ok(id)
}

/// Changes a bakery.
pub async fn update(
    svc: &Services,
    call: &Call,
    tenant: &TenantId,
    input: &TenantInput,
) -> ServiceResult<()> {
    call.allow_tenant(Permission::ManageTenants, tenant)?;
    let clean = Clean::read(input).map_err(ServiceError::Invalid)?;
    let mut tx = svc.db.write().await?;
    let before = rows::by_id(&mut tx, tenant.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    if clean.same_as(&before) {
        return Ok(());
    }
    refuse_taken(&mut tx, &clean, Some(tenant.as_str())).await?;
    rows::update(&mut tx, &clean.write(tenant.to_string(), svc.clock.now()))
        .await
        .map_err(taken_meanwhile)?;
    audit::append(&mut tx, changed(svc, call, &before, &clean)).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Tenants);
    Ok(())
}

/// The audit row of a bakery that was changed.
pub(super) fn changed(svc: &Services, call: &Call, before: &TenantRecord, after: &Clean) -> NewEntry {
    let states = (Some(state_of(before)), Some(after.state()));
    let mut entry = call.change(svc, "tenant.update", "tenant", &before.id, &after.name, states);
    entry.tenant_id = Some(before.id.clone());
    entry
}

/// Suspends a bakery or takes it back. Its number stays assigned.
pub async fn set_suspended(
    svc: &Services,
    call: &Call,
    tenant: &TenantId,
    suspended: bool,
) -> ServiceResult<()> {
    call.allow_tenant(Permission::ManageTenants, tenant)?;
    let mut tx = svc.db.write().await?;
    let before = rows::by_id(&mut tx, tenant.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    let status = if suspended {
        TenantStatus::Suspended
    } else {
        TenantStatus::Active
    };
    if !rows::set_status(&mut tx, tenant.as_str(), status.key(), svc.clock.now()).await? {
        return Ok(());
    }
    let action = if suspended {
        "tenant.suspend"
    } else {
        "tenant.resume"
    };
    let states = (
        Some(json!({ "status": before.status })),
        Some(json!({ "status": status.key() })),
    );
    let mut entry = call.change(svc, action, "tenant", tenant.as_str(), &before.name, states);
    entry.tenant_id = Some(tenant.to_string());
    audit::append(&mut tx, entry).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Tenants);
    Ok(())
}
