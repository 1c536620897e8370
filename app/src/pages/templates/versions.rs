//! Versions of a draft, what differs between two of them, and the page of two
//! people who saved the same draft.

use domain::{ids::DraftId, lang::Lang, permission::Permission};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use service::{
    ServiceError,
    templates::{
        diff::{Change, Piece},
        drafts::{self, Draft, DraftVersion},
    },
};

use crate::{
    actions::templates::{TEMPLATES, TakeVersion},
    components::{
        form::Hidden,
        format::Times,
        icon::Icon,
        page::{PageHead, Screen, page},
        query::Query,
        status::{Tone, status},
    },
    guard::{Cx, guard},
    pages::parts::{callout, card},
    words::templates as w,
};

/// `/app/admin/whatsapp/templates/{draft}/versions?from=&to=&mine=`
#[component]
pub(crate) fn TemplateVersionsPage() -> impl IntoView {
    let id = use_params_map().get_untracked().get("id").unwrap_or_default();
    page(async move {
        let cx = guard(Permission::ManageTemplates)?;
        let lang = cx.lang;
        let id = DraftId::parse(&id).map_err(|_| ServiceError::NotFound)?;
        let draft = drafts::get(cx.services(), &cx.call, &id).await?;
        let times = Times::current();
        let query = Query::current().only(&["from", "to", "mine"]);
        let mine = query
            .number::<i64>("mine")
            .filter(|mine| known(&draft, *mine).is_some());
        let head = draft.row.version;
        let to = mine.or_else(|| query.number("to")).unwrap_or(head);
        let parent = known(&draft, to).map_or(head, |version| version.parent);
        let from = if mine.is_some() {
            head
        } else {
            query.number("from").unwrap_or(parent)
        };
        let both = known(&draft, from).is_some() && known(&draft, to).is_some();
        let found = if both && from != to {
            drafts::diff(cx.services(), &cx.call, &id, from, to).await?
        } else {
            Vec::new()
        };
        let title = if mine.is_some() {
            w::conflict_title(lang)
        } else {
            w::versions(lang)
        };
        let name = if draft.content.name.is_empty() {
            w::unnamed(lang).to_owned()
        } else {
            draft.content.name.clone()
        };
        let back = (format!("{TEMPLATES}/{id}/edit"), name);
        let heading = format!(
            "{} → {}",
            w::version_n(lang, &from.to_string()),
            w::version_n(lang, &to.to_string())
        );
        let differs = if found.is_empty() {
            view! { <p class="soft sm">{w::diff_none(lang)}</p> }.into_any()
        } else {
            changes(lang, &found)
        };
        let body = view! {
            <PageHead title=title back=back/>
            {mine.and_then(|mine| conflict(&cx, &times, &draft, mine))}
            {card("h-diff", heading, differs)}
            {compare(&cx, &draft, from, to)}
            {card_of(&cx, &times, &draft)}
        };
        Ok(Screen::new(title, body))
    })
}

fn known(draft: &Draft, version: i64) -> Option<&DraftVersion> {
    draft.versions.iter().find(|one| one.version == version)
}

/// Two saved upon the same text: both are kept, somebody chooses.
fn conflict(cx: &Cx, times: &Times, draft: &Draft, mine: i64) -> Option<AnyView> {
    let lang = cx.lang;
    let theirs = known(draft, draft.row.version)?;
    if theirs.version == mine {
        return None;
    }
    let text = w::conflict_text(lang, &theirs.by, &times.moment(theirs.at));
    Some(callout(
        Tone::Warn,
        w::conflict_title(lang),
        view! {
            <p>{text}</p>
            <div class="callout__actions">
                {take(draft, mine, "btn btn--primary btn--sm", w::conflict_mine(lang))}
                <a class="btn btn--sm" href=format!("{TEMPLATES}/{}/edit", draft.row.id)>{w::conflict_theirs(lang)}</a>
            </div>
        },
    ))
}

fn take(draft: &Draft, version: i64, class: &'static str, words: &'static str) -> AnyView {
    view! {
        <form method="post" action=TakeVersion::url()>
            <Hidden name="draft" value=draft.row.id.to_string()/>
            <Hidden name="version" value=version.to_string()/>
            <button class=class type="submit">{words}</button>
        </form>
    }
    .into_any()
}

fn compare(cx: &Cx, draft: &Draft, from: i64, to: i64) -> Option<AnyView> {
    let lang = cx.lang;
    if draft.versions.len() < 2 {
        return None;
    }
    let choice = |name: &'static str, label: &'static str, chosen: i64| {
        let options = draft
            .versions
            .iter()
            .map(|one| {
                let selected = one.version == chosen;
                view! {
                    <option value=one.version.to_string() selected=selected>
                        {w::version_n(lang, &one.version.to_string())}
                    </option>
                }
            })
            .collect_view();
        view! {
            <label class="row row--tight sm" for=format!("v-{name}")>
                {label}
                <select class="select select--auto" id=format!("v-{name}") name=name>{options}</select>
            </label>
        }
    };
    let action = format!("{TEMPLATES}/{}/versions", draft.row.id);
    Some(
        view! {
            <form class="filters" action=action>
                {choice("from", w::compare_from(lang), from)}
                {choice("to", w::compare_to(lang), to)}
                <button class="btn btn--sm" type="submit">{w::compare(lang)}</button>
            </form>
        }
        .into_any(),
    )
}

/// Every text that was saved, newest first.
pub(super) fn card_of(cx: &Cx, times: &Times, draft: &Draft) -> AnyView {
    let lang = cx.lang;
    let base = Query::to(format!("{TEMPLATES}/{}/versions", draft.row.id));
    let lines = draft
        .versions
        .iter()
        .map(|one| {
            let here = one.version == draft.row.version;
            // The first follows no other: what has become of it since is worth a look.
            let (from, to) = if one.parent > 0 && one.parent != one.version {
                (one.parent, one.version)
            } else {
                (one.version, draft.row.version)
            };
            let href = base
                .with("to", Some(&to.to_string()))
                .with("from", Some(&from.to_string()))
                .href();
            let mark = if here {
                Some(status(Tone::Ok, Icon::Ok, w::version_in_force(lang), false))
            } else if one.aside {
                Some(status(Tone::Warn, Icon::Held, w::version_aside(lang), true))
            } else {
                None
            };
            let back = (!here && draft.row.closed_at.is_none()).then(|| {
                take(
                    draft,
                    one.version,
                    "btn btn--quiet btn--sm",
                    w::take_version(lang),
                )
            });
            view! {
                <li class="row spread">
                    <span class="row row--tight sm">
                        <a href=href>{w::version_n(lang, &one.version.to_string())}</a>
                        {mark}
                        <span class="soft">{w::saved_by(lang, &times.moment(one.at), &one.by)}</span>
                    </span>
                    {back}
                </li>
            }
        })
        .collect_view();
    card(
        "h-versions",
        w::versions(lang),
        view! { <ul class="stack stack--2" role="list">{lines}</ul> },
    )
}

/// What differs, part by part; words that changed are marked.
pub(super) fn changes(lang: Lang, found: &[Change]) -> AnyView {
    let rows = found
        .iter()
        .map(|change| {
            let part = if change.language.is_empty() {
                w::part(lang, &change.part)
            } else {
                format!(
                    "{} · {}",
                    w::part(lang, &change.part),
                    w::language_name(lang, &change.language)
                )
            };
            let side = |new: bool| -> AnyView {
                if change.words.is_empty() {
                    let text = if new { &change.after } else { &change.before };
                    return view! { {text.clone().unwrap_or_else(|| "–".to_owned())} }.into_any();
                }
                change
                    .words
                    .iter()
                    .filter_map(|piece| match (piece, new) {
                        (Piece::Same(text), _) => Some(text.clone().into_any()),
                        (Piece::Gone(text), false) => Some(view! { <del>{text.clone()}</del> }.into_any()),
                        (Piece::New(text), true) => Some(view! { <ins>{text.clone()}</ins> }.into_any()),
                        _ => None,
                    })
                    .collect_view()
                    .into_any()
            };
            view! {
                <tr>
                    <th scope="row">{part}</th>
                    <td>{side(false)}</td>
                    <td>{side(true)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="diff diff--texts">
            <thead>
                <tr>
                    <th scope="col">{w::diff_part(lang)}</th>
                    <th scope="col">{w::diff_before(lang)}</th>
                    <th scope="col">{w::diff_after(lang)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}
