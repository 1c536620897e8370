//! Rows of cells, from CSV or from a spreadsheet.

/// A table of text. Spreadsheets are turned into one by the caller.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Its lines with their number in the file, without those that are empty.
    pub rows: Vec<(usize, Vec<String>)>,
}

/// A file that is no table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// Not UTF-8.
    #[error("the file is not text in UTF-8")]
    NotText,
    /// A spreadsheet in disguise: Meta's file of October 2026 was one (sources §4.4).
    #[error("the file is a spreadsheet, whatever its name says")]
    Spreadsheet,
    /// Broken quotes and the like.
    #[error("line {line}: the cells cannot be told apart")]
    Broken {
        /// Counted from 1.
        line: u64,
    },
}

impl Table {
    /// A table from rows of cells, the first being line 1. White space around
    /// cells goes; so do empty cells at the end and lines without any text.
    #[must_use]
    pub fn new(rows: impl IntoIterator<Item = Vec<String>>) -> Self {
        Self::numbered(
            rows.into_iter()
                .enumerate()
                .map(|(index, cells)| (index + 1, cells)),
        )
    }

    fn numbered(rows: impl IntoIterator<Item = (usize, Vec<String>)>) -> Self {
        let rows = rows
            .into_iter()
            .map(|(line, cells)| {
                let mut cells: Vec<String> = cells
                    .iter()
                    .map(|cell| {
                        cell.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
                            .to_owned()
                    })
                    .collect();
                while cells.last().is_some_and(String::is_empty) {
                    cells.pop();
                }
                (line, cells)
            })
            .filter(|(_, cells)| !cells.is_empty())
            .collect();
        Self { rows }
    }
}

/// Reads CSV in UTF-8, with or without a byte order mark, separated by commas,
/// semicolons or tabs: whichever the first lines have most of.
pub fn read_csv(bytes: &[u8]) -> Result<Table, TableError> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Err(TableError::Spreadsheet);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|_| TableError::NotText)?;
    let head = || text.lines().filter(|line| !line.trim().is_empty()).take(8);
    let count = |separator: char| head().map(|line| line.matches(separator).count()).sum::<usize>();
    let separator = [(',', b','), (';', b';'), ('\t', b'\t')]
        .into_iter()
        .max_by_key(|(separator, byte)| (count(*separator), std::cmp::Reverse(*byte)))
        .map_or(b',', |(_, byte)| byte);
    let mut rows = Vec::new();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(bytes);
    for record in reader.records() {
        let record = record.map_err(|error| TableError::Broken {
            line: error.position().map_or(1, csv::Position::line),
        })?;
        let line = record.position().map_or(1, csv::Position::line);
        let cells = record.iter().map(str::to_owned).collect();
        rows.push((usize::try_from(line).unwrap_or(usize::MAX), cells));
    }
    Ok(Table::numbered(rows))
}
