//! One body for every field of sources §2.2.

use channels::{
    template::{TemplateCategory, TemplateStatus},
    webhook::envelope::{
        AccountEvent, AccountNews, Event, InboundMessage, Item, MessageKind, NameDecision, NumberEvent,
        Payment, PreferenceValue, PricingType, StatusReport, TemplateChange, parse,
    },
};
use domain::{
    message::delivery::ReportedStatus,
    number::{MessagingLimit, QualityRating},
    time::Millis,
};
use rstest::rstest;

#[expect(clippy::unwrap_used, reason = "a helper of tests")]
fn only(name: &str) -> Item<'static> {
    let body = sandbox::fixtures::body(name).unwrap();
    let mut items = parse(body.as_bytes()).unwrap().items;
    assert_eq!(items.len(), 1, "{name}");
    items.remove(0)
}

#[expect(clippy::panic, reason = "a helper of tests")]
fn message(name: &str) -> InboundMessage<'static> {
    match only(name).event {
        Event::Inbound(message) | Event::Echo(message) => *message,
        other => panic!("{name}: {other:?}"),
    }
}

#[expect(clippy::panic, reason = "a helper of tests")]
fn status(name: &str) -> StatusReport<'static> {
    match only(name).event {
        Event::Status(report) => *report,
        other => panic!("{name}: {other:?}"),
    }
}

#[expect(clippy::panic, reason = "a helper of tests")]
fn template(name: &str) -> TemplateChange<'static> {
    match only(name).event {
        Event::Template(event) => {
            assert_eq!(event.template.id.as_deref(), Some("1689556908129801"));
            assert_eq!(event.template.name.as_deref(), Some("po_notification"));
            event.change
        }
        other => panic!("{name}: {other:?}"),
    }
}

#[test]
fn every_body_is_understood_or_marked_as_unknown() {
    for fixture in sandbox::fixtures::ALL {
        let item = only(fixture.name);
        let unknown = ["calls", "group", "unknown_field"].contains(&fixture.name);
        assert_eq!(matches!(item.event, Event::Other), unknown, "{}", fixture.name);
        assert_eq!(item.what == "unknown", unknown, "{}", fixture.name);
        assert!(item.waba_id.is_some(), "{}", fixture.name);
        assert!(item.at.is_some() || item.what.starts_with("history") || item.what.starts_with("error"));
        let body: serde_json::Value = serde_json::from_str(fixture.body).unwrap();
        let at = body.pointer(&item.pointer).unwrap();
        assert_eq!(
            *at,
            serde_json::from_str::<serde_json::Value>(item.raw.get()).unwrap()
        );
    }
}

#[rstest]
#[case("message_text", "message:text", "m:wamid.HBgLA1")]
#[case("message_unknown_kind", "message:hologram", "m:wamid.HBgLC5")]
#[case("status_delivered", "status:delivered", "s:wamid.HBgLOUT1:delivered")]
#[case("status_failed", "status:failed", "s:wamid.HBgLOUT1:failed")]
#[case("status_unknown", "status:teleported", "s:wamid.HBgLOUT5:teleported")]
#[case("message_echo", "echo:text", "e:wamid.HBgLE1")]
fn messages_and_statuses_are_known_by_their_ids(#[case] name: &str, #[case] what: &str, #[case] key: &str) {
    let item = only(name);
    assert_eq!((&*item.what, item.key.as_str()), (what, key));
    assert_eq!(item.waba_id.as_deref(), Some(sandbox::WABA));
    assert_eq!(item.phone_number_id.as_deref(), Some(sandbox::FIRST_PHONE));
    assert_eq!(item.display_phone_number.as_deref(), Some("34612345678"));
}

#[rstest]
#[case("value_error", "error:130429")]
#[case("template_status_rejected", "event:REJECTED")]
#[case("template_quality", "quality:YELLOW")]
#[case("template_components", "components")]
#[case("template_category_warning", "category:MARKETING")]
#[case("number_flagged", "event:FLAGGED")]
#[case("number_name", "decision:REJECTED")]
#[case("security", "event:PIN_CHANGED")]
#[case("account_violation", "event:ACCOUNT_VIOLATION")]
#[case("account_review", "decision:DEFERRED")]
#[case("account_alert", "alert:OBA_APPROVED")]
#[case("capability_word", "capability")]
#[case("user_preference_stop", "preference:stop")]
#[case("history", "history:chunk")]
#[case("history_declined", "history:error:2593109")]
#[case("app_state", "contact:add")]
#[case("payment_configuration", "payment:Needs Testing")]
#[case("status_payment", "payment:captured")]
#[case("partner_solution", "event:SOLUTION_UPDATED")]
#[case("flow_status", "event:FLOW_STATUS_CHANGE")]
fn all_others_are_known_by_a_hash(#[case] name: &str, #[case] what: &str) {
    let item = only(name);
    assert_eq!(item.what, what);
    assert!(item.key.starts_with("x:") && item.key.len() == 66, "{}", item.key);
}

#[test]
fn a_text_names_its_sender() {
    let text = message("message_text");
    assert_eq!(text.text.as_deref(), Some("Buenos días, ¿os queda hogaza?"));
    assert_eq!(text.phone(), Some("34612999001"));
    assert_eq!(text.user_id(), Some("ES.13491208655302741918"));
    assert_eq!(text.person.name.as_deref(), Some("Amaia Etxeberria"));
    assert_eq!(text.at, Some(Millis(1_795_167_720_000)));
    let hidden = message("message_text_user_id_only");
    assert_eq!(hidden.phone(), None);
    assert_eq!(hidden.user_id(), Some("ES.13491208655302741918"));
    assert_eq!(hidden.person.username.as_deref(), Some("vecino.7"));
    assert_eq!(hidden.person.parent_user_id.as_deref(), Some("ES.ENT.1349"));
}

#[rstest]
#[case("message_image", MessageKind::Image, Some("Una como esta"))]
#[case("message_document", MessageKind::Document, Some("Pedido"))]
#[case("message_location", MessageKind::Location, Some("Plaza de la Virgen Blanca"))]
#[case("message_reaction", MessageKind::Reaction, Some("👍"))]
#[case("message_button", MessageKind::Button, Some("Confirmar"))]
#[case("message_button_reply", MessageKind::Interactive, Some("Sí"))]
#[case("message_list_reply", MessageKind::Interactive, Some("Chapata"))]
#[case("message_order", MessageKind::Order, Some("Para el sábado"))]
#[case("message_edit", MessageKind::Edit, Some("Mejor dos hogazas"))]
#[case("message_revoke", MessageKind::Revoke, None)]
#[case("message_unknown_kind", MessageKind::Unknown("hologram".into()), None)]
fn the_part_that_people_read_is_found(
    #[case] name: &str,
    #[case] kind: MessageKind,
    #[case] text: Option<&str>,
) {
    let message = message(name);
    assert_eq!((message.kind, message.text.as_deref()), (kind, text));
}

#[test]
fn choices_targets_and_contexts_are_found() {
    let reply = message("message_button_reply");
    assert_eq!(reply.choice.unwrap().id.as_deref(), Some("si"));
    assert_eq!(reply.context.unwrap().wamid.as_deref(), Some("wamid.HBgLOUT1"));
    assert_eq!(
        message("message_button").choice.unwrap().id.as_deref(),
        Some("confirmar")
    );
    let form = message("message_flow_reply").choice.unwrap();
    assert_eq!(form.id.as_deref(), Some(r#"{"flow_token":"t","hora":"10:00"}"#));
    assert_eq!(message("message_revoke").target.as_deref(), Some("wamid.HBgLA1"));
    assert_eq!(
        message("message_reaction").target.as_deref(),
        Some("wamid.HBgLOUT1")
    );
    assert_eq!(
        message("message_audio").media.unwrap().id.as_deref(),
        Some("1479537139650974")
    );
    assert!(
        message("message_referral")
            .referral
            .unwrap()
            .get()
            .contains("ctwa_clid")
    );
    assert_eq!(message("message_unsupported").errors.code(), Some(131_051));
    let moved = message("message_system_number");
    assert_eq!(moved.system.as_deref(), Some("user_changed_number"));
    assert_eq!(moved.new_identity.as_deref(), Some("34612999009"));
    let renamed = message("message_system_user_id");
    assert_eq!(renamed.new_identity.as_deref(), Some("ES.99991208655302741918"));
}

#[test]
fn a_report_brings_price_and_tracking() {
    let delivered = status("status_delivered");
    assert_eq!(delivered.status, ReportedStatus::Delivered);
    assert_eq!(delivered.tracking.as_deref(), Some("7312"));
    let pricing = delivered.pricing.unwrap();
    assert_eq!(pricing.kind, Some(PricingType::Regular));
    assert_eq!(pricing.charged(), Some(true));
    assert!(pricing.raw.get().contains("\"PMP\""));
    let free = status("status_user_id_only");
    assert_eq!(free.recipient_id, None);
    assert_eq!(free.pricing.unwrap().charged(), Some(false));
    let entry = status("status_free_entry_point").conversation.unwrap();
    assert_eq!(entry.origin.as_deref(), Some("referral_conversion"));
    assert_eq!(status("status_group").recipient_type.as_deref(), Some("group"));
}

#[test]
fn a_failure_keeps_its_errors_verbatim() {
    let failed = status("status_failed");
    assert_eq!(failed.errors.code(), Some(131_047));
    assert_eq!(
        failed.errors.list[0].details.as_deref(),
        Some("More than 24 hours have passed.")
    );
    assert!(failed.errors.raw.unwrap().get().starts_with('['));
}

#[test]
fn a_failed_payment_is_not_a_failed_message() {
    let Event::Payment(Payment::Order {
        reference_id, status, ..
    }) = only("status_payment").event
    else {
        panic!("not a payment");
    };
    assert_eq!(
        (reference_id.as_deref(), status.as_deref()),
        (Some("PED-7"), Some("captured"))
    );
}

#[test]
fn news_of_templates_are_read() {
    let TemplateChange::Status {
        event,
        reason,
        recommendation,
        ..
    } = template("template_status_rejected")
    else {
        panic!("no status");
    };
    assert_eq!(event, TemplateStatus::Rejected);
    assert_eq!(reason.as_deref(), Some("INVALID_FORMAT"));
    assert_eq!(recommendation.as_deref(), Some("Put words between them."));
    let TemplateChange::Category { new, correct, at, .. } = template("template_category_warning") else {
        panic!("no category");
    };
    assert_eq!(new, Some(TemplateCategory::Utility));
    assert_eq!(correct, Some(TemplateCategory::Marketing));
    assert_eq!(at, Some(Millis(1_795_251_600_000)));
    let TemplateChange::Quality { new, .. } = template("template_quality") else {
        panic!("no quality");
    };
    assert_eq!(new, Some(QualityRating::Yellow));
    let TemplateChange::Components { body, .. } = template("template_components") else {
        panic!("no components");
    };
    assert_eq!(body.as_deref(), Some("Hola {{1}}"));
}

#[test]
fn news_of_numbers_and_accounts_are_read() {
    let Event::Number(NumberEvent::Quality { limit, .. }) = only("number_flagged").event else {
        panic!("no quality");
    };
    assert_eq!(limit, Some(MessagingLimit::Tier2K));
    let name = only("number_name");
    assert_eq!(name.display_phone_number.as_deref(), Some("34612345678"));
    let Event::Number(NumberEvent::Name { decision, reason, .. }) = name.event else {
        panic!("no name");
    };
    assert_eq!(decision, NameDecision::Rejected);
    assert_eq!(reason.as_deref(), Some("NAME_NOT_CONSISTENT"));
    let account = |name: &str| match only(name).event {
        Event::Account(news) => *news,
        other => panic!("{name}: {other:?}"),
    };
    let AccountNews::Update {
        event, restrictions, ..
    } = account("account_restriction")
    else {
        panic!("no update");
    };
    assert_eq!((event, restrictions.len()), (AccountEvent::Restriction, 2));
    assert!(restrictions[0].until.is_some());
    for (name, expected) in [
        ("capability_number", MessagingLimit::Tier2K),
        ("capability_word", MessagingLimit::Tier2K),
    ] {
        let AccountNews::Capability { limit, .. } = account(name) else {
            panic!("no capability");
        };
        assert_eq!(limit, Some(expected));
    }
    let AccountNews::Alert { entity_id, .. } = account("account_alert") else {
        panic!("no alert");
    };
    assert_eq!(entity_id.as_deref(), Some(sandbox::FIRST_PHONE));
}

#[test]
fn a_customers_choice_has_its_own_time() {
    let item = only("user_preference_stop");
    assert_eq!(item.at, Some(Millis(1_795_167_700_000)));
    let Event::UserPreference(preference) = item.event else {
        panic!("no preference");
    };
    assert_eq!(preference.value, PreferenceValue::Stop);
    assert_eq!(preference.wa_id.as_deref(), Some("34612999001"));
}
