//! Answering a customer by hand: freely inside the window; outside it the text
//! is held while an approved template asks them to write.

use domain::{
    ids::TenantId,
    message::{gate::Gate, id::MessageId, window::Window},
    permission::{Permission, Scope},
};
use store::{
    Tx,
    messages::{
        log::Reach,
        people::{self, Customer},
    },
    short_ids,
};

use super::{
    gate::{self, GateReport, Question},
    nudge::{self, NudgeInput, Nudged},
    offers::{self, Offer},
    send::{self, SendContent, SendInput, SendTo},
};
use crate::{
    Call, Services,
    error::{FieldError, Problem, ServiceError, ServiceResult},
    stored,
};

/// What somebody who wants to answer has to know.
#[derive(Debug, Clone)]
pub struct Composer {
    /// The bakery that would answer.
    pub tenant: TenantId,
    /// Its name.
    pub tenant_name: String,
    /// Whether free text passes, through the number that would send it now.
    pub window: Window,
    /// Why nothing can be sent, other than the window; boxed because it is long.
    pub stopped: Option<Box<GateReport>>,
    /// Templates without values, that ask the customer to write.
    pub asks: Vec<Offer>,
    /// How many texts to this customer wait for an answer already.
    pub held: u64,
}

/// What there is to know; `None` for those who may not answer, or when the
/// customer is no bakery's.
pub async fn composer(svc: &Services, call: &Call, contact: MessageId) -> ServiceResult<Option<Composer>> {
    let mut tx = svc.db.read().await?;
    let Some((customer, tenant)) = find(&mut tx, contact).await? else {
        return Ok(None);
    };
    if !call.actor.may(Permission::SendMessages, Scope::Tenant(&tenant)) {
        return Ok(None);
    }
    let known = store::messages::outgoing::contact(&mut tx, customer.tenant, customer.id).await?;
    let person = known
        .as_ref()
        .and_then(|c| c.match_key.clone().or_else(|| c.user_id.clone()))
        .unwrap_or_default();
    let question = Question {
        template: None,
        contact: known.as_ref(),
        person: &person,
        authorized: false,
        anybody: false,
    };
    let found = gate::gather(svc, &mut tx, tenant.as_str(), Some(&question)).await?;
    let asks = offers::of_account(&mut tx, found.sender.account_id.as_deref())
        .await?
        .into_iter()
        .filter(|offer| !offer.needs_values)
        .collect();
    let held = stored::count(store::nudges::held_for(&mut tx, customer.id, svc.clock.now()).await?);
    let stops = found.report.first_stop().map(|line| line.gate);
    Ok(Some(Composer {
        tenant,
        tenant_name: found.report.tenant_name.clone(),
        window: found.window,
        asks,
        held,
        stopped: (stops.is_some() && stops != Some(Gate::Window)).then(|| Box::new(found.report)),
    }))
}

/// Answers. Without a template the window has to be open; with one (as
/// `name:language`), the text is held when it is not.
///
/// # Errors
/// As [`send::send`]; `NotFound` for customers that the caller may not know.
pub async fn reply(
    svc: &Services,
    call: &Call,
    contact: MessageId,
    body: &str,
    ask_with: Option<&str>,
) -> ServiceResult<Nudged> {
    let mut tx = svc.db.read().await?;
    let (customer, tenant) = find(&mut tx, contact).await?.ok_or(ServiceError::NotFound)?;
    drop(tx);
    call.allow_tenant(Permission::SendMessages, &tenant)?;
    // Browsers write line ends as CR LF, phones as LF.
    let body = body.replace("\r\n", "\n");
    if body.trim().is_empty() {
        return Err(FieldError::only("body", Problem::Required));
    }
    let to = SendTo::Contact(customer.id);
    let answered = if let Some(choice) = ask_with {
        let input = NudgeInput {
            tenant,
            to,
            body,
            template: nudge::template_of(choice).map_err(named)?,
            authorized: None,
        };
        nudge::send_or_hold(svc, call, &input).await
    } else {
        let input = SendInput {
            tenant,
            to,
            content: SendContent::Text {
                body,
                preview_url: false,
            },
            authorized: None,
            reply_to: None,
            key: None,
        };
        send::send(svc, call, &input).await.map(|text| Nudged {
            text,
            asked: None,
            expires_at: None,
        })
    };
    answered.map_err(named)
}

/// The form calls the text `body`, and the template that asks `ask`.
fn named(error: ServiceError) -> ServiceError {
    let ServiceError::Invalid(fields) = error else {
        return error;
    };
    let named = fields.into_iter().map(|wrong| match wrong.field {
        "text.body" => FieldError {
            field: "body",
            ..wrong
        },
        field if field.starts_with("template") => FieldError {
            field: "ask",
            ..wrong
        },
        _ => wrong,
    });
    ServiceError::Invalid(named.collect())
}

/// The customer and their bakery, whoever asks: the caller's rights come next.
async fn find(tx: &mut Tx, contact: MessageId) -> ServiceResult<Option<(Customer, TenantId)>> {
    let Some(customer) = people::customer(tx, Reach::Everyone, contact.0).await? else {
        return Ok(None);
    };
    match short_ids::id_of(tx, customer.tenant).await? {
        Some(id) => Ok(Some((customer, stored::id(id)?))),
        None => Ok(None),
    }
}
