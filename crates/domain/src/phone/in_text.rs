//! Phone numbers in the middle of a text, for those who may not see them.

/// Digits that a text must have in a row to be taken for somebody's number.
const NUMBER_IN_TEXT: usize = 9;

/// Characters of a date such as `20-11-2026`.
const DATE: usize = 10;

/// The text with everything that may be a phone number masked to its last three
/// digits: nine digits or more, also with spaces, dots, dashes or brackets
/// between them. Times, amounts and order numbers stay as long as there are
/// fewer digits; a date that stands by itself stays and is no part of what is
/// beside it. Everything else of which nobody can tell is masked.
#[must_use]
pub fn mask_in_text(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        if !c.is_ascii_digit() {
            out.push(c);
            at += 1;
            continue;
        }
        let before = at.checked_sub(1).and_then(|before| chars.get(before));
        if before != Some(&'+') && is_date(&chars, at) {
            out.extend(chars.iter().skip(at).take(DATE));
            at += DATE;
            continue;
        }
        let (end, digits) = run(&chars, at, c == '0' || matches!(before, Some('+' | '(')));
        let mut seen = 0;
        for &c in chars.get(at..end).unwrap_or_default() {
            if c.is_ascii_digit() {
                seen += 1;
            }
            let hide = c.is_ascii_digit() && digits >= NUMBER_IN_TEXT && seen + 3 <= digits;
            out.push(if hide { '•' } else { c });
        }
        at = end;
    }
    out
}

/// Where the digits end that may be one number from `at` on, and how many they
/// are. What begins as a country or an area code does is `coded`: it is sooner
/// taken for a number than other figures.
fn run(chars: &[char], at: usize, coded: bool) -> (usize, usize) {
    let (mut end, mut digits, mut gap) = (at, 0, 0);
    for (place, &c) in chars.iter().enumerate().skip(at) {
        if c.is_ascii_digit() {
            let apart = gap > 0 && matches!(chars.get(place - 1), Some(' ' | '\u{a0}' | '('));
            if apart && (!coded || digits >= NUMBER_IN_TEXT) && is_date(chars, place) {
                break;
            }
            (digits, gap, end) = (digits + 1, 0, place + 1);
        } else if separates(c, coded) && gap < 2 {
            // One separator or two (`) `) may stand between digits of the same number.
            gap += 1;
        } else {
            break;
        }
    }
    (end, digits)
}

/// Whether `c` may stand inside a number. A slash stands in dates and fractions;
/// where it is used in numbers, it follows the area code (`0151/2345678`).
const fn separates(c: char, coded: bool) -> bool {
    matches!(c, ' ' | '\u{a0}' | '-' | '.' | '(' | ')') || (coded && c == '/')
}

/// Whether a day of the calendar stands at `at` that does not go on behind its
/// end: `20-11-2026`, `20/11/2026`, `20.11.2026` or `2026-11-20`.
fn is_date(chars: &[char], at: usize) -> bool {
    let Some(text) = chars.get(at..at + DATE) else {
        return false;
    };
    let number = |from: usize, to: usize| {
        text.get(from..to)?
            .iter()
            .try_fold(0, |sum, c| Some(sum * 10 + c.to_digit(10)?))
    };
    let joint = |c: char| matches!(c, '-' | '.' | '/');
    let joined = |first: usize, second: usize| text[first] == text[second] && joint(text[first]);
    let (day, month, year) = if joined(2, 5) {
        (number(0, 2), number(3, 5), number(6, DATE))
    } else if joined(4, 7) {
        (number(8, DATE), number(5, 7), number(0, 4))
    } else {
        return false;
    };
    let in_calendar = day.is_some_and(|day| (1..=31).contains(&day))
        && month.is_some_and(|month| (1..=12).contains(&month))
        && year.is_some_and(|year| (1900..2100).contains(&year));
    let mut behind = chars.iter().copied().skip(at + DATE);
    let goes_on = match behind.next() {
        Some(c) if joint(c) => behind.next().is_some_and(|c| c.is_ascii_digit()),
        Some(c) => c.is_ascii_digit(),
        None => false,
    };
    in_calendar && !goes_on
}

#[cfg(test)]
mod tests {
    use proptest::{collection, prelude::*, sample};
    use rstest::rstest;

    use super::*;

    fn shown(text: &str) -> String {
        mask_in_text(text).chars().filter(char::is_ascii_digit).collect()
    }

    #[test]
    fn numbers_inside_a_text_are_masked_and_other_figures_stay() {
        assert_eq!(
            mask_in_text("call 612 345 678 or +34612345678"),
            "call ••• ••• 678 or +••••••••678"
        );
        assert_eq!(
            mask_in_text("\"wa_id\":\"34612345678\""),
            "\"wa_id\":\"••••••••678\""
        );
        assert_eq!(mask_in_text("(612) 345-678"), "(•••) •••-678");
        assert_eq!(mask_in_text("ñ 1"), "ñ 1");
    }

    #[rstest]
    #[case("PO-1187, 250,50 €, 20:30")]
    #[case("Pedido 1187 del 20/11/2026 10:42")]
    #[case("Pedido 1187 20/11/2026")]
    #[case("Pedido 1187 20-11-2026 10:42")]
    #[case("20.11.2026 10.42.07")]
    #[case("01/12/2026 10.42.07")]
    #[case("(20-11-2026) 10:42")]
    #[case("2026-11-20 10:42:07")]
    #[case("PO-1187 2026-11-20T10:42:07Z")]
    #[case("del 20-11-2026 al 22-11-2026.")]
    #[case("20/11/2026-22/11/2026")]
    #[case("FA 1187/2026 10:42, 1/2, 3/4, 24/7")]
    fn dates_times_and_order_numbers_stay(#[case] text: &str) {
        assert_eq!(mask_in_text(text), text);
    }

    #[rstest]
    #[case("612 345 678")]
    #[case("612.345.678")]
    #[case("612-34-56-78")]
    #[case("(91) 345-67-89")]
    #[case("612\u{a0}345\u{a0}678")]
    #[case("+34 612 345 678")]
    #[case("+34(612)345678")]
    #[case("0034 612 345 678")]
    #[case("00 34 612-345-678")]
    #[case("+49 151/2345678")]
    #[case("0151/2345678")]
    #[case("+47 20-11-2026")]
    #[case("+20-11-2026 12")]
    #[case("20-11-2026-12")]
    #[case("1187-20-11-2026")]
    #[case("99-99-2026 12")]
    #[case("20-11-3026 12")]
    #[case("20-11.2026 12")]
    fn a_number_is_masked_however_it_is_written_and_so_is_what_may_be_one(#[case] text: &str) {
        assert_eq!(shown(text).len(), 3, "{}", mask_in_text(text));
        assert_eq!(shown(&format!("Llama al {text}, gracias")).len(), 3);
    }

    #[test]
    fn a_date_hides_no_number_beside_it() {
        assert_eq!(mask_in_text("20/11/2026 612 345 678"), "20/11/2026 ••• ••• 678");
        assert_eq!(
            mask_in_text("20-11-2026 +34 612 345 678 21-11-2026"),
            "20-11-2026 +•• ••• ••• 678 21-11-2026"
        );
    }

    proptest! {
        #[test]
        fn a_number_with_its_country_code_shows_three_digits_whatever_stands_between(
            front in "(\\+|00)",
            digits in "[1-9][0-9]{8,14}",
            between in collection::vec(sample::select(vec!["", " ", "-", ".", "/", ") ", "\u{a0}"]), 15),
        ) {
            let parts = digits.chars().zip(&between);
            let text: String = parts.fold(front, |text, (digit, between)| format!("{text}{digit}{between}"));
            prop_assert_eq!(shown(&text), &digits[digits.len() - 3..], "{}", mask_in_text(&text));
        }

        #[test]
        fn nothing_but_digits_is_replaced(text in "[0-9 ./()+-]{0,40}|.*") {
            let masked = mask_in_text(&text);
            prop_assert_eq!(masked.chars().count(), text.chars().count());
            for (was, is) in text.chars().zip(masked.chars()) {
                prop_assert!(was == is || (was.is_ascii_digit() && is == '•'));
            }
        }
    }
}
