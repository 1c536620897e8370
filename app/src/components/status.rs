//! Status: an icon and a word, in a tone; tinted only when it needs a person.

use leptos::prelude::*;

use super::icon::{Icon, icon};

/// What a colour says. Never used without a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    /// Success.
    Ok,
    /// To be decided soon.
    Warn,
    /// Stopped or failed.
    Bad,
    /// In progress.
    Info,
    /// Neutral.
    Idle,
}

impl Tone {
    /// The value of `data-tone`.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Bad => "bad",
            Self::Info => "info",
            Self::Idle => "idle",
        }
    }

    /// Reads [`Self::key`]; anything else is neutral.
    pub(crate) fn from_key(key: &str) -> Self {
        match key {
            "ok" => Self::Ok,
            "warn" => Self::Warn,
            "bad" => Self::Bad,
            "info" => Self::Info,
            _ => Self::Idle,
        }
    }

    /// The icon that goes with the tone when nothing better is known.
    pub(crate) const fn icon(self) -> Icon {
        match self {
            Self::Ok => Icon::Ok,
            Self::Warn => Icon::Warn,
            Self::Bad => Icon::Failed,
            Self::Info => Icon::Info,
            Self::Idle => Icon::Dash,
        }
    }
}

/// Icon and word. With `pill` it is tinted: for states that need a person.
pub(crate) fn status(tone: Tone, name: Icon, text: impl Into<String>, pill: bool) -> AnyView {
    let class = if pill { "status status--pill" } else { "status" };
    view! { <span class=class data-tone=tone.key()>{icon(name)}{text.into()}</span> }.into_any()
}
