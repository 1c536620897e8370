//! The template editor's form, findings and phone. The server writes them into
//! the page; while somebody types, the browser writes the same with the same
//! code: `cargo xtask build` makes a library of its own of this crate, which
//! only the editor's page loads, and only when scripts run. Hence no framework
//! and few dependencies: what is used here travels.

pub mod follow;
pub mod form;
mod light_json;
pub mod view;
pub mod words;

#[cfg(target_arch = "wasm32")]
#[expect(
    unreachable_pub,
    reason = "what the browser calls has to be public, wherever it stands"
)]
mod browser {
    //! The one function that the editor's page calls.

    use wasm_bindgen::prelude::wasm_bindgen;

    /// See [`crate::follow::follow`].
    #[wasm_bindgen]
    #[must_use]
    pub fn follow(form: &str, page: &str, book: &str) -> String {
        crate::follow::follow(form, page, book)
    }
}
