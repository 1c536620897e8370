//! The floors of the ingestion benchmark: HTTP with the signature check alone,
//! and the same with a group-committed insert of the raw body. Started by
//! `cargo xtask bench`; prints `url: …` and serves until SIGTERM.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the address is what the benchmark reads, trouble is for whoever runs it"
)]

use std::{
    net::SocketAddr,
    sync::atomic::{AtomicI64, Ordering},
};

use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    http::{HeaderMap, StatusCode},
    routing::post,
};
use clap::Parser;
use domain::{message::id::MessageId, time::Millis};
use store::{
    Db,
    webhooks::deliveries::{self, NewDelivery},
};
use tokio::sync::{mpsc, oneshot};

/// Deliveries of one commit.
const GROUP: usize = 512;

#[derive(Parser)]
struct Options {
    /// Where to listen
    #[arg(long)]
    addr: SocketAddr,
    /// A database of its own
    #[arg(long)]
    database_url: String,
    /// The app secret
    #[arg(long)]
    secret: String,
}

#[derive(Clone)]
struct Floor {
    secret: String,
    queue: mpsc::Sender<(Vec<u8>, oneshot::Sender<()>)>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let options = Options::parse();
    let db = Db::open(&options.database_url).await?;
    store::migrate::run(&db).await?;
    let (queue, waiting) = mpsc::channel(4_096);
    tokio::spawn(commit_groups(db, waiting));
    let floor = Floor {
        secret: options.secret,
        queue,
    };
    let router = Router::new()
        .route("/floor/signature", post(signature))
        .route("/floor/insert", post(insert))
        .layer(DefaultBodyLimit::max(4 * 1024 * 1024))
        .with_state(floor);
    let listener = tokio::net::TcpListener::bind(options.addr).await?;
    println!("url: http://{}", listener.local_addr()?);
    axum::serve(listener, router)
        .with_graceful_shutdown(terminated())
        .await?;
    Ok(())
}

async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    if let Ok(mut term) = signal(SignalKind::terminate()) {
        term.recv().await;
    }
}

fn signed(floor: &Floor, headers: &HeaderMap, body: &[u8]) -> bool {
    headers
        .get("x-hub-signature-256")
        .and_then(|value| value.to_str().ok())
        .is_some_and(|signature| {
            channels::webhook::verify_signature(floor.secret.as_bytes(), body, signature)
        })
}

async fn signature(State(floor): State<Floor>, headers: HeaderMap, body: Bytes) -> StatusCode {
    if signed(&floor, &headers, &body) {
        StatusCode::OK
    } else {
        StatusCode::UNAUTHORIZED
    }
}

async fn insert(State(floor): State<Floor>, headers: HeaderMap, body: Bytes) -> StatusCode {
    if !signed(&floor, &headers, &body) {
        return StatusCode::UNAUTHORIZED;
    }
    let (done, stored) = oneshot::channel();
    if floor.queue.send((body.to_vec(), done)).await.is_err() || stored.await.is_err() {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    StatusCode::OK
}

async fn commit_groups(db: Db, mut waiting: mpsc::Receiver<(Vec<u8>, oneshot::Sender<()>)>) {
    static NEXT: AtomicI64 = AtomicI64::new(1);
    while let Some(first) = waiting.recv().await {
        let mut group = vec![first];
        while group.len() < GROUP
            && let Ok(next) = waiting.try_recv()
        {
            group.push(next);
        }
        let (rows, answers): (Vec<_>, Vec<_>) = group
            .into_iter()
            .map(|(body, answer)| {
                let id = MessageId(NEXT.fetch_add(1, Ordering::Relaxed));
                let received_at = Millis(0);
                (
                    NewDelivery {
                        id,
                        received_at,
                        body,
                    },
                    answer,
                )
            })
            .unzip();
        if let Err(error) = store_all(&db, &rows).await {
            eprintln!("{error}");
            continue;
        }
        for answer in answers {
            // Who stopped waiting is not told.
            let _ = answer.send(());
        }
    }
}

async fn store_all(db: &Db, rows: &[NewDelivery]) -> store::error::StoreResult<()> {
    let mut tx = db.write().await?;
    deliveries::insert(&mut tx, rows).await?;
    tx.commit().await
}
