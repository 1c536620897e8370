-- The audit log is searched like every other list: without regard to case and
-- accents, on both databases alike. The text is made of columns that the chain
-- of hashes covers, is shown to nobody and is no part of the chain itself.
--
-- Rows that are there already get it as far as SQL can: LOWER() of SQLite knows
-- ASCII only, so the accents of Spanish and Catalan are taken off one by one.

ALTER TABLE audit ADD COLUMN search TEXT NOT NULL DEFAULT ''; -- search_key of the names of actor and thing
UPDATE audit SET search =
    REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    LOWER(actor_name || ' ' || entity_name),
    'á', 'a'), 'Á', 'a'), 'à', 'a'), 'À', 'a'), 'é', 'e'), 'É', 'e'), 'è', 'e'), 'È', 'e'),
    'í', 'i'), 'Í', 'i'), 'ï', 'i'), 'Ï', 'i'), 'ó', 'o'), 'Ó', 'o'), 'ò', 'o'), 'Ò', 'o'),
    'ú', 'u'), 'Ú', 'u'), 'ü', 'u'), 'Ü', 'u'), 'ñ', 'n'), 'Ñ', 'n'), 'ç', 'c'), 'Ç', 'c');
