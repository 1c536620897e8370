//! What a rule found, and how to put it right.

use std::ops::Range;

use serde_json::{Map, Value, json};

use super::{
    english,
    price::{Costs, Price},
    rule::Rule,
    severity::Severity,
};
use crate::template::model::{Button, Component, Template};

/// What a rule says in one language. `{0}`, `{1}` … stand for the finding's
/// arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words<'a> {
    /// What is the matter.
    pub message: &'a str,
    /// Why it matters.
    pub why: &'a str,
    /// What to do.
    pub how: &'a str,
}

/// Something that a rule found.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// JSON pointer into the create call's body, for example
    /// `/components/1/text`; empty for the template as a whole.
    pub at: String,
    /// Bytes of the text at `at`.
    pub range: Option<Range<usize>>,
    /// What the rule's words fill in.
    pub args: Vec<String>,
    /// What it costs, for findings about money.
    pub costs: Option<Costs>,
    /// How to put it right with one click.
    pub fix: Option<Fix>,
}

impl Finding {
    pub(super) fn new(rule: Rule, at: String) -> Self {
        Self {
            rule,
            at,
            range: None,
            args: Vec::new(),
            costs: None,
            fix: None,
        }
    }

    /// A finding that somebody else made, without place in the text, price or fix.
    #[must_use]
    pub fn told(rule: Rule, at: &str, args: Vec<String>) -> Self {
        Self {
            args,
            ..Self::new(rule, at.to_owned())
        }
    }

    /// What it means for the template.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.rule.severity()
    }

    /// What is the matter, in English.
    #[must_use]
    pub fn message(&self) -> String {
        let mut message = self.say(english::words(self.rule).message);
        if let Some(costs) = &self.costs {
            message.push_str(" (");
            message.push_str(&costs.to_string());
            message.push(')');
        }
        message
    }

    /// Why it matters, in English.
    #[must_use]
    pub fn why(&self) -> String {
        self.say(english::words(self.rule).why)
    }

    /// What to do, in English.
    #[must_use]
    pub fn how(&self) -> String {
        self.say(english::words(self.rule).how)
    }

    /// One of the rule's phrases with this finding's arguments.
    #[must_use]
    pub fn say(&self, phrase: &str) -> String {
        let mut said = String::with_capacity(phrase.len() + 16);
        let mut rest = phrase;
        while let Some((before, after)) = rest.split_once('{') {
            said.push_str(before);
            let Some((index, after)) = after.split_once('}') else {
                rest = after;
                break;
            };
            if let Ok(index) = index.parse::<usize>() {
                said.push_str(self.args.get(index).map_or("", String::as_str));
            } else {
                // Braces that are meant to be read.
                said.push('{');
                said.push_str(index);
                said.push('}');
            }
            rest = after;
        }
        said.push_str(rest);
        said
    }

    pub(super) fn range(&mut self, range: Range<usize>) -> &mut Self {
        self.range = Some(range);
        self
    }

    pub(super) fn arg(&mut self, arg: impl ToString) -> &mut Self {
        self.args.push(arg.to_string());
        self
    }

    pub(super) fn price(&mut self, price: &Price<'_>) -> &mut Self {
        self.costs = Some(price.costs());
        self
    }

    pub(super) fn fix(&mut self, fix: Fix) -> &mut Self {
        self.fix = Some(fix);
        self
    }
}

/// Changes to a template's JSON.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Fix {
    /// What to put where; `None` removes. Applied in order.
    edits: Vec<(String, Option<New>)>,
}

/// What a fix puts somewhere. It becomes JSON only when it is applied: findings
/// are made at each letter, in the browser too, and few of them are put right.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum New {
    /// A text or one of Meta's words.
    Text(String),
    /// A number.
    Number(i64),
    /// `true`
    Yes,
    /// A component.
    Part(Box<Component>),
    /// All components.
    Parts(Vec<Component>),
    /// The buttons of a component.
    Buttons(Vec<Button>),
    /// Texts.
    Texts(Vec<String>),
    /// Names and samples of variables.
    Named(Vec<(String, String)>),
}

impl From<String> for New {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for New {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<Vec<String>> for New {
    fn from(texts: Vec<String>) -> Self {
        Self::Texts(texts)
    }
}

impl From<i64> for New {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<Component> for New {
    fn from(part: Component) -> Self {
        Self::Part(Box::new(part))
    }
}

impl New {
    fn to_value(&self) -> Value {
        match self {
            Self::Text(text) => json!(text),
            Self::Number(number) => json!(number),
            Self::Yes => json!(true),
            Self::Part(part) => part.to_value(),
            Self::Parts(parts) => parts.iter().map(Component::to_value).collect(),
            Self::Buttons(buttons) => buttons.iter().map(Button::to_value).collect(),
            Self::Texts(texts) => json!(texts),
            Self::Named(named) => named
                .iter()
                .map(|(name, example)| json!({ "param_name": name, "example": example }))
                .collect(),
        }
    }
}

impl Fix {
    pub(super) fn set(pointer: impl Into<String>, value: impl Into<New>) -> Self {
        Self::default().and(pointer, Some(value.into()))
    }

    pub(super) fn remove(pointer: impl Into<String>) -> Self {
        Self::default().and(pointer, None)
    }

    pub(super) fn and(mut self, pointer: impl Into<String>, value: Option<New>) -> Self {
        self.edits.push((pointer.into(), value));
        self
    }

    /// The template as it is afterwards.
    #[must_use]
    pub fn apply(&self, template: &Template) -> Template {
        let mut value = template.to_value();
        for (pointer, new) in &self.edits {
            put(&mut value, pointer, new.as_ref().map(New::to_value));
        }
        Template::read(value).unwrap_or_else(|_| template.clone())
    }
}

/// Sets or removes what a pointer names; a missing object on the way is made.
fn put(root: &mut Value, pointer: &str, new: Option<Value>) {
    let Some((parent, key)) = pointer.rsplit_once('/') else {
        return;
    };
    let mut here = root;
    for step in parent.split('/').skip(1) {
        let next = match here {
            Value::Object(map) => map.entry(step).or_insert_with(|| Value::Object(Map::new())),
            Value::Array(list) => match step.parse().ok().and_then(|index: usize| list.get_mut(index)) {
                Some(value) => value,
                None => return,
            },
            _ => return,
        };
        here = next;
    }
    match (here, new) {
        (Value::Object(map), Some(new)) => {
            map.insert(key.to_owned(), new);
        }
        (Value::Object(map), None) => {
            map.remove(key);
        }
        (Value::Array(list), new) => {
            let Some(index) = key.parse().ok().filter(|index: &usize| *index < list.len()) else {
                return;
            };
            match new {
                Some(new) => {
                    if let Some(place) = list.get_mut(index) {
                        *place = new;
                    }
                }
                None => {
                    list.remove(index);
                }
            }
        }
        _ => {}
    }
}
