//! Cells as rows of numbers, with the words aside: a tenth of the size.

use std::{collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use crate::billing::{
    category::Rated,
    market::Market,
    whatif::{Cell, Old, Shape},
};

#[derive(Serialize, Deserialize)]
struct Packed {
    words: Vec<String>,
    cells: Vec<[i64; 7]>,
}

const NO_MARKET: i64 = -1;

fn shape_code(shape: Shape) -> i64 {
    match shape {
        Shape::FreeForm => 0,
        Shape::Echo => 1,
        Shape::Unknown => 2,
        Shape::Inbound => 3,
        Shape::Failed => 4,
        Shape::Template(rated) => {
            let at = Rated::ALL.iter().position(|other| *other == rated);
            10 + at.and_then(|at| i64::try_from(at).ok()).unwrap_or(0)
        }
    }
}

fn shape_of(code: i64) -> Option<Shape> {
    Some(match code {
        0 => Shape::FreeForm,
        1 => Shape::Echo,
        2 => Shape::Unknown,
        3 => Shape::Inbound,
        4 => Shape::Failed,
        code => Shape::Template(*Rated::ALL.get(usize::try_from(code - 10).ok()?)?),
    })
}

/// Bits 0 to 2 are yes or no; then two for `opens`, three for `old`, and the
/// rest for the stretch.
fn flags(cell: &Cell) -> i64 {
    let bit = |yes: bool, at: u32| i64::from(yes) << at;
    let opens = match cell.opens {
        None => 0,
        Some(false) => 1,
        Some(true) => 2,
    };
    let old = match cell.old {
        None => 0,
        Some(Old::Business) => 1,
        Some(Old::User) => 2,
        Some(Old::Inside) => 3,
        Some(Old::Entry) => 4,
    };
    bit(cell.window, 0)
        | bit(cell.entry, 1)
        | bit(cell.large_media, 2)
        | opens << 3
        | old << 5
        | i64::from(cell.stretch) << 8
}

pub(super) fn serialize<S: Serializer>(cells: &[Cell], out: S) -> Result<S::Ok, S::Error> {
    let (mut words, mut known): (Vec<String>, BTreeMap<String, i64>) = <_>::default();
    let mut word = |text: &str| -> i64 {
        *known.entry(text.to_owned()).or_insert_with(|| {
            words.push(text.to_owned());
            i64::try_from(words.len() - 1).unwrap_or(0)
        })
    };
    let cells = cells
        .iter()
        .map(|cell| {
            [
                word(&cell.tenant),
                word(&cell.number),
                cell.market
                    .as_ref()
                    .map_or(NO_MARKET, |market| word(market.as_str())),
                shape_code(cell.shape),
                flags(cell),
                cell.volume,
                cell.free_tier,
            ]
        })
        .collect();
    Packed { words, cells }.serialize(out)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Cell>, D::Error> {
    let packed = Packed::deserialize(from)?;
    let markets: Vec<Market> = packed.words.iter().map(|word| Market::new(word)).collect();
    let words: Vec<Arc<str>> = packed.words.iter().map(|word| word.as_str().into()).collect();
    let at = |n: i64| usize::try_from(n).ok();
    let cell = |[tenant, number, market, shape, flags, volume, free_tier]: [i64; 7]| {
        let word = |n: i64| words.get(at(n)?).cloned();
        let bit = |n: u32| flags >> n & 1 == 1;
        Some(Cell {
            tenant: word(tenant)?,
            number: word(number)?,
            market: at(market).and_then(|n| markets.get(n)).cloned(),
            shape: shape_of(shape)?,
            window: bit(0),
            entry: bit(1),
            old: match flags >> 5 & 7 {
                1 => Some(Old::Business),
                2 => Some(Old::User),
                3 => Some(Old::Inside),
                4 => Some(Old::Entry),
                _ => None,
            },
            opens: match flags >> 3 & 3 {
                1 => Some(false),
                2 => Some(true),
                _ => None,
            },
            large_media: bit(2),
            stretch: u8::try_from(flags >> 8).ok()?,
            volume,
            free_tier,
        })
    };
    packed
        .cells
        .into_iter()
        .map(|row| cell(row).ok_or_else(|| D::Error::custom("a cell that cannot be read")))
        .collect()
}
