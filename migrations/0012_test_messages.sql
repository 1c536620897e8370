-- Messages that somebody sent to try whether sending works: a step of the
-- set-up is proven by what became of them.
CREATE TABLE test_messages (
    message BIGINT PRIMARY KEY
);
