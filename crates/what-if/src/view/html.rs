//! Writing text into HTML.

/// Text as it may stand in markup, also inside the quotes of an attribute.
pub(super) fn esc(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// A cell of figures, labelled for phones.
pub(super) fn figure_cell(label: &str, class: &str, content: &str) -> String {
    format!(
        "<td role=\"cell\" class=\"{class}\" data-label=\"{}\">{content}</td>",
        esc(label)
    )
}

/// A table that becomes cards on phones; `columns` are headings, the first of
/// words and the others of figures.
pub(super) fn table(caption: &str, columns: &[&str], body: &str, foot: &str) -> String {
    let mut heads = String::new();
    for (n, column) in columns.iter().enumerate() {
        let class = if n == 0 { "" } else { " class=\"n\"" };
        heads.extend([format!(
            "<th role=\"columnheader\" scope=\"col\"{class}>{}</th>",
            esc(column)
        )]);
    }
    let foot = if foot.is_empty() {
        String::new()
    } else {
        format!("<tfoot role=\"rowgroup\">{foot}</tfoot>")
    };
    format!(
        "<div class=\"table-wrap\"><table role=\"table\" class=\"table table--tight table--cards\">\
         <caption class=\"sr-only\">{}</caption><thead role=\"rowgroup\"><tr role=\"row\">{heads}</tr></thead>\
         <tbody role=\"rowgroup\">{body}</tbody>{foot}</table></div>",
        esc(caption)
    )
}
