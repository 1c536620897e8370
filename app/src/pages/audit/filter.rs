//! Which rows are listed: `q`, `kind`, `record`, `who`, `bakery`, `from`, `to`, `before`.

use domain::{lang::Lang, time::DAY};
use leptos::prelude::*;
use service::audit::Filter;

use super::AUDIT;
use crate::{
    components::{
        chips::{Chip, Chips},
        format::Times,
        icon::{Icon, icon},
        query::Query,
    },
    words::audit as words,
};

/// The filter in the address.
pub(super) struct AuditFilter {
    address: Query,
    /// What the use case wants.
    pub(super) wanted: Filter,
    /// Only rows below this position.
    pub(super) before: Option<i64>,
    /// Whether the chain is to be checked.
    pub(super) verify: bool,
}

impl AuditFilter {
    /// Reads it. Days are those of the reader's zone; `to` includes its day.
    pub(super) fn current(times: &Times) -> Self {
        let all = Query::current();
        let verify = all.get("verify").is_some();
        let address = all.only(&["q", "kind", "record", "who", "bakery", "from", "to", "before"]);
        let text = |key| address.get(key).map(str::to_owned);
        let wanted = Filter {
            actor_id: text("who"),
            action_prefix: None,
            entity: text("kind"),
            entity_id: text("record"),
            tenant_id: text("bakery"),
            text: text("q"),
            from: address.get("from").and_then(|day| times.start_of(day)),
            // The hours added carry over the change to winter time.
            to: address
                .get("to")
                .and_then(|day| times.start_of(day))
                .and_then(|start| times.start_of(&times.iso_day(start.plus(DAY + DAY / 4)))),
        };
        let before = address.number("before");
        Self {
            address,
            wanted,
            before,
            verify,
        }
    }

    /// Whether nothing is asked for.
    pub(super) fn is_empty(&self) -> bool {
        self.address.is_empty()
    }

    /// The page below these rows.
    pub(super) fn older_href(&self, next: Option<i64>) -> Option<String> {
        next.map(|seq| self.address.with("before", Some(&seq.to_string())).href())
    }

    /// The first page, from another one.
    pub(super) fn newest_href(&self) -> Option<String> {
        self.before
            .is_some()
            .then(|| self.address.with("before", None).href())
    }

    /// This page with a check of the chain.
    pub(super) fn verify_href(&self) -> String {
        self.address.with("verify", Some("1")).href()
    }

    /// Every row about one record.
    pub(super) fn record_href(entity: &str, id: &str) -> String {
        Query::to(AUDIT)
            .with("kind", Some(entity))
            .with("record", Some(id))
            .href()
    }

    /// The filter as chips and a form.
    pub(super) fn controls(&self, lang: Lang) -> impl IntoView + use<> {
        let base = self.address.with("before", None).with("record", None);
        let kind = self.address.get("kind");
        let all = Chip::plain(
            base.with("kind", None).href(),
            words::everything(lang),
            kind.is_none(),
        );
        let chips: Vec<_> = std::iter::once(all)
            .chain(words::THINGS.into_iter().map(|thing| {
                Chip::plain(
                    base.with("kind", Some(thing)).href(),
                    words::thing(lang, thing),
                    kind == Some(thing),
                )
            }))
            .collect();
        let value = |key: &str| self.address.get(key).unwrap_or_default().to_owned();
        let (q, from, to) = (value("q"), value("from"), value("to"));
        let kept: Vec<_> = self
            .address
            .only(&["kind", "record", "who", "bakery"])
            .pairs()
            .map(|(key, value)| {
                view! { <input type="hidden" name=key.to_owned() value=value.to_owned()/> }
            })
            .collect();
        view! {
            <div class="filters">
                <Chips label=words::filters(lang) chips=chips/>
            </div>
            <form class="filters" action=AUDIT data-live="">
                {kept}
                <span class="search search--small">
                    {icon(Icon::Search)}
                    <label class="sr-only" for="audit-q">{words::search(lang)}</label>
                    <input id="audit-q" name="q" type="search" value=q placeholder=words::search(lang)/>
                </span>
                <label class="inline-field">
                    <span>{words::from(lang)}</span>
                    <input class="input" name="from" type="date" value=from/>
                </label>
                <label class="inline-field">
                    <span>{words::to(lang)}</span>
                    <input class="input" name="to" type="date" value=to/>
                </label>
                <button class="btn btn--sm js-hide" type="submit">{words::filter(lang)}</button>
            </form>
        }
    }
}
