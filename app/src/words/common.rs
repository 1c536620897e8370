//! Words that every page uses.

words! {
    product { en: "Tahona", es: "Tahona" }
    today_at(hour: &str) { en: "Today {hour}", es: "hoy {hour}" }
    yesterday_at(hour: &str) { en: "Yesterday {hour}", es: "ayer {hour}" }
    never { en: "Never", es: "Nunca" }
    remove_filter { en: "remove filter", es: "quitar filtro" }
    reset_filters { en: "Reset filters", es: "Quitar filtros" }
    nothing_matches { en: "Nothing matches these filters", es: "Nada coincide con estos filtros" }
    all { en: "All", es: "Todos" }
    show { en: "Show", es: "Mostrar" }
    undo { en: "Undo", es: "Deshacer" }
    undo_within { en: "30 s", es: "30 s" }
    close_message { en: "Close message", es: "Cerrar mensaje" }
    you_are_here { en: "You are here", es: "Estás aquí" }
    pages { en: "Pages", es: "Páginas" }
    page_before { en: "Before", es: "Anterior" }
    page_after { en: "Next", es: "Siguiente" }
    older { en: "Older", es: "Anteriores" }
    newest { en: "Newest", es: "Más recientes" }
    rows_none { en: "None", es: "Ninguno" }
    rows_of(first: &str, last: &str, total: &str) { en: "{first} to {last} of {total}", es: "{first} a {last} de {total}" }
    rows_beyond(total: &str) { en: "There are only {total}", es: "Solo hay {total}" }
    actions { en: "Actions", es: "Acciones" }
    copy { en: "Copy", es: "Copiar" }
    name { en: "Name", es: "Nombre" }
    email { en: "E-mail", es: "Correo" }
    password { en: "Password", es: "Contraseña" }
    request_id { en: "Request", es: "Petición" }
}

/// The heading of an error summary.
pub(crate) fn things_to_correct(lang: domain::lang::Lang, n: usize) -> String {
    use domain::lang::Lang;
    match (lang, n) {
        (Lang::En, 1) => "1 thing to correct".to_owned(),
        (Lang::En, n) => format!("{n} things to correct"),
        (Lang::Es, 1) => "Hay 1 cosa que corregir".to_owned(),
        (Lang::Es, n) => format!("Hay {n} cosas que corregir"),
    }
}
