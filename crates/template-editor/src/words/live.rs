//! What the editor of templates says about a text.

use domain::{
    lang::Lang,
    template::lint::{Finding, Rule, Severity},
};

/// How much a severity weighs.
pub const fn severity(lang: Lang, severity: Severity) -> &'static str {
    match (lang, severity) {
        (Lang::En, Severity::Error) => "Meta will refuse this",
        (Lang::Es, Severity::Error) => "Meta lo rechazará",
        (Lang::En, Severity::Warning) => "Meta may refuse this",
        (Lang::Es, Severity::Warning) => "Meta puede rechazarlo",
        (Lang::En, Severity::Cost) => "This costs more",
        (Lang::Es, Severity::Cost) => "Esto cuesta más",
        (Lang::En, Severity::Advice) => "Better otherwise",
        (Lang::Es, Severity::Advice) => "Mejor de otra forma",
    }
}

/// "2 errors, 1 warning, 1 about the price": what there is of each severity.
pub fn counts(lang: Lang, findings: &[Finding]) -> String {
    let of = |wanted: Severity| {
        findings
            .iter()
            .filter(|finding| finding.severity() == wanted)
            .count()
    };
    let word = |severity, one: bool| match (lang, severity, one) {
        (_, Severity::Error, true) => "error",
        (Lang::En, Severity::Error, false) => "errors",
        (Lang::En, Severity::Warning, true) => "risk",
        (Lang::En, Severity::Warning, false) => "risks",
        (Lang::En, Severity::Cost, true) => "price risk",
        (Lang::En, Severity::Cost, false) => "price risks",
        (Lang::En, Severity::Advice, true) => "hint",
        (Lang::En, Severity::Advice, false) => "hints",
        (Lang::Es, Severity::Error, false) => "errores",
        (Lang::Es, Severity::Warning, true) => "riesgo",
        (Lang::Es, Severity::Warning, false) => "riesgos",
        (Lang::Es, Severity::Cost, true) => "riesgo de precio",
        (Lang::Es, Severity::Cost, false) => "riesgos de precio",
        (Lang::Es, Severity::Advice, true) => "consejo",
        (Lang::Es, Severity::Advice, false) => "consejos",
    };
    let list: Vec<String> = [
        Severity::Error,
        Severity::Warning,
        Severity::Cost,
        Severity::Advice,
    ]
    .into_iter()
    .map(|severity| (of(severity), severity))
    .filter(|(count, _)| *count > 0)
    .map(|(count, severity)| format!("{count} {}", word(severity, count == 1)))
    .collect();
    if list.is_empty() {
        match lang {
            Lang::En => "Nothing to correct".to_owned(),
            Lang::Es => "Nada que corregir".to_owned(),
        }
    } else {
        list.join(", ")
    }
}

/// "154 of 1,024 characters, 2 variables" below a text.
pub fn length(lang: Lang, meta: usize, people: usize, variables: usize) -> String {
    let seen = match lang {
        _ if meta == people => String::new(),
        Lang::En => format!(" as Meta counts ({people} as you see them)"),
        Lang::Es => format!(" según cuenta Meta ({people} a la vista)"),
    };
    match (lang, variables) {
        (Lang::En, 1) => format!("{meta} of 1,024 characters{seen}, 1 variable"),
        (Lang::En, _) => format!("{meta} of 1,024 characters{seen}, {variables} variables"),
        (Lang::Es, 1) => format!("{meta} de 1.024 caracteres{seen}, 1 variable"),
        (Lang::Es, _) => format!("{meta} de 1.024 caracteres{seen}, {variables} variables"),
    }
}

/// Above the findings when there are none.
pub const fn title(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "Before you submit",
        Lang::Es => "Antes de entregar",
    }
}

/// Beside the heading: what stops and what does not.
pub const fn note(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "Errors stop “Submit to Meta”. Risks do not.",
        Lang::Es => "Los errores impiden «Enviar a Meta». Los riesgos, no.",
    }
}

/// Nothing was found.
pub const fn none(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "Nothing to complain about: it keeps Meta’s rules.",
        Lang::Es => "Nada que objetar: cumple las reglas de Meta.",
    }
}

/// The button that puts right whatever can be.
pub const fn fix_all(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "Fix all that can be fixed",
        Lang::Es => "Corregir todo lo que se pueda",
    }
}

/// The button of a finding that can be put right with one click.
pub const fn fix(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "Fix it",
        Lang::Es => "Corregir",
    }
}

/// Above the samples.
pub const fn samples(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "Examples for Meta’s reviewer",
        Lang::Es => "Ejemplos para quien lo revise en Meta",
    }
}

/// Above the samples of the header.
pub const fn header_samples(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "Examples of the header for Meta’s reviewer",
        Lang::Es => "Ejemplos del encabezado para quien lo revise en Meta",
    }
}

/// Below the heading of the samples.
pub const fn samples_note(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "Realistic values, no personal data.",
        Lang::Es => "Valores realistas, sin datos personales.",
    }
}

/// What each message costs more.
pub fn price_each(lang: Lang, each: &str) -> String {
    match lang {
        Lang::En => format!("{each} each"),
        Lang::Es => format!("{each} cada uno"),
    }
}

/// What each message and a month cost more.
pub fn price_month(lang: Lang, each: &str, month: &str) -> String {
    match lang {
        Lang::En => format!("{each} each, {month} a month"),
        Lang::Es => format!("{each} cada uno, {month} al mes"),
    }
}

/// What each message costs more, and a month of messages like those of other templates.
pub fn price_like_others(lang: Lang, each: &str, month: &str) -> String {
    match lang {
        Lang::En => format!(
            "{each} each; an estimate for a month: {month}, if it is sent as often as this account’s utility templates on average"
        ),
        Lang::Es => format!(
            "{each} cada uno; estimación al mes: {month}, si se envía tanto como de media las plantillas de utilidad de esta cuenta"
        ),
    }
}

/// The name of a source of rules.
pub fn source(lang: Lang, rule: Rule) -> String {
    match lang {
        Lang::En => rule.source().to_owned(),
        Lang::Es => rule
            .source()
            .replace("Meta docs,", "Documentación de Meta,")
            .replace(
                "rejections by Meta, as its webhooks report them",
                "rechazos de Meta, según sus webhooks",
            )
            .replace(
                "collected by users of the API; Meta has not published its formula",
                "reunido por usuarios de la API; Meta no ha publicado su fórmula",
            )
            .replace(
                "practice; Meta does not document it",
                "experiencia; Meta no lo documenta",
            ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_of_counting_are_told_where_they_differ() {
        assert_eq!(length(Lang::En, 12, 12, 1), "12 of 1,024 characters, 1 variable");
        assert_eq!(
            length(Lang::Es, 1_026, 513, 0),
            "1026 de 1.024 caracteres según cuenta Meta (513 a la vista), 0 variables"
        );
    }
}
