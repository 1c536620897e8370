//! Offers with a countdown, carousels, locations (sources §8 row 14).

use super::{Lint, finding::Fix, rule::Rule};
use crate::template::{
    model::{Button, Card, Component},
    text::meta_length,
    words::{ButtonKind, HeaderFormat, TemplateCategory},
};

const LONGEST_OFFER: usize = 16;
const MOST_CARDS: usize = 10;

pub(super) fn check(lint: &mut Lint<'_>) {
    let parts = lint.parts.clone();
    let offer = parts
        .iter()
        .any(|part| matches!(part.component, Component::LimitedTimeOffer(_)));
    for part in parts {
        match part.component {
            Component::LimitedTimeOffer(line) => {
                if !lint.template.is(&TemplateCategory::Marketing) {
                    lint.say(Rule::OfferCategory, "/category")
                        .fix(Fix::set("/category", TemplateCategory::Marketing.as_str()));
                }
                let length = meta_length(&line.text);
                if length == 0 || length > LONGEST_OFFER {
                    lint.say(Rule::OfferText, format!("{}/limited_time_offer/text", part.at))
                        .arg(length);
                }
            }
            Component::Footer(_) if offer && !part.in_card => {
                lint.say(Rule::OfferFooter, part.at.as_str())
                    .fix(Fix::remove(part.at.as_str()));
            }
            Component::Carousel(carousel) => {
                let at = format!("{}/cards", part.at);
                let count = carousel.cards.len();
                if count == 0 || count > MOST_CARDS {
                    lint.say(Rule::CarouselCards, at.as_str()).arg(count);
                }
                for (i, _) in carousel
                    .cards
                    .iter()
                    .enumerate()
                    .filter(|(_, card)| card.components.is_empty())
                {
                    lint.say(Rule::CardEmpty, format!("{at}/{i}")).arg(i + 1);
                }
                let shapes: Vec<Shape<'_>> = carousel.cards.iter().map(shape).collect();
                let first = shapes.first();
                if let Some(odd) = shapes.iter().position(|shape| Some(shape) != first) {
                    lint.say(Rule::CarouselShape, format!("{at}/{odd}")).arg(odd + 1);
                }
            }
            Component::Header(header)
                if header.format == HeaderFormat::Location
                    && lint.template.is(&TemplateCategory::Authentication) =>
            {
                lint.say(Rule::LocationCategory, part.at);
            }
            _ => {}
        }
    }
}

/// What two cards have to have in common: the format of the header, whether
/// there is a body, the kinds of the buttons in order.
type Shape<'a> = (Option<&'a HeaderFormat>, bool, Vec<&'a ButtonKind>);

fn shape(card: &Card) -> Shape<'_> {
    let mut shape: Shape<'_> = (None, false, Vec::new());
    for component in &card.components {
        match component {
            Component::Header(header) => shape.0 = Some(&header.format),
            Component::Body(_) => shape.1 = true,
            Component::Buttons(buttons, _) => shape.2.extend(buttons.iter().map(|Button { kind, .. }| kind)),
            _ => {}
        }
    }
    shape
}
