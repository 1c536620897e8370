-- What messages cost: rate cards, the ledger, budgets, and what Meta says.
--
-- Money is in millionths of a currency's unit. Months are written as
-- year * 100 + month (202610), days as days since 1970-01-01; both are those of
-- the account's own time zone, which is the one that Meta bills in.

ALTER TABLE messages ADD COLUMN asked_category TEXT;   -- of the template when it was asked for; category follows Meta's word

-- How an account is billed, from an instant on. Rows are added, never changed.
CREATE TABLE billing_terms (
    id         TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    from_at    BIGINT NOT NULL,
    time_zone  TEXT NOT NULL,                          -- IANA name
    fees       TEXT,                                   -- JSON of the partner's fees; NULL without a partner
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL
);
CREATE INDEX billing_terms_by_account ON billing_terms (account_id, from_at);

-- Imported rate cards. Shipped ones are part of the program and have ids of
-- their own; both kinds can be withdrawn, none is edited.
CREATE TABLE billing_cards (
    id         TEXT PRIMARY KEY,
    currency   TEXT NOT NULL,
    from_day   TEXT NOT NULL,                          -- 2026-10-01
    body       TEXT NOT NULL,                          -- JSON: the card as it was read
    file       TEXT NOT NULL,                          -- name of the file
    note       TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL
);
CREATE TABLE billing_card_withdrawals (
    card       TEXT PRIMARY KEY,
    at         BIGINT NOT NULL,
    by_name    TEXT NOT NULL,
    why        TEXT NOT NULL
);
-- A card between its preview and its confirmation.
CREATE TABLE billing_card_drafts (
    id         TEXT PRIMARY KEY,
    file       TEXT NOT NULL,
    content    BYTEA NOT NULL,
    options    TEXT NOT NULL,                          -- JSON: what the person said about the file
    created_at BIGINT NOT NULL,
    applied_at BIGINT
);

-- Messages about which something was learnt that their price may depend on.
-- Written in the transaction of the webhook, read by the job that prices.
CREATE TABLE billing_due (
    id      BIGINT PRIMARY KEY,
    message BIGINT NOT NULL
);

-- The ledger. Amounts are never changed: a correction is a reversal and, where
-- something is still owed, a new entry. "open" only says whether a reversal
-- answers the entry, so that the entry in force is found by key.
CREATE TABLE billing_lines (
    id            BIGINT PRIMARY KEY,                  -- sorts by booking, see domain::message::MessageId
    message       BIGINT NOT NULL,
    charge        BIGINT NOT NULL,                     -- 1 Meta, 2 partner
    entry         BIGINT NOT NULL,                     -- 1, 2, 3 … of this message and charge
    quantity      BIGINT NOT NULL,                     -- 1, or -1 for a reversal
    open          BIGINT NOT NULL,                     -- 1 while no reversal answers it
    reverses      BIGINT,                              -- id of the entry that this one reverses
    why           TEXT NOT NULL DEFAULT '',            -- why it was corrected
    booked_at     BIGINT NOT NULL,
    month         BIGINT NOT NULL,                     -- booked in
    of_month      BIGINT NOT NULL,                     -- of the delivery
    day           BIGINT NOT NULL,                     -- of the delivery
    at            BIGINT NOT NULL,                     -- delivered
    tenant        BIGINT NOT NULL,                     -- short id
    number        BIGINT NOT NULL,                     -- short id
    account_id    TEXT NOT NULL,
    regime        TEXT NOT NULL,
    reason        TEXT NOT NULL,
    market        TEXT NOT NULL,
    category      TEXT NOT NULL,                       -- charged as
    template      TEXT NOT NULL DEFAULT '',
    card          TEXT NOT NULL DEFAULT '',
    currency      TEXT NOT NULL,
    rate_micros   BIGINT,                              -- NULL when no rate is known
    amount_micros BIGINT,                              -- quantity times rate; NULL when no rate is known
    allowance     BIGINT NOT NULL DEFAULT 0,           -- 1 taken from the free allowance, 2 beyond it, 0 not concerned
    UNIQUE (message, charge, entry)
);
CREATE INDEX billing_lines_by_tenant ON billing_lines (tenant, month, id);
CREATE INDEX billing_lines_by_month ON billing_lines (month, id);
CREATE INDEX billing_lines_allowance ON billing_lines (number, of_month, allowance, at, message) WHERE open = 1 AND allowance > 0;

-- Sums of lines by day, kept in the transaction of the lines.
CREATE TABLE billing_days (
    month         BIGINT NOT NULL,
    tenant        BIGINT NOT NULL,
    day           BIGINT NOT NULL,
    number        BIGINT NOT NULL,
    charge        BIGINT NOT NULL,
    market        TEXT NOT NULL,
    category      TEXT NOT NULL,
    reason        TEXT NOT NULL,
    template      TEXT NOT NULL,
    currency      TEXT NOT NULL,
    messages      BIGINT NOT NULL,                     -- sum of quantity
    unpriced      BIGINT NOT NULL,                     -- of those, without a known rate
    amount_micros BIGINT NOT NULL,
    PRIMARY KEY (month, tenant, day, number, charge, market, category, reason, template, currency)
);

-- The same by month, with what the price rests on: what a statement reads.
CREATE TABLE billing_months (
    month         BIGINT NOT NULL,
    tenant        BIGINT NOT NULL,
    number        BIGINT NOT NULL,
    account_id    TEXT NOT NULL,
    charge        BIGINT NOT NULL,
    of_month      BIGINT NOT NULL,
    regime        TEXT NOT NULL,
    reason        TEXT NOT NULL,
    market        TEXT NOT NULL,
    category      TEXT NOT NULL,
    card          TEXT NOT NULL,
    currency      TEXT NOT NULL,
    rate_micros   BIGINT NOT NULL,                     -- -1 when no rate is known
    messages      BIGINT NOT NULL,
    unpriced      BIGINT NOT NULL,
    amount_micros BIGINT NOT NULL,
    PRIMARY KEY (month, tenant, number, account_id, charge, of_month, regime, reason, market, category, card, currency, rate_micros)
);

-- Where the status report's word on the price differs from ours.
CREATE TABLE billing_differences (
    message           BIGINT PRIMARY KEY,
    month             BIGINT NOT NULL,
    tenant            BIGINT NOT NULL,
    number            BIGINT NOT NULL,
    kinds             TEXT NOT NULL,                   -- category,type,model: which differ
    expected_category TEXT NOT NULL,
    said_category     TEXT NOT NULL,
    expected_type     TEXT NOT NULL,
    said_type         TEXT NOT NULL,
    said_model        TEXT NOT NULL,
    amount_micros     BIGINT NOT NULL,                 -- what it would be by the expected category, less what it is
    noted_at          BIGINT NOT NULL
);
CREATE INDEX billing_differences_by_month ON billing_differences (month, tenant, message);

-- What may be spent. The empty tenant stands for the platform.
CREATE TABLE billing_budgets (
    tenant_id    TEXT PRIMARY KEY,
    limit_micros BIGINT NOT NULL,
    currency     TEXT NOT NULL,
    thresholds   TEXT NOT NULL,                        -- JSON array of percentages
    hard_stop    BOOLEAN NOT NULL,
    updated_at   BIGINT NOT NULL,
    updated_by   TEXT NOT NULL
);
-- When a threshold was reached for the first time.
CREATE TABLE billing_alarms (
    tenant_id TEXT NOT NULL,
    month     BIGINT NOT NULL,
    threshold BIGINT NOT NULL,
    at        BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, month, threshold)
);

-- What Meta's pricing_analytics answered last.
CREATE TABLE billing_analytics (
    account_id  TEXT NOT NULL,
    month       BIGINT NOT NULL,
    day         BIGINT NOT NULL,
    phone       TEXT NOT NULL,                         -- digits of the number
    country     TEXT NOT NULL,
    category    TEXT NOT NULL,
    kind        TEXT NOT NULL,                         -- pricing type
    tier        TEXT NOT NULL,
    volume      BIGINT NOT NULL,
    cost_micros BIGINT NOT NULL,
    PRIMARY KEY (account_id, month, day, phone, country, category, kind, tier)
);
CREATE TABLE billing_pulls (
    account_id TEXT NOT NULL,
    month      BIGINT NOT NULL,
    at         BIGINT NOT NULL,
    rows       BIGINT NOT NULL,
    problem    TEXT,
    PRIMARY KEY (account_id, month)
);

-- Meta's invoices as imported; a later import of the same month takes the place of an earlier one, which stays.
CREATE TABLE billing_invoices (
    id           TEXT PRIMARY KEY,
    account_id   TEXT NOT NULL,
    month        BIGINT NOT NULL,
    file         TEXT NOT NULL,
    content      TEXT NOT NULL,
    currency     TEXT NOT NULL,
    total_micros BIGINT NOT NULL,
    lines        TEXT NOT NULL,                        -- JSON: what was read
    imported_at  BIGINT NOT NULL,
    imported_by  TEXT NOT NULL,
    replaced_by  TEXT
);
CREATE INDEX billing_invoices_by_month ON billing_invoices (account_id, month);

-- A month that somebody has signed off.
CREATE TABLE billing_closes (
    account_id  TEXT NOT NULL,
    month       BIGINT NOT NULL,
    closed_at   BIGINT NOT NULL,
    closed_by   TEXT NOT NULL,
    note        TEXT NOT NULL DEFAULT '',
    lines       BIGINT NOT NULL,
    total_micros BIGINT NOT NULL,
    currency    TEXT NOT NULL,
    lines_hash  TEXT NOT NULL,                         -- SHA-256 over the lines in order of their ids
    evidence    TEXT NOT NULL,                         -- JSON: statement and comparison as they were
    PRIMARY KEY (account_id, month)
);

-- Everything that is on the phone already is to be priced.
INSERT INTO billing_due (id, message)
SELECT id, id FROM messages
WHERE direction = 1 AND (delivered_at IS NOT NULL OR read_at IS NOT NULL OR played_at IS NOT NULL);
