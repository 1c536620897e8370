//! Consoles: starting them, ending them, and what they write and count.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    path::PathBuf,
    process::{Child, Command, ExitStatus, Stdio},
};

use tahona::config::setting;
use tempfile::TempDir;

use super::{World, meta::VERIFY_TOKEN, until};

/// A console that runs.
pub(crate) struct Console {
    child: Child,
    pub(crate) url: String,
}

impl Console {
    /// Ends it without any warning.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to end and waits until it has.
    pub(crate) async fn stop(mut self) -> ExitStatus {
        let asked = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(asked.success());
        let mut ended = None;
        until("the console ends when asked", async || {
            ended = self.child.try_wait().unwrap();
            ended.is_some()
        })
        .await;
        ended.unwrap()
    }

    /// The sum of a figure over all its labels.
    pub(crate) async fn figure(&self, http: &reqwest::Client, name: &str) -> f64 {
        let answer = http.get(format!("{}/metrics", self.url)).send().await.unwrap();
        let text = answer.text().await.unwrap();
        text.lines()
            .filter(|line| {
                line.strip_prefix(name)
                    .is_some_and(|rest| rest.starts_with(['{', ' ']))
            })
            .map(|line| line.rsplit(' ').next().unwrap().parse::<f64>().unwrap())
            // An empty sum of floats is -0, which is written so.
            .fold(0.0, |sum, one| sum + one)
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl World {
    /// Starts a console and waits until it is ready. `log` is as in `TAHONA_LOG`.
    pub(crate) async fn start(&self, addr: SocketAddr, log: &str) -> Console {
        self.start_with(addr, log, &[]).await
    }

    /// The same with these variables.
    pub(crate) async fn start_with(&self, addr: SocketAddr, log: &str, more: &[(&str, &str)]) -> Console {
        let written = self.folder.path().join(format!("log-{}", self.logs().len()));
        let stderr = std::fs::File::create(&written).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_tahona"));
        for setting in setting::SETTINGS {
            command.env_remove(setting.env);
        }
        command
            .arg("serve")
            .env_remove("TAHONA_CONFIG")
            .env(setting::ADDR, addr.to_string())
            .envs(settings(
                &self.database.url,
                &self.folder,
                &self.sandbox.base_url,
                log,
            ))
            .envs(more.iter().copied())
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(stderr);
        let mut console = Console {
            child: command.spawn().unwrap(),
            url: format!("http://{addr}"),
        };
        let ready = format!("{}/readyz", console.url);
        until("the console is ready", async || {
            if let Some(ended) = console.child.try_wait().unwrap() {
                let said = std::fs::read_to_string(&written).unwrap();
                panic!("the console ended: {ended}\n{said}");
            }
            self.http
                .get(&ready)
                .send()
                .await
                .is_ok_and(|answer| answer.status() == 200)
        })
        .await;
        console
    }

    /// What every console has written, by file.
    pub(crate) fn logs(&self) -> Vec<String> {
        let files = std::fs::read_dir(self.folder.path()).unwrap();
        let mut paths: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
        paths.retain(|path| {
            path.file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with("log-"))
        });
        paths
            .into_iter()
            .map(|path| std::fs::read_to_string(path).unwrap())
            .collect()
    }
}

pub(super) fn settings(
    database: &str,
    folder: &TempDir,
    graph: &str,
    log: &str,
) -> BTreeMap<&'static str, String> {
    BTreeMap::from([
        (setting::DATABASE_URL, database.to_owned()),
        (
            setting::SECRET_KEY_FILE,
            folder.path().join("secret.key").display().to_string(),
        ),
        (setting::GRAPH_BASE_URL, graph.to_owned()),
        (setting::VERIFY_TOKEN, VERIFY_TOKEN.to_owned()),
        (setting::SYNC_EVERY, "0".to_owned()),
        (setting::LOG, log.to_owned()),
    ])
}
