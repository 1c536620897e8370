//! What is wrong, in words: what happened, what to do. The one place where use
//! cases' refusals become sentences for people.

use domain::{
    lang::Lang,
    person::{BadPassword, PASSWORD_MIN},
    phone::BadPhone,
};
use service::{
    Problem, ServiceError,
    error::{Conflict, Upstream},
};

use crate::{components::format::Times, request::Request};

words! {
    required { en: "Fill this in.", es: "Rellena este campo." }
    too_long(max: usize) { en: "At most {max} characters.", es: "Como mucho {max} caracteres." }
    control { en: "Write it on one line, without control characters.", es: "Escríbelo en una línea, sin caracteres de control." }
    not_an_email { en: "This is not an e-mail address.", es: "Esto no es una dirección de correo." }
    phone_character { en: "A phone number has digits, spaces, dashes and brackets only.", es: "Un teléfono solo lleva cifras, espacios, guiones y paréntesis." }
    phone_length(digits: usize) {
        en: "A number with its country code has 7 to 15 digits. This one has {digits}.",
        es: "Un número con su prefijo de país tiene de 7 a 15 cifras. Este tiene {digits}.",
    }
    phone_zero { en: "A country code does not start with 0.", es: "Un prefijo de país no empieza por 0." }
    phone_country { en: "Write the country code too, for example +34 612 345 678.", es: "Escribe también el prefijo del país, por ejemplo +34 612 345 678." }
    not_an_id { en: "This is not an id. An id has digits only, usually 15 to 17.", es: "Esto no es un identificador. Solo lleva cifras, casi siempre de 15 a 17." }
    own_number { en: "This is the number that it would be sent from.", es: "Es el mismo número desde el que se enviaría." }
    not_a_choice { en: "Choose one of the list.", es: "Elige una opción de la lista." }
    no_bakery { en: "No bakery has this id, reference or name.", es: "Ninguna panadería tiene este identificador, referencia o nombre." }
    several_bakeries {
        en: "More than one bakery fits. Write its id: it stands in the address of its page.",
        es: "Encaja más de una panadería. Escribe su identificador: está en la dirección de su página.",
    }
    password_short(min: usize) { en: "At least {min} characters. A short sentence is fine.", es: "Al menos {min} caracteres. Vale una frase corta." }
    password_long { en: "That is too long. 512 characters are plenty.", es: "Es demasiado larga. Con 512 caracteres sobra." }
    password_common { en: "This one is guessed first. Choose another.", es: "Es de las primeras que se prueban. Elige otra." }
    password_email { en: "It contains your e-mail address. Choose another.", es: "Contiene tu correo. Elige otra." }
    passwords_differ { en: "The two passwords are not the same.", es: "Las dos contraseñas no son iguales." }
    wrong_credentials { en: "E-mail and password do not match.", es: "El correo o la contraseña no coinciden." }
    wrong_code { en: "This code is wrong or used up. Take the newest one.", es: "Este código no vale o ya se ha usado. Usa el más nuevo." }
    bad_link { en: "This link was used, withdrawn or is too old. Ask for a new one.", es: "Este enlace ya se ha usado, se ha retirado o ha caducado. Pide otro." }
    taken { en: "Somebody else has this already.", es: "Ya lo tiene otra persona." }
    too_large(megabytes: usize) { en: "The file is too large: at most {megabytes} MB.", es: "El archivo pesa demasiado: como mucho {megabytes} MB." }
    not_csv { en: "This file cannot be read as CSV. Save it as CSV with UTF-8.", es: "Este archivo no se puede leer como CSV. Guárdalo como CSV con UTF-8." }
    not_a_spreadsheet { en: "This spreadsheet cannot be read. Save it as CSV with UTF-8.", es: "Esta hoja de cálculo no se puede leer. Guárdala como CSV con UTF-8." }
    too_many_rows(max: usize) { en: "At most {max} rows at a time. Split the file.", es: "Como mucho {max} filas de una vez. Divide el archivo." }
    missing_column(column: &str) { en: "The column “{column}” is missing.", es: "Falta la columna «{column}»." }
    formula { en: "A spreadsheet would run this as a formula. Remove the sign at the start.", es: "Una hoja de cálculo lo tomaría por una fórmula. Quita el signo del principio." }
    repeated(line: u64) { en: "Line {line} says the same.", es: "La línea {line} dice lo mismo." }
    demo_secret { en: "This is a secret of the demo. It works in the demo only.", es: "Es un secreto de la demo. Solo vale en la demo." }
    not_configured(variable: &str) { en: "{variable} is not set. Whoever runs the server can set it.", es: "Falta {variable}. Quien administra el servidor puede ponerlo." }
    confirmation_differs { en: "What you typed does not match.", es: "Lo que has escrito no coincide." }

    meta_token { en: "Meta does not accept this token. Make a new one.", es: "Meta no acepta este token. Crea uno nuevo." }
    demo_token {
        en: "The stored token is the demo’s and is not used outside of it. Replace it with a real one.",
        es: "El token guardado es el de la demo y no se usa fuera de ella. Cámbialo por uno de verdad.",
    }
    meta_permission { en: "The token may not do this. Give it the missing permission.", es: "El token no tiene permiso para esto. Dale el que falta." }
    meta_wrong_id { en: "Meta does not know this id, or the token may not see it.", es: "Meta no conoce este identificador, o el token no puede verlo." }
    meta_rate { en: "Meta asks us to wait. Try again in some minutes.", es: "Meta nos pide esperar. Inténtalo en unos minutos." }
    meta_transient { en: "Meta had a fault. Try again in a minute.", es: "Meta ha tenido un fallo. Inténtalo en un minuto." }
    meta_unreachable { en: "Meta could not be reached. Try again in a minute.", es: "No hemos podido llegar a Meta. Inténtalo en un minuto." }
    meta_rejected { en: "Meta refused this.", es: "Meta lo ha rechazado." }
    meta_said(summary: &str, message: &str) { en: "{summary} Meta says: {message}", es: "{summary} Meta dice: {message}" }
    meta_code(code: i64) { en: " (code {code})", es: " (código {code})" }

    number_taken(number: &str, tenant: &str, by: &str, at: &str) {
        en: "{number} belongs to {tenant}: {by} assigned it, {at}. Nothing was changed.",
        es: "{number} es de {tenant}: lo asignó {by}, {at}. No se ha cambiado nada.",
    }
    tenant_has_number(tenant: &str, number: &str) {
        en: "{tenant} already has {number}. Say that it should be replaced.",
        es: "{tenant} ya tiene {number}. Indica que quieres cambiarlo.",
    }
    stale(by: &str, at: &str) {
        en: "{by} changed this, {at}. Your change was not saved; look at it again.",
        es: "{by} lo ha cambiado, {at}. Tu cambio no se ha guardado; vuelve a mirarlo.",
    }
    cannot_undo { en: "This can no longer be undone: something was changed since, or it is too long ago.", es: "Ya no se puede deshacer: algo ha cambiado desde entonces o ha pasado demasiado tiempo." }
    number_vanished { en: "Meta no longer lists this number.", es: "Meta ya no muestra este número." }
    number_archived { en: "This number is archived. Take it back first.", es: "Este número está archivado. Recupéralo primero." }
    number_in_use { en: "A bakery uses this number. Release it first.", es: "Una panadería usa este número. Libéralo primero." }
    number_is_default { en: "This is the shared number. Choose another shared number first.", es: "Este es el número compartido. Elige antes otro número compartido." }
    tenant_suspended { en: "This bakery is suspended.", es: "Esta panadería está suspendida." }
    account_disconnected { en: "This account is disconnected.", es: "Esta cuenta está desconectada." }
    import_applied { en: "This import was done already.", es: "Esta importación ya se ha hecho." }
    draft_closed { en: "This draft was handed in or put away. Take it out again to change it.", es: "Este borrador se entregó o se archivó. Recupéralo para cambiarlo." }
    template_gone { en: "Meta no longer lists this template.", es: "Meta ya no muestra esta plantilla." }
    app_unknown { en: "It is not known which app the account’s token belongs to. Read the account again.", es: "No se sabe de qué aplicación es el token de la cuenta. Vuelve a leer la cuenta." }
    submission_unsettled { en: "What became of the last attempt is not known yet. Read the templates first.", es: "Aún no se sabe qué fue del último intento. Lee antes las plantillas." }
    template_disabled {
        en: "Meta has switched this template off for good; write a new one under another name.",
        es: "Meta ha desactivado esta plantilla para siempre; escribe otra con otro nombre.",
    }
    template_not_paused { en: "This template is not paused.", es: "Esta plantilla no está en pausa." }
    template_not_read {
        en: "Meta’s list does not hold this template yet; read the list again first.",
        es: "La lista de Meta aún no incluye esta plantilla; vuelve a leerla primero.",
    }
    template_not_editable { en: "Meta takes no changes of it for now.", es: "De momento Meta no admite cambios en ella." }
    last_admin { en: "This is the last platform admin. Make somebody else one first.", es: "Es el último administrador. Nombra antes a otro." }
    message_under_way { en: "WhatsApp is being asked at this moment. Wait for its answer.", es: "Se está entregando a WhatsApp en este momento. Espera su respuesta." }
    message_sent_again { en: "This message was sent again already. Look at the new one.", es: "Este mensaje ya se ha enviado otra vez. Mira el nuevo." }
    message_not_unknown { en: "What became of this message is known by now.", es: "Ya se sabe qué ha sido de este mensaje." }
    not_waiting { en: "Nobody waits for an answer here any more.", es: "Aquí ya nadie espera respuesta." }
    not_held { en: "This message has left already.", es: "Este mensaje ya ha salido." }
    sign_in_expired { en: "That took too long, or your password has changed. Sign in again.", es: "Ha pasado demasiado tiempo o tu contraseña ha cambiado. Vuelve a entrar." }
    number_free { en: "This number is free already.", es: "Este número ya está libre." }
    token_unchanged { en: "This is the token that is in use already.", es: "Es el token que ya está en uso." }
    second_factor_on { en: "The second step is set up already.", es: "El segundo paso ya está activado." }
    user_disabled { en: "This person cannot sign in. Let them in again first.", es: "Esta persona no puede entrar. Reactívala primero." }
    idempotency_key_reused { en: "This Idempotency-Key was used for another request.", es: "Esta Idempotency-Key ya se usó para otra petición." }
    wrong_state { en: "This is not possible in its present state.", es: "No es posible en su estado actual." }
    too_many(minutes: u64) { en: "Too many attempts. Try again in {minutes} min.", es: "Demasiados intentos. Vuelve a probar en {minutes} min." }
    unavailable { en: "Tahona cannot reach its database. Nothing was changed; try again in a minute.", es: "Tahona no llega a su base de datos. No se ha cambiado nada; inténtalo en un minuto." }
    busy { en: "Somebody else was changing the same thing at this moment. Nothing was changed; try again.", es: "Alguien estaba cambiando lo mismo en este momento. No se ha cambiado nada; inténtalo otra vez." }
    internal(request: &str) {
        en: "Something broke on our side. Nothing was changed. Request {request}.",
        es: "Algo ha fallado por nuestra parte. No se ha cambiado nada. Petición {request}.",
    }
    not_an_amount { en: "Enter an amount above zero, such as 180 or 180.50.", es: "Escribe un importe mayor que cero, como 180 o 180,50." }
    out_of_range(min: i64, max: i64) { en: "Only whole numbers from {min} to {max}.", es: "Solo números enteros de {min} a {max}." }
    not_for_this { en: "Leave it empty: this partner has figures of its own.", es: "Déjalo vacío: este intermediario tiene sus propias cifras." }
    not_a_day { en: "Enter a day such as 2026-11-01.", es: "Escribe un día como 2026-11-01." }
    not_a_time { en: "Write day and time such as 2026-11-20T10:42:00Z.", es: "Escribe día y hora como 2026-11-20T10:42:00Z." }
    not_a_sample { en: "Take a picture (JPEG or PNG), a film (MP4) or a PDF.", es: "Elige una foto (JPEG o PNG), un vídeo (MP4) o un PDF." }
    not_a_time_zone { en: "There is no such time zone. Write it as in Europe/Madrid.", es: "Esa zona horaria no existe. Escríbela como Europe/Madrid." }
    not_a_currency { en: "Enter the three letters of a currency, such as EUR.", es: "Escribe las tres letras de una moneda, como EUR." }
    amount_in_line(line: u64) { en: "Line {line} holds no amount that can be read.", es: "La línea {line} no contiene un importe legible." }
    volume_in_line(line: u64) { en: "Line {line} holds no number of messages that can be read.", es: "La línea {line} no contiene un número de mensajes legible." }
    day_in_line(line: u64) { en: "Line {line} holds no day that can be read. Write it as 2026-11-01.", es: "La línea {line} no contiene un día legible. Escríbelo como 2026-11-01." }
    mixed_currencies { en: "The file mixes currencies.", es: "El archivo mezcla monedas." }
    other_currency(expected: &str) { en: "The account is billed in {expected}.", es: "La cuenta se factura en {expected}." }
    card_withdrawn { en: "The rate card is withdrawn already.", es: "La tarifa ya está retirada." }
    month_closed { en: "The month is signed off already.", es: "El mes ya está cerrado." }
    month_running { en: "The month is still running.", es: "El mes aún no ha terminado." }
    month_empty { en: "The account has no messages yet.", es: "La cuenta aún no tiene mensajes." }
    month_too_large { en: "The month has too many messages to go through on a page.", es: "El mes tiene demasiados mensajes para recorrerlos en una página." }
    lines_waiting { en: "Messages are still waiting to be priced. Try again in a moment.", es: "Aún hay mensajes por valorar. Prueba otra vez en un momento." }
    not_there { en: "It is no longer there.", es: "Ya no está." }
    not_allowed { en: "Your role cannot do this.", es: "Tu perfil no permite hacer esto." }
}

/// A column of a file as its readers call it; files may call it either way.
pub(crate) fn column(lang: Lang, name: &str) -> &str {
    match (lang, name) {
        (Lang::Es, "phone") => "teléfono",
        (Lang::Es, "wording") => "palabras",
        (Lang::Es, "name") => "nombre",
        (Lang::Es, "category") => "para",
        (Lang::Es, "given") => "permiso",
        (Lang::Es, "date") => "fecha",
        (Lang::Es, "amount") => "importe",
        (Lang::Es, "currency") => "moneda",
        (Lang::Es, "city") => "ciudad",
        (Lang::Es, "external_ref") => "referencia",
        (_, name) => name,
    }
}

/// What is wrong with one field.
pub(crate) fn field(lang: Lang, problem: &Problem) -> String {
    match problem {
        Problem::Required => required(lang).to_owned(),
        Problem::TooLong { max } => too_long(lang, *max),
        Problem::ControlCharacters => control(lang).to_owned(),
        Problem::NotAnEmail => not_an_email(lang).to_owned(),
        Problem::NotAPhone(BadPhone::Character) => phone_character(lang).to_owned(),
        Problem::NotAPhone(BadPhone::Length(digits)) => phone_length(lang, *digits),
        Problem::NotAPhone(BadPhone::LeadingZero) => phone_zero(lang).to_owned(),
        Problem::NotAPhone(BadPhone::NoCountryCode) => phone_country(lang).to_owned(),
        Problem::OwnNumber => own_number(lang).to_owned(),
        Problem::NotAnId => not_an_id(lang).to_owned(),
        Problem::NotAChoice => not_a_choice(lang).to_owned(),
        Problem::NoBakery => no_bakery(lang).to_owned(),
        Problem::SeveralBakeries => several_bakeries(lang).to_owned(),
        Problem::Password(BadPassword::TooShort) => password_short(lang, PASSWORD_MIN),
        Problem::Password(BadPassword::TooLong) => password_long(lang).to_owned(),
        Problem::Password(BadPassword::TooCommon) => password_common(lang).to_owned(),
        Problem::Password(BadPassword::ContainsEmail) => password_email(lang).to_owned(),
        Problem::PasswordsDiffer => passwords_differ(lang).to_owned(),
        Problem::WrongCredentials => wrong_credentials(lang).to_owned(),
        Problem::WrongCode => wrong_code(lang).to_owned(),
        Problem::BadLink => bad_link(lang).to_owned(),
        Problem::Taken => taken(lang).to_owned(),
        Problem::TooLarge { max } => too_large(lang, *max / (1024 * 1024)),
        Problem::NotASample => not_a_sample(lang).to_owned(),
        Problem::NotCsv => not_csv(lang).to_owned(),
        Problem::NotASpreadsheet => not_a_spreadsheet(lang).to_owned(),
        Problem::NotAnAmount => not_an_amount(lang).to_owned(),
        Problem::OutOfRange { min, max } => out_of_range(lang, *min, *max),
        Problem::NotADay => not_a_day(lang).to_owned(),
        Problem::NotATime => not_a_time(lang).to_owned(),
        Problem::NotForThis => not_for_this(lang).to_owned(),
        Problem::NotATimeZone => not_a_time_zone(lang).to_owned(),
        Problem::NotACurrency => not_a_currency(lang).to_owned(),
        Problem::AmountInLine { line } => amount_in_line(lang, *line),
        Problem::VolumeInLine { line } => volume_in_line(lang, *line),
        Problem::DayInLine { line } => day_in_line(lang, *line),
        Problem::MixedCurrencies => mixed_currencies(lang).to_owned(),
        Problem::OtherCurrency { expected } => other_currency(lang, expected),
        Problem::TooManyRows { max } => too_many_rows(lang, *max),
        Problem::MissingColumn { column } => missing_column(lang, self::column(lang, column)),
        Problem::Formula => formula(lang).to_owned(),
        Problem::Repeated { line } => repeated(lang, *line),
        Problem::DemoSecret => demo_secret(lang).to_owned(),
        Problem::NotConfigured { variable } => not_configured(lang, variable),
        Problem::ConfirmationDiffers => confirmation_differs(lang).to_owned(),
        Problem::Meta(refusal) => upstream(lang, refusal),
    }
}

/// What is wrong with a whole form, or with a button that was pressed.
pub(crate) fn whole(request: &Request, error: &ServiceError) -> String {
    let lang = request.lang;
    match error {
        ServiceError::NotFound => not_there(lang).to_owned(),
        ServiceError::Forbidden => not_allowed(lang).to_owned(),
        ServiceError::Conflict(found) => {
            conflict(lang, &Times::new(lang, &request.time_zone, request.now), found)
        }
        ServiceError::Invalid(fields) => fields
            .iter()
            .map(|wrong| field(lang, &wrong.problem))
            .collect::<Vec<_>>()
            .join(" "),
        ServiceError::TooMany { retry_after_secs } => too_many(lang, retry_after_secs.div_ceil(60).max(1)),
        ServiceError::Upstream(refusal) => upstream(lang, refusal),
        ServiceError::Refused(report) => super::sending::refused(lang, report),
        ServiceError::Unavailable => unavailable(lang).to_owned(),
        ServiceError::Busy => busy(lang).to_owned(),
        ServiceError::Internal(_) => internal(lang, request.origin.request_id.as_deref().unwrap_or("-")),
    }
}

/// A conflict, with who came first and when.
pub(crate) fn conflict(lang: Lang, times: &Times, conflict: &Conflict) -> String {
    match conflict {
        Conflict::NumberTaken {
            number,
            tenant_name,
            by,
            at,
            ..
        } => number_taken(lang, number, tenant_name, by, &times.moment(*at)),
        Conflict::TenantHasNumber { tenant_name, number } => tenant_has_number(lang, tenant_name, number),
        Conflict::Stale { by, at } => stale(lang, by, &times.moment(*at)),
        Conflict::Duplicate { .. } => taken(lang).to_owned(),
        Conflict::CannotUndo => cannot_undo(lang).to_owned(),
        Conflict::WrongState { key } => state(lang, key).to_owned(),
    }
}

/// A partner's refusal: our sentence first, then its own words and its code.
pub(crate) fn upstream(lang: Lang, refusal: &Upstream) -> String {
    let summary = match refusal.class {
        "token" => meta_token(lang),
        "permission" => meta_permission(lang),
        "wrong_id" => meta_wrong_id(lang),
        "rate_limited" => meta_rate(lang),
        "transient" => meta_transient(lang),
        "unreachable" => return meta_unreachable(lang).to_owned(),
        // Nobody asked Meta.
        "demo_token" => return demo_token(lang).to_owned(),
        _ => meta_rejected(lang),
    };
    let code = refusal.code.map(|code| meta_code(lang, code)).unwrap_or_default();
    meta_said(lang, summary, &refusal.message) + &code
}

fn state(lang: Lang, key: &str) -> &'static str {
    match key {
        "number_vanished" => number_vanished(lang),
        "number_archived" => number_archived(lang),
        "number_in_use" => number_in_use(lang),
        "number_is_default" => number_is_default(lang),
        "tenant_suspended" => tenant_suspended(lang),
        "account_disconnected" => account_disconnected(lang),
        "link_used" => bad_link(lang),
        "import_applied" => import_applied(lang),
        "last_admin" => last_admin(lang),
        "draft_closed" => draft_closed(lang),
        "template_gone" => template_gone(lang),
        "template_disabled" => template_disabled(lang),
        "template_not_paused" => template_not_paused(lang),
        "template_not_read" => template_not_read(lang),
        "app_unknown" => app_unknown(lang),
        "submission_unsettled" => submission_unsettled(lang),
        "template_not_editable" | "template_locked" => template_not_editable(lang),
        "message_under_way" => message_under_way(lang),
        "message_sent_again" => message_sent_again(lang),
        "message_not_unknown" => message_not_unknown(lang),
        "not_waiting" => not_waiting(lang),
        "not_held" => not_held(lang),
        "card_withdrawn" => card_withdrawn(lang),
        "month_closed" => month_closed(lang),
        "month_running" => month_running(lang),
        "month_empty" => month_empty(lang),
        "month_too_large" => month_too_large(lang),
        "lines_waiting" => lines_waiting(lang),
        "sign_in_expired" => sign_in_expired(lang),
        "number_free" => number_free(lang),
        "token_unchanged" => token_unchanged(lang),
        "second_factor_on" => second_factor_on(lang),
        "user_disabled" => user_disabled(lang),
        "idempotency_key_reused" => idempotency_key_reused(lang),
        _ => wrong_state(lang),
    }
}

#[cfg(test)]
mod tests {
    use std::{
        fs,
        path::{Path, PathBuf},
    };

    use super::*;

    /// Every `.rs` file below `folder`.
    fn sources(folder: &Path) -> Vec<PathBuf> {
        let mut found = Vec::new();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                found.extend(sources(&path));
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
        found
    }

    #[test]
    fn every_state_that_a_use_case_names_has_words() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/service/src");
        let mut keys = Vec::new();
        for path in sources(&folder) {
            let text = fs::read_to_string(path).unwrap();
            for conflict in text.split("Conflict::WrongState {").skip(1) {
                let named = conflict.split_once("key: \"").and_then(|(before, rest)| {
                    let (key, _) = rest.split_once('"')?;
                    before.trim().is_empty().then(|| key.to_owned())
                });
                keys.extend(named);
            }
        }
        assert!(keys.len() > 10, "{keys:?}");
        for key in keys {
            for lang in [Lang::En, Lang::Es] {
                assert_ne!(state(lang, &key), wrong_state(lang), "{key}");
            }
        }
    }
}
