//! Text as a list of plain words: small letters without accents, so that
//! "¡PROMOCIÓN!" and "promocion" are the same.

use std::ops::Range;

use crate::template::{text, variables};

/// A word and where it stands in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) plain: String,
    pub(super) at: Range<usize>,
}

/// The words of a text. Variables are no words, whatever they are called.
pub(super) fn words(of: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let holes = variables::scan(of).variables;
    let mut holes = holes.iter().peekable();
    let mut open = false;
    for (at, c) in of.char_indices() {
        while holes.next_if(|hole| hole.at.end <= at).is_some() {}
        let in_hole = holes.peek().is_some_and(|hole| hole.at.contains(&at));
        let end = at + c.len_utf8();
        if !in_hole && c == '%' {
            // A word of its own: "25% off" says what "25 % off" says.
            words.push(Word {
                plain: "%".to_owned(),
                at: at..end,
            });
            open = false;
            continue;
        }
        if in_hole || !(c.is_alphanumeric() || text::is_mark(c)) {
            // The blank of Braille is hidden too, but it parts words.
            open = open && text::is_hidden(c) && c != '\u{2800}';
            continue;
        }
        if text::is_mark(c) {
            continue;
        }
        if let Some(word) = words.last_mut().filter(|_| open) {
            fold(c, &mut word.plain);
            word.at.end = end;
        } else {
            let mut plain = String::with_capacity(12);
            fold(c, &mut plain);
            words.push(Word { plain, at: at..end });
        }
        open = true;
    }
    words
}

/// A small letter without its accent. Only Latin letters have their pairs here:
/// the words that are looked for are Spanish, English and Portuguese.
fn fold(c: char, into: &mut String) {
    let small = match c {
        'À'..='Ö' | 'Ø'..='Þ' => char::from_u32(u32::from(c) + 32).unwrap_or(c),
        c => c.to_ascii_lowercase(),
    };
    into.push(match small {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'ª' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'º' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ñ' => 'n',
        'ç' => 'c',
        c => c,
    });
}

/// Where one of the phrases stands: words separated by spaces; a word that ends
/// in `*` stands for everything that begins so, `#` for any number in digits.
pub(super) fn find(words: &[Word], phrases: &[&str]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    while start < words.len() {
        let here = &words[start..];
        let longest = phrases.iter().filter_map(|phrase| matches(here, phrase)).max();
        match longest {
            Some(length) => {
                let last = &here[length - 1];
                found.push(here[0].at.start..last.at.end);
                start += length;
            }
            None => start += 1,
        }
    }
    found
}

/// How many words the phrase takes at the beginning of `words`.
fn matches(words: &[Word], phrase: &str) -> Option<usize> {
    // Nearly every phrase begins otherwise, and there are some hundreds for each word.
    let beginning = phrase.as_bytes().first();
    if beginning != Some(&b'#') && words.first()?.plain.as_bytes().first() != beginning {
        return None;
    }
    let mut length = 0;
    for wanted in phrase.split(' ') {
        let word = words.get(length)?.plain.as_str();
        let fits = match wanted.strip_suffix('*') {
            Some(beginning) => word.starts_with(beginning),
            None if wanted == "#" => word.bytes().all(|b| b.is_ascii_digit()),
            None => word == wanted,
        };
        if !fits {
            return None;
        }
        length += 1;
    }
    Some(length)
}

/// The places that have nothing in common with any of the others.
pub(super) fn apart(mut places: Vec<Range<usize>>, others: &[Range<usize>]) -> Vec<Range<usize>> {
    places.retain(|at| {
        !others
            .iter()
            .any(|other| other.start < at.end && at.start < other.end)
    });
    places
}

/// Whether one of the phrases stands there.
pub(super) fn has(words: &[Word], phrases: &[&str]) -> bool {
    (0..words.len()).any(|start| {
        phrases
            .iter()
            .any(|phrase| matches(&words[start..], phrase).is_some())
    })
}

/// The sentence around a place: from the last end of a sentence to the next,
/// with the space before it.
pub(super) fn sentence(of: &str, around: &Range<usize>) -> Range<usize> {
    let ends = |c: char| matches!(c, '.' | '!' | '?' | '…' | '\n' | '。');
    let before = of.get(..around.start).unwrap_or_default();
    let start = before.rfind(ends).map_or(0, |at| {
        at + before
            .get(at..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8)
    });
    let after = of.get(around.end..).unwrap_or_default();
    let end = after.find(ends).map_or(of.len(), |at| {
        let rest = after.get(at..).unwrap_or_default();
        let closing = rest.len() - rest.trim_start_matches(|c| ends(c) && c != '\n').len();
        around.end + at + closing
    });
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lose_case_accents_and_hidden_characters() {
        let found: Vec<String> = words("¡PROMOCIÓN! 10 % de\u{200B}scuento {{oferta}} co\u{301}digo")
            .into_iter()
            .map(|word| word.plain)
            .collect();
        assert_eq!(found, ["promocion", "10", "%", "descuento", "codigo"]);
        let found: Vec<String> = words("25%off").into_iter().map(|word| word.plain).collect();
        assert_eq!(found, ["25", "%", "off"]);
    }

    #[test]
    fn phrases_are_found_with_their_place() {
        let text = "Ven: compra ya. Descuentos";
        let found = find(&words(text), &["compra ya", "descuento*", "ven a"]);
        let texts: Vec<&str> = found.into_iter().map(|at| &text[at]).collect();
        assert_eq!(texts, ["compra ya", "Descuentos"]);
        let text = "save 20% and more, not save time";
        let found = find(&words(text), &["save # %", "save #"]);
        let texts: Vec<&str> = found.into_iter().map(|at| &text[at]).collect();
        assert_eq!(texts, ["save 20%"]);
    }

    #[test]
    fn a_sentence_ends_with_its_punctuation() {
        let text = "Hola. Aprovecha hoy!! Adiós";
        let at = text.find("hoy").map(|at| at..at + 3).unwrap_or_default();
        assert_eq!(&text[sentence(text, &at)], " Aprovecha hoy!!");
    }
}
