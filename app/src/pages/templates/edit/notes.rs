//! What somebody should know before working on: that the draft was put away or
//! refused, what Meta answered, and which limits stand in the way.

use leptos::{prelude::*, server_fn::ServerFn};
use service::templates::{
    TemplateCategory,
    drafts::{Draft, Origin},
    submit::Outcome,
};

use crate::{
    actions::templates::PutAwayDraft,
    components::{
        form::{BackHere, Hidden},
        format::Times,
        status::Tone,
    },
    guard::Cx,
    pages::{
        parts::callout,
        templates::{facts, look},
    },
    words::templates as w,
};

/// A refused text is worked on with the reason beside it.
pub(super) fn refused_source(cx: &Cx, draft: &Draft) -> Option<AnyView> {
    let lang = cx.lang;
    let source = draft.source.as_ref()?;
    if !matches!(draft.row.origin, Origin::Rejected { .. }) {
        return None;
    }
    let reason = look::reason(lang, source).unwrap_or_default();
    let advice = source
        .recommendation
        .clone()
        .or_else(|| source.explanation.clone());
    let code = source.reason.clone();
    Some(callout(
        Tone::Warn,
        w::rejected_title(lang, &reason),
        view! {
            {advice.map(|advice| view! { <p>{w::meta_says(lang)}": "{advice}</p> })}
            <p class="sm">{w::rejected_note(lang)}" "<code>{code}</code></p>
        },
    ))
}

/// What Meta answered to this draft's last handing in.
pub(super) fn answers(cx: &Cx, draft: &Draft) -> Option<AnyView> {
    let lang = cx.lang;
    let version = draft.submissions.iter().filter_map(|one| one.version).max()?;
    let latest: Vec<_> = draft
        .submissions
        .iter()
        .filter(|one| one.version == Some(version))
        .collect();
    let tone = if latest.iter().any(|one| one.outcome == Outcome::Refused) {
        Tone::Bad
    } else if latest.iter().all(|one| one.outcome == Outcome::Done) {
        Tone::Ok
    } else {
        Tone::Warn
    };
    let lines = latest
        .into_iter()
        .map(|one| {
            let language = w::language_name(lang, &one.language);
            let words = match one.outcome {
                Outcome::Refused => {
                    w::answer_refused(lang, &language, &facts::refusal(cx, one).unwrap_or_default())
                }
                Outcome::Done => {
                    let pending = one
                        .answered
                        .as_ref()
                        .is_some_and(|answer| answer["status"] == "PENDING");
                    if pending {
                        w::answer_in_review(lang, &language)
                    } else {
                        w::answer_done(lang, &language)
                    }
                }
                _ => w::answer_unknown(lang, &language),
            };
            let got = one
                .answered
                .as_ref()
                .and_then(|answer| answer["category"].as_str());
            let changed = one
                .category
                .as_ref()
                .zip(got.map(TemplateCategory::parse))
                .filter(|(asked, got)| *asked != got)
                .map(|(asked, got)| {
                    w::answer_category(
                        lang,
                        &w::category_within(lang, asked),
                        &w::category_within(lang, &got),
                    )
                });
            view! { <li>{words}{changed.map(|words| format!(" {words}"))}</li> }
        })
        .collect_view();
    Some(callout(
        tone,
        w::answer_title(lang),
        view! { <ul class="plain-list">{lines}</ul> },
    ))
}

/// Meta's limits, told before they bite.
pub(super) fn obstacles(cx: &Cx, times: &Times, draft: &Draft) -> Option<AnyView> {
    let lang = cx.lang;
    let lines: Vec<_> = draft
        .limits
        .iter()
        .filter_map(|(language, limits)| {
            let found = limits.obstacle.as_ref()?;
            let words = facts::obstacle(cx, times, found);
            Some(view! { <li>{w::language_name(lang, language)}": "{words}</li> })
        })
        .collect();
    (!lines.is_empty() && draft.row.closed_at.is_none()).then(|| {
        callout(
            Tone::Warn,
            w::limits(lang),
            view! { <ul class="plain-list">{lines}</ul> },
        )
    })
}

pub(super) fn put_away_note(cx: &Cx, draft: &Draft) -> AnyView {
    let lang = cx.lang;
    let id = draft.row.id.to_string();
    callout(
        Tone::Info,
        w::closed_title(lang),
        view! {
            <p>{w::closed_text(lang)}</p>
            <form class="callout__actions" method="post" action=PutAwayDraft::url()>
                <Hidden name="draft" value=id/>
                <Hidden name="away" value="0"/>
                <BackHere/>
                <button class="btn btn--sm" type="submit">{w::take_out(lang)}</button>
            </form>
        },
    )
}
