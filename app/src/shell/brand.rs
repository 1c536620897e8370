//! The mark: an ear of wheat.

use leptos::prelude::*;

/// The mark on its own; beside it stands the name.
#[component]
pub(crate) fn BrandMark() -> impl IntoView {
    view! {
        <svg class="brand__mark" viewBox="0 0 28 28" aria-hidden="true">
            <rect class="brand__ground" width="28" height="28" rx="7"/>
            <g class="brand__grain">
                <ellipse cx="14" cy="7.2" rx="1.7" ry="2.9"/>
                <ellipse cx="17.4" cy="11.2" rx="1.75" ry="3.05" transform="rotate(40 17.4 11.2)"/>
                <ellipse cx="10.6" cy="11.2" rx="1.75" ry="3.05" transform="rotate(-40 10.6 11.2)"/>
                <ellipse cx="17.4" cy="15.4" rx="1.75" ry="3.05" transform="rotate(40 17.4 15.4)"/>
                <ellipse cx="10.6" cy="15.4" rx="1.75" ry="3.05" transform="rotate(-40 10.6 15.4)"/>
                <ellipse cx="17.4" cy="19.6" rx="1.75" ry="3.05" transform="rotate(40 17.4 19.6)"/>
                <ellipse cx="10.6" cy="19.6" rx="1.75" ry="3.05" transform="rotate(-40 10.6 19.6)"/>
            </g>
            <path class="brand__stalk" d="M14 10v13.5"/>
        </svg>
    }
}
