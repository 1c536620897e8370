//! Lists that come in pages.

use std::collections::HashSet;

use domain::ids::WabaId;
use secrecy::SecretString;
use serde_json::Value;

use super::{GraphClient, GraphError, NodeId, client::bad, read::Read, transport::Call};

impl GraphClient {
    /// All records of an edge, which has no more than `most` pages. Follows
    /// cursors; the `next` address only says that there is more, as it names a
    /// host and may hold a token (sources §1.2).
    pub(super) async fn list(
        &self,
        token: &SecretString,
        waba: &WabaId,
        edge: &'static str,
        fields: Option<String>,
        most: u32,
    ) -> Result<Vec<Value>, GraphError> {
        let mut records = Vec::new();
        let mut seen = HashSet::new();
        let mut after: Option<String> = None;
        for _ in 0..most {
            let (data, next) = self
                .page(token, waba, edge, fields.clone(), after.as_deref())
                .await?;
            records.extend(data);
            let Some(next) = next else {
                return Ok(records);
            };
            if !seen.insert(next.clone()) {
                return Err(bad("the same page twice"));
            }
            after = Some(next);
        }
        Err(bad("a list without end"))
    }

    /// One page of an edge, and where the next one begins.
    async fn page(
        &self,
        token: &SecretString,
        waba: &WabaId,
        edge: &'static str,
        fields: Option<String>,
        after: Option<&str>,
    ) -> Result<(Vec<Value>, Option<String>), GraphError> {
        let mut call = Call::get(NodeId::from(waba), Some(edge));
        if let Some(fields) = fields {
            let limit = self.transport.config.page_limit.to_string();
            call = call.with("fields", fields).with("limit", limit);
        }
        if let Some(after) = after {
            call = call.with("after", after);
        }
        let mut page = self.transport.read(token, &call).await?;
        let Some(Value::Array(data)) = page.get_mut("data").map(Value::take) else {
            return Err(bad("no list"));
        };
        let paging = Read(&page).object("paging");
        let more = paging.is_some_and(|p| p.text("next").is_some());
        let cursor = paging
            .and_then(|p| p.object("cursors"))
            .and_then(|c| c.text("after"));
        match cursor {
            None if more => Err(bad("more pages, but no cursor")),
            cursor => Ok((data, cursor.filter(|_| more))),
        }
    }
}
