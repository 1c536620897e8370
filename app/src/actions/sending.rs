//! Test messages, answers, stops, and what a person decides about single messages.

use domain::{ids::TenantId, message::id::MessageId, permission::Permission, person::Role};
use leptos::prelude::*;
use service::{
    FieldError, Problem, ServiceError, ServiceResult,
    messages::{
        inbox, nudge,
        outbox::{decide, stops},
        reply,
        send::Sent,
        send_test,
    },
};

use crate::{
    components::query::Query,
    error::AppError,
    flash::{done, refused, refused_button},
    guard::{Cx, guard, guard_person},
    words::sending as words,
};

/// Name of the form for a test message.
pub(crate) const TEST: &str = "send-test";
/// Where people end up when a form does not say.
const MESSAGES: &str = "/app/admin/whatsapp/messages";

/// Sends a template to whoever asks for it.
#[server(prefix = "/do", endpoint = "send-test")]
pub(crate) async fn send_test_message(
    #[server(default)] tenant: String,
    #[server(default)] phone: String,
    #[server(default)] template: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let cx = guard_person()?;
    let back = if back.is_empty() { MESSAGES } else { &back };
    match send_one(&cx, &tenant, &phone, &template).await {
        // Where its steps appear as they happen.
        Ok(sent) => {
            let log = log_of(&cx)
                .with("bakery", Some(&tenant))
                .with("sel", Some(&sent.id.to_string()));
            done(&cx.request, words::sent_test(cx.lang), &log.href()).await
        }
        Err(error) => {
            let error = named(error);
            // The bakery too: where there are several, a corrected number must not go out from another.
            let values = [
                ("tenant", tenant.as_str()),
                ("phone", &phone),
                ("template", &template),
            ];
            refused(&cx.request, TEST, &values, &error, back).await
        }
    }
}

/// The log that whoever asks can open.
fn log_of(cx: &Cx) -> Query {
    Query::to(if cx.profile.role == Role::Owner {
        "/app/settings/whatsapp/messages"
    } else {
        MESSAGES
    })
}

/// The form calls the recipient `phone`, and everything about the template `template`.
fn named(error: ServiceError) -> ServiceError {
    match error {
        ServiceError::Invalid(fields) => ServiceError::Invalid(
            fields
                .into_iter()
                .map(|wrong| match wrong.field {
                    "recipient_phone" => FieldError {
                        field: "phone",
                        ..wrong
                    },
                    field if field.starts_with("template.") => FieldError {
                        field: "template",
                        ..wrong
                    },
                    _ => wrong,
                })
                .collect(),
        ),
        other => other,
    }
}

async fn send_one(cx: &Cx, tenant: &str, phone: &str, template: &str) -> ServiceResult<Sent> {
    let tenant = TenantId::parse(tenant).map_err(|_| ServiceError::NotFound)?;
    if phone.trim().is_empty() {
        return Err(FieldError::only("phone", Problem::Required));
    }
    let wanted = nudge::template_of(template)?;
    send_test::send_test(
        cx.services(),
        &cx.call,
        &tenant,
        phone,
        (&wanted.name, &wanted.language),
    )
    .await
}

/// Ends a stop: the cause is over.
#[server(prefix = "/do", endpoint = "resume-sending")]
pub(crate) async fn resume_sending(
    #[server(default)] scope: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::ManageAccounts)?;
    let back = if back.is_empty() { "/app" } else { &back };
    match stops::resume(cx.services(), &cx.call, &scope).await {
        Ok(()) => done(&cx.request, words::resumed(cx.lang), back).await,
        Err(error) => refused_button(&cx.request, &error, back).await,
    }
}

/// Decides about a message: `resend`, `give_up` or `withdraw`.
#[server(prefix = "/do", endpoint = "decide-message")]
pub(crate) async fn decide_message(
    #[server(default)] message: String,
    #[server(default)] decision: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let cx = guard_person()?;
    let back = if back.is_empty() { MESSAGES } else { &back };
    match decided(&cx, &message, &decision).await {
        // The message that replaces it opens where the old one was open.
        Ok((said, Some(next))) if Query::parse(back).get("sel").is_some() => {
            let back = Query::parse(back).with("sel", Some(&next.to_string())).href();
            done(&cx.request, said, &back).await
        }
        Ok((said, _)) => done(&cx.request, said, back).await,
        Err(error) => refused_button(&cx.request, &error, back).await,
    }
}

async fn decided(cx: &Cx, message: &str, decision: &str) -> ServiceResult<(&'static str, Option<MessageId>)> {
    let id = MessageId::parse(message).map_err(|_| ServiceError::NotFound)?;
    let (svc, call) = (cx.services(), &cx.call);
    match decision {
        "resend" => decide::resend(svc, call, id)
            .await
            .map(|sent| (words::resent(cx.lang), Some(sent.id))),
        "give_up" => decide::give_up(svc, call, id)
            .await
            .map(|()| (words::given_up(cx.lang), None)),
        "withdraw" => decide::withdraw(svc, call, id)
            .await
            .map(|()| (words::withdrawn(cx.lang), None)),
        _ => Err(FieldError::only("decision", Problem::NotAChoice)),
    }
}

/// Notes that nothing in a conversation needs an answer.
#[server(prefix = "/do", endpoint = "settle-conversation")]
pub(crate) async fn settle_conversation(
    #[server(default)] contact: String,
    #[server(default)] upto: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let cx = guard_person()?;
    let back = if back.is_empty() { MESSAGES } else { &back };
    let id = |text: &str| MessageId::parse(text).map_err(|_| AppError::from_service(&ServiceError::NotFound));
    match inbox::settle(cx.services(), &cx.call, id(&contact)?, id(&upto)?).await {
        Ok(()) => done(&cx.request, crate::words::messages::settled(cx.lang), back).await,
        Err(error) => refused_button(&cx.request, &error, back).await,
    }
}

/// Name of the form for an answer.
pub(crate) const REPLY: &str = "reply";

/// Answers a customer: at once, or (with a template in `ask`) when they write again.
#[server(prefix = "/do", endpoint = "reply")]
pub(crate) async fn reply_to_customer(
    #[server(default)] contact: String,
    #[server(default)] body: String,
    #[server(default)] ask: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let cx = guard_person()?;
    let back = if back.is_empty() { MESSAGES } else { &back };
    let contact = MessageId::parse(&contact).map_err(|_| AppError::from_service(&ServiceError::NotFound))?;
    let ask_with = Some(ask.as_str()).filter(|ask| !ask.is_empty());
    match reply::reply(cx.services(), &cx.call, contact, &body, ask_with).await {
        Ok(done_so) if done_so.expires_at.is_some() => {
            done(&cx.request, words::reply_held(cx.lang), back).await
        }
        Ok(_) => done(&cx.request, words::reply_sent(cx.lang), back).await,
        Err(error) => {
            let values = [("body", body.as_str()), ("ask", ask.as_str())];
            refused(&cx.request, REPLY, &values, &error, back).await
        }
    }
}
