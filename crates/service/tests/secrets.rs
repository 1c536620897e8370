//! Secrets at rest: sealing, key files, rotation while the console works.
#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "people/dump.rs"]
mod dump;

use std::collections::BTreeMap;

use rstest::rstest;
use secrecy::{ExposeSecret, SecretString};
use service::{
    secrets,
    testing::TestServices,
    vault::{Vault, VaultError},
};
use store::{Engine, on};

const TOKEN: &str = "EAAG-a-token-that-nobody-may-read";

fn one_key() -> Vault {
    Vault::from_text(&format!("1:{}", "A".repeat(43))).unwrap()
}

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

/// A WABA whose id ends in `n`, with this sealed token.
async fn account(test: &TestServices, n: u32, sealed: &str) -> String {
    let id = format!("0192a7c0-0000-7000-8000-{n:012x}");
    let mut tx = test.svc.db.write().await.unwrap();
    on!(&mut tx, |c| {
        sqlx::query(
            "INSERT INTO accounts (id, waba_id, name, token, connected_at, updated_at) VALUES ($1, $2, 'x', $3, 1, 1)",
        )
        .bind(&id)
        .bind(format!("98765432109{n}"))
        .bind(sealed)
        .execute(c)
        .await
        .map(|_| ())
    })
    .unwrap();
    tx.commit().await.unwrap();
    id
}

async fn stored(test: &TestServices, id: &str) -> String {
    let mut tx = test.svc.db.read().await.unwrap();
    on!(&mut tx, |c| sqlx::query_scalar(
        "SELECT token FROM accounts WHERE id = $1"
    )
    .bind(id)
    .fetch_one(c)
    .await)
    .unwrap()
}

#[test]
fn a_secret_opens_in_its_own_place_only_and_unchanged() {
    let vault = one_key();
    let sealed = vault.seal("account:1:token", &secret(TOKEN)).unwrap();
    assert!(sealed.starts_with("v1.") && !sealed.contains(TOKEN));
    assert_eq!(
        vault.open("account:1:token", &sealed).unwrap().expose_secret(),
        TOKEN
    );
    assert_ne!(
        vault.seal("account:1:token", &secret(TOKEN)).unwrap(),
        sealed,
        "no nonce is used twice"
    );

    for place in ["account:2:token", "account:1:app_secret", ""] {
        assert!(
            matches!(vault.open(place, &sealed), Err(VaultError::DoesNotOpen)),
            "{place}"
        );
    }
    for at in 3..sealed.len() - 1 {
        let mut changed = sealed.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        assert!(
            matches!(
                vault.open("account:1:token", &changed),
                Err(VaultError::DoesNotOpen)
            ),
            "{at}"
        );
    }
    assert!(matches!(
        vault.open("account:1:token", &sealed.replace("v1.", "v2.")),
        Err(VaultError::UnknownVersion(2))
    ));
    for broken in ["", "v1", "v1.", "1.AAAA", "v1.AAAA", "vx.AAAA", "v1.!!!!"] {
        assert!(
            matches!(vault.open("account:1:token", broken), Err(VaultError::NotSealed)),
            "{broken}"
        );
    }
    let other = Vault::from_text(&format!("1:{}", "B".repeat(42) + "A")).unwrap();
    assert!(matches!(
        other.open("account:1:token", &sealed),
        Err(VaultError::DoesNotOpen)
    ));
    assert_eq!(format!("{vault:?}"), "Vault { versions: [1], .. }");
}

#[test]
fn without_keys_nothing_is_sealed_and_nothing_opens() {
    let none = Vault::without_keys();
    assert!(matches!(
        none.seal("account:1:token", &secret(TOKEN)),
        Err(VaultError::NoKeys)
    ));
    let sealed = one_key().seal("account:1:token", &secret(TOKEN)).unwrap();
    assert!(matches!(
        none.open("account:1:token", &sealed),
        Err(VaultError::UnknownVersion(1))
    ));
}

#[test]
fn a_key_file_is_made_once_for_its_owner_only() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("below/secret.key");
    assert!(matches!(Vault::from_file(&path), Err(VaultError::File { .. })));
    assert!(Vault::create_if_missing(&path).unwrap());
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(!Vault::create_if_missing(&path).unwrap());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |mode| std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        for open in [0o640, 0o604, 0o660, 0o644, 0o446] {
            mode(open);
            let refused = Vault::from_file(&path).unwrap_err();
            assert!(
                matches!(refused, VaultError::Readable { .. }) && refused.to_string().contains("chmod 600")
            );
        }
        // Secrets as Docker and Kubernetes mount them, in a folder that nobody may write.
        for mounted in [0o444, 0o440, 0o400] {
            mode(mounted);
            assert_eq!(Vault::from_file(&path).unwrap().versions(), [1]);
        }
    }
    assert_eq!(Vault::from_file(&path).unwrap().versions(), [1]);
}

#[test]
fn a_running_vault_follows_its_key_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secret.key");
    Vault::create_if_missing(&path).unwrap();
    let (console, command) = (Vault::from_file(&path).unwrap(), Vault::from_file(&path).unwrap());
    let old = console.seal("p", &secret(TOKEN)).unwrap();
    assert_eq!(command.add_key().unwrap(), 2);
    let new = command.seal("p", &secret(TOKEN)).unwrap();
    assert_eq!(console.open("p", &new).unwrap().expose_secret(), TOKEN);
    assert_eq!(console.open("p", &old).unwrap().expose_secret(), TOKEN);

    assert_eq!(command.add_key().unwrap(), 3);
    let sealed = console.seal("p", &secret(TOKEN)).unwrap();
    assert_eq!(
        Vault::version_of(&sealed).unwrap(),
        3,
        "the newest key seals, also without opening anything first"
    );
    assert_eq!(command.remove_keys(&[1, 3]).unwrap(), [1], "the newest key stays");
    assert_eq!(command.versions(), [2, 3]);
    assert!(matches!(one_key().add_key(), Err(VaultError::FixedKeys)));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn rotation_seals_everything_anew_and_old_keys_go_when_nothing_needs_them(#[case] engine: Engine) {
    let test = TestServices::new(engine).await;
    let mut ids = Vec::new();
    for n in 1..=3 {
        let id = format!("0192a7c0-0000-7000-8000-{n:012x}");
        let sealed = test
            .vault
            .seal(&format!("account:{id}:token"), &secret(TOKEN))
            .unwrap();
        ids.push(account(&test, n, &sealed).await);
    }
    let report = secrets::rotate(&test).await.unwrap();
    assert!(report.is_complete() && report.added && report.unreadable.is_empty());
    assert_eq!(
        (report.version, report.resealed, report.by_version),
        (2, 3, BTreeMap::from([(2, 3)]))
    );
    for id in &ids {
        let sealed = stored(&test, id).await;
        assert!(sealed.starts_with("v2."));
        assert_eq!(
            test.vault
                .open(&format!("account:{id}:token"), &sealed)
                .unwrap()
                .expose_secret(),
            TOKEN
        );
    }
    assert_eq!(test.vault.versions(), [1, 2]);
    assert_eq!(secrets::prune(&test).await.unwrap(), [1]);
    assert_eq!(secrets::prune(&test).await.unwrap(), Vec::<u32>::new());
    let mut tx = test.svc.db.read().await.unwrap();
    let actions: Vec<_> = store::audit::chain(&mut tx, 0, 10)
        .await
        .unwrap()
        .into_iter()
        .map(|r| r.action)
        .collect();
    assert_eq!(actions, ["secrets.rotate", "secrets.prune"]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_secret_that_no_key_opens_is_named_and_its_key_is_kept(#[case] engine: Engine) {
    let test = TestServices::new(engine).await;
    let elsewhere = test.vault.seal("account:other:token", &secret(TOKEN)).unwrap();
    let id = account(&test, 1, &elsewhere).await;
    let report = secrets::rotate(&test).await.unwrap();
    assert_eq!(report.unreadable, [format!("account:{id}:token")]);
    assert!(!report.is_complete());
    assert_eq!(stored(&test, &id).await, elsewhere);
    assert_eq!(secrets::prune(&test).await.unwrap(), Vec::<u32>::new());
}

/// The console opens and replaces tokens all the time while the key changes
/// underneath: every read finds a token, and no newer token is lost.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn the_console_works_while_the_key_changes(#[case] engine: Engine) {
    let test = TestServices::new(engine).await;
    let place = |id: &str| format!("account:{id}:token");
    let mut ids = Vec::new();
    for n in 1..=4 {
        let id = format!("0192a7c0-0000-7000-8000-{n:012x}");
        ids.push(account(&test, n, &test.vault.seal(&place(&id), &secret("0")).unwrap()).await);
    }
    // Another process, with keys of its own in memory.
    let console = Vault::from_file(test.folder.path().join("secret.key")).unwrap();
    let work = async {
        for round in 1..=20 {
            for id in &ids {
                let sealed = stored(&test, id).await;
                assert_eq!(
                    console.open(&place(id), &sealed).unwrap().expose_secret(),
                    (round - 1).to_string()
                );
                let fresh = console.seal(&place(id), &secret(&round.to_string())).unwrap();
                let mut tx = test.svc.db.write().await.unwrap();
                on!(&mut tx, |c| {
                    sqlx::query("UPDATE accounts SET token = $2 WHERE id = $1")
                        .bind(id)
                        .bind(&fresh)
                        .execute(c)
                        .await
                        .map(|_| ())
                })
                .unwrap();
                tx.commit().await.unwrap();
            }
        }
    };
    let rotations = async {
        for _ in 0..5 {
            secrets::rotate(&test).await.unwrap();
        }
    };
    tokio::join!(work, rotations);
    let report = secrets::rotate(&test).await.unwrap();
    assert!(report.is_complete() && report.unreadable.is_empty(), "{report:?}");
    for id in &ids {
        assert_eq!(
            test.vault
                .open(&place(id), &stored(&test, id).await)
                .unwrap()
                .expose_secret(),
            "20"
        );
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_stolen_database_holds_no_token(#[case] engine: Engine) {
    let test = TestServices::new(engine).await;
    let id = format!("0192a7c0-0000-7000-8000-{:012x}", 1);
    let sealed = test
        .vault
        .seal(&format!("account:{id}:token"), &secret(TOKEN))
        .unwrap();
    account(&test, 1, &sealed).await;
    let stolen = dump::dump(&test.svc.db, &test.db.url).await;
    assert!(stolen.contains(&sealed));
    assert!(!stolen.contains(TOKEN));
}
