use super::*;

const NOW: Millis = Millis(1_800_000_000_000);

fn open() -> Facts {
    Facts {
        platform_on: true,
        tenant: TenantStatus::Active,
        owner_on: true,
        has_number: true,
        number_status: Some((NumberStatus::Connected, NOW)),
        token_ok: Some((true, NOW)),
        health: Some((CanSend::Available, NOW)),
        stopped_since: None,
        budget_has_room: Some(true),
        message: Some(MessageFacts {
            template: Some(Some((true, NOW))),
            parameters_fit: Some(true),
            opted_in: true,
            opted_out: false,
            window: Window::Never,
            limit_has_room: Some(true),
        }),
    }
}

/// The first gate that stops.
fn first_stop(findings: &[Finding]) -> Option<&Finding> {
    findings.iter().find(|f| f.verdict == Verdict::Stops)
}

fn message(change: impl FnOnce(&mut MessageFacts)) -> Facts {
    let mut facts = open();
    if let Some(m) = facts.message.as_mut() {
        change(m);
    }
    facts
}

#[test]
fn nothing_stops_when_everything_is_open() {
    assert_eq!(first_stop(&ask(&open())), None);
}

#[test]
fn each_gate_stops_alone_when_only_its_fact_is_bad() {
    let cases = [
        (
            Gate::Platform,
            Facts {
                platform_on: false,
                ..open()
            },
        ),
        (
            Gate::Tenant,
            Facts {
                tenant: TenantStatus::Suspended,
                ..open()
            },
        ),
        (
            Gate::OwnerSwitch,
            Facts {
                owner_on: false,
                ..open()
            },
        ),
        (
            Gate::Number,
            Facts {
                has_number: false,
                ..open()
            },
        ),
        (
            Gate::NumberStatus,
            Facts {
                number_status: Some((NumberStatus::Banned, NOW)),
                ..open()
            },
        ),
        (
            Gate::Token,
            Facts {
                token_ok: Some((false, NOW)),
                ..open()
            },
        ),
        (
            Gate::AccountHealth,
            Facts {
                health: Some((CanSend::Blocked, NOW)),
                ..open()
            },
        ),
        (
            Gate::FleetStop,
            Facts {
                stopped_since: Some(NOW),
                ..open()
            },
        ),
        (Gate::Template, message(|m| m.template = Some(Some((false, NOW))))),
        (Gate::Parameters, message(|m| m.parameters_fit = Some(false))),
        (Gate::OptIn, message(|m| m.opted_in = false)),
        (Gate::OptOut, message(|m| m.opted_out = true)),
        (
            Gate::Window,
            message(|m| {
                m.template = None;
                m.parameters_fit = None;
            }),
        ),
        (
            Gate::NumberLimit,
            Facts {
                number_status: Some((NumberStatus::Restricted, NOW)),
                ..open()
            },
        ),
        (Gate::DailyLimit, message(|m| m.limit_has_room = Some(false))),
        (
            Gate::Budget,
            Facts {
                budget_has_room: Some(false),
                ..open()
            },
        ),
    ];
    assert_eq!(cases.len(), Gate::ALL.len());
    for (gate, facts) in cases {
        let findings = ask(&facts);
        let stops: Vec<Gate> = findings
            .iter()
            .filter(|f| f.verdict == Verdict::Stops)
            .map(|f| f.gate)
            .collect();
        assert_eq!(stops, [gate]);
    }
}

#[test]
fn what_is_not_known_never_passes_and_never_stops() {
    let facts = Facts {
        number_status: None,
        token_ok: None,
        health: None,
        ..open()
    };
    let findings = ask(&facts);
    for gate in [Gate::NumberStatus, Gate::Token, Gate::AccountHealth] {
        assert!(
            findings
                .iter()
                .any(|f| f.gate == gate && f.verdict == Verdict::NotKnown)
        );
    }
    assert_eq!(first_stop(&findings), None);
}

#[test]
fn inside_the_window_the_daily_limit_plays_no_part() {
    let facts = message(|m| {
        m.window = Window::Open { until: NOW };
        m.limit_has_room = Some(false);
    });
    assert_eq!(first_stop(&ask(&facts)), None);
}

#[test]
fn a_restricted_number_answers_and_writes_to_nobody_first() {
    let restricted = |facts: Facts| Facts {
        number_status: Some((NumberStatus::Restricted, NOW)),
        ..facts
    };
    let said = |facts: &Facts| {
        let findings = ask(facts);
        let stop = first_stop(&findings).map(|f| f.gate);
        let limit = findings.into_iter().find(|f| f.gate == Gate::NumberLimit);
        (stop, limit.map(|f| (f.verdict, f.evidence_at)))
    };
    let answer = restricted(message(|m| m.window = Window::Open { until: NOW }));
    assert_eq!(said(&answer), (None, Some((Verdict::Passes, Some(NOW)))));
    let first = restricted(open());
    assert_eq!(
        said(&first),
        (Some(Gate::NumberLimit), Some((Verdict::Stops, Some(NOW))))
    );
    // Whether the bakery can send depends on to whom, and is not shown as green.
    let bakery = restricted(Facts {
        message: None,
        ..open()
    });
    assert_eq!(said(&bakery), (None, Some((Verdict::NotKnown, Some(NOW)))));
    assert_eq!(said(&open()), (None, Some((Verdict::NotNeeded, None))));
    assert!(!number_stops(&NumberStatus::Restricted) && answers_only(&NumberStatus::Restricted));
}

#[test]
fn without_a_message_the_question_is_about_the_bakery() {
    let findings = ask(&Facts {
        message: None,
        ..open()
    });
    assert!(
        findings
            .iter()
            .filter(|f| f.gate >= Gate::Template)
            .all(|f| f.verdict == Verdict::NotNeeded)
    );
}
