-- What is typed is saved by itself; what was saved so within some minutes is one
-- version, whose number grows with each save.

ALTER TABLE template_draft_versions ADD COLUMN auto_since BIGINT; -- when saving by itself began; NULL once somebody asked for this version
