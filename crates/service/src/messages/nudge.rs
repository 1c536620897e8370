//! Text outside the window: it is held, an approved template asks the customer
//! to answer, and the text goes out when they do, once, or expires visibly.

use domain::{
    ids::TenantId,
    message::{gate::Gate, id::MessageId, window::Window},
    permission::Permission,
    time::{HOUR, Millis},
};
use store::{
    Tx, consents,
    messages::{outgoing, progress},
    nudges,
    outbox::{self as rows, NewEntry},
};

use super::{
    reading,
    send::{self, Draft, Extra, SendContent, SendInput, SendTo, Sent, TemplateContent, Trouble},
};
use crate::{
    Call, Services,
    consent::standing::{Purpose, Standing},
    error::{FieldError, Problem, ServiceError, ServiceResult},
    events::Topic,
};

/// How long a text waits for an answer.
pub const EXPIRES_AFTER: i64 = 72 * HOUR;

/// A text and the template that asks for an answer if it has to wait.
#[derive(Debug, Clone)]
pub struct NudgeInput {
    /// The bakery.
    pub tenant: TenantId,
    /// Who it is for.
    pub to: SendTo,
    /// The text.
    pub body: String,
    /// Asks the customer to answer.
    pub template: TemplateContent,
    /// The caller states that the person agreed; see [`SendInput::authorized`].
    pub authorized: Option<String>,
}

/// What became of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nudged {
    /// The text: queued when the window is open, held when it is not.
    pub text: Sent,
    /// The template that asks; `None` when none was needed, because the window
    /// is open or the customer was asked already.
    pub asked: Option<MessageId>,
    /// Until when the text waits.
    pub expires_at: Option<Millis>,
}

/// Sends a text if the window is open; otherwise holds it and asks the customer.
///
/// # Errors
/// As [`send::send`]; the closed window alone does not refuse.
pub async fn send_or_hold(svc: &Services, call: &Call, input: &NudgeInput) -> ServiceResult<Nudged> {
    call.allow_tenant(Permission::SendMessages, &input.tenant)?;
    let message = |content: SendContent| SendInput {
        tenant: input.tenant.clone(),
        to: input.to.clone(),
        content,
        authorized: input.authorized.clone(),
        reply_to: None,
        key: None,
    };
    let text = message(SendContent::Text {
        body: input.body.clone(),
        preview_url: false,
    });
    match send::send(svc, call, &text).await {
        Ok(sent) => {
            return Ok(Nudged {
                text: sent,
                asked: None,
                expires_at: None,
            });
        }
        Err(ServiceError::Refused(report)) if report.first_stop().map(|l| l.gate) == Some(Gate::Window) => {}
        Err(error) => return Err(error),
    }
    let template = message(SendContent::Template(input.template.clone()));
    let held = hold(svc, call, &Draft::read(&text)?, &Draft::read(&template)?)
        .await
        .map_err(|trouble| match trouble {
            Trouble::Again => ServiceError::Busy,
            Trouble::Failed(error) => error,
        })?;
    svc.events.publish(Topic::Messages);
    Ok(held)
}

async fn hold(
    svc: &Services,
    call: &Call,
    text: &Draft<'_>,
    template: &Draft<'_>,
) -> Result<Nudged, Trouble> {
    let now = svc.clock.now();
    let expires_at = now.plus(EXPIRES_AFTER);
    let mut tx = svc.db.write().await?;
    let extra = Extra {
        held: true,
        resend_of: None,
    };
    let (held, place) = send::store_one(svc, call, &mut tx, text, extra).await?;
    // One question is enough, however many texts wait for its answer.
    let earlier = nudges::waiting(&mut tx, place.number, place.contact, now).await?;
    let (nudge, asked) = if let Some(earlier) = earlier {
        (MessageId(earlier), None)
    } else {
        let (asked, _) = send::store_one(svc, call, &mut tx, template, Extra::default()).await?;
        (asked.id, Some(asked.id))
    };
    nudges::hold(&mut tx, held.id, place.number, place.contact, nudge, expires_at).await?;
    tx.commit().await?;
    Ok(Nudged {
        text: held,
        asked,
        expires_at: Some(expires_at),
    })
}

/// A customer has written to a number: what waited for that goes into the
/// queue, oldest first. Call it in the transaction that stores their message,
/// after a wish in it was noted: who answers "stop" gets nothing. Both are
/// short ids of the message that came. Answers how many texts go out.
pub async fn on_inbound(
    svc: &Services,
    tx: &mut Tx,
    number: i64,
    contact: i64,
    at: Millis,
) -> ServiceResult<usize> {
    let now = svc.clock.now();
    if !Window::at(now, Some(at)).is_open() {
        return Ok(0);
    }
    let taken = nudges::take(tx, number, contact, now).await?;
    if taken.is_empty() {
        return Ok(0);
    }
    let standing = Standing::of(&consents::about(tx, contact).await?, Purpose::Utility);
    let stopped = matches!(standing, Standing::Stopped { at: said, .. } if said >= at);
    outgoing::lock(tx, &taken).await?;
    let mut messages = progress::by_ids(tx, &taken).await?;
    for message in &mut messages {
        if stopped {
            message.facts.dropped_at = Some(now);
            message.errors = Some(reading::turned_away_by(Gate::OptOut));
            continue;
        }
        message.facts.held_at = None;
        message.facts.queued_at = Some(now);
        let id = MessageId(message.id);
        rows::add(
            tx,
            &NewEntry {
                message: id,
                tenant: message.tenant,
                number,
                contact,
                due_at: now,
            },
        )
        .await?;
    }
    progress::save(tx, &messages).await?;
    Ok(if stopped { 0 } else { messages.len() })
}

/// Reads a template given as `name:language`, as forms send it.
pub fn template_of(choice: &str) -> ServiceResult<TemplateContent> {
    let (name, language) = choice
        .rsplit_once(':')
        .ok_or_else(|| FieldError::only("template", Problem::NotAChoice))?;
    Ok(TemplateContent {
        name: name.to_owned(),
        language: language.to_owned(),
        components: None,
    })
}
