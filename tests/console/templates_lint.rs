//! `tahona templates lint`: the real binary, without database or configuration.

use std::{
    fs,
    io::Write as _,
    path::PathBuf,
    process::{Command, Output, Stdio},
};

use serde_json::{Value, json};

const GOOD: &str = r#"{"name": "pedido", "language": "es", "category": "UTILITY", "components": [
    {"type": "BODY", "text": "Hola {{1}}, tu pedido ya está listo en la tienda.", "example": {"body_text": [["Ana"]]}}
]}"#;

fn lint(arguments: &[&str]) -> (Output, Vec<String>) {
    let output = Command::new(env!("CARGO_BIN_EXE_tahona"))
        .args(["templates", "lint"])
        .args(arguments)
        .env_clear()
        .output()
        .unwrap();
    let lines = String::from_utf8(output.stdout.clone()).unwrap();
    let lines = lines.lines().map(ToOwned::to_owned).collect();
    (output, lines)
}

fn file(folder: &tempfile::TempDir, name: &str, text: impl AsRef<[u8]>) -> String {
    let path: PathBuf = folder.path().join(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn each_finding_is_a_line_of_json_and_an_error_ends_with_one() {
    let folder = tempfile::tempdir().unwrap();
    let good = file(&folder, "good.json", GOOD);
    let bad = GOOD.replace(
        "tu pedido ya está listo en la tienda.",
        "aquí está tu pedido en {{2}}",
    );
    let bad = file(&folder, "bad.json", bad);
    let (output, lines) = lint(&["--json", &good, &bad]);
    assert_eq!(output.status.code(), Some(1));
    let findings: Vec<Value> = lines
        .iter()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let rules: Vec<&str> = findings.iter().map(|f| f["rule"].as_str().unwrap()).collect();
    assert_eq!(rules, ["ends-with-variable", "sample-missing"]);
    assert_eq!(findings[0]["file"], json!(bad));
    assert_eq!(findings[0]["severity"], "error");
    assert_eq!(findings[0]["where"], "/components/0/text");
    // Counted in characters, not in bytes.
    assert_eq!(findings[0]["range"], json!([35, 40]));
    for key in ["message", "source", "why", "how"] {
        assert!(
            findings[0][key].as_str().is_some_and(|text| !text.is_empty()),
            "{key}"
        );
    }
}

#[test]
fn warnings_and_costs_do_not_fail() {
    let folder = tempfile::tempdir().unwrap();
    let text = GOOD.replace("listo en la tienda.", "listo con un 10 % de descuento.");
    let path = file(&folder, "cost.json", text);
    let (output, lines) = lint(&["--json", &path]);
    assert_eq!(output.status.code(), Some(0));
    let finding: Value = serde_json::from_str(&lines[0]).unwrap();
    assert_eq!(
        (&finding["severity"], &finding["rule"]),
        (&json!("cost"), &json!("promotional-words"))
    );
    assert!(finding["message"].as_str().unwrap().contains("EUR each"));
}

#[test]
fn what_cannot_be_read_is_an_error_and_the_others_are_checked_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let broken = file(&folder, "broken.json", "{\"name\": ");
    let bytes = file(&folder, "bytes.json", [0xFF, 0xFE, 0x00]);
    let list = file(&folder, "list.json", "[]");
    let marked = file(&folder, "marked.json", format!("\u{FEFF}{GOOD}"));
    let missing = folder.path().join("missing.json");
    let missing = missing.to_str().unwrap();
    let (output, lines) = lint(&["--json", &broken, missing, &bytes, &list, &marked]);
    assert_eq!(output.status.code(), Some(1));
    let rules: Vec<Value> = lines
        .iter()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["rule"].take())
        .collect();
    assert_eq!(
        rules,
        ["not-json", "file-unreadable", "not-json", "not-a-template"]
    );
}

#[test]
fn without_json_it_is_told_to_people() {
    let folder = tempfile::tempdir().unwrap();
    let good = file(&folder, "good.json", GOOD);
    let (output, lines) = lint(&[&good]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(lines[0], format!("{good}: nothing to correct"));
    let bad = file(&folder, "bad.json", GOOD.replace("\"es\"", "\"es-ES\""));
    let (output, lines) = lint(&[&bad]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        lines[0].contains("error at /language: Meta has no template language “es-ES”"),
        "{lines:?}"
    );
    assert_eq!(
        lines.last().unwrap(),
        "1 checked: 1 errors, 0 warnings, 0 about cost, 0 advice"
    );
}

#[test]
fn a_file_has_to_be_named() {
    let (output, _) = lint(&[]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_file_in_another_encoding_is_no_json() {
    let folder = tempfile::tempdir().unwrap();
    let latin: Vec<u8> = GOOD
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    let path = file(&folder, "latin.json", latin);
    let (output, lines) = lint(&["--json", &path]);
    assert_eq!(output.status.code(), Some(1));
    let finding: Value = serde_json::from_str(&lines[0]).unwrap();
    assert_eq!((lines.len(), &finding["rule"]), (1, &json!("not-json")));
}

#[test]
fn a_dash_is_standard_input() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tahona"));
    command
        .args(["templates", "lint", "--json", "-"])
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let mut lint = command.spawn().unwrap();
    let text = GOOD.replace("\"es\"", "\"es-ES\"");
    lint.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = lint.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let finding: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&finding["file"], &finding["where"]),
        (&json!("-"), &json!("/language"))
    );
}
