//! Data for `cargo xtask bench`: loads messages by the million, tells when what
//! was taken in has been worked off, runs what ingestion, exports and the ledger
//! are compared with, and fills queues. Works on the database of a demo.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the figures are what the benchmark reads, progress is for whoever waits"
)]

use std::time::{SystemTime, UNIX_EPOCH};

use clap::{Parser, Subcommand};
use sqlx::{
    AssertSqlSafe, Executor as _, PgPool, SqlitePool, postgres::PgPoolOptions, sqlite::SqlitePoolOptions,
};

/// The same statements on either engine.
macro_rules! on {
    ($pool:expr, |$c:ident| $body:expr) => {
        match $pool {
            Pool::Sqlite($c) => $body,
            Pool::Postgres($c) => $body,
        }
    };
}

mod bare;
mod drain;
mod dump;
mod fair;
mod ledger;
mod load;

type Failure = Box<dyn std::error::Error>;

/// Lower bits of a message id, and the start of its clock (`domain::message::id`).
const ID_BITS: i64 = 22;
const ID_EPOCH: i64 = domain::message::id::EPOCH;
const DAY: i64 = 86_400_000;

#[derive(Parser)]
struct Options {
    /// The database
    #[arg(long)]
    database_url: String,
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Adds messages of the past, spread evenly over bakeries and time
    Load {
        /// How many
        #[arg(long)]
        messages: i64,
        /// Over how many days that end now
        #[arg(long, default_value_t = 365)]
        days: i64,
    },
    /// Adds accepted messages whose reports are about to come: wamid.BENCH0, wamid.BENCH1 …
    Expect {
        /// How many
        #[arg(long)]
        messages: i64,
    },
    /// Waits until nothing waits to be processed; prints how long the oldest waited at worst
    Drain {
        /// Ends when this many deliveries have been processed
        #[arg(long)]
        deliveries: i64,
    },
    /// Waits until every message that something was learnt about has been priced
    Priced,
    /// Puts every delivered message among those whose price is to be looked at
    Due,
    /// Sums the delivered messages with one statement
    Aggregate,
    /// Reads the sums of the largest month's statement
    Statement,
    /// Writes every message with its customer as the database itself can: COPY, or one text for each row
    Dump,
    /// Fills the queue of one bakery and lets others send single messages meanwhile; prints how long those waited
    Fair {
        /// Messages of the bakery that has many
        #[arg(long)]
        queued: i64,
        /// Single messages of the others, one after the other
        #[arg(long, default_value_t = 40)]
        singles: i64,
    },
    /// Dedupes, upserts and moves statuses with plain statements and does nothing else
    Bare {
        /// Events to process
        #[arg(long)]
        events: i64,
        /// Events of one transaction
        #[arg(long, default_value_t = 1_000)]
        group: i64,
    },
}

enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let options = Options::parse();
    let pool = open(&options.database_url).await?;
    match options.task {
        Task::Load { messages, days } => load::load(&pool, messages, days).await,
        Task::Expect { messages } => load::expect(&pool, messages).await,
        Task::Drain { deliveries } => drain::drain(&pool, deliveries).await,
        Task::Priced => drain::priced(&pool).await,
        Task::Due => ledger::due(&pool).await,
        Task::Aggregate => ledger::aggregate(&pool).await,
        Task::Statement => ledger::statement(&pool, &options.database_url).await,
        Task::Dump => dump::dump(&pool).await,
        Task::Fair { queued, singles } => fair::fair(&pool, queued, singles).await,
        Task::Bare { events, group } => bare::bare(&pool, events, group).await,
    }
}

async fn open(url: &str) -> Result<Pool, Failure> {
    if url.starts_with("postgres") {
        return Ok(Pool::Postgres(
            PgPoolOptions::new().max_connections(1).connect(url).await?,
        ));
    }
    let pool = SqlitePoolOptions::new().max_connections(1).connect(url).await?;
    for pragma in [
        "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = FULL",
        "PRAGMA busy_timeout = 60000",
    ] {
        pool.execute(pragma).await?;
    }
    Ok(Pool::Sqlite(pool))
}

#[expect(clippy::disallowed_methods, reason = "nothing of the product depends on it")]
fn now() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|d| i64::try_from(d.as_millis()).ok())
        .unwrap_or_default()
}

/// Runs one statement with numbers as its arguments.
async fn run(pool: &Pool, sql: &str, numbers: &[i64]) -> Result<u64, Failure> {
    Ok(on!(pool, |pool| {
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for number in numbers {
            query = query.bind(*number);
        }
        query.execute(pool).await?.rows_affected()
    }))
}

async fn number(pool: &Pool, sql: &str) -> Result<i64, Failure> {
    Ok(on!(pool, |pool| sqlx::query_scalar::<_, i64>(AssertSqlSafe(sql))
        .fetch_one(pool)
        .await?))
}
