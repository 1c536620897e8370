//! Words around the description of the API. The description itself is in
//! English, like the API.

words! {
    title { en: "API", es: "API" }
    sub {
        en: "What programs can ask for. Every answer is JSON; errors are problem details with a stable code.",
        es: "Lo que pueden pedir los programas. Las respuestas son JSON; los errores llevan un código estable. La descripción está en inglés, como la API.",
    }
    document { en: "OpenAPI document", es: "Documento OpenAPI" }
    keys { en: "API keys", es: "Claves de API" }
    bearer { en: "Send a key with every request:", es: "Envía una clave en cada petición:" }
    parameters { en: "Parameters", es: "Parámetros" }
    parameter { en: "Parameter", es: "Parámetro" }
    place { en: "Where", es: "Dónde" }
    kind { en: "Type", es: "Tipo" }
    meaning { en: "Meaning", es: "Significado" }
    required { en: "required", es: "obligatorio" }
    body { en: "Body", es: "Cuerpo" }
    contents { en: "Requests", es: "Peticiones" }
    problems(n: &str) { en: "When it fails: {n}", es: "Si algo falla: {n}" }
    answers { en: "Answers", es: "Respuestas" }
    shapes { en: "Shapes", es: "Formas" }
    missing_title { en: "No description here", es: "Aquí no hay descripción" }
    missing_text { en: "This server does not publish its API.", es: "Este servidor no publica su API." }
}
