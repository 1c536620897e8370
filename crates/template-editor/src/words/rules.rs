//! What the rules for templates say, in Spanish; the English stands beside the
//! rules. The browser gets the words of its language from the page, as a
//! [`book`]: they are as long as a third of the library.

use domain::{
    lang::Lang,
    template::lint::{Rule, Words, english},
};

/// The rule's words; `{0}`, `{1}` … stand for the finding's arguments, which
/// [`domain::template::lint::Finding::say`] fills in.
#[must_use]
pub const fn words(lang: Lang, rule: Rule) -> Words<'static> {
    match lang {
        Lang::En => english(rule),
        Lang::Es => spanish(rule),
    }
}

/// The words of all rules in one text: a line for each rule, with its id and its
/// three phrases between tabs.
#[must_use]
pub fn book(lang: Lang) -> String {
    let mut book = String::new();
    for &rule in Rule::ALL {
        let Words { message, why, how } = words(lang, rule);
        for piece in [rule.id(), "\t", message, "\t", why, "\t", how, "\n"] {
            book.push_str(piece);
        }
    }
    book
}

/// The rule's words from a [`book`]; where it has none, the rule's id.
#[must_use]
pub fn look_up(book: &str, rule: Rule) -> Words<'_> {
    let found = book.split('\n').find_map(|line| {
        let mut cells = line.split('\t');
        (cells.next() == Some(rule.id())).then_some(cells)
    });
    let mut cells = found.into_iter().flatten();
    Words {
        message: cells.next().unwrap_or(rule.id()),
        why: cells.next().unwrap_or_default(),
        how: cells.next().unwrap_or_default(),
    }
}

/// The rule's words; `{0}`, `{1}` … stand for the finding's arguments.
const fn spanish(rule: Rule) -> Words<'static> {
    let (message, why, how) = of(rule);
    Words { message, why, how }
}

#[rustfmt::skip]
const fn of(rule: Rule) -> (&'static str, &'static str, &'static str) {
    match rule {
        Rule::FileUnreadable => ("No se puede leer el archivo: {0}", "No se ha comprobado nada de él.", "Revisa la ruta y los permisos del archivo."),
        Rule::NotJson => ("Esto no es JSON: {0}", "La llamada de creación de Meta solo admite JSON.", "Corrige el punto que se indica y vuelve a comprobar."),
        Rule::NotATemplate => ("Es JSON, pero no un objeto con name, language, category y components", "La llamada de creación de Meta admite exactamente una plantilla.", "Deja una sola plantilla."),
        Rule::NameMissing => ("Falta el nombre", "Meta conoce las plantillas por su nombre.", "Ponle uno con letras de la a a la z, cifras y _."),
        Rule::NameTooLong => ("El nombre tiene {0} caracteres", "Meta admite 512.", "Acórtalo."),
        Rule::NameForm => ("El nombre «{0}» tiene caracteres que Meta no admite", "Los nombres llevan letras de la a a la z, cifras y _.", "Escríbelo en minúsculas, con _ en vez de espacios."),
        Rule::NameTaken => ("Esta cuenta ya tiene «{0}» en {1}", "Un nombre puede existir una vez en cada idioma.", "Elige otro nombre o edita la que ya existe."),
        Rule::NameBlocked => ("«{0}» se eliminó hace menos de 30 días", "Meta reserva 30 días el nombre de una plantilla eliminada.", "Elige otro nombre, por ejemplo con un número al final."),
        Rule::LanguageUnknown => ("Meta no tiene el idioma «{0}»", "El código tiene que estar en la lista de Meta, con _ y mayúsculas como allí, por ejemplo es_MX.", "Elige un idioma de la lista."),
        Rule::LanguageMismatch => ("El texto parece estar en «{0}», pero la plantilla dice {1}", "Meta rechaza las plantillas cuyo idioma no es el del texto (TAG_CONTENT_MISMATCH).", "Elige el idioma del texto, o tradúcelo."),
        Rule::LanguagesDiffer => ("{0} y {1} no tienen las mismas variables: {2}", "Se envían los mismos valores en cualquier idioma; uno de los dos fallaría o mostraría un valor que no es.", "Usa las mismas variables en todos los idiomas."),
        Rule::CategoryMissing => ("Falta la categoría", "Meta pide UTILITY, MARKETING o AUTHENTICATION.", "Elige para qué es el mensaje."),
        Rule::CategoryUnknown => ("Meta no admite la categoría «{0}»", "Hay tres: UTILITY, MARKETING y AUTHENTICATION. Las anteriores acabaron en 2023.", "Elige una de las tres; lo que cubrían las anteriores hoy es UTILITY."),
        Rule::TtlRange => ("{0} segundos de vida quedan fuera de {1} a {2}", "Cada categoría tiene su propio margen.", "Elige un tiempo dentro del margen o quítalo."),
        Rule::TtlForm => ("{0} no es un número de segundos", "message_send_ttl_seconds es un número entero, sin comillas.", "Escríbelo como número o quítalo."),
        Rule::ComponentForm => ("El componente «{0}» no está escrito como lo admite Meta", "Su type falta o está mal escrito, o hay otra cosa donde va su lista.", "Los tipos son HEADER, BODY, FOOTER, BUTTONS, CAROUSEL, LIMITED_TIME_OFFER y CALL_PERMISSION_REQUEST."),
        Rule::ComponentUnknown => ("Aquí no se conoce el componente «{0}»", "No se ha comprobado; puede que Meta lo conozca o no.", "Revisa cómo está escrito."),
        Rule::ComponentRepeated => ("Hay más de un {0}", "Una plantilla tiene cada parte como mucho una vez.", "Junta las dos en una."),
        Rule::BodyMissing => ("No hay texto", "Toda plantilla necesita un texto.", "Escribe lo que el cliente debe leer."),
        Rule::BodyTooLong => ("El texto tiene {0} caracteres según cuenta Meta, {1} a la vista", "Meta admite 1.024. Cuenta una a una las partes de un emoji y las tildes sueltas.", "Acorta el texto."),
        Rule::BodyManyEmoji => ("El texto tiene {0} emojis", "Meta puede rechazar textos con más de diez.", "Quita algunos."),
        Rule::InvisibleCharacters => ("Hay {0} caracteres invisibles", "Llegan al copiar texto, cuentan para los límites y parecen un intento de engañar a la revisión.", "Quítalos."),
        Rule::ForcedDirection => ("{0} caracteres fuerzan el sentido de la escritura", "El móvil encuentra el sentido solo; forzado, un texto puede leerse distinto de lo revisado.", "Quítalos."),
        Rule::HeaderFormat => ("El encabezado no dice qué es: su format falta o no se conoce", "Meta admite TEXT, IMAGE, VIDEO, GIF, DOCUMENT, LOCATION y PRODUCT.", "Indica uno de ellos."),
        Rule::HeaderEmpty => ("El encabezado no tiene texto", "Meta rechaza un encabezado vacío.", "Escribe algo o quita el encabezado."),
        Rule::HeaderTooLong => ("El encabezado tiene {0} caracteres según cuenta Meta, {1} a la vista", "Meta admite 60.", "Acórtalo."),
        Rule::HeaderVariables => ("El encabezado tiene {0} variables", "Meta admite una.", "Pasa las demás al texto."),
        Rule::HeaderForm => ("El encabezado tiene formato, un asterisco, un emoji o un salto de línea", "Meta solo admite texto sencillo; el móvil lo muestra en negrita de todos modos.", "Quítalos."),
        Rule::FooterTooLong => ("El pie tiene {0} caracteres según cuenta Meta, {1} a la vista", "Meta admite 60.", "Acórtalo."),
        Rule::FooterEmpty => ("El pie no tiene texto", "Meta rechaza un pie vacío.", "Escribe algo o quita el pie."),
        Rule::FooterVariable => ("El pie tiene una variable", "El pie es texto fijo.", "Pasa la variable al texto."),
        Rule::FooterForm => ("El pie tiene formato, un emoji o un salto de línea", "Meta solo admite texto sencillo en una línea (2388073).", "Quítalos."),
        Rule::ButtonsEmpty => ("Hay un sitio para botones sin ningún botón", "Meta rechaza una lista vacía.", "Añade un botón o quita el sitio."),
        Rule::ButtonsTooMany => ("Hay {0} botones", "Meta admite diez.", "Quita algunos."),
        Rule::ButtonsUngrouped => ("Las respuestas rápidas se alternan con otros botones", "Meta quiere las respuestas rápidas todas seguidas.", "Pon juntas las respuestas rápidas."),
        Rule::UrlButtonsTooMany => ("Hay {0} botones que abren una página", "Meta admite dos.", "Quita algunos."),
        Rule::UrlForm => ("«{0}» no es una dirección que abra un navegador", "Meta admite direcciones completas que empiezan por https:// y con dominio fijo.", "Escribe la dirección entera."),
        Rule::UrlTooLong => ("La dirección tiene {0} caracteres", "Meta admite 2.000.", "Acórtala."),
        Rule::UrlVariable => ("La dirección tiene {0} variables, o una que no es {{1}} o no está al final", "Meta admite una, {{1}}, al final de la dirección; no se cuenta con las del texto.", "Deja una, {{1}}, al final."),
        Rule::PhoneButtonsTooMany => ("Hay {0} botones que llaman", "Meta admite uno.", "Deja uno."),
        Rule::PhoneForm => ("A «{0}» no se puede llamar", "Meta admite hasta 20 caracteres: cifras con el prefijo del país.", "Escribe el número con el prefijo del país."),
        Rule::CopyCodesTooMany => ("Hay {0} botones que copian un código", "Meta admite uno.", "Deja uno."),
        Rule::CopyCodeTooLong => ("El código tiene {0} caracteres", "Meta admite 15.", "Elige un código más corto."),
        Rule::LabelMissing => ("Un botón no dice nada", "Meta quiere un texto en cada botón.", "Di qué hace el botón."),
        Rule::LabelTooLong => ("«{0}» tiene {1} caracteres", "En un botón caben 25.", "Dilo más corto."),
        Rule::LabelForm => ("«{0}» tiene una variable o un salto de línea", "Lo que pone en un botón es texto fijo en una línea.", "Quítalo."),
        Rule::LabelPlain => ("«{0}» tiene un emoji o formato", "Meta puede rechazarlo en un botón.", "Quítalo."),
        Rule::LabelsRepeated => ("Dos botones dicen «{0}»", "Las respuestas no se distinguen.", "Pon un texto distinto en cada uno."),
        Rule::FlowMissing => ("El botón no dice qué formulario abre", "Meta pide flow_id, flow_name o flow_json.", "Indica uno de ellos."),
        Rule::ButtonForm => ("Un botón del tipo «{0}» no está escrito como lo admite Meta", "Su type falta o está mal escrito.", "Revisa cómo está escrito; por ejemplo QUICK_REPLY, URL, PHONE_NUMBER, COPY_CODE, OTP, FLOW."),
        Rule::ButtonUnknown => ("Aquí no se conoce un botón del tipo «{0}»", "No se ha comprobado; puede que Meta lo conozca o no.", "Revisa cómo está escrito."),
        Rule::ButtonsFolded => ("De {0} botones el móvil enseña dos y «Ver todas las opciones»", "La gente toca lo que ve.", "Con tres botones o menos se ven todos."),
        Rule::ButtonsMixed => ("Hay respuestas rápidas junto a otros botones", "WhatsApp en el ordenador no muestra esas plantillas.", "Usa un solo tipo si tus clientes leen en el ordenador."),
        Rule::BracesUnbalanced => ("Una llave no abre ni cierra nada", "Meta quiere exactamente dos a cada lado: {{1}}.", "Escribe la variable con dos llaves a cada lado."),
        Rule::VariableName => ("«{0}» no puede ser el nombre de una variable", "Números desde el 1, o minúsculas, cifras y _; sin espacios, mayúsculas, #, $ ni %.", "Cámbiale el nombre."),
        Rule::VariablesSkip => ("Falta la variable {0} en la serie", "Los números van desde el 1 sin saltos, en cada texto por separado.", "Numéralas de nuevo."),
        Rule::VariablesMixed => ("Hay números y nombres a la vez", "Una plantilla usa lo uno o lo otro.", "Usa nombres en todas, o números."),
        Rule::FormatUnknown => ("Meta no tiene el parameter_format {0}", "Existen POSITIONAL, para números, y NAMED.", "Indica lo que tiene el texto."),
        Rule::FormatContradicts => ("parameter_format dice {0}, y el texto tiene lo contrario", "Meta lee las variables como dice parameter_format.", "Indica lo que tiene el texto."),
        Rule::FormatUnsaid => ("Las variables tienen nombre, pero falta parameter_format", "Meta supone números y puede rechazar los nombres.", "Añade parameter_format NAMED."),
        Rule::StartsWithVariable => ("El texto empieza por una variable", "Meta lo rechaza (2388299).", "Pon al menos una palabra delante."),
        Rule::EndsWithVariable => ("El texto acaba en una variable", "Meta lo rechaza (2388299).", "Pon al menos una palabra detrás."),
        Rule::StartsNearVariable => ("Delante de la primera variable solo hay signos o emojis", "Meta suele contarlo como empezar por una variable.", "Pon al menos una palabra delante."),
        Rule::EndsNearVariable => ("Detrás de la última variable solo hay signos o emojis", "Meta suele contarlo como acabar en una variable.", "Pon al menos una palabra detrás."),
        Rule::VariablesAdjacent => ("«{0}» y «{1}» van seguidas", "Meta rechaza las variables separadas solo por un espacio.", "Haz una de las dos, por ejemplo «250 g» en vez de «250» y «g», o pon una palabra en medio."),
        Rule::VariableRatio => ("{0} palabras para {1} variables", "Meta rechaza textos con demasiadas variables para lo largos que son (2388293). Con unas {2} palabras pasan.", "Escribe más alrededor de las variables o usa menos."),
        Rule::SampleMissing => ("{0} no tiene ejemplo", "Quien revisa en Meta lee el texto con ejemplos, y sin ellos lo rechaza.", "Pon un valor realista, sin datos personales."),
        Rule::SampleExtra => ("{0} ejemplos para {1} variables", "Tienen que ser los mismos.", "Quita los ejemplos que no son de ninguna."),
        Rule::MediaSampleMissing => ("El encabezado ({0}) no tiene ejemplo", "Quien revisa en Meta quiere ver uno.", "Sube un ejemplo."),
        Rule::MediaSampleLink => ("El ejemplo es un enlace", "La llamada de creación pide la referencia que Meta da al subir el archivo.", "Sube el archivo."),
        Rule::DuplicateContent => ("«{0}» ({1}) tiene el mismo texto y el mismo pie", "Meta rechaza una segunda plantilla con las mismas palabras en la cuenta.", "Usa la que ya existe o cambia el texto."),
        Rule::PromotionalWords => ("{0} suena a publicidad", "Meta la aprueba como marketing y cobra eso.", "Quítalo de utilidad, o envíalo como marketing a quien lo haya aceptado."),
        Rule::ReadsAsMarketing => ("Meta toma esta forma por marketing", "Un texto que es solo una variable, o que felicita, no se ve como utilidad.", "Di de qué trata el mensaje: el pedido, la cita, la cuenta."),
        Rule::NoOptOut => ("No dice cómo dejar de recibir estos mensajes", "Quien no puede parar bloquea y denuncia, y la calidad baja.", "Dilo en el pie o añade un botón."),
        Rule::AuthBody => ("El texto de un código de acceso es de Meta", "En las plantillas de acceso solo se puede activar el consejo de seguridad.", "Quita el texto."),
        Rule::AuthContent => ("Enlaces, archivos, emojis y texto propio no se admiten con códigos de acceso", "Meta los rechaza en las plantillas de acceso.", "Quítalo."),
        Rule::AuthCodeLength => ("El código tiene {0} caracteres", "Los códigos tienen 15 como mucho.", "Usa un código más corto."),
        Rule::AuthExpiry => ("{0} minutos no pueden ser", "Los códigos valen un número entero de minutos, de 1 a 90.", "Elige un tiempo intermedio, como número y sin comillas."),
        Rule::AuthButton => ("No hay botón para el código", "Las plantillas de acceso tienen un botón que copia o rellena el código.", "Añade uno."),
        Rule::OtpType => ("El botón no dice cómo llega el código a la aplicación", "Meta pide otp_type COPY_CODE, ONE_TAP o ZERO_TAP.", "Indica uno de ellos; COPY_CODE no necesita aplicación."),
        Rule::OtpElsewhere => ("Hay un botón de código de acceso en otra categoría", "Solo lo tienen las plantillas de acceso.", "Cambia la categoría o el botón."),
        Rule::OfferCategory => ("Una oferta con plazo tiene que ser marketing", "Meta la rechaza en cualquier otra categoría.", "Elige MARKETING."),
        Rule::OfferText => ("La línea de la oferta tiene {0} caracteres", "Necesita de 1 a 16.", "Dilo en 16 caracteres."),
        Rule::OfferFooter => ("Hay un pie junto a una oferta con plazo", "Meta admite lo uno o lo otro.", "Quita el pie."),
        Rule::CarouselCards => ("El carrusel tiene {0} tarjetas", "Meta admite hasta diez, y al menos una.", "Añade o quita tarjetas."),
        Rule::CardEmpty => ("La tarjeta {0} está vacía", "Cada tarjeta lleva al menos una imagen o un vídeo arriba.", "Rellénala o quítala."),
        Rule::CarouselShape => ("La tarjeta {0} está hecha de otra forma que la primera", "Todas llevan la misma clase de encabezado, con o sin texto, y los mismos botones en el mismo orden.", "Hazla como la primera."),
        Rule::LocationCategory => ("Una ubicación no puede ir sobre un código de acceso", "Las ubicaciones son para utilidad y marketing.", "Quítala."),
        Rule::SensitiveRequest => ("El texto pide «{0}»", "Meta rechaza que se pidan números de tarjeta, de cuenta o de identidad, y los clientes hacen bien en no darlos.", "Pídelo en una página propia, o solo las cuatro últimas cifras."),
        Rule::Threat => ("«{0}» suena a amenaza", "Meta rechaza las amenazas por abusivas.", "Di qué está pendiente y cómo arreglarlo."),
        Rule::RestrictedGoods => ("«{0}» puede chocar con la política de comercio de Meta", "Alcohol, tabaco, armas, apuestas, medicinas y criptomonedas están prohibidos o necesitan permiso.", "Quítalo, salvo que la cuenta tenga el permiso."),
        Rule::ShortLink => ("{0} esconde adónde lleva el enlace", "Quien revisa en Meta rechaza los enlaces acortados y los que llevan a WhatsApp.", "Usa la dirección de tu propia web."),
        Rule::ValueWhitespace => ("El valor de {0} tiene un salto de línea, un tabulador o más de cuatro espacios seguidos", "Meta rechaza esos valores al enviar (132018).", "Escríbelo en una línea con espacios sencillos."),
        Rule::RenderedTooLong => ("Con sus ejemplos el texto tiene {0} caracteres", "Los mensajes de más de 1.024 se rechazan al enviar (132005).", "Acorta el texto o los valores."),
        Rule::TemplateQuota => ("La cuenta tiene {0} de {1} plantillas", "Meta no admite más.", "Elimina plantillas que nadie usa, o verifica la empresa."),
        Rule::CreationQuota => ("En la última hora se han creado {0} plantillas", "Meta admite 100.", "Espera una hora."),
        Rule::EditQuota => ("Una plantilla aprobada se ha editado {0} veces en un día y {1} en 30 días", "Meta permite un cambio al día y diez en 30 días.", "Espera, o haz una copia con otro nombre."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_book_holds_the_words_of_every_rule() {
        for lang in [Lang::Es, Lang::En] {
            let book = book(lang);
            for &rule in Rule::ALL {
                assert_eq!(look_up(&book, rule), words(lang, rule));
            }
        }
        assert_eq!(look_up("", Rule::BodyMissing).message, "body-missing");
    }

    #[test]
    fn spanish_fills_in_what_english_does() {
        for &rule in Rule::ALL {
            let holes = |words: Words<'static>| {
                let all = format!("{} {} {}", words.message, words.why, words.how);
                (0..4)
                    .map(|i| all.contains(&format!("{{{i}}}")))
                    .collect::<Vec<_>>()
            };
            assert_eq!(holes(english(rule)), holes(spanish(rule)), "{rule}");
        }
    }
}
