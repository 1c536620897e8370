//! The copy of Meta's list of templates that sending decides by.

use domain::{ids::AccountId, permission::Permission};
use store::{
    accounts as accounts_rows,
    templates::{self as rows, TemplateRecord},
};

use crate::{
    Call, Services,
    accounts::secrets::{self, Access},
    error::{ServiceError, ServiceResult},
};

/// Reads the templates of an account from Meta; answers how many there are.
pub async fn sync(svc: &Services, call: &Call, account: &AccountId) -> ServiceResult<usize> {
    call.allow(Permission::ManageAccounts)?;
    let mut tx = svc.db.read().await?;
    let record = accounts_rows::by_id(&mut tx, account.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    drop(tx);
    copy(svc, account.as_str(), &secrets::access(svc, &record)?).await
}

/// The same with secrets that are open already.
pub(crate) async fn copy(svc: &Services, account: &str, access: &Access) -> ServiceResult<usize> {
    let listed = access
        .client
        .message_templates(&access.token, &access.waba)
        .await?;
    let now = svc.clock.now();
    let records: Vec<TemplateRecord> = listed
        .into_iter()
        .filter_map(|template| {
            Some(TemplateRecord {
                name: template.name?,
                language: template.language?,
                meta_id: Some(template.id.to_string()),
                status: template.status.map(|s| s.as_str().to_owned()).unwrap_or_default(),
                category: template
                    .category
                    .map(|c| c.as_str().to_owned())
                    .unwrap_or_default(),
                components: template
                    .components
                    .map_or_else(|| "[]".to_owned(), |c| c.to_string()),
                seen_at: now.0,
                vanished_at: None,
            })
        })
        .collect();
    let mut tx = svc.db.write().await?;
    accounts_rows::lock(&mut tx, account).await?;
    rows::replace(&mut tx, account, &records, now).await?;
    tx.commit().await?;
    Ok(records.len())
}
