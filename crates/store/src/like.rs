//! Patterns for `LIKE … ESCAPE '\'`.

/// Longest text that is looked for, in characters. Names are shorter, and
/// SQLite refuses patterns of more than 50,000 bytes.
const MOST: usize = 200;

/// As much of a text as is looked for.
#[must_use]
pub fn searched(text: &str) -> &str {
    text.char_indices()
        .nth(MOST)
        .map_or(text, |(end, _)| &text[..end])
}

/// Whatever holds `text`.
pub(crate) fn holding(text: &str) -> String {
    format!("%{}%", escaped(text))
}

/// Whatever begins with `text`.
pub(crate) fn beginning(text: &str) -> String {
    format!("{}%", escaped(text))
}

/// The text itself, without wildcards.
fn escaped(text: &str) -> String {
    searched(text)
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_stand_for_themselves() {
        assert_eq!(holding(r"100%_\"), r"%100\%\_\\%");
        assert_eq!(beginning("tenant."), "tenant.%");
    }

    #[test]
    fn a_text_without_end_makes_a_pattern_that_every_database_takes() {
        for c in ["a", "_", "ñ", "🥖"] {
            let pattern = holding(&c.repeat(60_000));
            assert!(pattern.len() < 1_000, "{c}: {}", pattern.len());
        }
        assert_eq!(searched(&"ñ".repeat(201)), "ñ".repeat(200));
        assert_eq!(searched("Goiko"), "Goiko");
    }
}
