//! What was said in the demo's past.

pub(super) const NAMES: &[&str] = &[
    "Amaia Etxeberria",
    "Jon Aguirre",
    "Miren Goikoetxea",
    "Leire Sanz",
    "Núria Puig",
    "Jordi Ferrer",
    "Iker Mendizábal",
    "Carmen Ruiz",
    "Paco Serrano",
    "Lucía Ortega",
    "Montse Vila",
    "Ane Larrañaga",
    "Rosa María Gil",
    "Unai Beltrán",
    "Pilar Navarro",
    "Arnau Soler",
    "Laia Roca",
    "Mikel Ugarte",
    "Begoña Ibarra",
    "Diego Campos",
    "Elena Pardo",
    "Marc Casals",
    "Sergio Molina",
    "Nerea Zabala",
    "Ainhoa Vidal",
    "Teresa Blanco",
    "Álvaro Peña",
    "Irene Castro",
    "Gorka Olano",
    "Marta Salas",
    "Rubén Prieto",
];

pub(super) const QUESTIONS: &[&str] = &[
    "Buenos días, ¿os queda hogaza de centeno?",
    "Hola, quería encargar una tarta de queso para el domingo",
    "¿A qué hora cerráis hoy?",
    "¿El pan de molde lleva huevo?",
    "¿Me apartáis tres barras? Paso antes de las dos",
    "Necesito 30 minicruasanes para el jueves a las 9",
    "¿Abrís el lunes de puente?",
    "¿Está listo mi encargo?",
    "Bon dia, teniu coca de recapte?",
    "¿Cuánto cuesta el roscón mediano?",
    "¿Se puede cambiar el encargo de mañana?",
    "¿Hacéis bocadillos para grupos?",
];

pub(super) const ANSWERS: &[&str] = &[
    "¡Buenos días! Sí, te lo guardamos en el mostrador.",
    "Apuntado. Te avisamos en cuanto esté listo.",
    "Hoy abrimos hasta las 20:30.",
    "Lleva huevo y leche; el de espelta no lleva ninguno de los dos.",
    "Claro que sí, ¿a qué nombre lo ponemos?",
    "Lo miramos en el obrador y te decimos enseguida.",
    "Sale la última hornada a las 17:45.",
    "Son 14,50 € el mediano.",
];

pub(super) const THANKS: &[&str] = &[
    "¡Gracias!",
    "Perfecto, muchas gracias",
    "Genial, hasta luego",
    "Vale, paso luego",
];

pub(super) const GOODBYES: &[&str] = &[
    "A ti, ¡hasta luego!",
    "¡Aquí te esperamos!",
    "De nada, que vaya bien el día.",
];

/// Templates that bakeries begin with: name, language, hour of the day.
pub(super) const NOTICES: &[(&str, &str, i64)] = &[
    ("po_notification", "es", 6),
    ("po_notification", "es", 6),
    ("po_notification", "es", 7),
    ("aviso_pedido_listo", "es", 11),
    ("aviso_pedido_listo", "es", 16),
    ("recordatorio_recogida", "es", 18),
    ("recordatorio_recogida", "es", 18),
    ("retraso_entrega", "es", 8),
    ("comanda_llesta", "ca", 12),
    ("codigo_acceso", "es", 9),
];
