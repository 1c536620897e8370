//! Words of how accounts are billed: time zone and partner.

words! {
    title { en: "How accounts are billed", es: "Cómo se facturan las cuentas" }
    sub {
        en: "The time zone decides the day and month of each charge; a partner in between takes a fee on top of Meta’s price.",
        es: "La zona horaria decide el día y el mes de cada cargo; un intermediario cobra además del precio de Meta.",
    }
    account { en: "Account", es: "Cuenta" }
    currency { en: "Currency", es: "Moneda" }
    no_currency { en: "Meta has not said it yet", es: "Meta aún no la ha dicho" }
    time_zone { en: "Time zone", es: "Zona horaria" }
    assumed { en: "assumed: nobody has said it", es: "supuesta: nadie la ha dicho" }
    metas_number(id: &str) { en: "Meta’s number for it: {id}", es: "El número que le da Meta: {id}" }
    partner { en: "Partner", es: "Intermediario" }
    directly { en: "Meta directly", es: "Meta directamente" }
    since { en: "Since", es: "Desde" }
    never { en: "nobody has said anything", es: "nadie ha dicho nada" }
    change { en: "Change", es: "Cambiar" }
    change_of(name: &str) { en: "Change {name}", es: "Cambiar {name}" }
    own { en: "Another one, with the figures below", es: "Otro, con las cifras de abajo" }
    own_name { en: "Another partner", es: "Otro intermediario" }
    not_public(name: &str) { en: "{name}: its price is not public, so its fee stays unknown", es: "{name}: su precio no es público y su comisión queda sin saber" }
    known(name: &str, fees: &str) { en: "{name}: {fees}", es: "{name}: {fees}" }
    no_fee { en: "no fee", es: "sin comisión" }
    each_message(amount: &str) { en: "{amount} for each message", es: "{amount} por mensaje" }
    each_answer(amount: &str) { en: "{amount} for each customer’s message", es: "{amount} por mensaje de un cliente" }
    each_failure(amount: &str) { en: "{amount} for each failed one", es: "{amount} por mensaje fallido" }
    each_number(amount: &str) { en: "{amount} for each number and month", es: "{amount} por número y mes" }
    share(percent: &str) { en: "{percent}% of Meta’s price", es: "{percent} % del precio de Meta" }
    time_zone_hint {
        en: "As in Meta’s account settings, such as Europe/Madrid. Meta never changes it: a new one corrects every month, and Meta’s own figures have to be asked for again.",
        es: "La de los ajustes de la cuenta en Meta, como Europe/Madrid. Meta no la cambia nunca: una nueva corrige todos los meses, y hay que volver a pedir las cifras de Meta.",
    }
    markup { en: "Mark-up on Meta’s price (percent)", es: "Recargo sobre el precio de Meta (por ciento)" }
    per_message { en: "Fee for each message", es: "Comisión por mensaje" }
    per_message_hint { en: "Such as 0.005. Mark-up and fee are for another partner only; whoever stands in the list has figures of its own.", es: "Por ejemplo 0,005. Recargo y comisión son solo para otro intermediario; los de la lista tienen sus propias cifras." }
    fee_currency { en: "Currency of the fee", es: "Moneda de la comisión" }
    fee_currency_hint { en: "Empty: the account’s", es: "Vacío: la de la cuenta" }
    from { en: "First day of the partner", es: "Primer día del intermediario" }
    from_hint {
        en: "From 00:00 of this day. Months that are signed off stay; what changes in them is booked into the running one.",
        es: "Desde las 00:00 de ese día. Los meses cerrados se quedan como están; lo que cambia en ellos se asienta en el mes en curso.",
    }
    save { en: "Save", es: "Guardar" }
    saved { en: "Saved. What rests on it is priced again.", es: "Guardado. Lo que depende de ello se vuelve a valorar." }
    kind { en: "Special rates", es: "Tarifas especiales" }
    international_since(when: &str) { en: "Meta charges international rates for codes since {when}.", es: "Meta cobra tarifas internacionales por los códigos desde {when}." }
    international_not { en: "Meta has not announced international rates for codes.", es: "Meta no ha anunciado tarifas internacionales para los códigos." }
    nonprofit {
        en: "Of a government or a non-profit organisation: answers are free until the end of 2027",
        es: "De una administración pública o sin ánimo de lucro: las respuestas son gratis hasta finales de 2027",
    }
    history { en: "What was said", es: "Lo que se ha dicho" }
    said(who: &str, when: &str) { en: "{who}, {when}", es: "{who}, {when}" }
    from_day(day: &str) { en: "from {day}", es: "desde el {day}" }
}
