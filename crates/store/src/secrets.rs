//! Every column that holds a sealed secret, for changing the key.

use crate::{db::Tx, error::StoreResult};

/// A column of sealed secrets. A new one is added here, or rotation passes it over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SealedColumn {
    /// `accounts.token`
    AccountToken,
    /// `accounts.app_secret`
    AccountAppSecret,
    /// `users.totp_secret`
    UserTotp,
}

impl SealedColumn {
    /// Every such column.
    pub const ALL: [Self; 3] = [Self::AccountToken, Self::AccountAppSecret, Self::UserTotp];

    /// What the secret of row `id` is bound to.
    #[must_use]
    pub fn place(self, id: &str) -> String {
        match self {
            Self::AccountToken => format!("account:{id}:token"),
            Self::AccountAppSecret => format!("account:{id}:app_secret"),
            Self::UserTotp => format!("user:{id}:totp"),
        }
    }

    const fn select(self) -> &'static str {
        match self {
            Self::AccountToken => "SELECT id, token FROM accounts WHERE token IS NOT NULL ORDER BY id",
            Self::AccountAppSecret => {
                "SELECT id, app_secret FROM accounts WHERE app_secret IS NOT NULL ORDER BY id"
            }
            Self::UserTotp => "SELECT id, totp_secret FROM users WHERE totp_secret IS NOT NULL ORDER BY id",
        }
    }

    const fn update(self) -> &'static str {
        match self {
            Self::AccountToken => "UPDATE accounts SET token = $3 WHERE id = $1 AND token = $2",
            Self::AccountAppSecret => "UPDATE accounts SET app_secret = $3 WHERE id = $1 AND app_secret = $2",
            Self::UserTotp => "UPDATE users SET totp_secret = $3 WHERE id = $1 AND totp_secret = $2",
        }
    }
}

/// The sealed secrets of a column: row id and text.
pub async fn list(tx: &mut Tx, column: SealedColumn) -> StoreResult<Vec<(String, String)>> {
    Ok(on!(tx, |c| sqlx::query_as(column.select()).fetch_all(c).await)?)
}

/// Puts `new` in the place of `old`. Answers `false` when the row holds
/// something else by now, which is left alone.
pub async fn replace(tx: &mut Tx, column: SealedColumn, id: &str, old: &str, new: &str) -> StoreResult<bool> {
    let changed = on!(tx, |c| {
        sqlx::query(column.update())
            .bind(id)
            .bind(old)
            .bind(new)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })?;
    Ok(changed == 1)
}
