//! Limits on guessing, kept in the database so that all instances share them.
//!
//! An attempt to sign in is charged to two token buckets before it is looked
//! at, and given back when it was a good one: one bucket for the pair
//! (account, client address), one for the client address alone. Charging first
//! means that many attempts at the same moment cannot pass the limit together.
//!
//! There is deliberately no bucket for the account alone: it would let anybody
//! lock somebody else out by failing on purpose. What stands against guessing
//! from many addresses is the length of passwords, the second factor that
//! admins and support must have, and `tahona_sign_in_failures_total`, which an
//! operator can watch. Codes of the second factor are counted per person, since
//! only who knows the password gets to try them.
//!
//! Buckets are named by the account as it was typed, so that unknown accounts
//! are limited in exactly the same way as known ones.

use std::net::{IpAddr, Ipv6Addr};

use domain::{
    ids::UserId,
    time::{DAY, HOUR, MINUTE, SECOND},
};
use store::{
    Tx,
    throttle::{self, Charge, Limit},
};

use super::sha256;
use crate::{
    Services,
    error::{ServiceError, ServiceResult},
};

/// Passwords of one account from one address.
const PAIR: Limit = Limit {
    burst: 5,
    every: MINUTE,
};
/// Passwords of any account from one address, which a whole office may share.
const ADDRESS: Limit = Limit {
    burst: 30,
    every: 10 * SECOND,
};
/// Codes of one person. Six digits of which three are valid at a time: one
/// guess in five minutes takes more than a year to reach even odds.
const CODE: Limit = Limit {
    burst: 5,
    every: 5 * MINUTE,
};
/// Requests for reset links from one address.
const RESET_ADDRESS: Limit = Limit {
    burst: 10,
    every: MINUTE,
};
/// Reset links to one account: more would fill somebody's mailbox.
const RESET_ACCOUNT: Limit = Limit {
    burst: 3,
    every: HOUR / 2,
};
/// Every bucket above is empty again long before this.
const KEPT: i64 = DAY;

/// A bucket and its limit.
#[derive(Debug, Clone)]
pub(super) struct Bucket {
    name: String,
    limit: Limit,
}

/// The buckets of an attempt with a password: the pair first, then the address.
pub(super) fn password(account: &str, ip: Option<&str>) -> [Bucket; 2] {
    let network = network(ip);
    let account = account.trim().to_lowercase();
    [
        Bucket {
            name: format!("pair:{}", sha256(&format!("{account} {network}"))),
            limit: PAIR,
        },
        Bucket {
            name: format!("address:{network}"),
            limit: ADDRESS,
        },
    ]
}

/// The bucket of an attempt with a code.
pub(super) fn code(user: &UserId) -> Bucket {
    Bucket {
        name: format!("code:{user}"),
        limit: CODE,
    }
}

/// The bucket of asking for a reset link, by address.
pub(super) fn reset_from(ip: Option<&str>) -> Bucket {
    Bucket {
        name: format!("reset-from:{}", network(ip)),
        limit: RESET_ADDRESS,
    }
}

/// The bucket of sending reset links to somebody.
pub(super) fn reset_to(user: &UserId) -> Bucket {
    Bucket {
        name: format!("reset-to:{user}"),
        limit: RESET_ACCOUNT,
    }
}

/// Charges an attempt to all buckets, or to none of them and answers `TooMany`.
pub(super) async fn charge(svc: &Services, buckets: &[Bucket]) -> ServiceResult<()> {
    let now = svc.clock.now();
    let mut tx = svc.db.write().await?;
    for bucket in buckets {
        if let Charge::Full { wait } = throttle::charge(&mut tx, &bucket.name, bucket.limit, now).await? {
            let retry_after_secs = u64::try_from(wait).unwrap_or(0).div_ceil(1_000).max(1);
            return Err(ServiceError::TooMany { retry_after_secs });
        }
    }
    tx.commit().await?;
    Ok(())
}

/// Gives a charged attempt back: the first bucket, which is about the account,
/// starts anew; the others get back what this attempt took.
pub(super) async fn refund(tx: &mut Tx, buckets: &[Bucket]) -> ServiceResult<()> {
    if let Some((about, others)) = buckets.split_first() {
        throttle::forget(tx, &about.name).await?;
        for bucket in others {
            throttle::refund(tx, &bucket.name).await?;
        }
    }
    Ok(())
}

/// Removes buckets that have long been empty.
pub(super) async fn sweep(svc: &Services, tx: &mut Tx) -> ServiceResult<()> {
    throttle::sweep(tx, svc.clock.now().plus(-KEPT)).await?;
    Ok(())
}

/// Who counts as one client: an IPv4 address, or the /64 network that a single
/// customer gets with IPv6 and can change addresses in at will.
fn network(ip: Option<&str>) -> String {
    let Some(ip) = ip.and_then(|ip| ip.parse::<IpAddr>().ok()) else {
        return "unknown".to_owned();
    };
    match ip.to_canonical() {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => {
            let [a, b, c, d, ..] = ip.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(Some("203.0.113.7"), "203.0.113.7")]
    #[case(Some("::ffff:203.0.113.7"), "203.0.113.7")]
    #[case(Some("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64")]
    #[case(Some("2001:db8:1:2:ffff::1"), "2001:db8:1:2::/64")]
    #[case(Some("nonsense"), "unknown")]
    #[case(None, "unknown")]
    fn clients_are_told_apart_by_network(#[case] ip: Option<&str>, #[case] expected: &str) {
        assert_eq!(network(ip), expected);
    }

    #[test]
    fn an_account_is_the_same_however_it_is_typed() {
        assert_eq!(
            password(" Ana@Obrador.example ", None)[0].name,
            password("ana@obrador.example", None)[0].name
        );
        assert_ne!(
            password("ana@obrador.example", None)[0].name,
            password("eva@obrador.example", None)[0].name
        );
    }
}
