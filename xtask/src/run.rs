//! `cargo xtask run`: build everything and start the demo.
//!
//! While it runs, a change to `style/` or `public/` shows on the next reload.

use crate::steps::Steps;
use crate::{build, process, project, site};
use anyhow::{Result, bail};
use std::process::Command;
use std::time::Duration;

/// How often the style and public files are looked at.
const LOOK: Duration = Duration::from_millis(500);

/// Options of `cargo xtask run`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Run the optimised build, as it would be shipped
    #[arg(long)]
    release: bool,
    /// Arguments of `tahona demo`, for example `--addr 0.0.0.0:8080`
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

/// Runs the command.
pub(crate) fn run(options: &Options) -> Result<()> {
    build::build(&mut Steps::new(build::STEPS), build::Kind::of(options.release))?;
    println!("starting the demo; Ctrl-C ends it");
    let mut command = Command::new(project::server(options.release));
    command
        .arg("demo")
        .args(&options.arguments)
        .current_dir(project::root());
    if !options.release {
        std::thread::spawn(follow_static_files);
    }
    match process::run(&mut command) {
        Err(_) if process::interrupted() => Ok(()),
        Err(error) => bail!("the demo stopped: {error:#}"),
        Ok(()) => Ok(()),
    }
}

/// Writes the hashed style and public files again whenever they change.
fn follow_static_files() {
    let mut last = site::static_state().unwrap_or_default();
    while !process::interrupted() {
        std::thread::sleep(LOOK);
        let now = site::static_state().unwrap_or_default();
        if now != last {
            last = now;
            match site::refresh_static() {
                Ok(()) => println!("style and public files refreshed"),
                Err(error) => eprintln!("not refreshed: {error:#}"),
            }
        }
    }
}
