//! A draft as the editor sees it: read from what is stored, checked by the
//! rules, changed by a click.

use domain::template::{
    Button, ButtonKind, Component, Template, TemplateCategory,
    lint::{self, Finding},
};
use service::{
    ServiceResult,
    templates::{
        drafts::{Draft, DraftContent, DraftLanguage},
        price::PerMonth,
        submit,
    },
};

use template_editor::form::Edited;

use crate::guard::Cx;

/// Most fixes of one click: a fix that brings the next finding ends here.
const MOST_FIXES: usize = 40;

/// What is stored, as the form shows it.
pub(crate) fn edited(content: &DraftContent) -> Edited {
    Edited {
        name: content.name.clone(),
        category: content.category.clone(),
        format: content.parameter_format.clone().unwrap_or_default(),
        ttl: content
            .message_send_ttl_seconds
            .map(|seconds| seconds.to_string())
            .unwrap_or_default(),
        languages: content
            .languages
            .iter()
            .map(|each| {
                let body = content.body(&each.language).unwrap_or_default();
                Template::read(body).unwrap_or_default()
            })
            .collect(),
    }
}

/// What a form says, as it is stored.
pub(crate) fn content(edited: &Edited) -> DraftContent {
    DraftContent {
        name: edited.name.clone(),
        category: edited.category.clone(),
        parameter_format: Some(edited.format.clone()).filter(|format| !format.is_empty()),
        message_send_ttl_seconds: edited.ttl_seconds(),
        languages: edited
            .languages
            .iter()
            .map(|template| DraftLanguage {
                language: template.language.clone(),
                components: template.components_value(),
            })
            .collect(),
    }
}

/// What the rules say of a stored draft, with all that is known of its account.
pub(crate) async fn stored(cx: &Cx, draft: &Draft) -> ServiceResult<Vec<Vec<Finding>>> {
    let mut all = Vec::with_capacity(draft.content.languages.len());
    for each in &draft.content.languages {
        all.push(submit::check(cx.services(), &cx.call, &draft.row.id, &each.language).await?);
    }
    Ok(all)
}

/// Adds what the languages of one template differ in.
pub(crate) fn across(edited: &Edited, mut found: Vec<Vec<Finding>>) -> Vec<Vec<Finding>> {
    if let Some((first, others)) = edited.languages.split_first() {
        for (other, list) in others.iter().zip(found.iter_mut().skip(1)) {
            for one in lint::between(first, other) {
                if !list.contains(&one) {
                    list.push(one);
                }
            }
        }
    }
    found
}

/// Adds to what costs more what it costs in a month, where the rules did not know
/// how much is sent.
pub(crate) fn with_month(mut found: Vec<Vec<Finding>>, sends: Option<PerMonth>) -> Vec<Vec<Finding>> {
    let Some(messages) = sends.and_then(|sends| i64::try_from(sends.messages).ok()) else {
        return found;
    };
    for costs in found.iter_mut().flatten().filter_map(|one| one.costs.as_mut()) {
        costs.month.get_or_insert(costs.each.saturating_mul(messages));
    }
    found
}

/// What the rules say of what was typed and could not be stored, with all that
/// is known of the account.
pub(crate) async fn typed(cx: &Cx, draft: &Draft, edited: &Edited) -> ServiceResult<Vec<Vec<Finding>>> {
    let mut all = Vec::with_capacity(edited.languages.len());
    for template in &edited.languages {
        let body = template.to_value();
        all.push(submit::check_typed(cx.services(), &cx.call, &draft.row.id, &body).await?);
    }
    Ok(all)
}

/// What the rules say of the text alone: all that can be put right by a click.
fn findings(edited: &Edited) -> Vec<Vec<Finding>> {
    across(edited, edited.languages.iter().map(lint::lint).collect())
}

/// What a button of the form asks for, beyond saving.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Wish {
    /// Nothing more.
    Save,
    /// To see what the rules say.
    Check,
    /// To hand it in.
    Submit,
    /// To change it first.
    Change(Change),
}

/// A change of the form by a button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Change {
    /// Puts right what can be put right by itself.
    FixAll,
    /// Puts one finding right: the language's place, the rule, and which of its findings.
    Fix(usize, String, usize),
    /// Adds a language.
    AddLanguage,
    /// Takes a language away.
    DropLanguage(usize),
    /// Adds a button to a language.
    AddButton(usize),
    /// Takes a button away.
    DropButton(usize, usize),
    /// Moves a button up.
    RaiseButton(usize, usize),
}

impl Wish {
    /// Reads the value of the button that was pressed; anything else saves.
    pub(crate) fn read(value: &str) -> Self {
        let steps: Vec<&str> = value.split('.').collect();
        let n = |text: &str| text.parse::<usize>().ok();
        let change = match steps.as_slice() {
            ["check"] => return Self::Check,
            ["submit"] => return Self::Submit,
            ["fixall"] => Some(Change::FixAll),
            ["fix", i, rule, k] => n(i).zip(n(k)).map(|(i, k)| Change::Fix(i, (*rule).to_owned(), k)),
            ["addlang"] => Some(Change::AddLanguage),
            ["droplang", i] => n(i).map(Change::DropLanguage),
            ["add", i] => n(i).map(Change::AddButton),
            ["drop", i, k] => n(i).zip(n(k)).map(|(i, k)| Change::DropButton(i, k)),
            ["up", i, k] => n(i).zip(n(k)).map(|(i, k)| Change::RaiseButton(i, k)),
            _ => None,
        };
        change.map_or(Self::Save, Self::Change)
    }
}

/// Carries a change out; `chosen` looks up the form's choices beside buttons.
/// Answers whether anything was changed.
pub(crate) fn change<'a>(
    edited: &mut Edited,
    wish: &Change,
    chosen: impl Fn(&str) -> Option<&'a str>,
) -> bool {
    let before = edited.clone();
    match wish {
        Change::FixAll => {
            for _ in 0..MOST_FIXES {
                let found = findings(edited);
                let fix = found
                    .iter()
                    .enumerate()
                    .find_map(|(i, list)| list.iter().find_map(|one| Some((i, one.fix.clone()?))));
                let Some((i, fix)) = fix else { break };
                let known = edited.clone();
                apply(edited, i, |template| fix.apply(template));
                // A fix that changes nothing would be tried for ever.
                if *edited == known {
                    break;
                }
            }
        }
        Change::Fix(i, rule, k) => {
            let found = findings(edited);
            let fix = found.get(*i).and_then(|list| {
                list.iter()
                    .filter(|one| one.rule.id() == rule)
                    .nth(*k)
                    .and_then(|one| one.fix.clone())
            });
            if let Some(fix) = fix {
                apply(edited, *i, |template| fix.apply(template));
            }
        }
        Change::AddLanguage => {
            let wanted = chosen("new_language").unwrap_or_default();
            let known = edited
                .languages
                .iter()
                .any(|template| template.language == wanted);
            if !wanted.is_empty() && !known {
                // The first language is what there is to be translated.
                let mut next = edited.languages.first().cloned().unwrap_or_default();
                wanted.clone_into(&mut next.language);
                edited.languages.push(next);
            }
        }
        Change::DropLanguage(i) => {
            if edited.languages.len() > 1 && *i < edited.languages.len() {
                edited.languages.remove(*i);
            }
        }
        Change::AddButton(i) => {
            let kind = ButtonKind::parse(chosen(&format!("l{i}.add")).unwrap_or("QUICK_REPLY"));
            if let Some(template) = edited.languages.get_mut(*i) {
                with_buttons(template, |buttons| buttons.push(Button::of(kind, "")));
            }
        }
        Change::DropButton(i, k) => {
            if let Some(template) = edited.languages.get_mut(*i) {
                with_buttons(template, |buttons| {
                    if *k < buttons.len() {
                        buttons.remove(*k);
                    }
                });
            }
        }
        Change::RaiseButton(i, k) => {
            if let Some(template) = edited.languages.get_mut(*i) {
                with_buttons(template, |buttons| {
                    if *k > 0 && *k < buttons.len() {
                        buttons.swap(*k, *k - 1);
                    }
                });
            }
        }
    }
    *edited != before
}

/// Changes one language; what all languages share changes in all of them.
fn apply(edited: &mut Edited, place: usize, change: impl FnOnce(&Template) -> Template) {
    let Some(template) = edited.languages.get_mut(place) else {
        return;
    };
    let after = change(template);
    template.clone_from(&after);
    edited.name.clone_from(&after.name);
    edited.category = after
        .category
        .as_ref()
        .map(|category| category.as_str().to_owned())
        .unwrap_or_default();
    edited.format = after
        .parameter_format
        .as_ref()
        .map(|format| format.as_str().to_owned())
        .unwrap_or_default();
    edited.ttl = after
        .ttl_seconds()
        .map(|seconds| seconds.to_string())
        .unwrap_or_default();
    for other in &mut edited.languages {
        other.name.clone_from(&after.name);
        other.category.clone_from(&after.category);
        other.parameter_format.clone_from(&after.parameter_format);
    }
}

/// Changes the buttons; without any the part goes away.
fn with_buttons(template: &mut Template, change: impl FnOnce(&mut Vec<Button>)) {
    let place = template
        .components
        .iter()
        .position(|part| matches!(part, Component::Buttons(..)));
    let place = place.unwrap_or_else(|| {
        // Cards come last.
        let at = template
            .components
            .iter()
            .position(|part| matches!(part, Component::Carousel(_)))
            .unwrap_or(template.components.len());
        template
            .components
            .insert(at, Component::Buttons(Vec::new(), serde_json::Map::default()));
        at
    });
    if let Some(Component::Buttons(buttons, _)) = template.components.get_mut(place) {
        change(buttons);
        if buttons.is_empty() {
            template.components.remove(place);
        }
    }
}

/// Whether it is a sign-in code.
pub(crate) fn is_code(edited: &Edited) -> bool {
    edited.category == TemplateCategory::Authentication.as_str()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("save", Wish::Save)]
    #[case("check", Wish::Check)]
    #[case("submit", Wish::Submit)]
    #[case("fix.1.body-too-long.0", Wish::Change(Change::Fix(1, "body-too-long".into(), 0)))]
    #[case("drop.0.2", Wish::Change(Change::DropButton(0, 2)))]
    #[case("drop.x.2", Wish::Save)]
    #[case("", Wish::Save)]
    fn a_button_says_what_it_wants(#[case] value: &str, #[case] wish: Wish) {
        assert_eq!(Wish::read(value), wish);
    }

    #[test]
    fn a_draft_survives_the_way_through_the_form() {
        let starter = domain::template::starters::ALL[0].template(domain::lang::Lang::Es);
        let stored = DraftContent::of_body(&starter.to_value());
        assert_eq!(content(&edited(&stored)), stored);
    }

    #[test]
    fn buttons_come_and_go() {
        let mut template = Template::default();
        with_buttons(&mut template, |buttons| {
            buttons.push(Button::of(ButtonKind::Url, "Ver"));
        });
        assert_eq!(template.buttons().len(), 1);
        with_buttons(&mut template, Vec::clear);
        assert!(template.components.is_empty());
    }
}
