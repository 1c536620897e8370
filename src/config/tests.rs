use std::{io::Write, path::PathBuf};

use clap::{Args, FromArgMatches};
use rstest::rstest;

use super::{Config, ConfigError, Given, name};

fn given(arguments: &[&str]) -> Given {
    // Without the environment of the machine that the tests run on.
    let command = Given::augment_args(clap::Command::new("tahona")).mut_args(|a| a.env(None::<&str>));
    let matches = command
        .try_get_matches_from(std::iter::once(&"tahona").chain(arguments))
        .unwrap();
    Given::from_arg_matches(&matches).unwrap()
}

fn file(text: &str) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file
}

#[test]
fn defaults_are_enough() {
    let config = Config::read(given(&[]), false).unwrap();
    assert_eq!(config.addr.to_string(), "127.0.0.1:3000");
    assert_eq!(config.base_url_at(config.addr).as_str(), "http://127.0.0.1:3000/");
    assert_eq!(config.time_zone, "Europe/Madrid");
    assert_eq!(config.api_version, "v25.0");
    assert_eq!(config.sync_every, Some(std::time::Duration::from_mins(15)));
    assert!(config.whatsapp_enabled);
}

#[test]
fn a_flag_wins_over_the_file_and_the_file_over_the_default() {
    let file = file("addr = \"127.0.0.1:4000\"\ntime_zone = \"Atlantic/Canary\"\n");
    let path = file.path().to_str().unwrap();
    let config = Config::read(given(&["--config", path, "--addr", "127.0.0.1:5000"]), false).unwrap();
    assert_eq!(config.addr.port(), 5000);
    assert_eq!(config.time_zone, "Atlantic/Canary");
}

#[test]
fn a_default_of_a_command_ranks_below_the_file_and_above_the_table() {
    let file = file("database_url = \"sqlite://file.db\"\n");
    let path = file.path().to_str().unwrap();
    let read = |arguments: &[&str]| {
        let given = given(arguments)
            .or_default(name::DATABASE_URL, "sqlite://command.db")
            .or_default(name::SECRET_KEY_FILE, "command.key");
        Config::read(given, true).unwrap()
    };
    let config = read(&["--config", path]);
    assert_eq!(config.database_for_people(), "sqlite://file.db");
    assert_eq!(config.secret_key_file, PathBuf::from("command.key"));
    let config = read(&["--config", path, "--database-url", "sqlite://flag.db"]);
    assert_eq!(config.database_for_people(), "sqlite://flag.db");
    assert_eq!(read(&[]).database_for_people(), "sqlite://command.db");
}

#[test]
fn what_a_command_goes_without_is_in_no_file_either() {
    let file =
        file("whatsapp_access_token = \"EAADEMO\"\nwhatsapp_business_account_id = \"987654321098765\"\n");
    let path = file.path().to_str().unwrap();
    let given = given(&[
        "--config",
        path,
        "--whatsapp-business-account-id",
        "123456789012345",
    ])
    .without(name::WABA_ID)
    .without(name::ACCESS_TOKEN);
    let config = Config::read(given, false).unwrap();
    assert!(config.bootstrap.waba_id.is_none() && config.bootstrap.token.is_none());
}

#[test]
fn a_file_may_hold_lists_and_switches() {
    let file = file("trusted_proxies = [\"10.0.0.0/8\", \"::1\"]\nenable_whatsapp_notifications = false\n");
    let config = Config::read(given(&["--config", file.path().to_str().unwrap()]), false).unwrap();
    assert_eq!(config.trusted_proxies.len(), 2);
    assert!(!config.whatsapp_enabled);
}

#[test]
fn an_unknown_key_is_named() {
    let file = file("adress = \"127.0.0.1:4000\"\n");
    let error = Config::read(given(&["--config", file.path().to_str().unwrap()]), false).unwrap_err();
    assert!(
        matches!(&error, ConfigError::UnknownKey { key, .. } if key == "adress"),
        "{error}"
    );
    assert!(error.to_string().contains("`adress`"));
}

#[rstest]
#[case("--addr", "localhost")]
#[case("--base-url", "console.example")]
#[case("--base-url", "https://example.com/console")]
#[case("--time-zone", "Madrid")]
#[case("--sync-every", "15")]
#[case("--sync-every", "25h")]
#[case("--sync-every", "m")]
#[case("--whatsapp-api-version", "25")]
#[case("--enable-whatsapp-notifications", "maybe")]
#[case("--trusted-proxies", "10.0.0.0/40")]
fn a_value_that_cannot_be_used_names_the_flag(#[case] flag: &str, #[case] value: &str) {
    let error = Config::read(given(&[flag, value]), false)
        .unwrap_err()
        .to_string();
    assert!(error.starts_with(flag), "{error}");
}

#[rstest]
#[case(name::ACCESS_TOKEN, "EAADEMO")]
#[case(name::APP_SECRET, "demo-app-secret")]
#[case(name::VERIFY_TOKEN, "demo-verify-token")]
fn values_of_the_demo_are_refused_outside_it(#[case] name: &'static str, #[case] value: &str) {
    let given = given(&[]).with(name, value);
    let error = Config::read(given.clone(), false).unwrap_err();
    assert!(error.to_string().starts_with(name), "{error}");
    assert!(Config::read(given, true).is_ok());
}

#[test]
fn a_mail_server_needs_a_sender() {
    let error = Config::read(given(&["--smtp-url", "smtps://u:p@mail.example"]), false).unwrap_err();
    assert_eq!(error.to_string(), "TAHONA_SMTP_FROM must be set");
}

#[test]
fn secrets_do_not_appear_in_debug_output() {
    let given = given(&[
        "--secret-key",
        "1:c2VjcmV0",
        "--database-url",
        "postgres://u:hunter2@db/t",
    ]);
    assert!(!format!("{given:?}").contains("hunter2"));
    let config = Config::read(given, false).unwrap();
    let debug = format!("{config:?} {}", config.database_for_people());
    assert!(
        !debug.contains("hunter2") && !debug.contains("c2VjcmV0"),
        "{debug}"
    );
}
