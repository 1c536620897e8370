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
    pages::place::Place,
    words::sending as w,
};

/// What is known about a message that somebody might decide about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    pub(super) id: MessageId,
    pub(super) state: State,
    /// Meta's code of why it failed.
    pub(super) error: Option<i64>,
    /// Meta is being asked at this moment.
    pub(super) under_way: bool,
    /// The message that replaces it.
    pub(super) again: Option<MessageId>,
}

/// What there is to decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Choice {
    /// Nothing any more: it was sent again as this message.
    Replaced(MessageId),
    /// Again, or as given up: nobody knows whether it arrived.
    Settle,
    /// Again: it certainly did not arrive.
    Again,
    /// Not at all: it has not left yet.
    Withdraw,
    /// Nothing: it would fail again.
    Pointless,
}

fn choice(known: Known) -> Option<Choice> {
    let no_use = known
        .error
        .and_then(|code| meta_error::lookup(code, None))
        .is_some_and(|meaning| meaning.retry == Retry::No);
    if let Some(next) = known.again {
        return Some(Choice::Replaced(next));
    }
    match known.state {
        State::Unknown if known.under_way => None,
        State::Unknown => Some(Choice::Settle),
        State::Failed if no_use => Some(Choice::Pointless),
        State::Failed | State::Dropped => Some(Choice::Again),
        State::Queued | State::Held => Some(Choice::Withdraw),
        _ => None,
    }
}

/// The buttons, for those who may send for the bakery, or what was decided;
/// `None` when there is nothing to decide.
pub(super) fn decisions(
    cx: &Cx,
    place: &Place,
    tenant: Option<&TenantId>,
    known: Known,
    notes: bool,
) -> Option<AnyView> {
    let (lang, id) = (cx.lang, known.id);
    let choice = choice(known)?;
    if let Choice::Replaced(next) = choice {
        return Some(replaced(cx, place, next));
    }
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
        Choice::Pointless | Choice::Replaced(_) => return None,
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

/// Leads to the message that replaces this one.
fn replaced(cx: &Cx, place: &Place, next: MessageId) -> AnyView {
    let id = next.to_string();
    let href = place
        .to(place.messages())
        .with("q", Some(&id))
        .with("sel", Some(&id))
        .href();
    view! { <p class="sm"><a href=href>{icon(Icon::Refresh)}{w::sent_again(cx.lang)}</a></p> }.into_any()
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

    fn known(state: State, error: Option<i64>) -> Known {
        Known {
            id: MessageId(1),
            state,
            error,
            under_way: false,
            again: None,
        }
    }

    #[test]
    fn only_what_nobody_knows_or_has_not_left_can_be_decided() {
        assert_eq!(choice(known(State::Unknown, None)), Some(Choice::Settle));
        assert_eq!(choice(known(State::Queued, None)), Some(Choice::Withdraw));
        for over in [
            State::Received,
            State::Sent,
            State::Delivered,
            State::Read,
            State::Accepted,
        ] {
            assert_eq!(choice(known(over, None)), None);
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
        assert_eq!(choice(known(State::Failed, Some(code))), Some(expected));
        assert_eq!(choice(known(State::Failed, None)), Some(Choice::Again));
    }

    #[test]
    fn what_would_arrive_twice_is_not_offered() {
        let under_way = Known {
            under_way: true,
            ..known(State::Unknown, None)
        };
        assert_eq!(choice(under_way), None);
        let again = Known {
            again: Some(MessageId(2)),
            ..known(State::Failed, None)
        };
        assert_eq!(choice(again), Some(Choice::Replaced(MessageId(2))));
    }
}
