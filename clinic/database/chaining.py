"""Triggers of tables whose rows are a chain, for migrations."""

from django.db import migrations

KEPT_FOR = "6 years"

# What is hashed of a row. Nulls are left out: a later column must be null in the rows that are there.
HASHED = "convert_to(jsonb_strip_nulls(to_jsonb({row}) - 'hash')::text, 'UTF8')"

# The lock is held until the end of the transaction, so that the row before is always committed: a record is
# the last thing that a transaction writes. A number of a sequence, drawn outside, could overtake another's.
_FUNCTIONS = """
CREATE FUNCTION clinic_chain() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC' SET bytea_output = 'hex' AS $$
DECLARE
    last record;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('clinic_chain ' || TG_TABLE_NAME, 0));
    EXECUTE format('SELECT id, hash FROM public.%I ORDER BY id DESC LIMIT 1', TG_TABLE_NAME) INTO last;
    NEW.id := coalesce(last.id, 0) + 1;
    NEW.at := clock_timestamp();
    NEW.database_role := session_user;
    NEW.previous := coalesce(last.hash, '');
    NEW.hash := sha256(HASHED_OF_NEW);
    RETURN NEW;
END $$;

CREATE FUNCTION clinic_chain_existing(chain regclass) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC' SET bytea_output = 'hex' AS $$
DECLARE
    number bigint;
    before bytea := '';
BEGIN
    FOR number IN EXECUTE format('SELECT id FROM %s ORDER BY id', chain) LOOP
        EXECUTE format('UPDATE %s SET previous = $1 WHERE id = $2', chain) USING before, number;
        EXECUTE format('UPDATE %s AS one SET hash = sha256(HASHED_OF_ONE)'
            ' WHERE id = $1 RETURNING hash', chain) INTO before USING number;
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION clinic_chain_existing FROM PUBLIC;

CREATE FUNCTION clinic_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Not for whoever sets this: nobody but the owner of the tables has the right to delete.
    IF TG_OP = 'DELETE' AND current_setting('clinic.erasing', true) = 'on' THEN
        IF OLD.at < clock_timestamp() - interval 'KEPT_FOR' THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

-- Erases the rows that are older than they are kept, from the first on, and never the last one: the next one
-- would have nothing to follow.
CREATE FUNCTION clinic_forget_records(chain regclass) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    first_kept bigint;
    cut record;
    erased bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('clinic_chain ' || chain, 0));
    EXECUTE format('SELECT coalesce('
        '(SELECT id FROM %1$s WHERE at >= clock_timestamp() - interval ''KEPT_FOR'' ORDER BY id LIMIT 1),'
        ' (SELECT max(id) FROM %1$s))', chain) INTO first_kept;
    EXECUTE format('SELECT id, hash, at FROM %s WHERE id < $1 ORDER BY id DESC LIMIT 1', chain)
        INTO cut USING first_kept;
    IF cut.id IS NULL THEN
        RETURN 0;
    END IF;
    PERFORM set_config('clinic.erasing', 'on', true);
    EXECUTE format('DELETE FROM %s WHERE id < $1', chain) USING first_kept;
    GET DIAGNOSTICS erased = ROW_COUNT;
    PERFORM set_config('clinic.erasing', 'off', true);
    INSERT INTO clinic_chainmark (kind, chain, number, hash, row_at)
        VALUES ('cut', chain::text, cut.id, cut.hash, cut.at);
    RETURN erased;
END $$;
REVOKE ALL ON FUNCTION clinic_forget_records FROM PUBLIC;
"""
FUNCTIONS = (
    _FUNCTIONS.replace("HASHED_OF_NEW", HASHED.format(row="NEW"))
    .replace("HASHED_OF_ONE", HASHED.format(row="one").replace("'", "''"))
    .replace("KEPT_FOR", KEPT_FOR)
)
NO_FUNCTIONS = """
DROP FUNCTION clinic_forget_records;
DROP FUNCTION clinic_refuse_change;
DROP FUNCTION clinic_chain_existing;
DROP FUNCTION clinic_chain;
"""


_CHAIN = """
SELECT clinic_chain_existing('TABLE_NAME');
-- The name comes after those of other triggers of an insert: the hash is of what they leave.
CREATE TRIGGER z_chain BEFORE INSERT ON TABLE_NAME
    FOR EACH ROW EXECUTE FUNCTION clinic_chain();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON TABLE_NAME
    FOR EACH ROW EXECUTE FUNCTION clinic_refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON TABLE_NAME
    FOR EACH STATEMENT EXECUTE FUNCTION clinic_refuse_change();
"""
_UNCHAIN = """
DROP TRIGGER refuse_truncate ON TABLE_NAME;
DROP TRIGGER refuse_change ON TABLE_NAME;
DROP TRIGGER z_chain ON TABLE_NAME;
"""


def chain(table: str) -> migrations.RunSQL:
    """Return the operation that makes the rows of ``table`` a chain, those that are there included."""
    return migrations.RunSQL(_CHAIN.replace("TABLE_NAME", table), _UNCHAIN.replace("TABLE_NAME", table))
