//! How checks, refusals, health and tokens read.

use domain::{
    account::{BusinessVerification, Ownership, ReviewStatus},
    health::{CanSend, HealthEntity},
    lang::Lang,
    secret_age::TokenAge,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use service::{
    accounts::{
        connect::{Check, CheckOutcome, Finding, Reason},
        list::AccountRow,
        subscription::Subscription,
        sync::SyncProblem,
    },
    error::Upstream,
};

use crate::{
    components::{
        format::Times,
        icon::{Icon, icon},
        status::{Tone, status},
    },
    pages::numbers::look::Look,
    words::{meta_errors, numbers, problems, wabas as w},
};

/// A finding in words; safe to keep for one page, because no secret is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FindingView {
    /// What was checked.
    pub(crate) check: String,
    /// `passed`, `warning`, `failed` or `skipped`.
    pub(crate) outcome: String,
    /// What was seen, or what is wrong.
    pub(crate) words: String,
    /// What to do about it.
    pub(crate) todo: String,
}

/// Puts a finding into words.
pub(crate) fn finding(lang: Lang, finding: &Finding) -> FindingView {
    let (outcome, words, todo) = match &finding.outcome {
        CheckOutcome::Passed(seen) => ("passed", passed(lang, finding.check, seen), String::new()),
        CheckOutcome::Warning(seen) => ("warning", seen.clone(), String::new()),
        CheckOutcome::Failed(reason) => {
            let (words, todo) = failed(lang, finding.check, reason);
            ("failed", words, todo)
        }
        CheckOutcome::Skipped => ("skipped", String::new(), String::new()),
    };
    FindingView {
        check: check(lang, finding.check).to_owned(),
        outcome: outcome.to_owned(),
        words,
        todo,
    }
}

/// What was seen: a count becomes a sentence, Meta's word for the token's kind ours.
fn passed(lang: Lang, check: Check, seen: &str) -> String {
    match (check, seen, seen.parse::<u64>()) {
        (Check::NumbersReadable, _, Ok(n)) => numbers::numbers(lang, n),
        (Check::TokenValid, "SYSTEM_USER", _) => w::kind_system_user(lang).to_owned(),
        (Check::TokenValid, "USER", _) => w::kind_user(lang).to_owned(),
        _ => seen.to_owned(),
    }
}

const fn check(lang: Lang, check: Check) -> &'static str {
    match check {
        Check::TokenValid => w::k_token_valid(lang),
        Check::TokenExpiry => w::k_token_expiry(lang),
        Check::Scopes => w::k_scopes(lang),
        Check::App => w::k_app(lang),
        Check::WabaReadable => w::k_waba(lang),
        Check::NumbersReadable => w::k_numbers(lang),
        Check::NumbersUnique => w::k_unique(lang),
        Check::NotConnected => w::k_new(lang),
    }
}

fn failed(lang: Lang, check: Check, reason: &Reason) -> (String, String) {
    let fix = match check {
        Check::WabaReadable | Check::NumbersReadable => w::fix_access(lang),
        _ => w::fix_token(lang),
    };
    match reason {
        Reason::Meta(refusal) => (
            upstream(lang, refusal),
            todo(lang, refusal).unwrap_or(fix).to_owned(),
        ),
        Reason::MissingScopes(scopes) => (
            w::r_scopes(lang, &scopes.join(", ")),
            w::fix_scopes(lang).to_owned(),
        ),
        Reason::Expired(at) => (
            w::r_expired(lang, &Times::current().moment(*at)),
            w::fix_token(lang).to_owned(),
        ),
        Reason::WrongSecret => (w::r_wrong_secret(lang).to_owned(), w::fix_secret(lang).to_owned()),
        Reason::AlreadyConnected => (w::r_connected(lang).to_owned(), String::new()),
        Reason::NotAWaba => (w::r_not_waba(lang).to_owned(), w::fix_access(lang).to_owned()),
    }
}

/// What to do about a refusal, where its class or code tells.
fn todo(lang: Lang, refusal: &Upstream) -> Option<&'static str> {
    match (refusal.class, refusal.code) {
        ("rate_limited" | "transient" | "unreachable", _) => Some(w::fix_wait(lang)),
        (_, Some(code)) => Some(meta_errors::explain(lang, code, None).todo),
        _ => None,
    }
}

/// A refusal of Meta's: our words first, its own, its code and its trace last.
pub(crate) fn upstream(lang: Lang, refusal: &Upstream) -> String {
    let trace = refusal
        .trace
        .as_deref()
        .map(|trace| format!(" ({})", w::trace(lang, trace)))
        .unwrap_or_default();
    problems::upstream(lang, refusal) + &trace
}

/// As [`upstream`], from the parts that are stored.
pub(crate) fn problem(lang: Lang, problem: &SyncProblem) -> String {
    upstream(lang, &problem.upstream())
}

/// Findings in order, as checks with their outcome.
pub(crate) fn findings(lang: Lang, findings: &[FindingView]) -> AnyView {
    let items = findings
        .iter()
        .map(|one| {
            let outcome = match one.outcome.as_str() {
                "passed" => status(Tone::Ok, Icon::Ok, w::o_passed(lang), false),
                "warning" => status(Tone::Warn, Icon::Warn, w::o_warning(lang), true),
                "failed" => status(Tone::Bad, Icon::Bad, w::o_failed(lang), true),
                _ => status(Tone::Idle, Icon::Dash, w::o_skipped(lang), false),
            };
            let class = (one.outcome == "failed").then_some("is-blocker");
            view! {
                <li class=class>
                    <span class="gates__n" aria-hidden="true"></span>
                    <div>
                        <b>{one.check.clone()}</b>
                        <p>{one.words.clone()}</p>
                        {(!one.todo.is_empty()).then(|| view! { <p class="strong">{one.todo.clone()}</p> })}
                    </div>
                    {outcome}
                </li>
            }
        })
        .collect_view();
    view! { <ol class="gates gates--findings" role="list">{items}</ol> }.into_any()
}

/// How old a token is, or that Meta refuses it.
pub(crate) fn token(lang: Lang, row: &AccountRow) -> Look {
    if row.token_problem.is_some() {
        return Look::pill(Tone::Bad, Icon::Bad, w::t_refused(lang));
    }
    match row.token_age {
        TokenAge::Fresh => Look::plain(Tone::Ok, Icon::Ok, w::t_fresh(lang)),
        TokenAge::DueSoon => Look::pill(Tone::Info, Icon::Key, w::t_due(lang)),
        TokenAge::Overdue => Look::pill(Tone::Warn, Icon::Key, w::t_overdue(lang)),
        TokenAge::ExpiresSoon => Look::pill(Tone::Warn, Icon::Clock, w::t_expires(lang)),
        TokenAge::Expired => Look::pill(Tone::Bad, Icon::Bad, w::t_expired(lang)),
    }
}

/// Whether events arrive here. What Meta does not tell is not green.
pub(crate) fn hooks(lang: Lang, subscription: Option<&Subscription>) -> Look {
    match subscription {
        None => Look::plain(Tone::Idle, Icon::Help, w::hook_unsure(lang)),
        Some(now) if now.ok() => Look::plain(Tone::Ok, Icon::Ok, w::hook_ok(lang)),
        Some(Subscription { actual_url: None, .. }) => Look::pill(Tone::Bad, Icon::Bad, w::hook_off(lang)),
        Some(Subscription {
            actual_url: Some(url),
            ..
        }) if url.is_empty() => Look::pill(Tone::Warn, Icon::Help, w::hook_unsure(lang)),
        Some(_) => Look::pill(Tone::Bad, Icon::Bad, w::hook_elsewhere(lang)),
    }
}

/// Whether Meta lets something send.
pub(crate) fn can_send(lang: Lang, verdict: &CanSend) -> Look {
    match verdict {
        CanSend::Available => Look::plain(Tone::Ok, Icon::Ok, w::h_available(lang)),
        CanSend::Limited => Look::pill(Tone::Warn, Icon::Warn, w::h_limited(lang)),
        CanSend::Blocked => Look::pill(Tone::Bad, Icon::Bad, w::h_blocked(lang)),
        CanSend::Unknown(word) => Look::unknown(word),
    }
}

/// What a health answer is about.
pub(crate) fn entity(lang: Lang, entity: &HealthEntity) -> String {
    match entity {
        HealthEntity::PhoneNumber => w::e_number(lang).to_owned(),
        HealthEntity::Waba => w::e_waba(lang).to_owned(),
        HealthEntity::Business => w::e_business(lang).to_owned(),
        HealthEntity::App => w::e_app(lang).to_owned(),
        HealthEntity::Template => w::e_template(lang).to_owned(),
        HealthEntity::Flow => w::e_flow(lang).to_owned(),
        HealthEntity::Unknown(word) => word.clone(),
    }
}

/// Meta's review of an account.
pub(crate) fn review(lang: Lang, review: &ReviewStatus) -> Look {
    match review {
        ReviewStatus::Approved => Look::plain(Tone::Ok, Icon::Ok, w::rv_approved(lang)),
        ReviewStatus::Pending => Look::plain(Tone::Info, Icon::Clock, w::rv_pending(lang)),
        ReviewStatus::Rejected => Look::pill(Tone::Bad, Icon::Bad, w::rv_rejected(lang)),
        ReviewStatus::Deferred => Look::pill(Tone::Warn, Icon::Pause, w::rv_deferred(lang)),
        ReviewStatus::LimitReached => Look::pill(Tone::Warn, Icon::Held, w::rv_limit(lang)),
        ReviewStatus::Restricted => Look::pill(Tone::Bad, Icon::Lock, w::rv_restricted(lang)),
        ReviewStatus::Unknown(word) => Look::unknown(word),
    }
}

/// Verification of a business.
pub(crate) fn verification(lang: Lang, verification: &BusinessVerification) -> Look {
    use BusinessVerification as V;
    match verification {
        V::Verified => Look::plain(Tone::Ok, Icon::Ok, w::bv_verified(lang)),
        V::NotVerified | V::Unverified => Look::pill(Tone::Warn, Icon::Warn, w::bv_not(lang)),
        V::Pending => Look::plain(Tone::Info, Icon::Clock, w::bv_pending(lang)),
        V::PendingNeedMoreInfo => Look::pill(Tone::Warn, Icon::Warn, w::bv_more(lang)),
        V::PendingSubmission => Look::plain(Tone::Info, Icon::Draft, w::bv_submission(lang)),
        V::Rejected => Look::pill(Tone::Bad, Icon::Bad, w::bv_rejected(lang)),
        V::Revoked => Look::pill(Tone::Bad, Icon::Bad, w::bv_revoked(lang)),
        V::Expired => Look::pill(Tone::Warn, Icon::Clock, w::bv_expired(lang)),
        V::Failed => Look::pill(Tone::Bad, Icon::Bad, w::bv_failed(lang)),
        V::Ineligible => Look::plain(Tone::Idle, Icon::Dash, w::bv_ineligible(lang)),
        V::Unknown(word) => Look::unknown(word),
    }
}

/// Who owns an account.
pub(crate) fn ownership(lang: Lang, ownership: &Ownership) -> String {
    match ownership {
        Ownership::SelfOwned => w::ow_self(lang).to_owned(),
        Ownership::ClientOwned => w::ow_client(lang).to_owned(),
        Ownership::AgencyOwned => w::ow_agency(lang).to_owned(),
        Ownership::Unknown(word) => word.clone(),
    }
}

/// A part of a sync, by its key.
pub(crate) fn part(lang: Lang, key: &str) -> &str {
    match key {
        "account" => w::p_account(lang),
        "numbers" => w::p_numbers(lang),
        "token" => w::p_token(lang),
        "subscription" => w::p_subscription(lang),
        "health" => w::p_health(lang),
        other => other,
    }
}

/// How the last sync went.
pub(crate) fn sync(lang: Lang, row: &AccountRow) -> Look {
    if !row.sync_problems.is_empty() {
        Look::pill(Tone::Warn, Icon::Warn, w::sync_partial(lang))
    } else if row.sync_ok_at.is_some() {
        Look::plain(Tone::Ok, Icon::Ok, w::sync_fine(lang))
    } else {
        Look::plain(Tone::Idle, Icon::Help, w::sync_not_yet(lang))
    }
}

/// An icon for the tone of a line in a list.
pub(super) fn line_icon(look: &Look) -> AnyView {
    view! { <span data-tone=look.tone.key()>{icon(look.icon)}</span> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subscription(actual: Option<&str>) -> Subscription {
        Subscription {
            expected_url: "https://t.example/api".into(),
            actual_url: actual.map(Into::into),
            apps: Vec::new(),
        }
    }

    #[test]
    fn only_a_proven_address_is_green() {
        let tone = |actual| hooks(Lang::En, Some(&subscription(actual))).tone;
        assert_eq!(tone(Some("https://t.example/api")), Tone::Ok);
        assert_eq!(tone(Some("")), Tone::Warn);
        assert_eq!(tone(None), Tone::Bad);
        assert_eq!(tone(Some("https://other.example")), Tone::Bad);
        assert_eq!(hooks(Lang::En, None).tone, Tone::Idle);
    }

    #[test]
    fn a_failed_check_says_what_is_wrong_and_what_to_do() {
        let one = Finding {
            check: Check::Scopes,
            outcome: CheckOutcome::Failed(Reason::MissingScopes(vec!["whatsapp_business_messaging".into()])),
        };
        let view = finding(Lang::Es, &one);
        assert_eq!(view.outcome, "failed");
        assert!(view.words.contains("whatsapp_business_messaging"));
        assert!(!view.todo.is_empty());
    }

    #[test]
    fn a_stored_refusal_reads_like_a_fresh_one() {
        let stored = SyncProblem {
            part: "token".into(),
            class: "token".into(),
            code: Some(190),
            message: "Session has expired".into(),
            trace: Some("Ax7".into()),
        };
        let words = problem(Lang::En, &stored);
        assert!(words.contains("Session has expired"), "{words}");
        assert!(words.contains("190") && words.ends_with("(trace Ax7)"), "{words}");
    }
}
