//! The pilot's message templates: one of each state that an operator meets.

use serde_json::{Value, json};

use super::history::TemplateUse;
use crate::model::Template;

/// First id of the templates; Meta's have 15 to 17 digits.
const FIRST: u64 = 1_689_556_908_129_801;

/// Name, language, category, body, sample values, and what is special.
type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
    fn(&mut Template),
);

/// The pilot's texts in the form that passes Meta's review, except
/// `low_stock_alert`, whose old form was refused.
const ROWS: &[Row] = &[
    (
        "po_notification",
        "es",
        "UTILITY",
        "Hola {{1}}, te informamos de una nueva orden de compra con número {{2}} por un importe total de {{3}} euros. Gracias por tu colaboración.",
        &["Harinas Urbano", "PO-2026-0117", "486,20"],
        |_| {},
    ),
    (
        "low_stock_alert",
        "es",
        "UTILITY",
        "⚠️ Alerta: El ingrediente {{1}} tiene stock bajo. Cantidad: {{2}} {{3}}. Punto de reorden: {{4}}.",
        &["harina de fuerza", "12", "kg", "25 kg"],
        |t| {
            t.status = "REJECTED".into();
            t.quality = "UNKNOWN".into();
            t.rejected_reason = Some("INVALID_FORMAT".into());
        },
    ),
    (
        "aviso_pedido_listo",
        "es",
        "UTILITY",
        "Hola {{1}}, tu pedido {{2}} ya está listo en {{3}}. Puedes recogerlo hoy hasta las {{4}} en la tienda.",
        &["Amaia", "ENC-2041", "Panadería Goiko", "20:30"],
        |t| t.correct_category = Some("MARKETING".into()),
    ),
    (
        "nudge_reply",
        "es",
        "UTILITY",
        "Hola, tenemos una respuesta a tu consulta. Contesta a este mensaje y te la enviamos enseguida.",
        &[],
        |t| buttons(t, &["Ver respuesta"]),
    ),
    (
        "nudge_reply",
        "en",
        "UTILITY",
        "Hello, we have an answer to your question. Reply to this message and we will send it right away.",
        &[],
        |t| buttons(t, &["See the answer"]),
    ),
    (
        "confirmacion_encargo",
        "es",
        "UTILITY",
        "Hola {{1}}, hemos recibido tu encargo {{2}} para el {{3}}. Si quieres cambiar algo, contesta a este mensaje.",
        &["Jon", "ENC-2050", "sábado a las 10:00"],
        |t| buttons(t, &["Confirmar", "Cambiar"]),
    ),
    (
        "recordatorio_recogida",
        "es",
        "UTILITY",
        "Hola {{1}}, te recordamos que tu encargo {{2}} te espera mañana a partir de las {{3}} en la tienda.",
        &["Miren", "ENC-2044", "9:00"],
        |_| {},
    ),
    (
        "comanda_llesta",
        "ca",
        "UTILITY",
        "Hola {{1}}, la teva comanda {{2}} ja està a punt. Pots recollir-la avui fins a les {{3}} a la botiga.",
        &["Núria", "ENC-2047", "20:00"],
        |_| {},
    ),
    (
        "retraso_entrega",
        "es",
        "UTILITY",
        "Hola {{1}}, la entrega {{2}} llegará más tarde de lo previsto, hacia las {{3}}. Disculpa las molestias.",
        &["Bar Txoko", "ENT-310", "9:45"],
        |_| {},
    ),
    (
        "cambio_horario",
        "es",
        "UTILITY",
        "Estas fiestas abrimos de {{1}} a {{2}} todos los días. Te esperamos.",
        &["8:00", "14:00"],
        |t| {
            t.status = "REJECTED".into();
            t.quality = "UNKNOWN".into();
            t.rejected_reason = Some("INCORRECT_CATEGORY".into());
        },
    ),
    (
        "oferta_fin_de_semana",
        "es",
        "MARKETING",
        "¡Hola {{1}}! Este fin de semana, dos hogazas de masa madre por el precio de una. Responde BAJA para no recibir más ofertas.",
        &["Leire"],
        |t| t.quality = "YELLOW".into(),
    ),
    (
        "oferta_nadal",
        "ca",
        "MARKETING",
        "Bon Nadal, {{1}}! Encarrega els teus torrons abans del 20 i te'ls guardem amb un 10 % de descompte.",
        &["Jordi"],
        |t| {
            t.status = "PAUSED".into();
            t.quality = "RED".into();
            t.pauses = 1;
        },
    ),
    (
        "factura_mensual",
        "es",
        "UTILITY",
        "Hola {{1}}, te enviamos la factura {{2}} de este mes. Gracias por confiar en nosotros.",
        &["Cafetería Alameda", "F-2026-11-08"],
        |t| {
            t.status = "PENDING".into();
            t.quality = "UNKNOWN".into();
        },
    ),
    (
        "codigo_acceso",
        "es",
        "AUTHENTICATION",
        "Tu código de verificación es {{1}}.",
        &["482913"],
        |t| t.quality = "UNKNOWN".into(),
    ),
    (
        "order_ready",
        "en",
        "UTILITY",
        "Hello {{1}}, your order {{2}} is ready at {{3}}. You can pick it up today until {{4}} at the shop.",
        &["Emily", "ENC-2052", "Panadería San Juan", "8:30 pm"],
        |t| {
            header(t, "Your order is ready");
            footer(t, "Panadería San Juan");
            link(t, "See the order", "https://tahona.example/e/{{1}}", "ENC-2052");
        },
    ),
    (
        "stock_bajo",
        "es",
        "UTILITY",
        "Alerta de stock bajo: el ingrediente {{1}} está por debajo de su mínimo. La cantidad actual es {{2}} y el punto de reorden es {{3}}, revisa tu inventario.",
        &["harina de fuerza", "12 kg", "25 kg"],
        |_| {},
    ),
];

pub(super) fn pilot() -> Vec<Template> {
    (FIRST..)
        .zip(ROWS)
        .map(|(id, (name, language, category, body, samples, special))| {
            let mut text = json!({ "type": "BODY", "text": body });
            if !samples.is_empty() {
                text["example"] = json!({ "body_text": [samples] });
            }
            let mut template = Template {
                id: id.to_string(),
                name: (*name).into(),
                language: (*language).into(),
                category: (*category).into(),
                quality: "GREEN".into(),
                components: json!([text]),
                ..Template::default()
            };
            special(&mut template);
            template
        })
        .collect()
}

/// How a template was used for somebody, and what they saw: the sample values,
/// with their own first name where a name stands.
pub(super) fn used(name: &'static str, language: &'static str, person: &str) -> (TemplateUse, String) {
    let row = ROWS.iter().find(|row| row.0 == name && row.1 == language);
    let (category, body, samples): (_, _, &[&str]) =
        row.map_or(("UTILITY", "", &[]), |row| (row.2, row.3, row.4));
    let first = person.split(' ').next().unwrap_or(person);
    let greets = body.contains("Hola {{1}}");
    let values: Vec<String> = samples
        .iter()
        .enumerate()
        .map(|(at, sample)| if at == 0 && greets { first } else { sample })
        .map(str::to_owned)
        .collect();
    let text = (1..).zip(&values).fold(body.to_owned(), |text, (at, value)| {
        text.replace(&format!("{{{{{at}}}}}"), value)
    });
    let used = TemplateUse {
        name,
        language,
        category,
        values,
    };
    (used, text)
}

fn header(template: &mut Template, text: &str) {
    if let Some(parts) = template.components.as_array_mut() {
        parts.insert(0, json!({ "type": "HEADER", "format": "TEXT", "text": text }));
    }
}

fn footer(template: &mut Template, text: &str) {
    if let Some(parts) = template.components.as_array_mut() {
        parts.push(json!({ "type": "FOOTER", "text": text }));
    }
}

fn link(template: &mut Template, label: &str, url: &str, sample: &str) {
    let button = json!({ "type": "URL", "text": label, "url": url, "example": [sample] });
    if let Some(parts) = template.components.as_array_mut() {
        parts.push(json!({ "type": "BUTTONS", "buttons": [button] }));
    }
}

fn buttons(template: &mut Template, labels: &[&str]) {
    let buttons: Vec<Value> = labels
        .iter()
        .map(|label| json!({ "type": "QUICK_REPLY", "text": label }))
        .collect();
    if let Some(parts) = template.components.as_array_mut() {
        parts.push(json!({ "type": "BUTTONS", "buttons": buttons }));
    }
}
