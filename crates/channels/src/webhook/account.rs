//! News about numbers and accounts (sources §2.2, §2.4).

use std::borrow::Cow;

use domain::{account::ReviewStatus, number::MessagingLimit, open_enum, time::Millis};

use super::json::Obj;

open_enum! {
    /// Decision about a display name.
    pub enum NameDecision {
        /// Approved.
        Approved = "APPROVED",
        /// Put off.
        Deferred = "DEFERRED",
        /// In review.
        Pending = "PENDING",
        /// Refused.
        Rejected = "REJECTED",
    }
}

open_enum! {
    /// `account_update` events (sources §2.4).
    pub enum AccountEvent {
        /// Deleted.
        Deleted = "ACCOUNT_DELETED",
        /// Restricted for a while.
        Restriction = "ACCOUNT_RESTRICTION",
        /// Broke a rule.
        Violation = "ACCOUNT_VIOLATION",
        /// Banned, reinstated, or about to be banned.
        DisabledUpdate = "DISABLED_UPDATE",
        /// Reached another volume tier.
        VolumeTier = "VOLUME_BASED_PRICING_TIER_UPDATE",
        /// May be charged international authentication rates.
        AuthIntlEligibility = "AUTH_INTL_PRICE_ELIGIBILITY_UPDATE",
        /// The business moved to another country.
        PrimaryLocation = "BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE",
        /// Shared with a partner.
        PartnerAdded = "PARTNER_ADDED",
        /// No longer shared with a partner.
        PartnerRemoved = "PARTNER_REMOVED",
        /// The app was given access.
        AppInstalled = "PARTNER_APP_INSTALLED",
        /// The app's access ended.
        AppUninstalled = "PARTNER_APP_UNINSTALLED",
        /// A partner's certification of a client.
        PartnerClientCertification = "PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE",
        /// An advertising account was linked.
        AdAccountLinked = "AD_ACCOUNT_LINKED",
        /// The terms of marketing messages were accepted.
        MarketingTermsSigned = "MM_LITE_TERMS_SIGNED",
        /// Taken off the API.
        Offboarded = "ACCOUNT_OFFBOARDED",
        /// Back on the API.
        Reconnected = "ACCOUNT_RECONNECTED",
    }
}

/// A restriction and its end.
#[derive(Debug, Clone)]
pub struct Restriction<'a> {
    /// Meta's word for what is not allowed.
    pub kind: Option<Cow<'a, str>>,
    /// When it ends.
    pub until: Option<Millis>,
}

/// News about a number.
#[derive(Debug, Clone)]
pub enum NumberEvent<'a> {
    /// Quality, throughput or limit changed.
    Quality {
        /// `FLAGGED`, `ONBOARDING`, `THROUGHPUT_UPGRADE`, …
        event: Option<Cow<'a, str>>,
        /// People who may be written to first in 24 hours.
        limit: Option<MessagingLimit>,
    },
    /// A display name was decided about.
    Name {
        /// The decision.
        decision: NameDecision,
        /// The name.
        name: Option<Cow<'a, str>>,
        /// Why not.
        reason: Option<Cow<'a, str>>,
    },
    /// A user name was given or taken away; its shape is not documented.
    Username {
        /// The name.
        username: Option<Cow<'a, str>>,
        /// Its state.
        status: Option<Cow<'a, str>>,
    },
    /// The two-step PIN was changed or asked for.
    Security {
        /// `PIN_CHANGED`, `PIN_RESET_REQUEST`, …
        event: Option<Cow<'a, str>>,
        /// Who did it: a user id of Meta's manager.
        requester: Option<Cow<'a, str>>,
    },
}

/// News about an account.
#[derive(Debug, Clone)]
pub enum AccountNews<'a> {
    /// Something happened to it.
    Update {
        /// What.
        event: AccountEvent,
        /// Which rule was broken.
        violation: Option<Cow<'a, str>>,
        /// `DISABLE`, `REINSTATE` or `SCHEDULE_FOR_DISABLE`.
        ban_state: Option<Cow<'a, str>>,
        /// When, in Meta's words.
        ban_date: Option<Cow<'a, str>>,
        /// What is not allowed for a while.
        restrictions: Vec<Restriction<'a>>,
        /// New country of the business.
        country: Option<Cow<'a, str>>,
        /// The volume tier, for example `25000001:50000000`.
        tier: Option<Cow<'a, str>>,
    },
    /// Meta's review ended.
    Review {
        /// How.
        decision: ReviewStatus,
    },
    /// A remark or a warning.
    Alert {
        /// `CRITICAL`, `WARNING` or `INFORMATIONAL`.
        severity: Option<Cow<'a, str>>,
        /// `ACTIVE` or `NONE`.
        status: Option<Cow<'a, str>>,
        /// What it is about.
        kind: Option<Cow<'a, str>>,
        /// In words.
        description: Option<Cow<'a, str>>,
        /// Kind of the thing it is about.
        entity_type: Option<Cow<'a, str>>,
        /// Meta's id of that thing.
        entity_id: Option<Cow<'a, str>>,
    },
    /// Limits changed.
    Capability {
        /// People who may be written to first in 24 hours.
        limit: Option<MessagingLimit>,
        /// Numbers in the portfolio.
        numbers_per_portfolio: Option<i64>,
        /// Numbers in the account.
        numbers_per_account: Option<i64>,
    },
}

impl<'a> NumberEvent<'a> {
    pub(super) fn read(field: &str, from: &Obj<'a>) -> Option<Self> {
        Some(match field {
            "phone_number_quality_update" => Self::Quality {
                event: from.text("event"),
                limit: limit(from).or_else(|| from.word("current_limit", MessagingLimit::parse)),
            },
            "phone_number_name_update" => Self::Name {
                decision: NameDecision::parse(&from.text("decision").unwrap_or_default()),
                name: from.text("requested_verified_name"),
                reason: from.text("rejection_reason"),
            },
            "phone_number_username_update" => Self::Username {
                username: from.text("username"),
                status: from.text("status").or_else(|| from.text("event")),
            },
            "security" => Self::Security {
                event: from.text("event"),
                requester: from.text("requester"),
            },
            _ => return None,
        })
    }

    pub(super) fn what(&self) -> String {
        match self {
            Self::Quality { event, .. } | Self::Security { event, .. } => word("event", event.as_deref()),
            Self::Name { decision, .. } => format!("decision:{decision}"),
            Self::Username { status, .. } => word("username", status.as_deref()),
        }
    }
}

impl<'a> AccountNews<'a> {
    pub(super) fn read(field: &str, from: &Obj<'a>) -> Option<Self> {
        Some(match field {
            "account_update" => {
                let ban = from.object("ban_info");
                Self::Update {
                    event: AccountEvent::parse(&from.text("event").unwrap_or_default()),
                    violation: from.object("violation_info").text("violation_type"),
                    ban_state: ban.text("waba_ban_state"),
                    ban_date: ban.text("waba_ban_date"),
                    restrictions: from
                        .list("restriction_info")
                        .into_iter()
                        .map(|raw| {
                            let from = Obj::read(raw);
                            Restriction {
                                kind: from.text("restriction_type"),
                                until: from.time("expiration"),
                            }
                        })
                        .collect(),
                    country: from.text("country"),
                    tier: from.object("volume_tier_info").text("tier"),
                }
            }
            "account_review_update" => Self::Review {
                decision: ReviewStatus::parse(&from.text("decision").unwrap_or_default()),
            },
            "account_alerts" => {
                let info = from.object("alert_info");
                // Older payloads have the same names one level higher.
                let info = if info.is_empty() { from.clone() } else { info };
                Self::Alert {
                    severity: info.text("alert_severity"),
                    status: info.text("alert_status"),
                    kind: info.text("alert_type"),
                    description: info.text("alert_description"),
                    entity_type: from.text("entity_type"),
                    entity_id: from.text("entity_id"),
                }
            }
            "business_capability_update" => Self::Capability {
                limit: limit(from),
                numbers_per_portfolio: from.integer("max_phone_numbers_per_business"),
                numbers_per_account: from.integer("max_phone_numbers_per_waba"),
            },
            _ => return None,
        })
    }

    pub(super) fn what(&self) -> String {
        match self {
            Self::Update { event, .. } => format!("event:{event}"),
            Self::Review { decision } => format!("decision:{decision}"),
            Self::Alert { kind, .. } => word("alert", kind.as_deref()),
            Self::Capability { .. } => "capability".to_owned(),
        }
    }
}

fn word(kind: &str, word: Option<&str>) -> String {
    format!("{kind}:{}", word.unwrap_or("?"))
}

/// `max_daily_conversations_per_business`: a tier's name in one of Meta's
/// examples, a number of people in another, -1 for no limit (sources §2.2).
fn limit(from: &Obj<'_>) -> Option<MessagingLimit> {
    let text = from.text("max_daily_conversations_per_business")?;
    let people = text.parse::<i64>().ok();
    Some(match people {
        Some(-1) => MessagingLimit::Unlimited,
        Some(people) => MessagingLimit::KNOWN
            .iter()
            .find(|tier| tier.people().map(i64::from) == Some(people))
            .cloned()
            .unwrap_or_else(|| MessagingLimit::Unknown(text.into_owned())),
        None => MessagingLimit::parse(&text),
    })
}
