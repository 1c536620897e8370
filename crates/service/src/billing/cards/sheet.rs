//! Rows of a spreadsheet (XLSX), within bounds: a small file can claim millions
//! of cells, or unpack to gigabytes.

use std::io::{self, Cursor, Read};

use calamine::{DataRef, Reader as _, Xlsx, XlsxError};
use domain::billing::import::Table;
use zip::ZipArchive;

/// Most bytes that a file may unpack to.
const UNPACKED_MAX: u64 = 64 * 1024 * 1024;
/// Most rows and columns: Meta's widest layout has 17 columns, and there are
/// fewer than 300 countries.
pub(super) const ROWS_MAX: usize = 10_000;
pub(super) const COLUMNS_MAX: usize = 64;
/// Most sheets that are looked at: nothing keeps a workbook from naming the
/// same part a hundred thousand times.
const SHEETS_MAX: usize = 16;
/// Most bytes of text in all cells of a sheet: cells can share one long text.
const TEXT_MAX: usize = 4 * 1024 * 1024;

/// Why a file is not read.
#[derive(Debug, thiserror::Error)]
pub enum BadSheet {
    /// No archive, or a broken one.
    #[error("it cannot be unpacked: {0}")]
    Archive(#[from] zip::result::ZipError),
    /// Broken inside.
    #[error("it cannot be unpacked: {0}")]
    Io(#[from] io::Error),
    /// No spreadsheet, or a broken one.
    #[error("it is no spreadsheet: {0}")]
    Sheet(#[from] XlsxError),
    /// More than anybody would type.
    #[error("it is too large")]
    TooLarge,
    /// Without a sheet.
    #[error("it has no sheet")]
    Empty,
}

/// The rows of the first sheet that has any.
///
/// # Errors
/// When it is no spreadsheet, or a larger one than anybody would type.
pub fn read(bytes: &[u8]) -> Result<Table, BadSheet> {
    let mut left = UNPACKED_MAX;
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    for at in 0..archive.len() {
        // What the archive says of its own sizes is not relied upon.
        let part = archive.by_index(at)?;
        let read = io::copy(&mut part.take(left + 1), &mut io::sink())?;
        left = left.checked_sub(read).ok_or(BadSheet::TooLarge)?;
    }
    let mut book: Xlsx<Cursor<&[u8]>> = Xlsx::new(Cursor::new(bytes))?;
    for name in book.sheet_names().into_iter().take(SHEETS_MAX) {
        let rows = rows(&mut book, &name)?;
        if !rows.is_empty() {
            return Ok(Table::new(rows));
        }
    }
    Err(BadSheet::Empty)
}

fn rows(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Vec<Vec<String>>, BadSheet> {
    let mut cells = book.worksheet_cells_reader(name)?;
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut left = TEXT_MAX;
    while let Some(cell) = cells.next_cell()? {
        let text = text(cell.get_value());
        if text.is_empty() {
            continue;
        }
        left = left.checked_sub(text.len()).ok_or(BadSheet::TooLarge)?;
        let (row, column) = cell.get_position();
        let at = |n: u32, most: usize| {
            usize::try_from(n)
                .ok()
                .filter(|n| *n < most)
                .ok_or(BadSheet::TooLarge)
        };
        let (row, column) = (at(row, ROWS_MAX)?, at(column, COLUMNS_MAX)?);
        if rows.len() <= row {
            rows.resize_with(row + 1, Vec::new);
        }
        if let Some(row) = rows.get_mut(row) {
            if row.len() <= column {
                row.resize_with(column + 1, String::new);
            }
            if let Some(cell) = row.get_mut(column) {
                *cell = text;
            }
        }
    }
    Ok(rows)
}

/// A cell as it would stand in a CSV. Numbers are written with the fewest digits
/// that mean the same, so a rate has the decimals that somebody typed.
fn text(cell: &DataRef<'_>) -> String {
    match cell {
        DataRef::Int(n) => n.to_string(),
        DataRef::Float(n) => n.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::DateTime(at) => at.as_f64().to_string(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::*;

    const SHEET: &str = r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
        <row r="1"><c r="A1" t="inlineStr"><is><t>Market</t></is></c><c r="B1" t="inlineStr"><is><t>Utility</t></is></c></row>
        <row r="3"><c r="A3" t="inlineStr"><is><t>Spain</t></is></c><c r="B3"><v>1.66E-2</v></c></row>
        </sheetData></worksheet>"#;

    fn book(sheet: &str) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let parts = [
            (
                "[Content_Types].xml",
                r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#,
            ),
            (
                "_rels/.rels",
                r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
            ),
            (
                "xl/workbook.xml",
                r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Rates" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
            ),
            (
                "xl/_rels/workbook.xml.rels",
                r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
            ),
            ("xl/worksheets/sheet1.xml", sheet),
        ];
        for (name, text) in parts {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn a_sheet_becomes_the_rows_that_a_csv_would_have() {
        let table = read(&book(SHEET)).unwrap();
        let line = |n, cells: [&str; 2]| (n, cells.map(str::to_owned).to_vec());
        assert_eq!(
            table.rows,
            [line(1, ["Market", "Utility"]), line(3, ["Spain", "0.0166"])]
        );
    }

    #[test]
    fn a_sheet_that_claims_to_be_endless_is_refused() {
        let far = SHEET
            .replace("B3", "XFD1048576")
            .replace("row r=\"3\"", "row r=\"1048576\"");
        assert!(matches!(read(&book(&far)), Err(BadSheet::TooLarge)));
        let bomb = " ".repeat(65 * 1024 * 1024);
        assert!(matches!(read(&book(&bomb)), Err(BadSheet::TooLarge)));
    }

    #[test]
    fn what_is_no_spreadsheet_is_an_error_and_nothing_else() {
        read(b"PK\x03\x04 and then nothing").unwrap_err();
        read(&book("<worksheet>")).unwrap_err();
        let whole = book(SHEET);
        for cut in (0..whole.len()).step_by(97) {
            let _ = read(whole.get(..cut).unwrap_or_default());
        }
    }
}
