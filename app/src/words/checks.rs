//! "Why can't this bakery send?"

use domain::{lang::Lang, message::gate::Gate, meta_error::Who};

words! {
    title(name: &str) { en: "Why can’t {name} send?", es: "¿Por qué no puede enviar {name}?" }
    title_open(name: &str) { en: "Can {name} send?", es: "¿Puede enviar {name}?" }
    ran_at(at: &str) { en: "All checks run {at}", es: "Todo comprobado {at}" }
    again { en: "Check again", es: "Comprobar otra vez" }
    all_open { en: "Nothing stands in the way. It can send.", es: "No hay ningún impedimento. Puede enviar." }
    unknowns { en: "Nothing stops it, but not everything is known.", es: "Nada lo impide, pero no se sabe todo." }
    only_one(what: &str) { en: "{what} That is the only check that stops it.", es: "{what} Es lo único que lo impide." }
    first_of(what: &str, count: usize) {
        en: "{what} That is the first of {count} checks that stop it.",
        es: "{what} Es lo primero de {count} cosas que lo impiden.",
    }
    nothing_lost(count: u64) {
        en: "Nothing is lost: what waits ({count}) goes out once this is solved.",
        es: "No se pierde nada: lo que espera ({count}) saldrá cuando se resuelva.",
    }
    case { en: "Check one case", es: "Comprobar un caso" }
    template { en: "Template", es: "Plantilla" }
    no_template { en: "No template", es: "Sin plantilla" }
    to { en: "To", es: "Para" }
    to_hint { en: "Any person, or a phone with its country code", es: "Cualquiera, o un teléfono con prefijo de país" }
    check { en: "Check this case", es: "Comprobar este caso" }
    list_label { en: "Checks, in the order they apply", es: "Comprobaciones, en su orden" }
    ours { en: "our data, now", es: "nuestros datos, ahora" }
    meta(at: &str) { en: "Meta, {at}", es: "Meta, {at}" }
    not_needed { en: "Not needed", es: "No hace falta" }
    not_known { en: "Not known", es: "No se sabe" }
    how { en: "How to fix it", es: "Cómo arreglarlo" }
    waiting { en: "Messages waiting", es: "Mensajes en espera" }
    waiting_count { en: "Waiting", es: "En espera" }
    oldest { en: "Oldest", es: "El más antiguo" }
    expires { en: "Expires first", es: "Caduca primero" }
    none_waiting { en: "Nothing waits.", es: "No espera nada." }
    shared { en: "It sends from the shared number.", es: "Envía desde el número compartido." }
    resume { en: "The cause is over: go on sending", es: "La causa ha pasado: seguir enviando" }
    switched_by(name: &str) { en: "Switched by {name}", es: "Cambiado por {name}" }
    wrote(when: &str) { en: "The customer last wrote {when}.", es: "El cliente escribió por última vez {when}." }
    budget_of(spent: &str, whole: &str) { en: "{spent} of {whole} are spent.", es: "Van gastados {spent} de {whole}." }
    only_languages(wish: &str, languages: &str) { en: "{wish} does not exist; there is {languages}.", es: "{wish} no existe; hay {languages}." }
    template_held(wish: &str) { en: "{wish} is held, because it became dearer.", es: "{wish} está retenida porque ha subido de precio." }
    template_is(wish: &str, state: &str) { en: "{wish}: {state}", es: "{wish}: {state}" }
    people_of(total: &str, limit: &str, own: &str, share: &str) {
        en: "{total} of {limit} people in the last 24 hours; this bakery wrote to {own}, and {share} are its share.",
        es: "{total} de {limit} personas en las últimas 24 horas; esta panadería ha escrito a {own} y le tocan {share}.",
    }
    unlimited { en: "No limit", es: "Sin límite" }
    bad_phone { en: "This is not a phone number with its country code.", es: "Esto no es un teléfono con prefijo de país." }
}

/// What a gate is about, as something that should be so.
pub(crate) const fn name(lang: Lang, gate: Gate) -> &'static str {
    let (en, es) = match gate {
        Gate::Platform => (
            "WhatsApp is on for the platform",
            "WhatsApp está activado en la plataforma",
        ),
        Gate::Tenant => ("The bakery is not suspended", "La panadería no está suspendida"),
        Gate::OwnerSwitch => (
            "The bakery switched WhatsApp on",
            "La panadería ha activado WhatsApp",
        ),
        Gate::Number => ("It has a number", "Tiene un número"),
        Gate::NumberStatus => ("The number is connected", "El número está conectado"),
        Gate::Token => (
            "Our access to the account works",
            "Nuestro acceso a la cuenta funciona",
        ),
        Gate::AccountHealth => ("The account is allowed to send", "La cuenta puede enviar"),
        Gate::FleetStop => ("Sending does not stand still", "El envío no está detenido"),
        Gate::Template => ("The template is approved", "La plantilla está aprobada"),
        Gate::Parameters => (
            "The values fit the template",
            "Los valores encajan en la plantilla",
        ),
        Gate::OptIn => ("The person agreed", "La persona dio su permiso"),
        Gate::OptOut => ("The person has not said stop", "La persona no ha pedido parar"),
        Gate::Window => ("24-hour window", "Ventana de 24 horas"),
        Gate::NumberLimit => ("The number may write first", "El número puede escribir primero"),
        Gate::DailyLimit => ("Shared daily limit", "Límite diario compartido"),
        Gate::Budget => ("The budget is not used up", "El presupuesto no está agotado"),
    };
    match lang {
        Lang::En => en,
        Lang::Es => es,
    }
}

/// What it means that a gate stops.
pub(crate) const fn stops(lang: Lang, gate: Gate) -> &'static str {
    let (en, es) = match gate {
        Gate::Platform => (
            "WhatsApp is off for the whole platform.",
            "WhatsApp está desactivado en toda la plataforma.",
        ),
        Gate::Tenant => ("The bakery is suspended.", "La panadería está suspendida."),
        Gate::OwnerSwitch => (
            "The bakery has WhatsApp switched off.",
            "La panadería tiene WhatsApp desactivado.",
        ),
        Gate::Number => (
            "There is no number to send from.",
            "No hay ningún número desde el que enviar.",
        ),
        Gate::NumberStatus => ("Its number is not connected.", "Su número no está conectado."),
        Gate::Token => (
            "WhatsApp does not accept our access to the account.",
            "WhatsApp no acepta nuestro acceso a la cuenta.",
        ),
        Gate::AccountHealth => ("WhatsApp blocks the account.", "WhatsApp bloquea la cuenta."),
        Gate::FleetStop => (
            "Sending stands still: the last message was refused for a reason that concerns all of them.",
            "El envío está detenido: el último mensaje se rechazó por algo que afecta a todos.",
        ),
        Gate::Template => (
            "The template cannot be used in this language.",
            "La plantilla no se puede usar en este idioma.",
        ),
        Gate::Parameters => (
            "The values do not fit the template.",
            "Los valores no encajan en la plantilla.",
        ),
        Gate::OptIn => (
            "The person has not agreed to be written to.",
            "La persona no ha dado permiso para escribirle.",
        ),
        Gate::OptOut => (
            "The person asked for no more messages.",
            "La persona ha pedido no recibir más mensajes.",
        ),
        Gate::Window => (
            "Free text needs a message from the customer within the last 24 hours.",
            "El texto libre solo vale si el cliente ha escrito en las últimas 24 horas.",
        ),
        Gate::NumberLimit => (
            "WhatsApp says that its number has reached its limit: it can only answer people who wrote in the last 24 hours.",
            "WhatsApp dice que su número ha llegado a su límite: solo puede contestar a quien ha escrito en las últimas 24 horas.",
        ),
        Gate::DailyLimit => (
            "Today’s shared limit has no room left for this bakery.",
            "El límite compartido de hoy ya no tiene sitio para esta panadería.",
        ),
        Gate::Budget => (
            "The month’s budget is used up, and sending stops there.",
            "El presupuesto del mes está agotado y el envío se detiene ahí.",
        ),
    };
    match lang {
        Lang::En => en,
        Lang::Es => es,
    }
}

/// Why a value does not fit its template.
pub(crate) const fn misfit(lang: Lang, what: &str) -> &'static str {
    let (en, es) = match what.as_bytes() {
        b"count" => (
            "another number of values is needed.",
            "hace falta otro número de valores.",
        ),
        b"missing" => ("a value is missing.", "falta un valor."),
        b"unknown" => (
            "the template has no such place.",
            "la plantilla no tiene ese hueco.",
        ),
        b"empty" => ("the value is empty.", "el valor está vacío."),
        b"line_break" => ("the value has a line break.", "el valor tiene un salto de línea."),
        b"tab" => ("the value has a tab.", "el valor tiene una tabulación."),
        b"spaces" => (
            "the value has too many spaces in a row.",
            "el valor tiene demasiados espacios seguidos.",
        ),
        b"too_long" => ("the text becomes too long.", "el texto queda demasiado largo."),
        _ => ("the value is of another kind.", "el valor es de otro tipo."),
    };
    match lang {
        Lang::En => en,
        Lang::Es => es,
    }
}

/// What opens a gate.
pub(crate) const fn fix(lang: Lang, gate: Gate) -> &'static str {
    let (en, es) = match gate {
        Gate::Platform => (
            "Turn WhatsApp on for the whole platform, on the page Overview.",
            "Activa WhatsApp para toda la plataforma en la página Resumen.",
        ),
        Gate::Tenant => (
            "Lift the suspension on the bakery’s page.",
            "Quita la suspensión en la página de la panadería.",
        ),
        Gate::OwnerSwitch => (
            "The owner flips the switch in their own settings.",
            "Quien lleva la panadería lo activa en sus ajustes.",
        ),
        Gate::Number => (
            "Assign a number, or choose a shared number.",
            "Asigna un número o elige un número compartido.",
        ),
        Gate::NumberStatus => (
            "Register the number again in WhatsApp Manager, then sync the account.",
            "Vuelve a registrar el número en el administrador de WhatsApp y sincroniza la cuenta.",
        ),
        Gate::Token => (
            "Put a new token on the account’s page.",
            "Pon un token nuevo en la página de la cuenta.",
        ),
        Gate::AccountHealth => (
            "Remove what WhatsApp names here: payment, verification or a violation. Then sync the account.",
            "Resuelve lo que WhatsApp indica aquí: pago, verificación o una infracción. Después sincroniza la cuenta.",
        ),
        Gate::FleetStop => (
            "End the cause. Sending goes on by itself when WhatsApp reports the account as healthy, or when you say so.",
            "Resuelve la causa. El envío sigue solo cuando WhatsApp da la cuenta por buena, o cuando tú lo digas.",
        ),
        Gate::Template => (
            "Choose an approved template, in exactly its language.",
            "Elige una plantilla aprobada, exactamente en su idioma.",
        ),
        Gate::Parameters => (
            "Change the values that are named here.",
            "Cambia los valores que se indican aquí.",
        ),
        Gate::OptIn => (
            "Record that the person agreed, with proof; or wait until they write first.",
            "Anota que la persona dio permiso, con prueba; o espera a que escriba primero.",
        ),
        Gate::OptOut => (
            "Only the person can take this back, by writing START.",
            "Solo la persona puede retirarlo, escribiendo ALTA.",
        ),
        Gate::Window => (
            "Send a template, or hold the text until the customer answers one.",
            "Envía una plantilla, o deja el texto en espera hasta que el cliente conteste.",
        ),
        Gate::NumberLimit => (
            "Wait; answers go out meanwhile. WhatsApp does not say when it ends, usually within a day. If it lasts longer, look at the number in WhatsApp Manager.",
            "Espera; las respuestas salen mientras tanto. WhatsApp no dice cuándo termina, suele ser en un día. Si dura más, mira el número en el administrador de WhatsApp.",
        ),
        Gate::DailyLimit => (
            "Wait. Everybody written to counts for 24 hours.",
            "Espera. Cada persona a la que se escribe cuenta 24 horas.",
        ),
        Gate::Budget => (
            "Raise the budget or take its hard stop off: Billing, Budgets.",
            "Sube el presupuesto o quítale la parada: Costes, Presupuestos.",
        ),
    };
    match lang {
        Lang::En => en,
        Lang::Es => es,
    }
}

/// Who can open a gate.
pub(crate) const fn who(lang: Lang, who: Who) -> &'static str {
    let (en, es) = match who {
        Who::Admin => ("A platform admin", "Un administrador"),
        Who::Sender => ("The bakery or its program", "La panadería o su programa"),
        Who::Customer => ("The customer", "El cliente"),
        Who::Meta => ("WhatsApp", "WhatsApp"),
        Who::Time => ("Time", "El tiempo"),
    };
    match lang {
        Lang::En => en,
        Lang::Es => es,
    }
}
