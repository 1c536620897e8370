//! "Why can't this bakery send?": every gate with its evidence, for a bakery
//! alone, for a template, or for a template to one person.

use domain::{
    ids::TenantId,
    message::id::MessageId,
    permission::{Permission, Scope},
    phone::E164,
    time::Millis,
};
use store::{
    contacts::{self, Identity},
    outbox as rows, short_ids, templates,
};

use super::{
    gate::{self, GateReport, Question, WantedTemplate},
    outbox::stops::Stop,
};
use crate::{
    Call, Services,
    error::{FieldError, Problem, ServiceResult},
    stored,
};

/// What is asked about.
#[derive(Debug, Clone, Default)]
pub struct CheckQuery {
    /// Name and language of a template; free text when only `phone` is there.
    pub template: Option<(String, String)>,
    /// To this person; anybody when absent.
    pub phone: Option<String>,
}

/// The answer.
#[derive(Debug, Clone)]
pub struct Checks {
    /// The bakery.
    pub tenant: TenantId,
    /// Every gate.
    pub report: GateReport,
    /// Messages that wait to leave.
    pub waiting: u64,
    /// Since when the oldest of them waits.
    pub oldest: Option<Millis>,
    /// When the oldest expires.
    pub expires_at: Option<Millis>,
    /// The templates that can be asked about: name, language, Meta's word for the state.
    pub templates: Vec<(String, String, String)>,
    /// Whether it would send through the shared number.
    pub shared: bool,
    /// What stands still, for those who may end it.
    pub stop: Option<Stop>,
}

/// Asks every gate.
pub async fn run(
    svc: &Services,
    call: &Call,
    tenant: &TenantId,
    query: &CheckQuery,
) -> ServiceResult<Checks> {
    // Support looks at every bakery, an owner at their own.
    if !call.actor.may(Permission::ViewTenants, Scope::Platform) {
        call.allow_tenant(Permission::ViewOwnSettings, tenant)?;
    }
    let phone = match query
        .phone
        .as_deref()
        .map(str::trim)
        .filter(|text| !text.is_empty())
    {
        Some(text) => {
            Some(E164::from_person(text).map_err(|bad| FieldError::only("phone", Problem::NotAPhone(bad)))?)
        }
        None => None,
    };
    let mut tx = svc.db.read().await?;
    let no = short_ids::find(&mut tx, tenant.as_str()).await?;
    let key = phone.as_ref().map(domain::contact::match_key);
    let contact = match (no, &key) {
        (Some(no), Some(key)) => {
            let who = Identity {
                tenant: no,
                match_key: Some(key.clone()),
                ..Identity::default()
            };
            contacts::find(&mut tx, &who).await?
        }
        _ => None,
    };
    let question = Question {
        template: query.template.as_ref().map(|(name, language)| WantedTemplate {
            name,
            language,
            values: None,
        }),
        contact: contact.as_ref(),
        person: key.as_deref().unwrap_or_default(),
        authorized: false,
        anybody: phone.is_none(),
    };
    let asked = query.template.is_some() || phone.is_some();
    let found = gate::gather(svc, &mut tx, tenant.as_str(), asked.then_some(&question)).await?;
    let (waiting, oldest) = match no {
        Some(no) => rows::waiting_of(&mut tx, no).await?,
        None => (0, None),
    };
    let templates = match &found.sender.account_id {
        Some(account) => templates::listed(&mut tx, account).await?,
        None => Vec::new(),
    };
    let stop = match (&found.sender.account_id, &found.sender.number_id) {
        (Some(account), Some(number)) => store::stops::of_number(&mut tx, account, number).await?,
        _ => None,
    };
    Ok(Checks {
        tenant: tenant.clone(),
        waiting: stored::count(waiting),
        oldest: oldest.map(MessageId::at),
        expires_at: oldest.map(|id| id.at().plus(super::outbox::WAITS_AT_MOST)),
        templates: templates
            .into_iter()
            .map(|t| (t.name, t.language, t.status))
            .collect(),
        shared: found.sender.own == 0,
        stop: stop
            .filter(|_| call.actor.may(Permission::ManageAccounts, Scope::Platform))
            .map(|stop| Stop {
                scope: stop.scope,
                account: stop.account_id,
                account_name: found.sender.account_name.clone().unwrap_or_default(),
                number: None,
                since: Millis(stop.since),
                code: stop.code,
                detail: stop.detail,
                trace: stop.trace,
            }),
        report: found.report,
    })
}
