//! Sample values of variables, which Meta's reviewers read.

/// The samples of one text. Meta wants a list for numbered variables and names
/// for named ones; a template that mixes them by mistake keeps both.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Samples {
    /// Of `{{1}}`, `{{2}}`, … in this order.
    pub positional: Vec<String>,
    /// Name and sample.
    pub named: Vec<(String, String)>,
}

impl Samples {
    /// Samples of `{{1}}`, `{{2}}`, ….
    #[must_use]
    pub fn of(values: &[&str]) -> Self {
        Self {
            positional: values.iter().map(|&value| value.to_owned()).collect(),
            named: Vec::new(),
        }
    }

    /// Samples of named variables.
    #[must_use]
    pub fn named(values: &[(&str, &str)]) -> Self {
        Self {
            positional: Vec::new(),
            named: values
                .iter()
                .map(|&(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
        }
    }

    /// The sample of a variable by its number or name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        match super::variables::number(name) {
            Some(number) => {
                let index = usize::try_from(number).ok()?.checked_sub(1)?;
                self.positional.get(index).map(String::as_str)
            }
            None => self
                .named
                .iter()
                .find(|(named, _)| named == name)
                .map(|(_, value)| value.as_str()),
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.positional.is_empty() && self.named.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.positional.len() + self.named.len()
    }

    /// The text with its variables replaced by their samples, as a reviewer
    /// reads it.
    #[must_use]
    pub fn fill(&self, text: &str) -> String {
        super::variables::fill(text, |name| self.get(name).filter(|sample| !sample.is_empty()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_found_by_number_or_name() {
        let samples = Samples::of(&["Ana", "7"]);
        assert_eq!(
            samples.fill("Hola {{1}}: {{2}} {{3}} {{0}}"),
            "Hola Ana: 7 {{3}} {{0}}"
        );
        let samples = Samples::named(&[("quien", "Ana")]);
        assert_eq!(samples.fill("Hola {{quien}}, {{1}}"), "Hola Ana, {{1}}");
    }
}
