//! Writing HTML.

/// HTML under way.
#[derive(Default)]
pub(super) struct Html(pub(super) String);

impl Html {
    /// Adds markup.
    pub(super) fn raw(&mut self, markup: &str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Adds text, also inside the quotes of an attribute.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        escape(text, &mut self.0);
        self
    }

    /// Adds an icon of the sprite at `sprite`.
    pub(super) fn icon(&mut self, sprite: &str, name: &str) -> &mut Self {
        self.raw("<svg class=\"icon\" aria-hidden=\"true\"><use href=\"")
            .text(sprite)
            .raw("#i-")
            .raw(name)
            .raw("\"></use></svg>")
    }
}

fn escape(text: &str, into: &mut String) {
    for c in text.chars() {
        match c {
            '&' => into.push_str("&amp;"),
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            '"' => into.push_str("&quot;"),
            '\'' => into.push_str("&#39;"),
            c => into.push(c),
        }
    }
}
