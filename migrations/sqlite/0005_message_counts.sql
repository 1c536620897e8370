-- How many messages are in each state, by bakery and hour, so that the log's
-- counts are exact without counting messages. Kept by triggers in the
-- transaction of the change; read the same way as postgres/0005_message_counts.sql.
--
-- SQLite has one writer, so each row of the summary can be kept up to date in place.

CREATE TABLE message_counts (
    tenant BIGINT NOT NULL,                            -- short id
    hour   BIGINT NOT NULL,                            -- of the message's id, since 2020-01-01T00:00Z
    state  BIGINT NOT NULL,
    n      BIGINT NOT NULL,
    PRIMARY KEY (tenant, hour, state)
) WITHOUT ROWID;

CREATE TRIGGER messages_counted_new AFTER INSERT ON messages
BEGIN
    INSERT INTO message_counts (tenant, hour, state, n)
    VALUES (NEW.tenant, (NEW.id >> 22) / 3600000, NEW.state, 1)
    ON CONFLICT (tenant, hour, state) DO UPDATE SET n = n + 1;
END;

CREATE TRIGGER messages_counted_moved AFTER UPDATE OF tenant, state ON messages
WHEN NEW.state <> OLD.state OR NEW.tenant <> OLD.tenant
BEGIN
    INSERT INTO message_counts (tenant, hour, state, n)
    VALUES (NEW.tenant, (NEW.id >> 22) / 3600000, NEW.state, 1)
    ON CONFLICT (tenant, hour, state) DO UPDATE SET n = n + 1;
    UPDATE message_counts SET n = n - 1
    WHERE tenant = OLD.tenant AND hour = (OLD.id >> 22) / 3600000 AND state = OLD.state;
END;

CREATE TRIGGER messages_counted_gone AFTER DELETE ON messages
BEGIN
    UPDATE message_counts SET n = n - 1
    WHERE tenant = OLD.tenant AND hour = (OLD.id >> 22) / 3600000 AND state = OLD.state;
END;
