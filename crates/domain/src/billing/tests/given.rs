//! A short way to write down facts and read off charges.

use super::*;
use crate::{
    money::Currency,
    time::{HOUR, Millis},
};

/// Madrid from 2021 to 2027: summer time from the last Sunday of March to the
/// last Sunday of October, both at 01:00 UTC.
pub(super) fn madrid() -> Zone {
    let changes = [
        (2021, 28, 31),
        (2022, 27, 30),
        (2023, 26, 29),
        (2024, 31, 27),
        (2025, 30, 26),
        (2026, 29, 25),
        (2027, 28, 31),
    ];
    let changes = changes
        .into_iter()
        .flat_map(|(year, march, october)| {
            let at = |month, day| {
                Millis(
                    i64::from(
                        Day::new(year, month, day)
                            .unwrap()
                            .since(Day::new(1970, 1, 1).unwrap()),
                    ) * 24
                        * HOUR
                        + HOUR,
                )
            };
            [(at(3, march), 7_200), (at(10, october), 3_600)]
        })
        .collect();
    Zone::new("Europe/Madrid", 3_600, changes)
}

/// `2026-10-01 10:00:00.000` in UTC.
pub(super) fn utc(text: &str) -> Millis {
    let (day, time) = text.split_once(' ').unwrap();
    let days = Day::parse(day).unwrap().since(Day::new(1970, 1, 1).unwrap());
    let parts: Vec<i64> = time.split([':', '.']).map(|part| part.parse().unwrap()).collect();
    let at = |i: usize| parts.get(i).copied().unwrap_or(0);
    Millis(i64::from(days) * 24 * HOUR + at(0) * HOUR + at(1) * 60_000 + at(2) * 1_000 + at(3))
}

pub(super) const ANA: &str = "+34600111222";
pub(super) const BEA: &str = "+34600333444";
/// Somebody in India.
pub(super) const RAVI: &str = "+919812345678";

/// An account `w1` in UTC with a currency.
pub(super) fn account(currency: Currency) -> Account {
    Account::new("w1", Zone::utc(), currency)
}

pub(super) fn inbound<'a>(at: &str, contact: &'a str) -> Fact<'a> {
    Fact::Inbound(Inbound {
        at: utc(at),
        waba: "w1",
        number: "n1",
        contact,
        entry_point: false,
    })
}

pub(super) fn click<'a>(at: &str, contact: &'a str) -> Fact<'a> {
    Fact::Inbound(Inbound {
        at: utc(at),
        waba: "w1",
        number: "n1",
        contact,
        entry_point: true,
    })
}

/// A delivered message: `what` is `text`, `echo` or a template's category.
pub(super) fn sent<'a>(id: &'a str, at: &str, contact: &'a str, what: &str) -> Fact<'a> {
    sent_at(id, utc(at), contact, what)
}

pub(super) fn sent_at<'a>(id: &'a str, at: Millis, contact: &'a str, what: &str) -> Fact<'a> {
    let (kind, category) = match what {
        "text" => (Kind::FreeForm, Category::Service),
        "echo" => (Kind::AppEcho, Category::Service),
        template => (Kind::Template, Category::parse(template)),
    };
    Fact::Delivered(Delivered {
        id,
        at,
        waba: "w1",
        number: "n1",
        contact,
        kind,
        category,
        media_bytes: 0,
    })
}

/// The same message as another account would report it.
pub(super) fn of_account<'a>(fact: Fact<'a>, waba: &'a str) -> Fact<'a> {
    match fact {
        Fact::Delivered(message) => Fact::Delivered(Delivered { waba, ..message }),
        other => other,
    }
}

/// `reason amount` of each line, with `?` for an unknown amount.
pub(super) fn prices(account: &Account, facts: &[Fact<'_>]) -> Vec<String> {
    let book = Book::shipped();
    price(&book, std::slice::from_ref(account), facts)
        .iter()
        .map(|line| brief(&line.charge))
        .collect()
}

pub(super) fn brief(charge: &Charge) -> String {
    let amount = charge
        .amount_micros
        .map_or("?".to_owned(), |micros| micros.to_string());
    let rated = charge.charged_as.map_or("-", Rated::as_str);
    format!("{rated} {} {amount}", charge.reason)
}

/// A band for utility templates to Spain.
pub(in crate::billing) fn tier(from: i64, to: Option<i64>, rate_micros: i64) -> Tier {
    Tier {
        market: Market::new("Spain"),
        category: Rated::Utility,
        from,
        to,
        rate_micros,
    }
}
