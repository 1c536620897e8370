-- No interval of a number or a tenant may overlap another, the past included.
-- Same rule and message as postgres/0003_no_overlap.sql; the languages differ.

CREATE TRIGGER assignments_no_overlap_insert BEFORE INSERT ON assignments
WHEN EXISTS (
    SELECT 1 FROM assignments a
    WHERE (a.number_id = NEW.number_id OR a.tenant_id = NEW.tenant_id)
      AND (a.to_at IS NULL OR a.to_at > NEW.from_at)
      AND (NEW.to_at IS NULL OR a.from_at < NEW.to_at)
      AND (a.to_at IS NULL OR a.to_at > a.from_at)
      AND (NEW.to_at IS NULL OR NEW.to_at > NEW.from_at)
)
BEGIN
    SELECT RAISE(ABORT, 'assignments_no_overlap');
END;

CREATE TRIGGER assignments_no_overlap_update BEFORE UPDATE OF number_id, tenant_id, from_at, to_at ON assignments
WHEN EXISTS (
    SELECT 1 FROM assignments a
    WHERE a.id <> NEW.id
      AND (a.number_id = NEW.number_id OR a.tenant_id = NEW.tenant_id)
      AND (a.to_at IS NULL OR a.to_at > NEW.from_at)
      AND (NEW.to_at IS NULL OR a.from_at < NEW.to_at)
      AND (a.to_at IS NULL OR a.to_at > a.from_at)
      AND (NEW.to_at IS NULL OR NEW.to_at > NEW.from_at)
)
BEGIN
    SELECT RAISE(ABORT, 'assignments_no_overlap');
END;
