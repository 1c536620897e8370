-- What decides between something that reaches us late and what is known since.

-- When a stop of sending was last ended, so that a report of before that does
-- not raise it again.
CREATE TABLE stops_ended (
    scope TEXT PRIMARY KEY,                            -- as in sending_stops
    at    BIGINT NOT NULL
);

-- When customers said what they are called: what they said last is shown, not
-- what reached us last. Until then the last change of the record stands for it.
ALTER TABLE contacts ADD COLUMN name_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE contacts ADD COLUMN username_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE contacts ADD COLUMN wa_id_at BIGINT NOT NULL DEFAULT 0;
UPDATE contacts SET name_at = CASE WHEN name = '' THEN 0 ELSE updated_at END,
                    username_at = CASE WHEN username IS NULL THEN 0 ELSE updated_at END,
                    wa_id_at = CASE WHEN wa_id IS NULL THEN 0 ELSE updated_at END;
