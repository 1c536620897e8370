//! Lists that come in pages.

use std::collections::HashSet;

use domain::ids::WabaId;
use secrecy::SecretString;
use serde_json::Value;

use super::{GraphClient, GraphError, NodeId, client::bad, read::Read, transport::Call};

impl GraphClient {
    /// All records of an edge. Follows cursors; the `next` address only says
    /// that there is more, as it names a host and may hold a token (facts §1.2).
    pub(super) async fn list(
        &self,
        token: &SecretString,
        waba: &WabaId,
        edge: &'static str,
        fields: Option<String>,
    ) -> Result<Vec<Value>, GraphError> {
        let config = &self.transport.config;
        let mut records = Vec::new();
        let mut seen = HashSet::new();
        let mut after: Option<String> = None;
        for _ in 0..config.max_pages {
            let mut call = Call::get(NodeId::from(waba), Some(edge));
            if let Some(fields) = &fields {
                call = call
                    .with("fields", fields)
                    .with("limit", config.page_limit.to_string());
            }
            if let Some(after) = after.take() {
                call = call.with("after", after);
            }
            let mut page = self.transport.read(token, &call).await?;
            match page.get_mut("data").map(Value::take) {
                Some(Value::Array(data)) => records.extend(data),
                _ => return Err(bad("no list")),
            }
            let paging = Read(&page).object("paging");
            let more = paging.is_some_and(|p| p.text("next").is_some());
            let cursor = paging
                .and_then(|p| p.object("cursors"))
                .and_then(|c| c.text("after"));
            match cursor {
                Some(cursor) if more => {
                    if !seen.insert(cursor.clone()) {
                        return Err(bad("the same page twice"));
                    }
                    after = Some(cursor);
                }
                None if more => return Err(bad("more pages, but no cursor")),
                _ => return Ok(records),
            }
        }
        Err(bad("a list without end"))
    }
}
