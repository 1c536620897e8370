-- What is forgotten by its age is found by it, and a draft's hand-ins by the
-- draft, without reading the whole table.
CREATE INDEX idempotency_by_time ON idempotency (created_at);
CREATE INDEX daily_recipients_by_age ON daily_recipients (at);
CREATE INDEX reveals_by_end ON reveals (until);
CREATE INDEX template_submissions_by_draft ON template_submissions (draft_id, at, id);
