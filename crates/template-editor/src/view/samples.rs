//! A field for the sample of each variable of a text.

use domain::{
    lang::Lang,
    template::{Samples, variables},
};

use super::html::Html;
use crate::words::live as w;

/// The fields; nothing when the text has no variables. `key` is `s` for the
/// body and `hs` for the header.
pub fn fields(lang: Lang, place: usize, language: &str, key: &str, text: &str, samples: &Samples) -> String {
    let names = variables::names(text);
    let mut out = Html::default();
    if names.is_empty() {
        return out.0;
    }
    let legend = if key == "hs" {
        w::header_samples(lang)
    } else {
        w::samples(lang)
    };
    out.raw("<fieldset class=\"field\"><legend class=\"label\">")
        .text(legend)
        .raw("</legend><p class=\"hint\">")
        .text(w::samples_note(lang))
        .raw("</p><div class=\"tpl-samples\">");
    for name in names {
        let id = format!("l{place}-{key}-{name}");
        out.raw("<div class=\"field\"><label for=\"")
            .text(&id)
            .raw("\"><code>{{")
            .text(name)
            .raw("}}</code></label><input class=\"input\" autocomplete=\"off\" id=\"")
            .text(&id)
            .raw("\" name=\"")
            .text(&format!("l{place}.{key}.{name}"))
            .raw("\" lang=\"")
            .text(&language.replace('_', "-"))
            .raw("\" value=\"")
            .text(samples.get(name).unwrap_or_default())
            .raw("\"></div>");
    }
    out.raw("</div></fieldset>");
    out.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_variable_has_a_field_with_its_sample() {
        let html = fields(
            Lang::En,
            1,
            "es_MX",
            "s",
            "{{2}} \"{{1}}\"",
            &Samples::of(&["a\"b"]),
        );
        assert!(
            html.contains("name=\"l1.s.1\" lang=\"es-MX\" value=\"a&quot;b\""),
            "{html}"
        );
        assert!(html.find("l1-s-1").unwrap() < html.find("l1-s-2").unwrap());
        assert_eq!(fields(Lang::En, 0, "es", "s", "Hola.", &Samples::default()), "");
    }
}
