//! How Meta's words look: tone, icon and word. One mapping for every page.

use domain::{
    lang::Lang,
    number::{
        CodeVerification, MessagingLimit, NameStatus, NumberStatus, NumberUse, QualityRating, Throughput,
    },
};
use leptos::prelude::*;
use service::numbers::list::NumberRow;

use crate::{
    components::{
        format::count,
        icon::Icon,
        status::{Tone, status},
    },
    words::numbers as w,
};

/// A status as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Look {
    /// Its tone.
    pub(crate) tone: Tone,
    /// Its icon.
    pub(crate) icon: Icon,
    /// Its word.
    pub(crate) word: String,
    /// Whether it is tinted, because a person should see it.
    pub(crate) pill: bool,
}

impl Look {
    /// A normal state.
    pub(crate) fn plain(tone: Tone, icon: Icon, word: impl Into<String>) -> Self {
        Self {
            tone,
            icon,
            word: word.into(),
            pill: false,
        }
    }

    /// A state that needs a person.
    pub(crate) fn pill(tone: Tone, icon: Icon, word: impl Into<String>) -> Self {
        Self {
            tone,
            icon,
            word: word.into(),
            pill: true,
        }
    }

    /// A word of Meta's that this version does not know: shown as it is.
    pub(crate) fn unknown(word: &str) -> Self {
        Self::plain(Tone::Idle, Icon::Help, word)
    }

    /// Drawn.
    pub(crate) fn view(self) -> AnyView {
        status(self.tone, self.icon, self.word, self.pill)
    }

    /// Whether a phone may leave it out of a card, because it is as it should be.
    pub(crate) fn calm(&self) -> Option<&'static str> {
        (!self.pill && self.tone != Tone::Info).then_some("calm")
    }
}

/// Meta's status of a number.
pub(crate) fn number_status(lang: Lang, status: &NumberStatus) -> Look {
    use NumberStatus as S;
    match status {
        S::Connected => Look::plain(Tone::Ok, Icon::Ok, w::st_connected(lang)),
        S::Disconnected => Look::pill(Tone::Bad, Icon::Bad, w::st_disconnected(lang)),
        S::Pending | S::Unverified => Look::pill(Tone::Warn, Icon::Clock, w::st_waiting(lang)),
        S::Flagged => Look::pill(Tone::Warn, Icon::Flag, w::st_flagged(lang)),
        S::Restricted => Look::pill(Tone::Warn, Icon::Held, w::st_restricted(lang)),
        S::RateLimited => Look::pill(Tone::Warn, Icon::Pause, w::st_rate_limited(lang)),
        S::Migrated => Look::pill(Tone::Bad, Icon::Bad, w::st_migrated(lang)),
        S::Deleted => Look::pill(Tone::Bad, Icon::Bad, w::st_deleted(lang)),
        S::Banned => Look::pill(Tone::Bad, Icon::Lock, w::st_banned(lang)),
        S::Linked => Look::plain(Tone::Info, Icon::Link, w::st_linked(lang)),
        S::Unlinked => Look::plain(Tone::Idle, Icon::Dash, w::st_unlinked(lang)),
        S::Unknown(word) => Look::unknown(word),
    }
}

/// What a status means, in a sentence.
pub(crate) const fn number_status_why(lang: Lang, status: &NumberStatus) -> &'static str {
    use NumberStatus as S;
    match status {
        S::Connected => w::why_connected(lang),
        S::Disconnected => w::why_disconnected(lang),
        S::Pending | S::Unverified => w::why_waiting(lang),
        S::Flagged => w::why_flagged(lang),
        S::Restricted => w::why_restricted(lang),
        S::RateLimited => w::why_rate_limited(lang),
        S::Migrated => w::why_migrated(lang),
        S::Deleted => w::why_deleted(lang),
        S::Banned => w::why_banned(lang),
        S::Linked | S::Unlinked | S::Unknown(_) => w::why_other(lang),
    }
}

/// The word for a use, as on the pills.
pub(crate) const fn use_word(lang: Lang, used: NumberUse) -> &'static str {
    match used {
        NumberUse::InUse => w::use_in_use(lang),
        NumberUse::Shared => w::use_shared(lang),
        NumberUse::Free => w::use_free(lang),
        NumberUse::SettingUp => w::use_setting_up(lang),
        NumberUse::Resting => w::use_resting(lang),
        NumberUse::Archived => w::use_archived(lang),
        NumberUse::Vanished => w::use_vanished(lang),
    }
}

/// The one status of a row: what Meta says where that matters, otherwise what
/// the number does for the platform.
pub(crate) fn row_status(lang: Lang, row: &NumberRow) -> Look {
    match row.used {
        NumberUse::Vanished => Look::pill(Tone::Bad, Icon::Help, w::use_vanished(lang)),
        NumberUse::Archived => Look::plain(Tone::Idle, Icon::Rest, w::use_archived(lang)),
        NumberUse::Free if row.status == NumberStatus::Connected => {
            Look::plain(Tone::Idle, Icon::Number, w::use_free(lang))
        }
        NumberUse::Resting if row.status == NumberStatus::Connected => {
            Look::plain(Tone::Idle, Icon::Rest, w::use_resting(lang))
        }
        _ => number_status(lang, &row.status),
    }
}

/// Meta's quality rating.
pub(crate) fn quality(lang: Lang, rating: &QualityRating) -> Look {
    match rating {
        QualityRating::Green => Look::plain(Tone::Ok, Icon::Ok, w::q_high(lang)),
        QualityRating::Yellow => Look::pill(Tone::Warn, Icon::Warn, w::q_medium(lang)),
        QualityRating::Red => Look::pill(Tone::Bad, Icon::Bad, w::q_low(lang)),
        QualityRating::NotRated => Look::plain(Tone::Idle, Icon::Dash, w::q_not_rated(lang)),
        QualityRating::NotApplicable => Look::plain(Tone::Idle, Icon::Dash, w::q_not_applicable(lang)),
        QualityRating::Unknown(word) => Look::unknown(word),
    }
}

/// The review of the name that customers see.
pub(crate) fn name_status(lang: Lang, status: &NameStatus) -> Look {
    match status {
        NameStatus::Approved => Look::plain(Tone::Ok, Icon::Ok, w::n_approved(lang)),
        NameStatus::AvailableWithoutReview => Look::plain(Tone::Ok, Icon::Ok, w::n_no_review(lang)),
        NameStatus::Declined => Look::pill(Tone::Warn, Icon::Warn, w::n_declined(lang)),
        NameStatus::Expired => Look::pill(Tone::Warn, Icon::Warn, w::n_expired(lang)),
        NameStatus::PendingReview => Look::plain(Tone::Info, Icon::Clock, w::n_pending(lang)),
        NameStatus::None => Look::plain(Tone::Idle, Icon::Dash, w::n_none(lang)),
        NameStatus::Unknown(word) => Look::unknown(word),
    }
}

/// Whether the number was proven by a code.
pub(crate) fn code(lang: Lang, code: &CodeVerification) -> Look {
    match code {
        CodeVerification::Verified => Look::plain(Tone::Ok, Icon::Ok, w::c_verified(lang)),
        CodeVerification::NotVerified | CodeVerification::Unverified => {
            Look::pill(Tone::Warn, Icon::Clock, w::c_not_verified(lang))
        }
        CodeVerification::Expired => Look::plain(Tone::Idle, Icon::Clock, w::c_expired(lang)),
        CodeVerification::Unknown(word) => Look::unknown(word),
    }
}

/// People that may be written to first in a day.
pub(crate) fn limit(lang: Lang, limit: &MessagingLimit) -> String {
    match limit {
        MessagingLimit::Unlimited => w::limit_none(lang).to_owned(),
        MessagingLimit::NotSet => w::limit_not_set(lang).to_owned(),
        MessagingLimit::Unknown(word) => word.clone(),
        known => known.people().map_or_else(
            || known.as_str().to_owned(),
            |n| w::limit_people(lang, &count(lang, u64::from(n))),
        ),
    }
}

/// Messages a second (sources §1.3).
pub(crate) fn throughput(lang: Lang, throughput: &Throughput) -> String {
    match throughput {
        Throughput::Standard => w::per_second(lang, &count(lang, 80)),
        Throughput::High => w::per_second(lang, &count(lang, 1_000)),
        Throughput::NotApplicable => w::q_not_applicable(lang).to_owned(),
        Throughput::Unknown(word) => word.clone(),
    }
}

/// Something that Meta changed: the field's name and how a value of it reads.
pub(crate) fn change(lang: Lang, field: &str, value: Option<&str>) -> (String, String) {
    let name = match field {
        "status" => w::f_status(lang),
        "quality" | "quality_rating" => w::f_quality(lang),
        "name_status" => w::f_name_status(lang),
        "verified_name" => w::f_verified_name(lang),
        "messaging_limit" => w::f_limit(lang),
        "vanished" | "vanished_at" => w::f_vanished(lang),
        other => other,
    };
    let value = match (field, value) {
        ("vanished" | "vanished_at", None | Some("" | "false" | "0")) => w::f_listed(lang).to_owned(),
        ("vanished" | "vanished_at", Some(_)) => w::f_missing(lang).to_owned(),
        (_, None | Some("")) => w::nothing(lang).to_owned(),
        ("status", Some(word)) => number_status(lang, &NumberStatus::parse(word)).word,
        ("quality" | "quality_rating", Some(word)) => quality(lang, &QualityRating::parse(word)).word,
        ("name_status", Some(word)) => name_status(lang, &NameStatus::parse(word)).word,
        ("messaging_limit", Some(word)) => limit(lang, &MessagingLimit::parse(word)),
        (_, Some(word)) => word.to_owned(),
    };
    (name.to_owned(), value)
}

/// The tone of a change, by what it became.
pub(crate) fn change_tone(lang: Lang, field: &str, after: Option<&str>) -> Tone {
    let word = after.unwrap_or_default();
    match field {
        "status" => number_status(lang, &NumberStatus::parse(word)).tone,
        "quality" | "quality_rating" => quality(lang, &QualityRating::parse(word)).tone,
        "name_status" => name_status(lang, &NameStatus::parse(word)).tone,
        "vanished" | "vanished_at" if !matches!(word, "" | "false" | "0") => Tone::Bad,
        _ => Tone::Idle,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_needs_a_person_is_tinted() {
        for status in NumberStatus::KNOWN {
            let look = number_status(Lang::En, status);
            let needs_a_person = matches!(look.tone, Tone::Warn | Tone::Bad);
            assert_eq!(look.pill, needs_a_person, "{status:?}");
        }
    }

    #[test]
    fn a_word_that_is_not_known_is_shown_and_never_green() {
        let look = number_status(Lang::Es, &NumberStatus::parse("SOMETHING_NEW"));
        assert_eq!(look.word, "SOMETHING_NEW");
        assert_eq!(look.tone, Tone::Idle);
        assert_eq!(
            quality(Lang::Es, &QualityRating::parse("PURPLE")).tone,
            Tone::Idle
        );
        assert_ne!(quality(Lang::Es, &QualityRating::NotRated).tone, Tone::Ok);
    }

    #[test]
    fn a_change_is_told_in_the_words_of_the_lists() {
        assert_eq!(
            change(Lang::En, "quality", Some("YELLOW")),
            ("Quality".into(), "Medium".into())
        );
        assert_eq!(change(Lang::Es, "vanished", Some("1")).1, "falta");
        assert_eq!(
            change(Lang::En, "country", Some("ES")),
            ("country".into(), "ES".into())
        );
    }
}
