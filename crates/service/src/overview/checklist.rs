//! The set-up steps, each proven by what Meta or our own records
//! say. What is not known is not done.

use domain::{
    account::{BusinessVerification, NEEDED_SCOPES},
    number::{NumberStatus, QualityRating},
    time::Millis,
};

use super::{
    Evidence, Step, StepKey,
    facts::{Account, Facts},
};

/// Meta's code for a missing payment method (sources §1.3).
const NO_PAYMENT: i64 = 141_006;

/// The steps in order.
pub(super) fn steps(facts: &Facts) -> Vec<Step> {
    vec![
        connected(facts),
        verified(facts),
        numbers_connected(facts),
        of_accounts(facts, StepKey::TokenPermanent, permanent),
        template(facts),
        of_accounts(facts, StepKey::WebhooksSubscribed, |account| {
            account
                .row
                .subscription
                .as_ref()
                .is_some_and(|(subscription, _)| subscription.ok())
        }),
        default_number(facts),
        tenants_assigned(facts),
        quality(facts),
        payment(facts),
        Step {
            key: StepKey::OwnersTurnedOn,
            done: facts.switched_on > 0,
            evidence: counted(facts.switched_on, facts.active),
        },
        Step {
            key: StepKey::TestSent,
            done: facts.trial.is_some(),
            evidence: facts.trial.map(|(word, at)| Evidence::Meta(word.to_owned(), at)),
        },
    ]
}

fn counted(some: u64, of: u64) -> Option<Evidence> {
    if of == 0 {
        None
    } else {
        Some(Evidence::Count(some, of))
    }
}

fn size(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

fn connected(facts: &Facts) -> Step {
    let evidence = match facts.accounts.as_slice() {
        [] => None,
        [only] => Some(Evidence::Name(only.row.name.clone())),
        several => Some(Evidence::Count(size(several.len()), size(several.len()))),
    };
    Step {
        key: StepKey::AccountConnected,
        done: !facts.accounts.is_empty(),
        evidence,
    }
}

/// Done when every account passes; the evidence is how many do.
fn of_accounts(facts: &Facts, key: StepKey, passes: impl Fn(&Account) -> bool) -> Step {
    let of = size(facts.accounts.len());
    let some = size(facts.accounts.iter().filter(|account| passes(account)).count());
    Step {
        key,
        done: of > 0 && some == of,
        evidence: counted(some, of),
    }
}

fn permanent(account: &Account) -> bool {
    account.token_checked_at.is_some()
        && !account.token_dead()
        && account.row.token_expires_at.is_none()
        && NEEDED_SCOPES
            .iter()
            .all(|scope| account.scopes.iter().any(|have| have == scope))
}

/// Done when an account has it approved; else the evidence is Meta's word for it.
fn template(facts: &Facts) -> Step {
    let done = facts
        .template
        .as_ref()
        .is_some_and(|template| template.status == "APPROVED");
    let evidence = facts.template.as_ref().map(|template| {
        let since = Millis(template.status_since);
        if done {
            Evidence::Since(template.account.clone(), since)
        } else {
            Evidence::Meta(template.status.clone(), since)
        }
    });
    Step {
        key: StepKey::TemplateApproved,
        done,
        evidence,
    }
}

fn verified(facts: &Facts) -> Step {
    let passes = |account: &Account| account.verification == Some(BusinessVerification::Verified);
    let step = of_accounts(facts, StepKey::BusinessVerified, passes);
    // One word of Meta's says more than "0 of 1".
    let spoken = facts
        .accounts
        .iter()
        .find(|account| step.done || !passes(account))
        .and_then(|account| {
            Some(Evidence::Meta(
                account.verification.as_ref()?.to_string(),
                account.row.sync_ok_at?,
            ))
        });
    Step {
        evidence: spoken.or(step.evidence),
        ..step
    }
}

fn numbers_connected(facts: &Facts) -> Step {
    let some = facts
        .pool()
        .filter(|number| number.status == NumberStatus::Connected)
        .count();
    Step {
        key: StepKey::NumbersConnected,
        done: some > 0,
        evidence: counted(size(some), size(facts.pool().count())),
    }
}

fn default_number(facts: &Facts) -> Step {
    let number = facts.default_number();
    Step {
        key: StepKey::DefaultNumber,
        done: number.is_some(),
        evidence: number.map(|number| Evidence::Name(number.display.clone())),
    }
}

fn tenants_assigned(facts: &Facts) -> Step {
    let some = if facts.default_number().is_some() {
        facts.active
    } else {
        facts.with_number
    };
    Step {
        key: StepKey::TenantsAssigned,
        done: facts.active > 0 && some == facts.active,
        evidence: counted(some, facts.active),
    }
}

/// Only what Meta calls high counts. What it has not rated is not known.
fn quality(facts: &Facts) -> Step {
    let rated =
        |fits: fn(&QualityRating) -> bool| size(facts.pool().filter(|number| fits(&number.quality)).count());
    let high = rated(|quality| *quality == QualityRating::Green);
    let unrated = rated(|quality| matches!(quality, QualityRating::NotRated | QualityRating::NotApplicable));
    let of = size(facts.pool().count());
    Step {
        key: StepKey::QualityHigh,
        done: of > 0 && high == of,
        evidence: match unrated {
            0 => counted(high, of),
            unrated => Some(Evidence::Rated { high, unrated, of }),
        },
    }
}

fn payment(facts: &Facts) -> Step {
    let works = |account: &Account| {
        account.row.health.as_ref().is_some_and(|(health, _)| {
            health
                .entities
                .iter()
                .flat_map(|entity| &entity.problems)
                .all(|problem| problem.code != NO_PAYMENT)
        })
    };
    let step = of_accounts(facts, StepKey::PaymentWorks, works);
    let spoken = facts
        .accounts
        .iter()
        .find(|account| step.done || !works(account))
        .and_then(|account| {
            let (health, at) = account.row.health.as_ref()?;
            Some(Evidence::Meta(health.can_send.to_string(), *at))
        });
    Step {
        evidence: spoken.or(step.evidence),
        ..step
    }
}
