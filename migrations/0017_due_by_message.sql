-- A message is priced with the rest of its conversation, and then nothing that
-- waits about it needs to be looked at again.
CREATE INDEX billing_due_by_message ON billing_due (message);
