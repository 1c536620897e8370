//! Words of before 2023, which older programs still send and expect.

use channels::template::{TemplateCategory, TemplateStatus};

/// Today's category for a word, with a note when it is one of the old ones.
#[must_use]
pub fn category(word: &str) -> (TemplateCategory, Vec<String>) {
    let given = TemplateCategory::parse(word.trim());
    if given.is_legacy() {
        let note = format!("Meta no longer has the category {given}; UTILITY was used.");
        (given.modern(), vec![note])
    } else {
        (given, Vec::new())
    }
}

/// The three words that older programs know: `APPROVED` can be sent, `PENDING`
/// will perhaps be, `REJECTED` has to be changed. A word that this version does
/// not know is `PENDING`: nobody should send on the strength of it.
#[must_use]
pub const fn status(status: &TemplateStatus) -> &'static str {
    match status {
        TemplateStatus::Approved | TemplateStatus::Flagged | TemplateStatus::Reinstated => "APPROVED",
        TemplateStatus::Rejected
        | TemplateStatus::Disabled
        | TemplateStatus::Deleted
        | TemplateStatus::PendingDeletion
        | TemplateStatus::LimitExceeded
        | TemplateStatus::Archived => "REJECTED",
        TemplateStatus::Pending
        | TemplateStatus::Paused
        | TemplateStatus::InAppeal
        | TemplateStatus::Unarchived
        | TemplateStatus::Locked
        | TemplateStatus::Unlocked
        | TemplateStatus::Unknown(_) => "PENDING",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_categories_are_taken_with_a_note_and_new_ones_without() {
        for old in TemplateCategory::LEGACY {
            let (category, notes) = category(old);
            assert_eq!((category, notes.len()), (TemplateCategory::Utility, 1), "{old}");
        }
        assert_eq!(category("marketing"), (TemplateCategory::Marketing, Vec::new()));
    }

    #[test]
    fn every_state_has_one_of_the_three_words() {
        for known in TemplateStatus::KNOWN {
            assert_eq!(status(known) == "APPROVED", known.sendable(), "{known}");
        }
        assert_eq!(status(&TemplateStatus::parse("IN_LIMBO")), "PENDING");
    }
}
