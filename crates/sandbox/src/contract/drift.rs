//! Where Meta's document contradicts itself, Meta's pages or real answers.

/// A known contradiction.
#[derive(Debug)]
pub struct Drift {
    /// The operation.
    pub operation: &'static str,
    /// JSON pointer, `*` for list positions.
    pub at: &'static str,
    /// The rule that real answers break.
    pub rule: &'static str,
    /// Why the emulator follows the other source.
    pub why: &'static str,
}

/// Contradictions that the emulator resolves against the document.
pub const DRIFT: &[Drift] = &[
    Drift {
        operation: "GET /{Version}/{WABA-ID}",
        at: "/name",
        rule: "required",
        why: "the document requires name, and also lets a call name its fields: without name among them there is none",
    },
    Drift {
        operation: "GET /{Version}/{WABA-ID}",
        at: "/business_verification_status",
        rule: "enum",
        why: "the document has four values in capitals; real answers are lower case and know eleven (sources §1.3)",
    },
    Drift {
        operation: "GET /{Version}/{WABA-ID}/phone_numbers",
        at: "/data/*/status",
        rule: "required",
        why: "the document requires status, but Meta answers it only when it is asked for (sources §1.3, default fields)",
    },
    Drift {
        operation: "GET /{Version}/{WABA-ID}/phone_numbers",
        at: "/data/*/status",
        rule: "enum",
        why: "the list lacks CONNECTED and DISCONNECTED, which every registered number has (sources §1.3: four conflicting lists)",
    },
    Drift {
        operation: "GET /{Version}/{WABA-ID}/phone_numbers",
        at: "/data/*/quality_rating",
        rule: "enum",
        why: "the schema says NA, the document's own example of this operation says UNKNOWN",
    },
    Drift {
        operation: "GET /{Version}/{WABA-ID}/phone_numbers",
        at: "/data/*/code_verification_status",
        rule: "enum",
        why: "the schema says UNVERIFIED, the document's own example of this operation says NOT_VERIFIED",
    },
    Drift {
        operation: "GET /{Version}/{Phone-Number-ID}",
        at: "/quality_rating",
        rule: "enum",
        why: "as in the list: NA in the schema, UNKNOWN in examples and answers",
    },
    Drift {
        operation: "GET /{Version}/{Phone-Number-ID}",
        at: "/code_verification_status",
        rule: "enum",
        why: "as in the list: UNVERIFIED in the schema, NOT_VERIFIED in examples and answers",
    },
    Drift {
        operation: "POST /{Version}/{Phone-Number-ID}/messages",
        at: "body/to",
        rule: "required",
        why: "the document knows phones only; people without one are written to by recipient (sources §2.5)",
    },
    Drift {
        operation: "POST /{Version}/{Phone-Number-ID}/messages",
        at: "body/template/language/policy",
        rule: "required",
        why: "the only policy is deterministic, and Meta's pages leave it out (sources §1.6)",
    },
    Drift {
        operation: "GET /{Version}/{WABA-ID}/message_templates",
        at: "fields",
        rule: "parameter",
        why: "every Graph read takes fields; the document shows the default ones only (sources §1.5)",
    },
    Drift {
        operation: "GET /{Version}/{WABA-ID}/message_templates",
        at: "limit",
        rule: "parameter",
        why: "paging of all edges (sources §1.2); the document's answer has cursors but no parameter for them",
    },
    Drift {
        operation: "GET /{Version}/{WABA-ID}/message_templates",
        at: "after",
        rule: "parameter",
        why: "as limit",
    },
    Drift {
        operation: "GET /{Version}/{WABA-ID}/message_templates",
        at: "summary",
        rule: "parameter",
        why: "how many templates there are and may be (sources §1.5); the document shows the plain list only",
    },
    Drift {
        operation: "GET /{Version}/{TEMPLATE_ID}",
        at: "fields",
        rule: "parameter",
        why: "every Graph read takes fields; the document shows the default ones only (sources §1.5)",
    },
];

/// Parameters of every Graph call that the document does not repeat.
pub const EVERYWHERE: &[(&str, &str)] = &[
    ("access_token", "the other way to send a token (sources §1.2)"),
    (
        "appsecret_proof",
        "proves that the caller knows the app's secret (sources §1.2)",
    ),
];

/// Paths that exist outside the document.
pub const UNDOCUMENTED: &[(&str, &str)] = &[
    (
        "/debug_token",
        "part of the Graph API itself, not of Business Messaging (sources §1.2)",
    ),
    (
        "/uploads",
        "resumable upload, part of the Graph API itself (sources §1.6)",
    ),
    ("/uploads", "resumable upload, part of the Graph API itself"),
    ("/upload:", "as uploads"),
    (
        "/migrate_message_templates",
        "in Meta's reference of the node, not in the document (sources §1.5)",
    ),
    (
        "/unpause",
        "in Meta's guide to pauses, not in the document (sources §1.5)",
    ),
    ("/unpause", "in Meta's guide to pauses, not in the document"),
];
