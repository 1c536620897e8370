//! Which frame a page gets: the console for those who run the platform, a
//! plain bar for owners, next to nothing for people who are not signed in.

use domain::person::Role;
use leptos::prelude::*;
use leptos_meta::Title;
use service::{counts::Counts, people::profile::Profile};

use super::{console::Console, gatehouse::Gatehouse, owner::OwnerFrame};
use crate::{components::page::Screen, request::Request, words::common};

/// A page inside its frame.
pub(crate) async fn around(screen: Screen) -> AnyView {
    let request = Request::current();
    let title = format!("{} · {}", screen.title, common::product(request.lang));
    let framed = match request.profile.clone().filter(|_| !screen.outside) {
        None => view! { <Gatehouse>{screen.body}</Gatehouse> }.into_any(),
        Some(profile) if profile.role == Role::Owner => {
            view! { <OwnerFrame profile=profile topics=screen.topics>{screen.body}</OwnerFrame> }.into_any()
        }
        Some(profile) => {
            let counts = super::nav::counts(&request).await;
            console(screen, profile, counts)
        }
    };
    view! {
        <Title text=title/>
        {framed}
    }
    .into_any()
}

/// A page inside the frame for those who run the platform.
pub(crate) fn console(screen: Screen, profile: Profile, counts: Counts) -> AnyView {
    view! {
        <Console profile=profile counts=counts topics=screen.topics wide=screen.wide>
            {screen.body}
        </Console>
    }
    .into_any()
}
