//! Which fields are asked for.
//!
//! Meta answers with two or five fields unless told otherwise (sources §1.3),
//! and with error 100 when one name is not known to the version in use.
//! Therefore each list has a core of long-standing names; the client falls
//! back to it when the full list is refused.

/// Long-standing fields of a WABA.
const WABA_CORE: &str = "id,name,currency,timezone_id,message_template_namespace,account_review_status,\
                         business_verification_status,ownership_type,country,status,owner_business_info";

/// Younger fields of a WABA.
const WABA_MORE: &str = "on_behalf_of_business_info,primary_business_location,is_enabled_for_insights,\
                         marketing_messages_onboarding_status,disable_marketing_messages_on_cloud_api,\
                         auth_international_rate_eligibility,health_status";

/// Long-standing fields of a phone number.
const PHONE_CORE: &str = "id,display_phone_number,verified_name,status,quality_rating,\
                          code_verification_status,name_status,platform_type,account_mode";

/// Younger fields of a phone number.
const PHONE_MORE: &str = "new_display_name,new_name_status,throughput,is_official_business_account,\
                          is_pin_enabled,is_on_biz_app,is_preverified_number,last_onboarded_time,\
                          country_code,country_dial_code,webhook_configuration,health_status";

/// Long-standing fields of a message template.
const TEMPLATE_CORE: &str = "id,name,language,status,category,components";

/// Younger fields of a message template.
const TEMPLATE_MORE: &str = "sub_category,parameter_format,quality_score,rejected_reason,correct_category,\
                             previous_category,message_send_ttl_seconds,library_template_name,\
                             cta_url_link_tracking_opted_out";

/// First version that names the limit of the portfolio instead of the number's.
const PORTFOLIO_LIMIT_SINCE: u32 = 24;

/// The `fields` of a WABA read.
#[must_use]
pub fn waba_fields(core_only: bool) -> String {
    if core_only {
        WABA_CORE.to_owned()
    } else {
        format!("{WABA_CORE},{WABA_MORE}")
    }
}

/// The `fields` of a phone number read in `api_version`.
#[must_use]
pub fn phone_fields(api_version: &str, core_only: bool) -> String {
    if core_only {
        return PHONE_CORE.to_owned();
    }
    let limit = if major(api_version).is_none_or(|v| v >= PORTFOLIO_LIMIT_SINCE) {
        "whatsapp_business_manager_messaging_limit"
    } else {
        "messaging_limit_tier"
    };
    format!("{PHONE_CORE},{PHONE_MORE},{limit}")
}

/// The `fields` of a message template read (sources §1.5).
#[must_use]
pub fn template_fields(core_only: bool) -> String {
    if core_only {
        TEMPLATE_CORE.to_owned()
    } else {
        format!("{TEMPLATE_CORE},{TEMPLATE_MORE}")
    }
}

fn major(api_version: &str) -> Option<u32> {
    api_version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// Whether `text` is `v<major>.<minor>`, the form that Meta documents.
pub(super) fn is_version(text: &str) -> bool {
    text.strip_prefix('v')
        .and_then(|v| v.split_once('.'))
        .is_some_and(|(major, minor)| {
            [major, minor]
                .iter()
                .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_is_asked_for_by_the_name_of_the_version() {
        assert!(phone_fields("v25.0", false).contains("whatsapp_business_manager_messaging_limit"));
        assert!(phone_fields("v24.0", false).contains("whatsapp_business_manager_messaging_limit"));
        assert!(phone_fields("v23.0", false).ends_with("messaging_limit_tier"));
        assert!(!phone_fields("v25.0", true).contains("limit"));
    }

    #[test]
    fn lists_have_no_gaps() {
        for list in [
            waba_fields(false),
            waba_fields(true),
            phone_fields("v25.0", false),
            template_fields(true),
            template_fields(false),
        ] {
            assert!(
                list.split(',')
                    .all(|f| f.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') && f.len() > 1)
            );
        }
    }

    #[test]
    fn versions_have_two_numbers() {
        assert!(is_version("v25.0"));
        assert!(!is_version("25.0"));
        assert!(!is_version("v25"));
        assert!(!is_version("v25.0/../me"));
    }
}
