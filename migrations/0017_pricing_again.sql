-- A message is priced with the rest of its conversation, and then nothing that
-- waits about it needs to be looked at again.
CREATE INDEX billing_due_by_message ON billing_due (message);

-- What is to be priced again since cards, terms or an account changed. The job
-- that prices notes the messages, a piece at a time: noting a whole ledger in
-- the transaction of the change would keep everybody else waiting.
CREATE TABLE billing_again (
    id         BIGINT PRIMARY KEY,
    account_id TEXT,                                   -- the messages of this account, or
    currency   TEXT,                                   -- those with entries in this currency
    from_day   BIGINT NOT NULL,                        -- delivered on this day or later
    stage      BIGINT NOT NULL DEFAULT 0,              -- 0 asked, 1 noting what has entries, 2 noting what only a partner charges
    after_id   BIGINT NOT NULL DEFAULT 0               -- the last message that was noted in this stage
);
