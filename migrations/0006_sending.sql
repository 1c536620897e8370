-- What sending needs beside the outbox: whose turn it is, what stands still
-- and why, whom the portfolio has written to, and texts that wait for an answer.

ALTER TABLE messages ADD COLUMN resend_of BIGINT;      -- the message that a person decided to send again
ALTER TABLE accounts ADD COLUMN templates_at BIGINT;   -- when the list of templates was last read

DROP INDEX outbox_by_due;
CREATE INDEX outbox_by_lane ON outbox (number, tenant, due_at, message) WHERE taken_by IS NULL;
CREATE INDEX outbox_taken ON outbox (taken_by) WHERE taken_by IS NOT NULL;

-- Pairs of number and bakery that have ever sent; there are as many as bakeries.
CREATE TABLE outbox_lanes (
    number BIGINT NOT NULL,
    tenant BIGINT NOT NULL,
    PRIMARY KEY (number, tenant)
);

-- One row for each call to the partner.
CREATE TABLE message_attempts (
    message  BIGINT NOT NULL,
    no       BIGINT NOT NULL,                          -- 1, 2, 3 …
    at       BIGINT NOT NULL,                          -- handed over
    ended_at BIGINT NOT NULL,                          -- answered or given up
    outcome  TEXT NOT NULL,                            -- accepted | refused | not_sent | unknown | waits
    code     BIGINT,                                   -- the partner's error code
    trace    TEXT,                                     -- the partner's trace id
    detail   TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (message, no)
);

-- Everything that is sent through this account or number would fail as well.
CREATE TABLE sending_stops (
    scope      TEXT PRIMARY KEY,                       -- account:<id> | number:<id>
    account_id TEXT NOT NULL,
    since      BIGINT NOT NULL,
    code       BIGINT NOT NULL,
    detail     TEXT NOT NULL,
    trace      TEXT
);

-- People whom a portfolio has written to first, for its limit of 24 hours.
CREATE TABLE daily_recipients (
    portfolio TEXT NOT NULL,                           -- portfolio id, or account:<id> while that is not known
    person    TEXT NOT NULL,                           -- match key or user id
    tenant    BIGINT NOT NULL,
    message   BIGINT NOT NULL,                         -- what opened the 24 hours
    at        BIGINT NOT NULL,
    PRIMARY KEY (portfolio, person)
);
CREATE INDEX daily_recipients_by_time ON daily_recipients (portfolio, at, tenant);
CREATE INDEX daily_recipients_by_message ON daily_recipients (message);

-- Texts that wait until the customer answers a template.
CREATE TABLE nudges (
    message    BIGINT PRIMARY KEY,                     -- the text that is held
    number     BIGINT NOT NULL,
    contact    BIGINT NOT NULL,
    nudge      BIGINT NOT NULL,                        -- the template that asks for an answer
    expires_at BIGINT NOT NULL
);
CREATE INDEX nudges_by_contact ON nudges (contact, number);
CREATE INDEX nudges_by_expiry ON nudges (expires_at);
CREATE INDEX outbox_by_tenant ON outbox (tenant, message);
