-- Bakeries, WABAs, numbers, and which number served whom when.

CREATE TABLE tenants (
    id               TEXT PRIMARY KEY,
    name             TEXT NOT NULL,
    name_search      TEXT NOT NULL UNIQUE,             -- domain::tenant::search_key(name): two bakeries may not differ by case or accent only
    city             TEXT NOT NULL DEFAULT '',
    external_ref     TEXT UNIQUE,                      -- the platform's own id of the bakery, if it has one
    search           TEXT NOT NULL DEFAULT '',         -- search_key of name, city and external_ref
    status           TEXT NOT NULL,                    -- active | suspended
    whatsapp_enabled BOOLEAN NOT NULL,                 -- the owner's switch
    switched_at      BIGINT,                           -- when the switch was last flipped
    switched_by      TEXT,                             -- name of who did
    created_at       BIGINT NOT NULL,
    updated_at       BIGINT NOT NULL
);
CREATE INDEX tenants_by_created ON tenants (created_at, id);

CREATE TABLE user_tenants (
    user_id   TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    PRIMARY KEY (user_id, tenant_id)
);
CREATE INDEX user_tenants_by_tenant ON user_tenants (tenant_id);

CREATE TABLE accounts (
    id                    TEXT PRIMARY KEY,
    waba_id               TEXT NOT NULL UNIQUE,
    name                  TEXT NOT NULL,
    portfolio_id          TEXT,
    portfolio_name        TEXT,
    currency              TEXT,
    timezone_id           TEXT,                        -- Meta's numeric id, not an IANA name
    country               TEXT,
    namespace             TEXT,
    review_status         TEXT,
    business_verification TEXT,
    ownership             TEXT,
    status                TEXT,
    messaging_limit       TEXT,                        -- of the portfolio, read from its numbers
    raw                   TEXT,                        -- Meta's last answer, as it came
    app_id                TEXT,
    app_name              TEXT,
    scopes                TEXT NOT NULL DEFAULT '[]',  -- JSON array
    token                 TEXT,                        -- sealed; NULL after disconnecting
    token_set_at          BIGINT,
    token_expires_at      BIGINT,                      -- NULL: Meta says never
    token_checked_at      BIGINT,
    token_problem         TEXT,                        -- JSON of the last failed check; NULL when it passed
    app_secret            TEXT,                        -- sealed
    subscription          TEXT,                        -- JSON: what subscribed_apps answered
    subscription_at       BIGINT,
    health                TEXT,                        -- JSON of domain::health::Health
    health_at             BIGINT,
    sync_attempt_at       BIGINT,
    sync_ok_at            BIGINT,
    sync_problem          TEXT,                        -- JSON of what failed in the last attempt
    connected_at          BIGINT NOT NULL,
    updated_at            BIGINT NOT NULL,
    disconnected_at       BIGINT
);

CREATE TABLE numbers (
    id                TEXT PRIMARY KEY,
    account_id        TEXT NOT NULL REFERENCES accounts (id),
    phone_number_id   TEXT NOT NULL UNIQUE,
    display           TEXT NOT NULL,                   -- as Meta writes it
    e164              TEXT,                            -- NULL when Meta's text cannot be read as a number
    search            TEXT NOT NULL DEFAULT '',        -- search_key of verified_name and display
    verified_name     TEXT NOT NULL DEFAULT '',
    new_name          TEXT,                            -- asked for, in review or declined
    name_status       TEXT NOT NULL DEFAULT 'NONE',
    status            TEXT NOT NULL DEFAULT 'PENDING',
    quality           TEXT NOT NULL DEFAULT 'UNKNOWN',
    code_verification TEXT NOT NULL DEFAULT 'NOT_VERIFIED',
    messaging_limit   TEXT,
    throughput        TEXT,
    platform_type     TEXT,
    account_mode      TEXT,
    raw               TEXT,
    first_seen_at     BIGINT NOT NULL,
    seen_at           BIGINT NOT NULL,                 -- last sync that listed it
    vanished_at       BIGINT,                          -- first complete sync that no longer did
    archived_at       BIGINT,
    last_used_at      BIGINT,                          -- last message in or out
    updated_at        BIGINT NOT NULL
);
CREATE INDEX numbers_by_account ON numbers (account_id);
CREATE INDEX numbers_by_e164 ON numbers (e164);

-- What changed upstream, one row a change, so that quality has a history.
CREATE TABLE number_history (
    number_id TEXT NOT NULL REFERENCES numbers (id),
    at        BIGINT NOT NULL,
    field     TEXT NOT NULL,                           -- status | quality | name_status | verified_name | messaging_limit | vanished …
    before    TEXT,
    after     TEXT,
    source    TEXT NOT NULL,                           -- sync | webhook
    PRIMARY KEY (number_id, at, field)
);

-- A change of assignments that was asked for, and can be undone, as one.
CREATE TABLE assignment_batches (
    id         TEXT PRIMARY KEY,
    kind       TEXT NOT NULL,                          -- assign | move | release | undo
    actor_id   TEXT,
    actor_name TEXT NOT NULL,
    at         BIGINT NOT NULL,
    undoes     TEXT REFERENCES assignment_batches (id),
    undone_by  TEXT REFERENCES assignment_batches (id),
    undone_at  BIGINT
);

-- Half-open intervals [from_at, to_at). Two partial unique indexes refuse a
-- second open interval of a number or of a tenant; the triggers beside this
-- file refuse any overlap with the past as well.
CREATE TABLE assignments (
    id              TEXT PRIMARY KEY,
    number_id       TEXT NOT NULL REFERENCES numbers (id),
    tenant_id       TEXT NOT NULL REFERENCES tenants (id),
    from_at         BIGINT NOT NULL,
    to_at           BIGINT,
    opened_by       TEXT NOT NULL REFERENCES assignment_batches (id),
    closed_by       TEXT REFERENCES assignment_batches (id),
    CHECK (to_at IS NULL OR to_at >= from_at),
    CHECK ((to_at IS NULL) = (closed_by IS NULL))
);
CREATE UNIQUE INDEX assignments_one_open_per_number ON assignments (number_id) WHERE to_at IS NULL;
CREATE UNIQUE INDEX assignments_one_open_per_tenant ON assignments (tenant_id) WHERE to_at IS NULL;
CREATE INDEX assignments_by_number ON assignments (number_id, from_at);
CREATE INDEX assignments_by_tenant ON assignments (tenant_id, from_at);
CREATE INDEX assignments_by_opening ON assignments (opened_by);
CREATE INDEX assignments_by_closing ON assignments (closed_by);

-- Platform-wide settings: the switch and the default number.
CREATE TABLE settings (
    name       TEXT PRIMARY KEY,                       -- whatsapp_enabled | default_number
    value      TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL
);

-- An import of bakeries between its dry run and its confirmation.
CREATE TABLE tenant_imports (
    id         TEXT PRIMARY KEY,
    created_by TEXT,
    created_at BIGINT NOT NULL,
    csv        TEXT NOT NULL,
    applied_at BIGINT
);
