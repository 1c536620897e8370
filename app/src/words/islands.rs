//! Words of what is alive in the browser: notices, palette, list of keys.

words! {
    slow { en: "This is taking long", es: "Está tardando mucho" }
    slow_what { en: "There is no answer yet. You can wait: the page appears as soon as it comes.", es: "Aún no hay respuesta. Puedes esperar: la página aparece en cuanto llegue." }
    unreachable { en: "The page could not be loaded", es: "No se ha podido cargar la página" }
    unreachable_what { en: "Tahona did not answer. Check your connection; what you see is the last state that we know.", es: "Tahona no ha respondido. Revisa tu conexión; lo que ves es lo último que sabemos." }
    unsent { en: "We do not know whether your change arrived", es: "No sabemos si tu cambio ha llegado" }
    unsent_what { en: "The connection broke before the answer. Load the page again and look before you repeat it. What you typed is still here.", es: "La conexión se cortó antes de la respuesta. Vuelve a cargar la página y míralo antes de repetirlo. Lo que escribiste sigue aquí." }
    again { en: "Try again", es: "Reintentar" }
    load_again { en: "Load the page again", es: "Volver a cargar" }
    dismiss { en: "Dismiss", es: "Descartar" }
    cancel { en: "Cancel", es: "Cancelar" }
    go_on { en: "Continue", es: "Continuar" }
    close { en: "Close", es: "Cerrar" }
    changed { en: "Updated elsewhere. Refresh", es: "Hay cambios. Actualizar" }

    palette_title { en: "Go to", es: "Ir a" }
    palette_hint { en: "Page, bakery, number or account", es: "Página, panadería, número o cuenta" }
    palette_page { en: "Page", es: "Página" }
    palette_tenant { en: "Bakery", es: "Panadería" }
    palette_number { en: "Number", es: "Número" }
    palette_account { en: "Account", es: "Cuenta" }
    palette_person { en: "Person", es: "Persona" }
    palette_none { en: "Nothing has that name or number.", es: "Nada tiene ese nombre o número." }
    palette_failed { en: "Records cannot be searched right now. Pages still work.", es: "Ahora no se puede buscar en los registros. Las páginas sí funcionan." }
    palette_keys { en: "↑ ↓ to choose, Enter to open, Esc to close", es: "↑ ↓ para elegir, Intro para abrir, Esc para cerrar" }

    keys_title { en: "Keyboard", es: "Teclado" }
    keys_off { en: "Single letters can be turned off in your account.", es: "Puedes desactivar las letras sueltas en tu cuenta." }
    key_palette { en: "Go to anything by name", es: "Ir a cualquier sitio por su nombre" }
    key_next { en: "Next row", es: "Fila siguiente" }
    key_previous { en: "Previous row", es: "Fila anterior" }
    key_open { en: "Open the row", es: "Abrir la fila" }
    key_close { en: "Close the panel", es: "Cerrar el panel" }
    key_undo { en: "Undo the last change", es: "Deshacer el último cambio" }
    key_help { en: "This list", es: "Esta lista" }
}
