-- How many messages are in each state, by bakery and hour, so that the log's
-- counts are exact without counting messages. Kept by triggers in the
-- transaction of the change; read the same way as sqlite/0005_message_counts.sql.
--
-- Several instances write at once, so changes are appended instead of updating
-- a row that everybody would wait for; a job adds them up from time to time.

CREATE TABLE message_counts (
    tenant BIGINT NOT NULL,                            -- short id
    hour   BIGINT NOT NULL,                            -- of the message's id, since 2020-01-01T00:00Z
    state  BIGINT NOT NULL,
    n      BIGINT NOT NULL                             -- a part; the sum counts
);
CREATE INDEX message_counts_by_tenant ON message_counts (tenant, hour, state) INCLUDE (n);

CREATE FUNCTION messages_counted_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO message_counts (tenant, hour, state, n)
    SELECT tenant, (id >> 22) / 3600000, state, COUNT(*) FROM fresh GROUP BY 1, 2, 3;
    RETURN NULL;
END;
$$;

CREATE FUNCTION messages_counted_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO message_counts (tenant, hour, state, n)
    SELECT tenant, hour, state, SUM(n) FROM (
        SELECT tenant, (id >> 22) / 3600000 AS hour, state, 1 AS n FROM became
        UNION ALL
        SELECT tenant, (id >> 22) / 3600000, state, -1 FROM was
    ) AS moves GROUP BY 1, 2, 3 HAVING SUM(n) <> 0;
    RETURN NULL;
END;
$$;

CREATE FUNCTION messages_counted_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO message_counts (tenant, hour, state, n)
    SELECT tenant, (id >> 22) / 3600000, state, -COUNT(*) FROM gone GROUP BY 1, 2, 3;
    RETURN NULL;
END;
$$;

CREATE TRIGGER messages_counted_new AFTER INSERT ON messages
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION messages_counted_new();
CREATE TRIGGER messages_counted_moved AFTER UPDATE ON messages
    REFERENCING OLD TABLE AS was NEW TABLE AS became FOR EACH STATEMENT EXECUTE FUNCTION messages_counted_moved();
CREATE TRIGGER messages_counted_gone AFTER DELETE ON messages
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION messages_counted_gone();
