//! Finding numbers.

use domain::{
    ids::{AccountId, AssignmentId, NumberId, TenantId},
    number::{CodeVerification, MessagingLimit, NameStatus, NumberStatus, NumberUse, QualityRating, Throughput},
    page::{Page, PageRequest},
    time::Millis,
};

use crate::{Call, Services, error::ServiceResult};

/// Which numbers to list.
#[derive(Debug, Clone, Default)]
pub struct NumberQuery {
    /// Part of a number, of its phone number ID, of the name customers see or of the bakery.
    pub q: Option<String>,
    /// Only this use.
    pub used: Option<NumberUse>,
    /// Only those that need attention.
    pub attention: bool,
    /// Only of this WABA.
    pub account: Option<AccountId>,
    /// Only this quality (Meta's word).
    pub quality: Option<String>,
    /// Order.
    pub sort: NumberSort,
    /// Page.
    pub page: PageRequest,
}

/// Order of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NumberSort {
    /// By number.
    #[default]
    Number,
    /// By number, last first.
    NumberDesc,
    /// By bakery.
    Bakery,
    /// Last used first.
    LastUsed,
    /// Worst quality first.
    Quality,
}

/// A number in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberRow {
    /// Our id.
    pub id: NumberId,
    /// Meta's id.
    pub phone_number_id: String,
    /// For people: spaced E.164, or Meta's text when it cannot be read.
    pub display: String,
    /// The WABA: our id, Meta's id, name.
    pub account: (AccountId, String, String),
    /// What it does for the platform.
    pub used: NumberUse,
    /// Whether somebody should look at it.
    pub attention: bool,
    /// The bakery that has it.
    pub holder: Option<Holder>,
    /// The bakery that had it last, when nobody has it now: name and end.
    pub last_holder: Option<(String, Millis)>,
    /// Meta's status.
    pub status: NumberStatus,
    /// Meta's quality rating.
    pub quality: QualityRating,
    /// What the quality was before, and until when, if it changed in the last 30 days.
    pub quality_before: Option<(QualityRating, Millis)>,
    /// Name that customers see.
    pub verified_name: String,
    /// Name asked for, if different.
    pub new_name: Option<String>,
    /// Review of the name.
    pub name_status: NameStatus,
    /// Proof by code.
    pub code_verification: CodeVerification,
    /// The portfolio's messaging limit as this number reports it.
    pub messaging_limit: Option<MessagingLimit>,
    /// Throughput.
    pub throughput: Option<Throughput>,
    /// Last message in or out.
    pub last_used_at: Option<Millis>,
    /// Last sync that listed it.
    pub seen_at: Millis,
    /// Since when Meta no longer lists it.
    pub vanished_at: Option<Millis>,
    /// Since when it is archived.
    pub archived_at: Option<Millis>,
    /// Whether another WABA lists the same number.
    pub duplicate: bool,
}

/// Who has a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The assignment; forms send it back so that a change in between is noticed.
    pub assignment: AssignmentId,
    /// The bakery.
    pub tenant: TenantId,
    /// Its name.
    pub name: String,
    /// Since when.
    pub since: Millis,
    /// Who assigned it.
    pub by: String,
}

/// Numbers and the counts for pills and choices; each count obeys every filter but its own.
#[derive(Debug, Clone)]
pub struct NumberList {
    /// The page.
    pub page: Page<NumberRow>,
    /// All that match the other filters.
    pub all: u64,
    /// By use, in the order of [`NumberUse::ALL`].
    pub by_use: Vec<(NumberUse, u64)>,
    /// That need attention.
    pub attention: u64,
    /// By WABA: our id, name, count.
    pub by_account: Vec<(AccountId, String, u64)>,
    /// By quality.
    pub by_quality: Vec<(QualityRating, u64)>,
    /// Oldest successful sync among the connected WABAs; `None` before the first.
    pub read_at: Option<Millis>,
    /// WABAs whose last sync failed: our id, name.
    pub failed_accounts: Vec<(AccountId, String)>,
}

/// Lists numbers.
pub async fn list(svc: &Services, call: &Call, query: &NumberQuery) -> ServiceResult<NumberList> {
    let _ = (svc, call, query);
    todo!()
}

/// The same rows as CSV with a header, the whole filter rather than one page;
/// cells that a spreadsheet would run as a formula are defused.
pub async fn csv(svc: &Services, call: &Call, query: &NumberQuery) -> ServiceResult<Vec<u8>> {
    let _ = (svc, call, query);
    todo!()
}

/// For the API: numbers in the order of first sight, after `cursor`.
pub async fn by_cursor(
    svc: &Services,
    call: &Call,
    cursor: Option<&str>,
    limit: u32,
) -> ServiceResult<(Vec<NumberRow>, Option<String>)> {
    let _ = (svc, call, cursor, limit);
    todo!()
}
