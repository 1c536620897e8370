//! What the tests of handing in share: a draft, Meta's next answer, and how
//! often Meta was asked.

use std::collections::BTreeMap;

use domain::ids::DraftId;
use sandbox::{Fault, FaultEffect};
use serde_json::{Value, json};
use service::templates::{
    drafts::{self, DraftContent, DraftLanguage, Origin},
    submit::{self, HandedIn},
};

use crate::world::{World, admin};

/// Meta's id of a template of these tests.
pub(crate) const ID: u64 = 1_689_556_908_777_001;
/// A text without a flaw.
pub(crate) const BODY: &str = "Hola, tu pedido ya está listo. Puedes recogerlo hoy en la tienda.";

/// A draft of a template that may be handed in.
pub(crate) fn ready(body: &str) -> DraftContent {
    DraftContent {
        name: "pedido_listo".into(),
        category: "UTILITY".into(),
        languages: vec![DraftLanguage {
            language: "es".into(),
            components: json!([{ "type": "BODY", "text": body }]),
        }],
        ..DraftContent::default()
    }
}

/// Meta's next answer to a new template.
pub(crate) fn answers(world: &World, status: u16, body: Value) {
    let effect = FaultEffect::Answer {
        status,
        body,
        headers: BTreeMap::new(),
    };
    let fault = Fault {
        method: Some("POST".into()),
        ..Fault::next(1, effect).on(format!("/{}/message_templates", sandbox::WABA))
    };
    world.sandbox.sandbox.state().add_fault(fault);
}

/// How often a new template was asked for.
pub(crate) fn asked(world: &World) -> usize {
    let edge = format!("{}/message_templates", sandbox::WABA);
    world
        .sandbox
        .sandbox
        .state()
        .exchanges()
        .iter()
        .filter(|exchange| exchange.method == "POST" && exchange.path.contains(&edge))
        .count()
}

/// Begins a draft.
pub(crate) async fn draft(world: &World, content: &DraftContent) -> DraftId {
    drafts::create(world, &admin(), &world.account, &Origin::Blank, content)
        .await
        .unwrap()
}

/// Hands the first version of a draft in; answers what came of its first language.
pub(crate) async fn hand_in(world: &World, id: &DraftId) -> HandedIn {
    let mut handed = submit::submit(world, &admin(), id, 1, None).await.unwrap();
    handed.remove(0).result
}
