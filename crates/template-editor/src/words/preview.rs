//! Words on the phone that shows a template. Also compiled for the browser.

use domain::{
    lang::Lang,
    template::{ButtonKind, HeaderFormat},
};

/// Below the name of the business.
pub(crate) const fn business_account(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "Business account",
        Lang::Es => "Cuenta de empresa",
    }
}

/// A header that is no text.
pub(crate) fn header(lang: Lang, format: &HeaderFormat) -> &str {
    match (lang, format) {
        (_, HeaderFormat::Unknown(word)) => word,
        (Lang::En, HeaderFormat::Text) => "Text",
        (Lang::Es, HeaderFormat::Text) => "Texto",
        (Lang::En, HeaderFormat::Image) => "Picture",
        (Lang::Es, HeaderFormat::Image) => "Imagen",
        (_, HeaderFormat::Video) => "Video",
        (_, HeaderFormat::Gif) => "GIF",
        (Lang::En, HeaderFormat::Document) => "Document",
        (Lang::Es, HeaderFormat::Document) => "Documento",
        (Lang::En, HeaderFormat::Location) => "Place on the map",
        (Lang::Es, HeaderFormat::Location) => "Lugar en el mapa",
        (Lang::En, HeaderFormat::Product) => "Product",
        (Lang::Es, HeaderFormat::Product) => "Producto",
    }
}

/// What a button says that has no label of its own.
pub(crate) fn button(lang: Lang, kind: &ButtonKind) -> &str {
    match (lang, kind) {
        (_, ButtonKind::Unknown(word)) => word,
        (Lang::En, ButtonKind::QuickReply) => "Answer",
        (Lang::Es, ButtonKind::QuickReply) => "Respuesta",
        (Lang::En, ButtonKind::Url) => "Open the page",
        (Lang::Es, ButtonKind::Url) => "Abrir la página",
        (Lang::En, ButtonKind::PhoneNumber | ButtonKind::VoiceCall) => "Call",
        (Lang::Es, ButtonKind::PhoneNumber | ButtonKind::VoiceCall) => "Llamar",
        (Lang::En, ButtonKind::CopyCode | ButtonKind::Otp) => "Copy the code",
        (Lang::Es, ButtonKind::CopyCode | ButtonKind::Otp) => "Copiar el código",
        (Lang::En, ButtonKind::Flow) => "Open the form",
        (Lang::Es, ButtonKind::Flow) => "Abrir el formulario",
        (Lang::En, ButtonKind::Catalog) => "View catalog",
        (Lang::Es, ButtonKind::Catalog) => "Ver el catálogo",
        (Lang::En, ButtonKind::Mpm | ButtonKind::Spm) => "View items",
        (Lang::Es, ButtonKind::Mpm | ButtonKind::Spm) => "Ver productos",
        (Lang::En, ButtonKind::App) => "Open the app",
        (Lang::Es, ButtonKind::App) => "Abrir la app",
        (Lang::En, ButtonKind::CallPermissionRequest) => "Allow calls",
        (Lang::Es, ButtonKind::CallPermissionRequest) => "Permitir llamadas",
        (Lang::En, ButtonKind::RequestContactInfo) => "Share contact details",
        (Lang::Es, ButtonKind::RequestContactInfo) => "Compartir mis datos",
    }
}
