//! Settings as they were given: by flag, environment or file, in this order of
//! precedence, before their meaning is looked at.

use std::{collections::BTreeMap, path::PathBuf};

use clap::{Arg, ArgMatches, Args, Command, FromArgMatches, parser::ValueSource};

use super::{
    ConfigError,
    setting::{SETTINGS, Setting},
};

/// Name of the argument with the path of a TOML file.
const CONFIG: &str = "config";

/// Where a value came from; error messages name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A flag.
    Flag(&'static str),
    /// An environment variable.
    Env(&'static str),
    /// A key of the file.
    File {
        /// Which file.
        path: PathBuf,
        /// Which key.
        key: String,
    },
    /// Nobody said anything.
    Default(&'static str),
}

impl std::fmt::Display for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Flag(flag) => write!(f, "--{flag}"),
            Self::Env(name) => f.write_str(name),
            Self::File { path, key } => write!(f, "`{key}` in {}", path.display()),
            Self::Default(name) => write!(f, "the default of {name}"),
        }
    }
}

/// What flags and environment say. Values may be secret: no `Debug` of them.
#[derive(Clone, Default)]
pub struct Given {
    file: Option<PathBuf>,
    values: BTreeMap<&'static str, (String, Source)>,
    /// What a command takes for granted where it differs from the table of settings.
    defaults: BTreeMap<&'static str, String>,
}

impl std::fmt::Debug for Given {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Given")
            .field("file", &self.file)
            .field("names", &self.values.keys().collect::<Vec<_>>())
            .field("defaults", &self.defaults)
            .finish()
    }
}

impl Given {
    /// The setting of this variable when neither flag, environment nor file
    /// says anything about it.
    #[must_use]
    pub fn or_default(mut self, env: &'static str, value: impl Into<String>) -> Self {
        self.defaults.insert(env, value.into());
        self
    }

    /// The setting of this variable, whatever else was said about it.
    #[must_use]
    pub fn with(mut self, env: &'static str, value: impl Into<String>) -> Self {
        self.values.insert(env, (value.into(), Source::Env(env)));
        self
    }

    /// Nothing for the setting of this variable, whatever flag, environment or
    /// file say about it.
    #[must_use]
    pub fn without(self, env: &'static str) -> Self {
        // Empty counts as not given, and stands before what the file says.
        self.with(env, "")
    }

    /// Reads the file, if one is named, and fills the rest with defaults.
    pub fn complete(self) -> Result<Values, ConfigError> {
        let file = match &self.file {
            Some(path) => read_file(path)?,
            None => BTreeMap::new(),
        };
        let mut values = file;
        values.extend(self.values);
        let own = SETTINGS
            .iter()
            .filter_map(|setting| Some((setting.env, setting.default?.to_owned())));
        // The command's before those of the table: the first one stays.
        for (env, default) in self.defaults.into_iter().chain(own) {
            values
                .entry(env)
                .or_insert_with(|| (default, Source::Default(env)));
        }
        Ok(Values(values))
    }
}

/// Every setting that has a value, with where it came from.
pub struct Values(BTreeMap<&'static str, (String, Source)>);

impl Values {
    /// The value of a setting; empty counts as not given.
    pub fn get(&self, env: &str) -> Option<(&str, &Source)> {
        self.0
            .get(env)
            .map(|(value, source)| (value.trim(), source))
            .filter(|(value, _)| !value.is_empty())
    }

    /// Reads the value of a setting with `parse`, whose error says what is wrong with it.
    pub fn parse<T, E: std::fmt::Display>(
        &self,
        env: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<Option<T>, ConfigError> {
        let Some((value, source)) = self.get(env) else {
            return Ok(None);
        };
        parse(value).map(Some).map_err(|why| ConfigError::Unusable {
            from: source.clone(),
            why: why.to_string(),
        })
    }

    /// As [`Self::parse`], for a setting that must have a value.
    pub fn need<T, E: std::fmt::Display>(
        &self,
        env: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<T, ConfigError> {
        self.parse(env, parse)?.ok_or(ConfigError::Missing(env))
    }
}

fn read_file(path: &PathBuf) -> Result<BTreeMap<&'static str, (String, Source)>, ConfigError> {
    let unreadable = |why: String| ConfigError::File {
        path: path.clone(),
        why,
    };
    let text = std::fs::read_to_string(path).map_err(|e| unreadable(e.to_string()))?;
    let table: toml::Table = text
        .parse()
        .map_err(|e: toml::de::Error| unreadable(e.message().to_owned()))?;
    let mut values = BTreeMap::new();
    for (key, value) in table {
        let Some(setting) = SETTINGS.iter().find(|s| s.key() == key) else {
            return Err(ConfigError::UnknownKey {
                path: path.clone(),
                key,
            });
        };
        let text = match value {
            toml::Value::String(text) => text,
            toml::Value::Boolean(flag) => flag.to_string(),
            toml::Value::Integer(number) => number.to_string(),
            toml::Value::Array(items) if items.iter().all(toml::Value::is_str) => items
                .iter()
                .filter_map(toml::Value::as_str)
                .collect::<Vec<_>>()
                .join(","),
            _ => {
                return Err(unreadable(format!(
                    "`{key}` must be a text, a number, true or false"
                )));
            }
        };
        values.insert(
            setting.env,
            (
                text,
                Source::File {
                    path: path.clone(),
                    key,
                },
            ),
        );
    }
    Ok(values)
}

fn argument(setting: &Setting) -> Arg {
    let mut help = setting.help.to_owned();
    if let Some(default) = setting.default {
        help.push_str(" [default: ");
        help.push_str(default);
        help.push(']');
    }
    Arg::new(setting.env)
        .long(setting.flag)
        .env(setting.env)
        .hide_env_values(setting.secret)
        .value_name("VALUE")
        .help_heading("Settings (flag, then environment, then file)")
        .help(help)
}

impl Args for Given {
    fn augment_args(command: Command) -> Command {
        let file = Arg::new(CONFIG)
            .long(CONFIG)
            .env("TAHONA_CONFIG")
            .value_name("FILE")
            .value_parser(clap::value_parser!(PathBuf))
            .help("TOML file with settings; a key is the flag's name with _ for -");
        command.arg(file).args(SETTINGS.iter().map(argument))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Given {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut given = Self {
            file: matches.get_one::<PathBuf>(CONFIG).cloned(),
            ..Self::default()
        };
        for setting in &SETTINGS {
            let Some(value) = matches.get_one::<String>(setting.env) else {
                continue;
            };
            // An empty variable is how many set-ups say "not set".
            if value.trim().is_empty() {
                continue;
            }
            let source = match matches.value_source(setting.env) {
                Some(ValueSource::EnvVariable) => Source::Env(setting.env),
                _ => Source::Flag(setting.flag),
            };
            given.values.insert(setting.env, (value.clone(), source));
        }
        Ok(given)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
