//! Words of importing a rate card.

use domain::{billing::import::Problem, lang::Lang, money::BadDecimal};

use super::billing::category;

words! {
    title { en: "Import a rate card", es: "Importar una tarifa" }
    sub { en: "Meta’s list of rates or its file of volume bands. You see what it changes before anything counts.", es: "La lista de precios de Meta o su archivo de tramos de volumen. Verás qué cambia antes de que cuente nada." }
    file { en: "File", es: "Archivo" }
    file_hint { en: "CSV or XLSX, at most 4 MB.", es: "CSV o XLSX, como mucho 4 MB." }
    text { en: "Or paste the rows", es: "O pega las filas" }
    text_hint { en: "With the line of headings: Market, Currency, Marketing, Utility …", es: "Con la línea de títulos: Market, Currency, Marketing, Utility…" }
    effective { en: "In force from", es: "Vigente desde" }
    effective_hint { en: "From midnight of this day in each account’s time zone.", es: "Desde las 0:00 de ese día en la zona horaria de cada cuenta." }
    currency { en: "Currency", es: "Moneda" }
    currency_of_file { en: "As the file says", es: "La que diga el archivo" }
    source { en: "Where it comes from", es: "De dónde viene" }
    source_hint { en: "An address or a name that people can look up later.", es: "Una dirección o un nombre que se pueda consultar después." }
    note { en: "Note", es: "Nota" }
    look { en: "Look at it", es: "Revisarla" }
    cancel { en: "Cancel", es: "Cancelar" }
    not_readable { en: "The file did not arrive whole. Try again.", es: "El archivo no ha llegado entero. Inténtalo otra vez." }

    preview_title { en: "What this rate card changes", es: "Qué cambia esta tarifa" }
    preview_sub(file: &str) { en: "From {file}. Nothing is imported yet.", es: "De {file}. Aún no se ha importado nada." }
    pasted { en: "pasted rows", es: "filas pegadas" }
    applied_title { en: "This rate card is imported already.", es: "Esta tarifa ya está importada." }
    rates_change { en: "Rates that change", es: "Precios que cambian" }
    rates_same { en: "Rates that stay", es: "Precios que siguen igual" }
    rates_new { en: "New rates", es: "Precios nuevos" }
    rates_gone { en: "Rates that go", es: "Precios que desaparecen" }
    follows { en: "Follows", es: "Sigue a" }
    follows_none { en: "no card before it", es: "ninguna anterior" }
    bands { en: "Volume bands", es: "Tramos de volumen" }
    faults { en: "The file cannot be used", es: "El archivo no se puede usar" }
    warnings { en: "Before you import", es: "Para tener en cuenta" }
    warnings_text { en: "These markets are missing. Messages to them stay without a known rate while this card is in force.", es: "Faltan estos mercados. Los mensajes a ellos quedan sin precio conocido mientras esta tarifa esté vigente." }
    changes { en: "Changes", es: "Cambios" }
    market { en: "Market", es: "Mercado" }
    what { en: "For", es: "Para" }
    before { en: "Before", es: "Antes" }
    after { en: "Then", es: "Después" }
    difference { en: "Difference", es: "Diferencia" }
    none { en: "none", es: "ninguno" }
    same { en: "No rate changes.", es: "No cambia ningún precio." }
    first_of(shown: &str, all: &str) { en: "The first {shown} of {all}.", es: "Los primeros {shown} de {all}." }
    confirm { en: "Import this rate card", es: "Importar esta tarifa" }
    again { en: "Another file", es: "Otro archivo" }
    reprices { en: "What was delivered since that day is priced again, by corrections that stay visible.", es: "Lo entregado desde ese día se vuelve a valorar, con correcciones que quedan a la vista." }
    done { en: "The rate card is imported; what it concerns is priced again.", es: "La tarifa queda importada; lo que le toca se vuelve a valorar." }
}

/// What is wrong with a file.
pub(crate) fn problem(lang: Lang, problem: &Problem) -> String {
    let at = |line: usize| match lang {
        Lang::En => format!("Line {line}"),
        Lang::Es => format!("Línea {line}"),
    };
    let cell = |line: usize, column: usize| match lang {
        Lang::En => format!("Line {line}, column {column}"),
        Lang::Es => format!("Línea {line}, columna {column}"),
    };
    match (problem, lang) {
        (Problem::Empty, Lang::En) => "There is nothing in it.".to_owned(),
        (Problem::Empty, Lang::Es) => "No hay nada dentro.".to_owned(),
        (Problem::Layout, Lang::En) => {
            "It is neither Meta’s list of rates (a line with Market and categories) nor its file of volume bands.".to_owned()
        }
        (Problem::Layout, Lang::Es) => {
            "No es ni la lista de precios de Meta (una línea con Market y categorías) ni su archivo de tramos.".to_owned()
        }
        (Problem::Column { line, word }, Lang::En) => format!("{}: nobody knows the column “{word}”.", at(*line)),
        (Problem::Column { line, word }, Lang::Es) => format!("{}: no se conoce la columna «{word}».", at(*line)),
        (Problem::ColumnTwice { line, word }, Lang::En) => format!("{}: the column “{word}” is there twice.", at(*line)),
        (Problem::ColumnTwice { line, word }, Lang::Es) => format!("{}: la columna «{word}» está dos veces.", at(*line)),
        (Problem::NoMarket { line }, Lang::En) => format!("{}: no market.", at(*line)),
        (Problem::NoMarket { line }, Lang::Es) => format!("{}: falta el mercado.", at(*line)),
        (Problem::UnknownMarket { line, market }, Lang::En) => {
            format!(
                "{}: no number maps to a market “{market}” on that day yet. Its rates are kept; nobody is priced by them until it does.",
                at(*line)
            )
        }
        (Problem::UnknownMarket { line, market }, Lang::Es) => {
            format!(
                "{}: ese día aún ningún número pertenece a un mercado «{market}». Sus precios se guardan; nadie se valora con ellos hasta que pertenezca.",
                at(*line)
            )
        }
        (Problem::NobodysMarkets, Lang::En) => "No number belongs to any of its markets on that day.".to_owned(),
        (Problem::NobodysMarkets, Lang::Es) => "Ese día ningún número pertenece a ninguno de sus mercados.".to_owned(),
        (Problem::Duplicate { line, first, market }, Lang::En) => {
            format!("{}: {market} is on line {first} already.", at(*line))
        }
        (Problem::Duplicate { line, first, market }, Lang::Es) => {
            format!("{}: {market} ya está en la línea {first}.", at(*line))
        }
        (Problem::Rate { line, column, text, why }, Lang::En) => {
            format!("{}: “{text}”: {}", cell(*line, *column), decimal(lang, *why))
        }
        (Problem::Rate { line, column, text, why }, Lang::Es) => {
            format!("{}: «{text}»: {}", cell(*line, *column), decimal(lang, *why))
        }
        (Problem::Currency { line, text }, Lang::En) => format!("{}: “{text}” is no currency.", at(*line)),
        (Problem::Currency { line, text }, Lang::Es) => format!("{}: «{text}» no es una moneda.", at(*line)),
        (Problem::MixedCurrencies { line, found, expected }, Lang::En) => {
            format!("{}: {found}, but the card is in {expected}.", at(*line))
        }
        (Problem::MixedCurrencies { line, found, expected }, Lang::Es) => {
            format!("{}: {found}, pero la tarifa está en {expected}.", at(*line))
        }
        (Problem::NoCurrency, Lang::En) => "The file names no currency. Choose one in the form.".to_owned(),
        (Problem::NoCurrency, Lang::Es) => "El archivo no dice la moneda. Elígela en el formulario.".to_owned(),
        (Problem::MissingMarket { market }, _) => market.to_string(),
        (Problem::SameDay { card, day }, Lang::En) => format!("{card} begins on {day} as well."),
        (Problem::SameDay { card, day }, Lang::Es) => format!("{card} también empieza el {day}."),
        (Problem::Volume { line, column, text }, Lang::En) => {
            format!("{}: “{text}” is no number of messages.", cell(*line, *column))
        }
        (Problem::Volume { line, column, text }, Lang::Es) => {
            format!("{}: «{text}» no es un número de mensajes.", cell(*line, *column))
        }
        (Problem::Bands { line, market, category: of, from, expected }, Lang::En) => format!(
            "{}: the band of {market}, {}, begins at {from} instead of {expected}.",
            at(*line),
            category(lang, of.as_str())
        ),
        (Problem::Bands { line, market, category: of, from, expected }, Lang::Es) => format!(
            "{}: el tramo de {market}, {}, empieza en {from} en vez de en {expected}.",
            at(*line),
            category(lang, of.as_str())
        ),
        (Problem::EmptyBand { line, market, category: of }, Lang::En) => format!(
            "{}: the band of {market}, {}, ends before it begins.",
            at(*line),
            category(lang, of.as_str())
        ),
        (Problem::EmptyBand { line, market, category: of }, Lang::Es) => format!(
            "{}: el tramo de {market}, {}, acaba antes de empezar.",
            at(*line),
            category(lang, of.as_str())
        ),
        (Problem::Cells { line, found, expected }, Lang::En) => {
            format!("{}: {found} cells instead of {expected}.", at(*line))
        }
        (Problem::Cells { line, found, expected }, Lang::Es) => {
            format!("{}: {found} celdas en vez de {expected}.", at(*line))
        }
    }
}

/// Why a cell is no rate.
const fn decimal(lang: Lang, why: BadDecimal) -> &'static str {
    match (why, lang) {
        (BadDecimal::Comma, Lang::En) => "write decimals with a point.",
        (BadDecimal::Comma, Lang::Es) => "escribe los decimales con punto.",
        (BadDecimal::Exponent, Lang::En) => "write the number out, without an exponent.",
        (BadDecimal::Exponent, Lang::Es) => "escribe el número entero, sin exponente.",
        (BadDecimal::TooFine, Lang::En) => "more than six decimals.",
        (BadDecimal::TooFine, Lang::Es) => "más de seis decimales.",
        (BadDecimal::Negative, Lang::En) => "a rate is not negative.",
        (BadDecimal::Negative, Lang::Es) => "un precio no es negativo.",
        (BadDecimal::NotANumber, Lang::En) => "not a number.",
        (BadDecimal::NotANumber, Lang::Es) => "no es un número.",
        (BadDecimal::TooLarge, Lang::En) => "too large.",
        (BadDecimal::TooLarge, Lang::Es) => "demasiado grande.",
    }
}
