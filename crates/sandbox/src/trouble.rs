//! Meta's words for error codes of messages (sources §3), in our own short form.

use serde_json::{Value, json};

/// Where Meta explains codes.
const HREF: &str = "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/";

/// Title of a code.
pub(crate) const fn title(code: i64) -> &'static str {
    match code {
        100 => "Invalid parameter",
        130_429 => "Rate limit hit",
        130_472 => "User's number is part of an experiment",
        130_497 => "Business account is restricted from messaging users in this country",
        131_000 => "Something went wrong",
        131_008 => "Required parameter is missing",
        131_009 => "Parameter value is not valid",
        131_016 => "Service unavailable",
        131_021 => "Recipient cannot be sender",
        131_026 => "Message undeliverable",
        131_031 => "Business Account locked",
        131_042 => "Business eligibility payment issue",
        131_045 => "Incorrect certificate",
        131_047 => "Re-engagement message",
        131_048 => "Spam rate limit hit",
        131_049 => "This message was not delivered to maintain healthy ecosystem engagement",
        131_050 => "User has stopped marketing messages",
        131_051 => "Unsupported message type",
        131_053 => "Media upload error",
        131_056 => "(Business Account, Consumer Account) pair rate limit hit",
        131_057 => "Account in maintenance mode",
        131_062 => "Recipient without a phone number is not supported for this message",
        132_000 => "Number of parameters does not match the expected number of params",
        132_001 => "Template name does not exist in the translation",
        132_005 => "Translated text too long",
        132_007 => "Template format character policy violated",
        132_012 => "Parameter format does not match format in the created template",
        132_015 => "Template is paused",
        132_016 => "Template is disabled",
        133_010 => "Account not registered",
        _ => "Unknown error",
    }
}

/// An entry of `errors[]` in a webhook (sources §2.3).
pub(crate) fn entry(code: i64, details: &str) -> Value {
    json!({
        "code": code,
        "title": title(code),
        "message": title(code),
        "error_data": { "details": details },
        "href": HREF,
    })
}

/// Details that Meta adds to a failed message.
pub(crate) const fn details(code: i64) -> &'static str {
    match code {
        131_026 => {
            "Message Undeliverable. The number may not be on WhatsApp, or its app is too old, or the terms were not accepted."
        }
        131_042 => {
            "Message failed to send because there were one or more errors related to your payment method."
        }
        131_047 => {
            "Message failed to send because more than 24 hours have passed since the customer last replied to this number."
        }
        131_048 => "Message failed to send because this number may not start more conversations now.",
        131_049 => "In order to maintain a healthy ecosystem engagement, the message failed to be delivered.",
        131_050 => "The recipient has chosen to stop receiving marketing messages from your business.",
        _ => "The message could not be delivered.",
    }
}
