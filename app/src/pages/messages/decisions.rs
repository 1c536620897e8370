//! What a person can still decide about a message.

use domain::{
    ids::TenantId,
    message::{delivery::State, id::MessageId},
    meta_error::{self, Retry},
    permission::{Permission, Scope},
};
use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    actions::sending::DecideMessage,
    components::{
        form::{BackHere, Hidden},
        icon::{Icon, icon},
    },
    guard::Cx,
    words::sending as w,
};

/// What there is to decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Choice {
    /// Again, or as given up: nobody knows whether it arrived.
    Settle,
    /// Again: it certainly did not arrive.
    Again,
    /// Not at all: it has not left yet.
    Withdraw,
    /// Nothing: it would fail again.
    Pointless,
}

fn choice(state: State, error: Option<i64>) -> Option<Choice> {
    let no_use = error
        .and_then(|code| meta_error::lookup(code, None))
        .is_some_and(|meaning| meaning.retry == Retry::No);
    match state {
        State::Unknown => Some(Choice::Settle),
        State::Failed if no_use => Some(Choice::Pointless),
        State::Failed | State::Dropped => Some(Choice::Again),
        State::Queued | State::Held => Some(Choice::Withdraw),
        _ => None,
    }
}

/// The buttons, for those who may send for the bakery; `None` when there is
/// nothing to decide.
pub(super) fn decisions(
    cx: &Cx,
    tenant: Option<&TenantId>,
    id: MessageId,
    state: State,
    error: Option<i64>,
    notes: bool,
) -> Option<AnyView> {
    let lang = cx.lang;
    let choice = choice(state, error)?;
    if !cx
        .call
        .actor
        .may(Permission::SendMessages, Scope::Tenant(tenant?))
    {
        return None;
    }
    let again = || {
        let sure = (choice == Choice::Settle).then(|| w::resend_sure(lang));
        button(id, "resend", w::resend(lang), Icon::Refresh, sure)
    };
    let (buttons, note) = match choice {
        Choice::Settle => (
            view! {
                {again()}
                {button(id, "give_up", w::give_up(lang), Icon::X, None)}
            }
            .into_any(),
            w::leave(lang),
        ),
        Choice::Again => (again(), w::resend_note(lang)),
        Choice::Withdraw => (button(id, "withdraw", w::withdraw(lang), Icon::X, None), ""),
        Choice::Pointless if notes => {
            return Some(view! { <p class="xs muted">{w::resend_pointless(lang)}</p> }.into_any());
        }
        Choice::Pointless => return None,
    };
    let note = (notes && !note.is_empty()).then(|| view! { <p class="xs muted">{note}</p> });
    Some(
        view! {
            <div class="stack stack--1" role="group" aria-label=w::decide(lang)>
                <div class="row row--tight">{buttons}</div>
                {note}
            </div>
        }
        .into_any(),
    )
}

fn button(
    id: MessageId,
    decision: &'static str,
    words: &'static str,
    name: Icon,
    sure: Option<&'static str>,
) -> AnyView {
    view! {
        <form method="post" action=DecideMessage::url()>
            <Hidden name="message" value=id.to_string()/>
            <Hidden name="decision" value=decision/>
            <BackHere/>
            <button class="btn btn--sm" type="submit" data-confirm=sure data-confirm-yes=sure.map(|_| words)>
                {icon(name)}
                {words}
            </button>
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_nobody_knows_or_has_not_left_can_be_decided() {
        assert_eq!(choice(State::Unknown, None), Some(Choice::Settle));
        assert_eq!(choice(State::Queued, None), Some(Choice::Withdraw));
        for over in [
            State::Received,
            State::Sent,
            State::Delivered,
            State::Read,
            State::Accepted,
        ] {
            assert_eq!(choice(over, None), None);
        }
    }

    #[test]
    fn what_would_fail_again_is_not_offered_again() {
        // The customer has no WhatsApp (131026).
        let code = 131_026;
        let hopeless = meta_error::lookup(code, None).is_some_and(|m| m.retry == Retry::No);
        let expected = if hopeless {
            Choice::Pointless
        } else {
            Choice::Again
        };
        assert_eq!(choice(State::Failed, Some(code)), Some(expected));
        assert_eq!(choice(State::Failed, None), Some(Choice::Again));
    }
}
