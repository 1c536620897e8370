//! What each row of a file would do.

use std::collections::HashMap;

use domain::tenant::search_key;
use store::tenants::TenantRecord;

use super::file::Line;
use crate::{error::Problem, tenants::edit::Clean};

/// A row and what it would do.
#[derive(Debug, Clone)]
pub(super) struct Judged {
    /// Line in the file, from 1.
    pub(super) line: u64,
    /// Name in the file.
    pub(super) name: String,
    /// City in the file.
    pub(super) city: String,
    /// What it would do.
    pub(super) todo: Todo,
}

/// What a row would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Todo {
    /// Create a bakery.
    Create(Clean),
    /// Change this bakery.
    Update(Box<TenantRecord>, Clean),
    /// Nothing.
    Same,
    /// Nothing, because it cannot be used: which column, and why.
    Refuse(&'static str, Problem),
}

/// Judges every row against the bakeries that exist and the rows above it.
///
/// A row belongs to the bakery with the same own id, else to the one with the
/// same name. A column that a bakery has and the row leaves empty stays.
pub(super) fn all(lines: Vec<Line>, existing: &[TenantRecord]) -> Vec<Judged> {
    let by_name: HashMap<String, &TenantRecord> = existing
        .iter()
        .map(|tenant| (search_key(&tenant.name), tenant))
        .collect();
    let by_ref: HashMap<&str, &TenantRecord> = existing
        .iter()
        .filter_map(|tenant| Some((tenant.external_ref.as_deref()?, tenant)))
        .collect();
    let mut seen = Seen::default();
    lines
        .into_iter()
        .map(|line| {
            let todo = one(&line, &by_name, &by_ref, &mut seen);
            Judged {
                line: line.line,
                name: line.input.name,
                city: line.input.city,
                todo,
            }
        })
        .collect()
}

/// What the rows above have taken.
#[derive(Default)]
struct Seen {
    names: HashMap<String, u64>,
    refs: HashMap<String, u64>,
    tenants: HashMap<String, u64>,
}

fn one(
    line: &Line,
    by_name: &HashMap<String, &TenantRecord>,
    by_ref: &HashMap<&str, &TenantRecord>,
    seen: &mut Seen,
) -> Todo {
    let mut clean = match Clean::read(&line.input) {
        Ok(clean) => clean,
        Err(errors) => {
            let first = errors.into_iter().next();
            return first.map_or(Todo::Refuse("name", Problem::Required), |error| {
                Todo::Refuse(error.field, error.problem)
            });
        }
    };
    let key = search_key(&clean.name);
    if let Some(first) = seen.names.get(&key) {
        return Todo::Refuse("name", Problem::Repeated { line: *first });
    }
    if let Some(first) = clean.external_ref.as_ref().and_then(|own| seen.refs.get(own)) {
        return Todo::Refuse("external_ref", Problem::Repeated { line: *first });
    }
    let same_ref = clean
        .external_ref
        .as_deref()
        .and_then(|own| by_ref.get(own))
        .copied();
    let same_name = by_name.get(&key).copied();
    let found = match (same_ref, same_name) {
        // The name belongs to another bakery than the own id.
        (Some(by_ref), Some(by_name)) if by_ref.id != by_name.id => {
            return Todo::Refuse("name", Problem::Taken);
        }
        (Some(found), _) | (None, Some(found)) => Some(found),
        (None, None) => None,
    };
    // The same name with another own id is another bakery, which cannot have that name.
    if let (None, Some(named)) = (same_ref, found)
        && clean.external_ref.is_some()
        && named.external_ref.is_some()
    {
        return Todo::Refuse("name", Problem::Taken);
    }
    if let Some(first) = found.and_then(|found| seen.tenants.get(&found.id)) {
        return Todo::Refuse("name", Problem::Repeated { line: *first });
    }
    seen.names.insert(key, line.line);
    if let Some(own) = &clean.external_ref {
        seen.refs.insert(own.clone(), line.line);
    }
    let Some(found) = found else {
        return Todo::Create(clean);
    };
    seen.tenants.insert(found.id.clone(), line.line);
    if clean.city.is_empty() {
        clean.city.clone_from(&found.city);
    }
    if clean.external_ref.is_none() {
        clean.external_ref.clone_from(&found.external_ref);
    }
    if clean.same_as(found) {
        Todo::Same
    } else {
        Todo::Update(Box::new(found.clone()), clean)
    }
}
