//! What follows from the fields while somebody types: findings, phone, length
//! and fields for samples, as HTML for the page to put in place.
//!
//! Nothing is saved here. What only the account's data can tell (names that are
//! taken, quotas) was told by the server; it comes along and stays until the
//! field it is about changes.

use domain::{
    lang::Lang,
    template::{
        HeaderFormat, Template,
        lint::{self, Context, Finding, Price, Rule, SPAIN},
        text::{meta_length, people_length},
        variables,
    },
};

use crate::{
    form::Edited,
    view::{findings, preview, samples},
    words::{live as w, rules},
};

/// Writes what follows from a form.
///
/// `form` holds the fields as the form would send them, `page` what the page
/// knows: `lang`, `from` (the business), `sprite` (address of the icons),
/// `utility` and `marketing` (price in millionths), `currency`, `month`
/// (messages in a month) and `estimated` (there when those are taken from other
/// templates), and for the language at place *i* `account{i}` (see
/// [`told`]) and `same{i}`, which is there while its text is the stored one. Both
/// are URL-encoded, as browsers do it by themselves. `book` has the words of the
/// rules in the page's language ([`rules::book`]).
///
/// Answers one `<div data-place data-part>` for each thing to put in place:
/// `findings`, `preview`, `count`, `header-samples` and `samples`.
#[must_use]
pub fn follow(form: &str, page: &str, book: &str) -> String {
    let fields = decode(form);
    let page = decode(page);
    let said = |name: &str| {
        page.iter()
            .find(|(known, _)| known == name)
            .map_or("", |(_, value)| value.as_str())
    };
    let lang = if said("lang") == Lang::En.tag() {
        Lang::En
    } else {
        Lang::Es
    };
    let edited = Edited::read(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let context = Context {
        price: Price {
            currency: Some(said("currency"))
                .filter(|code| !code.is_empty())
                .unwrap_or(SPAIN.currency),
            utility: said("utility").parse().unwrap_or(SPAIN.utility),
            marketing: said("marketing").parse().unwrap_or(SPAIN.marketing),
            per_month: said("month").parse().ok().filter(|month| *month > 0),
        },
        ..Context::default()
    };
    let estimated = !said("estimated").is_empty();
    let mut out = String::new();
    for (place, template) in edited.languages.iter().enumerate() {
        let key = place.to_string();
        let mut found = lint::lint_in(template, &context);
        let same = !said(&format!("same{key}")).is_empty();
        found.extend(known(said(&format!("account{key}")), template, same));
        lint::order(&mut found);
        if let Some(first) = edited.languages.first().filter(|_| place > 0) {
            found.extend(lint::between(first, template));
        }
        let mut part = |name: &str, inside: &str| {
            for piece in [
                "<div data-place=\"",
                &key,
                "\" data-part=\"",
                name,
                "\">",
                inside,
                "</div>",
            ] {
                out.push_str(piece);
            }
        };
        let sprite = said("sprite");
        part(
            "findings",
            &findings::card(lang, place, template, &found, estimated, sprite, &|rule| {
                rules::look_up(book, rule)
            }),
        );
        part("preview", &preview::pair(lang, said("from"), template, sprite));
        part("count", &count(lang, template.body_text()));
        if let Some(header) = template
            .header()
            .filter(|header| header.format == HeaderFormat::Text)
        {
            let fields = samples::fields(
                lang,
                place,
                &template.language,
                "hs",
                &header.text,
                &header.samples,
            );
            part("header-samples", &fields);
        }
        if let Some(body) = template.body() {
            let fields = samples::fields(lang, place, &template.language, "s", &body.text, &body.samples);
            part("samples", &fields);
        }
    }
    out
}

/// "154 of 1,024 characters, 2 variables" for a text.
#[must_use]
pub fn count(lang: Lang, text: &str) -> String {
    w::length(
        lang,
        meta_length(text),
        people_length(text),
        variables::names(text).len(),
    )
}

/// What only the account's data can tell of a template, for [`follow`]: one line
/// for each finding, with the rule's id, the place and the arguments between
/// tabs.
#[must_use]
pub fn told(found: &[Finding]) -> String {
    let clean = |text: &str| text.replace(['\t', '\n'], " ");
    let lines: Vec<String> = found
        .iter()
        .filter(|one| one.rule.is_of_account())
        .map(|one| {
            let mut cells = vec![one.rule.id().to_owned(), clean(&one.at)];
            cells.extend(one.args.iter().map(|arg| clean(arg)));
            cells.join("\t")
        })
        .collect();
    lines.join("\n")
}

/// The findings of [`told`] that still hold for the template.
fn known(told: &str, template: &Template, same: bool) -> Vec<Finding> {
    told.split('\n')
        .filter_map(|line| {
            let mut cells = line.split('\t');
            let rule = Rule::by_id(cells.next()?)?;
            let at = cells.next()?;
            let args: Vec<String> = cells.map(str::to_owned).collect();
            let is = |k: usize, value: &str| args.get(k).is_some_and(|arg| arg == value);
            let holds = match rule {
                Rule::NameTaken => is(0, &template.name) && is(1, &template.language),
                Rule::NameBlocked => is(0, &template.name),
                Rule::DuplicateContent => same,
                _ => true,
            };
            holds.then(|| Finding::told(rule, at, args))
        })
        .collect()
}

/// Takes apart what is URL-encoded; what is not well-formed is left out.
fn decode(encoded: &str) -> Vec<(String, String)> {
    encoded
        .split('&')
        .filter_map(|pair| {
            let (name, value) = pair.split_once('=')?;
            Some((plain(name)?, plain(value)?))
        })
        .collect()
}

fn plain(encoded: &str) -> Option<String> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut rest = encoded.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => digit(rest.next()?)? << 4 | digit(rest.next()?)?,
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str =
        "lang=en&from=Obrador+G&sprite=%2Fi.svg&utility=16600&marketing=58500&currency=EUR&month=590";

    fn part<'a>(html: &'a str, place: usize, name: &str) -> &'a str {
        let start = format!("<div data-place=\"{place}\" data-part=\"{name}\">");
        let (_, rest) = html.split_once(&start).unwrap();
        rest.split("<div data-place=").next().unwrap()
    }

    #[test]
    fn everything_follows_from_the_fields() {
        let form = "name=aviso&category=UTILITY&l0.language=es&l0.body=Hola+%7B%7B1%7D%7D%2C+hoy+hay+un+descuento+para+t%C3%AD%3A+*ven*+ya.&l0.s.1=Ana";
        let html = follow(form, PAGE, &rules::book(Lang::En));
        let findings = part(&html, 0, "findings");
        assert!(findings.contains("reads as advertising"), "{findings}");
        assert!(findings.contains("+€24.72 a month"), "{findings}");
        let like_others = follow(form, &format!("{PAGE}&estimated=1"), &rules::book(Lang::En));
        assert!(
            part(&like_others, 0, "findings").contains("an estimate for a month: +€24.72"),
            "{like_others}"
        );
        let preview = part(&html, 0, "preview");
        assert!(
            preview.contains("<strong>ven</strong>") && preview.contains("tí:"),
            "{preview}"
        );
        assert!(part(&html, 0, "count").starts_with("51 of 1,024 characters, 1 variable"));
        assert!(part(&html, 0, "samples").contains("value=\"Ana\""));
    }

    #[test]
    fn a_variable_of_the_header_gets_its_field_too() {
        let form = "name=aviso&category=UTILITY&l0.language=es&l0.header=TEXT&l0.header_text=Pedido+%7B%7B1%7D%7D&l0.hs.1=7&l0.body=Hola.";
        let html = follow(form, PAGE, &rules::book(Lang::En));
        let fields = part(&html, 0, "header-samples");
        assert!(
            fields.contains("id=\"l0-hs-1\"") && fields.contains("value=\"7\""),
            "{html}"
        );
        assert!(!part(&html, 0, "samples").contains("l0-hs-1"));
    }

    #[test]
    fn languages_are_compared_with_the_first() {
        let form = "name=aviso&category=UTILITY&l0.language=es&l0.body=Hola+%7B%7B1%7D%7D.&l1.language=en&l1.body=Hello.";
        let html = follow(form, PAGE, &rules::book(Lang::En));
        assert!(!part(&html, 0, "findings").contains("same variables"));
        assert!(part(&html, 1, "findings").contains("same variables"), "{html}");
    }

    #[test]
    fn what_the_account_knows_stays_until_its_field_changes() {
        let taken = Finding::told(Rule::NameTaken, "/name", vec!["aviso".into(), "es".into()]);
        let twin = Finding::told(
            Rule::DuplicateContent,
            "/components/0/text",
            vec!["otra".into(), "es".into()],
        );
        let own = Finding::told(Rule::BodyMissing, "", Vec::new());
        let told = told(&[taken.clone(), twin.clone(), own]);
        let template = |name: &str| Template {
            name: name.into(),
            language: "es".into(),
            ..Template::default()
        };
        assert_eq!(known(&told, &template("aviso"), true), [taken, twin]);
        assert_eq!(known(&told, &template("otro"), false), []);
        assert_eq!(known("", &template("otro"), false), []);
    }

    #[test]
    fn what_is_not_encoded_is_left_out() {
        assert_eq!(
            decode("a=1+2&b=%C3%B1&c=%zz&d=%ff&e"),
            [
                ("a".to_owned(), "1 2".to_owned()),
                ("b".to_owned(), "ñ".to_owned())
            ]
        );
    }
}
