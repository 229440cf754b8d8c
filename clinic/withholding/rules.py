"""Digest of everything that the gate judges pages by, besides the pages: other digest, other judgment.

An app names the tables in ``gate_tables``, with columns that the gate does not read.
"""

from collections.abc import Collection

from django.apps import apps
from django.db import connection

from psycopg2 import sql

GateTables = dict[str, tuple[str, ...]]

# What a claim's reviewer, a picture, or the clinic's own words say.
OF_THE_CLINIC: GateTables = {
    "clinic_ailment": (),
    "clinic_clinicimage": ("collection_id", "uploaded_by_user_id", "file_hash", "file_size"),
    "clinic_clinicsettings": ("opened_by_id", "reply_hours", "undo_minutes"),
    "clinic_practitioner": ("leave", "working_hours", "sort_order"),
}
_OF_TABLE = (
    "(SELECT md5(string_agg((to_jsonb(t) - {but_not}::text[])::text, '' ORDER BY t.id)) FROM {table} AS t)"
)


def gate_tables() -> GateTables:
    """Return what the apps name, by the table."""
    found: GateTables = {}
    for config in apps.get_app_configs():
        found |= getattr(config, "gate_tables", {})
    return found


def digest_of_rules(but_not_of: Collection[str] = ()) -> str:
    """Return the digest, in one query however the rows were changed; some tables may be left out."""
    parts = [
        sql.SQL(_OF_TABLE).format(but_not=sql.Literal(list(but_not)), table=sql.Identifier(table))
        for table, but_not in sorted(gate_tables().items())
        if table not in but_not_of
    ]
    query = sql.SQL("SELECT md5(concat_ws('|', {}))").format(sql.SQL(", ").join(parts))
    with connection.cursor() as cursor:
        cursor.execute(query)
        return str(cursor.fetchone()[0])
