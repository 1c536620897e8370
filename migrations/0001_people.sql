-- People, their sessions and the links and keys that let them in.
-- Times are UTC epoch milliseconds. Ids are UUIDv7 in text.

CREATE TABLE users (
    id                  TEXT PRIMARY KEY,
    email               TEXT NOT NULL UNIQUE,          -- lower case
    name                TEXT NOT NULL,
    name_search         TEXT NOT NULL,                 -- domain::tenant::search_key(name)
    role                TEXT NOT NULL,                 -- platform_admin | support | owner
    status              TEXT NOT NULL,                 -- invited | active | disabled
    password_hash       TEXT,                          -- argon2id PHC string; NULL until the invitation is used
    password_changed_at BIGINT,
    totp_secret         TEXT,                          -- sealed; NULL without a second factor
    totp_confirmed_at   BIGINT,                        -- NULL while it is being set up
    totp_last_step      BIGINT,                        -- last accepted time step, so that a code works once
    lang                TEXT,                          -- es | en; NULL follows the browser
    theme               TEXT,                          -- light | dark; NULL follows the system
    created_at          BIGINT NOT NULL,
    updated_at          BIGINT NOT NULL,
    last_sign_in_at     BIGINT
);

CREATE TABLE recovery_codes (
    user_id   TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    code_hash TEXT NOT NULL,                           -- SHA-256, hex: the codes are random, not chosen
    used_at   BIGINT,
    PRIMARY KEY (user_id, code_hash)
);

CREATE TABLE sessions (
    id_hash      TEXT PRIMARY KEY,                     -- SHA-256 of the cookie's value: a leaked table signs nobody in
    ref          TEXT NOT NULL UNIQUE,                 -- what lists and "end this session" use
    user_id      TEXT REFERENCES users (id) ON DELETE CASCADE, -- NULL before sign-in
    data         TEXT NOT NULL,                        -- JSON of tower-sessions
    created_at   BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,                      -- absolute end
    ip           TEXT,
    user_agent   TEXT
);
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE links (
    id         TEXT PRIMARY KEY,
    kind       TEXT NOT NULL,                          -- invite | reset
    token_hash TEXT NOT NULL UNIQUE,                   -- SHA-256, hex
    user_id    TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_by TEXT,                                   -- user id; NULL for the command line
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT,
    revoked_at BIGINT
);
CREATE INDEX links_by_user ON links (user_id);

-- Token buckets of the sign-in limits; see service::people::throttle.
CREATE TABLE throttle (
    bucket     TEXT PRIMARY KEY,
    spent      BIGINT NOT NULL,                        -- attempts charged, in thousandths
    updated_at BIGINT NOT NULL
);

CREATE TABLE api_keys (
    id           TEXT PRIMARY KEY,
    name         TEXT NOT NULL,
    prefix       TEXT NOT NULL,                        -- the part that lists show
    key_hash     TEXT NOT NULL UNIQUE,                 -- SHA-256, hex: keys are random, not chosen
    tenant_id    TEXT,                                 -- NULL for a platform key; see 0002 for the reference
    created_by   TEXT,
    created_at   BIGINT NOT NULL,
    last_used_at BIGINT,
    revoked_at   BIGINT
);

-- The audit log. Rows are chained by hash; audit_head holds the end of the
-- chain, and taking its row serialises writers on PostgreSQL.
CREATE TABLE audit (
    seq        BIGINT PRIMARY KEY,                     -- 1, 2, 3 … without gaps
    at         BIGINT NOT NULL,
    actor_kind TEXT NOT NULL,                          -- person | api_key | system
    actor_id   TEXT,
    actor_name TEXT NOT NULL,
    action     TEXT NOT NULL,                          -- for example number.assign
    entity     TEXT NOT NULL,                          -- for example number
    entity_id  TEXT NOT NULL,
    entity_name TEXT NOT NULL,                         -- as it was called then
    tenant_id  TEXT,                                   -- the bakery concerned, if one is
    before     TEXT,                                   -- JSON, secrets redacted
    after      TEXT,                                   -- JSON, secrets redacted
    ip         TEXT,
    request_id TEXT,
    prev_hash  TEXT NOT NULL,
    hash       TEXT NOT NULL
);
CREATE INDEX audit_by_entity ON audit (entity, entity_id, seq);
CREATE INDEX audit_by_tenant ON audit (tenant_id, seq);
CREATE INDEX audit_by_actor ON audit (actor_id, seq);

CREATE TABLE audit_head (
    id   BIGINT PRIMARY KEY,                           -- always 1
    seq  BIGINT NOT NULL,
    hash TEXT NOT NULL
);
INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, '');

-- Who does a recurring job when several instances run.
CREATE TABLE leases (
    name   TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    until  BIGINT NOT NULL
);
