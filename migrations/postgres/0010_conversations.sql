-- The newest message with each customer, and whether somebody waits for an
-- answer, so that the list of conversations is read by key however many
-- messages there are. Kept by triggers in the transaction of the change; read
-- the same way as sqlite/0010_conversations.sql.
--
-- Message ids only grow, and every column is a greatest id, so any order and
-- any repetition of the same messages ends in the same row.

CREATE TABLE conversations (
    contact      BIGINT PRIMARY KEY,                   -- the record that others were merged into
    tenant       BIGINT NOT NULL,                      -- short id; 0 nobody
    last_message BIGINT NOT NULL,                      -- the newest, in either direction
    last_in      BIGINT NOT NULL DEFAULT 0,            -- the newest from the customer that says something
    last_out     BIGINT NOT NULL DEFAULT 0,            -- the newest written to them that may arrive; templates answer nothing
    settled      BIGINT NOT NULL DEFAULT 0             -- up to which somebody said that there is nothing to answer
);
CREATE INDEX conversations_by_tenant ON conversations (tenant, last_message);
CREATE INDEX conversations_by_time ON conversations (last_message);
CREATE INDEX conversations_waiting_by_tenant ON conversations (tenant, last_message)
    WHERE last_in > last_out AND last_in > settled;
CREATE INDEX conversations_waiting ON conversations (last_message) WHERE last_in > last_out AND last_in > settled;

INSERT INTO conversations (contact, tenant, last_message, last_in, last_out)
SELECT COALESCE(c.merged_into, m.contact), MIN(m.tenant), MAX(m.id),
       MAX(CASE WHEN m.direction = 0 AND m.kind NOT IN ('reaction', 'system') THEN m.id ELSE 0 END),
       MAX(CASE WHEN m.direction = 1 AND m.kind <> 'template' AND m.state NOT IN (3, 7) THEN m.id ELSE 0 END)
FROM messages m LEFT JOIN contacts c ON c.id = m.contact WHERE m.contact IS NOT NULL GROUP BY 1;

-- In the order of the records, so that two instances never wait for each other.
CREATE FUNCTION conversations_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO conversations (contact, tenant, last_message, last_in, last_out)
    SELECT COALESCE(c.merged_into, m.contact), MIN(m.tenant), MAX(m.id),
           MAX(CASE WHEN m.direction = 0 AND m.kind NOT IN ('reaction', 'system') THEN m.id ELSE 0 END),
           MAX(CASE WHEN m.direction = 1 AND m.kind <> 'template' AND m.state NOT IN (3, 7) THEN m.id ELSE 0 END)
    FROM fresh m LEFT JOIN contacts c ON c.id = m.contact WHERE m.contact IS NOT NULL
    GROUP BY 1 ORDER BY 1
    ON CONFLICT (contact) DO UPDATE SET last_message = GREATEST(conversations.last_message, excluded.last_message),
                                        last_in = GREATEST(conversations.last_in, excluded.last_in),
                                        last_out = GREATEST(conversations.last_out, excluded.last_out);
    RETURN NULL;
END;
$$;

-- An answer that failed or was withdrawn (states 7 and 3) is none; one that arrives after all is one again.
CREATE FUNCTION conversations_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE conversations SET last_out = COALESCE((
        SELECT MAX(m.id) FROM contacts c JOIN messages m ON m.contact = c.id
        WHERE (c.id = conversations.contact OR c.merged_into = conversations.contact)
          AND m.direction = 1 AND m.kind <> 'template' AND m.state NOT IN (3, 7)), 0)
    WHERE contact = COALESCE((SELECT merged_into FROM contacts WHERE id = NEW.contact), NEW.contact)
      AND last_out <= NEW.id;
    RETURN NULL;
END;
$$;

CREATE TRIGGER conversations_new AFTER INSERT ON messages
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION conversations_new();
CREATE TRIGGER conversations_moved AFTER UPDATE OF state ON messages FOR EACH ROW
    WHEN (NEW.direction = 1 AND NEW.kind <> 'template' AND NEW.contact IS NOT NULL
          AND (OLD.state IN (3, 7)) <> (NEW.state IN (3, 7)))
    EXECUTE FUNCTION conversations_moved();
