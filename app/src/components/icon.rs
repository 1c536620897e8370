//! Icons: one sprite, one name for each.

use leptos::prelude::*;

use crate::request::Request;

/// Every icon of the sprite, by what it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    dead_code,
    reason = "the whole sprite is named, whether or not a page uses each icon yet"
)]
pub(crate) enum Icon {
    /// Overview.
    Home,
    /// A phone.
    Number,
    /// A sheet with lines.
    Template,
    /// Lines of a list.
    Log,
    /// A receipt.
    Bill,
    /// A list of checks.
    Gates,
    /// A speech bubble.
    Chat,
    /// A business account.
    Account,
    /// A pulse: events.
    Pulse,
    /// A clock turned back: the audit log.
    History,
    /// Sliders.
    Settings,
    /// A magnifier.
    Search,
    /// Chevron down.
    Down,
    /// Chevron right.
    Right,
    /// Chevron left.
    Left,
    /// Chevron up.
    Up,
    /// A cross: close, remove.
    X,
    /// A plus: add.
    Plus,
    /// Three lines.
    Menu,
    /// An arrow into a tray.
    Download,
    /// Two turning arrows.
    Refresh,
    /// Two sheets.
    Copy,
    /// A question mark.
    Help,
    /// A tick in a circle.
    Ok,
    /// A triangle.
    Warn,
    /// A crossed octagon: stopped.
    Bad,
    /// An i in a circle.
    Info,
    /// A clock.
    Clock,
    /// A pause sign.
    Pause,
    /// An arrow in a circle.
    Accepted,
    /// A tick.
    Sent,
    /// Two ticks.
    Delivered,
    /// An eye.
    Read,
    /// A bar in a circle.
    Held,
    /// An octagon with an exclamation mark.
    Failed,
    /// A pencil.
    Draft,
    /// A padlock.
    Lock,
    /// A key.
    Key,
    /// An arrow back.
    Undo,
    /// A person.
    User,
    /// A euro sign.
    Euro,
    /// A line that rises.
    Trend,
    /// A paper plane.
    Send,
    /// A flag.
    Flag,
    /// An hourglass.
    Rest,
    /// Two links of a chain.
    Link,
    /// A printer.
    Printer,
    /// A person with a key.
    Passkey,
    /// A building.
    Building,
    /// A circle, half of it filled.
    Half,
    /// A dash.
    Dash,
    /// Two people.
    Team,
    /// A door with an arrow.
    Out,
    /// Angle brackets.
    Code,
    /// A loaf.
    Bakery,
}

impl Icon {
    /// The fragment that names the icon inside the sprite.
    const fn fragment(self) -> &'static str {
        match self {
            Self::Home => "#i-home",
            Self::Number => "#i-number",
            Self::Template => "#i-template",
            Self::Log => "#i-log",
            Self::Bill => "#i-bill",
            Self::Gates => "#i-gates",
            Self::Chat => "#i-chat",
            Self::Account => "#i-account",
            Self::Pulse => "#i-pulse",
            Self::History => "#i-history",
            Self::Settings => "#i-settings",
            Self::Search => "#i-search",
            Self::Down => "#i-down",
            Self::Right => "#i-right",
            Self::Left => "#i-left",
            Self::Up => "#i-up",
            Self::X => "#i-x",
            Self::Plus => "#i-plus",
            Self::Menu => "#i-menu",
            Self::Download => "#i-download",
            Self::Refresh => "#i-refresh",
            Self::Copy => "#i-copy",
            Self::Help => "#i-help",
            Self::Ok => "#i-ok",
            Self::Warn => "#i-warn",
            Self::Bad => "#i-bad",
            Self::Info => "#i-info",
            Self::Clock => "#i-clock",
            Self::Pause => "#i-pause",
            Self::Accepted => "#i-accepted",
            Self::Sent => "#i-sent",
            Self::Delivered => "#i-delivered",
            Self::Read => "#i-read",
            Self::Held => "#i-held",
            Self::Failed => "#i-failed",
            Self::Draft => "#i-draft",
            Self::Lock => "#i-lock",
            Self::Key => "#i-key",
            Self::Undo => "#i-undo",
            Self::User => "#i-user",
            Self::Euro => "#i-euro",
            Self::Trend => "#i-trend",
            Self::Send => "#i-send",
            Self::Flag => "#i-flag",
            Self::Rest => "#i-rest",
            Self::Link => "#i-link",
            Self::Printer => "#i-printer",
            Self::Passkey => "#i-passkey",
            Self::Building => "#i-building",
            Self::Half => "#i-half",
            Self::Dash => "#i-dash",
            Self::Team => "#i-team",
            Self::Out => "#i-out",
            Self::Code => "#i-code",
            Self::Bakery => "#i-bakery",
        }
    }
}

/// Draws an icon. It is decoration: the word beside it carries the meaning.
pub(crate) fn icon(name: Icon) -> impl IntoView + use<> {
    let href = Request::try_current().map(|request| format!("{}{}", request.assets.icons, name.fragment()));
    view! {
        <svg class="icon" aria-hidden="true">
            <use href=href/>
        </svg>
    }
}
