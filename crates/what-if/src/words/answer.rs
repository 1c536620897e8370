//! Words of the answer.

use domain::{
    billing::{
        Reason,
        whatif::{Cause, Numbers, Shape, Side},
    },
    figures::{count, rate},
    lang::Lang,
    money::{Currency, Money},
};

use super::{category, reason};

phrases! {
    now { en: "Now", es: "Ahora" }
    plan { en: "The pilot’s plan", es: "El plan del piloto" }
    would_be { en: "Would be", es: "Sería" }
    difference { en: "Difference", es: "Diferencia" }
    nothing_asked { en: "Nothing is changed yet: both sides are the month as it is.", es: "Aún no se cambia nada: los dos lados son el mes tal como es." }
    no_difference { en: "That makes no difference.", es: "Eso no cambia nada." }
    why { en: "Why it differs", es: "Por qué es distinto" }
    messages { en: "Messages", es: "Mensajes" }
    others { en: "All others", es: "Todos los demás" }
    numbers_fee { en: "For the numbers themselves", es: "Por los números en sí" }
    by_bakery { en: "By bakery", es: "Por panadería" }
    bakery { en: "Bakery", es: "Panadería" }
    all_bakeries { en: "All bakeries", es: "Todas las panaderías" }
    nobody { en: "Numbers without a bakery", es: "Números sin panadería" }
    chart_title { en: "Each bakery now and with the change", es: "Cada panadería ahora y con el cambio" }
    then { en: "With the change", es: "Con el cambio" }
    rests_on { en: "What both sides rest on", es: "En qué se basan los dos lados" }
    rules { en: "Rules", es: "Reglas" }
    card { en: "Rate card", es: "Tarifa" }
    partner { en: "Messaging partner", es: "Intermediario" }
    no_card { en: "none in this currency", es: "ninguna en esta moneda" }
    converted { en: "converted from the dollar card by the ratio of Meta’s cards of July 2026: an estimate", es: "convertida de la tarifa en dólares por la proporción entre las tarifas de Meta de julio de 2026: una estimación" }
    own_terms { en: "as agreed for the account", es: "según lo acordado para la cuenta" }
    advice { en: "Who should have a number of its own", es: "Quién debería tener un número propio" }
    advice_none { en: "Nobody. One shared number costs no more, and its free replies are enough.", es: "Nadie. Un número compartido no cuesta más y sus respuestas gratis bastan." }
    not_followed { en: "This month has too many messages to follow each conversation on a page. What depends on open conversations is shown as not known.", es: "Este mes tiene demasiados mensajes para seguir cada conversación en una página. Lo que depende de conversaciones abiertas se muestra como desconocido." }
    customers { en: "Customers’ messages", es: "Mensajes de clientes" }
    not_delivered { en: "Not delivered", es: "No entregados" }
    from_app { en: "From the app", es: "Desde la aplicación" }
}

/// What kind of messages.
pub(crate) fn shape(lang: Lang, shape: Shape) -> String {
    match shape {
        Shape::Template(rated) => category(lang, rated.as_str()),
        Shape::FreeForm => category(lang, "service"),
        Shape::Echo => from_app(lang).to_owned(),
        Shape::Unknown => category(lang, ""),
        Shape::Inbound => customers(lang).to_owned(),
        Shape::Failed => not_delivered(lang).to_owned(),
    }
}

/// `1,500 × €0.0166, 1,000 free`, or why nothing is charged.
pub(crate) fn side(lang: Lang, side: &Side, currency: Currency) -> String {
    if side.unknown > 0 {
        return reason(lang, &side.reason);
    }
    let free = figure(lang, side.free_tier);
    let free = match lang {
        Lang::En => format!("{free} free of the month’s 1,000"),
        Lang::Es => format!("{free} gratis de las 1.000 del mes"),
    };
    match side.rate_micros {
        Some(micros) => {
            let charged = figure(lang, side.volume - side.free_tier);
            let each = rate(lang, Money::of(micros, currency));
            if side.free_tier > 0 {
                format!("{charged} × {each}; {free}")
            } else {
                format!("{charged} × {each}")
            }
        }
        None if side.free_tier > 0 && side.reason != Reason::FreeTier => free,
        None => reason(lang, &side.reason),
    }
}

/// What the partner takes.
pub(crate) fn fee(lang: Lang, amount: &str) -> String {
    match lang {
        Lang::En => format!("partner {amount}"),
        Lang::Es => format!("intermediario {amount}"),
    }
}

/// A count that may be negative.
pub(crate) fn figure(lang: Lang, n: i64) -> String {
    let text = count(lang, n.unsigned_abs());
    if n < 0 { format!("−{text}") } else { text }
}

/// What is changed, as a heading. `what` says to what it is changed.
pub(crate) fn cause(lang: Lang, cause: Cause, what: &str) -> String {
    match (cause, lang) {
        (Cause::Rules, Lang::En) => format!("Other rules: {what}"),
        (Cause::Rules, Lang::Es) => format!("Otras reglas: {what}"),
        (Cause::Card, Lang::En) => format!("Another rate card: {what}"),
        (Cause::Card, Lang::Es) => format!("Otra tarifa: {what}"),
        (Cause::Category | Cause::Volume | Cause::Numbers, _) => what.to_owned(),
        (Cause::Partner, Lang::En) => format!("Through {what}"),
        (Cause::Partner, Lang::Es) => format!("A través de {what}"),
    }
}

/// `Utility counts as Marketing`
pub(crate) fn becomes(lang: Lang, from: &str, to: &str) -> String {
    match lang {
        Lang::En => format!("{from} counts as {to}"),
        Lang::Es => format!("{from} cuenta como {to}"),
    }
}

/// `120% of the messages`
pub(crate) fn percent_of(lang: Lang, percent: &str) -> String {
    match lang {
        Lang::En => format!("{percent}% of the messages"),
        Lang::Es => format!("{percent} % de los mensajes"),
    }
}

/// A change that only one bakery has.
pub(crate) fn only_for(lang: Lang, what: &str, name: &str) -> String {
    match lang {
        Lang::En => format!("{what}, only for {name}"),
        Lang::Es => format!("{what}, solo para {name}"),
    }
}

/// Which numbers.
pub(crate) const fn numbers(lang: Lang, numbers: Numbers) -> &'static str {
    match (numbers, lang) {
        (Numbers::AsTheyAre, Lang::En) => "Numbers as they are",
        (Numbers::AsTheyAre, Lang::Es) => "Los números como están",
        (Numbers::Shared, Lang::En) => "All bakeries share one number",
        (Numbers::Shared, Lang::Es) => "Todas las panaderías comparten un número",
        (Numbers::Own, Lang::En) => "Every bakery has its own number",
        (Numbers::Own, Lang::Es) => "Cada panadería tiene su propio número",
        (Numbers::Advised, Lang::En) => "Own numbers only where they save money",
        (Numbers::Advised, Lang::Es) => "Números propios solo donde ahorran",
    }
}

/// Messages whose price nobody knows.
pub(crate) fn unknown(lang: Lang, n: &str) -> String {
    match lang {
        Lang::En => format!("{n} messages would have no known price and are not in these sums."),
        Lang::Es => format!("{n} mensajes no tendrían un precio conocido y no están en estas sumas."),
    }
}

/// Who should have a number, and what it saves.
pub(crate) fn advised(lang: Lang, names: &str, saved: &str) -> String {
    match lang {
        Lang::En => format!("{names}: the month is {saved} cheaper than with one number for all."),
        Lang::Es => format!("{names}: el mes cuesta {saved} menos que con un número para todas."),
    }
}

/// Why a number of one's own can save money.
pub(crate) fn advice_why(lang: Lang, shared: &str, each: &str) -> String {
    match lang {
        Lang::En => format!(
            "Each number has 1,000 free replies a month. Sharing one, all would pay {shared} to Meta; a further number is reckoned at {each} a month."
        ),
        Lang::Es => format!(
            "Cada número tiene 1.000 respuestas gratis al mes. Compartiendo uno, todas pagarían {shared} a Meta; cada número más se cuenta a {each} al mes."
        ),
    }
}

/// The pilot's plan and today's figure.
pub(crate) fn pilot_why(lang: Lang, planned: &str, now: &str, each: &str) -> String {
    match lang {
        Lang::En => format!(
            "The plan reckoned 1,500 conversations at about €0.05, {planned} together. Meta has charged per message since July 2025: 1,500 order messages to suppliers in Spain at {each} come to {now}."
        ),
        Lang::Es => format!(
            "El plan contaba 1.500 conversaciones a unos 0,05 €, {planned} en total. Desde julio de 2025 Meta cobra por mensaje: 1.500 pedidos a proveedores en España a {each} suman {now}."
        ),
    }
}

/// What the chart shows, for people who do not see it.
pub(crate) fn chart_desc(lang: Lang, now: &str, then: &str) -> String {
    match lang {
        Lang::En => format!("All bakeries come to {now} now and to {then} with the change."),
        Lang::Es => format!("Todas las panaderías suman {now} ahora y {then} con el cambio."),
    }
}

/// `Bakery 3`, of the pilot's plan.
#[must_use]
pub fn pilot_bakery(lang: Lang, n: &str) -> String {
    match lang {
        Lang::En => format!("Bakery {n}"),
        Lang::Es => format!("Panadería {n}"),
    }
}

/// A partner's name as it writes itself.
#[must_use]
pub fn partner_name(id: &str) -> String {
    match id {
        "meta" => "Meta".to_owned(),
        "gupshup" => "Gupshup".to_owned(),
        "twilio" => "Twilio".to_owned(),
        "wati" => "WATI".to_owned(),
        "infobip" => "Infobip".to_owned(),
        "karix" => "Karix".to_owned(),
        other => other.to_owned(),
    }
}
