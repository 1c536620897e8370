//! The languages that Meta takes templates in.

/// Codes of Meta's list of supported template languages.
#[rustfmt::skip]
pub const CODES: [&str; 113] = [
    "af", "sq", "ar", "ar_AE", "ar_EG", "ar_LB", "ar_MA", "ar_QA", "ar_SA", "az", "be_BY", "bg", "bn",
    "bn_IN", "ca", "cs", "da", "de", "de_AT", "de_CH", "el", "en", "en_AE", "en_AU", "en_CA", "en_GB",
    "en_GH", "en_IE", "en_IN", "en_JM", "en_MY", "en_NZ", "en_QA", "en_SG", "en_UG", "en_US", "en_ZA",
    "es", "es_AR", "es_CL", "es_CO", "es_CR", "es_DO", "es_EC", "es_ES", "es_HN", "es_MX", "es_PA",
    "es_PE", "es_UY", "es_VE", "et", "fa", "fi", "fil", "fr", "fr_BE", "fr_CA", "fr_CH", "fr_CI", "fr_MA",
    "ga", "gu", "ha", "he", "hi", "hr", "hu", "id", "it", "ja", "ka", "kk", "kn", "ko", "ky_KG", "lo",
    "lt", "lv", "mk", "ml", "mr", "ms", "nb", "nl", "nl_BE", "pa", "pl", "prs_AF", "ps_AF", "pt_BR",
    "pt_PT", "ro", "ru", "rw_RW", "si_LK", "sk", "sl", "sr", "sv", "sw", "ta", "te", "th", "tr", "uk",
    "ur", "uz", "vi", "zh_CN", "zh_HK", "zh_TW", "zu",
];

/// Whether Meta takes templates in this language. Case counts.
#[must_use]
pub fn is_known(code: &str) -> bool {
    CODES.contains(&code)
}

/// The code that somebody probably meant by `es-ES`, `ES`, `es_ar` or `pt`;
/// `None` when the list has nothing like it, or has it exactly so.
#[must_use]
pub fn meant(code: &str) -> Option<&'static str> {
    let plain = code.trim().replace('-', "_");
    let found = |wanted: &str| {
        CODES
            .iter()
            .copied()
            .find(|known| known.eq_ignore_ascii_case(wanted))
    };
    let short = plain.split('_').next().unwrap_or_default();
    let of_the_same_language = || {
        CODES.iter().copied().find(|known| {
            known
                .split('_')
                .next()
                .is_some_and(|k| k.eq_ignore_ascii_case(short))
        })
    };
    found(&plain)
        .or_else(|| found(short))
        .or_else(of_the_same_language)
        .filter(|known| *known != code)
}

/// The part of a code that names the language: `es` for `es_MX`.
#[must_use]
pub fn base(code: &str) -> &str {
    code.split(['_', '-']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("es-ES", Some("es_ES"))]
    #[case("ES", Some("es"))]
    #[case("es_ar", Some("es_AR"))]
    #[case("pt", Some("pt_BR"))]
    #[case("es_GQ", Some("es"))]
    #[case("tlh", None)]
    #[case("", None)]
    #[case("es", None)]
    fn what_was_meant_is_guessed(#[case] code: &str, #[case] meant_by_it: Option<&str>) {
        assert_eq!(meant(code), meant_by_it);
    }

    #[test]
    fn case_and_separator_count() {
        assert!(is_known("es_ES") && is_known("zu"));
        assert!(!is_known("es-ES") && !is_known("es_es") && !is_known(""));
    }
}
