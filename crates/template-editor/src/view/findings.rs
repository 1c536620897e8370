//! What the rules say of a text, with what puts it right.

use domain::{
    lang::Lang,
    template::{
        Component, Template,
        lint::{Costs, Finding, Rule, Severity, Words},
    },
};

use super::html::Html;
use crate::{form, words::live as w};

/// The card with the findings of the language at `place` of the form, worst
/// first: its inside. `estimated` when what a month costs is taken from other
/// templates; `sprite` is the address of the icons, `words` knows what each rule
/// says.
pub fn card<'w>(
    lang: Lang,
    place: usize,
    template: &Template,
    found: &[Finding],
    estimated: bool,
    sprite: &str,
    words: &dyn Fn(Rule) -> Words<'w>,
) -> String {
    let mut out = Html::default();
    let some = found.iter().any(|one| one.severity() != Severity::Advice);
    out.raw("<div class=\"card__head\"><h3 id=\"h-lint-")
        .raw(&place.to_string())
        .raw("\">")
        .text(&if found.is_empty() {
            w::title(lang).to_owned()
        } else {
            w::counts(lang, found)
        })
        .raw("</h3>");
    if some {
        out.raw("<span class=\"soft sm\">")
            .text(w::note(lang))
            .raw("</span>");
    }
    if found.iter().filter(|one| one.fix.is_some()).count() > 1 {
        out.raw("<span class=\"end\">");
        press(
            &mut out,
            "fixall",
            "btn btn--link btn--sm",
            w::fix_all(lang),
            None,
        );
        out.raw("</span>");
    }
    out.raw("</div>");
    if found.is_empty() {
        out.raw("<div class=\"card__body\"><p class=\"row row--tight sm\">")
            .icon(sprite, "ok")
            .raw("<span>")
            .text(w::none(lang))
            .raw("</span></p></div>");
        return out.0;
    }
    out.raw("<ul class=\"lint-list\" role=\"list\">");
    for (k, one) in found.iter().enumerate() {
        // Which of the findings of this rule it is.
        let before = found
            .iter()
            .take(k)
            .filter(|other| other.rule == one.rule)
            .count();
        item(
            &mut out,
            lang,
            (place, before),
            template,
            (one, words(one.rule), estimated),
            sprite,
        );
    }
    out.raw("</ul>");
    out.0
}

fn item(
    out: &mut Html,
    lang: Lang,
    (place, before): (usize, usize),
    template: &Template,
    (one, words, estimated): (&Finding, Words<'_>, bool),
    sprite: &str,
) {
    let (tone, sign) = match one.severity() {
        Severity::Error => ("bad", "bad"),
        Severity::Warning => ("warn", "warn"),
        Severity::Cost => ("warn", "euro"),
        Severity::Advice => ("info", "info"),
    };
    let message = one.say(words.message);
    let control = sample(template, place, one).or_else(|| form::control(template, place, &one.at));
    out.raw("<li id=\"lint-")
        .raw(&format!("{place}-{}-{before}", one.rule.id()))
        .raw("\"><span data-tone=\"")
        .raw(tone)
        .raw("\">")
        .icon(sprite, sign)
        .raw("<span class=\"sr-only\">")
        .text(w::severity(lang, one.severity()))
        .raw("</span></span><div><b>");
    match control {
        Some(control) => out
            .raw("<a href=\"#")
            .text(&control)
            .raw("\">")
            .text(&message)
            .raw("</a>"),
        None => out.text(&message),
    };
    out.raw("</b><small>")
        .text(&one.say(words.why))
        .raw(" ")
        .text(&one.say(words.how))
        .raw("</small>");
    if let Some(costs) = &one.costs {
        out.raw("<small class=\"strong\">")
            .text(&price(lang, costs, estimated))
            .raw("</small>");
    }
    out.raw("<small class=\"muted\">")
        .text(&w::source(lang, one.rule))
        .raw("</small></div>");
    if one.fix.is_some() {
        let value = format!("fix.{place}.{}.{before}", one.rule.id());
        let label = format!("{}: {message}", w::fix(lang));
        press(out, &value, "btn btn--sm", w::fix(lang), Some(&label));
    }
    out.raw("</li>");
}

/// The field of a sample that is missing in header or body; what stands in
/// buttons and cards has another field, or none.
fn sample(template: &Template, place: usize, one: &Finding) -> Option<String> {
    let name = one.args.first().filter(|_| one.rule == Rule::SampleMissing)?;
    // The finding shows the variable as the text does.
    let name = name.strip_prefix("{{")?.strip_suffix("}}")?;
    let steps: Vec<&str> = one.at.split('/').skip(1).collect();
    let ["components", index, "example"] = steps.as_slice() else {
        return None;
    };
    let key = match template.components.get(index.parse::<usize>().ok()?)? {
        Component::Header(_) => "hs",
        Component::Body(_) => "s",
        _ => return None,
    };
    Some(format!("l{place}-{key}-{name}"))
}

/// A button that sends the form with a wish.
fn press(out: &mut Html, value: &str, class: &str, words: &str, label: Option<&str>) {
    out.raw("<button class=\"")
        .raw(class)
        .raw("\" type=\"submit\" name=\"do\" formnovalidate value=\"")
        .text(value)
        .raw("\"");
    if let Some(label) = label {
        out.raw(" aria-label=\"").text(label).raw("\"");
    }
    out.raw(">").text(words).raw("</button>");
}

/// The difference in price: `+€0.0419 each, +€24.72 a month`.
fn price(lang: Lang, costs: &Costs, estimated: bool) -> String {
    let each = money(lang, &costs.currency, costs.each, 4);
    match costs.month {
        Some(month) if estimated => {
            w::price_like_others(lang, &each, &money(lang, &costs.currency, month, 2))
        }
        Some(month) => w::price_month(lang, &each, &money(lang, &costs.currency, month, 2)),
        None => w::price_each(lang, &each),
    }
}

/// Millionths of a currency with so many decimals and a sign.
fn money(lang: Lang, currency: &str, micros: i64, decimals: u32) -> String {
    let unit = 10_u64.pow(6 - decimals);
    let rounded = (micros.unsigned_abs() + unit / 2) / unit;
    let scale = 10_u64.pow(decimals);
    let (whole, part) = (rounded / scale, rounded % scale);
    let sign = if micros < 0 { '-' } else { '+' };
    let symbol = if currency == "EUR" { "€" } else { currency };
    let width = usize::try_from(decimals).unwrap_or(2);
    match lang {
        Lang::En if symbol == "€" => format!("{sign}€{whole}.{part:0width$}"),
        Lang::En => format!("{sign}{whole}.{part:0width$}\u{a0}{symbol}"),
        Lang::Es => format!("{sign}{whole},{part:0width$}\u{a0}{symbol}"),
    }
}

#[cfg(test)]
mod tests {
    use domain::template::{Body, Header, Samples, TemplateCategory, lint};

    use super::*;
    use crate::words::rules;

    #[test]
    fn a_finding_leads_to_its_field_and_to_its_fix() {
        let template = Template {
            name: "pedido".to_owned(),
            language: "es".to_owned(),
            category: Some(TemplateCategory::Utility),
            components: vec![
                Component::Header(Header::text("Pedido {{1}}", Samples::default())),
                Component::Body(Body::text(
                    "Tu pedido ya está listo con descuento en <b> {{1}}",
                    Samples::default(),
                )),
            ],
            ..Template::default()
        };
        let html = card(
            Lang::Es,
            2,
            &template,
            &lint::lint(&template),
            false,
            "/i.svg",
            &|rule| rules::words(Lang::Es, rule),
        );
        assert!(
            html.contains("<a href=\"#l2-body\">El texto acaba en una variable</a>"),
            "{html}"
        );
        assert!(html.contains("<a href=\"#l2-s-1\">"), "{html}");
        assert!(html.contains("<a href=\"#l2-hs-1\">"), "{html}");
        assert!(html.contains("value=\"fix.2.ends-with-variable.0\""), "{html}");
        assert!(html.contains("3 errores, 1 riesgo de precio"), "{html}");
        assert!(html.contains("+0,0419\u{a0}€"), "{html}");
    }

    #[test]
    fn nothing_found_is_said() {
        let html = card(Lang::En, 0, &Template::default(), &[], false, "/i.svg", &|rule| {
            rules::words(Lang::En, rule)
        });
        assert!(html.contains("keeps Meta’s rules") && !html.contains("<ul"));
    }
}
