-- Customers as people look after them: found by name, merged and taken apart
-- again; and what the webhooks page reads.

ALTER TABLE contacts ADD COLUMN name_search TEXT NOT NULL DEFAULT '';   -- name and username, as searches compare them
UPDATE contacts SET name_search = LOWER(name);

-- What somebody merged, record by record, so that it can be undone.
CREATE TABLE contact_merges (
    id        BIGINT NOT NULL,                         -- the merge; one row for each record that it moved
    contact   BIGINT NOT NULL,
    came_from BIGINT,                                  -- merged_into before
    went_to   BIGINT NOT NULL,                         -- merged_into after
    at        BIGINT NOT NULL,
    by_name   TEXT NOT NULL,
    undone_at BIGINT,
    PRIMARY KEY (id, contact)
);
CREATE INDEX contact_merges_by_target ON contact_merges (went_to, id);

-- What happened to a customer's identity: the partner knows a phone under another id.
CREATE TABLE contact_events (
    contact BIGINT NOT NULL,
    at      BIGINT NOT NULL,
    kind    TEXT NOT NULL,                             -- wa_id_differs
    said    TEXT NOT NULL,                             -- what we had: the phone that was dialled
    found   TEXT NOT NULL,                             -- what the partner answered
    message BIGINT,                                    -- through which message
    PRIMARY KEY (contact, kind, said, found)
);

CREATE INDEX contacts_by_tenant ON contacts (tenant, id);
CREATE INDEX webhook_events_by_field ON webhook_events (field, id) WHERE field <> 'messages';
