//! Words of the what-if page around its answer, which has its own.

words! {
    title { en: "What if", es: "¿Y si…?" }
    title_of(month: &str) { en: "What if, {month}", es: "¿Y si…?, {month}" }
    title_pilot { en: "What if, the pilot’s plan", es: "¿Y si…?, el plan del piloto" }
    sub { en: "The same messages under other circumstances. Nothing is changed and nothing is saved; an estimate like every figure here.", es: "Los mismos mensajes en otras circunstancias. No cambia ni se guarda nada; es una estimación, como todas las cifras de aquí." }
    starters { en: "To begin with", es: "Para empezar" }
    as_it_is { en: "This month as it is", es: "Este mes tal como es" }
    pilot { en: "The pilot’s €75", es: "Los 75 € del piloto" }
    marketing { en: "Utility became marketing", es: "La utilidad pasa a marketing" }
    own_numbers { en: "A number for each bakery", es: "Un número para cada panadería" }
    gupshup { en: "Through Gupshup", es: "A través de Gupshup" }
    question { en: "Question", es: "Pregunta" }
    month { en: "Month", es: "Mes" }
    account { en: "Account", es: "Cuenta" }
    rules { en: "Price rules", es: "Reglas de precio" }
    card { en: "Rate card", es: "Tarifa" }
    card_hint { en: "One that fits the rules.", es: "Una que encaje con las reglas." }
    partner { en: "Messaging partner", es: "Intermediario" }
    from { en: "Templates of", es: "Plantillas de" }
    to { en: "Count as", es: "Cuentan como" }
    percent { en: "Messages, in percent", es: "Mensajes, en %" }
    percent_hint { en: "100 is as many as now.", es: "100 significa tantos como ahora." }
    only { en: "Category and % for", es: "Categoría y % en" }
    everybody { en: "All bakeries", es: "Todas las panaderías" }
    numbers { en: "Numbers", es: "Números" }
    each { en: "Another number costs", es: "Otro número cuesta" }
    each_hint { en: "Each month; only used for the advice. For example 2.50.", es: "Al mes; solo cuenta para la recomendación. Por ejemplo, 2,50." }
    as_now(what: &str) { en: "As now: {what}", es: "Como ahora: {what}" }
    as_now_alone { en: "As now", es: "Como ahora" }
    numbers_shared { en: "All bakeries share one", es: "Todas comparten uno" }
    numbers_own { en: "Each bakery has its own", es: "Cada panadería tiene el suyo" }
    numbers_advised { en: "Own ones where they save money", es: "Propios donde ahorran" }
    directly { en: "Meta directly", es: "Meta directamente" }
    card_converted(card: &str) { en: "{card}, converted", es: "{card}, convertida" }
    per_conversation(card: &str) { en: "{card}, per conversation", es: "{card}, por conversación" }
    per_template(card: &str) { en: "{card}, per template", es: "{card}, por plantilla" }
    work_out { en: "Work out", es: "Calcular" }
    reset { en: "Reset", es: "Quitar todo" }
    nothing { en: "Nothing to reckon with", es: "No hay con qué calcular" }
    nothing_text { en: "This account has no messages in this month, or nobody has said in which currency it pays. The pilot’s plan works without either.", es: "Esta cuenta no tiene mensajes en este mes, o nadie ha dicho en qué moneda paga. El plan del piloto funciona sin ninguna de las dos cosas." }
}
