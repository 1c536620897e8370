//! WhatsApp's formatting: `*bold*`, `_italic_`, `~struck~`, `` `code` ``,
//! ```` ```mono``` ````, lists, quotes and links, as the phone shows them.

use super::variables::scan;

/// How a piece of text looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "four marks, which combine freely")]
pub struct Style {
    /// `*…*`
    pub bold: bool,
    /// `_…_`
    pub italic: bool,
    /// `~…~`
    pub struck: bool,
    /// `` `…` `` and ```` ```…``` ````
    pub mono: bool,
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Text.
    Text(String, Style),
    /// A variable by its name.
    Variable(String, Style),
    /// Something that can be touched to open it.
    Link(String, Style),
}

/// A line, or several that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// An ordinary line; empty for a blank one.
    Plain(Vec<Piece>),
    /// `- …` or `* …`
    Bullet(Vec<Piece>),
    /// `1. …`
    Numbered(String, Vec<Piece>),
    /// `> …`
    Quote(Vec<Piece>),
}

const MONO: &str = "```";

/// Takes a text apart.
#[must_use]
pub fn lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut mono = false;
    for line in text.split('\n') {
        let line = line.strip_suffix('\r').unwrap_or(line);
        let began = mono;
        if line.matches(MONO).count() % 2 == 1 && (mono || text.matches(MONO).count() > 1) {
            mono = !mono;
        }
        if began || mono {
            let style = Style {
                mono: true,
                ..Style::default()
            };
            let mut out = Vec::new();
            push(&mut out, &line.replace(MONO, ""), style);
            lines.push(Line::Plain(out));
            continue;
        }
        lines.push(marked(line));
    }
    lines
}

fn marked(line: &str) -> Line {
    if let Some(rest) = line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")) {
        return Line::Bullet(pieces(rest));
    }
    if let Some(rest) = line.strip_prefix("> ") {
        return Line::Quote(pieces(rest));
    }
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if (1..=2).contains(&digits)
        && let Some(rest) = line.get(digits..).and_then(|rest| rest.strip_prefix(". "))
    {
        let number = line.get(..digits).unwrap_or_default().to_owned();
        return Line::Numbered(number, pieces(rest));
    }
    Line::Plain(pieces(line))
}

fn pieces(line: &str) -> Vec<Piece> {
    let mut out = Vec::new();
    inline(&mut out, line, Style::default());
    out
}

/// Reads marks from left to right; a mark that nothing closes is text.
fn inline(out: &mut Vec<Piece>, text: &str, style: Style) {
    let mut from = 0;
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let Some((mark, end)) = opens(text, at, c) else {
            at += c.len_utf8();
            continue;
        };
        push(out, text.get(from..at).unwrap_or_default(), style);
        let inside = text.get(at + mark.len()..end).unwrap_or_default();
        let mut inner = style;
        match c {
            '*' => inner.bold = true,
            '_' => inner.italic = true,
            '~' => inner.struck = true,
            _ => inner.mono = true,
        }
        if inner.mono {
            push(out, inside, inner);
        } else {
            inline(out, inside, inner);
        }
        at = end + mark.len();
        from = at;
    }
    push(out, text.get(from..).unwrap_or_default(), style);
}

/// Whether a mark opens here; answers the mark and where it closes.
fn opens(text: &str, at: usize, c: char) -> Option<(&'static str, usize)> {
    let mark = match c {
        '*' => "*",
        '_' => "_",
        '~' => "~",
        '`' if text.get(at..)?.starts_with(MONO) => MONO,
        '`' => "`",
        _ => return None,
    };
    let before = text.get(..at)?.chars().next_back();
    if before.is_some_and(char::is_alphanumeric) {
        return None;
    }
    let inside = at + mark.len();
    if text.get(inside..)?.chars().next().is_none_or(char::is_whitespace) {
        return None;
    }
    let mut from = inside;
    while let Some(step) = text.get(from..)?.find(mark) {
        let end = from + step;
        let last = text.get(inside..end)?.chars().next_back();
        let after = text.get(end + mark.len()..)?.chars().next();
        if last.is_some_and(|c| !c.is_whitespace()) && !after.is_some_and(char::is_alphanumeric) {
            return Some((mark, end));
        }
        from = end + mark.len();
    }
    None
}

/// Adds text with its variables and links.
fn push(out: &mut Vec<Piece>, text: &str, style: Style) {
    let mut from = 0;
    for variable in scan(text).variables {
        links(out, text.get(from..variable.at.start).unwrap_or_default(), style);
        out.push(Piece::Variable(variable.name.to_owned(), style));
        from = variable.at.end;
    }
    links(out, text.get(from..).unwrap_or_default(), style);
}

fn links(out: &mut Vec<Piece>, text: &str, style: Style) {
    let mut rest = text;
    while let Some(at) = ["https://", "http://", "www."]
        .iter()
        .filter_map(|start| rest.find(start))
        .min()
    {
        let (before, link) = rest.split_at(at);
        let end = link.find(char::is_whitespace).unwrap_or(link.len());
        let end = link.get(..end).map_or(end, |link| {
            link.trim_end_matches(['.', ',', ')', '!', '?', ';', ':']).len()
        });
        let (link, after) = link.split_at(end.max(1));
        if !before.is_empty() {
            out.push(Piece::Text(before.to_owned(), style));
        }
        out.push(Piece::Link(link.to_owned(), style));
        rest = after;
    }
    if !rest.is_empty() {
        out.push(Piece::Text(rest.to_owned(), style));
    }
}

/// Whether a text has any formatting inside of its lines. What makes a list or a
/// quote in a body does not count: a header or a label "1. Order received" shows
/// as it is written.
#[must_use]
pub fn is_formatted(text: &str) -> bool {
    lines(text).iter().any(|line| {
        let (Line::Plain(pieces) | Line::Bullet(pieces) | Line::Numbered(_, pieces) | Line::Quote(pieces)) =
            line;
        pieces.iter().any(|piece| style(piece) != Style::default())
    })
}

fn style(piece: &Piece) -> Style {
    match piece {
        Piece::Text(_, style) | Piece::Variable(_, style) | Piece::Link(_, style) => *style,
    }
}

/// The text without its formatting.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (i, line) in lines(text).into_iter().enumerate() {
        if i > 0 {
            out.push('\n');
        }
        let (Line::Plain(pieces) | Line::Bullet(pieces) | Line::Numbered(_, pieces) | Line::Quote(pieces)) =
            line;
        for piece in pieces {
            match piece {
                Piece::Text(text, _) | Piece::Link(text, _) => out.push_str(&text),
                Piece::Variable(name, _) => {
                    out.push_str("{{");
                    out.push_str(&name);
                    out.push_str("}}");
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let mut out = String::new();
        for line in lines(text) {
            let (mark, pieces) = match line {
                Line::Plain(pieces) => (String::new(), pieces),
                Line::Bullet(pieces) => ("• ".to_owned(), pieces),
                Line::Numbered(number, pieces) => (number + ". ", pieces),
                Line::Quote(pieces) => ("| ".to_owned(), pieces),
            };
            out.push_str(&mark);
            for piece in pieces {
                let (text, style) = match piece {
                    Piece::Text(text, style) => (text, style),
                    Piece::Variable(name, style) => (format!("[{name}]"), style),
                    Piece::Link(link, style) => (format!("({link})"), style),
                };
                let tags = [
                    (style.bold, 'b'),
                    (style.italic, 'i'),
                    (style.struck, 's'),
                    (style.mono, 'm'),
                ];
                let tags: String = tags.iter().filter(|(on, _)| *on).map(|(_, tag)| *tag).collect();
                if tags.is_empty() {
                    out.push_str(&text);
                } else {
                    out = format!("{out}<{tags}:{text}>");
                }
            }
            out.push('/');
        }
        out
    }

    #[test]
    fn marks_act_as_on_the_phone() {
        assert_eq!(
            shown("*Hola* _tú_ ~no~ `x` ```y```"),
            "<b:Hola> <i:tú> <s:no> <m:x> <m:y>/"
        );
        assert_eq!(shown("*a _b_ c*"), "<b:a ><bi:b><b: c>/");
        assert_eq!(shown("*{{1}}* y {{2}}"), "<b:[1]> y [2]/");
        assert_eq!(shown("2*3*4 y a_b_c y * no *"), "2*3*4 y a_b_c y * no */");
        assert_eq!(shown("*abierto"), "*abierto/");
        assert_eq!(
            shown("- uno\n* dos\n12. tres\n> cita"),
            "• uno/• dos/12. tres/| cita/"
        );
        assert_eq!(
            shown("ve a https://tahona.test/p, ya"),
            "ve a (https://tahona.test/p), ya/"
        );
        assert_eq!(shown("```uno\ndos``` fin"), "<m:uno>/<m:dos fin>/");
    }

    #[test]
    fn plain_text_keeps_its_variables() {
        assert_eq!(plain("*Pedido {{1}}* ~ya~"), "Pedido {{1}} ya");
        assert!(is_formatted("*a*") && !is_formatted("a * b, a_b"));
        assert!(!is_formatted("1. a") && !is_formatted("- a") && !is_formatted("> a"));
        assert!(is_formatted("1. *a*") && is_formatted("> ~a~"));
    }
}
