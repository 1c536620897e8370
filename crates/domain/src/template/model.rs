//! The parts of a template.

use serde_json::{Map, Value};

use super::{
    samples::Samples,
    words::{ButtonKind, ComponentKind, HeaderFormat, OtpType, ParameterFormat, TemplateCategory},
};

/// A template in one language: the body of Meta's create call
/// (`POST /{waba}/message_templates`, sources §1.5).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Template {
    /// Small letters, digits and `_`; empty when it is missing.
    pub name: String,
    /// Meta's code, for example `es_MX`; empty when it is missing.
    pub language: String,
    /// What it is for.
    pub category: Option<TemplateCategory>,
    /// How its variables are named; Meta takes positional for granted.
    pub parameter_format: Option<ParameterFormat>,
    /// Header, body, footer, buttons … in the order in which they were given.
    pub components: Vec<Component>,
    /// The JSON that it was read from, without the components.
    pub raw: Map<String, Value>,
}

/// One part of a template.
#[derive(Debug, Clone, PartialEq)]
pub enum Component {
    /// Above the text.
    Header(Header),
    /// The text.
    Body(Body),
    /// Small print below the text.
    Footer(Footer),
    /// Buttons, in order.
    Buttons(Vec<Button>, Map<String, Value>),
    /// Cards side by side.
    Carousel(Carousel),
    /// An offer with a countdown.
    LimitedTimeOffer(LimitedTimeOffer),
    /// Something that this version does not know.
    Other(Value),
}

/// A header.
#[derive(Debug, Clone, PartialEq)]
pub struct Header {
    /// What stands there.
    pub format: HeaderFormat,
    /// The text of a text header.
    pub text: String,
    /// Samples of the text's variables.
    pub samples: Samples,
    /// Handles of uploaded sample files, as Meta's upload answered them.
    pub handles: Vec<String>,
    /// The JSON that it was read from.
    pub raw: Map<String, Value>,
}

/// The text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Body {
    /// The text with its variables; empty in authentication templates, whose
    /// text is Meta's.
    pub text: String,
    /// Samples of its variables.
    pub samples: Samples,
    /// Whether Meta adds "For your security, do not share this code."
    pub add_security_recommendation: Option<bool>,
    /// The JSON that it was read from.
    pub raw: Map<String, Value>,
}

/// Small print below the text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Footer {
    /// The text.
    pub text: String,
    /// In authentication templates: minutes for which the code is good.
    pub code_expiration_minutes: Option<i64>,
    /// The JSON that it was read from.
    pub raw: Map<String, Value>,
}

/// A button.
#[derive(Debug, Clone, PartialEq)]
pub struct Button {
    /// What it does.
    pub kind: ButtonKind,
    /// What it says.
    pub text: String,
    /// Where it leads.
    pub url: String,
    /// Whom it calls.
    pub phone_number: String,
    /// Sample of the variable in the URL, or the code that is copied.
    pub example: Vec<String>,
    /// How a one-time code reaches the app.
    pub otp_type: Option<OtpType>,
    /// The JSON that it was read from.
    pub raw: Map<String, Value>,
}

/// Cards side by side.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Carousel {
    /// The cards, from left to right.
    pub cards: Vec<Card>,
    /// The JSON that it was read from, without the cards.
    pub raw: Map<String, Value>,
}

/// A card of a carousel.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Card {
    /// Its header, body and buttons.
    pub components: Vec<Component>,
    /// The JSON that it was read from, without the components.
    pub raw: Map<String, Value>,
}

/// An offer with a countdown.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LimitedTimeOffer {
    /// The line above the countdown.
    pub text: String,
    /// Whether the countdown shows.
    pub has_expiration: Option<bool>,
    /// The JSON that it was read from.
    pub raw: Map<String, Value>,
}

impl Template {
    /// The first header.
    #[must_use]
    pub fn header(&self) -> Option<&Header> {
        self.components.iter().find_map(|part| match part {
            Component::Header(header) => Some(header),
            _ => None,
        })
    }

    /// The first body.
    #[must_use]
    pub fn body(&self) -> Option<&Body> {
        self.components.iter().find_map(|part| match part {
            Component::Body(body) => Some(body),
            _ => None,
        })
    }

    /// The first footer.
    #[must_use]
    pub fn footer(&self) -> Option<&Footer> {
        self.components.iter().find_map(|part| match part {
            Component::Footer(footer) => Some(footer),
            _ => None,
        })
    }

    /// All buttons below the bubble.
    #[must_use]
    pub fn buttons(&self) -> &[Button] {
        self.components
            .iter()
            .find_map(|part| match part {
                Component::Buttons(buttons, _) => Some(buttons.as_slice()),
                _ => None,
            })
            .unwrap_or_default()
    }

    /// The text of the body; empty when there is none.
    #[must_use]
    pub fn body_text(&self) -> &str {
        self.body().map_or("", |body| body.text.as_str())
    }

    /// For how many seconds Meta tries to deliver it (`message_send_ttl_seconds`).
    #[must_use]
    pub fn ttl_seconds(&self) -> Option<i64> {
        self.raw.get("message_send_ttl_seconds").and_then(Value::as_i64)
    }

    /// Whether it is of this category.
    #[must_use]
    pub fn is(&self, category: &TemplateCategory) -> bool {
        self.category.as_ref() == Some(category)
    }
}

impl Component {
    /// What it is; `None` for what this version does not know.
    #[must_use]
    pub const fn kind(&self) -> Option<ComponentKind> {
        match self {
            Self::Header(_) => Some(ComponentKind::Header),
            Self::Body(_) => Some(ComponentKind::Body),
            Self::Footer(_) => Some(ComponentKind::Footer),
            Self::Buttons(..) => Some(ComponentKind::Buttons),
            Self::Carousel(_) => Some(ComponentKind::Carousel),
            Self::LimitedTimeOffer(_) => Some(ComponentKind::LimitedTimeOffer),
            Self::Other(_) => None,
        }
    }
}

impl Header {
    /// A text header.
    #[must_use]
    pub fn text(text: &str, samples: Samples) -> Self {
        Self {
            text: text.to_owned(),
            samples,
            ..Self::of(HeaderFormat::Text)
        }
    }

    /// Whether the JSON that it was read from says no format, which Meta wants. A
    /// header that was not read is written with its own.
    #[must_use]
    pub fn lacks_format(&self) -> bool {
        self.raw.contains_key("type") && self.raw.get("format").and_then(Value::as_str).is_none()
    }

    /// A header of this format with nothing in it.
    #[must_use]
    pub fn of(format: HeaderFormat) -> Self {
        Self {
            format,
            text: String::new(),
            samples: Samples::default(),
            handles: Vec::new(),
            raw: Map::new(),
        }
    }
}

impl Body {
    /// A body with this text.
    #[must_use]
    pub fn text(text: &str, samples: Samples) -> Self {
        Self {
            text: text.to_owned(),
            samples,
            ..Self::default()
        }
    }
}

impl Footer {
    /// A footer with this text.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            ..Self::default()
        }
    }
}

impl Button {
    /// A button of this kind with a label.
    #[must_use]
    pub fn of(kind: ButtonKind, text: &str) -> Self {
        Self {
            kind,
            text: text.to_owned(),
            url: String::new(),
            phone_number: String::new(),
            example: Vec::new(),
            otp_type: None,
            raw: Map::new(),
        }
    }
}
