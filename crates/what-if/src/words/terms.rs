//! Words of price rules: months, lines of a card, reasons, and the rules themselves.

use domain::{
    billing::{Month, Reason, Regime},
    lang::Lang,
};

/// `November 2026`, `noviembre de 2026`.
#[must_use]
pub fn month(lang: Lang, month: Month) -> String {
    const ES: [&str; 12] = [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ];
    const EN: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let at = usize::from(month.number().saturating_sub(1));
    match lang {
        Lang::Es => format!("{} de {}", ES.get(at).copied().unwrap_or_default(), month.year()),
        Lang::En => format!("{} {}", EN.get(at).copied().unwrap_or_default(), month.year()),
    }
}

/// A line of a rate card in words; an unknown one as it is stored.
#[must_use]
pub fn category(lang: Lang, key: &str) -> String {
    let words = match (key, lang) {
        ("utility", Lang::En) => "Utility",
        ("utility", Lang::Es) => "Utilidad",
        ("marketing", _) => "Marketing",
        ("authentication", Lang::En) => "Sign-in codes",
        ("authentication", Lang::Es) => "Códigos de acceso",
        ("authentication_international", Lang::En) => "Sign-in codes, international",
        ("authentication_international", Lang::Es) => "Códigos de acceso, internacional",
        ("service", Lang::En) => "Replies",
        ("service", Lang::Es) => "Respuestas",
        ("notification", Lang::En) => "Template (before 2022)",
        ("notification", Lang::Es) => "Plantilla (antes de 2022)",
        ("business_initiated", Lang::En) => "Conversation begun by the business",
        ("business_initiated", Lang::Es) => "Conversación iniciada por el negocio",
        ("user_initiated", Lang::En) => "Conversation begun by the customer",
        ("user_initiated", Lang::Es) => "Conversación iniciada por el cliente",
        ("", Lang::En) => "not known",
        ("", Lang::Es) => "no se sabe",
        (other, _) => other,
    };
    words.to_owned()
}

/// Why a message costs what it costs.
#[must_use]
pub fn reason(lang: Lang, reason: &Reason) -> String {
    let words = match (reason, lang) {
        (Reason::Regular, Lang::En) => "At the rate of the card",
        (Reason::Regular, Lang::Es) => "Al precio de la tarifa",
        (Reason::FreeCustomerService, Lang::En) => "Free: the customer wrote within 24 hours",
        (Reason::FreeCustomerService, Lang::Es) => "Gratis: el cliente escribió en las últimas 24 horas",
        (Reason::FreeEntryPoint, Lang::En) => "Free: the customer came through an ad or button",
        (Reason::FreeEntryPoint, Lang::Es) => "Gratis: el cliente llegó por un anuncio o botón",
        (Reason::FreeTier, Lang::En) => "Free: one of the number’s 1,000 replies of the month",
        (Reason::FreeTier, Lang::Es) => "Gratis: una de las 1.000 respuestas del mes del número",
        (Reason::AppEcho, Lang::En) => "Free: sent from the WhatsApp Business app",
        (Reason::AppEcho, Lang::Es) => "Gratis: enviado desde la aplicación WhatsApp Business",
        (Reason::OpenConversation, Lang::En) => "In a conversation that is charged already",
        (Reason::OpenConversation, Lang::Es) => "Dentro de una conversación ya cobrada",
        (Reason::FreeNonprofit, Lang::En) => "Free: reply of a non-profit or government",
        (Reason::FreeNonprofit, Lang::Es) => "Gratis: respuesta de una entidad sin ánimo de lucro o pública",
        (Reason::PartnerFee, Lang::En) => "The messaging partner’s fee",
        (Reason::PartnerFee, Lang::Es) => "La comisión del intermediario",
        (Reason::UnknownRate, Lang::En) => "No rate is known",
        (Reason::UnknownRate, Lang::Es) => "No se conoce la tarifa",
        (Reason::UnknownMarket, Lang::En) => "The customer’s market is not known",
        (Reason::UnknownMarket, Lang::Es) => "No se conoce el mercado del cliente",
        (Reason::UnknownCategory, Lang::En) => "The category is not known",
        (Reason::UnknownCategory, Lang::Es) => "No se conoce la categoría",
        (Reason::UnknownKind, Lang::En) => "The kind of message is not known",
        (Reason::UnknownKind, Lang::Es) => "No se conoce el tipo de mensaje",
        (Reason::UnknownWaba, Lang::En) => "The account’s time zone and currency are missing",
        (Reason::UnknownWaba, Lang::Es) => "Faltan la zona horaria y la moneda de la cuenta",
        (Reason::UnknownCountry, Lang::En) => "The business’s country is missing",
        (Reason::UnknownCountry, Lang::Es) => "Falta el país del negocio",
        (Reason::Unknown(word), _) => word.as_str(),
    };
    words.to_owned()
}

/// A set of price rules, and since when it is in force.
#[must_use]
pub const fn regime(lang: Lang, regime: Regime) -> (&'static str, &'static str) {
    match (regime, lang) {
        (Regime::Notification, Lang::En) => ("Per template", "to Jan 2022"),
        (Regime::Notification, Lang::Es) => ("Por plantilla", "hasta ene 2022"),
        (Regime::Conversation, Lang::En) => ("Per conversation", "from Feb 2022"),
        (Regime::Conversation, Lang::Es) => ("Por conversación", "desde feb 2022"),
        (Regime::CategoryConversation, Lang::En) => ("By category", "from Jun 2023"),
        (Regime::CategoryConversation, Lang::Es) => ("Por categoría", "desde jun 2023"),
        (Regime::FreeServiceConversation, Lang::En) => ("Replies free", "from Nov 2024"),
        (Regime::FreeServiceConversation, Lang::Es) => ("Respuestas gratis", "desde nov 2024"),
        (Regime::PerMessage, Lang::En) => ("Per message", "from Jul 2025"),
        (Regime::PerMessage, Lang::Es) => ("Por mensaje", "desde jul 2025"),
        (Regime::ChargedService, Lang::En) => ("Replies charged", "from 1 Oct 2026"),
        (Regime::ChargedService, Lang::Es) => ("Respuestas cobradas", "desde 1 oct 2026"),
    }
}
