-- No interval of a number or a tenant may overlap another, the past included.
-- Same rule and message as sqlite/0003_no_overlap.sql; the languages differ.

CREATE FUNCTION assignments_no_overlap() RETURNS trigger AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM assignments a
        WHERE a.id <> NEW.id
          AND (a.number_id = NEW.number_id OR a.tenant_id = NEW.tenant_id)
          AND (a.to_at IS NULL OR a.to_at > NEW.from_at)
          AND (NEW.to_at IS NULL OR a.from_at < NEW.to_at)
          AND (a.to_at IS NULL OR a.to_at > a.from_at)
          AND (NEW.to_at IS NULL OR NEW.to_at > NEW.from_at)
    ) THEN
        RAISE EXCEPTION 'assignments_no_overlap' USING ERRCODE = 'exclusion_violation';
    END IF;
    RETURN NEW;
END;
$$ LANGUAGE plpgsql;

CREATE TRIGGER assignments_no_overlap BEFORE INSERT OR UPDATE OF number_id, tenant_id, from_at, to_at ON assignments
FOR EACH ROW EXECUTE FUNCTION assignments_no_overlap();
