//! What differs between two texts of a template.

use serde_json::Value;

use super::drafts::DraftContent;

/// A part that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Language concerned; empty for what all languages share.
    pub language: String,
    /// Where: `name`, `category`, `header`, `body`, `footer`, `buttons[2]`, `language`, …
    pub part: String,
    /// Before; `None` when it is new.
    pub before: Option<String>,
    /// After; `None` when it is gone.
    pub after: Option<String>,
    /// The words of a text that changed, in order; empty for other parts.
    pub words: Vec<Piece>,
}

/// A piece of a changed text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// In both.
    Same(String),
    /// Only before.
    Gone(String),
    /// Only after.
    New(String),
}

/// What differs between two drafts.
#[must_use]
pub fn of_drafts(from: &DraftContent, to: &DraftContent) -> Vec<Change> {
    let mut out = Vec::new();
    let mut shared = |part: &str, before: Option<String>, after: Option<String>| {
        push(&mut out, "", part, before, after);
    };
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    shared("name", text(&from.name), text(&to.name));
    shared("category", text(&from.category), text(&to.category));
    shared(
        "parameter_format",
        from.parameter_format.clone(),
        to.parameter_format.clone(),
    );
    let seconds = |content: &DraftContent| content.message_send_ttl_seconds.map(|s| s.to_string());
    shared("message_send_ttl_seconds", seconds(from), seconds(to));
    let none = Value::Array(Vec::new());
    let of = |content: &'_ DraftContent, language: &str| {
        content
            .languages
            .iter()
            .find(|each| each.language == language)
            .map(|each| each.components.clone())
    };
    let mut languages: Vec<&str> = from.languages.iter().map(|each| each.language.as_str()).collect();
    for each in &to.languages {
        if !languages.contains(&each.language.as_str()) {
            languages.push(&each.language);
        }
    }
    for language in languages {
        let (before, after) = (of(from, language), of(to, language));
        if before.is_none() != after.is_none() {
            let name = |part: &Option<Value>| part.as_ref().map(|_| language.to_owned());
            push(&mut out, language, "language", name(&before), name(&after));
        }
        let changes = of_components(before.as_ref().unwrap_or(&none), after.as_ref().unwrap_or(&none));
        out.extend(changes.into_iter().map(|change| Change {
            language: language.to_owned(),
            ..change
        }));
    }
    out
}

/// What differs between two lists of components.
#[must_use]
pub fn of_components(from: &Value, to: &Value) -> Vec<Change> {
    let (before, after) = (parts(from), parts(to));
    let mut out = Vec::new();
    for (part, text) in &before {
        let now = after
            .iter()
            .find(|(other, _)| other == part)
            .map(|(_, text)| text.clone());
        push(&mut out, "", part, Some(text.clone()), now);
    }
    for (part, text) in after {
        if !before.iter().any(|(other, _)| *other == part) {
            push(&mut out, "", &part, None, Some(text));
        }
    }
    out
}

fn push(out: &mut Vec<Change>, language: &str, part: &str, before: Option<String>, after: Option<String>) {
    if before == after {
        return;
    }
    let words = match (&before, &after) {
        (Some(before), Some(after)) => words(before, after),
        _ => Vec::new(),
    };
    out.push(Change {
        language: language.to_owned(),
        part: part.to_owned(),
        before,
        after,
        words,
    });
}

/// Components as parts with a text each.
fn parts(components: &Value) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for component in components.as_array().into_iter().flatten() {
        let kind = component["type"].as_str().unwrap_or("?").to_lowercase();
        if let Some(buttons) = component["buttons"].as_array() {
            for (i, button) in buttons.iter().enumerate() {
                out.push((format!("buttons[{i}]"), button_text(button)));
            }
            continue;
        }
        let text = match (component["text"].as_str(), component["format"].as_str()) {
            (Some(text), _) => text.to_owned(),
            (None, Some(format)) => format.to_owned(),
            (None, None) => component.to_string(),
        };
        out.push((kind.clone(), text));
        if let Some(example) = component.get("example").filter(|example| !example.is_null()) {
            out.push((format!("{kind}.example"), example.to_string()));
        }
    }
    out
}

fn button_text(button: &Value) -> String {
    let words = ["type", "text", "url", "phone_number", "otp_type"]
        .into_iter()
        .filter_map(|key| button[key].as_str());
    words.collect::<Vec<_>>().join(" · ")
}

/// The longest common row of words, and what stands between.
fn words(before: &str, after: &str) -> Vec<Piece> {
    let (a, b) = (split(before), split(after));
    // Long texts are told as a whole: a table of a million cells helps nobody.
    if a.len().saturating_mul(b.len()) > 1_000_000 {
        return vec![Piece::Gone(before.to_owned()), Piece::New(after.to_owned())];
    }
    let width = b.len() + 1;
    let mut table = vec![0_usize; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            table[i * width + j] = if a[i] == b[j] {
                table[(i + 1) * width + j + 1] + 1
            } else {
                table[(i + 1) * width + j].max(table[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut out: Vec<Piece> = Vec::new();
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a[i] == b[j] {
            add(&mut out, Piece::Same(a[i].to_owned()));
            (i, j) = (i + 1, j + 1);
        } else if i < a.len() && (j == b.len() || table[(i + 1) * width + j] >= table[i * width + j + 1]) {
            add(&mut out, Piece::Gone(a[i].to_owned()));
            i += 1;
        } else {
            add(&mut out, Piece::New(b[j].to_owned()));
            j += 1;
        }
    }
    out
}

/// Words with the white space after them.
fn split(text: &str) -> Vec<&str> {
    text.split_inclusive(char::is_whitespace).collect()
}

fn add(out: &mut Vec<Piece>, piece: Piece) {
    match (out.last_mut(), &piece) {
        (Some(Piece::Same(last)), Piece::Same(more))
        | (Some(Piece::Gone(last)), Piece::Gone(more))
        | (Some(Piece::New(last)), Piece::New(more)) => last.push_str(more),
        _ => out.push(piece),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::templates::drafts::DraftLanguage;

    fn draft(body: &str) -> DraftContent {
        DraftContent {
            name: "aviso".into(),
            category: "UTILITY".into(),
            languages: vec![DraftLanguage {
                language: "es".into(),
                components: json!([{"type": "BODY", "text": body}, {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Sí"}]}]),
            }],
            ..DraftContent::default()
        }
    }

    #[test]
    fn only_what_differs_is_told_word_by_word() {
        let changes = of_drafts(&draft("Hola {{1}}, ven hoy."), &draft("Hola {{1}}, ven mañana."));
        assert_eq!(changes.len(), 1);
        assert_eq!(
            (changes[0].language.as_str(), changes[0].part.as_str()),
            ("es", "body")
        );
        assert_eq!(
            changes[0].words,
            [
                Piece::Same("Hola {{1}}, ven ".into()),
                Piece::Gone("hoy.".into()),
                Piece::New("mañana.".into())
            ]
        );
        assert_eq!(of_drafts(&draft("a"), &draft("a")), []);
    }

    #[test]
    fn a_language_that_comes_or_goes_is_told() {
        let mut two = draft("Hola.");
        two.languages.push(DraftLanguage {
            language: "en".into(),
            components: json!([{"type": "BODY", "text": "Hello."}]),
        });
        let parts: Vec<_> = of_drafts(&draft("Hola."), &two)
            .into_iter()
            .map(|change| (change.language, change.part))
            .collect();
        assert_eq!(
            parts,
            [
                ("en".to_owned(), "language".to_owned()),
                ("en".to_owned(), "body".to_owned())
            ]
        );
    }
}
