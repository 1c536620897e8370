//! Message templates: what they consist of and in which states they can be.
//!
//! [`Template`] is the body of Meta's create call in typed form. Nothing that
//! is read is lost: every object keeps the JSON it came from, and writing
//! changes only what was changed. Reading never fails on anything new; only
//! JSON that is no object at all is no template.

pub mod language;
pub mod lint;
pub mod markup;
pub mod model;
pub mod samples;
pub mod starters;
pub mod text;
pub mod variables;
pub mod words;

mod order;
mod read;
mod write;

pub use self::{
    model::{Body, Button, Card, Carousel, Component, Footer, Header, LimitedTimeOffer, Template},
    read::ReadError,
    samples::Samples,
    words::{
        ButtonKind, ComponentKind, HeaderFormat, OtpType, ParameterFormat, RejectedReason, TemplateCategory,
        TemplateStatus,
    },
};
