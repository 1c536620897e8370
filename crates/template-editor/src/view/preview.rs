//! What the customer sees: a template as WhatsApp shows it, with its samples.

use domain::{
    lang::Lang,
    template::{
        Button, ButtonKind, Component, HeaderFormat, Samples, Template, TemplateCategory,
        markup::{self, Line, Piece, Style},
    },
};

use super::html::Html;
use crate::words::preview as w;

/// The same message on a light and on a dark phone. `from` is the business,
/// `sprite` the address of the icons.
pub fn pair(lang: Lang, from: &str, template: &Template, sprite: &str) -> String {
    let mut out = Html::default();
    out.raw("<div class=\"wa-pair\">");
    for theme in ["light", "dark"] {
        phone(&mut out, lang, from, template, Some(theme), sprite);
    }
    out.raw("</div>");
    out.0
}

/// The message on one phone, in the theme of the page.
pub fn one(lang: Lang, from: &str, template: &Template, sprite: &str) -> String {
    let mut out = Html::default();
    phone(&mut out, lang, from, template, None, sprite);
    out.0
}

fn phone(out: &mut Html, lang: Lang, from: &str, template: &Template, theme: Option<&str>, sprite: &str) {
    // The style sheet makes them capitals.
    let initials: String = from
        .split_whitespace()
        .filter_map(|word| word.chars().next())
        .take(2)
        .collect();
    out.raw("<div class=\"wa\"");
    if let Some(theme) = theme {
        out.raw(" data-theme=\"").raw(theme).raw("\"");
    }
    out.raw("><div class=\"wa__head\"><span class=\"avatar\" aria-hidden=\"true\">")
        .text(&initials)
        .raw("</span><span>")
        .text(from)
        .raw("<small>")
        .text(w::business_account(lang))
        .raw("</small></span></div><div class=\"wa__body\"><div class=\"wa__bubble\" lang=\"")
        .text(&template.language.replace('_', "-"))
        .raw("\" dir=\"auto\">");
    let view = View {
        lang,
        template,
        sprite,
    };
    for part in shown(&template.components) {
        view.component(out, part);
    }
    out.raw("<span class=\"at\" aria-hidden=\"true\">10:42</span>");
    view.buttons(out, template.buttons());
    out.raw("</div></div></div>");
}

/// Parts in the order in which WhatsApp shows them; in the JSON they may stand in any.
fn shown(parts: &[Component]) -> impl Iterator<Item = &Component> {
    (0..=6).flat_map(move |place| parts.iter().filter(move |part| place_of(part) == place))
}

const fn place_of(part: &Component) -> u8 {
    match part {
        Component::Header(_) => 0,
        Component::LimitedTimeOffer(_) => 1,
        Component::Body(_) => 2,
        Component::Footer(_) => 3,
        Component::Buttons(..) => 4,
        Component::Carousel(_) => 5,
        Component::Other(_) => 6,
    }
}

struct View<'a> {
    lang: Lang,
    template: &'a Template,
    sprite: &'a str,
}

impl View<'_> {
    fn component(&self, out: &mut Html, part: &Component) {
        match part {
            Component::Header(header) if header.format == HeaderFormat::Text => {
                out.raw("<strong class=\"wa__title\">");
                lines(out, &header.text, &header.samples);
                out.raw("</strong>");
            }
            Component::Header(header) => {
                let sign = if header.format == HeaderFormat::Location {
                    "flag"
                } else {
                    "template"
                };
                self.media(out, sign, w::header(self.lang, &header.format));
            }
            Component::Body(body)
                if body.text.is_empty() && self.template.is(&TemplateCategory::Authentication) =>
            {
                let (before, after, secure) = authentication(&self.template.language);
                out.raw(before)
                    .raw("<span class=\"var\">")
                    .text(body.samples.get("1").unwrap_or("123456"))
                    .raw("</span>")
                    .raw(after);
                if body.add_security_recommendation == Some(true) {
                    out.raw(secure);
                }
            }
            Component::Body(body) => lines(out, &body.text, &body.samples),
            Component::Footer(footer) => {
                out.raw("<span class=\"foot\">");
                match footer.code_expiration_minutes {
                    Some(minutes) if footer.text.is_empty() => {
                        let (before, after) = expiry(&self.template.language);
                        out.raw(before).raw(&minutes.to_string()).raw(after)
                    }
                    _ => out.text(&footer.text),
                };
                out.raw("</span>");
            }
            Component::LimitedTimeOffer(offer) => self.media(out, "clock", &offer.text),
            Component::Carousel(carousel) => {
                out.raw("<ul class=\"wa__cards\" role=\"list\">");
                for card in &carousel.cards {
                    out.raw("<li class=\"wa__card\">");
                    for part in shown(&card.components) {
                        match part {
                            Component::Buttons(buttons, _) => self.buttons(out, buttons),
                            part => self.component(out, part),
                        }
                    }
                    out.raw("</li>");
                }
                out.raw("</ul>");
            }
            Component::Buttons(..) => {}
            Component::Other(value) => self.media(out, "help", value["type"].as_str().unwrap_or("?")),
        }
    }

    fn media(&self, out: &mut Html, sign: &str, words: &str) {
        out.raw("<span class=\"wa__media\">")
            .icon(self.sprite, sign)
            .text(words)
            .raw("</span>");
    }

    fn buttons(&self, out: &mut Html, buttons: &[Button]) {
        for button in buttons {
            let sign = match button.kind {
                ButtonKind::QuickReply => "undo",
                ButtonKind::PhoneNumber | ButtonKind::VoiceCall => "number",
                ButtonKind::CopyCode | ButtonKind::Otp => "copy",
                _ => "link",
            };
            let label = if button.text.is_empty() {
                w::button(self.lang, &button.kind)
            } else {
                &button.text
            };
            out.raw("<span class=\"cta\">")
                .icon(self.sprite, sign)
                .text(label)
                .raw("</span>");
        }
    }
}

/// The text that Meta writes for sign-in codes, in the languages used here; in
/// others as in English.
fn authentication(language: &str) -> (&'static str, &'static str, &'static str) {
    if language.starts_with("es") {
        (
            "Tu código de verificación es ",
            ".",
            " Por tu seguridad, no lo compartas.",
        )
    } else {
        (
            "",
            " is your verification code.",
            " For your security, do not share this code.",
        )
    }
}

fn expiry(language: &str) -> (&'static str, &'static str) {
    if language.starts_with("es") {
        ("Este código caduca en ", " minutos.")
    } else {
        ("This code expires in ", " minutes.")
    }
}

/// A text with WhatsApp's marks; variables show their sample, underlined.
fn lines(out: &mut Html, text: &str, samples: &Samples) {
    for (index, line) in markup::lines(text).into_iter().enumerate() {
        if index > 0 {
            out.raw("\n");
        }
        match line {
            Line::Plain(list) => pieces(out, list, samples),
            Line::Bullet(list) => {
                out.raw("• ");
                pieces(out, list, samples);
            }
            Line::Numbered(number, list) => {
                out.text(&number).raw(". ");
                pieces(out, list, samples);
            }
            Line::Quote(list) => {
                out.raw("<q class=\"wa__quote\">");
                pieces(out, list, samples);
                out.raw("</q>");
            }
        }
    }
}

fn pieces(out: &mut Html, list: Vec<Piece>, samples: &Samples) {
    for piece in list {
        let (Piece::Text(_, style) | Piece::Variable(_, style) | Piece::Link(_, style)) = &piece;
        let tags = tags(*style);
        for tag in &tags {
            out.raw("<").raw(tag).raw(">");
        }
        match &piece {
            Piece::Text(text, _) => out.text(text),
            Piece::Variable(name, _) => {
                out.raw("<span class=\"var\">");
                match samples.get(name).filter(|sample| !sample.is_empty()) {
                    Some(sample) => out.text(sample),
                    None => out.raw("{{").text(name).raw("}}"),
                };
                out.raw("</span>")
            }
            Piece::Link(link, _) => out.raw("<span class=\"wa__link\">").text(link).raw("</span>"),
        };
        for tag in tags.iter().rev() {
            out.raw("</").raw(tag).raw(">");
        }
    }
}

fn tags(style: Style) -> Vec<&'static str> {
    [
        (style.bold, "strong"),
        (style.italic, "em"),
        (style.struck, "s"),
        (style.mono, "code"),
    ]
    .into_iter()
    .filter_map(|(on, tag)| on.then_some(tag))
    .collect()
}

#[cfg(test)]
mod tests {
    use domain::template::{Body, Card, Carousel, Footer, Header, LimitedTimeOffer};

    use super::*;

    fn html_of(text: &str, samples: Samples) -> String {
        let template = Template {
            language: "es_MX".to_owned(),
            components: vec![
                Component::Body(Body::text(text, samples)),
                Component::Footer(Footer::text("a < b & \"c\"")),
            ],
            ..Template::default()
        };
        pair(Lang::Es, "Panadería Goiko", &template, "/icons.svg")
    }

    #[test]
    fn marks_and_samples_show_as_on_the_phone() {
        let html = html_of("Hola *{{1}}*, _ya_ ~no~\n- pan {{2}}", Samples::of(&["Ana"]));
        assert!(
            html.contains(
                "Hola <strong><span class=\"var\">Ana</span></strong>, <em>ya</em> <s>no</s>\n• pan "
            )
        );
        assert!(html.contains("<span class=\"var\">{{2}}</span>"));
        assert!(html.contains("lang=\"es-MX\"") && html.contains(">PG</span>"));
    }

    #[test]
    fn parts_stand_as_on_the_phone_whatever_their_order() {
        let text = |text: &str| Component::Body(Body::text(text, Samples::default()));
        let header = |text: &str| Component::Header(Header::text(text, Samples::default()));
        let offer = LimitedTimeOffer {
            text: "Oferta".to_owned(),
            ..LimitedTimeOffer::default()
        };
        let card = Card {
            components: vec![text("Cuerpo de la tarjeta"), header("Cabeza de la tarjeta")],
            ..Card::default()
        };
        let template = Template {
            components: vec![
                Component::Carousel(Carousel {
                    cards: vec![card],
                    ..Carousel::default()
                }),
                Component::Footer(Footer::text("Pie")),
                text("Cuerpo"),
                Component::LimitedTimeOffer(offer),
                header("Cabeza"),
            ],
            ..Template::default()
        };
        let html = one(Lang::Es, "Goiko", &template, "/icons.svg");
        let at = |words: &str| html.find(words).unwrap_or_else(|| panic!("{words}: {html}"));
        let order = [
            "Cabeza<",
            "Oferta",
            "Cuerpo<",
            "Pie",
            "Cabeza de la tarjeta",
            "Cuerpo de la tarjeta",
        ];
        assert!(order.map(at).is_sorted(), "{html}");
    }

    #[test]
    fn nothing_that_is_written_becomes_markup() {
        let html = html_of("<script>alert(1)</script> {{<b>}}", Samples::of(&["<i>"]));
        assert!(!html.contains("<script") && !html.contains("<b>") && !html.contains("<i>"));
        assert!(html.contains("a &lt; b &amp; &quot;c&quot;"));
    }
}
