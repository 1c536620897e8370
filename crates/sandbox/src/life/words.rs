//! Who writes to a bakery, and what.

/// Names and languages of the neighbours.
pub(super) const PEOPLE: &[(&str, &str)] = &[
    ("Amaia Etxeberria", "es"),
    ("Jon Aguirre", "es"),
    ("Miren Goikoetxea", "es"),
    ("Leire Sanz", "es"),
    ("Núria Puig", "ca"),
    ("Jordi Ferrer", "ca"),
    ("Emily Carter", "en"),
    ("Iker Mendizábal", "es"),
    ("Carmen Ruiz", "es"),
    ("Paco Serrano", "es"),
    ("Lucía Ortega", "es"),
    ("Montse Vila", "ca"),
    ("Tom Baker", "en"),
    ("Ane Larrañaga", "es"),
    ("Rosa María Gil", "es"),
    ("Unai Beltrán", "es"),
    ("Pilar Navarro", "es"),
    ("Arnau Soler", "ca"),
    ("Bar Txoko", "es"),
    ("Cafetería Alameda", "es"),
    ("Harinas Urbano", "es"),
    ("Hotel Dato", "es"),
    ("Laia Roca", "ca"),
    ("Sophie Martin", "en"),
    ("Mikel Ugarte", "es"),
    ("Begoña Ibarra", "es"),
    ("Diego Campos", "es"),
    ("Elena Pardo", "es"),
    ("Marc Casals", "ca"),
    ("Sergio Molina", "es"),
    ("Nerea Zabala", "es"),
    ("Ainhoa Vidal", "es"),
];

const ES: &[&str] = &[
    "Buenos días, ¿os queda hogaza de masa madre?",
    "Hola! Quería encargar una tarta de manzana para el sábado, ¿llego a tiempo?",
    "¿Abrís mañana domingo?",
    "Hola, ¿el pan de espelta lleva leche?",
    "Necesito 40 panecillos para un cumpleaños el viernes a las 17 h",
    "¿Me podéis guardar dos barras y una chapata? Paso a las 13:30",
    "Kaixo! ¿Tenéis roscón sin nata?",
    "¿A qué hora sale la última hornada?",
    "Buenas, ¿hacéis pan sin gluten? Mi hija es celíaca",
    "¿Cuánto cuesta la tarta de queso grande?",
    "Ayer el croissant estaba buenísimo, enhorabuena",
    "Hola, mi pedido ENC-2041 ¿está listo?",
    "¿Puedo cambiar el encargo de mañana a las 11?",
    "¿Tenéis empanada de atún hoy?",
    "Buenos días, mándame la factura de octubre por favor",
    "¿Se puede pagar con tarjeta?",
    "Quería media docena de palmeras de chocolate para llevar",
    "El pan de hoy ha salido un poco quemado por abajo",
];
const CA: &[&str] = &[
    "Bon dia! Us queda pa de pagès?",
    "Hola, voldria encarregar una coca de Sant Joan",
    "Obriu demà al matí?",
    "Em podeu guardar dues barres de quart?",
    "La coca de vidre porta sucre?",
    "Quant val el tortell petit?",
    "Hola, la comanda ja està a punt?",
    "Feu panellets sense ametlla?",
];
const EN: &[&str] = &[
    "Hi! Do you have any sourdough left?",
    "Good morning, are you open on Sunday?",
    "Could I order a birthday cake for Saturday?",
    "Is the rye bread vegan?",
    "What time do you close today?",
    "Can you keep two baguettes for me? I'll be there at one",
];

/// First messages.
pub(super) fn texts(language: &str) -> &'static [&'static str] {
    match language {
        "ca" => CA,
        "en" => EN,
        _ => ES,
    }
}

/// What people add a moment later.
pub(super) fn afterthoughts(language: &str) -> &'static [&'static str] {
    match language {
        "ca" => &[
            "I mitja dotzena de croissants, si us plau",
            "Gràcies!",
            "Ah, i una barra d'avena",
        ],
        "en" => &["And half a dozen croissants please", "Thanks!", "No nuts, please"],
        _ => &[
            "Y media docena de croissants, por favor",
            "¡Gracias!",
            "Ah, y una barra integral",
            "Perdón, mejor para las 12",
            "Sin frutos secos, por favor",
        ],
    }
}

/// What people answer.
pub(super) fn answers(language: &str) -> &'static [&'static str] {
    match language {
        "ca" => &[
            "Perfecte, gràcies!",
            "D'acord, hi passo a la tarda",
            "Moltes gràcies",
        ],
        "en" => &["Great, thank you!", "OK, see you later", "Perfect"],
        _ => &[
            "Perfecto, gracias",
            "Vale, paso luego",
            "Genial, muchas gracias 😊",
            "Recibido",
            "De acuerdo, hasta mañana",
        ],
    }
}

/// Under a picture.
pub(super) fn caption(language: &str) -> &'static str {
    match language {
        "ca" => "En voldria una com aquesta",
        "en" => "I'd like one like this",
        _ => "Quería una como esta",
    }
}
