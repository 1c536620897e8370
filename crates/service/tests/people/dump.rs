//! Everything that a database holds, as somebody who steals it would see it.

use store::{Db, Tx, on};

/// All bytes of a SQLite database (with what is not checkpointed yet), or all
/// rows of a PostgreSQL one as text.
pub(crate) async fn dump(db: &Db, url: &str) -> String {
    if let Some(path) = url.strip_prefix("sqlite://") {
        let files = [path.to_owned(), format!("{path}-wal")];
        let bytes: Vec<u8> = files
            .iter()
            .filter_map(|file| std::fs::read(file).ok())
            .flatten()
            .collect();
        return String::from_utf8_lossy(&bytes).into_owned();
    }
    let mut tx: Tx = db.read().await.unwrap();
    let tables: Vec<String> = on!(&mut tx, |c| {
        sqlx::query_scalar("SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = 'public'")
            .fetch_all(c)
            .await
    })
    .unwrap();
    let mut out = String::new();
    for table in tables {
        let sql = format!("SELECT CAST(t AS TEXT) FROM {table} t");
        let rows: Vec<String> = on!(&mut tx, |c| sqlx::query_scalar(sqlx::AssertSqlSafe(sql.clone()))
            .fetch_all(c)
            .await)
        .unwrap();
        out.push_str(&rows.join("\n"));
    }
    out
}
