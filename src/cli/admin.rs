//! `tahona admin create`

use std::{io::BufRead, process::ExitCode};

use domain::person::{BadPassword, PASSWORD_MIN};
use service::{Call, ServiceError, error::Problem, people::team};

use super::{Outcome, fail, log, say};
use crate::{
    config::{Config, Given},
    start::{self, Mode},
};

/// What can be done with admins.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Create a platform admin, or give an existing person the role and a new password
    Create(Create),
}

/// Options of `tahona admin create`.
#[derive(Debug, clap::Args)]
pub(super) struct Create {
    /// The address to sign in with
    #[arg(long)]
    email: String,
    /// Read the password from the first line of standard input
    #[arg(long, required = true)]
    password_stdin: bool,
    #[command(flatten)]
    given: Given,
}

pub(super) async fn run(Command::Create(options): Command) -> Outcome {
    let config = Config::read(options.given, false)?;
    log(&config.log);
    let mut password = String::new();
    std::io::stdin().lock().read_line(&mut password)?;
    let password = password.trim_end_matches(['\r', '\n']);
    let services = start::services(&config, config.base_url_at(config.addr), Mode::default()).await?;
    let created =
        team::create_admin(&services, &Call::system("tahona admin"), &options.email, password).await;
    services.db.close().await;
    match created {
        Ok(_) => {
            say(&format!("admin: {}", options.email.trim().to_lowercase()))?;
            Ok(ExitCode::SUCCESS)
        }
        Err(ServiceError::Invalid(problems)) => {
            let words: Vec<String> = problems
                .iter()
                .map(|p| format!("{}: {}", p.field, words(&p.problem)))
                .collect();
            Ok(fail(&words.join("; ")))
        }
        Err(error) => Err(error.into()),
    }
}

fn words(problem: &Problem) -> String {
    match problem {
        Problem::NotAnEmail => "this is no e-mail address".to_owned(),
        Problem::NotAChoice => "this is one of the demo's".to_owned(),
        Problem::Password(BadPassword::TooShort) => format!("take {PASSWORD_MIN} characters or more"),
        Problem::Password(BadPassword::TooLong) => "this is too long".to_owned(),
        Problem::Password(BadPassword::TooCommon) => "everybody tries this one first".to_owned(),
        Problem::Password(BadPassword::ContainsEmail) => "it must not contain the address".to_owned(),
        other => format!("{other:?}"),
    }
}
