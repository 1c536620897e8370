-- What arrives from Meta, who writes to whom, and what became of each message.
--
-- These tables grow to tens of millions of rows, so they refer to bakeries and
-- numbers by small integers (short_ids), and their own ids sort by time:
-- milliseconds since 2020 in the upper bits, see domain::message::MessageId.

CREATE TABLE short_ids (
    no   BIGINT PRIMARY KEY,                           -- 1, 2, 3 …; 0 stands for "nobody's" or "unknown"
    kind TEXT NOT NULL,                                -- tenant | number
    id   TEXT NOT NULL UNIQUE
);

-- One row for each POST that was answered 200, before anything is made of it.
CREATE TABLE webhook_deliveries (
    id          BIGINT PRIMARY KEY,
    received_at BIGINT NOT NULL,
    body        BYTEA NOT NULL,                        -- the signed bytes, as they came
    state       BIGINT NOT NULL,                       -- 0 waiting, 1 processed, 2 dead
    changes     BIGINT,                                -- how many events were found inside
    problem     TEXT
);
CREATE INDEX webhook_deliveries_open ON webhook_deliveries (id) WHERE state <> 1;

-- One row for each message, status or change inside, first occurrence only.
CREATE TABLE webhook_events (
    id              BIGINT PRIMARY KEY,                -- sorts like its delivery
    delivery        BIGINT NOT NULL,
    pointer         TEXT NOT NULL,                     -- JSON pointer into the delivery's body
    received_at     BIGINT NOT NULL,
    at              BIGINT NOT NULL,                   -- the event's own time
    field           TEXT NOT NULL,                     -- Meta's word, for example messages
    what            TEXT NOT NULL,                     -- for example status:delivered, message:text, event:FLAGGED
    key             TEXT NOT NULL UNIQUE,              -- what makes two events the same
    waba_id         TEXT,
    phone_number_id TEXT,
    wamid           TEXT,
    state           BIGINT NOT NULL,                   -- 1 processed, 2 parked, 3 unknown, 4 dead
    outcome         TEXT NOT NULL DEFAULT '',          -- what became of it, a stable word with an id
    problem         TEXT
);
CREATE INDEX webhook_events_parked ON webhook_events (wamid) WHERE state = 2;
CREATE INDEX webhook_events_by_state ON webhook_events (state, id) WHERE state <> 1;
CREATE INDEX webhook_events_by_wamid ON webhook_events (wamid);

CREATE TABLE webhook_refusals (
    minute BIGINT NOT NULL,                            -- received_at / 60000
    why    TEXT NOT NULL,                              -- missing | malformed | wrong | no_secret | too_large
    count  BIGINT NOT NULL,
    PRIMARY KEY (minute, why)
);

-- Somebody who writes to, or is written to by, one bakery.
CREATE TABLE contacts (
    id          BIGINT PRIMARY KEY,
    tenant      BIGINT NOT NULL,                       -- short id
    match_key   TEXT,                                  -- domain::contact::match_key of the phone; NULL for users without one
    phone       TEXT,                                  -- E.164 as it is dialled
    wa_id       TEXT,                                  -- as Meta names it
    user_id     TEXT,                                  -- business-scoped user id
    name        TEXT NOT NULL DEFAULT '',              -- as the customer calls themselves
    username    TEXT,
    tail        TEXT NOT NULL DEFAULT '',              -- last four digits, for search
    created_at  BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL,
    merged_into BIGINT,
    UNIQUE (tenant, match_key),
    UNIQUE (tenant, user_id)
);
CREATE INDEX contacts_by_tail ON contacts (tail, tenant);
CREATE INDEX contacts_by_user_id ON contacts (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX contacts_merged ON contacts (merged_into) WHERE merged_into IS NOT NULL;

-- Support has seen this customer's whole number for a while; why is in the audit log too.
CREATE TABLE reveals (
    id      BIGINT PRIMARY KEY,
    contact BIGINT NOT NULL,
    user_id TEXT NOT NULL,
    reason  TEXT NOT NULL,
    at      BIGINT NOT NULL,
    until   BIGINT NOT NULL
);
CREATE INDEX reveals_by_contact ON reveals (contact, user_id, until);

-- The customer service window is open between one number and one person.
CREATE TABLE windows (
    number          BIGINT NOT NULL,                   -- short id
    contact         BIGINT NOT NULL,
    last_inbound_at BIGINT NOT NULL,
    PRIMARY KEY (number, contact)
);

CREATE TABLE messages (
    id           BIGINT PRIMARY KEY,
    tenant       BIGINT NOT NULL,                      -- short id of who held the number then; 0 nobody
    number       BIGINT NOT NULL,                      -- short id; 0 unknown
    contact      BIGINT,
    direction    BIGINT NOT NULL,                      -- 0 in, 1 out
    state        BIGINT NOT NULL,                      -- domain::message::State::code
    kind         TEXT NOT NULL,                        -- Meta's type: text, template, image …
    wamid        TEXT UNIQUE,
    at           BIGINT NOT NULL,                      -- inbound: the event's time; outbound: when it was asked for
    preview      TEXT NOT NULL DEFAULT '',             -- first 200 characters for lists
    content      TEXT NOT NULL,                        -- JSON: the message as sent or received
    template     TEXT,
    language     TEXT,
    category     TEXT,                                 -- asked for, then as priced
    reply_to     TEXT,                                 -- wamid
    source       TEXT NOT NULL DEFAULT '',             -- who asked: name of key, person or job
    error_code   BIGINT,
    errors       TEXT,                                 -- JSON, verbatim: Meta sends reasons once
    pricing      TEXT,                                 -- JSON, verbatim, for billing
    trace        TEXT,                                 -- fbtrace_id of the last attempt
    attempts     BIGINT NOT NULL DEFAULT 0,
    queued_at    BIGINT,
    held_at      BIGINT,
    dropped_at   BIGINT,
    handed_at    BIGINT,
    unanswered_at BIGINT,
    accepted_at  BIGINT,
    refused_at   BIGINT,
    sent_at      BIGINT,
    delivered_at BIGINT,
    read_at      BIGINT,
    played_at    BIGINT,
    failed_at    BIGINT
);
CREATE INDEX messages_by_tenant ON messages (tenant, id);
CREATE INDEX messages_by_tenant_state ON messages (tenant, state, id);
CREATE INDEX messages_by_state ON messages (state, id);
CREATE INDEX messages_by_contact ON messages (contact, id);
CREATE INDEX messages_by_error ON messages (error_code, id) WHERE error_code IS NOT NULL;

-- Messages waiting to go out. A row leaves when the partner has answered.
CREATE TABLE outbox (
    message    BIGINT PRIMARY KEY,
    tenant     BIGINT NOT NULL,
    number     BIGINT NOT NULL,
    contact    BIGINT NOT NULL,
    due_at     BIGINT NOT NULL,
    taken_by   TEXT,
    taken_at   BIGINT
);
CREATE INDEX outbox_by_due ON outbox (number, tenant, due_at);

CREATE TABLE idempotency (
    caller     TEXT NOT NULL,                          -- id of the API key
    key        TEXT NOT NULL,
    body_hash  TEXT NOT NULL,
    message    BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (caller, key)
);

-- What people agreed to, and took back, with proof. Newest row counts.
CREATE TABLE consents (
    id         BIGINT PRIMARY KEY,
    contact    BIGINT NOT NULL,
    category   TEXT NOT NULL,                          -- all | utility | marketing
    given      BOOLEAN NOT NULL,
    platform   BOOLEAN NOT NULL DEFAULT FALSE,         -- a STOP to everybody behind this number
    at         BIGINT NOT NULL,
    source     TEXT NOT NULL,                          -- api | import | stop_word | user_preferences | error_131050 | person
    wording    TEXT NOT NULL DEFAULT '',
    by_name    TEXT NOT NULL DEFAULT ''
);
CREATE INDEX consents_by_contact ON consents (contact, id);

-- Templates as far as sending needs them: a copy of Meta's list.
CREATE TABLE templates (
    account_id TEXT NOT NULL REFERENCES accounts (id),
    name       TEXT NOT NULL,
    language   TEXT NOT NULL,
    meta_id    TEXT,
    status     TEXT NOT NULL,
    category   TEXT NOT NULL,
    components TEXT NOT NULL,                          -- JSON, as Meta sent it
    seen_at    BIGINT NOT NULL,
    vanished_at BIGINT,
    PRIMARY KEY (account_id, name, language)
);
CREATE INDEX contacts_by_match_key ON contacts (match_key);
