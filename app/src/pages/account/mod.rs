//! One's own account.

mod device;
mod preferences;
mod profile;
mod second_factor;
mod sessions;

pub(crate) use second_factor::SecondFactorPage;

use leptos::prelude::*;
use service::people::{second_factor as factor, sessions as rows};

use crate::{
    components::page::{PageHead, Screen, page},
    guard::guard_person,
    words::account as words,
};

/// `/app/account`
#[component]
pub(crate) fn AccountPage() -> impl IntoView {
    page(async {
        let cx = guard_person()?;
        let open = rows::list(cx.services(), &cx.call, cx.session_hash.as_deref()).await?;
        let left = if cx.profile.second_factor {
            Some(factor::recovery_codes_left(cx.services(), &cx.call).await?)
        } else {
            None
        };
        let body = view! {
            <PageHead title=words::title(cx.lang) sub=cx.profile.email.to_string()/>
            <div class="cols cols--pair">
                <div class="stack">{profile::card(&cx)} {preferences::card(&cx)}</div>
                <div class="stack">
                    {profile::password_card(&cx)} {second_factor::card(&cx, left)}
                </div>
            </div>
            {sessions::card(&cx, open)}
        };
        Ok(Screen::new(words::title(cx.lang), body))
    })
}
