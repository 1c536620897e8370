//! The fields of a form, by name.

/// More fields than forty languages with all their buttons and samples have;
/// what comes after them is no form of ours.
const FIELDS_MAX: usize = 20_000;

/// Fields by name, sorted.
pub(super) struct Fields<'a>(Vec<(&'a str, String)>);

impl<'a> Fields<'a> {
    pub(super) fn of(fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut sorted: Vec<(&str, String)> = Vec::new();
        for (name, value) in fields {
            let value = value.replace("\r\n", "\n").replace('\r', "\n");
            match sorted.binary_search_by(|(known, _)| (*known).cmp(name)) {
                Ok(place) => {
                    if let Some(field) = sorted.get_mut(place) {
                        field.1 = value;
                    }
                }
                Err(place) if sorted.len() < FIELDS_MAX => sorted.insert(place, (name, value)),
                Err(_) => {}
            }
        }
        Self(sorted)
    }

    pub(super) fn find(&self, name: &str) -> Option<&str> {
        let place = self.0.binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
        self.0.get(place).map(|(_, value)| value.as_str())
    }

    pub(super) fn get(&self, name: &str) -> &str {
        self.find(name).unwrap_or_default()
    }
}

/// A text that was given; nothing for an empty one.
pub(super) fn word(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}
