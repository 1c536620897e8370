//! Hashing passwords: slow on purpose, away from the async workers, and never
//! more at a time than there are processors, so that a flood of sign-ins costs
//! waiting and not memory.

use std::sync::{Arc, LazyLock};

use argon2::{
    Algorithm, Argon2, Params, PasswordHash, Version,
    password_hash::{Error, PasswordHasher, PasswordVerifier},
};
use domain::person::PASSWORD_MAX_BYTES;
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use crate::{
    Services,
    error::{ServiceError, ServiceResult},
};

/// Memory in KiB, rounds and lanes: the first choice of the OWASP Password
/// Storage Cheat Sheet that fits a small server ("m=19456 (19 MiB), t=2, p=1").
const MEMORY_KIB: u32 = 19_456;
const ROUNDS: u32 = 2;
const LANES: u32 = 1;

/// Verified in place of a missing hash, so that an unknown address costs the
/// same work as a known one. No password has it: its 32 bytes are a sentence.
const DUMMY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$dGFob25hLWR1bW15aGFzaA$bm8gcGFzc3dvcmQgaGFzIHRoaXMgaGFzaCB2YWx1ZSE";

static TURNS: LazyLock<Arc<Semaphore>> = LazyLock::new(|| {
    Arc::new(Semaphore::new(
        std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
    ))
});

/// What verifying a password showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verified {
    /// It is wrong, or there is none.
    No,
    /// It is right.
    Yes,
    /// It is right, and its hash was made with other parameters than today's.
    YesButOutdated,
}

/// Hashes a password with a random salt into a PHC string.
pub(super) async fn hash(svc: &Services, password: &str) -> ServiceResult<String> {
    let salt = svc.random.bytes::<16>();
    let password = Zeroizing::new(password.to_owned());
    in_turn(move || hash_now(&password, &salt)).await?
}

/// Verifies a password against a PHC string, or against nothing at the same cost.
pub(super) async fn verify(password: &str, phc: Option<&str>) -> ServiceResult<Verified> {
    let known = phc.is_some() && password.len() <= PASSWORD_MAX_BYTES;
    let phc = phc.filter(|_| known).unwrap_or(DUMMY).to_owned();
    let password = Zeroizing::new(if known { password.to_owned() } else { String::new() });
    let found = in_turn(move || verify_now(&password, &phc)).await??;
    Ok(if known { found } else { Verified::No })
}

async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> ServiceResult<T> {
    let turn = Arc::clone(&TURNS)
        .acquire_owned()
        .await
        .map_err(|e| ServiceError::Internal(e.to_string()))?;
    tokio::task::spawn_blocking(move || {
        // Held by the work and not by the caller: a caller who goes away does
        // not free the memory that is still in use.
        let _turn = turn;
        work()
    })
    .await
    .map_err(|e| ServiceError::Internal(e.to_string()))
}

fn argon2() -> ServiceResult<Argon2<'static>> {
    let params =
        Params::new(MEMORY_KIB, ROUNDS, LANES, None).map_err(|e| ServiceError::Internal(e.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash_now(password: &str, salt: &[u8]) -> ServiceResult<String> {
    let hash: PasswordHash = argon2()?
        .hash_password_with_salt(password.as_bytes(), salt)
        .map_err(|e| ServiceError::Internal(format!("hashing a password: {e}")))?;
    Ok(hash.to_string())
}

fn verify_now(password: &str, phc: &str) -> ServiceResult<Verified> {
    let hash = PasswordHash::new(phc)
        .map_err(|e| ServiceError::Internal(format!("a stored password hash is unreadable: {e}")))?;
    match argon2()?.verify_password(password.as_bytes(), &hash) {
        Ok(()) if is_current(&hash) => Ok(Verified::Yes),
        Ok(()) => Ok(Verified::YesButOutdated),
        Err(Error::PasswordInvalid) => Ok(Verified::No),
        Err(error) => Err(ServiceError::Internal(format!("verifying a password: {error}"))),
    }
}

fn is_current(hash: &PasswordHash) -> bool {
    hash.algorithm.as_str() == "argon2id"
        && hash.version == Some(19)
        && Params::try_from(hash)
            .is_ok_and(|p| p.m_cost() == MEMORY_KIB && p.t_cost() == ROUNDS && p.p_cost() == LANES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dummy_costs_what_a_real_hash_costs() {
        let dummy = PasswordHash::new(DUMMY).unwrap();
        let real = hash_now("pan de molde", &[7; 16]).unwrap();
        let real = PasswordHash::new(&real).unwrap();
        assert!(is_current(&dummy) && is_current(&real));
        assert_eq!(dummy.params.to_string(), real.params.to_string());
        let lengths = |h: &PasswordHash| (h.salt.map(|s| s.len()), h.hash.map(|h| h.len()));
        assert_eq!(lengths(&dummy), lengths(&real));
    }

    #[test]
    fn a_hash_with_other_parameters_still_verifies_and_says_so() {
        let weak = Argon2::new(
            Algorithm::Argon2id,
            Version::V0x13,
            Params::new(8_192, 1, 1, None).unwrap(),
        );
        let weak: PasswordHash = weak.hash_password_with_salt(b"pan de molde", &[7; 16]).unwrap();
        assert_eq!(
            verify_now("pan de molde", &weak.to_string()).unwrap(),
            Verified::YesButOutdated
        );
        assert_eq!(
            verify_now("pan de centeno", &weak.to_string()).unwrap(),
            Verified::No
        );
    }

    #[tokio::test]
    async fn nothing_fits_where_there_is_no_hash() {
        assert_eq!(verify("", None).await.unwrap(), Verified::No);
        assert_eq!(
            verify("no password has this hash value!", None).await.unwrap(),
            Verified::No
        );
    }

    #[tokio::test]
    async fn an_endless_password_is_wrong_without_being_hashed() {
        let right = hash_now(&"x".repeat(600), &[7; 16]).unwrap();
        assert_eq!(
            verify(&"x".repeat(600), Some(&right)).await.unwrap(),
            Verified::No
        );
    }
}
