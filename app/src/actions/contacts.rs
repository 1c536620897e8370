//! What customers agreed to, and which records are the same person.

use domain::{ids::TenantId, message::id::MessageId};
use leptos::server;
use serde::{Deserialize, Serialize};
use service::{
    FieldError, Problem, ServiceError, ServiceResult,
    consent::{
        import,
        record::{self, NewStatement},
        standing::Purpose,
    },
    contacts::merge,
};

use super::{
    numbers::or,
    upload::{Upload, Uploaded, takes_a_file},
};
use crate::{
    components::{format::count, status::Tone},
    error::AppError,
    flash::{done, done_once, noted, refused, refused_button},
    guard::{Cx, guard_person},
    words::{contacts as words, problems},
};

/// Where people end up when a form does not say.
const CONTACTS: &str = "/app/admin/whatsapp/contacts";
/// Name of the form for a statement.
pub(crate) const STATEMENT: &str = "statement";
/// Name of the form for a file of statements, and of what its page shows once.
pub(crate) const IMPORT: &str = "consents";

/// Records what a customer said.
#[server(prefix = "/do", endpoint = "record-consent")]
pub(crate) async fn record_consent(
    #[server(default)] tenant: String,
    #[server(default)] contact: String,
    #[server(default)] given: String,
    #[server(default)] purpose: String,
    #[server(default)] wording: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let cx = guard_person()?;
    let back = or(&back, CONTACTS);
    match recorded(&cx, &tenant, &contact, &given, &purpose, &wording).await {
        Ok(()) => done(&cx, words::recorded(cx.lang), back).await,
        Err(error) => {
            let values = [
                ("given", given.as_str()),
                ("purpose", &purpose),
                ("wording", &wording),
            ];
            refused(&cx, STATEMENT, &values, &error, back).await
        }
    }
}

async fn recorded(
    cx: &Cx,
    tenant: &str,
    contact: &str,
    given: &str,
    purpose: &str,
    wording: &str,
) -> ServiceResult<()> {
    let not_a_choice = |field| FieldError::only(field, Problem::NotAChoice);
    let new = NewStatement {
        tenant: TenantId::parse(tenant).map_err(|_| ServiceError::NotFound)?,
        contact: MessageId::parse(contact).map_err(|_| ServiceError::NotFound)?.0,
        purpose: match purpose {
            "all" => None,
            "utility" => Some(Purpose::Utility),
            "marketing" => Some(Purpose::Marketing),
            _ => return Err(not_a_choice("purpose")),
        },
        given: match given {
            "yes" => true,
            "no" => false,
            _ => return Err(not_a_choice("given")),
        },
        at: None,
        wording: wording.to_owned(),
    };
    record::record(cx.services(), &cx.call, &new).await
}

/// Makes two records one customer.
#[server(prefix = "/do", endpoint = "merge-contacts")]
pub(crate) async fn merge_contacts(
    #[server(default)] kept: String,
    #[server(default)] other: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let cx = guard_person()?;
    let back = or(&back, CONTACTS);
    let id = |text: &str| MessageId::parse(text).map_err(|_| AppError::from_service(&ServiceError::NotFound));
    match merge::merge(cx.services(), &cx.call, id(&kept)?, id(&other)?).await {
        Ok(_) => done(&cx, words::merged_done(cx.lang), back).await,
        Err(error) => refused_button(&cx, &error, back).await,
    }
}

/// Takes a merge apart again.
#[server(prefix = "/do", endpoint = "unmerge-contacts")]
pub(crate) async fn unmerge_contacts(
    #[server(default)] merge: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let cx = guard_person()?;
    let back = or(&back, CONTACTS);
    let id = MessageId::parse(&merge).map_err(|_| AppError::from_service(&ServiceError::NotFound))?;
    match merge::undo(cx.services(), &cx.call, id).await {
        Ok(()) => done(&cx, words::unmerged_done(cx.lang), back).await,
        Err(error) => refused_button(&cx, &error, back).await,
    }
}

/// What an import found, for the page that follows.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ImportShown {
    /// Whether it was a trial.
    pub(crate) trial: bool,
    /// Statements that are new.
    pub(crate) added: u64,
    /// Statements that were there.
    pub(crate) known: u64,
    /// How many rows are wrong.
    pub(crate) wrong: u64,
    /// The first of them: row, column, words.
    pub(crate) lines: Vec<(u64, String, String)>,
    /// What was pasted, to be sent again.
    pub(crate) text: String,
}

/// Rows that are shown when they are wrong.
const SHOWN: usize = 20;

/// Reads a file of statements; records them unless it is a trial.
#[server(prefix = "/do", endpoint = "import-consents", input = Upload, input_derive = (Clone,))]
pub(crate) async fn import_consents(upload: Uploaded) -> Result<(), AppError> {
    let cx = guard_person()?;
    let back = or(upload.field("back"), CONTACTS).to_owned();
    if upload.broken {
        return noted(&cx, Tone::Bad, words::not_readable(cx.lang), &back).await;
    }
    let trial = upload.field("trial") == "1";
    let keep = upload.worth_keeping().to_owned();
    let found = match read(&cx, &upload, trial).await {
        Ok(found) => found,
        Err(error) => return refused(&cx, IMPORT, &[("text", &keep)], &error, &back).await,
    };
    let figure = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let lines = found.wrong.iter().take(SHOWN).map(|(line, wrong)| {
        (
            *line,
            wrong.field.to_owned(),
            problems::field(cx.lang, &wrong.problem),
        )
    });
    let shown = ImportShown {
        trial,
        added: figure(found.added),
        known: figure(found.known),
        wrong: figure(found.wrong.len()),
        lines: lines.collect(),
        text: if trial || !found.wrong.is_empty() {
            keep
        } else {
            String::new()
        },
    };
    let recorded = !trial && found.wrong.is_empty();
    let said = recorded.then(|| {
        words::import_did(
            cx.lang,
            &count(cx.lang, shown.added),
            &count(cx.lang, shown.known),
        )
    });
    done_once(&cx, said, IMPORT, &shown, &back).await
}

async fn read(cx: &Cx, upload: &Uploaded, trial: bool) -> ServiceResult<import::Imported> {
    let tenant = TenantId::parse(upload.field("tenant")).map_err(|_| ServiceError::NotFound)?;
    if upload.is_empty() {
        return Err(FieldError::only("file", Problem::Required));
    }
    let text = std::str::from_utf8(&upload.bytes).map_err(|_| FieldError::only("file", Problem::NotCsv))?;
    import::import(cx.services(), &cx.call, &tenant, text, trial).await
}

takes_a_file!(ImportConsents);
