//! Invitations and password resets: single-use links that expire, made to be
//! copied, because no mail server is assumed.

mod accept;
mod invite;
mod reset;

pub use accept::{accept, open};
pub use invite::{invite, withdraw};
pub use reset::{request_reset, reset_for};

use domain::{
    ids::{LinkId, TenantId, UserId},
    permission::Permission,
    person::{Email, Role},
    time::Millis,
};
use store::{
    Tx,
    links::{self as rows, Kind, NewLink},
    users::User,
};

use super::{mail::LinkMail, sha256, token};
use crate::{Services, error::ServiceResult};

/// An invitation can be used this long.
pub const INVITE_LASTS: i64 = 7 * domain::time::DAY;
/// A reset link can be used this long.
pub const RESET_LASTS: i64 = domain::time::HOUR;

/// A link, shown once. `Debug` leaves its address out.
#[derive(Clone, PartialEq, Eq)]
pub struct ShownLink {
    /// Id, for withdrawing it.
    pub id: LinkId,
    /// The whole address.
    pub url: String,
    /// Whom it is for.
    pub email: Email,
    /// Until when it works.
    pub expires_at: Millis,
    /// Whether it was also sent by e-mail.
    pub mailed: bool,
}

impl std::fmt::Debug for ShownLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ShownLink")
            .field("id", &self.id)
            .field("mailed", &self.mailed)
            .finish_non_exhaustive()
    }
}

pub use store::links::Kind as LinkKind;

/// What the page behind a link shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenLink {
    /// What it is for.
    pub kind: LinkKind,
    /// Whom it is for.
    pub email: Email,
    /// Their name so far.
    pub name: String,
    /// Their bakeries' names.
    pub tenants: Vec<String>,
    /// Until when it works.
    pub expires_at: Millis,
}

/// An invitation to be made.
#[derive(Debug, Clone)]
pub struct Invite {
    /// Address.
    pub email: String,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Bakeries, for owners (at least one).
    pub tenants: Vec<TenantId>,
}

/// A link that is stored and not yet shown.
struct Made {
    id: LinkId,
    url: String,
    kind: Kind,
    expires_at: Millis,
}

/// Stores a new link for somebody.
async fn make(
    svc: &Services,
    tx: &mut Tx,
    kind: Kind,
    user: &UserId,
    created_by: Option<&str>,
) -> ServiceResult<Made> {
    let now = svc.clock.now();
    let id: LinkId = svc.random.id(now);
    let token = token(svc);
    let expires_at = now.plus(match kind {
        Kind::Invite => INVITE_LASTS,
        Kind::Reset => RESET_LASTS,
    });
    let new = NewLink {
        id: &id,
        kind,
        token_hash: &sha256(&token),
        user_id: user,
        created_by,
        created_at: now,
        expires_at,
    };
    rows::insert(tx, &new).await?;
    let url = format!(
        "{}/link/{token}",
        svc.settings.base_url.as_str().trim_end_matches('/')
    );
    Ok(Made {
        id,
        url,
        kind,
        expires_at,
    })
}

/// Shows a link and sends it by e-mail where that is possible. A mail that
/// does not go out is no failure: the link is there to be copied.
async fn show(svc: &Services, made: Made, user: &User) -> ShownLink {
    let Made {
        id,
        url,
        kind,
        expires_at,
    } = made;
    let mailed = match &svc.mailer {
        None => false,
        Some(mailer) => {
            let mail = LinkMail {
                kind,
                to: &user.email,
                name: &user.name,
                lang: user.lang,
                url: &url,
                now: svc.clock.now(),
            };
            match mailer.send_link(&mail).await {
                Ok(()) => true,
                Err(error) => {
                    tracing::warn!(%error, user = user.id.as_str(), "a link could not be sent by e-mail");
                    false
                }
            }
        }
    };
    ShownLink {
        id,
        url,
        email: user.email.clone(),
        expires_at,
        mailed,
    }
}

/// What it takes to let in, or send links to, people of a role.
const fn needed_for(role: Role) -> Permission {
    match role {
        Role::Owner => Permission::ManageTenants,
        Role::PlatformAdmin | Role::Support => Permission::ManageTeam,
    }
}
