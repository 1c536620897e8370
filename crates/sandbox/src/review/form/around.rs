//! The parts around the body: header, footer, buttons.

use serde_json::Value;

use super::{
    super::texts::{cut, is},
    invalid, refuse,
};
use crate::graph::answer::Answer;

/// Longest header and footer.
const SHORT: usize = 60;
/// Longest label of a button.
const LABEL: usize = 25;
/// Longest address of a button.
const ADDRESS: usize = 2_000;
/// Most buttons.
const BUTTONS: usize = 10;

pub(super) fn header(part: &Value) -> Result<(), Answer> {
    let format = part["format"].as_str().unwrap_or_default().to_ascii_uppercase();
    let bad = |text: &str| refuse(2_388_047, "Message header format is not valid", text);
    match format.as_str() {
        "TEXT" => {
            let words = part["text"].as_str().unwrap_or_default();
            if words.is_empty() || words.chars().count() > SHORT {
                return Err(bad("A text header has 1 to 60 characters."));
            }
            if words.contains(['\n', '*', '_', '~', '`']) || words.chars().any(emoji) {
                return Err(bad("Headers have no line breaks, formatting or emoji."));
            }
            let Some(cut) = cut(words).filter(|cut| cut.variables.len() <= 1) else {
                return Err(bad("A header has one variable at most."));
            };
            let example = &part["example"];
            let sample = example["header_text"].get(0).is_some()
                || example["header_text_named_params"].get(0).is_some();
            if cut.variables.len() == 1 && !sample {
                return Err(bad("The variable of the header needs a sample value."));
            }
            Ok(())
        }
        "IMAGE" | "VIDEO" | "DOCUMENT" | "GIF" => {
            if part["example"]["header_handle"][0]
                .as_str()
                .is_some_and(|handle| !handle.is_empty())
            {
                Ok(())
            } else {
                Err(bad("A media header needs a sample in header_handle."))
            }
        }
        "LOCATION" | "PRODUCT" => Ok(()),
        _ => Err(bad("The header has no format or an unknown one.")),
    }
}

/// Roughly the blocks of pictures, and what makes a picture of a letter or a
/// digit; letters of any language are none.
fn emoji(c: char) -> bool {
    matches!(u32::from(c), 0x1F000..=0x1FAFF | 0x2600..=0x27BF | 0x2B00..=0x2BFF | 0xFE0F | 0x20E3)
}

pub(super) fn footer(words: &str) -> Result<(), Answer> {
    let bad = |text: &str| refuse(2_388_073, "Message footer format is not valid", text);
    if words.trim().is_empty() || words.chars().count() > SHORT {
        return Err(bad("A footer has 1 to 60 characters."));
    }
    if words.contains(['\n', '\r']) || words.chars().any(emoji) {
        return Err(bad("Footers have no line breaks and no emoji."));
    }
    if words.contains("{{") {
        return Err(bad("A footer has no variables."));
    }
    Ok(())
}

pub(super) fn for_buttons(all: &[Value]) -> Result<(), Answer> {
    let count = |kind: &str| all.iter().filter(|button| is(button, kind)).count();
    if all.len() > BUTTONS {
        return Err(invalid("A template has 10 buttons at most."));
    }
    for (kind, most) in [("URL", 2), ("PHONE_NUMBER", 1), ("COPY_CODE", 1)] {
        if count(kind) > most {
            return Err(invalid(&format!(
                "A template has {most} buttons of type {kind} at most."
            )));
        }
    }
    // Quick replies stand together, at the beginning or at the end.
    let groups: Vec<bool> = all.iter().map(|button| is(button, "QUICK_REPLY")).collect();
    if groups
        .chunk_by(|a, b| a == b)
        .filter(|group| group.first() == Some(&true))
        .count()
        > 1
    {
        return Err(invalid("Quick reply buttons must be grouped together."));
    }
    for button in all {
        let label = button["text"].as_str().unwrap_or_default();
        if label.chars().count() > LABEL {
            return Err(refuse(
                2_388_040,
                "Character limit exceeded",
                "The label of a button may have 25 characters at most.",
            ));
        }
        if is(button, "URL") {
            address(button)?;
        }
        if is(button, "PHONE_NUMBER") && button["phone_number"].as_str().is_none_or(|n| n.len() > 20) {
            return Err(invalid("phone_number has 20 characters at most."));
        }
    }
    Ok(())
}

fn address(button: &Value) -> Result<(), Answer> {
    let url = button["url"].as_str().unwrap_or_default();
    let scheme = url
        .split_once("://")
        .map(|(scheme, _)| scheme.to_ascii_lowercase());
    let web = matches!(scheme.as_deref(), Some("https" | "http"));
    if !web || url.chars().count() > ADDRESS {
        return Err(invalid("The address of a button is not a valid URL."));
    }
    let Some(cut) = cut(url).filter(|cut| cut.variables.len() <= 1) else {
        return Err(invalid("The address of a button has one variable at most."));
    };
    if cut.variables.len() == 1 {
        if cut.variables.first() != Some(&"1") {
            return Err(invalid("The variable of an address is {{1}}."));
        }
        if cut.between.last().is_some_and(|after| !after.is_empty()) {
            return Err(invalid("The variable of an address stands at its end."));
        }
        if button["example"].get(0).is_none() && !button["example"].is_string() {
            return Err(invalid("The variable of an address needs a sample value."));
        }
    }
    Ok(())
}
