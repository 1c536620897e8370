-- What else prices of an account depend on.

-- Since when codes to other countries cost the international rate: JSON as Meta
-- sent it (start_time, exception_countries); NULL when Meta has not said so.
ALTER TABLE accounts ADD COLUMN auth_international TEXT;
-- Of a government or a non-profit organisation: somebody here says so, Meta does not tell.
ALTER TABLE accounts ADD COLUMN nonprofit BOOLEAN NOT NULL DEFAULT FALSE;
