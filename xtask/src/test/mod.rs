//! `cargo xtask test`: everything, in the order in which a mistake shows soonest.
//!
//! The browser steps run against the development server, which the tests have
//! built already, with the browser side as it is shipped. `--release` takes the
//! optimised server with its embedded assets instead, which costs the longest
//! build of all; `--dev` the quick browser side, for daily work.

mod api;
mod chromium;
mod end2end;
pub(crate) mod postgres;
mod report;

use crate::build::Kind;
use crate::steps::Steps;
use crate::{build, cargo, lint};
use anyhow::{Result, bail};
use postgres::Postgres;
pub(crate) use report::Report;
use std::path::PathBuf;

/// Options of `cargo xtask test`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Run one part only
    #[arg(long, value_enum)]
    only: Option<Part>,
    /// Test the quick development build of the browser side
    #[arg(long)]
    dev: bool,
    /// Test the optimised server, as it is shipped
    #[arg(long, conflicts_with = "dev")]
    release: bool,
}

impl Options {
    const fn kind(&self) -> Kind {
        match (self.dev, self.release) {
            (_, true) => Kind::Release,
            (true, false) => Kind::Development,
            (false, false) => Kind::Checked,
        }
    }
}

/// A part of the checks.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// Formatting, clippy, documentation, rules of the repository
    Lint,
    /// `cargo test`, on SQLite and PostgreSQL
    Unit,
    /// The browser, on SQLite and PostgreSQL
    E2e,
    /// The HTTP interface against its own description
    Api,
}

/// The environment variable from which tests take their PostgreSQL server.
const POSTGRES_VARIABLE: &str = "TAHONA_TEST_POSTGRES_URL";

/// Runs the command.
pub(crate) fn run(options: &Options) -> Result<()> {
    let wants = |part| options.only.is_none_or(|only| only == part);
    let mut report = Report::default();

    if wants(Part::Lint) {
        lint::checks(&mut report);
        report.step("documentation", || {
            cargo::run(
                &["doc", "--no-deps", "--workspace", "--quiet"],
                &[("RUSTDOCFLAGS", "-D warnings")],
            )
        });
    }

    let mut postgres = None;
    if wants(Part::Unit) || wants(Part::E2e) {
        report.step("PostgreSQL server", || {
            postgres = Some(Postgres::start()?);
            Ok(())
        });
    }

    if wants(Part::Unit) {
        report.step("cargo test", || {
            let postgres = postgres
                .as_ref()
                .ok_or_else(|| anyhow::anyhow!("no PostgreSQL server"))?;
            let url = postgres.url("postgres");
            let env = [(POSTGRES_VARIABLE, url.as_str())];
            // The build tool apart: the same features as in this very process,
            // so that its dependencies are not compiled a second time.
            cargo::run(
                &["test", "--workspace", "--exclude", "xtask", "--no-fail-fast"],
                &env,
            )?;
            cargo::run(&["test", "--package", "xtask"], &[])
        });
    }

    if wants(Part::E2e) || wants(Part::Api) {
        browser_and_api(
            options,
            &mut report,
            postgres.as_ref(),
            wants(Part::E2e),
            wants(Part::Api),
        );
    }
    drop(postgres);
    report.finish()
}

fn browser_and_api(
    options: &Options,
    report: &mut Report,
    postgres: Option<&Postgres>,
    e2e: bool,
    api: bool,
) {
    let mut built = false;
    report.step("browser side and server", || {
        build::build(&mut Steps::new(build::STEPS), options.kind())?;
        built = true;
        Ok(())
    });
    let binary = |built: bool| -> Result<PathBuf> {
        if !built {
            bail!("not run: the build failed");
        }
        Ok(crate::project::server(options.release))
    };
    if e2e {
        let mut setup = None;
        report.step("Node packages and Chromium", || {
            setup = Some(end2end::Setup::prepare()?);
            Ok(())
        });
        for (database, postgres) in [("sqlite", None), ("postgres", Some(postgres))] {
            report.step(&format!("browser tests on {database}"), || {
                let binary = binary(built)?;
                let setup = setup
                    .as_ref()
                    .ok_or_else(|| anyhow::anyhow!("not run: no browser"))?;
                let url = match postgres {
                    None => None,
                    Some(None) => bail!("not run: no PostgreSQL server"),
                    Some(Some(server)) => Some(server.create_database("tahona_end2end")?),
                };
                setup.run(&binary, database, url.as_deref())
            });
        }
    }
    if api {
        report.step("API against its description", || api::run(&binary(built)?));
    }
}
