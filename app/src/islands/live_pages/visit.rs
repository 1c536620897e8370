//! From an address to the page shown: fetch, check, exchange.

use std::cell::{Cell, RefCell};

use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    AbortController, Document, DomParser, Element, Headers, RequestInit, Response, SupportedType,
    UrlSearchParams,
};

use super::{
    history, press,
    progress::{self, Notice, Progress},
    swap,
};
use crate::islands::dom::{Timer, by_id, here, root, tell};

/// The notice that something changed. It says what the page shown knows of.
const CHIP: &str = "live-chip";
const SINCE: &str = "data-since";

/// When a page that could not be fetched quietly is tried again.
const LOOK_AGAIN: i32 = 5_000;

/// When a page that waits for the end of a press looks again.
const AFTER_PRESS: i32 = 100;

/// A page to show.
pub(crate) struct Visit {
    /// Address, absolute or from the root.
    pub(crate) url: String,
    /// What a form sends; makes the visit a POST.
    pub(crate) body: Option<UrlSearchParams>,
    /// What becomes of the address bar.
    pub(crate) history: History,
    /// Nobody asked for it: no progress, no change of focus, no notice when it fails.
    pub(crate) quiet: bool,
    /// The button or link that asked, shown as busy.
    pub(crate) asked_by: Option<Element>,
}

/// What becomes of the address bar.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum History {
    /// A new entry, unless it is the page already shown.
    Push,
    /// The entry changes its address.
    Replace,
    /// The browser has already gone there (back, forward).
    Keep,
}

impl Visit {
    /// Follows a link.
    pub(crate) fn to(url: String) -> Self {
        Self {
            url,
            body: None,
            history: History::Push,
            quiet: false,
            asked_by: None,
        }
    }

    /// The same with another history.
    pub(crate) fn with(mut self, history: History) -> Self {
        self.history = history;
        self
    }
}

/// What came back.
pub(super) struct Answer {
    /// Where the redirects ended.
    pub(super) url: String,
    /// The page.
    pub(super) page: Document,
}

enum Outcome {
    Page(Answer),
    /// A change was refused without a page of its own: what was filled in stays.
    Refused(Document),
    /// Something else than a page of ours, at this address.
    Other(String),
    Failed,
}

thread_local! {
    /// Number of the newest visit; the answers of older ones are not shown.
    static NEWEST: Cell<u32> = const { Cell::new(0) };
    /// A change is on its way: a second one has to wait for its answer.
    static SENDING: Cell<bool> = const { Cell::new(false) };
    /// Visits whose answer is awaited.
    static RUNNING: Cell<u32> = const { Cell::new(0) };
    /// Something changed elsewhere while an answer was awaited.
    static STALE: Cell<bool> = const { Cell::new(false) };
    /// The last change elsewhere that concerns the page shown.
    static NEWS: RefCell<String> = const { RefCell::new(String::new()) };
    static LATER: RefCell<Option<Timer>> = const { RefCell::new(None) };
    static ABORT: RefCell<Option<AbortController>> = const { RefCell::new(None) };
}

/// Shows a page.
pub(crate) fn visit(visit: Visit) {
    let post = visit.body.is_some();
    if post && SENDING.replace(true) {
        return;
    }
    spawn_local(run(visit, post));
}

/// The last change that the page shown can know of.
pub(crate) fn known() -> String {
    by_id(CHIP)
        .and_then(|chip| chip.get_attribute(SINCE))
        .unwrap_or_default()
}

/// Notes what the page knows of that is being shown.
pub(super) fn note_known(page: &Document) {
    let new = page.get_element_by_id(CHIP);
    if let (Some(chip), Some(since)) = (by_id(CHIP), new.and_then(|new| new.get_attribute(SINCE))) {
        let _ = chip.set_attribute(SINCE, &since);
    }
}

/// Notes the number of a change elsewhere that concerns the page shown.
pub(crate) fn heard(change: String) {
    NEWS.replace(change);
}

/// Fetches the page again when something on it has changed elsewhere since it
/// was written; leaves focus, scroll position and toasts alone. While somebody
/// writes it only offers to. While a visit runs it waits for the answer, which
/// may be from before the change.
pub(crate) fn catch_up() {
    if RUNNING.get() > 0 {
        STALE.set(true);
    } else if NEWS.with_borrow(|news| includes(&known(), news)) {
        // The page is newer than the news.
    } else if swap::edited() {
        progress::offer_refresh();
    } else {
        refresh_quietly();
    }
}

/// Fetches the page again without a word about it, unless one is on its way.
pub(super) fn refresh_quietly() {
    if RUNNING.get() == 0 {
        visit(Visit {
            quiet: true,
            ..Visit::to(here()).with(History::Keep)
        });
    }
}

/// Whether who knows of the change `known` knows of `news`. Numbers of
/// different processes cannot be compared.
fn includes(known: &str, news: &str) -> bool {
    let parts = |id: &str| {
        let (process, no) = id.rsplit_once('-')?;
        Some((process.to_owned(), no.parse::<u64>().ok()?))
    };
    match (parts(known), parts(news)) {
        (Some((here, known)), Some((there, news))) => here == there && known >= news,
        _ => false,
    }
}

async fn run(visit: Visit, post: bool) {
    show(visit, post).await;
    if RUNNING.get() == 0 && STALE.take() {
        catch_up();
    }
}

async fn show(visit: Visit, post: bool) {
    let number = NEWEST.get().wrapping_add(1);
    NEWEST.set(number);
    RUNNING.set(RUNNING.get() + 1);
    // A page that nobody waits for any more is not worth fetching; a change is never cut off.
    let abort = AbortController::new().ok();
    if let Some(older) = ABORT.replace(abort.clone().filter(|_| !post)) {
        older.abort();
    }
    let progress = (!visit.quiet).then(|| Progress::start(visit.asked_by.clone(), post));
    let outcome = fetch(&visit, abort.as_ref()).await;
    RUNNING.set(RUNNING.get() - 1);
    if post {
        SENDING.set(false);
    }
    drop(progress);
    if NEWEST.get() != number {
        return;
    }
    match outcome {
        Ok(Outcome::Page(answer)) if ours(&answer.page) => put_in_place(answer, visit, number),
        Ok(Outcome::Page(Answer { url, .. }) | Outcome::Other(url)) if !visit.quiet => load(&url),
        Ok(Outcome::Refused(page)) => {
            progress::refused(&page);
            tell("tahona:unsent");
        }
        Ok(Outcome::Failed) | Err(_) if !visit.quiet => {
            progress::notice(if post { Notice::Unsent } else { Notice::Unreachable });
            if post {
                tell("tahona:unsent");
            } else {
                progress::again_with(visit);
            }
        }
        // The page that is shown is better than none; the change waits for another look.
        Ok(Outcome::Failed) | Err(_) => {
            LATER.replace(Some(Timer::after(LOOK_AGAIN, catch_up)));
        }
        _ => {}
    }
}

/// Shows an answer, unless a newer visit has begun. One that nobody asked for
/// waits until nobody presses anything.
fn put_in_place(answer: Answer, visit: Visit, number: u32) {
    if NEWEST.get() != number {
        return;
    }
    if visit.quiet && press::is_on() {
        let later = move || put_in_place(answer, visit, number);
        LATER.replace(Some(Timer::after(AFTER_PRESS, later)));
        return;
    }
    history::about_to_show(&visit, &answer.url);
    swap::show(answer, &visit);
}

async fn fetch(visit: &Visit, abort: Option<&AbortController>) -> Result<Outcome, JsValue> {
    let init = RequestInit::new();
    let headers = Headers::new()?;
    headers.set("accept", "text/html")?;
    if visit.quiet {
        // What the last change left to be shown once is not for this answer.
        headers.set("x-tahona-quiet", "1")?;
    }
    init.set_headers(&headers);
    if let Some(abort) = abort {
        init.set_signal(Some(&abort.signal()));
    }
    if let Some(body) = &visit.body {
        init.set_method("POST");
        init.set_body(body);
    }
    let response: Response = JsFuture::from(window().fetch_with_str_and_init(&visit.url, &init))
        .await?
        .unchecked_into();
    if visit.quiet && (response.status() >= 500 || response.status() == 429) {
        return Ok(Outcome::Failed);
    }
    let kind = response.headers().get("content-type")?.unwrap_or_default();
    let url = response.url();
    let here = visit.body.is_some() && !response.redirected();
    if !kind.starts_with("text/html") {
        // What answers a change with something else has failed before it reached a page.
        return Ok(if visit.body.is_some() {
            Outcome::Failed
        } else {
            Outcome::Other(url)
        });
    }
    let html = JsFuture::from(response.text()?)
        .await?
        .as_string()
        .unwrap_or_default();
    let page = DomParser::new()?.parse_from_string(&html, SupportedType::TextHtml)?;
    if here {
        // Changes lead to a page; one that does not has failed, and says why.
        return Ok(Outcome::Refused(page));
    }
    Ok(Outcome::Page(Answer { url, page }))
}

/// Whether the page comes from the same build, in the same language and the
/// same shell, so that its parts fit into this one.
fn ours(page: &Document) -> bool {
    let (Some(now), Some(next)) = (root(&document()), root(page)) else {
        return false;
    };
    let build = |starter: Option<Element>| starter.and_then(|s| s.get_attribute("data-js"));
    let same = |name| now.get_attribute(name) == next.get_attribute(name);
    page.get_element_by_id("main").is_some()
        && build(by_id("start-islands").map(Into::into)) == build(page.get_element_by_id("start-islands"))
        && same("lang")
        && same("data-area")
        && swap::parts(&document()) == swap::parts(page)
}

/// Lets the browser load it.
pub(super) fn load(url: &str) {
    let _ = window().location().assign(url);
}
