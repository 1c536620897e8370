//! Callouts: one answer or alarm.

use leptos::prelude::*;

use super::{
    icon::{Icon, icon},
    status::Tone,
};

/// A box with an icon, a heading and a text. An alarm (`Bad`) is announced at
/// once, the other tones politely.
#[component]
pub(crate) fn Callout(
    /// Its tone.
    tone: Tone,
    /// Its icon; the tone's own when left out.
    #[prop(optional)]
    icon_name: Option<Icon>,
    /// Heading; none when left out.
    #[prop(optional, into)]
    title: Option<String>,
    /// Text, links, buttons.
    children: Children,
) -> impl IntoView {
    let role = if tone == Tone::Bad { "alert" } else { "status" };
    view! {
        <div class="callout" data-tone=tone.key() role=role>
            {icon(icon_name.unwrap_or_else(|| tone.icon()))}
            <div>
                {title.map(|title| view! { <h3>{title}</h3> })}
                {children()}
            </div>
        </div>
    }
}
