//! Differences between what Meta counts and what it told by webhook: the
//! reasons for which an invoice is never quite what was expected.

use std::collections::HashMap;

use domain::time::{HOUR, Millis};
use serde::{Deserialize, Serialize};

use super::Line;
use crate::{pricing::FREE_SERVICE, zone::Zone};

/// A planted difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Difference {
    /// From `from` on, Meta counts a template in another category than its
    /// webhooks said: a silent re-categorisation.
    Category {
        /// The template's name.
        template: String,
        /// From when on.
        from: Millis,
        /// `MARKETING`, …
        becomes: String,
    },
    /// Meta counts people of a country as those of another one.
    Market {
        /// ISO code of the country they live in.
        country: String,
        /// ISO code of the one that they are counted in.
        becomes: String,
    },
    /// Meta counts messages of which no webhook told: lost ones, or those of
    /// another system on the same number.
    Unreported {
        /// The number's phone number ID.
        number: String,
        /// From when on.
        from: Millis,
        /// Messages a day, at noon.
        a_day: u64,
        /// `UTILITY`, …
        category: String,
        /// ISO code of the country.
        country: String,
    },
    /// Meta counts what was delivered in the last hour of a day of the account
    /// into the next day: the edge of a time zone.
    TimeZoneEdge,
    /// Another system has used up a part of a number's free service messages.
    SharedAllowance {
        /// The number's phone number ID.
        number: String,
        /// How many of the thousand of each month.
        used_elsewhere: u32,
    },
    /// From `from` on, a country's messages of a category are in a cheaper band.
    Tier {
        /// ISO code of the country.
        country: String,
        /// `UTILITY` or `AUTHENTICATION`.
        category: String,
        /// From when on.
        from: Millis,
        /// What is taken off the list price, in per cent.
        percent_off: u64,
    },
}

impl Difference {
    /// One of each kind, within the demo's past.
    #[must_use]
    pub fn demo(now: Millis) -> Vec<Self> {
        demo(now)
    }
}

fn demo(now: Millis) -> Vec<Difference> {
    let days = |days: i64| now.plus(-days * 24 * HOUR);
    let number = |place: u64| {
        let first: u64 = crate::FIRST_PHONE.parse().unwrap_or_default();
        (first + place).to_string()
    };
    vec![
        Difference::Category {
            template: "aviso_pedido_listo".into(),
            from: days(12),
            becomes: "MARKETING".into(),
        },
        Difference::Market {
            country: "AD".into(),
            becomes: "ES".into(),
        },
        Difference::Unreported {
            number: number(3),
            from: days(9),
            a_day: 3,
            category: "UTILITY".into(),
            country: "ES".into(),
        },
        Difference::TimeZoneEdge,
        Difference::SharedAllowance {
            number: number(6),
            used_elsewhere: 120,
        },
        Difference::Tier {
            country: "ES".into(),
            category: "AUTHENTICATION".into(),
            from: days(20),
            percent_off: 5,
        },
    ]
}

/// The line with other category, country or time.
pub(super) fn moved(mut line: Line, template: Option<&str>, planted: &[Difference]) -> Line {
    for difference in planted {
        match difference {
            Difference::Category {
                template: name,
                from,
                becomes,
            } if template == Some(name) && line.at >= *from => {
                line.category.clone_from(becomes);
                // Nothing but utility was ever free in an open window.
                if line.kind == "FREE_CUSTOMER_SERVICE" && becomes != "UTILITY" {
                    "REGULAR".clone_into(&mut line.kind);
                }
            }
            Difference::Market { country, becomes } if line.country == *country => {
                line.country.clone_from(becomes);
            }
            _ => {}
        }
    }
    line
}

/// By how much a line's day is counted later.
pub(crate) fn later(planted: &[Difference]) -> i64 {
    if planted.contains(&Difference::TimeZoneEdge) {
        HOUR
    } else {
        0
    }
}

/// Messages that Meta alone knows, until now.
pub(super) fn unreported(planted: &[Difference], zone: &Zone, until: Millis) -> Vec<Line> {
    let mut lines = Vec::new();
    for difference in planted {
        let Difference::Unreported {
            number,
            from,
            a_day,
            category,
            country,
        } = difference
        else {
            continue;
        };
        let mut day = zone.day(*from).0;
        loop {
            let noon = day.plus(12 * HOUR);
            if noon > until {
                break;
            }
            if noon >= *from {
                lines.push(Line {
                    at: noon,
                    number: number.clone(),
                    country: country.clone(),
                    category: category.clone(),
                    kind: "REGULAR".into(),
                    tier: None,
                    volume: *a_day,
                    cost: 0,
                });
            }
            let next = zone.day(day).1;
            if next <= day {
                break;
            }
            day = next;
        }
    }
    lines
}

/// Free service messages beyond what another system has left cost. Lines are
/// cut where the allowance ends.
pub(super) fn share_allowance(lines: &mut Vec<Line>, planted: &[Difference], zone: &Zone) {
    for difference in planted {
        let Difference::SharedAllowance {
            number,
            used_elsewhere,
        } = difference
        else {
            continue;
        };
        let left = u64::from(FREE_SERVICE.saturating_sub(*used_elsewhere));
        let mut had: HashMap<i64, u64> = HashMap::new();
        let mut more = Vec::new();
        lines.sort_by_key(|line| line.at);
        for line in lines.iter_mut() {
            let free = line.kind == "FREE_CUSTOMER_SERVICE" && line.category == "SERVICE";
            if line.number != *number || !free || !crate::pricing::service_costs(zone, line.at) {
                continue;
            }
            let had = had.entry(zone.month(line.at)).or_default();
            let still = left.saturating_sub(*had).min(line.volume);
            *had += line.volume;
            if still < line.volume {
                more.push(Line {
                    kind: "REGULAR".into(),
                    volume: line.volume - still,
                    ..line.clone()
                });
                line.volume = still;
            }
        }
        lines.extend(more);
        lines.retain(|line| line.volume > 0);
    }
}

/// The band of a charged line, and what is taken off its price in per cent.
/// The first bands' ends per market are not known (sources §4.4); bands are
/// named as in Meta's examples.
pub(super) fn tier(line: &Line, planted: &[Difference]) -> (String, u64) {
    if matches!(line.category.as_str(), "MARKETING" | "SERVICE") {
        return ("0:MAX".into(), 0);
    }
    planted
        .iter()
        .find_map(|difference| match difference {
            Difference::Tier {
                country,
                category,
                from,
                percent_off,
            } if line.country == *country && line.category == *category && line.at >= *from => {
                Some(("100001:500000".to_owned(), *percent_off))
            }
            _ => None,
        })
        .unwrap_or_else(|| ("0:100000".to_owned(), 0))
}
