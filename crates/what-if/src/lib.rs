//! The same messages under other circumstances, as HTML: what was asked, side by
//! side with the present, and why it differs. The server writes the page with
//! it, and the browser the same page while somebody turns the knobs; the
//! figures come from [`domain::billing::whatif`].

mod view;
pub mod words;

pub use view::{answer_html, answer_html_from};

#[cfg(target_arch = "wasm32")]
#[expect(
    unreachable_pub,
    reason = "what the browser calls has to be public, wherever it stands"
)]
mod browser {
    //! What the page's script calls: `open` once, `answer` for each change.

    use std::{cell::RefCell, sync::Arc};

    use domain::{
        billing::whatif::{Base, Question, Statement, price_cells},
        lang::Lang,
    };
    use wasm_bindgen::prelude::wasm_bindgen;

    use crate::answer_html_from;

    /// What a page starts from.
    struct Page {
        lang: Lang,
        base: Base,
        /// What the present costs; it does not change with the question.
        present: Arc<Statement>,
        pilot: bool,
    }

    thread_local! {
        static PAGE: RefCell<Option<Page>> = const { RefCell::new(None) };
    }

    /// Keeps what a page starts from; `false` when it cannot be read.
    #[wasm_bindgen]
    #[must_use]
    pub fn open(lang: &str, base: &str, pilot: bool) -> bool {
        let base: Option<Base> = serde_json::from_str(base).ok();
        let page = base.map(|base| Page {
            lang: Lang::parse(lang).unwrap_or_default(),
            present: Arc::new(price_cells(&base.cells, &base.present())),
            base,
            pilot,
        });
        let there = page.is_some();
        PAGE.set(page);
        there
    }

    /// The answer to the fields of the form, names and values in turn.
    #[wasm_bindgen]
    #[must_use]
    pub fn answer(fields: Vec<String>) -> String {
        let pairs = fields
            .chunks_exact(2)
            .filter_map(|pair| Some((pair.first()?.as_str(), pair.get(1)?.as_str())));
        let asked = Question::read(pairs);
        PAGE.with_borrow(|page| {
            page.as_ref().map_or_else(String::new, |page| {
                let present = Arc::clone(&page.present);
                answer_html_from(page.lang, &page.base, present, &asked, page.pilot)
            })
        })
    }
}
