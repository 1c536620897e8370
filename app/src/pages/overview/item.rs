//! What needs a person, in words: title, why, who, where.

use domain::{
    health::CanSend,
    ids::{AccountId, NumberId},
    lang::Lang,
    permission::{Permission, Scope},
    secret_age::TokenAge,
};
use service::overview::AttentionKind;

use crate::{
    actions::{
        numbers::{BAKERIES, POOL},
        templates::TEMPLATES,
        wabas::ACCOUNTS,
    },
    components::{format::count, icon::Icon},
    guard::Cx,
    pages::{numbers::look, wabas::look::upstream},
    words::{meta_errors, overview as w, templates},
};

/// One line of the list.
pub(super) struct Item {
    /// Its icon.
    pub(super) name: Icon,
    /// What is so.
    pub(super) title: String,
    /// What it means.
    pub(super) why: String,
    /// Who can do something.
    pub(super) who: &'static str,
    /// Where; `None` for those who may not go there.
    pub(super) href: Option<String>,
    /// The button's word.
    pub(super) button: &'static str,
    /// The stop that the button ends, for those who may.
    pub(super) resume: Option<String>,
}

/// Puts one kind into words, with links only to what the reader may open.
pub(super) fn item(cx: &Cx, kind: &AttentionKind) -> Item {
    let may = |permission| cx.call.actor.may(permission, Scope::Platform);
    let mut item = words(cx.lang, kind, may(Permission::ManageAccounts));
    if item
        .href
        .as_deref()
        .is_some_and(|href| href.starts_with(ACCOUNTS))
        && !may(Permission::ViewAccounts)
    {
        item.href = None;
    }
    item
}

fn words(lang: Lang, kind: &AttentionKind, manages: bool) -> Item {
    use AttentionKind as K;
    let you = if manages {
        w::who_you(lang)
    } else {
        w::who_admin(lang)
    };
    let account = |id: &AccountId, anchor: &str| Some(format!("{ACCOUNTS}/{id}{anchor}"));
    let number = |id: &NumberId| Some(format!("{POOL}/{id}"));
    match kind {
        K::TokenRefused(id, name, refusal) => Item {
            name: Icon::Key,
            title: w::a_token_refused(lang, name),
            why: format!("{} {}", w::a_token_refused_why(lang), upstream(lang, refusal)),
            who: you,
            href: account(id, "#rotate"),
            button: w::a_replace(lang),
            resume: None,
        },
        K::TokenOld(id, name, age) => Item {
            name: Icon::Key,
            title: w::a_token_old(lang, name),
            why: token_age(lang, *age).to_owned(),
            who: you,
            href: account(id, "#rotate"),
            button: w::a_replace(lang),
            resume: None,
        },
        K::NotSubscribed(id, name) => Item {
            name: Icon::Pulse,
            title: w::a_hooks(lang, name),
            why: w::a_hooks_why(lang).to_owned(),
            who: you,
            href: account(id, "#h-events"),
            button: w::a_hooks_fix(lang),
            resume: None,
        },
        K::NoAppSecret(id, refused) => Item {
            name: Icon::Lock,
            title: w::a_secret(lang).to_owned(),
            why: if *refused > 0 {
                let refused = w::a_secret_refused(lang, &count(lang, *refused));
                format!("{} {refused}", w::a_secret_why(lang))
            } else {
                w::a_secret_why(lang).to_owned()
            },
            who: you,
            href: account(id, "#secret"),
            button: w::a_secret_fix(lang),
            resume: None,
        },
        K::SyncFailed(id, name, what) => Item {
            name: Icon::Refresh,
            title: w::a_sync(lang, name),
            why: w::a_sync_why(lang, what),
            who: you,
            href: account(id, "#h-sync"),
            button: w::a_open_account(lang),
            resume: None,
        },
        K::Health(id, name, verdict, what) => Item {
            name: Icon::Bad,
            title: match verdict {
                CanSend::Blocked => w::a_blocked(lang, name),
                _ => w::a_limited(lang, name),
            },
            why: what
                .as_deref()
                .map_or_else(|| w::a_health_why(lang).to_owned(), |what| health(lang, what)),
            who: you,
            href: account(id, "#h-health"),
            button: w::a_open_account(lang),
            resume: None,
        },
        K::NumberDown(id, display, status, bakery) => {
            let word = look::number_status(lang, status).word;
            Item {
                name: look::number_status(lang, status).icon,
                title: match bakery {
                    Some(bakery) => w::a_number_down(lang, bakery, &word),
                    None => w::a_shared_down(lang, display, &word),
                },
                why: format!("{display}. {}", look::number_status_why(lang, status)),
                who: w::who_both(lang),
                href: number(id),
                button: w::a_open_number(lang),
                resume: None,
            }
        }
        K::QualityLow(id, display, rating, bakery) => Item {
            name: Icon::Trend,
            title: w::a_quality(
                lang,
                bakery.as_deref().unwrap_or(display),
                &look::quality(lang, rating).word.to_lowercase(),
            ),
            why: w::a_quality_why(lang, display),
            who: w::who_both(lang),
            href: number(id),
            button: w::a_open_number(lang),
            resume: None,
        },
        K::NameDeclined(id, display, name) => Item {
            name: Icon::Warn,
            title: w::a_name(lang, name),
            why: w::a_name_why(lang, display),
            who: w::who_both(lang),
            href: number(id),
            button: w::a_open_number(lang),
            resume: None,
        },
        K::NumberVanished(id, display, bakery) => Item {
            name: Icon::Help,
            title: w::a_vanished(lang, display),
            why: match bakery {
                Some(bakery) => w::a_vanished_why(lang, bakery),
                None => w::a_vanished_nobody(lang).to_owned(),
            },
            who: you,
            href: number(id),
            button: w::a_open_number(lang),
            resume: None,
        },
        K::NumberTwice(display) => Item {
            name: Icon::Copy,
            title: w::a_twice(lang, display),
            why: w::a_twice_why(lang).to_owned(),
            who: w::who_meta(lang),
            href: Some(
                crate::components::query::Query::to(POOL)
                    .with("q", Some(display))
                    .href(),
            ),
            button: w::a_open_numbers(lang),
            resume: None,
        },
        K::TenantsWithoutNumber(n, _, first) => Item {
            name: Icon::Number,
            title: without_number(lang, *n, first),
            why: w::a_without_why(lang).to_owned(),
            who: you,
            href: Some(format!("{BAKERIES}?number=no")),
            button: w::a_assign(lang),
            resume: None,
        },
        K::TenantsToAssign(n, _, first) => Item {
            name: Icon::Number,
            title: without_number(lang, *n, first),
            why: w::a_to_assign_why(lang).to_owned(),
            who: you,
            href: Some(format!("{BAKERIES}?number=no")),
            button: w::a_assign(lang),
            resume: None,
        },
        K::SendingStopped(stop) => {
            let said = meta_errors::explain(lang, stop.code, None);
            Item {
                name: Icon::Bad,
                title: match &stop.number {
                    Some(number) => w::a_stop_number(lang, number),
                    None => w::a_stop(lang, &stop.account_name),
                },
                why: format!("{} {} {}", said.what, said.todo, w::a_stop_why(lang)),
                who: you,
                href: Some(format!("{ACCOUNTS}/{}", stop.account)),
                button: w::a_resume(lang),
                resume: manages.then(|| stop.scope.clone()),
            }
        }
        K::BudgetPassed(budget) => {
            let percent = budget.percent.to_string();
            Item {
                name: Icon::Clock,
                title: match &budget.tenant {
                    Some(_) => w::a_budget(lang, &budget.name, &percent),
                    None => w::a_budget_platform(lang, &percent),
                },
                why: if budget.stops() {
                    w::a_budget_stops(lang, &budget.spent.to_string(), &budget.limit.to_string())
                } else {
                    w::a_budget_why(lang, &budget.spent.to_string(), &budget.limit.to_string())
                },
                who: you,
                href: Some("/app/admin/whatsapp/billing/budgets".to_owned()),
                button: w::a_budget_see(lang),
                resume: None,
            }
        }
        K::Template(row, alarm) => Item {
            name: template::icon(alarm),
            title: template::title(lang, row, alarm),
            why: templates::alarm(lang, alarm).to_owned(),
            who: you,
            href: Some(format!("{TEMPLATES}/{}", row.id)),
            button: w::a_open_template(lang),
            resume: None,
        },
        K::MoreTemplates(n) => Item {
            name: Icon::Template,
            title: w::a_templates_more(lang, &count(lang, *n)),
            why: w::a_templates_more_why(lang).to_owned(),
            who: you,
            href: Some(format!("{TEMPLATES}?attention=1&sort=attention")),
            button: w::a_open_templates(lang),
            resume: None,
        },
        K::PlatformOff(who) => Item {
            name: Icon::Pause,
            title: w::a_platform(lang).to_owned(),
            why: match who {
                Some(who) => format!("{} {}", w::a_platform_why(lang), w::a_platform_by(lang, who)),
                None => w::a_platform_why(lang).to_owned(),
            },
            who: you,
            href: Some("#h-platform".to_owned()),
            button: w::a_see_switch(lang),
            resume: None,
        },
    }
}

/// The first by name, and how many more.
fn without_number(lang: Lang, n: u64, first: &str) -> String {
    match n {
        0 | 1 => w::a_without_one(lang, first),
        more => w::a_without_more(lang, first, &count(lang, more - 1)),
    }
}

const fn token_age(lang: Lang, age: TokenAge) -> &'static str {
    match age {
        TokenAge::Fresh | TokenAge::DueSoon => w::a_token_due_why(lang),
        TokenAge::Overdue => w::a_token_overdue_why(lang),
        TokenAge::ExpiresSoon => w::a_token_expires_why(lang),
        TokenAge::Expired => w::a_token_expired_why(lang),
    }
}

/// Meta's remark, with our explanation first where it begins with a code.
fn health(lang: Lang, what: &str) -> String {
    let code = what
        .split(|c: char| !c.is_ascii_digit())
        .next()
        .and_then(|digits| digits.parse::<i64>().ok());
    match code {
        Some(code) => {
            let ours = meta_errors::explain(lang, code, None);
            format!("{} {} Meta: {what}", ours.what, ours.todo)
        }
        None => format!("Meta: {what}"),
    }
}

/// What is told of a template.
mod template {
    use domain::lang::Lang;
    use service::templates::{alarms::Alarm, row::TemplateRow};

    use crate::{
        components::icon::Icon,
        words::{overview as w, templates},
    };

    pub(super) const fn icon(alarm: &Alarm) -> Icon {
        match alarm {
            Alarm::Paused { .. } => Icon::Pause,
            Alarm::Moving { .. } | Alarm::Moved { .. } => Icon::Euro,
            Alarm::QualityDropped { .. } => Icon::Trend,
            Alarm::Archived => Icon::Template,
            Alarm::Disabled | Alarm::Rejected => Icon::Bad,
            Alarm::Flagged | Alarm::LimitExceeded => Icon::Warn,
        }
    }

    pub(super) fn title(lang: Lang, row: &TemplateRow, alarm: &Alarm) -> String {
        let name = format!("{} ({})", row.name, row.language);
        match alarm {
            Alarm::Moving { to, .. } | Alarm::Moved { to, .. } => {
                w::a_template_category(lang, &name, &templates::category_within(lang, to))
            }
            Alarm::QualityDropped { .. } => w::a_template_quality(lang, &name),
            _ => w::a_template_state(lang, &name, &templates::status(lang, &row.status).to_lowercase()),
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::number::{NumberStatus, QualityRating};

    use super::*;

    fn number_id() -> NumberId {
        NumberId::parse("0192a7c0-0000-7000-8000-000000000001").unwrap()
    }

    #[test]
    fn a_number_that_is_down_is_told_by_the_bakery_that_suffers() {
        let kind = AttentionKind::NumberDown(
            number_id(),
            "+34 612 345 687".into(),
            NumberStatus::Disconnected,
            Some("Obrador El Molino".into()),
        );
        let item = words(Lang::En, &kind, true);
        assert_eq!(item.title, "Obrador El Molino: its number is “Disconnected”");
        assert_eq!(
            item.href.as_deref(),
            Some("/app/admin/whatsapp/numbers/0192a7c0-0000-7000-8000-000000000001")
        );
    }

    #[test]
    fn the_shared_number_has_no_bakery_to_name() {
        let quality = AttentionKind::QualityLow(number_id(), "+34 1".into(), QualityRating::Yellow, None);
        assert_eq!(
            words(Lang::Es, &quality, true).title,
            "+34 1: la calidad es media"
        );
    }
}
