//! Types of messages and their limits (sources §1.6).

use serde_json::Value;

use super::{super::answer::Answer, refuse};

/// Types that have an object of their name.
const TYPES: [&str; 11] = [
    "text",
    "template",
    "interactive",
    "image",
    "video",
    "audio",
    "document",
    "sticker",
    "location",
    "contacts",
    "reaction",
];

/// The type of a message whose content is within the limits.
pub(super) fn check(body: &Value) -> Result<&'static str, Answer> {
    let wanted = body["type"].as_str().unwrap_or("text");
    let Some(kind) = TYPES.into_iter().find(|kind| *kind == wanted) else {
        return Err(Answer::invalid(&format!(
            "(#100) Param type must be one of {{{}}} - got \"{wanted}\".",
            TYPES.join(", ").to_uppercase()
        )));
    };
    let content = &body[kind];
    if content.is_null() {
        return Err(Answer::invalid(&format!(
            "(#100) The parameter {kind} is required."
        )));
    }
    match kind {
        "text" => {
            required(content, "body", "text['body']")?;
            within(content["body"].as_str(), 4_096, "text['body']")?;
        }
        "interactive" => interactive(content)?,
        "image" | "video" | "audio" | "document" | "sticker" => {
            if content["id"].is_null() && content["link"].is_null() {
                return Err(refuse(131_008, &format!("{kind} needs an id or a link")));
            }
            within(content["caption"].as_str(), 1_024, "caption")?;
        }
        "location" if content["latitude"].is_null() || content["longitude"].is_null() => {
            return Err(refuse(131_008, "location needs latitude and longitude"));
        }
        "reaction" => required(content, "message_id", "reaction['message_id']")?,
        "contacts" if content.as_array().is_none_or(Vec::is_empty) => {
            return Err(refuse(131_008, "contacts is empty"));
        }
        _ => {}
    }
    Ok(kind)
}

fn interactive(content: &Value) -> Result<(), Answer> {
    let action = &content["action"];
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    within(
        content["footer"]["text"].as_str(),
        60,
        "interactive['footer']['text']",
    )?;
    within(
        content["header"]["text"].as_str(),
        60,
        "interactive['header']['text']",
    )?;
    match content["type"].as_str() {
        Some("button") => {
            required(&content["body"], "text", "interactive['body']['text']")?;
            within(
                content["body"]["text"].as_str(),
                1_024,
                "interactive['body']['text']",
            )?;
            let buttons = list(&action["buttons"]);
            if !(1..=3).contains(&buttons.len()) {
                return Err(refuse(131_009, "1 to 3 reply buttons are allowed"));
            }
            let mut titles = Vec::new();
            for button in &buttons {
                let reply = &button["reply"];
                required(reply, "id", "reply['id']")?;
                required(reply, "title", "reply['title']")?;
                within(reply["id"].as_str(), 256, "reply['id']")?;
                within(reply["title"].as_str(), 20, "reply['title']")?;
                titles.push(reply["title"].as_str());
            }
            titles.sort_unstable();
            if titles.windows(2).any(|pair| pair.first() == pair.last()) {
                return Err(refuse(131_009, "titles of buttons must differ"));
            }
        }
        Some("list") => {
            required(&content["body"], "text", "interactive['body']['text']")?;
            within(
                content["body"]["text"].as_str(),
                4_096,
                "interactive['body']['text']",
            )?;
            within(action["button"].as_str(), 20, "action['button']")?;
            let sections = list(&action["sections"]);
            let rows: Vec<Value> = sections
                .iter()
                .flat_map(|section| list(&section["rows"]))
                .collect();
            if !(1..=10).contains(&sections.len()) || !(1..=10).contains(&rows.len()) {
                return Err(refuse(
                    131_009,
                    "1 to 10 sections with 1 to 10 rows in all are allowed",
                ));
            }
            for row in &rows {
                within(row["id"].as_str(), 200, "row['id']")?;
                within(row["title"].as_str(), 24, "row['title']")?;
                within(row["description"].as_str(), 72, "row['description']")?;
            }
        }
        Some(_) if action.is_object() => {}
        Some(_) => return Err(refuse(131_008, "interactive needs an action")),
        None => return Err(refuse(131_008, "interactive needs a type")),
    }
    Ok(())
}

fn required(object: &Value, field: &str, name: &str) -> Result<(), Answer> {
    match object[field].as_str() {
        Some(text) if !text.is_empty() => Ok(()),
        _ => Err(refuse(131_008, &format!("The parameter {name} is required."))),
    }
}

fn within(text: Option<&str>, most: usize, name: &str) -> Result<(), Answer> {
    match text.map(|text| text.chars().count()) {
        Some(length) if length > most => Err(Answer::invalid(&format!(
            "(#100) Param {name} must be at most {most} characters long."
        ))),
        _ => Ok(()),
    }
}
