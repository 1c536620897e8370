//! Many statements at once, from a CSV file with the columns `phone`,
//! `wording` and, if wanted, `name`, `category` (`all`, `utility`,
//! `marketing`), `given` (`yes`, `no`) and `date` (RFC 3339); or their Spanish
//! names. `;` or tab as separator are understood.

use domain::{contact::match_key, ids::TenantId, permission::Permission, phone::E164, time::Millis};
use serde_json::json;
use store::{
    audit,
    consents::{self, NewConsent},
    contacts::{self, Identity},
    short_ids::{self, ShortKind},
};

use super::record::WORDING_MAX;
use crate::{
    Call, Services,
    error::{FieldError, Problem, ServiceResult},
    events::Topic,
    tenants::import::separator,
};

/// Most rows of a file.
pub const ROWS_MAX: usize = 10_000;
/// Most bytes of a file: so many rows with long wordings.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;

/// What an import did, or would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// Statements that are new.
    pub added: usize,
    /// Statements that were there already.
    pub known: usize,
    /// What is wrong, by line of the file from 1; then nothing is stored.
    pub wrong: Vec<(u64, FieldError)>,
}

struct Row {
    phone: E164,
    name: String,
    category: &'static str,
    given: bool,
    at: Option<Millis>,
    wording: String,
}

/// Reads a file and, unless it is a trial, stores what is new: all of it, or
/// nothing when a line is wrong. The same file twice adds nothing.
pub async fn import(
    svc: &Services,
    call: &Call,
    tenant: &TenantId,
    csv: &str,
    trial: bool,
) -> ServiceResult<Imported> {
    call.allow_tenant(Permission::SendMessages, tenant)?;
    if csv.len() > MAX_BYTES {
        return Err(FieldError::only("file", Problem::TooLarge { max: MAX_BYTES }));
    }
    let (rows, wrong) = read(csv)?;
    let mut done = Imported {
        wrong,
        ..Imported::default()
    };
    if !done.wrong.is_empty() {
        return Ok(done);
    }
    let now = svc.clock.now();
    let mut tx = svc.db.write().await?;
    let no = short_ids::ensure(&mut tx, ShortKind::Tenant, tenant.as_str()).await?;
    for row in &rows {
        let who = Identity {
            tenant: no,
            match_key: Some(match_key(&row.phone)),
            phone: Some(row.phone.to_string()),
            name: row.name.clone(),
            ..Identity::default()
        };
        let contact = contacts::ensure(&mut tx, svc.random.message_id(now), &who, now).await?;
        let statement = NewConsent {
            id: svc.random.message_id(now),
            contact: contact.id,
            category: row.category,
            given: row.given,
            platform: false,
            at: row.at.map_or(now, |at| at.min(now)),
            source: "import",
            wording: &row.wording,
            by_name: call.actor.name(),
        };
        if consents::known(&mut tx, &statement).await? {
            done.known += 1;
        } else {
            consents::add(&mut tx, &statement).await?;
            done.added += 1;
        }
    }
    if trial {
        return Ok(done);
    }
    let after = json!({ "added": done.added, "known": done.known });
    let mut entry = call.change(
        svc,
        "consent.import",
        "tenant",
        tenant.as_str(),
        "",
        (None, Some(after)),
    );
    entry.tenant_id = Some(tenant.to_string());
    audit::append(&mut tx, entry).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Messages);
    Ok(done)
}

/// The columns, with every heading that names them: spreadsheets speak the
/// language of their bakery.
const COLUMNS: [(&str, &[&str]); 6] = [
    ("phone", &["phone", "telefono", "movil", "numero"]),
    ("wording", &["wording", "palabras", "prueba"]),
    ("name", &["name", "nombre", "cliente"]),
    ("category", &["category", "categoria", "para"]),
    ("given", &["given", "permiso", "dado"]),
    ("date", &["date", "fecha"]),
];

/// What is wrong, by line.
type Wrong = Vec<(u64, FieldError)>;

fn read(text: &str) -> ServiceResult<(Vec<Row>, Wrong)> {
    let not_csv = |_| FieldError::only("file", Problem::NotCsv);
    // Spreadsheets put a mark before the first column's name.
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator(text))
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let headers = reader.headers().map_err(not_csv)?.clone();
    let column = |name: &str| {
        let names = COLUMNS
            .iter()
            .find(|(known, _)| *known == name)
            .map_or(&[][..], |(_, names)| *names);
        headers
            .iter()
            .position(|header| names.contains(&domain::tenant::search_key(header).as_str()))
    };
    let need = |name: &'static str| {
        column(name).ok_or_else(|| FieldError::only("file", Problem::MissingColumn { column: name }))
    };
    let (phone, wording) = (need("phone")?, need("wording")?);
    let (name, category, given, date) = (
        column("name"),
        column("category"),
        column("given"),
        column("date"),
    );
    let (mut rows, mut wrong) = (Vec::new(), Vec::new());
    for record in reader.records() {
        let record = record.map_err(not_csv)?;
        if rows.len() + wrong.len() >= ROWS_MAX {
            return Err(FieldError::only("file", Problem::TooManyRows { max: ROWS_MAX }));
        }
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or_default();
        match row(
            cell(Some(phone)),
            cell(name),
            cell(category),
            cell(given),
            cell(date),
            cell(Some(wording)),
        ) {
            Ok(row) => rows.push(row),
            Err(error) => wrong.push((line, error)),
        }
    }
    Ok((rows, wrong))
}

fn row(
    phone: &str,
    name: &str,
    category: &str,
    given: &str,
    date: &str,
    wording: &str,
) -> Result<Row, FieldError> {
    let wrong = |field, problem| FieldError { field, problem };
    if wording.is_empty() {
        return Err(wrong("wording", Problem::Required));
    }
    if wording.chars().count() > WORDING_MAX {
        return Err(wrong("wording", Problem::TooLong { max: WORDING_MAX }));
    }
    Ok(Row {
        phone: E164::from_person(phone).map_err(|bad| wrong("phone", Problem::NotAPhone(bad)))?,
        name: name.chars().take(domain::tenant::NAME_MAX).collect(),
        category: match category.to_lowercase().as_str() {
            "" | "all" | "todo" => "all",
            "utility" | "avisos" => "utility",
            "marketing" | "ofertas" => "marketing",
            _ => return Err(wrong("category", Problem::NotAChoice)),
        },
        given: match given.to_lowercase().as_str() {
            "" | "yes" | "true" | "1" | "sí" | "si" => true,
            "no" | "false" | "0" => false,
            _ => return Err(wrong("given", Problem::NotAChoice)),
        },
        at: match date {
            "" => None,
            text => {
                let at: jiff::Timestamp = text.parse().map_err(|_| wrong("date", Problem::NotATime))?;
                Some(Millis(at.as_millisecond()))
            }
        },
        wording: wording.to_owned(),
    })
}
