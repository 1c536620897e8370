-- Whether a message was sent again already is asked before it is, and shown
-- beside it. Few messages ever are, so the index holds hardly anything.
CREATE INDEX messages_sent_again ON messages (resend_of) WHERE resend_of IS NOT NULL;
