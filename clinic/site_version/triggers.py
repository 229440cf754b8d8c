"""Triggers that raise the version of the public site, for migrations.

A change leaves a note, which no other transaction waits for. When the transaction ends the note is looked at
twice: first among all that Postgres checks then, and once more after it. Only that second time the number is
raised, so that its row is locked for an instant and last of all: whoever holds it waits for nobody, and
nobody can wait for each other.
"""

from collections.abc import Iterable

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION clinic_public_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO public.clinic_publicchange (transaction) VALUES (pg_current_xact_id()::text::bigint)
        ON CONFLICT (transaction) DO NOTHING;
    RETURN NULL;
END $$;

CREATE FUNCTION clinic_raise_site_version() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT NEW.is_at_the_end THEN
        UPDATE public.clinic_publicchange SET is_at_the_end = true WHERE transaction = NEW.transaction;
        RETURN NULL;
    END IF;
    DELETE FROM public.clinic_publicchange WHERE transaction = NEW.transaction;
    INSERT INTO public.clinic_siteversion AS version (id, number) VALUES (1, 1)
        ON CONFLICT (id) DO UPDATE SET number = version.number + 1;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER raise_version AFTER INSERT OR UPDATE ON clinic_publicchange
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION clinic_raise_site_version();
INSERT INTO clinic_siteversion (id, number) VALUES (1, 1);
"""
NO_FUNCTIONS = """
DROP TRIGGER raise_version ON clinic_publicchange;
DROP FUNCTION clinic_raise_site_version();
DROP FUNCTION clinic_public_change();
"""
# Not by the names of the columns that count: one that is added later counts at once, and none is held fast.
_CHANGED = "to_jsonb({row}) - '{{{but_not}}}'::text[]"
_WATCH = """
CREATE TRIGGER public_row AFTER INSERT OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION clinic_public_change();
CREATE TRIGGER public_truncate AFTER TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION clinic_public_change();
CREATE TRIGGER public_columns AFTER UPDATE ON {table}
    FOR EACH ROW WHEN ({before} IS DISTINCT FROM {after})
    EXECUTE FUNCTION clinic_public_change();
"""
_LET_GO = """
DROP TRIGGER public_columns ON {table};
DROP TRIGGER public_truncate ON {table};
DROP TRIGGER public_row ON {table};
"""


def watch(table: str, but_not: Iterable[str] = ()) -> migrations.RunSQL:
    """Let every change of the table raise the version, but not one of those columns alone."""
    columns = ",".join(but_not)
    before, after = (_CHANGED.format(row=row, but_not=columns) for row in ("OLD", "NEW"))
    return migrations.RunSQL(
        _WATCH.format(table=table, before=before, after=after), _LET_GO.format(table=table)
    )


def watch_otherwise(table: str, but_not: Iterable[str], before: Iterable[str]) -> migrations.RunSQL:
    """Watch a table that is watched already, with other columns that do not count than ``before``."""
    new, old = watch(table, but_not), watch(table, before)
    return migrations.RunSQL(f"{new.reverse_sql}{new.sql}", f"{old.reverse_sql}{old.sql}")
