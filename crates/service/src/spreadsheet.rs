//! Cells that a spreadsheet would run. What people call themselves ends up in
//! tables, and whoever opens one there must not run what a stranger wrote.

/// Whether a spreadsheet would take this text for a formula: by its first sign,
/// also in its full width, also behind blanks, which some programs drop.
pub(crate) fn runs(text: &str) -> bool {
    // Read as the end of the cell before, they make the rest a cell of its own.
    if text.starts_with(['\t', '\r', '\n']) {
        return true;
    }
    let blank = |sign: char| {
        sign.is_whitespace() || sign.is_control() || matches!(sign, '\u{200b}'..='\u{200f}' | '\u{feff}')
    };
    text.trim_start_matches(blank)
        .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// The text of a cell that no spreadsheet runs: an apostrophe in front makes it
/// a text. Phone numbers begin with `+` and get one too.
pub(crate) fn defused(cell: String) -> String {
    if runs(&cell) { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_a_spreadsheet_runs_gets_an_apostrophe() {
        for cell in [
            "=1+1",
            "+34 612 345 678",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\tHorno",
            "\r=1",
            "\rHorno",
            "\nHorno",
            "＝1+1",
            "＋1",
            "－1",
            "＠SUM(A1)",
            "  =1+1",
            "\u{a0}=1+1",
            "\u{feff}=1+1",
            "\u{200b}@SUM(A1)",
            " ＝1+1",
        ] {
            assert_eq!(defused(cell.to_owned()), format!("'{cell}"), "{cell:?}");
        }
    }

    #[test]
    fn other_cells_stay_as_they_are() {
        for cell in [
            "",
            " ",
            "Obrador Ruiz",
            " Obrador",
            "Pan-Pan",
            "a=b",
            "2027-01-15",
            "'=1",
        ] {
            assert_eq!(defused(cell.to_owned()), cell);
        }
    }
}
