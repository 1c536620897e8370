//! Templates to start from: everyday messages of a bakery, in Spanish and
//! English, worded so that every rule is kept.

use serde_json::Map;

use super::{
    model::{Body, Button, Component, Template},
    samples::Samples,
    words::{ButtonKind, ParameterFormat, TemplateCategory},
};
use crate::lang::Lang;

/// A template to start from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Starter {
    /// Stable word and name of the template, the same in every language.
    pub key: &'static str,
    /// The text in Spanish, with the samples of its variables.
    es: Wording,
    /// The text in English, with the samples of its variables.
    en: Wording,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Wording {
    body: &'static str,
    samples: &'static [&'static str],
    /// Labels of quick replies.
    replies: &'static [&'static str],
}

/// All of them.
pub const ALL: [Starter; 7] = [
    Starter {
        key: "po_notification",
        es: Wording {
            body: "Hola {{1}}, te informamos de una nueva orden de compra con número {{2}} por un importe total de {{3}} euros. Gracias por tu colaboración.",
            samples: &["Juan García", "PO-12345", "250,50"],
            replies: &[],
        },
        en: Wording {
            body: "Hello {{1}}, we have placed a new purchase order with number {{2}} for a total of {{3}} euros. Thank you for working with us.",
            samples: &["Juan García", "PO-12345", "250.50"],
            replies: &[],
        },
    },
    Starter {
        key: "low_stock_alert",
        es: Wording {
            body: "Alerta de stock bajo: el ingrediente {{1}} está por debajo de su mínimo. La cantidad actual es {{2}} y el punto de reorden es {{3}}, revisa tu inventario.",
            samples: &["harina de fuerza", "12 kg", "25 kg"],
            replies: &[],
        },
        en: Wording {
            body: "Low stock: the ingredient {{1}} has fallen below its minimum. There are {{2}} left and the reorder point is {{3}}, please check your inventory.",
            samples: &["strong flour", "12 kg", "25 kg"],
            replies: &[],
        },
    },
    Starter {
        key: "production_alert",
        es: Wording {
            body: "Aviso de producción: el lote {{1}} de {{2}} va con retraso. La nueva hora prevista es {{3}}, revisa el plan del obrador.",
            samples: &["L-204", "pan de masa madre", "06:40"],
            replies: &[],
        },
        en: Wording {
            body: "Production notice: batch {{1}} of {{2}} is running late. The new expected time is {{3}}, please check the bakery's plan.",
            samples: &["L-204", "sourdough bread", "06:40"],
            replies: &[],
        },
    },
    Starter {
        key: "order_status",
        es: Wording {
            body: "Hola {{1}}, tu pedido {{2}} ha cambiado de estado: ahora está {{3}}. Si tienes alguna duda, responde a este mensaje.",
            samples: &["Amaia", "ENC-2041", "listo para recoger"],
            replies: &[],
        },
        en: Wording {
            body: "Hello {{1}}, the status of your order {{2}} has changed: it is now {{3}}. If you have any questions, just reply to this message.",
            samples: &["Amaia", "ENC-2041", "ready to collect"],
            replies: &[],
        },
    },
    Starter {
        key: "order_ready",
        es: Wording {
            body: "Hola {{1}}, tu pedido {{2}} ya está listo en {{3}}. Puedes recogerlo hoy hasta las {{4}}, en el horario de la tienda.",
            samples: &["Amaia", "ENC-2041", "Panadería Goiko", "20:30"],
            replies: &[],
        },
        en: Wording {
            body: "Hello {{1}}, your order {{2}} is ready at {{3}}. You can collect it today until {{4}}, during the opening hours of the shop.",
            samples: &["Amaia", "ENC-2041", "Panadería Goiko", "8:30 pm"],
            replies: &[],
        },
    },
    Starter {
        key: "appointment_reminder",
        es: Wording {
            body: "Hola {{1}}, te recordamos tu cita en {{2}} el {{3}} a las {{4}}. Confirma si vas a venir o avísanos para cambiarla.",
            samples: &["Amaia", "Panadería Goiko", "24 de noviembre", "17:30"],
            replies: &["Confirmo", "Cambiar la cita"],
        },
        en: Wording {
            body: "Hello {{1}}, this is a reminder of your appointment at {{2}} on {{3}} at {{4}}. Please confirm, or let us know if you want to change it.",
            samples: &["Amaia", "Panadería Goiko", "24 November", "5:30 pm"],
            replies: &["I will be there", "Change it"],
        },
    },
    Starter {
        key: "conversation_nudge",
        es: Wording {
            body: "Hola {{1}}, tenemos la respuesta a tu consulta sobre {{2}}. Contesta a este mensaje y seguimos la conversación por aquí.",
            samples: &["Amaia", "tu encargo del sábado"],
            replies: &["Seguir"],
        },
        en: Wording {
            body: "Hello {{1}}, we have the answer to your question about {{2}}. Reply to this message and we will continue the conversation here.",
            samples: &["Amaia", "your order for Saturday"],
            replies: &["Continue"],
        },
    },
];

impl Starter {
    /// The starter with this key.
    #[must_use]
    pub fn by_key(key: &str) -> Option<&'static Self> {
        ALL.iter().find(|starter| starter.key == key)
    }

    /// The template in one of the two languages.
    #[must_use]
    pub fn template(&self, lang: Lang) -> Template {
        let wording = match lang {
            Lang::Es => self.es,
            Lang::En => self.en,
        };
        let mut components = vec![Component::Body(Body::text(
            wording.body,
            Samples::of(wording.samples),
        ))];
        if !wording.replies.is_empty() {
            let buttons = wording
                .replies
                .iter()
                .map(|label| Button::of(ButtonKind::QuickReply, label))
                .collect();
            components.push(Component::Buttons(buttons, Map::new()));
        }
        Template {
            name: self.key.to_owned(),
            language: lang.tag().to_owned(),
            category: Some(TemplateCategory::Utility),
            parameter_format: Some(ParameterFormat::Positional),
            components,
            raw: Map::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::lint;

    #[test]
    fn every_starter_keeps_every_rule_in_both_languages() {
        for starter in &ALL {
            let both = [Lang::Es, Lang::En].map(|lang| starter.template(lang));
            for template in &both {
                let found: Vec<String> = lint::lint(template).iter().map(lint::Finding::message).collect();
                assert_eq!(
                    found,
                    Vec::<String>::new(),
                    "{} {}",
                    starter.key,
                    template.language
                );
            }
            assert_eq!(lint::between(&both[0], &both[1]), []);
        }
    }
}
