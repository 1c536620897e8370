//! Putting the variables of a text in order after something was taken out.

use crate::template::{
    samples::Samples,
    variables::{names, number, scan},
};

/// The text with its numbered variables running from 1, and samples that
/// belong to them. Named variables keep their names; samples that nobody uses
/// any more go.
pub(super) fn renumbered(text: &str, samples: &Samples) -> (String, Samples) {
    let names = names(text);
    let numbered: Vec<&str> = names
        .iter()
        .copied()
        .filter(|name| number(name).is_some())
        .collect();
    let new_name = |name: &str| {
        numbered
            .iter()
            .position(|old| *old == name)
            .map(|at| (at + 1).to_string())
    };
    let text = renamed(text, new_name);
    let mut positional: Vec<String> = numbered
        .iter()
        .map(|name| samples.get(name).unwrap_or_default().to_owned())
        .collect();
    while positional.last().is_some_and(String::is_empty) {
        positional.pop();
    }
    let named = samples
        .named
        .iter()
        .filter(|(name, _)| names.contains(&name.as_str()))
        .cloned()
        .collect();
    (text, Samples { positional, named })
}

/// The text with variables called otherwise; `None` keeps the name.
pub(super) fn renamed(text: &str, new_name: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for variable in scan(text).variables {
        out.push_str(text.get(from..variable.at.start).unwrap_or_default());
        match new_name(variable.name) {
            Some(name) => {
                out.push_str("{{");
                out.push_str(&name);
                out.push_str("}}");
            }
            None => out.push_str(text.get(variable.at.clone()).unwrap_or_default()),
        }
        from = variable.at.end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_close_ranks_and_samples_follow() {
        let (text, samples) = renumbered("{{5}} y {{2}} y {{5}}", &Samples::of(&["a", "b", "c", "d", "e"]));
        assert_eq!(text, "{{2}} y {{1}} y {{2}}");
        assert_eq!(samples, Samples::of(&["b", "e"]));
        let (text, samples) = renumbered("{{quien}}", &Samples::named(&[("quien", "Ana"), ("que", "pan")]));
        assert_eq!(
            (text.as_str(), samples),
            ("{{quien}}", Samples::named(&[("quien", "Ana")]))
        );
    }
}
