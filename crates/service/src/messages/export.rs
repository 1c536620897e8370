//! The whole filter as a file, in pieces: however many rows there are, only a
//! few thousand are in memory.

use domain::{
    message::{delivery::State, id::MessageId},
    time::Millis,
};
use futures::{Stream, StreamExt, stream};
use serde_json::json;
use store::{
    Tx,
    messages::{
        incoming,
        log::{self, ExportRecord, LogFilter},
        progress,
    },
};
use tokio::sync::mpsc;

use super::{
    list::{self, Direction, MessageQuery},
    masking,
    names::Names,
    reading::{self, Charge},
    view::view,
};
use crate::{
    Call, Services,
    error::{ServiceError, ServiceResult},
    spreadsheet::defused,
};

/// Rows that are read at a time.
const PIECE: i64 = 4_000;
/// Pieces that may wait for a slow reader.
const AHEAD: usize = 2;

/// Form of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A table for spreadsheets, UTF-8, with a header.
    Csv,
    /// One JSON object for each line.
    JsonLines,
}

impl Format {
    /// The end of the file's name.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::JsonLines => "jsonl",
        }
    }

    /// The media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::JsonLines => "application/jsonl; charset=utf-8",
        }
    }

    /// Reads [`Self::extension`].
    #[must_use]
    pub fn from_extension(text: &str) -> Option<Self> {
        [Self::Csv, Self::JsonLines]
            .into_iter()
            .find(|format| format.extension() == text)
    }
}

const HEADER: [&str; 20] = [
    "id",
    "at",
    "direction",
    "status",
    "tenant_id",
    "tenant",
    "number",
    "customer",
    "customer_name",
    "kind",
    "template",
    "language",
    "category",
    "charged",
    "error_code",
    "sent_at",
    "delivered_at",
    "read_at",
    "failed_at",
    "text",
];

/// Every message of the filter, newest first, whatever the page. Whole numbers
/// for those who may see them in records, masked ones for everybody else.
///
/// The filter is checked before the first byte; an error after that ends the
/// stream with it, so that a file is never complete by mistake. With a name in
/// `watch` the caller may ask how far it has come; see
/// [`super::export_progress`].
pub async fn stream(
    svc: &Services,
    call: &Call,
    query: &MessageQuery,
    format: Format,
    watch: Option<&str>,
) -> ServiceResult<impl Stream<Item = ServiceResult<Vec<u8>>> + Send + use<>> {
    let mut tx = svc.db.read().await?;
    let view = view(&mut tx, call, query.tenant.as_ref()).await?;
    let names = Names::load(&mut tx, view.reach).await?;
    let (filter, _) = list::filter(svc, &mut tx, &view, query, &names).await?;
    let watched = match (watch, call.actor.id()) {
        (Some(name), Some(person)) => {
            let total = total(&mut tx, &filter, query).await?;
            svc.exports().begin(person, name, total)
        }
        _ => None,
    };
    tx.commit().await?;

    let (send, receive) = mpsc::channel(AHEAD);
    let records = read_ahead(svc.clone(), filter, query.before, send);
    let writer = Writer {
        names,
        whole: view.whole,
        format,
    };
    let head = match format {
        Format::Csv => Some(Ok(Writer::head()?)),
        Format::JsonLines => None,
    };
    // Reading goes on while the piece before is written; both end with the stream.
    let reader = AbortOnDrop(tokio::spawn(records));
    let pieces = stream::unfold(
        (receive, writer, reader, watched),
        |(mut receive, writer, reader, watched)| async move {
            let Some(piece) = receive.recv().await else {
                if let Some(watched) = &watched {
                    watched.finish();
                }
                return None;
            };
            let written = piece.and_then(|records| {
                let written = writer.write(&records)?;
                if let Some(watched) = &watched {
                    watched.advance(records.len());
                }
                Ok(written)
            });
            // What ends with an error is never complete.
            let watched = watched.filter(|_| written.is_ok());
            Some((written, (receive, writer, reader, watched)))
        },
    );
    // Compression asks once more after the end.
    Ok(stream::iter(head).chain(pieces).fuse())
}

/// How many rows there are, where the page would count them too.
async fn total(tx: &mut Tx, filter: &LogFilter, query: &MessageQuery) -> ServiceResult<Option<u64>> {
    if query.before.is_some() {
        return Ok(None);
    }
    let counts = list::count(tx, filter).await?;
    Ok(counts.map(|counts| {
        counts
            .into_iter()
            .filter(|(state, _)| filter.state.is_none_or(|only| only == *state))
            .map(|(_, n)| n)
            .sum()
    }))
}

/// Stops reading when nobody wants the rest.
struct AbortOnDrop(tokio::task::JoinHandle<()>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn read_ahead(
    svc: Services,
    filter: LogFilter,
    before: Option<MessageId>,
    send: mpsc::Sender<ServiceResult<Vec<ExportRecord>>>,
) {
    let mut before = before;
    loop {
        // A transaction for each piece: one for all of them would keep SQLite
        // from tidying its log for as long as the slowest reader takes.
        let piece = read(&svc, &filter, before).await;
        let last = match &piece {
            Ok(records) => records.last().map(|record| MessageId(record.id)),
            Err(_) => None,
        };
        let full = matches!(&piece, Ok(records) if i64::try_from(records.len()).unwrap_or(0) == PIECE);
        let empty = matches!(&piece, Ok(records) if records.is_empty());
        if empty || send.send(piece).await.is_err() || !full {
            return;
        }
        before = last;
    }
}

async fn read(
    svc: &Services,
    filter: &LogFilter,
    before: Option<MessageId>,
) -> ServiceResult<Vec<ExportRecord>> {
    let mut tx = svc.db.read().await?;
    Ok(log::export(&mut tx, filter, before, PIECE).await?)
}

struct Writer {
    names: Names,
    whole: bool,
    format: Format,
}

impl Writer {
    fn head() -> ServiceResult<Vec<u8>> {
        let mut out = csv::Writer::from_writer(Vec::new());
        out.write_record(HEADER).map_err(|error| failed(&error))?;
        finished(out)
    }

    fn write(&self, records: &[ExportRecord]) -> ServiceResult<Vec<u8>> {
        match self.format {
            Format::Csv => self.csv(records),
            Format::JsonLines => self.json_lines(records),
        }
    }

    fn csv(&self, records: &[ExportRecord]) -> ServiceResult<Vec<u8>> {
        let mut out = csv::Writer::from_writer(Vec::with_capacity(records.len() * 256));
        for record in records {
            let cells = self.cells(record)?;
            out.write_record(cells.map(defused))
                .map_err(|error| failed(&error))?;
        }
        finished(out)
    }

    /// The cells of a row, in the order of [`HEADER`].
    fn cells(&self, record: &ExportRecord) -> ServiceResult<[String; 20]> {
        let state = progress::state(record.state)?;
        let tenant = self.names.tenants.iter().find(|(no, _, _)| *no == record.tenant);
        let number = self.names.number(record.number);
        Ok([
            record.id.to_string(),
            instant(Some(record.at)),
            direction(record).key().to_owned(),
            state.key().to_owned(),
            tenant.map(|(_, id, _)| id.to_string()).unwrap_or_default(),
            tenant.map(|(_, _, name)| name.clone()).unwrap_or_default(),
            number.map(|each| each.display.clone()).unwrap_or_default(),
            self.customer(record),
            masking::text(record.name.as_deref().unwrap_or_default(), self.whole),
            record.kind.clone(),
            record.template.clone().unwrap_or_default(),
            record.language.clone().unwrap_or_default(),
            record.category.clone().unwrap_or_default(),
            charged(state, record.pricing.as_deref()).to_owned(),
            record.error_code.map(|code| code.to_string()).unwrap_or_default(),
            instant(record.sent_at),
            instant(record.delivered_at),
            instant(record.read_at),
            instant(record.failed_at),
            masking::text(&record.preview, self.whole),
        ])
    }

    fn json_lines(&self, records: &[ExportRecord]) -> ServiceResult<Vec<u8>> {
        let mut out = Vec::with_capacity(records.len() * 512);
        for record in records {
            let cells = self.cells(record)?;
            let fields: serde_json::Map<String, serde_json::Value> = HEADER
                .iter()
                .zip(cells)
                .map(|(name, cell)| {
                    (
                        (*name).to_owned(),
                        if cell.is_empty() { json!(null) } else { json!(cell) },
                    )
                })
                .collect();
            serde_json::to_writer(&mut out, &fields)
                .map_err(|error| ServiceError::Internal(error.to_string()))?;
            out.push(b'\n');
        }
        Ok(out)
    }

    fn customer(&self, record: &ExportRecord) -> String {
        let (phone, wa_id, user_id) = (
            record.phone.as_deref(),
            record.wa_id.as_deref(),
            record.user_id.as_deref(),
        );
        if self.whole {
            masking::whole(phone, wa_id, user_id)
        } else {
            masking::masked(phone, wa_id, user_id)
        }
    }
}

const fn direction(record: &ExportRecord) -> Direction {
    if record.direction == incoming::INBOUND {
        Direction::In
    } else {
        Direction::Out
    }
}

/// `yes`, `no`, `free`; empty while it is open or unsaid.
fn charged(state: State, pricing: Option<&str>) -> &'static str {
    match reading::charge(state, pricing) {
        Charge::Charged => "yes",
        Charge::Free => "free",
        Charge::Not => "no",
        Charge::Open | Charge::Unsaid => "",
    }
}

/// RFC 3339 in UTC; empty for what has not happened.
fn instant(at: Option<i64>) -> String {
    let at = at
        .map(Millis)
        .and_then(|at| jiff::Timestamp::from_millisecond(at.0).ok());
    at.map(|at| at.to_string()).unwrap_or_default()
}

fn failed(error: &csv::Error) -> ServiceError {
    ServiceError::Internal(error.to_string())
}

fn finished(out: csv::Writer<Vec<u8>>) -> ServiceResult<Vec<u8>> {
    out.into_inner()
        .map_err(|error| ServiceError::Internal(error.to_string()))
}
