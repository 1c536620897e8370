//! Meta's words, written almost right.

/// The known word that was probably meant: one or two letters away, in short words
/// one. What is further away is another word, which Meta may have made since.
pub(super) fn meant<'w>(word: &str, known: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    let word = word.trim().to_ascii_uppercase();
    known
        .map(|known| (distance(&word, known), known))
        .filter(|(distance, known)| *distance <= if known.len() < 4 { 1 } else { 2 })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}

/// How many letters have to be changed, added or left out.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, c) in one.chars().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, d) in other.iter().enumerate() {
            let changed = diagonal + usize::from(c != *d);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("FOTTER", Some("FOOTER"))]
    #[case("QUICKREPLY", Some("QUICK_REPLY"))]
    #[case("quick reply", Some("QUICK_REPLY"))]
    #[case("URI", Some("URL"))]
    #[case("URLS", Some("URL"))]
    #[case("RUL", None)]
    #[case("TELEPORT", None)]
    #[case("", None)]
    fn words_that_are_nearly_right_are_known(#[case] word: &str, #[case] wanted: Option<&str>) {
        let known = ["FOOTER", "QUICK_REPLY", "URL"];
        assert_eq!(meant(word, known.into_iter()), wanted);
    }
}
