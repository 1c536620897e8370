//! How far exports have come, for the pages that started them.
//!
//! Kept in the memory of this process. Whoever asks another one, or too late,
//! learns nothing, and the file comes all the same.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde::Serialize;

use crate::{Call, Services};

/// Exports that are remembered; a newer one takes the place of the oldest.
const MOST: usize = 256;
/// Characters of the name that a page gives its export.
const NAME: std::ops::RangeInclusive<usize> = 8..=64;

/// How far an export has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// Rows that were written.
    pub rows: u64,
    /// Rows that there are; `None` when counting them would take too long.
    pub total: Option<u64>,
    /// Whether the file is complete.
    pub done: bool,
}

/// An export of this caller, by the name that its page gave it.
#[must_use]
pub fn progress(svc: &Services, call: &Call, name: &str) -> Option<Progress> {
    let person = call.actor.id()?;
    let known = svc.exports().known();
    let found = known
        .exports
        .iter()
        .find(|export| export.person == person && export.name == name)?;
    let Progress { rows, total, done } = found.progress;
    Some(Progress {
        rows,
        // Messages may have come since they were counted.
        total: total.map(|total| total.max(rows)),
        done,
    })
}

/// Exports that are under way, or have ended a while ago. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(crate) struct Exports(Arc<Mutex<Known>>);

#[derive(Debug, Default)]
struct Known {
    last: u64,
    /// Oldest first.
    exports: VecDeque<Export>,
}

#[derive(Debug)]
struct Export {
    no: u64,
    person: String,
    name: String,
    progress: Progress,
}

impl Exports {
    /// Begins to remember an export; nothing when the page gave it no name that
    /// can stand in an address.
    pub(super) fn begin(&self, person: &str, name: &str, total: Option<u64>) -> Option<Watched> {
        let plain = name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        if !(plain && NAME.contains(&name.len())) {
            return None;
        }
        let mut known = self.known();
        known
            .exports
            .retain(|export| !(export.person == person && export.name == name));
        if known.exports.len() >= MOST {
            known.exports.pop_front();
        }
        known.last += 1;
        let no = known.last;
        known.exports.push_back(Export {
            no,
            person: person.to_owned(),
            name: name.to_owned(),
            progress: Progress {
                rows: 0,
                total,
                done: false,
            },
        });
        drop(known);
        Some(Watched {
            exports: self.clone(),
            no,
        })
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        // Never left half-written.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An export that somebody may ask about; forgotten when it ends before its time.
#[derive(Debug)]
pub(super) struct Watched {
    exports: Exports,
    no: u64,
}

impl Watched {
    /// Counts rows that were written.
    pub(super) fn advance(&self, rows: usize) {
        self.change(|progress| progress.rows += u64::try_from(rows).unwrap_or(0));
    }

    /// Notes that everything was written.
    pub(super) fn finish(&self) {
        self.change(|progress| progress.done = true);
    }

    fn change(&self, change: impl FnOnce(&mut Progress)) {
        let mut known = self.exports.known();
        if let Some(export) = known.exports.iter_mut().find(|export| export.no == self.no) {
            change(&mut export.progress);
        }
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.exports
            .known()
            .exports
            .retain(|export| export.no != self.no || export.progress.done);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(exports: &Exports) -> Vec<String> {
        exports
            .known()
            .exports
            .iter()
            .map(|export| export.name.clone())
            .collect()
    }

    #[test]
    fn only_the_newest_are_remembered() {
        let exports = Exports::default();
        let all: Vec<_> = (0..MOST + 10)
            .map(|n| exports.begin("marta", &format!("export-{n}"), None).unwrap())
            .collect();
        assert_eq!(names(&exports).len(), MOST);
        assert_eq!(names(&exports)[0], "export-10");
        // One that is forgotten goes on all the same.
        all[0].advance(1);
        drop(all);
        assert_eq!(names(&exports), Vec::<String>::new());
    }

    #[test]
    fn the_same_name_again_is_another_export() {
        let exports = Exports::default();
        let first = exports.begin("marta", "export-1", None).unwrap();
        let second = exports.begin("marta", "export-1", None).unwrap();
        first.advance(5);
        drop(first);
        second.finish();
        drop(second);
        assert_eq!(names(&exports), ["export-1"]);
        assert_eq!(exports.known().exports[0].progress.rows, 0);
    }

    #[test]
    fn a_name_is_plain_and_neither_short_nor_long() {
        let exports = Exports::default();
        for name in ["", "short", "with space", "años-años", &"x".repeat(65)] {
            assert!(exports.begin("marta", name, None).is_none(), "{name}");
        }
    }
}
