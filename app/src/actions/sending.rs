//! Test messages, stops, and what a person decides about single messages.

use domain::{ids::TenantId, message::id::MessageId, permission::Permission};
use leptos::prelude::*;
use service::{
    FieldError, Problem, ServiceError, ServiceResult,
    messages::{
        nudge,
        outbox::{decide, stops},
        send::Sent,
        send_test,
    },
};

use crate::{
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
        Ok(_) => done(&cx.request, words::sent_test(cx.lang), back).await,
        Err(error) => {
            let error = named(error);
            refused(
                &cx.request,
                TEST,
                &[("phone", &phone), ("template", &template)],
                &error,
                back,
            )
            .await
        }
    }
}

/// The form calls the recipient `phone`.
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
        Ok(said) => done(&cx.request, said, back).await,
        Err(error) => refused_button(&cx.request, &error, back).await,
    }
}

async fn decided(cx: &Cx, message: &str, decision: &str) -> ServiceResult<&'static str> {
    let id = MessageId::parse(message).map_err(|_| ServiceError::NotFound)?;
    let (svc, call) = (cx.services(), &cx.call);
    match decision {
        "resend" => decide::resend(svc, call, id)
            .await
            .map(|_| words::resent(cx.lang)),
        "give_up" => decide::give_up(svc, call, id)
            .await
            .map(|()| words::given_up(cx.lang)),
        "withdraw" => decide::withdraw(svc, call, id)
            .await
            .map(|()| words::withdrawn(cx.lang)),
        _ => Err(FieldError::only("decision", Problem::NotAChoice)),
    }
}
