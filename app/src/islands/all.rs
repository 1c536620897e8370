//! All islands as the shell places them, with their words.

use leptos::prelude::*;

use super::{
    command_palette::CommandPalette, copy::CopyButtons, countdown::Countdown, export::ExportProgress,
    keyboard::Keyboard, live_pages::LivePages, live_updates::LiveUpdates, toasts::Toasts,
};
use crate::{request::Request, words::islands as words};

/// The last thing in the body of every page. Nothing of it shows, or can be
/// reached by keyboard, until the browser library opens it.
#[component]
#[expect(
    unreachable_pub,
    reason = "the macro makes the properties public whatever the component is"
)]
pub(crate) fn Islands() -> impl IntoView {
    let request = Request::try_current();
    let lang = request.as_ref().map(|request| request.lang).unwrap_or_default();
    let since = request.map(|request| request.heard.clone());
    let key = |caps: &'static [&'static str], what: &'static str| {
        let caps = caps.iter().map(|cap| view! { <kbd>{*cap}</kbd> }).collect_view();
        view! { <div><dt>{caps}</dt><dd>{what}</dd></div> }
    };
    view! {
        <LivePages>
            <div id="live-bar" class="live-bar" aria-hidden="true" hidden></div>
            <p id="live-says" class="sr-only" role="status" aria-live="polite"></p>
            <div id="live-notice" class="live-notice callout" data-tone="warn" role="alert" hidden>
                <div>
                    <h2>
                        <span data-notice="slow">{words::slow(lang)}</span>
                        <span data-notice="unreachable">{words::unreachable(lang)}</span>
                        <span data-notice="unsent">{words::unsent(lang)}</span>
                        <span data-notice="refused" id="live-refused"></span>
                    </h2>
                    <p>
                        <span data-notice="slow">{words::slow_what(lang)}</span>
                        <span data-notice="unreachable">{words::unreachable_what(lang)}</span>
                        <span data-notice="unsent">{words::unsent_what(lang)}</span>
                        <span data-notice="refused" id="live-refused-what"></span>
                    </p>
                    <div class="callout__actions">
                        <button class="btn btn--sm" type="button" data-again="" data-notice="unreachable">{words::again(lang)}</button>
                        <button class="btn btn--sm" type="button" data-load-again="" data-notice="slow">{words::load_again(lang)}</button>
                        <button class="btn btn--sm" type="button" data-load-again="" data-notice="unsent">{words::load_again(lang)}</button>
                        <button class="btn btn--sm btn--quiet" type="button" data-dismiss="">{words::dismiss(lang)}</button>
                    </div>
                </div>
            </div>
            <dialog id="confirm" class="ask" aria-labelledby="confirm-question">
                <form method="dialog">
                    <p id="confirm-question" data-question=""></p>
                    <div class="buttons">
                        <button class="btn" value="no">{words::cancel(lang)}</button>
                        <button class="btn btn--primary" value="yes">{words::go_on(lang)}</button>
                    </div>
                </form>
            </dialog>
        </LivePages>
        <LiveUpdates>
            <button id="live-chip" class="live-chip btn btn--sm" type="button" data-since=since hidden>
                {words::changed(lang)}
            </button>
        </LiveUpdates>
        <CommandPalette>
            <h2 id="palette-title" class="sr-only">{words::palette_title(lang)}</h2>
            <input
                id="palette-field"
                class="palette__field"
                type="text"
                role="combobox"
                autocomplete="off"
                spellcheck="false"
                aria-labelledby="palette-title"
                placeholder=words::palette_hint(lang)
                data-page=words::palette_page(lang)
                data-tenant=words::palette_tenant(lang)
                data-number=words::palette_number(lang)
                data-account=words::palette_account(lang)
                data-person=words::palette_person(lang)
                aria-autocomplete="list"
                aria-controls="palette-list"
                aria-expanded="false"
            />
            <p id="palette-none" class="palette__none" role="status" hidden>{words::palette_none(lang)}</p>
            <p id="palette-failed" class="palette__none" role="alert" hidden>{words::palette_failed(lang)}</p>
            <p class="palette__keys" aria-hidden="true">{words::palette_keys(lang)}</p>
        </CommandPalette>
        <Keyboard>
            <dialog id="keys" class="ask keys" aria-labelledby="keys-title">
                <form method="dialog">
                    <h2 id="keys-title">{words::keys_title(lang)}</h2>
                    <dl>
                        {key(&["Ctrl", "K"], words::key_palette(lang))}
                        {key(&["/"], words::key_palette(lang))}
                        {key(&["j"], words::key_next(lang))}
                        {key(&["k"], words::key_previous(lang))}
                        {key(&["Enter"], words::key_open(lang))}
                        {key(&["Esc"], words::key_close(lang))}
                        {key(&["z"], words::key_undo(lang))}
                        {key(&["?"], words::key_help(lang))}
                    </dl>
                    <dl id="keys-pages"></dl>
                    <p class="hint">{words::keys_off(lang)}</p>
                    <div class="buttons"><button class="btn">{words::close(lang)}</button></div>
                </form>
            </dialog>
        </Keyboard>
        <Toasts/>
        <CopyButtons/>
        <Countdown/>
        <ExportProgress/>
    }
}
