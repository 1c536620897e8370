//! The binary, as operators run it.

use std::{
    io::{BufRead, BufReader, Read, Write},
    os::unix::fs::PermissionsExt,
    process::{Child, Command, Output, Stdio},
};

use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};

/// The binary without anything from the environment of whoever runs the tests.
fn tahona() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tahona"));
    for setting in tahona::config::setting::SETTINGS {
        command.env_remove(setting.env);
    }
    command.env_remove("TAHONA_CONFIG").stdin(Stdio::null());
    command
}

fn in_folder(folder: &tempfile::TempDir) -> Command {
    let mut command = tahona();
    command.current_dir(folder.path());
    command
}

fn run(command: &mut Command) -> (Output, String, String) {
    let output = command.output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    (output, out, err)
}

fn create_admin(folder: &tempfile::TempDir, password: &str) -> (Output, String, String) {
    let mut command = in_folder(folder);
    command.args([
        "admin",
        "create",
        "--email",
        "Ana@Platform.Example",
        "--password-stdin",
    ]);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(format!("{password}\n").as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    (output, out, err)
}

/// Changes the database behind the back of everything.
fn sql(folder: &tempfile::TempDir, statement: &'static str) {
    let options = SqliteConnectOptions::new().filename(folder.path().join("data/tahona.db"));
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
        let done = sqlx::query(statement).execute(&mut connection).await.unwrap();
        assert_eq!(done.rows_affected(), 1);
        connection.close().await.unwrap();
    });
}

/// A running process that is stopped with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_new_machine_migrates_makes_a_key_file_and_an_admin() {
    let folder = tempfile::tempdir().unwrap();
    let (output, out, err) = run(in_folder(&folder).arg("migrate"));
    assert!(output.status.success(), "{err}");
    assert!(
        out.starts_with("migrated: sqlite://data/tahona.db is at version "),
        "{out}"
    );

    let (output, out, err) = create_admin(&folder, "pan de molde y agua");
    assert!(output.status.success(), "{err}");
    assert_eq!(out, "admin: ana@platform.example\n");
    let key = folder.path().join("data/secret.key");
    assert_eq!(
        std::fs::metadata(key).unwrap().permissions().mode() & 0o777,
        0o600
    );

    let (output, out, err) = run(in_folder(&folder).args(["audit", "verify"]));
    assert!(output.status.success(), "{err}");
    assert!(out.starts_with("intact: 1 rows\nhead: "), "{out}");
}

#[test]
fn an_admin_needs_a_real_password() {
    let folder = tempfile::tempdir().unwrap();
    let (output, out, err) = create_admin(&folder, "short");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(out, "");
    assert!(err.contains("password: take 10 characters or more"), "{err}");
}

#[test]
fn a_changed_audit_log_is_noticed_and_the_row_named() {
    let folder = tempfile::tempdir().unwrap();
    let (output, _, err) = create_admin(&folder, "pan de molde y agua");
    assert!(output.status.success(), "{err}");
    sql(
        &folder,
        "UPDATE audit SET actor_name = 'somebody else' WHERE seq = 1",
    );
    let (output, out, _) = run(in_folder(&folder).args(["audit", "verify"]));
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(out, "broken: row 1: its content does not match its hash\n");
}

#[test]
fn a_database_that_is_not_there_is_named_and_nothing_is_made() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [
        &["audit", "verify"][..],
        &["secrets", "rotate"],
        &["secrets", "rotate", "--prune"],
        &["billing", "recompute"],
        &["billing", "recompute", "--month", "2026-10"],
    ] {
        let mut command = in_folder(&folder);
        command
            .args(arguments)
            .env("DATABASE_URL", "sqlite://data/tahna.db");
        let (output, out, err) = run(&mut command);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert_eq!(out, "", "{arguments:?}");
        assert!(
            err.contains("data/tahna.db") && err.contains("there is none"),
            "{err}"
        );
        let made = std::fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(made, 0, "{arguments:?}");
    }
}

#[test]
fn verifying_makes_no_key_and_leaves_the_database_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    run(in_folder(&folder).arg("migrate"));
    let (output, out, err) = run(in_folder(&folder).args(["audit", "verify"]));
    assert!(output.status.success(), "{err}");
    assert!(out.starts_with("intact: 0 rows\n"), "{out}");
    assert!(!folder.path().join("data/secret.key").exists());

    sql(
        &folder,
        "DELETE FROM _sqlx_migrations WHERE version = (SELECT MAX(version) FROM _sqlx_migrations)",
    );
    for _ in 0..2 {
        let (output, out, err) = run(in_folder(&folder).args(["audit", "verify"]));
        assert_eq!((output.status.code(), out.as_str()), (Some(1), ""));
        assert!(err.contains("run `tahona migrate`"), "{err}");
    }

    let other = folder.path().join("data/other.db");
    std::fs::write(&other, "").unwrap();
    let mut command = in_folder(&folder);
    command
        .args(["audit", "verify"])
        .env("DATABASE_URL", "sqlite://data/other.db");
    let (output, _, err) = run(&mut command);
    assert_eq!(output.status.code(), Some(1));
    assert!(err.contains("holds no console"), "{err}");
    assert_eq!(std::fs::metadata(&other).unwrap().len(), 0);
}

#[test]
fn an_empty_ledger_is_not_called_proved() {
    let folder = tempfile::tempdir().unwrap();
    run(in_folder(&folder).arg("migrate"));
    let (output, out, err) = run(in_folder(&folder).args(["billing", "recompute"]));
    assert_eq!((output.status.code(), out.as_str()), (Some(1), ""), "{err}");
    assert!(
        err.contains("nothing was proved") && err.contains("data/tahona.db"),
        "{err}"
    );
    // A month that was asked for may well be empty; that it is, is said.
    let mut command = in_folder(&folder);
    command.args(["billing", "recompute", "--month", "2026-10"]);
    let (output, out, err) = run(&mut command);
    assert!(output.status.success(), "{err}");
    assert!(out.starts_with("month: 2026-10\nnothing: "), "{out}");
    assert!(
        !folder.path().join("data/secret.key").exists(),
        "no key is needed"
    );
}

#[test]
fn keys_are_rotated_and_old_ones_removed() {
    let folder = tempfile::tempdir().unwrap();
    run(in_folder(&folder).arg("migrate"));
    let (output, out, err) = run(in_folder(&folder).args(["secrets", "rotate"]));
    assert!(output.status.success(), "{err}");
    assert!(out.starts_with("key: 2 (new)\n"), "{out}");
    let (output, out, err) = run(in_folder(&folder).args(["secrets", "rotate", "--prune"]));
    assert!(output.status.success(), "{err}");
    assert_eq!(out, "removed keys: 1\n");
}

#[test]
fn a_bad_setting_is_named_and_nothing_starts() {
    let folder = tempfile::tempdir().unwrap();
    for (name, value) in [
        ("TAHONA_ADDR", "everywhere"),
        ("TAHONA_TIME_ZONE", "Madrid"),
        ("WHATSAPP_ACCESS_TOKEN", "EAADEMO"),
        ("WHATSAPP_WEBHOOK_VERIFY_TOKEN", "demo-verify-token"),
        ("DATABASE_URL", "mysql://localhost/x"),
        ("TAHONA_SECRET_KEY", "1:tooshort"),
    ] {
        let (output, out, err) = run(in_folder(&folder).arg("serve").env(name, value));
        assert_eq!(output.status.code(), Some(1), "{name}");
        assert_eq!(out, "", "{name}");
        let last = err.lines().last().unwrap();
        assert!(
            last.starts_with("tahona: ") && !err.contains("panicked"),
            "{name}: {err}"
        );
    }
}

#[test]
fn a_database_of_a_newer_version_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    run(in_folder(&folder).arg("migrate"));
    sql(
        &folder,
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (999999, 'of tomorrow', TRUE, x'00', 0)",
    );
    for command in ["migrate", "serve"] {
        let (output, _, err) = run(in_folder(&folder).arg(command));
        assert_eq!(output.status.code(), Some(1));
        assert!(err.contains("use the newer binary"), "{err}");
    }
}

#[test]
fn help_lists_every_setting_with_its_variable() {
    let (output, out, _) = run(tahona().args(["serve", "--help"]));
    assert!(output.status.success());
    for setting in tahona::config::setting::SETTINGS {
        assert!(out.contains(&format!("--{}", setting.flag)), "{}", setting.flag);
        assert!(out.contains(setting.env), "{}", setting.env);
    }
}

#[test]
fn the_demo_says_where_it_is_keeps_its_state_and_stops_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    for _ in 0..2 {
        let mut command = in_folder(&folder);
        command
            .args(["demo", "--data", "state", "--addr", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut demo = Running(command.spawn().unwrap());
        let mut lines = BufReader::new(demo.0.stdout.take().unwrap()).lines();
        let facts: Vec<String> = lines.by_ref().take(6).map(Result::unwrap).collect();
        let url = facts[0].strip_prefix("url: ").unwrap();
        assert!(facts[1].starts_with("sandbox: http://127.0.0.1:"), "{facts:?}");
        assert_eq!(facts[2], "sign-in: admin@demo.test / tahona-demo");
        assert_eq!(facts[3], "sign-in: support@demo.test / tahona-demo");
        assert_eq!(facts[4], "sign-in: owner@demo.test / tahona-demo");
        assert!(facts[5].starts_with("desk: http://127.0.0.1:"), "{facts:?}");
        assert!(get(url, "/readyz").starts_with("HTTP/1.1 200"));
        assert!(get(url, "/login").contains("text/html"));
        terminate(&demo.0);
        assert!(demo.0.wait().unwrap().success());
        assert!(lines.next().is_none(), "standard output holds nothing else");
    }
}

#[test]
fn a_real_console_can_work_with_the_emulator_that_runs_alone() {
    let mut command = tahona();
    command
        .args(["sandbox", "--addr", "127.0.0.1:0"])
        .args(["--token", "EAAMINE", "--app-secret", "my-app-secret"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut emulator = Running(command.spawn().unwrap());
    let mut lines = BufReader::new(emulator.0.stdout.take().unwrap()).lines();
    let fact = lines.next().unwrap().unwrap();
    let url = fact.strip_prefix("sandbox: ").unwrap();
    let ask = |secret: &str| {
        let app = sandbox::APP_ID;
        get(
            url,
            &format!("/v23.0/debug_token?input_token=EAAMINE&access_token={app}%7C{secret}"),
        )
    };
    let answer = ask("my-app-secret");
    assert!(answer.contains("\"is_valid\":true"), "{answer}");
    // What everybody knows is no secret of this one.
    assert!(!ask(sandbox::APP_SECRET).contains("\"is_valid\":true"));
    terminate(&emulator.0);
    assert!(emulator.0.wait().unwrap().success());
}

#[test]
fn the_demo_does_not_touch_a_real_consoles_database() {
    let folder = tempfile::tempdir().unwrap();
    let (output, _, err) = create_admin(&folder, "pan de molde y agua");
    assert!(output.status.success(), "{err}");
    let mut command = in_folder(&folder);
    command.args(["demo", "--data", "state", "--addr", "127.0.0.1:0"]);
    command.args(["--database-url", "sqlite://data/tahona.db"]);
    let (output, out, err) = run(&mut command);
    assert_eq!((output.status.code(), out.as_str()), (Some(1), ""), "{err}");
    assert!(
        err.contains("sqlite://data/tahona.db is a real console's"),
        "{err}"
    );
    assert!(!folder.path().join("state").exists());
    let (_, out, _) = run(in_folder(&folder).args(["audit", "verify"]));
    assert!(out.starts_with("intact: 1 rows\n"), "{out}");

    // Nor does it bring one of an older version up to date.
    sql(
        &folder,
        "DELETE FROM _sqlx_migrations WHERE version = (SELECT MAX(version) FROM _sqlx_migrations)",
    );
    let (output, _, err) = run(&mut command);
    assert_eq!(output.status.code(), Some(1));
    assert!(err.contains("is a real console's"), "{err}");
}

fn get(url: &str, path: &str) -> String {
    let host = url.strip_prefix("http://").unwrap();
    let mut stream = std::net::TcpStream::connect(host).unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

fn terminate(child: &Child) {
    let status = Command::new("kill")
        .args(["-TERM", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(status.success());
}
