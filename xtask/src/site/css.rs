//! The style sheet, checked and made small.

use anyhow::{Error, Result, anyhow};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions, StyleSheet};

/// Minifies a style sheet. A rule that does not parse fails the build: a
/// browser would drop it without a word.
pub(crate) fn minify(source: &str) -> Result<String> {
    let options = ParserOptions {
        filename: "style/main.css".to_owned(),
        ..ParserOptions::default()
    };
    let mut sheet = StyleSheet::parse(source, options).map_err(|error| explain(&error))?;
    sheet
        .minify(MinifyOptions::default())
        .map_err(|error| explain(&error))?;
    let printed = sheet.to_css(PrinterOptions {
        minify: true,
        ..PrinterOptions::default()
    });
    Ok(printed.map_err(|error| explain(&error))?.code)
}

/// The library counts lines from 0, people from 1.
fn explain<Kind: std::fmt::Display>(error: &lightningcss::error::Error<Kind>) -> Error {
    match &error.loc {
        Some(place) => {
            anyhow!(
                "{}:{}:{}: {}",
                place.filename,
                place.line.saturating_add(1),
                place.column,
                error.kind
            )
        }
        None => anyhow!("style/main.css: {}", error.kind),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_sheet_gets_smaller_and_keeps_its_rules() {
        let small = minify("a {\n  color : #ff0000;\n}\n@layer base { b { margin: 0px } }").unwrap();
        assert_eq!(small, "a{color:red}@layer base{b{margin:0}}");
    }

    #[test]
    fn a_broken_rule_is_an_error_with_its_place() {
        let error = minify("a { color: red }\nb { color red; }\nc } {").unwrap_err();
        assert!(error.to_string().contains("style/main.css:2"), "{error}");
    }
}
