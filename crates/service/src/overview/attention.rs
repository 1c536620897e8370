//! What needs a person, most urgent first.

use std::collections::HashSet;

use domain::{
    health::CanSend,
    number::{NameStatus, NumberStatus, NumberUse, QualityRating},
    secret_age::{REMIND_BEFORE, ROTATE_AFTER, TokenAge},
};

use super::{
    Attention, AttentionKind as Kind, Urgency,
    facts::{Account, Facts},
};
use crate::{billing::budgets::BudgetState, messages::outbox::stops::Stop, numbers::list::NumberRow};

/// Everything that needs a person.
pub(super) fn list(facts: &Facts, stopped: Vec<Stop>, budgets: Vec<BudgetState>) -> Vec<Attention> {
    let mut all: Vec<Attention> = stopped
        .into_iter()
        .map(|stop| Attention {
            urgency: Urgency::Stopped,
            since: Some(stop.since),
            kind: Kind::SendingStopped(stop),
        })
        .collect();
    for budget in budgets {
        let Some(passed) = budget.passed() else { continue };
        let urgency = if budget.stops() {
            Urgency::Stopped
        } else if passed >= 100 {
            Urgency::Soon
        } else {
            Urgency::Plan
        };
        let known = budget.reached.iter().find(|(threshold, _)| *threshold == passed);
        all.push(Attention {
            urgency,
            since: known.map(|(_, at)| *at),
            kind: Kind::BudgetPassed(Box::new(budget)),
        });
    }
    if !facts.switch.on {
        let by = facts.switch.overridden.clone();
        all.push(Attention {
            urgency: Urgency::Stopped,
            since: by.as_ref().map(|(_, at)| *at),
            kind: Kind::PlatformOff(by.map(|(name, _)| name)),
        });
    }
    for each in &facts.accounts {
        account(each, &mut all);
    }
    if let Some(first) = facts.accounts.first()
        && facts.accounts.iter().all(|each| !each.has_app_secret)
    {
        all.push(Attention {
            urgency: if facts.unchecked > 0 {
                Urgency::Stopped
            } else {
                Urgency::Soon
            },
            kind: Kind::NoAppSecret(first.row.id.clone(), facts.unchecked),
            since: None,
        });
    }
    for number in facts.numbers.iter().filter(|number| number.archived_at.is_none()) {
        one_number(number, &mut all);
    }
    let mut twice = HashSet::new();
    for number in facts.pool().filter(|number| number.duplicate) {
        if twice.insert(&number.display) {
            all.push(Attention {
                urgency: Urgency::Soon,
                kind: Kind::NumberTwice(number.display.clone()),
                since: None,
            });
        }
    }
    if facts.default_number().is_none() {
        without_number(facts, &mut all);
    }
    sort(&mut all);
    all
}

/// What has lasted longest comes first; what nobody can date comes last.
pub(super) fn sort(all: &mut [Attention]) {
    all.sort_by_key(|attention| {
        (
            attention.urgency,
            attention.since.map_or(i64::MAX, |since| since.0),
        )
    });
}

/// Bakeries that would send nothing: one line for those that want to, and one
/// for those that may want to one day, however many there are.
fn without_number(facts: &Facts, all: &mut Vec<Attention>) {
    let mut note = |urgency, kind| {
        all.push(Attention {
            urgency,
            kind,
            since: None,
        });
    };
    if let Some((id, name)) = facts.first_without.clone() {
        let kind = Kind::TenantsWithoutNumber(facts.on_without_number(), id, name);
        note(Urgency::Stopped, kind);
    }
    if let Some((id, name)) = facts.first_off_without.clone() {
        let kind = Kind::TenantsToAssign(facts.off_without_number(), id, name);
        note(Urgency::Plan, kind);
    }
}

fn account(account: &Account, all: &mut Vec<Attention>) {
    let row = &account.row;
    let (id, name) = (row.id.clone(), row.name.clone());
    let mut note = |urgency, kind, since| all.push(Attention { urgency, kind, since });
    if let Some(problem) = &row.token_problem {
        note(
            Urgency::Stopped,
            Kind::TokenRefused(id.clone(), name.clone(), problem.clone()),
            account.token_checked_at,
        );
    } else {
        let due = |before: i64| row.token_set_at.map(|set| set.plus(ROTATE_AFTER - before));
        let (urgency, since) = match row.token_age {
            TokenAge::Fresh => (None, None),
            TokenAge::Expired => (Some(Urgency::Stopped), row.token_expires_at),
            TokenAge::ExpiresSoon => (
                Some(Urgency::Soon),
                row.token_expires_at.map(|end| end.plus(-REMIND_BEFORE)),
            ),
            TokenAge::Overdue => (Some(Urgency::Soon), due(0)),
            TokenAge::DueSoon => (Some(Urgency::Plan), due(REMIND_BEFORE)),
        };
        if let Some(urgency) = urgency {
            note(
                urgency,
                Kind::TokenOld(id.clone(), name.clone(), row.token_age),
                since,
            );
        }
        // A refused token explains a failed sync; anything else has to be said.
        if let Some(problem) = row.sync_problems.first() {
            let kind = Kind::SyncFailed(id.clone(), name.clone(), problem.message.clone());
            note(Urgency::Soon, kind, row.sync_ok_at.or(row.sync_attempt_at));
        }
    }
    // Not knowing where webhooks go is no better than knowing that they go elsewhere.
    let arrives = row
        .subscription
        .as_ref()
        .is_some_and(|(subscription, _)| subscription.ok());
    if !arrives {
        let since = row.subscription.as_ref().map(|(_, at)| *at);
        note(
            Urgency::Soon,
            Kind::NotSubscribed(id.clone(), name.clone()),
            since,
        );
    }
    if let Some((health, at)) = &row.health {
        let urgency = match health.can_send {
            CanSend::Blocked => Some(Urgency::Stopped),
            CanSend::Limited => Some(Urgency::Soon),
            _ => None,
        };
        if let Some(urgency) = urgency {
            let first = health.entities.iter().flat_map(|entity| &entity.problems).next();
            let why = first.map(|problem| problem.description.clone());
            note(
                urgency,
                Kind::Health(id, name, health.can_send.clone(), why),
                Some(*at),
            );
        }
    }
}

fn one_number(number: &NumberRow, all: &mut Vec<Attention>) {
    let holder = number.holder.as_ref().map(|holder| holder.name.clone());
    let serves = holder.is_some() || number.used == NumberUse::Shared;
    let (id, display) = (number.id.clone(), number.display.clone());
    let mut note = |urgency, kind, since| all.push(Attention { urgency, kind, since });
    if number.vanished_at.is_some() {
        // Also the default number, which no bakery holds by itself.
        if serves || number.holder.is_some() {
            note(
                Urgency::Stopped,
                Kind::NumberVanished(id, display, holder),
                number.vanished_at,
            );
        }
        return;
    }
    if serves && !matches!(number.status, NumberStatus::Connected | NumberStatus::Unknown(_)) {
        // A flagged number still sends.
        let urgency = if number.status == NumberStatus::Flagged {
            Urgency::Soon
        } else {
            Urgency::Stopped
        };
        note(
            urgency,
            Kind::NumberDown(id.clone(), display.clone(), number.status.clone(), holder.clone()),
            None,
        );
    }
    let changed = number.quality_before.as_ref().map(|(_, at)| *at);
    let urgency = match number.quality {
        QualityRating::Red => Some(Urgency::Soon),
        QualityRating::Yellow => Some(Urgency::Plan),
        _ => None,
    };
    if let Some(urgency) = urgency {
        note(
            urgency,
            Kind::QualityLow(id.clone(), display.clone(), number.quality.clone(), holder),
            changed,
        );
    }
    if matches!(number.name_status, NameStatus::Declined | NameStatus::Expired) {
        let name = number
            .new_name
            .clone()
            .unwrap_or_else(|| number.verified_name.clone());
        note(Urgency::Soon, Kind::NameDeclined(id, display, name), None);
    }
}
