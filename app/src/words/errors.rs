//! Words of the error pages: what happened, what to do, who can act.

words! {
    not_found_title { en: "This page does not exist", es: "Esta página no existe" }
    not_found_text {
        en: "It may have moved, or it belongs to somebody else.",
        es: "Puede que haya cambiado de sitio o que sea de otra persona.",
    }
    forbidden_title { en: "Your role cannot do this", es: "Tu perfil no permite hacer esto" }
    forbidden_text {
        en: "A platform admin can, or can change your role. Nothing was changed.",
        es: "Un administrador de la plataforma puede hacerlo o cambiar tu perfil. No se ha cambiado nada.",
    }
    cross_origin_title { en: "This request came from another site", es: "Esta petición viene de otro sitio" }
    cross_origin_text {
        en: "Nothing was changed. Open the page here and try again. If it was this console all along, tell whoever runs the server: TAHONA_BASE_URL has to be the address that the browser shows.",
        es: "No se ha cambiado nada. Abre la página aquí y vuelve a intentarlo. Si ya estabas en esta consola, avisa a quien lleva el servidor: TAHONA_BASE_URL tiene que ser la dirección que muestra el navegador.",
    }
    too_large_title { en: "That is too large", es: "Eso pesa demasiado" }
    too_large_text(megabytes: usize) {
        en: "At most {megabytes} MB can be sent here. Nothing was changed. Go back and send less at a time.",
        es: "Aquí se pueden enviar como mucho {megabytes} MB. No se ha cambiado nada. Vuelve atrás y envía menos de una vez.",
    }
    unreadable_title { en: "We could not read that form", es: "No hemos podido leer ese formulario" }
    unreadable_text {
        en: "Nothing was changed. Go back: what you typed is still there.",
        es: "No se ha cambiado nada. Vuelve atrás: lo que has escrito sigue ahí.",
    }
    away_title { en: "Tahona cannot reach its database", es: "Tahona no llega a su base de datos" }
    away_text {
        en: "Nothing was changed. Try again in a minute; if it lasts, tell whoever runs the server.",
        es: "No se ha cambiado nada. Inténtalo en un minuto; si sigue así, avisa a quien lleva el servidor.",
    }
    slow_title { en: "This took too long", es: "Esto ha tardado demasiado" }
    slow_text {
        en: "If this was a change, part of it may have been done: look before trying again.",
        es: "Si era un cambio, puede que una parte se haya hecho: míralo antes de volver a intentarlo.",
    }
    not_arrived_text {
        en: "What you sent did not arrive in time. Nothing was changed. Go back and try again, with a better connection or a smaller file.",
        es: "Lo que has enviado no ha llegado a tiempo. No se ha cambiado nada. Vuelve atrás e inténtalo otra vez, con mejor conexión o un archivo más pequeño.",
    }
    too_many_title { en: "Too many attempts", es: "Demasiados intentos" }
    too_many_text { en: "Wait a minute, then try again.", es: "Espera un minuto y vuelve a intentarlo." }
    fault_title { en: "Something broke on our side", es: "Algo ha fallado por nuestra parte" }
    fault_text {
        en: "It is in the log under the number below. Send it along when you report this.",
        es: "Está en el registro con el número de abajo. Inclúyelo si nos avisas.",
    }
    to_start { en: "Go to the first page", es: "Ir al inicio" }
    try_again { en: "Try again", es: "Intentar otra vez" }
}
