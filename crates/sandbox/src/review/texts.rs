//! What is inside a template's components.

use serde_json::Value;

/// One of a template's parts (`HEADER`, `BODY`, …), whatever its case.
pub(crate) fn part<'a>(components: &'a Value, kind: &str) -> Option<&'a Value> {
    components.as_array()?.iter().find(|part| is(part, kind))
}

/// Whether a component or button is of a type.
pub(crate) fn is(part: &Value, kind: &str) -> bool {
    part["type"]
        .as_str()
        .is_some_and(|have| have.eq_ignore_ascii_case(kind))
}

/// The text of a part, or nothing.
pub(crate) fn text<'a>(components: &'a Value, kind: &str) -> &'a str {
    part(components, kind)
        .and_then(|part| part["text"].as_str())
        .unwrap_or_default()
}

/// The buttons.
pub(crate) fn buttons(components: &Value) -> &[Value] {
    part(components, "BUTTONS")
        .and_then(|part| part["buttons"].as_array())
        .map(Vec::as_slice)
        .unwrap_or_default()
}

/// Variables and the words between them.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Cut<'a> {
    /// Names in order of appearance, repeated ones too.
    pub(crate) variables: Vec<&'a str>,
    /// What stands before, between and after them: always one more.
    pub(crate) between: Vec<&'a str>,
}

impl Cut<'_> {
    /// Names, each once.
    pub(crate) fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for name in &self.variables {
            if !names.contains(name) {
                names.push(name);
            }
        }
        names
    }
}

/// Cuts a text at its variables; `None` when braces do not match.
pub(crate) fn cut(text: &str) -> Option<Cut<'_>> {
    let mut variables = Vec::new();
    let mut between = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}")?;
        if before.contains("}}") || name.contains(['{', '}']) {
            return None;
        }
        between.push(before);
        variables.push(name.trim());
        rest = after;
    }
    if rest.contains("}}") {
        return None;
    }
    between.push(rest);
    Some(Cut { variables, between })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_at_its_variables() {
        let cut = cut("Hola {{1}}, {{ 2 }} y {{1}}.").unwrap();
        assert_eq!(cut.variables, ["1", "2", "1"]);
        assert_eq!(cut.between, ["Hola ", ", ", " y ", "."]);
        assert_eq!(cut.names(), ["1", "2"]);
    }

    #[test]
    fn braces_that_do_not_match_are_noticed() {
        for text in ["{{1", "1}}", "{{1}} }}", "{{ {{1}} }}", "a }} {{1}}"] {
            assert_eq!(cut(text), None, "{text}");
        }
        assert!(cut("ein { Wort }").is_some());
    }
}
