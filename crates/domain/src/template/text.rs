//! How long a text is: for Meta, which counts code points, and for people, who
//! count what they see.

/// Length as Meta's limits mean it: code points. A family emoji is seven, an
/// `e` with a separate accent is two.
#[must_use]
pub fn meta_length(text: &str) -> usize {
    text.chars().count()
}

/// Length as a reader sees it: marks, joined emoji and flags count as one,
/// invisible characters not at all. Covers the scripts of the languages that
/// templates are written in, not every rule of Unicode's segmentation.
#[must_use]
pub fn people_length(text: &str) -> usize {
    let mut seen = 0_usize;
    let mut joined = false;
    let mut half_flag = false;
    for c in text.chars() {
        let flag = matches!(c, '\u{1F1E6}'..='\u{1F1FF}');
        let continues = joined || is_mark(c) || is_invisible(c) || (flag && half_flag);
        if !continues {
            seen += 1;
        }
        half_flag = flag && !half_flag;
        joined = c == '\u{200D}' && seen > 0;
    }
    seen
}

/// Whether a character is drawn onto the one before it.
#[must_use]
pub const fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036F}' | '\u{0483}'..='\u{0489}' | '\u{0591}'..='\u{05BD}' | '\u{0610}'..='\u{061A}'
        | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{06D6}'..='\u{06DC}' | '\u{06DF}'..='\u{06E4}'
        | '\u{0900}'..='\u{0903}' | '\u{093A}'..='\u{093C}' | '\u{093E}'..='\u{094F}' | '\u{0951}'..='\u{0957}'
        | '\u{0E31}' | '\u{0E34}'..='\u{0E3A}' | '\u{0E47}'..='\u{0E4E}' | '\u{1AB0}'..='\u{1AFF}'
        | '\u{1DC0}'..='\u{1DFF}' | '\u{200C}' | '\u{200D}' | '\u{20D0}'..='\u{20FF}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{FE20}'..='\u{FE2F}' | '\u{1F3FB}'..='\u{1F3FF}' | '\u{E0020}'..='\u{E007F}' | '\u{E0100}'..='\u{E01EF}'
    )
}

/// Whether a character shows nothing and only harms: zero-width spaces, soft
/// hyphens, byte-order marks. Joiners are not among them, because emoji and
/// Persian need them.
#[must_use]
pub const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{00AD}' | '\u{034F}' | '\u{115F}' | '\u{1160}' | '\u{180E}' | '\u{200B}' | '\u{2060}'
            ..='\u{2064}' | '\u{3164}' | '\u{FEFF}'
    )
}

/// Whether a character turns the direction of the text around it by force.
#[must_use]
pub const fn is_direction(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether a character shows nothing, for whatever reason: what [`is_invisible`]
/// and [`is_direction`] name, joiners, marks of direction, the blank of Braille.
#[must_use]
pub const fn is_hidden(c: char) -> bool {
    is_invisible(c) || is_direction(c) || matches!(c, '\u{200C}'..='\u{200F}' | '\u{2800}')
}

/// Where characters stand that show nothing and do no good there, as positions of
/// their bytes: [`is_invisible`] ones and the blank of Braille anywhere; marks of
/// direction where nothing is written from right to left; joiners that join
/// nothing, because a Latin letter, a digit or a brace stands beside them.
#[must_use]
pub fn unseen(text: &str) -> Vec<usize> {
    let leftwards = text.chars().any(is_leftwards);
    let mut unseen = Vec::new();
    for (at, c) in text.char_indices() {
        let harms = match c {
            '\u{200C}' | '\u{200D}' => {
                let (before, rest) = text.split_at(at);
                let before = before.chars().rev().find(|c| !is_hidden(*c));
                let after = rest.chars().find(|c| !is_hidden(*c));
                !(joins(before) || joins(after)) || is_plain(before) || is_plain(after)
            }
            '\u{200E}' | '\u{200F}' => !leftwards,
            '\u{2800}' => true,
            c => is_invisible(c),
        };
        if harms {
            unseen.push(at);
        }
    }
    unseen
}

/// Whether a character is of a script that is written from right to left.
const fn is_leftwards(c: char) -> bool {
    matches!(c, '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
}

/// A Latin letter, a digit or a brace.
fn is_plain(c: Option<char>) -> bool {
    c.is_some_and(|c| {
        c.is_ascii_alphanumeric()
            || matches!(c, '{' | '}')
            || matches!(c, 'À'..='\u{024F}' if c.is_alphabetic())
    })
}

/// Whether a joiner can do something beside it.
fn joins(c: Option<char>) -> bool {
    c.is_some_and(|c| !c.is_ascii() && !c.is_whitespace())
}

/// Whether a character is drawn as a picture, or makes one of the character
/// before it: `ℹ️`, `▶️` and `1️⃣` are letters, arrows and digits without their end.
#[must_use]
pub const fn is_emoji(c: char) -> bool {
    matches!(c,
        '\u{1F000}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}' | '\u{231A}' | '\u{231B}' | '\u{2328}' | '\u{23CF}'
        | '\u{23E9}'..='\u{23F3}' | '\u{23F8}'..='\u{23FA}' | '\u{2B05}'..='\u{2B07}' | '\u{2B1B}' | '\u{2B1C}'
        | '\u{2B50}' | '\u{2B55}' | '\u{3030}' | '\u{303D}' | '\u{3297}' | '\u{3299}' | '\u{FE0F}' | '\u{20E3}'
    )
}

/// How many emoji a text has, joined ones counted as one.
#[must_use]
pub fn emoji_count(text: &str) -> usize {
    let mut count = 0_usize;
    let mut counted = false;
    let mut joined = false;
    let mut half_flag = false;
    for c in text.chars() {
        let flag = matches!(c, '\u{1F1E6}'..='\u{1F1FF}');
        let continues = joined || is_mark(c) || (flag && half_flag);
        counted = counted && continues;
        if is_emoji(c) && !counted {
            count += 1;
            counted = true;
        }
        half_flag = flag && !half_flag;
        joined = c == '\u{200D}';
    }
    count
}

/// Whether a text holds something to read: a letter or a digit in any script.
#[must_use]
pub fn has_words(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// How many words a text has: runs of letters and digits between spaces.
#[must_use]
pub fn word_count(text: &str) -> usize {
    text.split_whitespace().filter(|word| has_words(word)).count()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("pan", 3, 3, 0)]
    #[case("cafe\u{301}", 5, 4, 0)]
    #[case("👨‍👩‍👧‍👦", 7, 1, 1)]
    #[case("👍🏽", 2, 1, 1)]
    #[case("🇪🇸🇲🇽", 4, 2, 2)]
    #[case("⚠️ ya", 5, 4, 1)]
    #[case("a\u{200B}b\u{FEFF}", 4, 2, 0)]
    #[case("ℹ️ ▶️ ↩️ ‼️", 11, 7, 4)]
    #[case("1️⃣ pan", 7, 5, 1)]
    #[case("مرحبًا", 6, 5, 0)]
    #[case("", 0, 0, 0)]
    fn meta_and_people_count_differently(
        #[case] text: &str,
        #[case] meta: usize,
        #[case] people: usize,
        #[case] emoji: usize,
    ) {
        assert_eq!(
            (meta_length(text), people_length(text), emoji_count(text)),
            (meta, people, emoji)
        );
    }

    #[test]
    fn a_letter_that_is_drawn_as_a_picture_is_one() {
        for text in ["ℹ️", "▶️", "↩️", "‼️", "1️⃣", "🥐"] {
            assert!(text.chars().any(is_emoji), "{text}");
        }
        for text in ["i", "1", "↩", "ñ", "© ª"] {
            assert!(!text.chars().any(is_emoji), "{text}");
        }
    }

    #[rstest]
    #[case("Tu pedido", &[])]
    #[case("ped\u{200B}ido", &[3])]
    #[case("{{1}}\u{200E}{{2}}", &[5])]
    #[case("{{1}}\u{200D}", &[5])]
    #[case("a\u{200C}b", &[1])]
    #[case("hola \u{200D} ya", &[5])]
    #[case("a\u{2800}b", &[1])]
    #[case("👩\u{200D}🍳 ya", &[])]
    #[case("می\u{200C}روم", &[])]
    #[case("क्\u{200D}ष", &[])]
    #[case("شكرا\u{200F}!", &[])]
    #[case("gracias\u{200F}!", &[7])]
    fn only_what_does_no_good_counts_as_unseen(#[case] text: &str, #[case] places: &[usize]) {
        assert_eq!(unseen(text), places);
    }
}
