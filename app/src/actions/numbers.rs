//! Assigning, moving, releasing, undoing, archiving, sharing and syncing numbers.

use domain::{
    assignment::ChangeKind,
    ids::{AccountId, BatchId, NumberId, TenantId},
    lang::Lang,
    permission::Permission,
};
use leptos::prelude::*;
use service::{
    FieldError, Problem, ServiceError, ServiceResult, accounts,
    error::Conflict,
    numbers::{
        assign::{self, Assign, Change},
        bulk, pool,
    },
    platform,
    tenants::choose,
};

use crate::{
    components::{query::Query, status::Tone},
    error::AppError,
    flash::{done, done_undo, noted, refused, refused_button},
    guard::{Cx, guard},
    words::{numbers as words, wabas},
};

/// The pool.
pub(crate) const POOL: &str = "/app/admin/whatsapp/numbers";
/// Bakeries and their numbers.
pub(crate) const BAKERIES: &str = "/app/admin/whatsapp";

/// Gives a number to a bakery. A conflict comes back to the form together with
/// what would solve it, never solved silently.
#[server(prefix = "/do", endpoint = "assign-number")]
pub(crate) async fn assign_number(
    #[server(default)] number: String,
    #[server(default)] tenant: String,
    #[server(default)] move_from: String,
    #[server(default)] replace: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::AssignNumbers)?;
    match assign_parsed(&cx, &number, &tenant, &move_from, !replace.is_empty()).await {
        Ok(change) => {
            done_undo(
                &cx.request,
                said(cx.lang, &change),
                undo_of(&change),
                &closed(&back),
            )
            .await
        }
        Err(error) => {
            let offer = offer(&error);
            let values = [
                ("number", number.as_str()),
                ("tenant", tenant.as_str()),
                ("offer", offer.as_str()),
            ];
            refused(&cx.request, "assign", &values, &error, or(&back, POOL)).await
        }
    }
}

async fn assign_parsed(
    cx: &Cx,
    number: &str,
    tenant: &str,
    from: &str,
    replace: bool,
) -> ServiceResult<Change> {
    let number = NumberId::parse(number).map_err(|_| FieldError::only("number", Problem::NotAChoice))?;
    let input = Assign {
        number,
        tenant: choose::named(cx.services(), &cx.call, "tenant", tenant).await?,
        move_from: TenantId::parse(from).ok(),
        replace,
    };
    assign::assign(cx.services(), &cx.call, &input).await
}

/// What the form may offer after a conflict: `replace`, or `move:` and the
/// bakery that holds the number now.
fn offer(error: &ServiceError) -> String {
    match error {
        ServiceError::Conflict(Conflict::TenantHasNumber { .. }) => "replace".to_owned(),
        ServiceError::Conflict(Conflict::NumberTaken { tenant_id, .. }) => format!("move:{tenant_id}"),
        _ => String::new(),
    }
}

/// Takes a number back from the bakery that the page named, once its last three
/// digits were typed.
#[server(prefix = "/do", endpoint = "release-number")]
pub(crate) async fn release_number(
    #[server(default)] number: String,
    #[server(default)] tenant: String,
    #[server(default)] digits: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::AssignNumbers)?;
    match release_confirmed(&cx, &number, &tenant, &digits).await {
        Ok(change) => {
            let to = format!("{POOL}/{number}");
            done_undo(&cx.request, said(cx.lang, &change), undo_of(&change), &to).await
        }
        Err(error) => {
            refused(
                &cx.request,
                "release",
                &[("digits", &digits)],
                &error,
                or(&back, POOL),
            )
            .await
        }
    }
}

async fn release_confirmed(cx: &Cx, number: &str, tenant: &str, digits: &str) -> ServiceResult<Change> {
    let number = NumberId::parse(number).map_err(|_| ServiceError::NotFound)?;
    let from = TenantId::parse(tenant).map_err(|_| FieldError::only("tenant", Problem::NotAChoice))?;
    let forecast = assign::release_forecast(cx.services(), &cx.call, &number).await?;
    let typed: String = digits.chars().filter(char::is_ascii_digit).collect();
    if typed.len() != 3 || last_digits(&forecast.number) != typed {
        return Err(FieldError::only("digits", Problem::ConfirmationDiffers));
    }
    assign::release(cx.services(), &cx.call, &number, &from).await
}

/// The last three digits of a number as people write it.
fn last_digits(display: &str) -> String {
    let digits: String = display.chars().filter(char::is_ascii_digit).collect();
    digits
        .get(digits.len().saturating_sub(3)..)
        .unwrap_or_default()
        .to_owned()
}

/// Undoes a change of assignments.
#[server(prefix = "/do", endpoint = "undo-change")]
pub(crate) async fn undo_change(
    #[server(default)] batch: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::AssignNumbers)?;
    let back = or(&back, BAKERIES);
    let Ok(batch) = BatchId::parse(&batch) else {
        return refused_button(&cx.request, &ServiceError::Conflict(Conflict::CannotUndo), back).await;
    };
    match assign::undo(cx.services(), &cx.call, &batch).await {
        Ok(_) => done(&cx.request, words::undone(cx.lang), back).await,
        Err(error) => refused_button(&cx.request, &error, back).await,
    }
}

/// Assigns the pairs that were marked on the preview, all or none. A pair is
/// `number:tenant`.
#[server(prefix = "/do", endpoint = "assign-all")]
pub(crate) async fn assign_all(#[server(default)] pairs: Vec<String>) -> Result<(), AppError> {
    let cx = guard(Permission::AssignNumbers)?;
    let preview = "/app/admin/whatsapp/assign-all";
    let Some(pairs) = read_pairs(&pairs) else {
        return noted(&cx.request, Tone::Warn, words::pick_pairs_error(cx.lang), preview).await;
    };
    match bulk::apply(cx.services(), &cx.call, &pairs).await {
        Ok(change) => done_undo(&cx.request, said(cx.lang, &change), undo_of(&change), BAKERIES).await,
        Err(error) => refused_button(&cx.request, &error, preview).await,
    }
}

fn read_pairs(pairs: &[String]) -> Option<Vec<(NumberId, TenantId)>> {
    let pairs: Option<Vec<_>> = pairs
        .iter()
        .map(|pair| {
            let (number, tenant) = pair.split_once(':')?;
            Some((NumberId::parse(number).ok()?, TenantId::parse(tenant).ok()?))
        })
        .collect();
    pairs.filter(|pairs| !pairs.is_empty())
}

/// Takes a number out of the pool, or back into it.
#[server(prefix = "/do", endpoint = "archive-number")]
pub(crate) async fn archive_number(
    #[server(default)] number: String,
    #[server(default)] archived: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::AssignNumbers)?;
    let archive = archived == "1";
    let id = NumberId::parse(&number).map_err(|_| AppError::from_service(&ServiceError::NotFound))?;
    let text = if archive {
        words::archived_done(cx.lang)
    } else {
        words::unarchived_done(cx.lang)
    };
    match pool::set_archived(cx.services(), &cx.call, &id, archive).await {
        Ok(()) => done(&cx.request, text, &closed(&back)).await,
        Err(error) => refused_button(&cx.request, &error, or(&back, POOL)).await,
    }
}

/// Makes a number the shared one, or (without a number) shares none.
#[server(prefix = "/do", endpoint = "share-number")]
pub(crate) async fn share_number(
    #[server(default)] number: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::AssignNumbers)?;
    let id = NumberId::parse(&number).ok();
    let text = if id.is_some() {
        words::default_set(cx.lang)
    } else {
        words::default_cleared(cx.lang)
    };
    match platform::set_default_number(cx.services(), &cx.call, id.as_ref()).await {
        Ok(()) => done(&cx.request, text, or(&back, POOL)).await,
        Err(error) => refused_button(&cx.request, &error, or(&back, POOL)).await,
    }
}

/// Reads every account from Meta, or the one that is named.
#[server(prefix = "/do", endpoint = "sync")]
pub(crate) async fn sync_accounts(
    #[server(default)] account: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::ManageAccounts)?;
    let reports = match AccountId::parse(&account) {
        Ok(id) => accounts::sync::one(cx.services(), &cx.call, &id)
            .await
            .map(|report| vec![report]),
        Err(_) => accounts::sync::all(cx.services(), &cx.call).await,
    };
    let back = or(&back, POOL);
    match reports {
        Err(error) => refused_button(&cx.request, &error, back).await,
        Ok(reports) => {
            let failed: Vec<&str> = reports
                .iter()
                .filter(|r| !r.problems.is_empty())
                .map(|r| r.name.as_str())
                .collect();
            if failed.is_empty() {
                let read = words::accounts(cx.lang, u64::try_from(reports.len()).unwrap_or(u64::MAX));
                let totals = totals(cx.lang, &reports);
                done(
                    &cx.request,
                    format!("{} {totals}", words::sync_ok(cx.lang, &read)),
                    back,
                )
                .await
            } else {
                noted(
                    &cx.request,
                    Tone::Warn,
                    words::sync_partly(cx.lang, &failed.join(", ")),
                    back,
                )
                .await
            }
        }
    }
}

fn totals(lang: Lang, reports: &[accounts::sync::SyncReport]) -> String {
    let sum = |f: fn(&accounts::sync::SyncReport) -> u32| reports.iter().map(f).sum::<u32>().to_string();
    wabas::sync_report(
        lang,
        &sum(|r| r.added + r.returned),
        &sum(|r| r.changed),
        &sum(|r| r.vanished),
    )
}

/// What a change did, in a sentence.
fn said(lang: Lang, change: &Change) -> String {
    match (change.kind, change.items.as_slice()) {
        (_, []) => words::already_so(lang).to_owned(),
        (ChangeKind::Undo, _) => words::undone(lang).to_owned(),
        (_, [one]) => match (&one.from, &one.to) {
            (Some(from), Some(to)) => words::moved(lang, &one.number, from, to),
            (None, Some(to)) => words::assigned(lang, &one.number, to),
            (_, None) => words::released(lang, &one.number),
        },
        (ChangeKind::Release, [first, ..]) => words::released(lang, &first.number),
        (_, items) => {
            // Replacing a number releases the old one: what people asked for is the new one.
            let given: Vec<_> = items
                .iter()
                .filter_map(|item| Some((&item.number, item.to.as_ref()?)))
                .collect();
            match given.as_slice() {
                [(number, bakery)] => words::assigned(lang, number, bakery),
                many => words::bulk_done(
                    lang,
                    &words::numbers(lang, u64::try_from(many.len()).unwrap_or(u64::MAX)),
                ),
            }
        }
    }
}

fn undo_of(change: &Change) -> Option<String> {
    change.batch.as_ref().map(ToString::to_string)
}

/// The page that the form stood on, without its open panel.
fn closed(back: &str) -> String {
    Query::parse(or(back, POOL)).with("sel", None).href()
}

pub(super) fn or<'a>(back: &'a str, otherwise: &'a str) -> &'a str {
    if back.is_empty() { otherwise } else { back }
}

#[cfg(test)]
mod tests {
    use service::numbers::assign::ChangeItem;

    use super::*;

    fn item(number: &str, from: Option<&str>, to: Option<&str>) -> ChangeItem {
        ChangeItem {
            number: number.into(),
            from: from.map(Into::into),
            to: to.map(Into::into),
        }
    }

    fn change(kind: ChangeKind, items: Vec<ChangeItem>) -> Change {
        Change {
            batch: None,
            kind,
            items,
            at: domain::time::Millis(0),
        }
    }

    #[test]
    fn replacing_a_number_is_told_as_assigning_the_new_one() {
        let both = vec![
            item("+34 1", Some("Goiko"), None),
            item("+34 2", None, Some("Goiko")),
        ];
        assert_eq!(
            said(Lang::En, &change(ChangeKind::Assign, both)),
            "+34 2 assigned to Goiko."
        );
        assert_eq!(
            said(Lang::En, &change(ChangeKind::Assign, vec![])),
            "It already was so. Nothing changed."
        );
    }

    #[test]
    fn the_last_three_digits_are_read_from_the_number_people_see() {
        assert_eq!(last_digits("+34 612 345 690"), "690");
        assert_eq!(last_digits("12"), "12");
    }

    #[test]
    fn a_broken_pair_spoils_the_whole_list_rather_than_being_left_out() {
        let good = "0192a7c0-0000-7000-8000-000000000001:0192a7c0-0000-7000-8000-000000000002".to_owned();
        assert_eq!(read_pairs(std::slice::from_ref(&good)).map(|p| p.len()), Some(1));
        assert!(read_pairs(&[good, "x:y".to_owned()]).is_none());
        assert!(read_pairs(&[]).is_none());
    }
}
