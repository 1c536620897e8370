//! How a conversation looks: bubbles, the window, the customer.

use domain::message::delivery::State;
use leptos::{prelude::*, server_fn::ServerFn};
use service::{
    consent::{record::Statement, standing::Standing},
    messages::{
        conversation::{Bubble, Conversation},
        inbox::Inbox,
        list::Direction,
        reply::Composer,
    },
};

use super::{
    composer::composer,
    decisions::{Known, decisions},
    inbox, look,
    reveal::reveal,
    window,
};
use crate::{
    actions::sending::SettleConversation,
    components::{
        form::{BackHere, Hidden},
        format::Times,
        icon::{Icon, icon},
        page::PageHead,
        query::Query,
    },
    guard::Cx,
    pages::{contacts::consents::standing, place::Place},
    words::{contacts, messages as w, templates},
};

/// What stands beside and under the words.
pub(super) struct Beside {
    /// The list that the conversation was opened from.
    pub(super) others: Inbox,
    /// Where the reader may answer.
    pub(super) composer: Option<Composer>,
    /// What the customer agreed to, with where they stand on orders and on advertising.
    pub(super) agreed: Option<(Vec<Statement>, Standing, Standing)>,
}

pub(super) fn conversation(
    cx: &Cx,
    place: &Place,
    times: &Times,
    talk: &Conversation,
    beside: &Beside,
    query: &Query,
) -> AnyView {
    let lang = cx.lang;
    let who = [&talk.name, &talk.number]
        .into_iter()
        .find(|text| !text.is_empty())
        .cloned();
    let who = who.unwrap_or_else(|| w::nobody(lang).to_owned());
    let sub = [
        talk.tenant
            .as_ref()
            .filter(|_| !place.is_own())
            .map(|(_, name)| w::with_bakery(lang, name)),
        talk.through.as_ref().map(|number| w::through(lang, number)),
    ];
    let sub = sub.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let log = place
        .to(place.messages())
        .with("contact", Some(&talk.contact.to_string()))
        .href();
    let older = talk
        .older
        .map(|id| query.with("before", Some(&id.to_string())).href());
    let latest = query.get("before").map(|_| query.with("before", None).href());
    let back = (
        inbox::kept(place.to(place.conversations()), query).href(),
        w::inbox_title(lang).to_owned(),
    );
    // Who may answer is told about the number that would send now.
    let window = beside.composer.as_ref().map_or(talk.window, |about| about.window);
    let class = if place.is_own() {
        "card card--flush"
    } else {
        "card"
    };
    view! {
        <PageHead title=w::conversation_with(lang, &who) sub=sub back=back>
            <a class="btn" href=log>{icon(Icon::Log)}{w::in_log(lang)}</a>
        </PageHead>
        <div class="cols cols--talk">
            {inbox::beside(cx, place, times, &beside.others, talk.contact, query)}
            <section class=class aria-label=w::conversation(lang) data-window="">
                // It opens at its end, where the newest words are.
                <div class="thread thread--end" tabindex="0" role="group" aria-label=w::thread(lang) data-scroll=talk.contact.to_string()>
                    <div class="thread__words">
                        {older.map(|href| view! { <a class="day" href=href>{w::earlier(lang)}</a> })}
                        {bubbles(cx, place, times, talk)}
                        {talk.bubbles.is_empty().then(|| view! { <span class="event">{w::no_words(lang)}</span> })}
                        {latest.map(|href| view! { <a class="day" href=href>{w::latest(lang)}</a> })}
                    </div>
                </div>
                {unanswered(cx, talk, beside)}
                {window::strip(cx, times, window)}
                {beside.composer.as_ref().map(|about| composer(cx, talk.contact, about, place.is_own()))}
            </section>
            {about(cx, place, times, talk, beside)}
        </div>
    }
    .into_any()
}

/// Says that the customer waits, for whoever may do something about it.
fn unanswered(cx: &Cx, talk: &Conversation, beside: &Beside) -> Option<AnyView> {
    let lang = cx.lang;
    talk.waits.map(|newest| {
        let button = beside.composer.is_some().then(|| {
            view! {
                <form method="post" action=SettleConversation::url()>
                    <Hidden name="contact" value=talk.contact.to_string()/>
                    <Hidden name="upto" value=newest.to_string()/>
                    <BackHere/>
                    <button class="btn btn--sm" type="submit">{w::settle(lang)}</button>
                </form>
            }
        });
        view! { <div class="waits"><span class="sm soft">{icon(Icon::Clock)}{w::not_answered(lang)}</span>{button}</div> }
            .into_any()
    })
}

fn bubbles(cx: &Cx, place: &Place, times: &Times, talk: &Conversation) -> Vec<AnyView> {
    let mut day = String::new();
    let mut out = Vec::with_capacity(talk.bubbles.len() + 4);
    for each in &talk.bubbles {
        let this = times.iso_day(each.at);
        if this != day {
            out.push(view! { <span class="day">{times.day_element(each.at)}</span> }.into_any());
            day = this;
        }
        out.push(bubble(cx, place, times, talk, each));
    }
    out
}

fn bubble(cx: &Cx, place: &Place, times: &Times, talk: &Conversation, each: &Bubble) -> AnyView {
    let lang = cx.lang;
    let out = each.direction == Direction::Out;
    let class = if out { "msg msg--out" } else { "msg" };
    let who = match (&each.template, &each.text) {
        // Owners know a template by what it is for, as in their list of messages.
        (Some(name), _) if place.is_own() => {
            Some(view! { <p class="who">{templates::purpose(lang, name)}</p> }.into_any())
        }
        (Some(name), _) => Some(view! { <p class="who"><code>{name.clone()}</code></p> }.into_any()),
        (None, None) => Some(view! { <p class="who">{w::kind_of(lang, &each.kind)}</p> }.into_any()),
        (None, Some(_)) => None,
    };
    let words = each.text.clone().map(|text| view! { <p>{text}</p> });
    let state = (out && each.state != State::Received).then(|| {
        let (name, _, _) = look::of_state(each.state);
        view! { {icon(name)}{w::state(lang, each.state)} }
    });
    let why = each
        .error
        .map(|code| view! { <span>{look::why(lang, code, place.is_own())}</span> });
    let tenant = talk.tenant.as_ref().map(|(id, _)| id);
    let known = Known {
        id: each.id,
        state: each.state,
        error: each.error,
        under_way: each.under_way,
        again: each.again,
    };
    let choices = decisions(cx, place, tenant, known, false);
    let id = each.id.to_string();
    let details = place
        .to(place.messages())
        .with("q", Some(&id))
        .with("sel", Some(&id))
        .href();
    let time = times.marked_up(each.at, times.hour(each.at));
    view! {
        <div class=class>
            {who}
            {words}
            <footer><a href=details title=w::details(lang)>{time}</a>{state}{why}</footer>
            {choices}
        </div>
    }
    .into_any()
}

fn about(cx: &Cx, place: &Place, times: &Times, talk: &Conversation, beside: &Beside) -> AnyView {
    let lang = cx.lang;
    let name = if talk.name.is_empty() {
        w::hidden_name(lang).to_owned()
    } else {
        talk.name.clone()
    };
    let number = if talk.number.is_empty() {
        w::nobody(lang).to_owned()
    } else {
        talk.number.clone()
    };
    view! {
        <aside class="card pane" aria-labelledby="h-contact">
            <div class="pane__section">
                <h3 id="h-contact">{w::contact(lang)}</h3>
                <dl class="facts">
                    <dt>{w::name(lang)}</dt>
                    <dd>{name}</dd>
                    <dt>{w::number(lang)}</dt>
                    <dd class="mask">{number}</dd>
                    <dt>{w::first_seen(lang)}</dt>
                    <dd>{times.day_element(talk.first_seen)}</dd>
                </dl>
                {reveal(cx, times, Some(talk.contact), talk.sight)}
            </div>
            {beside.agreed.as_ref().map(|agreed| permission(cx, place, times, talk, agreed))}
            <div class="pane__section">
                <h3>{w::window_title(lang)}</h3>
                <p class="sm soft">{w::window_why(lang)}</p>
            </div>
        </aside>
    }
    .into_any()
}

/// What the customer agreed to, and where the proof is.
fn permission(
    cx: &Cx,
    place: &Place,
    times: &Times,
    talk: &Conversation,
    (_, orders, adverts): &(Vec<Statement>, Standing, Standing),
) -> AnyView {
    let lang = cx.lang;
    let href = place.contact(talk.contact);
    view! {
        <div class="pane__section">
            <h3>{contacts::permission(lang)}</h3>
            <ul class="checks" role="list">
                {standing(cx, times, contacts::orders(lang), orders)}
                {standing(cx, times, contacts::adverts(lang), adverts)}
            </ul>
            <p><a class="btn btn--sm" href=href>{icon(Icon::User)}{contacts::open(lang)}</a></p>
        </div>
    }
    .into_any()
}
