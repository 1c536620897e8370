-- Templates: what Meta holds, what became of each over time, what is being
-- written, what was handed in, and whose sending waits for somebody's word.
--
-- The copy that sending used so far held nothing that Meta does not tell again,
-- so it is made anew; until the next sync nobody knows whether a template may be sent.

DROP TABLE templates;
UPDATE accounts SET templates_at = NULL;
ALTER TABLE accounts ADD COLUMN templates_problem TEXT; -- JSON of what failed in the last attempt to read the list

-- One row for each WABA, name and language. Narrow, because lists count all of them.
CREATE TABLE templates (
    id                TEXT PRIMARY KEY,
    account_id        TEXT NOT NULL REFERENCES accounts (id),
    name              TEXT NOT NULL,
    language          TEXT NOT NULL,
    meta_id           TEXT,                            -- decimal, as text; NULL until Meta has said it
    status            TEXT NOT NULL,                   -- Meta's word
    status_since      BIGINT NOT NULL,
    shown             TEXT NOT NULL,                   -- the word that lists filter by: DELETED once Meta no longer lists it
    reason            TEXT,                            -- why it is in this state, Meta's word
    explanation       TEXT,                            -- the same for people
    recommendation    TEXT,                            -- what Meta says to do
    paused_until      BIGINT,                          -- when a pause ends, where Meta said which pause it is
    category          TEXT NOT NULL,
    category_since    BIGINT NOT NULL,
    previous_category TEXT,
    next_category     TEXT,                            -- what Meta will make it
    next_since        BIGINT,                          -- since when that is known
    moves_at          BIGINT,                          -- when it will
    accepted_at       BIGINT NOT NULL DEFAULT 0,       -- moves known until then were accepted by somebody
    quality           TEXT NOT NULL,
    quality_since     BIGINT NOT NULL,
    previous_quality  TEXT,
    locked            BIGINT NOT NULL DEFAULT 0,       -- 1 while Meta refuses edits
    alarm             BIGINT NOT NULL DEFAULT 0,       -- how much it wants somebody's attention; 0 not at all
    parameter_format  TEXT,
    text_hash         TEXT NOT NULL DEFAULT '',        -- of the components; '' while only webhooks told of it
    preview           TEXT NOT NULL DEFAULT '',        -- start of the body, for lists
    first_seen_at     BIGINT NOT NULL,
    last_event_at     BIGINT NOT NULL,                 -- newest row in template_events
    seen_at           BIGINT NOT NULL,                 -- when it was last seen to change; lists since then had it too, unless it vanished
    vanished_at       BIGINT,                          -- first complete list that no longer had it
    last_used_at      BIGINT,                          -- last message handed over
    UNIQUE (account_id, name, language)
);
CREATE INDEX templates_by_name ON templates (name, account_id);
CREATE INDEX templates_by_meta_id ON templates (meta_id);
CREATE INDEX templates_by_alarm ON templates (alarm) WHERE alarm > 0;

-- The wide part of a template.
CREATE TABLE template_texts (
    template_id      TEXT PRIMARY KEY REFERENCES templates (id),
    components       TEXT NOT NULL,                    -- JSON, as Meta sent it
    raw              TEXT,                             -- Meta's whole record
    search           TEXT NOT NULL                     -- search_key of name and texts
);

-- What was observed of a template, one row for each observation that Meta told
-- by webhook or answer, or that a list showed to be different. What it is now is
-- computed from these rows, so their order of arrival plays no part.
CREATE TABLE template_events (
    template_id TEXT NOT NULL REFERENCES templates (id),
    field       TEXT NOT NULL,                         -- status | category | next_category | quality | components | lock | listed
    at          BIGINT NOT NULL,                       -- whole seconds, as webhooks tell them
    source      TEXT NOT NULL,                         -- list | answer | webhook
    value       TEXT NOT NULL,
    detail      TEXT,                                  -- JSON: what Meta said beside the word
    by_name     TEXT NOT NULL DEFAULT '',              -- who did it, when it was done here
    PRIMARY KEY (template_id, field, at, source, value)
);

-- When the whole list of an account was read: each list confirms what it did not change.
CREATE TABLE template_reads (
    account_id TEXT NOT NULL REFERENCES accounts (id),
    at         BIGINT NOT NULL,
    PRIMARY KEY (account_id, at)
);

-- Templates being written, all languages of one name together.
CREATE TABLE template_drafts (
    id         TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    name       TEXT NOT NULL,                          -- of the newest version
    head       BIGINT NOT NULL,                        -- the version in force
    origin     TEXT NOT NULL,                          -- JSON: what it was begun from
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    closed_at  BIGINT                                  -- handed in or put away
);
CREATE INDEX template_drafts_by_name ON template_drafts (account_id, name);

-- Every text that was ever saved, also of who came second.
CREATE TABLE template_draft_versions (
    draft_id TEXT NOT NULL REFERENCES template_drafts (id),
    version  BIGINT NOT NULL,
    parent   BIGINT NOT NULL,                          -- the version that it was written upon; 0 for the first
    content  TEXT NOT NULL,                            -- JSON
    at       BIGINT NOT NULL,
    by_id    TEXT,
    by_name  TEXT NOT NULL,
    PRIMARY KEY (draft_id, version)
);

-- What was asked of Meta, written down before it was asked.
CREATE TABLE template_submissions (
    id          TEXT PRIMARY KEY,
    account_id  TEXT NOT NULL REFERENCES accounts (id),
    name        TEXT NOT NULL,
    language    TEXT NOT NULL,                         -- '' stands for all of them
    kind        TEXT NOT NULL,                         -- create | edit | delete
    draft_id    TEXT,
    version     BIGINT,
    was         TEXT NOT NULL DEFAULT '',              -- status before an edit: only edits of approved ones count
    content     TEXT,                                  -- JSON that was sent
    at          BIGINT NOT NULL,
    by_name     TEXT NOT NULL,
    state       TEXT NOT NULL,                         -- asked | done | refused | unknown | not_done
    category    TEXT,                                  -- asked for
    answered    TEXT,                                  -- JSON of what Meta answered or refused
    ended_at    BIGINT
);
CREATE INDEX template_submissions_by_name ON template_submissions (account_id, name, language, at);
CREATE INDEX template_submissions_open ON template_submissions (account_id) WHERE state IN ('asked', 'unknown');

-- Sending a template waits until somebody accepts its new price.
CREATE TABLE template_holds (
    account_id    TEXT NOT NULL REFERENCES accounts (id),
    name          TEXT NOT NULL,
    language      TEXT NOT NULL,
    since         BIGINT NOT NULL,
    by_name       TEXT NOT NULL,
    from_category TEXT NOT NULL,
    to_category   TEXT NOT NULL,
    PRIMARY KEY (account_id, name, language)
);

-- Usage of a template by day, newest first.
CREATE INDEX messages_by_template ON messages (template, language, id) WHERE template IS NOT NULL;
