-- What decides between something that reaches us late and what is known since.

-- When a stop of sending was last ended, so that a report of before that does
-- not raise it again.
CREATE TABLE stops_ended (
    scope TEXT PRIMARY KEY,                            -- as in sending_stops
    at    BIGINT NOT NULL
);
