//! Words of the search page.

words! {
    title { en: "Search", es: "Buscar" }
    label { en: "Bakery, number, account, person or id", es: "Panadería, número, cuenta, persona o identificador" }
    submit { en: "Search", es: "Buscar" }
    nothing_yet_title { en: "What are you looking for?", es: "¿Qué buscas?" }
    nothing_yet_text { en: "A name, the end of a number, or any id.", es: "Un nombre, el final de un número o cualquier identificador." }
    none_title(q: &str) { en: "Nothing for “{q}”", es: "Nada para «{q}»" }
    none_text { en: "Try the last digits of the number, or part of the name.", es: "Prueba con las últimas cifras del número o parte del nombre." }
    results { en: "Results", es: "Resultados" }
    kind_tenant { en: "Bakery", es: "Panadería" }
    kind_number { en: "Number", es: "Número" }
    kind_template { en: "Template", es: "Plantilla" }
    kind_account { en: "Account", es: "Cuenta" }
    kind_person { en: "Person", es: "Persona" }
}
