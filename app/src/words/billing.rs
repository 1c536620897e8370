//! Words of costs: statements, rate cards, budgets and the comparison with Meta.

pub(crate) use what_if::words::{category, month, reason, regime};

words! {
    title { en: "Billing", es: "Costes" }
    title_of(month: &str) { en: "Billing, {month}", es: "Costes, {month}" }
    estimate { en: "Estimate; Meta’s invoice is final.", es: "Estimación; la factura de Meta es la definitiva." }
    card_of(day: &str) { en: "of {day}", es: "del {day}" }
    rates_derived { en: "some of the rates used are derived", es: "algunos de los precios usados son derivados" }
    sub(zone: &str) {
        en: "A charge counts when a message is delivered, in the time zone {zone}.",
        es: "Un cargo cuenta cuando el mensaje se entrega, en la zona horaria {zone}.",
    }
    zone_assumed { en: "nobody has said which time zone the account has", es: "nadie ha dicho qué zona horaria tiene la cuenta" }
    month_nav { en: "Month", es: "Mes" }
    not_yet { en: "not yet", es: "todavía no" }
    counted(when: &str) { en: "Counted {when}", es: "Contado {when}" }
    waiting(n: &str) { en: "{n} messages are not priced yet; they follow within moments.", es: "{n} mensajes aún no tienen precio; lo tendrán enseguida." }
    csv_lines { en: "CSV of lines", es: "CSV de líneas" }
    csv_statement { en: "CSV by bakery", es: "CSV por panadería" }
    rate_cards { en: "Rate cards", es: "Tarifas" }
    budgets { en: "Budgets", es: "Presupuestos" }
    what_if { en: "What if", es: "¿Y si…?" }
    terms { en: "Time zone and partner", es: "Zona horaria e intermediario" }
    against_meta { en: "Against Meta", es: "Frente a Meta" }

    so_far { en: "So far", es: "Hasta ahora" }
    total { en: "Total", es: "Total" }
    delivered_free(delivered: &str, free: &str) { en: "{delivered} delivered, {free} of them free", es: "{delivered} entregados, {free} gratis" }
    expected { en: "Expected by month end", es: "Previsto a fin de mes" }
    range(low: &str, high: &str, days: &str) {
        en: "between {low} and {high}, four times of five; pace of the last {days} days",
        es: "entre {low} y {high}, cuatro de cada cinco veces; ritmo de los últimos {days} días",
    }
    range_weekdays(low: &str, high: &str, days: &str) {
        en: "between {low} and {high}, four times of five; each weekday as in the last {days} days",
        es: "entre {low} y {high}, cuatro de cada cinco veces; cada día de la semana como en los últimos {days} días",
    }
    no_forecast { en: "not before three whole days", es: "no antes de tres días enteros" }
    budget { en: "Budget", es: "Presupuesto" }
    budget_spent(percent: &str) { en: "{percent}% spent", es: "{percent} % gastado" }
    budget_stops { en: "sending stops at the limit", es: "al llegar al límite se deja de enviar" }
    budget_none { en: "none set", es: "sin fijar" }
    free_left { en: "Free replies left", es: "Respuestas gratis restantes" }
    free_left_of(of: &str) { en: "of {of}, for each number and month", es: "de {of}, por número y mes" }
    free_left_none(names: &str) { en: "{names} has none left", es: "a {names} no le queda ninguna" }
    month_before { en: "Month before", es: "Mes anterior" }
    about_dollars(amount: &str, date: &str) { en: "about {amount} by the ratio of Meta’s cards of {date}; information only", es: "unos {amount} según la proporción entre las tarifas de Meta del {date}; solo informativo" }
    unpriced(n: &str) { en: "Messages without a known rate, which are not in these sums: {n}.", es: "Mensajes sin tarifa conocida, que no están en estas sumas: {n}." }
    unpriced_see { en: "See them", es: "Verlos" }

    price_rules { en: "Price rules", es: "Reglas de precio" }
    price_rules_hint { en: "Each message is priced by the rules of the day it was delivered.", es: "Cada mensaje se valora con las reglas del día en que se entregó." }
    past { en: "Past", es: "Pasada" }
    this_month { en: "this month", es: "este mes" }

    cost_per_day { en: "Cost per day", es: "Coste por día" }
    running_total { en: "Running total, right scale", es: "Total acumulado, escala derecha" }
    chart_title(month: &str) { en: "Cost per day in {month} and running total", es: "Coste por día en {month} y total acumulado" }
    chart_desc(total: &str, highest: &str, day: &str) { en: "The running total is {total}. The dearest day is {day} with {highest}.", es: "El total acumulado es {total}. El día más caro es {day}, con {highest}." }
    chart_rest { en: "The rest", es: "El resto" }
    as_table { en: "As a table", es: "Como tabla" }
    chart_so_far(total: &str) { en: "{total} so far", es: "{total} hasta ahora" }
    chart_expected(total: &str) { en: "about {total}", es: "unos {total}" }
    day { en: "Day", es: "Día" }
    messages { en: "Messages", es: "Mensajes" }
    amount { en: "Amount", es: "Importe" }
    no_days { en: "Nothing was delivered in this month.", es: "En este mes no se entregó nada." }

    by_bakery { en: "By bakery", es: "Por panadería" }
    by_bakery_note { en: "dearest first", es: "de más a menos" }
    bakery { en: "Bakery", es: "Panadería" }
    nobody { en: "Numbers without a bakery", es: "Números sin panadería" }
    sent { en: "Sent", es: "Enviados" }
    delivered { en: "Delivered", es: "Entregados" }
    free { en: "Free", es: "Gratis" }
    charged { en: "Charged", es: "Cobrados" }
    meta_charges { en: "Meta", es: "Meta" }
    partner_fee { en: "Partner fee", es: "Comisión del intermediario" }
    estimate_col { en: "Estimate", es: "Estimación" }
    all_bakeries { en: "All bakeries", es: "Todas las panaderías" }
    of_its(percent: &str, budget: &str) { en: "{percent}% of its {budget}", es: "{percent} % de sus {budget}" }

    made_of { en: "What it is made of", es: "De qué se compone" }
    charged_as { en: "Charged as", es: "Cobrado como" }
    why { en: "Why", es: "Por qué" }
    market { en: "Market", es: "Mercado" }
    rate { en: "Each", es: "Cada uno" }
    card { en: "Rate card", es: "Tarifa" }
    not_known { en: "not known", es: "no se sabe" }
    late_of(month: &str) { en: "of {month}, which is signed off", es: "de {month}, que ya está cerrado" }
    lines_link { en: "Lines", es: "Líneas" }
    more_lines(n: &str, sum: &str) { en: "{n} more lines, together {sum}", es: "{n} líneas más, en total {sum}" }
    basis { en: "What these figures rest on", es: "En qué se basan estas cifras" }
    basis_rule { en: "Rules", es: "Reglas" }
    rows_derived { en: "some rows derived", es: "algunas filas derivadas" }
    basis_from(day: &str) { en: "in force from {day}", es: "vigente desde el {day}" }
    source { en: "Source", es: "Fuente" }
    allowances { en: "Free replies by number", es: "Respuestas gratis por número" }
    number { en: "Number", es: "Número" }
    used { en: "Used", es: "Usadas" }
    left { en: "Left", es: "Quedan" }

    lines_title(month: &str) { en: "Lines, {month}", es: "Líneas, {month}" }
    lines_sub { en: "Every charge, latest booking first. A correction takes a line back and books another; nothing is rewritten.", es: "Cada cargo, el último asiento primero. Una corrección anula una línea y asienta otra; nada se reescribe." }
    lines_found(n: &str, sum: &str) { en: "{n} lines, together {sum}", es: "{n} líneas, en total {sum}" }
    lines_none { en: "No line fits", es: "Ninguna línea cumple eso" }
    lines_none_text { en: "Nothing of this month fits the filter.", es: "Nada de este mes cumple el filtro." }
    booked { en: "Booked", es: "Asentado" }
    delivered_at { en: "Delivered", es: "Entregado" }
    correction { en: "Takes a line back", es: "Anula una línea" }
    replaced { en: "Taken back later", es: "Anulada después" }
    only_corrections { en: "Corrections only", es: "Solo correcciones" }
    only_unpriced { en: "Without a known rate", es: "Sin tarifa conocida" }
    all_lines { en: "All lines", es: "Todas las líneas" }
    message { en: "Message", es: "Mensaje" }

    cards_title { en: "Rate cards", es: "Tarifas" }
    cards_sub { en: "What a message costs, by market and category. A card in use is never edited, only followed by a newer one.", es: "Lo que cuesta un mensaje, por mercado y categoría. Una tarifa en uso no se edita: la sigue otra más nueva." }
    currency { en: "Currency", es: "Moneda" }
    from { en: "From", es: "Desde" }
    until { en: "Until", es: "Hasta" }
    rates { en: "Rates", es: "Precios" }
    state { en: "State", es: "Estado" }
    card_current { en: "In force", es: "Vigente" }
    card_future { en: "To come", es: "Futura" }
    card_past { en: "Past", es: "Pasada" }
    card_withdrawn(why: &str) { en: "Withdrawn: {why}", es: "Retirada: {why}" }
    card_shipped { en: "comes with Tahona", es: "viene con Tahona" }
    card_imported(who: &str) { en: "imported by {who}", es: "importada por {who}" }
    card_in_use(n: &str) { en: "{n} lines rest on it", es: "{n} líneas se basan en ella" }
    withdraw { en: "Withdraw", es: "Retirar" }
    withdraw_why { en: "Why it is wrong", es: "Por qué está mal" }
    withdrawn_done { en: "The card is withdrawn; what rested on it is priced again.", es: "La tarifa queda retirada; lo que se basaba en ella se vuelve a valorar." }
    derived { en: "derived", es: "derivado" }
    card_kind { en: "For each", es: "Por cada" }

    budgets_title { en: "Budgets", es: "Presupuestos" }
    budgets_sub { en: "What a month may cost, and who is told when it comes close.", es: "Lo que puede costar un mes y cuándo se avisa." }
    platform_budget { en: "Whole platform", es: "Toda la plataforma" }
    limit { en: "Limit for a month", es: "Límite de un mes" }
    not_counted(amount: &str) { en: "not counted, because it is in another currency: {amount}", es: "no cuenta por estar en otra moneda: {amount}" }
    budget_currency_hint { en: "A currency of one of the accounts; others are not converted", es: "La moneda de alguna de las cuentas; las demás no se convierten" }
    limit_hint { en: "An amount such as 180 or 180.50", es: "Un importe como 180 o 180,50" }
    thresholds { en: "Tell me at (percent)", es: "Avisarme al (por ciento)" }
    hard_stop { en: "Stop sending at the limit", es: "Dejar de enviar al llegar al límite" }
    save { en: "Save", es: "Guardar" }
    remove { en: "Remove", es: "Quitar" }
    budget_saved { en: "The budget is set.", es: "El presupuesto queda fijado." }
    budget_removed { en: "The budget is removed.", es: "El presupuesto queda quitado." }
    spent { en: "Spent", es: "Gastado" }
    whose { en: "For", es: "Para" }
    no_budgets { en: "No budget yet", es: "Aún no hay presupuestos" }
    no_budgets_text { en: "Without one, nobody is told when a month gets dear.", es: "Sin presupuesto nadie se entera de que un mes sale caro." }
    set_one { en: "Set a budget", es: "Fijar un presupuesto" }

    recon_title(month: &str) { en: "{month} against Meta", es: "Frente a Meta: {month}" }
    recon_sub { en: "Step by step from our estimate to what Meta says, with the reason of each step.", es: "Paso a paso de nuestra estimación a lo que dice Meta, con el motivo de cada paso." }
    pull { en: "Ask Meta now", es: "Preguntar a Meta ahora" }
    pulled(n: &str) { en: "Meta has answered with {n} figures.", es: "Meta ha contestado con {n} cifras." }
    pulled_at(when: &str) { en: "Meta’s figures of {when}", es: "Cifras de Meta de {when}" }
    pull_failed { en: "Meta did not answer:", es: "Meta no ha contestado:" }
    never_pulled { en: "Meta has not been asked about this month yet", es: "Aún no se ha preguntado a Meta por este mes" }
    never_pulled_text { en: "Ask Meta, or import the invoice, and both are compared down to day and number.", es: "Pregunta a Meta o importa la factura y se comparan hasta el día y el número." }
    step { en: "Step", es: "Paso" }
    our_estimate { en: "Our estimate", es: "Nuestra estimación" }
    our_estimate_why { en: "Counted from delivery reports", es: "Contada con los avisos de entrega" }
    unexplained { en: "Not explained", es: "Sin explicar" }
    unexplained_why { en: "What no reason fits", es: "A lo que no encaja ningún motivo" }
    metas_figures { en: "Meta’s own count", es: "La cuenta de Meta" }
    metas_invoice { en: "Meta’s invoice", es: "La factura de Meta" }
    metas_approximate { en: "Meta calls these figures approximate", es: "Meta llama aproximadas a estas cifras" }
    explained { en: "Explained to the cent", es: "Explicado al céntimo" }
    not_all_explained { en: "Not everything is explained", es: "No todo está explicado" }
    difference(amount: &str) { en: "Difference {amount}", es: "Diferencia {amount}" }
    ours { en: "Ours", es: "Nosotros" }
    theirs { en: "Meta", es: "Meta" }
    level_differ(n: &str) { en: "do not match: {n}", es: "no coinciden: {n}" }
    level_same { en: "all match", es: "todo coincide" }
    level_number { en: "By number", es: "Por número" }
    level_market { en: "By market", es: "Por mercado" }
    level_category { en: "By category", es: "Por categoría" }
    level_type { en: "By type", es: "Por tipo" }
    level_tier { en: "By volume band", es: "Por tramo de volumen" }
    level_day { en: "By day", es: "Por día" }
    import_invoice { en: "Import an invoice", es: "Importar una factura" }
    invoice_file { en: "CSV file", es: "Archivo CSV" }
    invoice_hint { en: "The invoice of this month, one line for each charge; it needs a column “amount”.", es: "La factura de este mes, una línea por cargo; necesita una columna «importe»." }
    invoice_done { en: "The invoice is in; the comparison rests on it now.", es: "La factura está dentro; la comparación se basa ahora en ella." }
    sign_off { en: "Sign the month off", es: "Cerrar el mes" }
    sign_off_hint { en: "The month stays as it is, with this comparison as evidence. What arrives later is booked into the running month.", es: "El mes se queda como está, con esta comparación como prueba. Lo que llegue después se asienta en el mes en curso." }
    note { en: "Note", es: "Nota" }
    signed_off(who: &str, when: &str) { en: "Signed off by {who}, {when}", es: "Cerrado por {who}, {when}" }
    signed_off_done { en: "The month is signed off.", es: "El mes queda cerrado." }
    seal(lines: &str, hash: &str) { en: "{lines} lines, seal {hash}", es: "{lines} líneas, sello {hash}" }
    still_running { en: "A month can be signed off when it is over.", es: "Un mes se puede cerrar cuando ha terminado." }
    account { en: "Account", es: "Cuenta" }
    no_account { en: "No account yet", es: "Aún no hay cuentas" }
    no_account_text { en: "Connect one, and its messages are priced.", es: "Conecta una y sus mensajes tendrán precio." }

    own_title { en: "What WhatsApp costs", es: "Lo que cuesta WhatsApp" }
    own_estimate { en: "This is an estimate; Meta’s invoice to the platform is final.", es: "Es una estimación; la factura de Meta a la plataforma es la definitiva." }
    own_prices(days: &str) { en: "Prices of {days}.", es: "Precios del {days}." }
    own_derived { en: "Some of them follow from other price lists.", es: "Algunos se deducen de otras listas de precios." }
    own_total { en: "This month so far", es: "Este mes hasta ahora" }
    own_total_past { en: "The whole month", es: "El mes entero" }
    own_delivered(n: &str) { en: "{n} messages reached your customers", es: "{n} mensajes llegaron a tus clientes" }
    own_free(n: &str) { en: "{n} of them were free", es: "{n} de ellos fueron gratis" }
    own_left(n: &str) { en: "You can answer {n} more messages for free this month.", es: "Este mes puedes contestar {n} mensajes más gratis." }
    own_left_none { en: "The free answers of this month are used up; each further one costs as much as an order message.", es: "Las respuestas gratis de este mes se han acabado; cada una más cuesta como un aviso de pedido." }
    own_expected(amount: &str) { en: "At this pace the month comes to about {amount}.", es: "A este ritmo el mes saldrá por unos {amount}." }
    own_nothing { en: "Nothing has cost anything yet.", es: "Aún no ha costado nada." }
    own_other_months { en: "Other months", es: "Otros meses" }
    own_receipt { en: "Receipt to print or save", es: "Recibo para imprimir o guardar" }
    own_kind_utility { en: "Order messages and reminders", es: "Avisos de pedidos y recordatorios" }
    own_kind_marketing { en: "Offers and news", es: "Ofertas y novedades" }
    own_kind_authentication { en: "Sign-in codes", es: "Códigos de acceso" }
    own_kind_service { en: "Answers to customers", es: "Respuestas a clientes" }
    own_kind_partner { en: "Messaging partner’s fee", es: "Comisión del intermediario" }
    own_kind_other { en: "Other messages", es: "Otros mensajes" }
    own_each(n: &str, rate: &str) { en: "{n} × {rate}", es: "{n} × {rate}" }
    own_many(n: &str) { en: "{n} messages, several prices", es: "{n} mensajes, varios precios" }
    own_rounding { en: "Rounding of the lines above", es: "Redondeo de las líneas anteriores" }
    receipt_title(month: &str) { en: "Receipt, {month}", es: "Recibo, {month}" }
    receipt_of { en: "WhatsApp messages of", es: "Mensajes de WhatsApp de" }
    receipt_print { en: "To print or save it as PDF, use your browser’s print command.", es: "Para imprimirlo o guardarlo en PDF, usa la orden de imprimir de tu navegador." }
    receipt_no_invoice { en: "This is no invoice. Prices by Meta’s rate card; charged when delivered.", es: "No es una factura. Precios según la tarifa de Meta; se cobra al entregar." }
    receipt_made(when: &str) { en: "Made on {when}", es: "Hecho el {when}" }
}
