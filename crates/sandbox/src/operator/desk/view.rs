//! The desk as HTML.

use std::fmt::Write;

use super::words::{CATEGORIES, Lang, REASONS, SCORES};
use crate::{
    Difference, Reviewer, State, Template,
    review::texts::{buttons, text},
};

const STYLE: &str = include_str!("desk.css");

pub(super) fn page(state: &State, lang: Lang) -> String {
    let mut out = String::new();
    let title = lang.say("Mesa de revisión", "Reviewer’s desk");
    let (other, name) = lang.other();
    let _ = write!(
        out,

        "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title} · sandbox</title>\
         <style>{STYLE}</style></head><body><header><h1>{title}</h1>\
         <a href=\"?lang={}\" lang=\"{}\" hreflang=\"{}\">{name}</a></header><main>\
         <p class=\"lead\">{}</p>",
        lang.code(),
        other.code(),
        other.code(),
        other.code(),
        lang.say(
            "Aquí haces de Meta. Lo que decidas llega a la consola como un aviso firmado, igual que en la vida real.",
            "Here you play Meta’s part. What you decide reaches the console as a signed webhook, as it would in real life.",
        ),
    );
    out += &settings(state, lang);
    for waba in state.wabas() {
        if waba.templates.is_empty() {
            continue;
        }
        let _ = write!(
            out,
            "<section><h2>{} <small>{}</small></h2>",
            escaped(&waba.name),
            escaped(&waba.id)
        );
        // What waits for a decision comes first.
        let mut templates: Vec<&Template> = waba.templates.iter().collect();
        templates.sort_by_key(|template| {
            (
                template.status != "PENDING",
                template.name.clone(),
                template.language.clone(),
            )
        });
        for template in templates {
            out += &card(template, lang);
        }
        out += "</section>";
    }
    out += "</main></body></html>";
    out
}

fn settings(state: &State, lang: Lang) -> String {
    let behaviour = &state.config.behaviour;
    let option = |value: &str, this: Reviewer, label: &str| {
        let chosen = if behaviour.review == this { " selected" } else { "" };
        format!("<option value=\"{value}\"{chosen}>{label}</option>")
    };
    let mut out = format!(
        "<div class=\"settings\"><form id=\"review\" method=\"post\" action=\"/_sandbox/desk/review\">{}\
         <h2>{}</h2><div class=\"row\"><label>{} <select name=\"review\">{}{}{}</select></label>\
         <label>{} <input name=\"seconds\" type=\"number\" min=\"0\" max=\"86400\" value=\"{}\"></label>\
         <button>{}</button></div></form>",
        hidden(lang),
        lang.say("Cómo se revisa", "How templates are reviewed"),
        lang.say("Decide", "Decided by"),
        option(
            "rules",
            Reviewer::Rules,
            lang.say("las reglas de Meta", "Meta’s rules")
        ),
        option(
            "approve",
            Reviewer::Approve,
            lang.say("aprobar todo", "approve everything")
        ),
        option("by_hand", Reviewer::ByHand, lang.say("yo, a mano", "me, by hand")),
        lang.say("Segundos hasta la decisión", "Seconds until the decision"),
        behaviour.review_ms / 1_000,
        lang.say("Guardar", "Save"),
    );
    let planted = &state.config.differences;
    let _ = write!(
        out,
        "<form id=\"differences\" method=\"post\" action=\"/_sandbox/desk/differences\">{}<h2>{}</h2>",
        hidden(lang),
        lang.say("Diferencias en la cuenta de Meta", "Differences in Meta’s count"),
    );
    if planted.is_empty() {
        let _ = write!(
            out,
            "<p>{}</p><button name=\"plant\" value=\"true\">{}</button>",
            lang.say(
                "Ninguna: Meta cuenta lo mismo que dijo.",
                "None: Meta counts what it told."
            ),
            lang.say("Plantar una de cada", "Plant one of each"),
        );
    } else {
        out += "<ul>";
        for difference in planted {
            let _ = write!(out, "<li>{}</li>", escaped(&told(difference, lang)));
        }
        let _ = write!(
            out,
            "</ul><button name=\"plant\" value=\"false\">{}</button>",
            lang.say("Quitarlas", "Take them out"),
        );
    }
    out + "</form></div>"
}

fn told(difference: &Difference, lang: Lang) -> String {
    let es = lang == Lang::Es;
    match difference {
        Difference::Category {
            template, becomes, ..
        } if es => format!("{template} cuenta como {becomes}"),
        Difference::Category {
            template, becomes, ..
        } => format!("{template} counts as {becomes}"),
        Difference::Market { country, becomes } if es => format!("{country} se cuenta en {becomes}"),
        Difference::Market { country, becomes } => format!("{country} is counted in {becomes}"),
        Difference::Unreported { number, a_day, .. } if es => {
            format!("{a_day} mensajes al día sin aviso en {number}")
        }
        Difference::Unreported { number, a_day, .. } => {
            format!("{a_day} messages a day without a webhook on {number}")
        }
        Difference::TimeZoneEdge => lang
            .say(
                "La última hora del día cuenta en el siguiente",
                "The last hour of a day counts in the next",
            )
            .to_owned(),
        Difference::SharedAllowance {
            number,
            used_elsewhere,
        } if es => format!("{used_elsewhere} mensajes gratis de {number} gastados en otro sistema"),
        Difference::SharedAllowance {
            number,
            used_elsewhere,
        } => format!("{used_elsewhere} free messages of {number} used by another system"),
        Difference::Tier {
            country,
            category,
            percent_off,
            ..
        } => format!("{category} {country}: −{percent_off} %"),
    }
}

fn card(template: &Template, lang: Lang) -> String {
    let mut out = format!(
        "<article id=\"t{id}\" class=\"{class}\"><div class=\"what\"><h3>{name} <small>{language}</small></h3>\
         <p class=\"facts\"><span class=\"chip\">{status}</span> {category} · {quality_word} {quality}{more}</p>\
         <p class=\"text\">{body}</p>",
        id = escaped(&template.id),
        class = escaped(&template.status.to_lowercase()),
        name = escaped(&template.name),
        language = escaped(&template.language),
        status = escaped(&template.status),
        category = escaped(&template.category),
        quality_word = lang.say("calidad", "quality"),
        quality = escaped(&template.quality),
        more = remarks(template),
        body = escaped(text(&template.components, "BODY")),
    );
    let labels: Vec<String> = buttons(&template.components)
        .iter()
        .filter_map(|button| button["text"].as_str())
        .map(|label| format!("<li>{}</li>", escaped(label)))
        .collect();
    if !labels.is_empty() {
        let _ = write!(out, "<ul class=\"buttons\">{}</ul>", labels.concat());
    }
    out += "</div><div class=\"do\">";
    out += &form(template, lang, &simple(template, lang));
    out += &form(
        template,
        lang,
        &format!(
            "{}<button name=\"action\" value=\"reject\">{}</button>",
            select("reason", lang.say("Motivo", "Reason"), &REASONS, "INVALID_FORMAT"),
            lang.say("Rechazar", "Reject"),
        ),
    );
    let opposite = if template.category == "UTILITY" {
        "MARKETING"
    } else {
        "UTILITY"
    };
    out += &form(
        template,
        lang,
        &format!(
            "{}<button name=\"action\" value=\"warn\">{}</button><button name=\"action\" value=\"move\">{}</button>",
            select(
                "category",
                lang.say("Categoría", "Category"),
                &CATEGORIES,
                opposite
            ),
            lang.say("Avisar (24 h)", "Give notice (24 h)"),
            lang.say("Cambiar ya", "Move now"),
        ),
    );
    out += &form(
        template,
        lang,
        &format!(
            "{}<button name=\"action\" value=\"quality\">{}</button>",
            select(
                "score",
                lang.say("Calidad", "Quality"),
                &SCORES,
                &template.quality
            ),
            lang.say("Poner", "Set"),
        ),
    );
    out + "</div></article>"
}

/// The buttons that fit the state.
fn simple(template: &Template, lang: Lang) -> String {
    let button = |action: &str, label: &str, main: bool| {
        let class = if main { " class=\"main\"" } else { "" };
        format!("<button name=\"action\" value=\"{action}\"{class}>{label}</button>")
    };
    let approve = button(
        "approve",
        lang.say("Aprobar", "Approve"),
        template.status == "PENDING",
    );
    let pause = button("pause", lang.say("Pausar", "Pause"), false);
    let resume = button("resume", lang.say("Reanudar", "Resume"), true);
    let disable = button("disable", lang.say("Desactivar", "Disable"), false);
    match template.status.as_str() {
        "APPROVED" | "FLAGGED" => pause + &disable,
        "PAUSED" => resume + &disable,
        _ => approve,
    }
}

fn remarks(template: &Template) -> String {
    let mut out = String::new();
    if let Some(category) = &template.correct_category {
        let _ = write!(out, " · → {}", escaped(category));
    }
    if let Some(category) = &template.previous_category {
        let _ = write!(out, " · ← {}", escaped(category));
    }
    if let Some(reason) = &template.rejected_reason {
        let _ = write!(out, " · {}", escaped(reason));
    }
    out
}

fn form(template: &Template, lang: Lang, inside: &str) -> String {
    format!(
        "<form method=\"post\" action=\"/_sandbox/desk/templates/{}\">{}{inside}</form>",
        escaped(&template.id),
        hidden(lang),
    )
}

fn hidden(lang: Lang) -> String {
    format!("<input type=\"hidden\" name=\"lang\" value=\"{}\">", lang.code())
}

fn select(name: &str, label: &str, words: &[&str], chosen: &str) -> String {
    let options = words.iter().fold(String::new(), |mut options, word| {
        let chosen = if *word == chosen { " selected" } else { "" };
        let _ = write!(options, "<option{chosen}>{word}</option>");
        options
    });
    format!("<label><span>{label}</span> <select name=\"{name}\">{options}</select></label>")
}

/// Text that may stand anywhere in HTML.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_submitted_is_shown_as_text() {
        let template = Template {
            id: "1".into(),
            name: "<b>".into(),
            components: serde_json::json!([{ "type": "BODY", "text": "<script>alert('x')</script>" }]),
            ..Template::default()
        };
        let html = card(&template, Lang::En);
        assert!(!html.contains("<script") && !html.contains("<b>"));
        assert!(html.contains("&lt;script&gt;alert(&#39;x&#39;)"));
    }
}
