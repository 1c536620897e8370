//! Meta's error codes: what kind of trouble, who can end it, whether trying
//! again helps. The words for people are in `app::words::meta_errors`.
//!
//! Source of every row: sources §3, which names its own sources for each code.
//! Codes marked there as unverified (`‡`) or secondary (`†`) are included,
//! because a careful guess with the code beside it helps more than "unknown".

/// Who can end the trouble.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// The platform's admins.
    Admin,
    /// Whoever wrote the message or the program that sent it.
    Sender,
    /// The customer who should get the message.
    Customer,
    /// Meta; nothing to do but wait or ask its support.
    Meta,
    /// Time alone.
    Time,
}

/// Whether trying again may help, and when. "No" is about the same request,
/// unchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// Not without a change.
    No,
    /// Soon, with growing pauses.
    Backoff,
    /// Not before this many hours.
    Later(u16),
}

/// What a code means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meaning {
    /// Meta's code.
    pub code: i64,
    /// What it is about; several codes share a topic and its words.
    pub topic: Topic,
    /// Who can end it.
    pub who: Who,
    /// Whether trying again may help.
    pub retry: Retry,
    /// Whether everything that is sent with the same token, number or WABA
    /// will fail as well, so that sending has to stop (sources §3, rules).
    pub stops_all: bool,
}

/// What codes are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Topic {
    /// The token is expired, withdrawn or wrong.
    Token,
    /// The token may not do this.
    Permission,
    /// Meta blocks the business for breaking its rules.
    PolicyBlock,
    /// Meta does not know this id, or the token may not see it.
    WrongId,
    /// The request is not well-formed.
    BadRequest,
    /// Too many calls.
    CallRate,
    /// Too many messages at once.
    Throughput,
    /// Too many messages to the same person.
    PairRate,
    /// Meta's service has a fault.
    MetaDown,
    /// WhatsApp cannot reach this person.
    Unreachable,
    /// The recipient is the sender.
    SelfSend,
    /// The recipient is not on the list of test numbers.
    NotOnTestList,
    /// The number is not registered, or has to be again.
    Registration,
    /// The two-step PIN is wrong or was guessed too often.
    Pin,
    /// The payment method is missing or failed.
    Payment,
    /// More than 24 hours since the customer's last message.
    WindowClosed,
    /// The number is limited for spam.
    SpamLimit,
    /// Meta limits marketing to this person.
    MarketingLimit,
    /// The person does not want marketing.
    OptedOut,
    /// The person takes part in an experiment of Meta's.
    Experiment,
    /// The kind of message is not supported.
    Unsupported,
    /// A file could not be fetched or read.
    Media,
    /// The number is being upgraded.
    Maintenance,
    /// The template does not exist in this language or is not approved.
    TemplateMissing,
    /// The values do not fit the template.
    TemplateValues,
    /// The text with its values is too long.
    TemplateTooLong,
    /// The text breaks a content rule.
    TemplatePolicy,
    /// The template is paused.
    TemplatePaused,
    /// The template is disabled for good.
    TemplateDisabled,
    /// The form of a template is not accepted.
    TemplateForm,
    /// A limit of templates is reached.
    TemplateLimit,
    /// The WABA may not write to that country.
    CountryRestricted,
    /// The display name must be approved first.
    NameNotApproved,
    /// Needs a phone number; the user id alone is not enough.
    NeedsPhone,
    /// Marketing messages go another way for this WABA.
    MarketingApi,
    /// Too many templates with a wrong category.
    CategoryAbuse,
    /// The business is not verified.
    BusinessUnverified,
    /// The WABA is banned.
    Banned,
    /// The recipient's identity changed.
    IdentityChanged,
    /// Flows.
    Flow,
    /// Groups, calls, payments, usernames, block lists: features that the console does not use.
    OtherFeature,
    /// Meta does not say more.
    Generic,
}

const fn row(code: i64, topic: Topic, who: Who, retry: Retry) -> Meaning {
    Meaning {
        code,
        topic,
        who,
        retry,
        stops_all: false,
    }
}

const fn stop(code: i64, topic: Topic, who: Who) -> Meaning {
    Meaning {
        code,
        topic,
        who,
        retry: Retry::No,
        stops_all: true,
    }
}

/// Every code that sources §3 lists one by one, in order.
const TABLE: &[Meaning] = &[
    row(0, Topic::Token, Who::Admin, Retry::No),
    row(1, Topic::MetaDown, Who::Meta, Retry::Backoff),
    row(2, Topic::MetaDown, Who::Meta, Retry::Backoff),
    row(3, Topic::Permission, Who::Admin, Retry::No),
    row(4, Topic::CallRate, Who::Time, Retry::Backoff),
    row(10, Topic::Permission, Who::Admin, Retry::No),
    row(33, Topic::WrongId, Who::Admin, Retry::No),
    row(100, Topic::BadRequest, Who::Sender, Retry::No),
    stop(190, Topic::Token, Who::Admin),
    stop(368, Topic::PolicyBlock, Who::Admin),
    row(613, Topic::CallRate, Who::Time, Retry::Backoff),
    row(2040, Topic::OtherFeature, Who::Sender, Retry::No),
    row(2046, Topic::OtherFeature, Who::Sender, Retry::No),
    row(2047, Topic::OtherFeature, Who::Sender, Retry::No),
    row(80007, Topic::CallRate, Who::Time, Retry::Backoff),
    row(130_429, Topic::Throughput, Who::Time, Retry::Backoff),
    row(130_472, Topic::Experiment, Who::Meta, Retry::No),
    row(130_497, Topic::CountryRestricted, Who::Admin, Retry::No),
    row(131_000, Topic::Generic, Who::Meta, Retry::Backoff),
    row(131_005, Topic::Permission, Who::Admin, Retry::No),
    row(131_008, Topic::BadRequest, Who::Sender, Retry::No),
    row(131_009, Topic::BadRequest, Who::Sender, Retry::No),
    row(131_016, Topic::MetaDown, Who::Meta, Retry::Backoff),
    row(131_020, Topic::OtherFeature, Who::Sender, Retry::No),
    row(131_021, Topic::SelfSend, Who::Sender, Retry::No),
    row(131_026, Topic::Unreachable, Who::Customer, Retry::No),
    row(131_030, Topic::NotOnTestList, Who::Admin, Retry::No),
    stop(131_031, Topic::PolicyBlock, Who::Admin),
    row(131_037, Topic::NameNotApproved, Who::Admin, Retry::No),
    row(131_041, Topic::OtherFeature, Who::Sender, Retry::No),
    stop(131_042, Topic::Payment, Who::Admin),
    stop(131_045, Topic::Registration, Who::Admin),
    row(131_047, Topic::WindowClosed, Who::Sender, Retry::No),
    row(131_048, Topic::SpamLimit, Who::Admin, Retry::Later(24)),
    row(131_049, Topic::MarketingLimit, Who::Time, Retry::Later(24)),
    row(131_050, Topic::OptedOut, Who::Customer, Retry::No),
    row(131_051, Topic::Unsupported, Who::Sender, Retry::No),
    row(131_052, Topic::Media, Who::Customer, Retry::Backoff),
    row(131_053, Topic::Media, Who::Sender, Retry::No),
    row(131_055, Topic::BadRequest, Who::Sender, Retry::No),
    row(131_056, Topic::PairRate, Who::Time, Retry::Backoff),
    row(131_057, Topic::Maintenance, Who::Time, Retry::Backoff),
    row(131_058, Topic::TemplateMissing, Who::Sender, Retry::No),
    row(131_059, Topic::OtherFeature, Who::Sender, Retry::No),
    row(131_062, Topic::NeedsPhone, Who::Sender, Retry::No),
    row(131_063, Topic::MarketingApi, Who::Admin, Retry::No),
    row(131_064, Topic::CategoryAbuse, Who::Admin, Retry::Later(24)),
    row(132_000, Topic::TemplateValues, Who::Sender, Retry::No),
    row(132_001, Topic::TemplateMissing, Who::Sender, Retry::No),
    row(132_005, Topic::TemplateTooLong, Who::Sender, Retry::No),
    row(132_007, Topic::TemplatePolicy, Who::Sender, Retry::No),
    row(132_008, Topic::TemplateValues, Who::Sender, Retry::No),
    row(132_012, Topic::TemplateValues, Who::Sender, Retry::No),
    row(132_015, Topic::TemplatePaused, Who::Time, Retry::Later(3)),
    row(132_016, Topic::TemplateDisabled, Who::Admin, Retry::No),
    row(132_068, Topic::Flow, Who::Admin, Retry::No),
    row(132_069, Topic::Flow, Who::Time, Retry::Later(1)),
    row(133_000, Topic::Registration, Who::Admin, Retry::Backoff),
    row(133_004, Topic::MetaDown, Who::Meta, Retry::Backoff),
    row(133_005, Topic::Pin, Who::Admin, Retry::No),
    row(133_006, Topic::Registration, Who::Admin, Retry::No),
    row(133_008, Topic::Pin, Who::Time, Retry::Later(1)),
    row(133_009, Topic::Pin, Who::Time, Retry::Later(1)),
    row(133_010, Topic::Registration, Who::Admin, Retry::No),
    row(133_015, Topic::Registration, Who::Time, Retry::Later(1)),
    row(133_016, Topic::Registration, Who::Time, Retry::Later(72)),
    row(134_011, Topic::OtherFeature, Who::Admin, Retry::No),
    row(135_000, Topic::Generic, Who::Sender, Retry::No),
    row(137_000, Topic::IdentityChanged, Who::Sender, Retry::No),
    row(139_102, Topic::OtherFeature, Who::Time, Retry::Backoff),
    row(139_103, Topic::OtherFeature, Who::Meta, Retry::Backoff),
    stop(141_006, Topic::Payment, Who::Admin),
    row(141_010, Topic::BusinessUnverified, Who::Admin, Retry::No),
    stop(141_014, Topic::Banned, Who::Admin),
    row(2_388_012, Topic::Registration, Who::Admin, Retry::No),
    row(2_388_019, Topic::TemplateLimit, Who::Admin, Retry::No),
    row(2_388_023, Topic::TemplateLimit, Who::Time, Retry::Later(24 * 30)),
    row(2_388_024, Topic::TemplateForm, Who::Sender, Retry::No),
    row(2_388_040, Topic::TemplateForm, Who::Sender, Retry::No),
    row(2_388_047, Topic::TemplateForm, Who::Sender, Retry::No),
    row(2_388_072, Topic::TemplateForm, Who::Sender, Retry::No),
    row(2_388_073, Topic::TemplateForm, Who::Sender, Retry::No),
    row(2_388_077, Topic::BadRequest, Who::Sender, Retry::No),
    row(2_388_091, Topic::Registration, Who::Admin, Retry::No),
    row(2_388_093, Topic::Registration, Who::Admin, Retry::No),
    row(2_388_103, Topic::Maintenance, Who::Time, Retry::Backoff),
    row(2_388_293, Topic::TemplateForm, Who::Sender, Retry::No),
    row(2_388_299, Topic::TemplateForm, Who::Sender, Retry::No),
    row(2_494_100, Topic::Maintenance, Who::Time, Retry::Backoff),
    row(2_593_109, Topic::OtherFeature, Who::Customer, Retry::No),
];

/// Meaning of a code with its subcode, if Meta sent one. `None` for a code
/// that nobody has documented: say so, with Meta's own words beside it.
#[must_use]
pub fn lookup(code: i64, subcode: Option<i64>) -> Option<Meaning> {
    // Code 100 says little; its subcode says which parameter. 33 is "no such
    // object, or not visible to this token"; those of seven digits have rows here.
    // Other subcodes are small numbers of their own that mean other things than codes.
    if code == 100
        && let Some(meaning) = subcode.filter(|s| *s == 33 || *s >= 2_000_000).and_then(exact)
    {
        return Some(meaning);
    }
    exact(code).or_else(|| range(code))
}

fn exact(code: i64) -> Option<Meaning> {
    TABLE
        .binary_search_by_key(&code, |m| m.code)
        .ok()
        .and_then(|i| TABLE.get(i))
        .copied()
}

/// Codes that sources §3 lists as ranges.
fn range(code: i64) -> Option<Meaning> {
    let (topic, who) = match code {
        200..=299 => (Topic::Permission, Who::Admin),
        131_201..=131_215 | 134_100..=134_103 | 138_000..=138_018 | 139_000..=139_104 | 147_001..=147_005 => {
            (Topic::OtherFeature, Who::Sender)
        }
        2_494_164..=2_494_179 => (Topic::Registration, Who::Admin),
        _ => return None,
    };
    Some(row(code, topic, who, Retry::No))
}

/// Every code with a row of its own; for documents and completeness tests.
#[must_use]
pub const fn all() -> &'static [Meaning] {
    TABLE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order_and_has_no_code_twice() {
        assert!(TABLE.windows(2).all(|w| w[0].code < w[1].code));
    }

    #[test]
    fn a_subcode_explains_code_100() {
        assert_eq!(lookup(100, Some(33)).unwrap().topic, Topic::WrongId);
        assert_eq!(lookup(100, Some(2_388_299)).unwrap().topic, Topic::TemplateForm);
        assert_eq!(lookup(100, Some(1)).unwrap().topic, Topic::BadRequest);
        assert_eq!(lookup(100, Some(999_999)).unwrap().topic, Topic::BadRequest);
    }

    #[test]
    fn exactly_the_fleet_stopping_codes_stop_everything() {
        let stopping: Vec<i64> = TABLE.iter().filter(|m| m.stops_all).map(|m| m.code).collect();
        assert_eq!(stopping, [190, 368, 131_031, 131_042, 131_045, 141_006, 141_014]);
    }

    #[test]
    fn a_permission_code_is_known_by_its_range_and_an_unknown_code_is_not_guessed() {
        assert_eq!(lookup(200, None).unwrap().topic, Topic::Permission);
        assert_eq!(lookup(299, None).unwrap().topic, Topic::Permission);
        assert_eq!(lookup(300, None), None);
        assert_eq!(lookup(131_999, None), None);
    }
}
