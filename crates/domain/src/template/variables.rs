//! Variables in the text of a template: `{{1}}` or `{{name}}`.

use std::ops::Range;

/// A variable where it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable<'a> {
    /// What stands between the braces, as it was written.
    pub name: &'a str,
    /// Bytes of the text, braces included.
    pub at: Range<usize>,
}

impl Variable<'_> {
    /// The number of a positional variable.
    #[must_use]
    pub fn number(&self) -> Option<u32> {
        number(self.name)
    }
}

/// What a text holds in braces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scan<'a> {
    /// Every `{{…}}`, in order; the same variable may stand there twice.
    pub variables: Vec<Variable<'a>>,
    /// Braces that belong to no variable, as positions of their bytes.
    pub stray: Vec<usize>,
}

/// Finds the variables of a text and the braces that belong to none.
#[must_use]
pub fn scan(text: &str) -> Scan<'_> {
    let mut found = Scan::default();
    let mut from = 0;
    while let Some(step) = text.get(from..).and_then(|rest| rest.find(['{', '}'])) {
        let start = from + step;
        let inside = start + 2;
        let closed = text
            .get(start..)
            .filter(|rest| rest.starts_with("{{"))
            .and_then(|_| text.get(inside..))
            .and_then(|rest| {
                let end = rest.find(['{', '}'])?;
                rest.get(end..)?.starts_with("}}").then_some(inside + end)
            });
        if let Some(end) = closed {
            found.variables.push(Variable {
                name: text.get(inside..end).unwrap_or_default(),
                at: start..end + 2,
            });
            from = end + 2;
        } else {
            found.stray.push(start);
            from = start + 1;
        }
    }
    found
}

/// Names of the variables of a text, each once: numbers by their value, so that
/// `{{10}}` comes after `{{2}}`, and names in the order of first use.
#[must_use]
pub fn names(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for variable in scan(text).variables {
        if !names.contains(&variable.name) {
            names.push(variable.name);
        }
    }
    if names.iter().all(|name| number(name).is_some()) {
        super::order::by(&mut names, |a, b| number(a).cmp(&number(b)));
    }
    names
}

/// Reads `1`, `02` or `17`; nothing else is a number. One that is beyond counting
/// is the last that can be counted: it is no name.
#[must_use]
pub fn number(name: &str) -> Option<u32> {
    (!name.is_empty() && name.bytes().all(|b| b.is_ascii_digit())).then(|| name.parse().unwrap_or(u32::MAX))
}

/// The text with each variable replaced by what `value` says; a variable
/// without a value stays as it is.
#[must_use]
pub fn fill<'v>(text: &str, value: impl Fn(&str) -> Option<&'v str>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut from = 0;
    for variable in scan(text).variables {
        filled.push_str(text.get(from..variable.at.start).unwrap_or_default());
        let shown = value(variable.name).or_else(|| text.get(variable.at.clone()));
        filled.push_str(shown.unwrap_or_default());
        from = variable.at.end;
    }
    filled.push_str(text.get(from..).unwrap_or_default());
    filled
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Hola {{1}}, {{2}}.", &["1", "2"], &[])]
    #[case("{{1}}{{1}}", &["1", "1"], &[])]
    #[case("Hola {{nombre}}", &["nombre"], &[])]
    #[case("Hola {{ 1 }}", &[" 1 "], &[])]
    #[case("Hola {1}", &[], &[5, 7])]
    #[case("Hola {{1}", &[], &[5, 6, 8])]
    #[case("{{{1}}}", &["1"], &[0, 6])]
    #[case("{{", &[], &[0, 1])]
    #[case("}} {{1}}", &["1"], &[0, 1])]
    #[case("{{1{{2}}", &["2"], &[0, 1])]
    #[case("ñ{é}🥖{{2}}", &["2"], &[2, 5])]
    fn variables_and_stray_braces_are_told_apart(
        #[case] text: &str,
        #[case] variables: &[&str],
        #[case] stray: &[usize],
    ) {
        let found = scan(text);
        let names: Vec<&str> = found.variables.iter().map(|v| v.name).collect();
        assert_eq!((names.as_slice(), found.stray.as_slice()), (variables, stray));
        for variable in &found.variables {
            assert_eq!(text[variable.at.clone()], format!("{{{{{}}}}}", variable.name));
        }
    }

    #[test]
    fn the_tenth_comes_after_the_second_and_names_keep_their_order() {
        assert_eq!(names("{{10}} {{2}} {{1}} {{2}}"), ["1", "2", "10"]);
        assert_eq!(names("{{b}} {{a}} {{b}}"), ["b", "a"]);
    }

    #[rstest]
    #[case("1", Some(1))]
    #[case("02", Some(2))]
    #[case("99999999999", Some(u32::MAX))]
    #[case("", None)]
    #[case("-1", None)]
    #[case("uno", None)]
    fn numbers_are_read_however_long_they_are(#[case] name: &str, #[case] wanted: Option<u32>) {
        assert_eq!(number(name), wanted);
    }

    #[test]
    fn filling_touches_only_what_has_a_value() {
        let text = "{{2}} y {{1}} y {{3}}";
        let filled = fill(text, |name| match name {
            "1" => Some("{{2}}"),
            "2" => Some("dos"),
            _ => None,
        });
        assert_eq!(filled, "dos y {{2}} y {{3}}");
    }
}
