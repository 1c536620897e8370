//! From the bytes of a CSV to rows of cells.

use crate::{
    error::{FieldError, Problem, ServiceResult},
    tenants::edit::TenantInput,
};

use super::{MAX_BYTES, MAX_ROWS};

/// Field of the form that carries the file.
const FIELD: &str = "file";

/// A row of the file.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// Line in the file, from 1.
    pub(super) line: u64,
    /// Its cells.
    pub(super) input: TenantInput,
}

/// The columns that are understood, with every heading that names them.
const COLUMNS: [(&str, &[&str]); 3] = [
    ("name", &["name", "nombre", "panaderia", "bakery"]),
    ("city", &["city", "ciudad", "localidad", "poblacion"]),
    (
        "external_ref",
        &[
            "external_ref",
            "external ref",
            "reference",
            "ref",
            "referencia",
            "id externo",
            "external_id",
        ],
    ),
];

/// The text of a file: UTF-8 with or without a byte order mark, UTF-16 with
/// one, or what older spreadsheets in Spain write (Windows-1252).
pub(super) fn text(bytes: &[u8]) -> ServiceResult<String> {
    let not_csv = || FieldError::only(FIELD, Problem::NotCsv);
    if bytes.len() > MAX_BYTES {
        return Err(FieldError::only(FIELD, Problem::TooLarge { max: MAX_BYTES }));
    }
    let text = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8(rest.to_vec()).map_err(|_| not_csv())?,
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes).ok_or_else(not_csv)?,
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes).ok_or_else(not_csv)?,
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => bytes.iter().map(|byte| windows_1252(*byte)).collect(),
        },
    };
    // A zero byte is in no text file, and PostgreSQL stores none.
    if text.contains('\0') {
        return Err(not_csv());
    }
    if text.trim().is_empty() {
        return Err(FieldError::only(FIELD, Problem::Required));
    }
    Ok(text)
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    char::decode_utf16(pairs.iter().map(|pair| unit(*pair)))
        .collect::<Result<_, _>>()
        .ok()
}

/// The letters that Windows-1252 has where Latin-1 has control characters.
fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    byte.checked_sub(0x80)
        .and_then(|at| HIGH.get(usize::from(at)).copied())
        .unwrap_or(char::from(byte))
}

/// The rows of a CSV with a header.
pub(super) fn read(text: &str) -> ServiceResult<Vec<Line>> {
    let not_csv = |_: csv::Error| FieldError::only(FIELD, Problem::NotCsv);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator(text))
        .flexible(true)
        .from_reader(text.as_bytes());
    let header = reader.headers().map_err(not_csv)?.clone();
    let place = |column: &str| {
        let names = COLUMNS
            .iter()
            .find(|(name, _)| *name == column)
            .map_or(&[][..], |(_, names)| *names);
        header
            .iter()
            .position(|cell| names.contains(&domain::tenant::search_key(cell.trim()).as_str()))
    };
    let name =
        place("name").ok_or_else(|| FieldError::only(FIELD, Problem::MissingColumn { column: "name" }))?;
    let (city, own) = (place("city"), place("external_ref"));
    let mut lines = Vec::new();
    let mut count = LineCount::of(text);
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(not_csv)? {
        let cell = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or_default().to_owned();
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if lines.len() == MAX_ROWS {
            return Err(FieldError::only(FIELD, Problem::TooManyRows { max: MAX_ROWS }));
        }
        lines.push(Line {
            line: count.at(record.position().map_or(0, csv::Position::byte)),
            input: TenantInput {
                name: cell(Some(name)),
                city: cell(city),
                external_ref: cell(own),
            },
        });
    }
    Ok(lines)
}

/// Counts lines as an editor does. The reader's own count stops before the
/// line feed of CRLF and before empty lines.
struct LineCount<'a> {
    bytes: &'a [u8],
    ending: u8,
    seen: usize,
    line: u64,
}

impl<'a> LineCount<'a> {
    fn of(text: &'a str) -> Self {
        let ending = if text.contains('\n') { b'\n' } else { b'\r' };
        Self {
            bytes: text.as_bytes(),
            ending,
            seen: 0,
            line: 1,
        }
    }

    /// The line of the record that begins at or after this byte; bytes must not decrease.
    fn at(&mut self, byte: u64) -> u64 {
        let start = usize::try_from(byte).unwrap_or(usize::MAX);
        while let Some(here) = self.bytes.get(self.seen)
            && (self.seen < start || matches!(here, b'\r' | b'\n'))
        {
            if *here == self.ending {
                self.line += 1;
            }
            self.seen += 1;
        }
        self.line
    }
}

/// The separator that the header has most of, outside quotes.
pub(crate) fn separator(text: &str) -> u8 {
    let header = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    let mut quoted = false;
    let mut counts = [(b';', 0_u32), (b'\t', 0), (b',', 0)];
    for byte in header.bytes() {
        if byte == b'"' {
            quoted = !quoted;
        } else if !quoted
            && let Some((_, count)) = counts.iter_mut().find(|(separator, _)| *separator == byte)
        {
            *count += 1;
        }
    }
    counts
        .into_iter()
        .max_by_key(|(_, count)| *count)
        .filter(|(_, count)| *count > 0)
        .map_or(b',', |(byte, _)| byte)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn names(bytes: &[u8]) -> Vec<(u64, String, String)> {
        let text = text(bytes).unwrap();
        read(&text)
            .unwrap()
            .into_iter()
            .map(|line| (line.line, line.input.name, line.input.city))
            .collect()
    }

    #[rstest]
    #[case::plain(b"name,city\nHorno Uno,Bilbao\n".to_vec())]
    #[case::bom(b"\xEF\xBB\xBFname,city\nHorno Uno,Bilbao\n".to_vec())]
    #[case::semicolons_crlf(b"Nombre;Ciudad\r\nHorno Uno;Bilbao\r\n".to_vec())]
    #[case::tabs_other_order("CIUDAD\tNOMBRE\nBilbao\tHorno Uno".as_bytes().to_vec())]
    #[case::quotes(b"\"name\",\"city\"\n\"Horno Uno\",\"Bilbao\"\n\n".to_vec())]
    #[case::more_columns(b"id,Nombre,x,city\n1,Horno Uno,,Bilbao,,\n".to_vec())]
    fn the_usual_spellings_of_a_file_are_read(#[case] bytes: Vec<u8>) {
        assert_eq!(names(&bytes), [(2, "Horno Uno".to_owned(), "Bilbao".to_owned())]);
    }

    #[test]
    fn accents_survive_older_encodings() {
        assert_eq!(
            names(b"nombre\nPanader\xeda \x93Goiko\x94\n")[0].1,
            "Panadería “Goiko”"
        );
        let utf16: Vec<u8> = [0xFF, 0xFE]
            .into_iter()
            .chain("nombre\nCuñas".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        assert_eq!(names(&utf16)[0].1, "Cuñas");
    }

    #[rstest]
    #[case("name\r\nUno\r\n\r\n\r\n\"D\r\nos\"\r\nTres\r\n", [2, 5, 7])]
    #[case("name\nUno\n\n\n\"D\nos\"\nTres", [2, 5, 7])]
    #[case("name\rUno\rDos\rTres", [2, 3, 4])]
    fn lines_are_counted_as_an_editor_does(#[case] text: &str, #[case] expected: [u64; 3]) {
        let lines: Vec<_> = read(text).unwrap().into_iter().map(|line| line.line).collect();
        assert_eq!(lines, expected);
    }

    #[test]
    fn a_separator_inside_quotes_is_text() {
        assert_eq!(
            names("name;city\n\"Uno; Dos\";\"a,b\"".as_bytes())[0].1,
            "Uno; Dos"
        );
    }

    #[rstest]
    #[case::empty(b"".to_vec(), Problem::Required)]
    #[case::spaces(b"  \n ".to_vec(), Problem::Required)]
    #[case::no_name(b"city\nBilbao".to_vec(), Problem::MissingColumn { column: "name" })]
    #[case::binary(b"PK\x03\x04\x00\x00name".to_vec(), Problem::NotCsv)]
    #[case::half_utf16(b"\xFF\xFEa".to_vec(), Problem::NotCsv)]
    #[case::broken_utf8_behind_a_bom(b"\xEF\xBB\xBFname\n\xed".to_vec(), Problem::NotCsv)]
    fn what_is_no_csv_is_said(#[case] bytes: Vec<u8>, #[case] expected: Problem) {
        let outcome = text(&bytes).and_then(|text| read(&text));
        let Err(crate::ServiceError::Invalid(errors)) = outcome else {
            panic!("accepted")
        };
        assert_eq!(errors[0].problem, expected);
    }

    #[test]
    fn one_row_too_many_is_refused() {
        let mut text = String::from("name\n");
        for i in 0..=MAX_ROWS {
            text.extend(["Horno ", &i.to_string(), "\n"]);
        }
        let Err(crate::ServiceError::Invalid(errors)) = read(&text) else {
            panic!("accepted")
        };
        assert_eq!(errors[0].problem, Problem::TooManyRows { max: MAX_ROWS });
    }
}
