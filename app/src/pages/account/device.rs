//! What a `User-Agent` says, in words that its owner recognises.

use domain::lang::Lang;

use crate::words::account as words;

/// Later entries contain the words of earlier ones, so the most special comes first.
const BROWSERS: [(&str, &str); 8] = [
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
];
const SYSTEMS: [(&str, &str); 7] = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];

/// "Firefox on Linux".
pub(super) fn device(lang: Lang, user_agent: Option<&str>) -> String {
    let user_agent = user_agent.unwrap_or_default();
    let find = |list: &[(&str, &'static str)]| {
        list.iter()
            .find(|(mark, _)| user_agent.contains(mark))
            .map(|(_, name)| *name)
    };
    match (find(&BROWSERS), find(&SYSTEMS)) {
        (Some(browser), Some(system)) => words::on_system(lang, browser, system),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => words::session_unknown(lang).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(
        "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        "Firefox on Linux"
    )]
    #[case(
        "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
        "Edge on Windows"
    )]
    #[case(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1",
        "Safari on iPhone"
    )]
    #[case("curl/8.9", "curl")]
    #[case("", "Unknown browser")]
    fn browsers_are_named(#[case] user_agent: &str, #[case] expected: &str) {
        assert_eq!(device(Lang::En, Some(user_agent)), expected);
    }
}
