//! On top of the editor: what is edited, and what may be done with it.

use domain::permission::{Permission, Scope};
use leptos::prelude::*;
use service::templates::drafts::{Draft, Origin};

use crate::{
    actions::templates::TEMPLATES,
    components::{
        format::Times,
        icon::Icon,
        page::PageHead,
        status::{Tone, status},
    },
    guard::Cx,
    words::templates as w,
};

pub(super) fn head(cx: &Cx, times: &Times, draft: &Draft, title: &str, closed: bool) -> AnyView {
    let lang = cx.lang;
    let (at, who) = &draft.row.updated;
    let saved = w::saved_by(lang, &times.moment(*at), who);
    let copied = match (&draft.row.origin, &draft.source) {
        (Origin::Copy { .. }, Some(source)) => format!(" {}.", w::copied_from(lang, &source.name)),
        _ => String::new(),
    };
    let sub = format!("{}{copied}", w::editor_sub(lang, &draft.account.0, &saved));
    let beside = status(Tone::Idle, Icon::Draft, w::draft(lang), true);
    let may = cx.call.actor.may(Permission::ManageTemplates, Scope::Platform) && !closed;
    let button =
        |value: &'static str, class: &'static str, words: &'static str, confirm: Option<&'static str>| {
            view! {
                <button
                class=class
                type="submit"
                form="tpl"
                name="do"
                value=value
                data-confirm=confirm
                data-confirm-yes=confirm.map(|_| words)
            >
                    {words}
                </button>
            }
        };
    let actions = may.then(|| {
        view! {
            {button("check", "btn", w::check(lang), None)}
            {button("save", "btn", w::save(lang), None)}
            {button("submit", "btn btn--primary", w::submit(lang), Some(w::submit_confirm(lang)))}
        }
    });
    let actions = actions.into_any();
    view! {
        <PageHead
            title=title.to_owned()
            sub=sub
            back=(TEMPLATES.to_owned(), w::title(lang).to_owned())
            beside=beside
        >
            {actions}
        </PageHead>
    }
    .into_any()
}
